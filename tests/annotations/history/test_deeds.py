"""What a change did, in words, told from the records before and after it."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from annotations.history.deeds import QUOTED, UNITED, deeds_of
from annotations.records import Attribution, Change, Edit
from annotations.store import AnnotationStore
from reports.document import Span

FIRST = Span(0, 64)


def steps(desk: Any, change: Change | None) -> tuple[str, ...]:
    assert change is not None
    (deed,) = deeds_of(change, desk.editor.tag_set.label)
    return deed.steps


def test_a_new_annotation_is_named_by_its_words_and_their_place(desk: Any) -> None:
    (deed,) = deeds_of(desk.editor.toggle_tag(Span(4, 10), "unverified", 4), desk.editor.tag_set.label)
    assert (deed.fate, deed.quote, deed.place, deed.start) == ("made", "bridge", "4–10", 4)
    assert deed.steps == ("+ unverified",)


def test_a_removed_annotation_is_told_with_all_it_said(desk: Any) -> None:
    made = desk.editor.toggle_tag(FIRST, "official-claim", 0)
    identity = made.edits[0].id
    desk.editor.set_note(identity, "who else?")
    desk.editor.set_attribution(identity, [Attribution("Björn Ålund"), Attribution("AP")])
    (deed,) = deeds_of(desk.editor.remove(identity), desk.editor.tag_set.label)
    assert deed.fate == "removed"
    assert deed.quote.startswith("The bridge at Ärgård")
    assert deed.steps == ("− official claim", "− note: “who else?”", "− who says it: Björn Ålund, AP")


def test_every_field_is_told_with_what_it_was_and_what_it_is(desk: Any) -> None:
    editor = desk.editor
    identity = editor.toggle_tag(FIRST, "unverified", 0).edits[0].id
    assert steps(desk, editor.toggle_tag(FIRST, "contested", 0)) == ("+ contested",)
    assert steps(desk, editor.toggle_tag(FIRST, "unverified", 0)) == ("− unverified",)
    assert steps(desk, editor.set_note(identity, "one")) == ("+ note: “one”",)
    assert steps(desk, editor.set_note(identity, "two")) == ("note: “one” → “two”",)
    assert steps(desk, editor.set_note(identity, "")) == ("− note: “two”",)
    assert steps(desk, editor.set_attribution(identity, [Attribution("A")])) == ("+ who says it: A",)
    assert steps(desk, editor.set_attribution(identity, [Attribution("B")])) == ("who says it: A → B",)
    assert steps(desk, editor.set_disputed_by(identity, [Attribution("C")])) == ("+ disputed by: C",)


def test_borders_are_told_as_words_and_offsets_before_and_after(desk: Any) -> None:
    identity = desk.editor.toggle_tag(Span(4, 10), "unverified", 0).edits[0].id
    assert steps(desk, desk.editor.set_span(identity, Span(0, 10))) == (
        "borders: “bridge” (4–10) → “The bridge” (0–10)",
    )
    assert steps(desk, desk.editor.add_fragment(identity, Span(14, 20))) == (
        "borders: “The bridge” (0–10) → “The bridge … Ärgård” (0–10, 14–20)",
    )


def test_an_undo_is_told_by_what_became_of_the_records(desk: Any) -> None:
    identity = desk.editor.toggle_tag(FIRST, "unverified", 0).edits[0].id
    desk.editor.set_note(identity, "one")
    assert steps(desk, desk.editor.undo()) == ("− note: “one”",)
    assert steps(desk, desk.editor.redo()) == ("+ note: “one”",)


def test_the_fields_of_the_report_are_told(desk: Any) -> None:
    desk.editor.set_report_fields(title="Bridge", publisher="AP")
    change = desk.editor.set_report_fields(title="The bridge", published="2026-11-20", note="good", url="x")
    assert steps(desk, change) == (
        "title of the report: “Bridge” → “The bridge”",
        "+ date of the report: “2026-11-20”",
        "+ address of the report: “x”",
        "+ note on the report: “good”",
    )


def test_a_new_tag_and_its_undo_are_told_beside_the_annotation(desk: Any) -> None:
    desk.editor.new_tag("rumour", span=FIRST)
    change = desk.editor.undoable
    tag, annotation = deeds_of(change, desk.editor.tag_set.label)
    assert (tag.table, tag.steps) == ("tags", ("new among the tags: “rumour”",))
    assert annotation.steps == ("+ rumour",)
    tags = [deed for deed in deeds_of(desk.editor.undo(), str) if deed.table == "tags"]
    assert tags[0].steps == ("taken out of the tags: “rumour”",)


def test_what_two_programs_made_on_the_same_words_says_that_it_was_put_together(
    desk: Any, desk_on: Any, path: Any
) -> None:
    store = AnnotationStore.open(path)
    other = desk_on(desk.report, name="other")
    other.ticks = 300
    desk.editor.toggle_tag(FIRST, "unverified", 0)
    other.editor.toggle_tag(FIRST, "contested", 0)
    desk.save(store)
    other.save(store)
    newest, _ = store.changes(desk.record.id)
    assert isinstance(newest, Change)
    assert steps(desk, newest) == ("+ contested", UNITED)


def test_a_change_onto_what_another_program_wrote_tells_only_what_it_did(
    desk: Any, desk_on: Any, path: Any
) -> None:
    store = AnnotationStore.open(path)
    identity = desk.editor.toggle_tag(FIRST, "unverified", 0).edits[0].id
    desk.save(store)
    other = desk_on(desk.report, store, name="other")
    other.ticks = 300
    other.editor.set_note(identity, "hers")
    desk.editor.toggle_tag(FIRST, "contested", 0)
    other.save(store)
    desk.save(store)
    newest, *_ = store.changes(desk.record.id)
    assert isinstance(newest, Change)
    assert steps(desk, newest) == ("+ contested",)


def test_long_quotations_keep_their_beginning_and_their_end(report_of: Any, desk_on: Any) -> None:
    text = f"The first {'word ' * 2000}the last."
    desk = desk_on(report_of(text))
    (deed,) = deeds_of(desk.editor.toggle_tag(Span(0, len(text)), "unverified", 0), str)
    assert deed.quote.startswith("The first word word")
    assert deed.quote.endswith("word word the last.")
    assert " word … word " in deed.quote
    assert len(deed.quote) <= QUOTED + 3


@pytest.mark.parametrize("table", ["annotations", "tags", "reports"])
def test_a_record_this_program_cannot_read_is_told_as_that(desk: Any, table: Any) -> None:
    change = desk.editor.toggle_tag(FIRST, "unverified", 0)
    strange = msgspec.structs.replace(change, edits=(Edit(table, "x", None, {"id": 7}),))
    assert steps(desk, strange) == ("this program cannot read what became of it",)
