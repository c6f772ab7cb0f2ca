"""The log of a report and of one annotation, read piece by piece, with what is not saved yet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import pytest

from annotations.disk.lines import Location
from annotations.history.chain import Gap
from annotations.history.log import Log
from annotations.records import Change
from annotations.store import AnnotationStore
from reports.document import Span

FIRST, SECOND = Span(0, 64), Span(65, 95)


class Disk:
    """The log as it is on disk, which counts what is read of it."""

    def __init__(self, changes: Iterable[Change | Gap]) -> None:
        self.changes = list(changes)
        self.read = 0

    def __call__(self) -> Iterator[Change | Gap]:
        for change in self.changes:
            self.read += 1
            yield change


@pytest.fixture
def store(path: Any) -> AnnotationStore:
    return AnnotationStore.open(path)


def all_of(log: Log) -> list[str]:
    while not log.complete:
        log.read_on()
    return [f"{entry.kind}: {entry.label}" for entry in log.entries]


def log_of(desk: Any, store: AnnotationStore, annotation: str | None = None) -> Log:
    log = Log(desk.editor.tag_set.label, annotation)
    log.catch_up([], store.changes(desk.record.id))
    return log


def test_the_log_of_a_report_has_every_change_undo_and_redo_the_newest_first(desk: Any, store: Any) -> None:
    desk.editor.toggle_tag(FIRST, "unverified", 0)
    desk.editor.set_report_fields(title="Bridge")
    desk.editor.undo()
    desk.editor.redo()
    desk.save(store)
    assert all_of(log_of(desk, store)) == [
        "redo: report: title",
        "undo: report: title",
        "change: report: title",
        "change: + unverified",
    ]


def test_the_log_of_an_annotation_leaves_out_what_was_done_to_others(desk: Any, store: Any) -> None:
    identity = desk.editor.toggle_tag(FIRST, "unverified", 0).edits[0].id
    desk.editor.toggle_tag(SECOND, "contested", 0)
    desk.editor.set_report_fields(title="Bridge")
    desk.editor.new_tag("rumour", span=FIRST)
    desk.save(store)
    log = log_of(desk, store, identity)
    assert all_of(log) == ["change: + rumour", "change: + unverified"]
    assert [deed.table for deed in log.entries[0].deeds] == ["annotations"]


def test_the_log_of_an_annotation_ends_where_it_was_made_and_reads_nothing_before(desk: Any) -> None:
    before = [desk.editor.toggle_tag(SECOND, "contested", 0) for _ in range(50)]
    made = desk.editor.toggle_tag(FIRST, "unverified", 0)
    disk = Disk([made, *reversed(before)])
    log = Log(str, made.edits[0].id)
    log.catch_up([], disk())
    assert all_of(log) == ["change: + unverified"]
    assert disk.read == 1


def test_an_annotation_that_was_brought_back_has_the_log_of_its_first_life_too(desk: Any, store: Any) -> None:
    identity = desk.editor.toggle_tag(FIRST, "unverified", 0).edits[0].id
    desk.editor.remove(identity)
    desk.editor.undo()
    desk.save(store)
    assert all_of(log_of(desk, store, identity)) == [
        "undo: removed",
        "change: removed",
        "change: + unverified",
    ]


def test_a_change_that_another_programs_removal_came_before_does_not_end_the_log(
    desk: Any, desk_on: Any, store: Any
) -> None:
    identity = desk.editor.toggle_tag(FIRST, "unverified", 0).edits[0].id
    desk.save(store)
    other = desk_on(desk.report, store, name="other")
    other.editor.remove(identity)
    desk.editor.set_note(identity, "still here")
    other.save(store)
    desk.save(store)
    assert all_of(log_of(desk, store, identity)) == [
        "change: note",
        "change: removed",
        "change: + unverified",
    ]


def test_nothing_more_is_read_than_was_asked_for(desk: Any) -> None:
    disk = Disk(reversed([desk.editor.toggle_tag(FIRST, "unverified", 0) for _ in range(1000)]))
    log = Log(str)
    log.catch_up([], disk())
    assert disk.read == 0
    log.read_on(entries=20)
    assert (disk.read, len(log.entries), log.complete) == (20, 20, False)


def test_a_piece_ends_also_where_nothing_is_found(desk: Any) -> None:
    disk = Disk(reversed([desk.editor.toggle_tag(FIRST, "unverified", 0) for _ in range(1000)]))
    log = Log(str, "another")
    log.catch_up([], disk())
    log.read_on(entries=20, changes=100)
    assert (log.looked_at, log.entries, log.complete) == (100, [], False)


def test_what_waits_to_be_saved_stands_first_and_says_so(desk: Any, store: Any) -> None:
    desk.editor.toggle_tag(FIRST, "unverified", 0)
    desk.save(store)
    waiting = [desk.editor.toggle_tag(FIRST, tag, 0) for tag in ("contested", "official-claim")]
    log = Log(desk.editor.tag_set.label)
    log.catch_up(waiting, store.changes(desk.record.id))
    log.read_on()
    assert [(entry.label, entry.saved) for entry in log.entries] == [
        ("+ official claim", False),
        ("+ contested", False),
        ("+ unverified", True),
    ]


def test_what_was_saved_while_it_was_looked_at_is_told_once_and_as_saved(desk: Any, store: Any) -> None:
    waiting = [desk.editor.toggle_tag(FIRST, "unverified", 0)]
    desk.save(store)
    log = Log(desk.editor.tag_set.label)
    log.catch_up(waiting, store.changes(desk.record.id))
    log.read_on()
    assert [(entry.label, entry.saved) for entry in log.entries] == [("+ unverified", True)]


def test_catching_up_takes_what_is_new_and_reads_no_further(desk: Any) -> None:
    changes = [desk.editor.toggle_tag(FIRST, "unverified", 0) for _ in range(10)]
    first, later = Disk(reversed(changes[:8])), Disk(reversed(changes))
    log = Log(str)
    log.catch_up(changes[8:], first())
    log.read_on(entries=3)
    log.catch_up([], later())
    assert later.read == 3
    log.read_on()
    assert [entry.id for entry in log.entries] == [change.id for change in reversed(changes)]
    assert all(entry.saved for entry in log.entries)


def test_a_change_that_was_refused_is_gone_when_caught_up(desk: Any) -> None:
    log = Log(str)
    log.catch_up([desk.editor.toggle_tag(FIRST, "unverified", 0)], [])
    log.read_on()
    assert len(log.entries) == 1
    log.catch_up([], [])
    log.read_on()
    assert log.entries == []


def test_an_empty_log_takes_up_what_comes_later(desk: Any, store: Any) -> None:
    log = log_of(desk, store)
    assert all_of(log) == []
    desk.editor.toggle_tag(FIRST, "unverified", 0)
    desk.save(store)
    log.catch_up([], store.changes(desk.record.id))
    assert all_of(log) == ["change: + unverified"]


def test_a_gap_is_the_end_and_says_why(desk: Any) -> None:
    change = desk.editor.toggle_tag(FIRST, "unverified", 0)
    log = Log(str)
    log.catch_up([], [change, Gap(Location(1, 0), "It cannot be read further back.")])
    assert all_of(log) == ["change: + unverified"]
    assert log.gap == "It cannot be read further back."
