"""A reader without a terminal: the seed report, findings made by hand, a clock and ids that count."""

from __future__ import annotations

import hashlib
import itertools
import json
import time
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from rich.cells import cell_len
from textual.pilot import Pilot

import reports.opening
from annotations.editor import ReportEditor
from annotations.operations import Operation
from annotations.records import Change, new_report_record
from annotations.tagset import TagSet
from annotations.writer import BackgroundWriter, Saved
from claims.records import Claims
from entities.finding.finder import Found, Update
from entities.records import EntityType, Findings
from reports.document import Block, Blocks, Report, Span
from reports.loading import load, load_bytes
from reports.sentences import SentenceIndex
from tests.claims.fabricated import claims_in_answers
from tests.entities.atlas import build_atlas
from tests.entities.fabricated import Made, findings_of
from tui.app import ReaderApp
from tui.article.view import ArticleView
from tui.panes.entities import EntityList
from tui.reading.reading import Reading
from tui.screens.reader import ReaderScreen
from tui.settings import Settings
from tui.widgets.chrome import ChromeLine

SEEDS = Path(__file__).parents[2] / "seeds"
ANSWERS = SEEDS / "soldiers-remains-handover.answers.json"
NOW = "2026-11-22T09:12:04Z"


@pytest.fixture(scope="session")
def atlas(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A gazetteer with a few places of the seed, whatever is built."""
    return build_atlas(tmp_path_factory.mktemp("atlas") / "gazetteer.sqlite")


@pytest.fixture(autouse=True)
def own_house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, atlas: Path) -> Iterator[None]:
    """No test sees the folders, the colours or the time zone of whoever runs it."""
    monkeypatch.chdir(tmp_path)
    for name in ("NO_COLOR", "REPORT_READER_DB", "REPORT_READER_CONFIG", "TEXTUAL_THEME", "COLORTERM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("entities.lookup.gazetteer.INDEX", atlas)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("TEXTUAL_ANIMATIONS", "none")
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


# ---------------------------------------------------------------------- reports


@pytest.fixture(scope="session")
def seed() -> Report:
    """The report in `seeds/`."""
    return load(SEEDS / "soldiers-remains-handover.txt")


@pytest.fixture(scope="session")
def report_of() -> Callable[..., Report]:
    """Makes a report of a text: loaded as a file would be, or with the given blocks."""

    def make(text: str, blocks: Sequence[Block] | None = None, *, name: str = "wire.txt") -> Report:
        if blocks is None:
            return load_bytes(text.encode(), name, name)
        raw = text.encode("utf-8", "surrogatepass")
        return Report(
            source=name,
            title=name,
            media_type="text/markdown" if name.endswith(".md") else "text/plain",
            sha256=hashlib.sha256(raw).hexdigest(),
            text=text,
            text_sha256=hashlib.sha256(raw).hexdigest(),
            blocks=Blocks(blocks),
        )

    return make


_TYPES: dict[str, EntityType] = {
    "GPE": "place", "LOC": "place", "NORP": "group", "PERSON": "person", "ORG": "organisation",
    "CARDINAL": "quantity", "QUANTITY": "quantity", "DATE": "date", "TIME": "time",
}  # fmt: skip


@pytest.fixture(scope="session")
def findings(seed: Report) -> Findings:
    """What a faultless model would find in the seed: its hand-made answers as records."""
    answers = json.loads(ANSWERS.read_text(encoding="utf-8"))
    clusters: dict[str, list[tuple[int, int, EntityType]]] = defaultdict(list)
    for each in answers["mentions"]:
        clusters[each["cluster"]].append((each["start"], each["end"], _TYPES[each["type"]]))
    made = [_made(seed.text, *each, answers["cluster_names"]) for each in clusters.items()]
    return findings_of(seed.text, made, len(seed.blocks), len(seed.blocks))


def _made(
    text: str, cluster: str, mentions: list[tuple[int, int, EntityType]], given_names: dict[str, str]
) -> Made:
    kinds = Counter(kind for _, _, kind in mentions)
    kind: EntityType = next((each for each in kinds if each != "group"), "group")
    texts = Counter(text[start:end] for start, end, _ in mentions)
    proper = [text[start:end] for start, end, each in mentions if each == kind]
    name = given_names.get(cluster) or max(proper, key=len)
    aliases = tuple(words for words, _ in texts.most_common() if words != name)
    return Made(f"{kind}:{cluster}", kind, name, aliases, mentions)


# ---------------------------------------------------------------------- reading without a screen


class Desk:
    """One report being read without a screen; `operations` is what would be saved."""

    def __init__(self, report: Report, caret: int = 0, author: str = "") -> None:
        self.report = report
        self.operations: list[Operation] = []
        self._ids = itertools.count(1)
        self._ticks = itertools.count(1)
        sentences = SentenceIndex(report.text, report.blocks)
        self.reading = Reading(report, sentences)
        self.reading.go(caret)
        self.editor = ReportEditor(
            report,
            new_report_record(report, f"/wires/{report.title}", NOW),
            author=author,
            now=lambda: f"2026-11-22T09:12:{next(self._ticks) % 60:02}Z",
            new_id=lambda: f"{report.title}-{next(self._ids):04}",
            submit=self.operations.append,
        )
        self.reading.editor = self.editor

    @property
    def tag_set(self) -> TagSet:
        """The tags now."""
        return self.editor.tag_set

    def span(self, words: str) -> Span:
        """Where these words stand first."""
        start = self.report.text.index(words)
        return Span(start, start + len(words))

    def words(self, span: Span | None) -> str | None:
        """The words of a span."""
        return self.report.text[span.start : span.end] if span is not None else None

    def at(self, words: str) -> None:
        """The caret on the first of these words."""
        self.reading.go(self.span(words).start)

    def mark(self, words: str, tag: str = "unverified") -> str:
        """Put a tag on these words; returns the id of the annotation. The caret stays."""
        span = self.span(words)
        self.editor.toggle_tag(span, tag, span.start)
        annotation = self.editor.index.exact(span, self.editor.author)
        assert annotation is not None
        return annotation.id

    def quotes(self) -> list[str]:
        """The words of all annotations, in the order of the text."""
        return [annotation.spans[0].exact for annotation in self.editor.index]

    def undo(self) -> Change | None:
        """The key `z`."""
        change = self.editor.undo()
        self.reading.take_back(change)
        return change


@pytest.fixture(scope="session")
def desk_on() -> type[Desk]:
    """Makes a desk for a report."""
    return Desk


@pytest.fixture
def desk(seed: Report) -> Desk:
    """The seed on a desk, the caret on its first sentence."""
    return Desk(seed)


@pytest.fixture
def suggesting_desk(desk: Desk, findings: Findings, claims_of_seed: Claims) -> Desk:
    """The seed on a desk, with what is suggested for it."""
    from annotations.suggestions import Stops, Suggestions

    deciding = desk.reading.deciding
    stops = Stops.of(claims_of_seed)
    deciding.suggestions = Suggestions(claims_of_seed, stops, desk.editor.index, desk.editor.decisions)
    deciding.findings = findings
    while deciding.suggestions.work():
        pass
    return desk


# ---------------------------------------------------------------------- the whole reader, driven


class FakeFinder:
    """Answers at once with what the test laid out in `updates`."""

    updates: Sequence[Update] = ()

    def __init__(
        self, model: str, cache: object, on_update: Callable[[Update], None], job: object = None
    ) -> None:
        self._on_update = on_update

    def start(self, report: Report, first_block: int = 0) -> None:
        """Tell everything."""
        for update in self.updates:
            self._on_update(update)

    def look_at(self, block: int) -> None:
        """Nothing is left to look at."""

    def pause(self) -> None:
        """Nothing is running."""

    def resume(self) -> None:
        """Nothing is running."""

    def stop(self) -> None:
        """Nothing is running."""


@pytest.fixture
def model_says(monkeypatch: pytest.MonkeyPatch, findings: Findings) -> Callable[..., None]:
    """Lays out what the entity finder tells; without it the findings of the seed."""
    monkeypatch.setattr("entities.finding.finder.EntityFinder", FakeFinder)
    monkeypatch.setattr(FakeFinder, "updates", (Found(findings),))

    def lay_out(*updates: Update) -> None:
        monkeypatch.setattr(FakeFinder, "updates", updates)

    return lay_out


@pytest.fixture(scope="session")
def claims_of_seed(seed: Report) -> Claims:
    """Who says what in the seed, by hand: what its answers say."""
    return claims_in_answers(json.loads(ANSWERS.read_text(encoding="utf-8")), seed.text)


@pytest.fixture
def suggesting(model_says: Callable[..., None], findings: Findings, claims_of_seed: Claims) -> None:
    """The model finds what there is to find in the seed, who says what among it."""
    model_says(Found(findings, claims_of_seed.to_bytes()))


@pytest.fixture
def held_still(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every change happens at 09:12:04, and ids count."""
    ids = itertools.count(1)
    monkeypatch.setattr("tui.session.utc_now", lambda: NOW)
    monkeypatch.setattr("tui.session.uuid", SimpleNamespace(uuid4=lambda: f"id-{next(ids):04}"))
    monkeypatch.setattr("tui.session.BackgroundWriter", partial(BackgroundWriter, now=lambda: NOW))


async def until(pilot: Pilot[Any], condition: Callable[[], object], rounds: int = 2000) -> None:
    """Let the app work until the condition holds; after very many rounds the test fails."""
    for _ in range(rounds):
        if condition():
            return
        await pilot.pause(0.005)
    pytest.fail(f"never came true: {condition}")


def _cells(row: str) -> list[str]:
    """One entry a cell, so that wide letters do not shift what stands beside them."""
    cells: list[str] = []
    for character in row:
        width = cell_len(character)
        if width == 0 and cells:
            cells[-1] += character
        else:
            cells.extend([character, *[""] * (width - 1)])
    return cells


class Driven:
    """A running reader, as a test sees it."""

    def __init__(self, app: ReaderApp, pilot: Pilot[Any]) -> None:
        self.app = app
        self.pilot = pilot

    @property
    def screen(self) -> ReaderScreen:
        """The reader, also while a dialog stands above it."""
        return next(each for each in self.app.screen_stack if isinstance(each, ReaderScreen))

    @property
    def reading(self) -> Reading:
        return self.screen.reading

    @property
    def editor(self) -> ReportEditor:
        editor = self.reading.editor
        assert editor is not None
        return editor

    @property
    def text(self) -> str:
        return self.reading.report.text

    def words(self, span: Span | None) -> str | None:
        return self.text[span.start : span.end] if span is not None else None

    @property
    def marked(self) -> dict[str, tuple[str, ...]]:
        """The first words of every annotation, and its tags."""
        return {each.spans[0].exact[:24]: each.tags for each in self.editor.index}

    @property
    def article(self) -> ArticleView:
        return self.screen.views.article

    @property
    def state_of_entities(self) -> EntityList:
        return self.screen.state.entities

    @property
    def dialog(self) -> Any:
        """The screen on top."""
        return self.app.screen

    @property
    def asking(self) -> bool:
        """Whether something stands above the reader."""
        return self.app.screen is not self.screen

    @property
    def focused(self) -> str:
        """The id of the widget that has the keys."""
        widget = self.app.focused
        return (widget.id or type(widget).__name__) if widget is not None else ""

    def line(self, name: str) -> str:
        """One of `header`, `target`, `keys`, as it is in sight."""
        return cast(ChromeLine, getattr(self.screen.views, name)).shown

    def pane(self, name: str) -> list[str]:
        """The rows of a widget as they are on the screen."""
        x, y, width, height = getattr(self.screen.views, name).region
        cells = [_cells(row) for row in self.rows()[y : y + height]]
        return ["".join(row[x : x + width]).rstrip() for row in cells]

    def in_pane(self, name: str, words: str) -> str:
        """The row of a pane with these words, or an empty one."""
        return next((row for row in self.pane(name) if words in row), "")

    def rows(self) -> list[str]:
        """The whole screen, as text."""
        return [strip.text.rstrip() for strip in self.app.screen._compositor.render_strips()]

    def painted(self) -> list[list[tuple[str, str]]]:
        """The whole screen, as text with its styles."""
        strips = self.app.screen._compositor.render_strips()
        return [[(segment.text, str(segment.style)) for segment in strip.simplify()] for strip in strips]

    async def press(self, *keys: str) -> None:
        """Press keys one after the other."""
        await self.pilot.press(*keys)

    async def type(self, text: str) -> None:
        """Type a text."""
        names = {" ": "space", ".": "full_stop", ";": "semicolon", "/": "slash", "?": "question_mark"}
        await self.pilot.press(*(names.get(character, character) for character in text))

    async def until(self, condition: Callable[[], object]) -> None:
        """Wait for a state."""
        await until(self.pilot, condition)

    async def saved(self) -> None:
        """Wait until everything is on disk and the header says so."""
        session = self.app.session
        assert session is not None
        await self.until(lambda: isinstance(session.writer.state, Saved) and not session.writer.pending())
        await self.until(lambda: "saved" in self.line("header"))


Opening = Callable[..., AbstractAsyncContextManager[Driven]]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings of a fresh install, with a store of the test's own."""
    return Settings(database=tmp_path / "work.json")


@pytest.fixture
def opened(
    seed: Report, settings: Settings, model_says: Callable[..., None], held_still: None, tmp_path: Path
) -> Opening:
    """Opens the reader: `async with opened(size=(120, 40)) as reader`."""

    @asynccontextmanager
    async def open_reader(
        report: Report = seed,
        size: tuple[int, int] = (120, 40),
        settings: Settings = settings,
        sources: Sequence[str] | None = None,
        opening: reports.opening.Opening | None = None,
        ready: bool = True,
    ) -> AsyncIterator[Driven]:
        """`opening`: a report of which only the beginning is there; `ready`: wait for report and store."""
        first = opening or reports.opening.Opening.of(report)
        app = ReaderApp(settings, [first.report.source] if sources is None else sources, first)
        try:
            async with app.run_test(size=size) as pilot:
                driven = Driven(app, pilot)
                await until(pilot, lambda: driven.reading.editor is not None or not ready)
                await pilot.pause()
                yield driven
        finally:
            if app.session is not None:
                app.session.close()

    return open_reader


@pytest.fixture
def annotated(desk_on: type[Desk], settings: Settings) -> Callable[..., None]:
    """Writes annotations of a report to the store, as an earlier session would: `{words: tags}`."""
    from annotations.store import AnnotationStore

    def write(report: Report, marks: dict[str, Sequence[str]], notes: dict[str, str] | None = None) -> None:
        desk = desk_on(report)
        for words, tags in marks.items():
            for tag in tags:
                desk.mark(words, tag)
        for words, note in (notes or {}).items():
            annotation = desk.editor.index.exact(desk.span(words), "")
            assert annotation is not None
            desk.editor.set_note(annotation.id, note)
        store = AnnotationStore.open(settings.database)
        store.write(desk.operations)
        store.close()

    return write
