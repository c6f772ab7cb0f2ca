"""Two programs on one store: each shows what the other did, and neither loses anything."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from annotations.editor import ReportEditor
from annotations.errors import StoreError
from annotations.operations import Operation
from annotations.store import AnnotationStore
from reports.document import Report, Span
from tui.screens.reader import ReaderScreen
from tui.settings import Settings

FIRST = "Kiev — Moscow has handed"
WORDS = "1,000 fallen soldiers"


class OtherProgram:
    """Another program on the same store, without a screen."""

    def __init__(self, settings: Settings, report: Report, author: str) -> None:
        self.store = AnnotationStore.open(settings.database)
        self._ids = itertools.count(1)
        self._operations: list[Operation] = []
        record = self.store.report_by_text(report.text_sha256)
        assert record is not None
        self.editor = ReportEditor(
            report,
            record,
            self.store.annotations(record.id),
            self.store.changes(record.id),
            author=author,
            now=lambda: "2026-11-22T11:11:11Z",
            new_id=lambda: f"other-{next(self._ids)}",
            submit=self._operations.append,
        )

    def span(self, words: str) -> Span:
        start = self.editor.report.text.index(words)
        return Span(start, start + len(words))

    def tag(self, words: str, tag: str) -> None:
        self.editor.toggle_tag(self.span(words), tag, 0)

    def write(self) -> None:
        self.store.write(self._operations)
        self._operations.clear()


@pytest.fixture
def other(settings: Settings, seed: Report) -> Iterator[Callable[..., OtherProgram]]:
    """Opens the store in another program; the report has to be in it."""
    started: list[OtherProgram] = []

    def start(author: str = "") -> OtherProgram:
        started.append(OtherProgram(settings, seed, author))
        return started[-1]

    yield start
    for program in started:
        program.store.close()


async def test_what_another_program_tags_is_shown_in_the_article_the_panes_and_the_header(
    opened: Any, other: Any
) -> None:
    async with opened() as reader:
        await reader.press("u")
        await reader.saved()
        program = other("ann")
        program.tag(WORDS, "contested")
        program.write()
        await reader.until(lambda: WORDS in reader.marked)
        await reader.until(lambda: "2 tagged" in reader.line("header"))
        assert "c" in reader.in_pane("article", "Kiev received 1,000")[:6]
        assert reader.in_pane("annotations", "1,000 fallen")
        assert "ann: + contested  11:11:11" in reader.line("target")
        assert reader.reading.caret == 0


async def test_what_another_program_dismisses_loses_its_question_mark(
    opened: Any, other: Any, suggesting: None
) -> None:
    async with opened() as reader:
        await reader.until(lambda: "?" in reader.in_pane("article", "Kiev received 1,000")[:6])
        await reader.press("w", "v", "e", "u")
        await reader.saved()
        program = other("ann")
        second = reader.reading.sentences.span(1)
        program.editor.dismiss({second: ("official-claim",)}, 0)
        program.write()
        await reader.until(lambda: "dismissed official claim" in reader.line("target"))
        await reader.pilot.pause()
        assert "?" not in reader.in_pane("article", "Kiev received 1,000")[:6]


async def test_what_another_program_undoes_goes_away(opened: Any, other: Any) -> None:
    async with opened() as reader:
        await reader.press("u")
        await reader.saved()
        program = other()
        program.editor.undo()
        program.write()
        await reader.until(lambda: reader.marked == {})
        assert "0 tagged" in reader.line("header")
        assert "elsewhere: undo of + unverified" in reader.line("target")


async def test_undo_takes_back_ones_own_change_and_not_what_somebody_else_did_since(
    opened: Any, other: Any
) -> None:
    async with opened() as reader:
        await reader.press("u")
        await reader.saved()
        program = other("ann")
        program.tag(WORDS, "contested")
        program.write()
        await reader.until(lambda: WORDS in reader.marked)
        await reader.press("z")
        assert reader.marked == {WORDS: ("contested",)}
        await reader.saved()
        assert not reader.screen.state.alarm


async def test_an_annotation_that_is_held_and_removed_elsewhere_is_let_go_of(opened: Any, other: Any) -> None:
    async with opened() as reader:
        await reader.press("u", "right_square_bracket", "v", "w")
        await reader.saved()
        assert reader.reading.borders
        program = other()
        (there,) = program.editor.index
        program.editor.remove(there.id)
        program.write()
        await reader.until(lambda: reader.marked == {})
        assert reader.reading.held is None
        assert reader.reading.anchor is None
        assert "has been removed elsewhere" in reader.line("target")
        await reader.press("g", "c")
        assert reader.marked == {FIRST: ("contested",)}


async def test_a_note_typed_on_what_is_removed_elsewhere_is_kept_on_its_words(
    opened: Any, other: Any
) -> None:
    async with opened() as reader:
        await reader.press("u")
        await reader.saved()
        await reader.press("m")
        await reader.type("an hour of work")
        program = other("ann")
        (there,) = program.editor.index
        program.editor.remove(there.id)
        program.write()
        await reader.until(lambda: reader.marked == {})
        await reader.press("enter")
        assert [(each.note, each.start) for each in reader.editor.index] == [("an hour of work", 0)]
        assert "removed elsewhere; your note is kept" in reader.line("target")
        await reader.saved()


async def test_a_note_that_was_only_looked_at_does_not_undo_what_was_written_elsewhere(
    opened: Any, other: Any
) -> None:
    async with opened() as reader:
        await reader.press("u", "m")
        await reader.type("first")
        await reader.press("enter")
        await reader.saved()
        await reader.press("m")
        program = other("ann")
        (there,) = program.editor.index
        program.editor.set_note(there.id, "second")
        program.write()
        await reader.until(lambda: [each.note for each in reader.editor.index] == ["second"])
        await reader.press("enter")
        assert [each.note for each in reader.editor.index] == ["second"]
        await reader.press("m")
        await reader.type(" and third")
        program.editor.set_note(there.id, "fourth")
        program.write()
        await reader.until(lambda: [each.note for each in reader.editor.index] == ["fourth"])
        await reader.press("enter")
        assert [each.note for each in reader.editor.index] == ["second and third"]
        assert "took the place of one that was written elsewhere" in reader.line("target")


async def test_where_the_report_comes_from_can_be_filled_in_by_two_at_once(opened: Any, other: Any) -> None:
    async with opened() as reader:
        await reader.press("u")
        await reader.saved()
        await reader.press("i")
        await reader.until(lambda: reader.asking)
        program = other("ann")
        program.editor.set_report_fields(title="A\u202etitle", url="https://wire.example")
        program.write()
        await reader.until(lambda: reader.editor.record.url)
        await reader.type("The Wire")
        await reader.press("enter")
        await reader.until(lambda: not reader.asking)
        record = reader.editor.record
        assert (record.publisher, record.url) == ("The Wire", "https://wire.example")
        assert record.title == "A\u202etitle"
        await reader.press("i")
        await reader.until(lambda: reader.asking)
        await reader.press("enter")
        await reader.until(lambda: not reader.asking)
        assert reader.editor.record == record


async def test_what_is_done_here_while_the_other_writes_stays(
    opened: Any, other: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened() as reader:
        await reader.press("u")
        await reader.saved()
        program = other()
        for place in range(0, 200, 10):
            program.editor.toggle_tag(Span(place, place + 5), "contested", 0)
            program.write()
            await reader.press("j", "o")
        await reader.saved()
        await reader.until(lambda: len(reader.editor.index) == 41)
        program.store.refresh()
        assert program.store.annotations(reader.editor.record.id) == list(reader.editor.index)


async def test_both_tag_the_same_words_at_once_and_it_is_one_annotation_with_both_tags(
    opened: Any, other: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened() as reader:
        await reader.press("j", "j", "u")
        await reader.saved()
        program = other()
        program.editor.toggle_tag(Span(*reader.reading.sentences.span(0)), "contested", 0)
        with monkeypatch.context() as asleep:
            # Neither has seen what the other does.
            asleep.setattr(reader.app.session.store, "refresh", lambda: False)
            program.write()
            await reader.press("g", "u")
            await reader.saved()
        await reader.until(lambda: reader.marked.get(FIRST) == ("contested", "unverified"))
        assert len(reader.editor.index) == 2
        await reader.press("z")
        assert reader.marked[FIRST] == ("contested",)
        await reader.saved()
        assert not reader.screen.state.alarm


async def test_a_title_and_a_tag_from_elsewhere_are_taken_over_and_the_place_of_reading_is_not(
    opened: Any, other: Any
) -> None:
    async with opened() as reader:
        await reader.press("G", "u")
        await reader.saved()
        place = reader.reading.caret
        program = other()
        program.editor.new_tag("needs a source", span=program.span(WORDS))
        program.editor.set_report_fields(title="Remains handed over")
        program.editor.remember_place(3, 0)
        program.write()
        await reader.until(lambda: "Remains handed over" in reader.line("header"))
        assert reader.in_pane("annotations", "needs a source")
        await reader.press("4")
        assert ("unverified", "needs-a-source") in reader.marked.values()
        assert reader.reading.caret == reader.editor.record.caret == place


async def test_the_list_of_reports_counts_what_another_program_tags(opened: Any, other: Any) -> None:
    async with opened() as reader:
        await reader.press("u")
        await reader.saved()
        await reader.press("ctrl+o")
        await reader.until(lambda: reader.asking)
        program = other()
        program.tag(WORDS, "contested")
        program.write()
        await reader.until(lambda: any("2 tag" in row for row in reader.rows()))


@pytest.mark.parametrize("unsaved", ["a change", "the place of reading"])
async def test_a_report_opened_again_while_something_is_not_saved_shows_what_another_program_did_meanwhile(
    opened: Any, other: Any, monkeypatch: pytest.MonkeyPatch, unsaved: str
) -> None:
    def refuse(*_: object) -> None:
        raise StoreError("work.json cannot be written: the disk is full.", "disk full")

    async with opened() as reader:
        await reader.press("u")
        await reader.saved()
        program, store, first = other("ann"), reader.app.session.store, reader.screen
        with monkeypatch.context() as full:
            full.setattr(store, "write", refuse)
            await reader.press("j", *("c" if unsaved == "a change" else ""))
            before = dict(reader.marked)
            await reader.press("ctrl+o")
            await reader.until(lambda: reader.asking and reader.app.session.writer.pending())
            program.tag(WORDS, "contested")
            program.write()
            await reader.until(lambda: len(store.annotations(program.editor.record.id)) == 2)
            await reader.press("enter")
            await reader.until(lambda: isinstance(reader.app.screen, ReaderScreen))
            await reader.until(lambda: reader.screen is not first and reader.reading.editor is not None)
            if unsaved == "a change":
                assert reader.marked == before
            else:
                assert reader.marked == {**before, WORDS: ("contested",)}
        await reader.press("f5")
        await reader.saved()
        await reader.until(lambda: reader.marked == {**before, WORDS: ("contested",)})


async def test_thousands_of_annotations_from_elsewhere_are_taken_in_at_once(opened: Any, other: Any) -> None:
    async with opened() as reader:
        await reader.press("u")
        await reader.saved()
        program = other("ann")
        for place in range(0, 3000):
            program.editor.toggle_tag(Span(place, place + 3), "contested", 0)
        drawn: list[object] = []
        changed = reader.screen.views.annotations_changed
        reader.screen.views.annotations_changed = lambda spans=None: (drawn.append(spans), changed(spans))
        program.write()
        await reader.until(lambda: len(reader.editor.index) == 3001)
        assert "3001 tagged" in reader.line("header")
        # Everywhere, and not each place by itself.
        assert drawn == [None]


async def test_a_source_typed_while_its_annotation_is_removed_elsewhere_is_kept_on_its_words(
    opened: Any, other: Any
) -> None:
    async with opened() as reader:
        await reader.press("u")
        await reader.saved()
        await reader.press("at")
        await reader.until(lambda: reader.asking)
        await reader.type("the press office")
        program = other()
        (there,) = program.editor.index
        program.editor.remove(there.id)
        program.write()
        await reader.until(lambda: reader.marked == {})
        await reader.press("enter")
        await reader.until(lambda: len(reader.editor.index) == 1)
        (kept,) = reader.editor.index
        assert kept.spans == there.spans
        assert [source.text for source in kept.attribution] == ["the press office"]
        assert "the source is kept on its words" in reader.line("target")
