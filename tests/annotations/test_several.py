"""The same on several annotations at once: one change, one undo, whatever other programs did."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from annotations.errors import EditError, Superseded
from annotations.records import Annotation, Attribution
from annotations.store import AnnotationStore
from reports.document import Report, Span

if TYPE_CHECKING:
    from tests.annotations.conftest import Desk

WORDS = (Span(4, 10), Span(0, 64), Span(66, 72))
GOVERNOR = Attribution("the governor")


@pytest.fixture
def ids(desk: Desk) -> list[str]:
    """Three annotations: unverified, unverified and contested, contested."""
    for span, tags in zip(WORDS, (("unverified",), ("unverified", "contested"), ("contested",)), strict=True):
        for tag in tags:
            desk.editor.toggle_tag(span, tag, 0)
    return [one(desk, span).id for span in WORDS]


def one(desk: Desk, span: Span) -> Annotation:
    found = desk.editor.index.exact(span, "")
    assert found is not None
    return found


def tags(desk: Desk) -> list[tuple[str, ...]]:
    found = [desk.editor.index.exact(span, "") for span in WORDS]
    return [each.tags if each is not None else () for each in found]


def test_a_tag_that_some_have_is_put_on_the_others_as_one_change(desk: Desk, ids: list[str]) -> None:
    before = len(desk.log)
    change = desk.editor.toggle_tag_on(ids, "contested", 7)
    assert tags(desk) == [("unverified", "contested"), ("unverified", "contested"), ("contested",)]
    assert (change.label, change.caret, len(change.edits)) == ("+ contested", 7, 1)
    assert len(desk.log) == before + 1
    assert desk.editor.toggle_tag_on(ids, "official-claim", 7).label == "+ official claim on 3 annotations"


def test_a_tag_that_all_have_is_taken_off_all_and_what_says_nothing_else_is_removed(
    desk: Desk, ids: list[str]
) -> None:
    desk.editor.set_note(ids[0], "stays")
    assert desk.editor.toggle_tag_on(ids[:2], "unverified", 0).label == "− unverified on 2 annotations"
    assert tags(desk) == [(), ("contested",), ("contested",)]
    desk.editor.toggle_tag_on(ids[1:], "contested", 0)
    assert [each.id for each in desk.editor.index] == ids[:1]


def test_one_undo_takes_all_of_it_back(desk: Desk, ids: list[str]) -> None:
    before = list(desk.editor.index)
    desk.editor.toggle_tag_on(ids, "official-claim", 0)
    desk.editor.undo()
    assert list(desk.editor.index) == before
    assert desk.editor.remove_all(ids, 0).label == "removed 3 annotations"
    assert not len(desk.editor.index)
    desk.editor.undo()
    assert list(desk.editor.index) == before


def test_who_says_it_is_set_on_all_that_say_otherwise(desk: Desk, ids: list[str]) -> None:
    desk.editor.set_attribution(ids[0], [GOVERNOR])
    change = desk.editor.set_attribution_of(ids, [GOVERNOR], 0)
    assert change is not None
    assert change.label == "who: the governor on 2 annotations"
    assert all(one(desk, span).attribution == (GOVERNOR,) for span in WORDS)
    assert desk.editor.set_attribution_of(ids, [GOVERNOR], 0) is None


def test_a_new_tag_goes_on_all_in_the_change_that_makes_it(desk: Desk, ids: list[str]) -> None:
    tag = desk.editor.new_tag("leaked", annotation_ids=ids)
    assert all(tag.id in one(desk, span).tags for span in WORDS)
    assert desk.log[-1].label == "+ leaked on 3 annotations"
    desk.editor.undo()
    assert "leaked" not in [each.label for each in desk.editor.tag_set.tags]


def test_if_one_is_not_there_any_more_nothing_is_done(desk: Desk, ids: list[str]) -> None:
    before = list(desk.editor.index)
    with pytest.raises(EditError, match="not there any more"):
        desk.editor.toggle_tag_on([*ids, "gone"], "official-claim", 0)
    with pytest.raises(EditError):
        desk.editor.remove_all([*ids, "gone"], 0)
    assert list(desk.editor.index) == before


def test_a_tag_on_several_is_merged_onto_what_another_program_did_to_one(
    desk: Desk, ids: list[str], path: Path, desk_on: type[Desk], report: Report
) -> None:
    store = AnnotationStore.open(path)
    desk.save(store)
    other = desk_on(report, store, name="other")
    other.editor.set_note(ids[1], "from elsewhere")
    other.editor.toggle_tag(WORDS[1], "unverified", 0)
    other.save(store)
    desk.editor.toggle_tag_on(ids, "official-claim", 0)
    desk.editor.undo()
    desk.editor.redo()
    desk.save(store)
    stored = {each.id: each for each in store.annotations(desk.record.id)}
    assert stored[ids[1]].note == "from elsewhere"
    assert stored[ids[1]].tags == ("contested", "official-claim")
    assert stored[ids[0]].tags == ("unverified", "official-claim")
    store.close()


def test_removing_several_is_refused_whole_if_another_program_changed_one(
    desk: Desk, ids: list[str], path: Path, desk_on: type[Desk], report: Report
) -> None:
    store = AnnotationStore.open(path)
    desk.save(store)
    other = desk_on(report, store, name="other")
    other.editor.set_note(ids[2], "from elsewhere")
    other.save(store)
    desk.editor.remove_all(ids, 0)
    with pytest.raises(Superseded, match="“removed 3 annotations” was not done"):
        desk.save(store)
    assert {each.id for each in store.annotations(desk.record.id)} == set(ids)
    store.close()
