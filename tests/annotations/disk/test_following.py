"""What a store says of what other programs did, and that it need not read everything for it."""

from __future__ import annotations

import os
from itertools import count, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from annotations.arrivals import Arrived
from annotations.changes import edit_of
from annotations.operations import Commit, Remember
from annotations.plain import plain
from annotations.records import Anchor, Annotation, Change, Edit
from annotations.store import AnnotationStore
from reports.document import Report, Span
from tests.growth import assert_growth

if TYPE_CHECKING:
    from tests.annotations.conftest import Desk

SENTENCE = Span(0, 64)
WORDS = Span(4, 10)


@pytest.fixture
def mine(path: Path, desk: Desk) -> AnnotationStore:
    """My store with one annotation, which nobody has touched since."""
    store = AnnotationStore.open(path)
    desk.editor.toggle_tag(SENTENCE, "unverified", 0)
    desk.save(store)
    return store


@pytest.fixture
def theirs(mine: AnnotationStore, path: Path) -> AnnotationStore:
    return AnnotationStore.open(path)


@pytest.fixture
def their_desk(theirs: AnnotationStore, report: Report, desk_on: Any) -> Desk:
    desk: Desk = desk_on(report, theirs, author="ann", name="theirs")
    return desk


def arrived(store: AnnotationStore) -> Arrived:
    """What one look brings."""
    store.refresh()
    (one,) = store.take_arrived()
    return one


def test_what_this_store_wrote_itself_does_not_arrive(mine: AnnotationStore, desk: Desk) -> None:
    desk.editor.toggle_tag(WORDS, "contested", 0)
    desk.save(mine)
    mine.fold()
    assert not mine.refresh()
    assert mine.take_arrived() == []


def test_annotations_that_are_new_changed_or_gone_arrive_by_their_ids(
    mine: AnnotationStore, theirs: AnnotationStore, their_desk: Desk
) -> None:
    report, editor = their_desk.record.id, their_desk.editor
    editor.toggle_tag(WORDS, "contested", 0)
    their_desk.save(theirs)
    new = next(each.id for each in editor.index if each.author == "ann")
    assert arrived(mine).annotations == {report: frozenset([new])}
    assert mine.annotation(report, new) == editor.index.get(new)
    editor.set_note(new, "changed")
    their_desk.save(theirs)
    assert arrived(mine).annotations == {report: frozenset([new])}
    assert mine.annotation(report, new) == editor.index.get(new)
    editor.remove(new)
    their_desk.save(theirs)
    assert arrived(mine).annotations == {report: frozenset([new])}
    assert mine.annotation(report, new) is None
    assert mine.take_arrived() == []


def test_a_log_that_has_grown_arrives_with_what_was_done_last(
    mine: AnnotationStore, theirs: AnnotationStore, their_desk: Desk
) -> None:
    their_desk.editor.toggle_tag(WORDS, "contested", 0)
    their_desk.editor.undo()
    their_desk.save(theirs)
    (said,) = arrived(mine).logs.values()
    assert (said.report, said.author, said.kind, said.label) == (
        their_desk.record.id,
        "ann",
        "undo",
        "+ contested",
    )


def test_a_report_and_a_tag_of_their_own_arrive(
    mine: AnnotationStore, theirs: AnnotationStore, their_desk: Desk
) -> None:
    their_desk.editor.new_tag("leaked")
    their_desk.save(theirs)
    one = arrived(mine)
    assert (one.tags, one.reports) == (True, frozenset())
    their_desk.editor.set_report_fields(publisher="Wire")
    their_desk.save(theirs)
    one = arrived(mine)
    assert (one.tags, one.reports, one.annotations) == (False, frozenset([their_desk.record.id]), {})
    assert mine.report(their_desk.record.id).publisher == "Wire"  # type: ignore[union-attr]
    theirs.write([Remember(msgspec.structs.replace(their_desk.record, caret=9))])
    one = arrived(mine)
    assert (one.reports, one.logs) == (frozenset([their_desk.record.id]), {})


def test_what_arrives_while_writing_is_told_too(
    mine: AnnotationStore, theirs: AnnotationStore, their_desk: Desk, desk: Desk
) -> None:
    their_desk.editor.toggle_tag(WORDS, "contested", 0)
    their_desk.save(theirs)
    desk.editor.toggle_tag(Span(20, 24), "contested", 0)
    desk.save(mine)
    (one,) = mine.take_arrived()
    assert len(one.annotations[desk.record.id]) == 1
    assert len(mine.annotations(desk.record.id)) == 3


def test_a_fold_by_another_program_is_nothing_that_arrives(
    mine: AnnotationStore, theirs: AnnotationStore, their_desk: Desk
) -> None:
    for number in range(3):
        theirs.fold()
        assert not mine.refresh()
        their_desk.editor.toggle_tag(Span(number, 20), "contested", 0)
        their_desk.save(theirs)
        assert len(arrived(mine).annotations[their_desk.record.id]) == 1
    assert len(mine.annotations(their_desk.record.id)) == 4


def test_a_file_that_somebody_edited_by_hand_arrives_as_a_whole(
    mine: AnnotationStore, path: Path, desk: Desk
) -> None:
    mine.fold()
    path.write_bytes(path.read_bytes().replace(b'"unverified"', b'"contested"'))
    assert arrived(mine).everything
    assert mine.annotations(desk.record.id)[0].tags == ("contested",)


# The same words


def test_two_annotations_made_at_once_on_the_same_words_become_one_with_all_that_both_say(
    path: Path, report: Report, desk_on: Any
) -> None:
    one, other = AnnotationStore.open(path), AnnotationStore.open(path)
    mine, theirs = desk_on(report, one, name="mine"), desk_on(report, other, name="theirs")
    mine.editor.annotate(WORDS, caret=0, note="mine")
    mine.editor.toggle_tag(WORDS, "unverified", 0)
    mine.save(one)
    theirs.editor.toggle_tag(WORDS, "contested", 0)
    theirs.editor.annotate(WORDS, caret=0, note="theirs")
    made = theirs.editor.index[0].id
    theirs.save(other)
    (annotation,) = other.annotations(mine.record.id)
    assert (annotation.tags, annotation.note) == (("unverified", "contested"), "mine\ntheirs")
    (told,) = [each for each in other.take_arrived() if made in each.annotations.get(mine.record.id, ())]
    assert told.annotations[mine.record.id] == {made, annotation.id}
    again = desk_on(report, AnnotationStore.open(path), name="again")
    while again.editor.undo():
        pass
    assert list(again.editor.index) == []


def test_authors_of_their_own_keep_annotations_of_their_own_on_the_same_words(
    path: Path, report: Report, desk_on: Any
) -> None:
    one, other = AnnotationStore.open(path), AnnotationStore.open(path)
    for store, author in ((one, ""), (other, "ann")):
        desk = desk_on(report, AnnotationStore.open(path, read_only=True), author=author, name=f"by {author}")
        desk.editor.toggle_tag(WORDS, "contested", 0)
        desk.save(store)
    assert sorted(each.author for each in other.annotations(desk.record.id)) == ["", "ann"]


def test_words_that_an_annotation_left_in_the_same_write_are_free_for_a_new_one(
    path: Path, desk: Desk
) -> None:
    store = AnnotationStore.open(path)
    desk.editor.toggle_tag(WORDS, "unverified", 0)
    desk.save(store)
    desk.editor.set_span(desk.editor.index[0].id, SENTENCE)
    desk.editor.toggle_tag(WORDS, "contested", 0)
    desk.save(store)
    assert AnnotationStore.open(path).annotations(desk.record.id) == list(desk.editor.index)
    assert len(desk.editor.index) == 2


# Undo across everything


def last_change(store: AnnotationStore, report: str) -> Change:
    change = next(store.changes(report))
    assert isinstance(change, Change)
    return change


@pytest.mark.parametrize("folded", [True, False], ids=["folded", "not folded"])
def test_undo_takes_back_my_own_last_change_across_restarts_and_folds_and_not_another_authors(
    mine: AnnotationStore, path: Path, report: Report, desk_on: Any, folded: bool
) -> None:
    for name, author in (("a", ""), ("b", "ann"), ("c", ""), ("d", "ann")):
        store = AnnotationStore.open(path)
        desk = desk_on(report, store, author=author, name=name)
        place = ord(name) % 32 * 10
        desk.editor.toggle_tag(Span(place, place + 5), "contested", place)
        desk.save(store)
        if folded:
            store.fold()
        store.close()
    for expected in (30, 10, 0):
        store = AnnotationStore.open(path)
        desk = desk_on(report, store, name=f"undo {expected}")
        assert desk.editor.undo().caret == expected
        desk.save(store)
        if folded:
            store.fold()
        store.close()
    final = AnnotationStore.open(path)
    assert [each.start for each in final.annotations(desk.record.id)] == [20, 40]
    assert {each.author for each in final.annotations(desk.record.id)} == {"ann"}
    assert len(list(final.changes(desk.record.id))) == 8


def test_undo_takes_back_what_i_did_in_another_window(
    mine: AnnotationStore, theirs: AnnotationStore, report: Report, desk_on: Any, desk: Desk
) -> None:
    window = desk_on(report, theirs, name="window")
    window.editor.toggle_tag(WORDS, "contested", 4)
    window.save(theirs)
    mine.refresh()
    desk.editor.refresh(mine.annotations(desk.record.id), mine.changes(desk.record.id))
    assert desk.editor.undo().caret == 4  # type: ignore[union-attr]
    desk.save(mine)
    theirs.refresh()
    assert [each.start for each in theirs.annotations(desk.record.id)] == [0]


def test_a_clock_that_jumps_back_changes_nothing_of_the_order(
    path: Path, desk: Desk, desk_on: Any, report: Report
) -> None:
    store = AnnotationStore.open(path)
    for place, second in ((0, 50), (10, 20), (20, 40)):
        desk.ticks = second
        desk.editor.toggle_tag(Span(place, place + 4), "contested", place)
        desk.save(store)
        store.fold()
    store = AnnotationStore.open(path)
    assert [change.caret for change in store.changes(desk.record.id) if isinstance(change, Change)] == [
        20,
        10,
        0,
    ]
    later = desk_on(report, store, name="later")
    assert [later.editor.undo().caret for _ in range(3)] == [20, 10, 0]


# Lazily


def make_store(path: Path, desk: Desk, changes: int) -> None:
    """A store with so many changes of one report, in some folds, the last ones not folded."""
    store = AnnotationStore.open(path)
    for number in range(changes):
        desk.editor.toggle_tag(Span(number % 64, number % 64 + 1 + number // 64), "contested", number)
        if number % 25 == 24:
            desk.save(store)
            store.fold()
    desk.editor.toggle_tag(SENTENCE, "unverified", changes)
    desk.save(store)
    store.close()


def reads_of_a_look(path: Path, monkeypatch: pytest.MonkeyPatch, report: str) -> int:
    """How often the disk is read to open a store and ask for the last change of a report."""
    reads = 0
    pread = os.pread

    def counted(descriptor: int, length: int, offset: int) -> bytes:
        nonlocal reads
        reads += 1
        return pread(descriptor, length, offset)

    with monkeypatch.context() as spied:
        spied.setattr(os, "pread", counted)
        store = AnnotationStore.open(path)
        last_change(store, report)
    return reads


def test_asking_for_the_last_change_reads_no_more_of_a_long_log_than_of_a_short_one(
    tmp_path: Path, report: Report, desk_on: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    reads: list[int] = []
    for changes in (25, 400):
        desk, path = desk_on(report), tmp_path / f"{changes}.json"
        make_store(path, desk, changes)
        reads.append(reads_of_a_look(path, monkeypatch, desk.record.id))
    assert reads[0] == reads[1] > 0


def test_the_whole_log_is_there_back_to_its_beginning(path: Path, desk: Desk) -> None:
    make_store(path, desk, 100)
    store = AnnotationStore.open(path)
    assert list(store.changes(desk.record.id)) == desk.log[::-1]
    assert len(list(store.files.history.iterdir())) == 4


def filled_with(path: Path, annotations: int) -> AnnotationStore:
    """A folded store with so many annotations of one report, looked at already."""
    store = AnnotationStore.open(path)
    spans = ((Anchor(place, place + 5, "words", "", ""),) for place in range(annotations))
    made = [
        Annotation(id=f"a{n}", report="r", created="", modified="", note="x" * 100, spans=anchors)
        for n, anchors in enumerate(spans)
    ]
    edits = tuple(Edit("annotations", each.id, None, plain(each)) for each in made)
    store.write([Commit(Change(id="all", at="", report="r", label="all", caret=0, edits=edits))])
    store.fold()
    assert len(store.annotations("r")) == annotations
    return store


def test_a_write_and_a_look_at_it_cost_no_more_in_a_large_store_than_in_a_small_one(tmp_path: Path) -> None:
    def make(size: int) -> tuple[AnnotationStore, AnnotationStore]:
        path = tmp_path / f"{size}.json"
        return filled_with(path, size), AnnotationStore.open(path)

    numbers = count()

    def write_and_look(stores: tuple[AnnotationStore, AnnotationStore]) -> None:
        writing, following = stores
        for number in islice(numbers, 20):
            before = writing.annotation("r", "a7")
            assert before is not None
            edit = edit_of("annotations", "a7", before, msgspec.structs.replace(before, note=f"{number}"))
            writing.write(
                [Commit(Change(id=f"n{number}", at="", report="r", label="note", caret=0, edits=(edit,)))]
            )
            following.refresh()
            (arrived,) = following.take_arrived()
            assert arrived.annotations == {"r": frozenset(["a7"])}

    assert_growth(0, make, write_and_look, 250)
