from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from annotations.deciding import Taking
from annotations.errors import EditError
from annotations.history.chain import Gap
from annotations.history.timeline import Timeline
from annotations.operations import Commit, Remember
from annotations.records import Anchor, Annotation, Attribution, Change, Edit, Place
from annotations.store import AnnotationStore
from annotations.transaction import READING_FIELDS
from reports.document import Report, Span

if TYPE_CHECKING:
    from tests.annotations.conftest import Desk

SENTENCE = Span(0, 64)
WORDS = Span(4, 10)
GOVERNOR = Attribution("Governor Björn Ålund", "person:bjorn-alund", Place(43, 63))


def only(desk: Desk) -> Annotation:
    (annotation,) = desk.editor.index
    return annotation


# Rule 1 of SCREENS.md


def test_a_tag_key_makes_an_annotation_with_the_words_and_their_surroundings(desk: Desk) -> None:
    change = desk.editor.toggle_tag(WORDS, "unverified", 4)
    made = only(desk)
    assert made.tags == ("unverified",)
    (anchor,) = made.spans
    assert (anchor.start, anchor.end, anchor.exact, anchor.prefix) == (4, 10, "bridge", "The ")
    assert anchor.suffix == desk.report.text[10:42]
    assert (change.label, change.caret, change.report) == ("+ unverified", 4, desk.record.id)
    assert desk.operations == [Commit(change, desk.record)]


def test_offsets_and_quotes_count_code_points_beyond_the_basic_plane(desk: Desk) -> None:
    place = desk.report.text.index("🌉")
    desk.editor.toggle_tag(Span(place, place + 1), "contested", place)
    assert only(desk).spans[0].exact == "🌉"


def test_a_second_tag_on_exactly_that_span_goes_on_the_same_annotation_in_the_order_of_the_set(
    desk: Desk,
) -> None:
    desk.editor.toggle_tag(SENTENCE, "official-claim", 0)
    desk.editor.toggle_tag(SENTENCE, "unverified", 0)
    assert only(desk).tags == ("unverified", "official-claim")
    assert only(desk).modified > only(desk).created


def test_the_same_tag_inside_a_tagged_sentence_is_an_annotation_of_its_own(desk: Desk) -> None:
    desk.editor.toggle_tag(SENTENCE, "unverified", 0)
    desk.editor.toggle_tag(WORDS, "unverified", 4)
    assert [each.start for each in desk.editor.index] == [0, 4]


def test_taking_the_last_tag_off_removes_the_annotation(desk: Desk) -> None:
    desk.editor.toggle_tag(SENTENCE, "contested", 0)
    assert desk.editor.toggle_tag(SENTENCE, "contested", 0).label == "− contested"
    assert len(desk.editor.index) == 0


@pytest.mark.parametrize(
    "content", [{"note": "see map"}, {"attribution": [GOVERNOR]}, {"disputed_by": [GOVERNOR]}]
)
def test_an_annotation_with_a_note_or_a_source_stays_without_tags(
    desk: Desk, content: dict[str, Any]
) -> None:
    desk.editor.toggle_tag(SENTENCE, "contested", 0)
    desk.editor.annotate(SENTENCE, caret=0, **content)
    desk.editor.toggle_tag(SENTENCE, "contested", 0)
    assert only(desk).tags == ()


def test_another_author_gets_an_annotation_of_her_own_on_the_same_span(desk: Desk) -> None:
    desk.editor.toggle_tag(SENTENCE, "contested", 0)
    desk.editor.author = "Ann"
    desk.editor.toggle_tag(SENTENCE, "contested", 0)
    assert sorted(each.author for each in desk.editor.index) == ["", "Ann"]


def test_a_held_annotation_with_fragments_takes_the_tag_whole(desk: Desk) -> None:
    desk.editor.toggle_tag(WORDS, "contested", 0)
    held = only(desk)
    desk.editor.add_fragment(held.id, Span(14, 20))
    desk.editor.toggle_tag(Span(4, 20), "unverified", 4, held.id)
    assert only(desk).tags == ("unverified", "contested")
    assert [anchor.exact for anchor in only(desk).spans] == ["bridge", "Ärgård"]


def test_a_tag_that_is_not_in_the_set_can_be_taken_off_but_not_put_on(
    desk_on: type[Desk], report: Any
) -> None:
    desk = desk_on(report)
    lost = Annotation(
        id="x", report=desk.record.id, tags=("lost",), created="", modified="",
        spans=(Anchor(4, 10, "bridge", "", ""),),
    )  # fmt: skip
    desk.editor.refresh([lost], [])
    with pytest.raises(EditError, match="no tag “gone”"):
        desk.editor.toggle_tag(WORDS, "gone", 0)
    assert desk.editor.toggle_tag(WORDS, "lost", 0).label == "− lost"
    assert len(desk.editor.index) == 0


@pytest.mark.parametrize("span", [(-1, 3), (3, 3), (5, 3), (0, 10_000)])
def test_a_span_that_is_not_in_the_text_is_refused_and_nothing_happens(
    desk: Desk, span: tuple[int, int]
) -> None:
    with pytest.raises(EditError):
        desk.editor.toggle_tag(Span(*span), "unverified", 0)
    assert desk.operations == []
    assert desk.editor.undoable is None


# Notes, sources


def test_a_note_and_a_source_make_an_untagged_annotation_when_there_is_none(desk: Desk) -> None:
    change = desk.editor.annotate(SENTENCE, caret=3, note="called twice", attribution=[GOVERNOR])
    assert change is not None
    assert change.label == "note · who: Governor Björn Ålund"
    assert (only(desk).tags, only(desk).note, only(desk).attribution) == ((), "called twice", (GOVERNOR,))


def test_recording_nothing_records_nothing(desk: Desk) -> None:
    assert desk.editor.annotate(SENTENCE, caret=0, note="", attribution=[]) is None
    desk.editor.toggle_tag(SENTENCE, "contested", 0)
    assert desk.editor.set_note(only(desk).id, "") is None
    assert desk.editor.set_attribution(only(desk).id, []) is None
    assert desk.editor.set_disputed_by(only(desk).id, []) is None
    assert len(desk.operations) == 1


def test_who_says_it_and_who_disputes_it_are_set_and_cleared_in_words(desk: Desk) -> None:
    desk.editor.toggle_tag(SENTENCE, "official-claim", 0)
    identity = only(desk).id
    labels = [
        desk.editor.set_attribution(identity, [GOVERNOR]),
        desk.editor.set_disputed_by(identity, [Attribution("the army"), Attribution("residents")]),
        desk.editor.set_attribution(identity, []),
    ]
    assert [change.label for change in labels if change] == [
        "who: Governor Björn Ålund",
        "disputed by: the army, residents",
        "− who",
    ]
    assert only(desk).disputed_by == (Attribution("the army"), Attribution("residents"))


def test_clearing_the_note_of_an_untagged_annotation_removes_it(desk: Desk) -> None:
    desk.editor.annotate(SENTENCE, caret=0, note="hm")
    desk.editor.set_note(only(desk).id, "")
    assert len(desk.editor.index) == 0


# Borders


def test_new_borders_keep_everything_else(desk: Desk) -> None:
    desk.editor.toggle_tag(SENTENCE, "contested", 0)
    desk.editor.annotate(SENTENCE, caret=0, note="n", attribution=[GOVERNOR])
    before = only(desk)
    change = desk.editor.set_span(before.id, WORDS)
    after = only(desk)
    assert change is not None
    assert change.label == "borders"
    assert (after.id, after.tags, after.note, after.attribution, after.created) == (
        before.id, before.tags, before.note, before.attribution, before.created,
    )  # fmt: skip
    assert after.spans[0].exact == "bridge"
    assert desk.editor.set_span(before.id, WORDS) is None


def test_borders_that_another_annotation_of_the_author_has_are_refused(desk: Desk) -> None:
    desk.editor.toggle_tag(SENTENCE, "contested", 0)
    desk.editor.toggle_tag(WORDS, "contested", 0)
    inner = desk.editor.index.exact(WORDS, "")
    assert inner is not None
    with pytest.raises(EditError, match="exactly these borders"):
        desk.editor.set_span(inner.id, SENTENCE)
    assert desk.editor.index.exact(WORDS, "") == inner


def test_fragments_of_one_annotation_do_not_overlap(desk: Desk) -> None:
    desk.editor.toggle_tag(WORDS, "contested", 0)
    with pytest.raises(EditError, match="overlap"):
        desk.editor.add_fragment(only(desk).id, Span(8, 20))


def test_the_second_fragment_can_be_moved(desk: Desk) -> None:
    desk.editor.toggle_tag(WORDS, "contested", 0)
    desk.editor.add_fragment(only(desk).id, Span(14, 20))
    desk.editor.set_span(only(desk).id, Span(14, 24), fragment=1)
    assert [anchor.exact for anchor in only(desk).spans] == ["bridge", "Ärgård was"]


def test_a_fragment_is_taken_off_and_all_else_stays(desk: Desk) -> None:
    desk.editor.toggle_tag(WORDS, "contested", 0)
    desk.editor.add_fragment(only(desk).id, Span(14, 20))
    before = only(desk)
    desk.editor.remove_fragment(before.id, 0)
    assert [anchor.exact for anchor in only(desk).spans] == ["Ärgård"]
    assert (only(desk).id, only(desk).tags) == (before.id, before.tags)
    desk.editor.undo()
    assert only(desk) == before


def test_the_only_fragment_cannot_be_taken_off(desk: Desk) -> None:
    desk.editor.toggle_tag(WORDS, "contested", 0)
    with pytest.raises(EditError, match="at least one fragment"):
        desk.editor.remove_fragment(only(desk).id, 0)


def test_what_would_be_left_must_not_be_what_another_annotation_has(desk: Desk) -> None:
    desk.editor.toggle_tag(WORDS, "contested", 0)
    torn = only(desk).id
    desk.editor.add_fragment(torn, Span(14, 20))
    desk.editor.toggle_tag(WORDS, "unverified", 0)
    with pytest.raises(EditError, match="exactly these borders"):
        desk.editor.remove_fragment(torn, 1)


def test_what_is_gone_cannot_be_changed(desk: Desk) -> None:
    with pytest.raises(EditError, match="not there any more"):
        desk.editor.remove("nothing")


# New tags, the report


def test_a_new_tag_with_spaces_is_made_and_put_on_in_one_change(desk: Desk) -> None:
    tag = desk.editor.new_tag("needs a source", span=SENTENCE, caret=2)
    assert (tag.id, tag.key) == ("needs-a-source", "4")
    assert only(desk).tags == ("needs-a-source",)
    assert [change.label for change in desk.log] == ["+ needs a source"]
    desk.editor.undo()
    assert (len(desk.editor.index), len(desk.editor.tag_set)) == (0, 3)
    desk.editor.redo()
    assert (only(desk).tags, desk.editor.tag_set.by_key("4")) == (("needs-a-source",), tag)


def test_a_new_tag_joins_the_tags_that_are_there(desk: Desk) -> None:
    desk.editor.toggle_tag(SENTENCE, "contested", 0)
    desk.editor.new_tag("leaked", span=SENTENCE)
    assert only(desk).tags == ("contested", "leaked")


def test_a_new_tag_with_a_taken_label_is_refused(desk: Desk) -> None:
    with pytest.raises(EditError, match="already a tag"):
        desk.editor.new_tag("Contested", span=SENTENCE)
    assert desk.operations == []


def test_where_a_report_comes_from_is_a_change_that_undo_takes_back(desk: Desk) -> None:
    change = desk.editor.set_report_fields(publisher="Reuters", published="2026-11-20", title="bridge.txt")
    assert change is not None
    assert change.label == "report: publisher, date"
    desk.editor.remember_place(50, 40)
    desk.editor.undo()
    assert (desk.editor.record.publisher, desk.editor.record.published) == ("", "")
    assert (desk.editor.record.caret, desk.editor.record.top) == (50, 40)
    assert desk.editor.set_report_fields(note="") is None


def test_the_reading_place_is_handed_on_to_be_remembered(desk: Desk) -> None:
    desk.editor.remember_place(12, 0)
    (operation,) = desk.operations
    assert isinstance(operation, Remember)
    assert operation.report.caret == 12


# Undo and redo


def test_undo_says_what_it_took_back_and_redo_makes_it_again(desk: Desk) -> None:
    desk.editor.toggle_tag(SENTENCE, "contested", 7)
    tagged = list(desk.editor.index)
    undone = desk.editor.undo()
    assert undone is not None
    assert (undone.label, undone.caret) == ("+ contested", 7)
    assert list(desk.editor.index) == []
    redone = desk.editor.redo()
    assert redone is not None
    assert redone.label == "+ contested"
    assert list(desk.editor.index) == tagged
    made = desk.log[0]
    assert desk.operations[1:] == [Commit(undone, desk.record), Commit(redone, desk.record)]
    assert [(each.kind, each.of) for each in desk.log] == [
        ("change", ""),
        ("undo", made.id),
        ("redo", made.id),
    ]
    assert [(edit.before, edit.after) for edit in undone.edits] == [
        (edit.after, edit.before) for edit in made.edits
    ]
    assert len({each.id for each in desk.log}) == 3


def test_there_is_nothing_to_undo_at_first_and_nothing_to_redo_after_a_new_change(desk: Desk) -> None:
    assert desk.editor.undo() is None
    desk.editor.toggle_tag(SENTENCE, "contested", 0)
    desk.editor.undo()
    desk.editor.toggle_tag(SENTENCE, "unverified", 0)
    assert desk.editor.redo() is None
    desk.editor.undo()
    assert desk.editor.redo().label == "+ unverified"  # type: ignore[union-attr]


def test_annotations_outside_the_text_are_set_aside_not_drawn(desk: Desk) -> None:
    far = Annotation(id="x", report="r", created="", modified="", spans=(Anchor(9000, 9001, "?", "", ""),))
    desk.editor.refresh([far], [])
    assert (list(desk.editor.index), desk.editor.unplaced) == ([], (far,))


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("spans", ["none", 7, []])
def test_a_change_with_a_record_that_cannot_be_read_is_not_undone_and_all_stays_as_it_is(
    desk: Desk, spans: object, when: str
) -> None:
    made = desk.editor.toggle_tag(SENTENCE, "unverified", 0)
    (edit,) = made.edits
    strange = msgspec.structs.replace(edit, **{when: {**(edit.after or {}), "spans": spans}})
    there = list(desk.editor.index)
    desk.editor.refresh(there, [msgspec.structs.replace(made, edits=(strange,))])
    handed_on = len(desk.operations)
    for _ in range(2):
        with pytest.raises(EditError, match=r"“. unverified” cannot be undone"):
            desk.editor.undo()
        assert (list(desk.editor.index), len(desk.operations)) == (there, handed_on)
    assert desk.editor.redoable is None


def test_what_another_program_moves_out_of_the_text_or_removes_is_neither_drawn_nor_counted_twice(
    desk: Desk,
) -> None:
    def placed(start: int) -> Annotation:
        return Annotation(
            id="x", report="r", created="", modified="", spans=(Anchor(start, start + 1, "?", "", ""),)
        )

    def there() -> tuple[list[Annotation], tuple[Annotation, ...]]:
        return list(desk.editor.index), desk.editor.unplaced

    desk.editor.refresh([placed(3)], [])
    desk.editor.take_in({"x": placed(9000)}, [])
    assert there() == ([], (placed(9000),))
    desk.editor.take_in({"x": placed(5)}, [])
    assert there() == ([placed(5)], ())
    desk.editor.take_in({"x": placed(9000)}, [])
    desk.editor.take_in({"x": None}, [])
    assert there() == ([], ())


spans = st.tuples(st.integers(0, 12), st.integers(1, 6)).map(lambda pair: Span(pair[0], pair[0] + pair[1]))


def without_reading_place(change: Change | Gap) -> Change:
    """A change as it would be if nobody had read on since: that moves all the time, and is no part of it."""
    assert isinstance(change, Change)

    def without(document: dict[str, Any] | None) -> dict[str, Any] | None:
        return document and {name: value for name, value in document.items() if name not in READING_FIELDS}

    edits = tuple(
        Edit(each.table, each.id, without(each.before), without(each.after)) for each in change.edits
    )
    return msgspec.structs.replace(change, edits=edits)


def what_is_turned(change: Change | None) -> str | None:
    return change and change.id


suggested = st.sampled_from(["unverified", "official-claim"])


class EditorAndStore(RuleBasedStateMachine):
    """Whatever is done, a store that is opened anew holds what the memory holds, and undo leads back."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name, "store.json")
        self.desk = desk
        self.store = AnnotationStore.open(self.path)

    def teardown(self) -> None:
        while self.desk.editor.undo():
            pass
        assert len(self.desk.editor.index) == 0
        assert len(self.desk.editor.tag_set) == 3
        assert self.desk.editor.record.title == self.desk.record.title
        self.desk.save(self.store)
        again = AnnotationStore.open(self.path)
        assert again.annotations(self.desk.record.id) == []
        assert again.decisions(self.desk.record.id) == []
        assert again.tags() == ()
        for store in (self.store, again):
            store.close()
        self.folder.cleanup()

    def pick(self, place: int) -> str:
        return self.desk.editor.index[place % len(self.desk.editor.index)].id

    @rule(span=spans, tag=st.sampled_from(["unverified", "contested", "official-claim"]))
    def toggle(self, span: Span, tag: str) -> None:
        self.desk.editor.toggle_tag(span, tag, span.start)

    @rule(span=spans, text=st.sampled_from(["", "n", "ö\n🌉"]))
    def annotate(self, span: Span, text: str) -> None:
        self.desk.editor.annotate(span, caret=0, note=text)

    @precondition(lambda self: len(self.desk.editor.index))
    @rule(place=st.integers(0, 20), sources=st.lists(st.just(GOVERNOR), max_size=1))
    def attribute(self, place: int, sources: list[Attribution]) -> None:
        self.desk.editor.set_attribution(self.pick(place), sources)

    @precondition(lambda self: len(self.desk.editor.index))
    @rule(place=st.integers(0, 20), span=spans, fragment=st.booleans())
    def move(self, place: int, span: Span, fragment: bool) -> None:
        identity = self.pick(place)
        try:
            if fragment:
                self.desk.editor.add_fragment(identity, span)
            else:
                self.desk.editor.set_span(identity, span)
        except EditError:
            return

    @precondition(lambda self: len(self.desk.editor.index))
    @rule(place=st.integers(0, 20))
    def remove(self, place: int) -> None:
        self.desk.editor.remove(self.pick(place))

    @precondition(lambda self: len(self.desk.editor.index))
    @rule(step=st.integers(1, 3), tag=st.sampled_from(["unverified", "contested"]))
    def tag_several(self, step: int, tag: str) -> None:
        self.desk.editor.toggle_tag_on([each.id for each in self.desk.editor.index][::step], tag, 5)

    @precondition(lambda self: len(self.desk.editor.index))
    @rule(step=st.integers(2, 3))
    def remove_several(self, step: int) -> None:
        self.desk.editor.remove_all([each.id for each in self.desk.editor.index][::step], 5)

    @rule(sentence=st.sampled_from([SENTENCE, Span(65, 97)]), span=st.none() | spans, tag=suggested)
    def take(self, sentence: Span, span: Span | None, tag: str) -> None:
        self.desk.editor.take([Taking({sentence: (tag,)}, span or sentence, (GOVERNOR,))], sentence.start)

    @rule(sentence=st.sampled_from([SENTENCE, Span(65, 97)]), tag=suggested)
    def dismiss(self, sentence: Span, tag: str) -> None:
        self.desk.editor.dismiss({sentence: (tag,)}, sentence.start)

    @rule(label=st.sampled_from(["leaked", "needs source"]), span=st.none() | spans)
    def new_tag(self, label: str, span: Span | None) -> None:
        if not self.desk.editor.tag_set.by_label(label):
            self.desk.editor.new_tag(label, span=span)

    @rule(title=st.sampled_from(["a", "b"]))
    def retitle(self, title: str) -> None:
        self.desk.editor.set_report_fields(title=title)

    @rule()
    def undo(self) -> None:
        self.desk.editor.undo()

    @rule()
    def redo(self) -> None:
        self.desk.editor.redo()

    @rule()
    def save(self) -> None:
        self.desk.save(self.store)

    @rule()
    def fold(self) -> None:
        self.store.fold()

    @rule()
    def quit_and_reopen(self) -> None:
        self.desk.editor.remember_place(3, 0)
        self.desk.save(self.store)
        again = AnnotationStore.open(self.path)
        editor, record = self.desk.editor, self.desk.record.id
        assert again.annotations(record) == list(editor.index)
        logged = [without_reading_place(change) for change in again.changes(record)]
        assert logged[::-1] == [without_reading_place(change) for change in self.desk.log]
        decisions = again.decisions(record)
        assert {each.id: each for each in decisions} == {each.id: each for each in editor.decisions}
        assert again.tags() == editor.tag_set.tags[3:]
        assert again.report(record) == editor.record
        timeline = Timeline("", again.changes(record))
        assert what_is_turned(timeline.undoable) == what_is_turned(editor.undoable)
        assert what_is_turned(timeline.redoable) == what_is_turned(editor.redoable)
        editor.refresh(again.annotations(record), again.changes(record), decisions)
        self.store.close()
        self.store = again

    @invariant()
    def never_two_with_the_same_span_by_one_author(self) -> None:
        alone = [each.spans[0] for each in self.desk.editor.index if len(each.spans) == 1]
        assert len(alone) == len({(anchor.start, anchor.end) for anchor in alone})


def test_the_memory_is_what_a_reopened_store_reads_and_undo_leads_back_to_the_start(
    desk_on: type[Desk], report: Report
) -> None:
    run_state_machine_as_test(
        lambda: EditorAndStore(desk_on(report)),
        settings=settings(max_examples=150, stateful_step_count=30, deadline=None),
    )
