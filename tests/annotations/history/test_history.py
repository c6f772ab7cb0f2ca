from __future__ import annotations

import os
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from annotations.disk.files import StoreFiles
from annotations.disk.lines import Entry, Location, line_of
from annotations.history.chain import Gap, changes_of
from annotations.records import Change
from annotations.store import AnnotationStore
from reports.document import Report, Span

if TYPE_CHECKING:
    from tests.annotations.conftest import Desk

REPORT = "r"
STORE = "0123456789"


def line(number: int, generation: int, before: Location, report: str = REPORT) -> bytes:
    change = Change(id=f"c{number}", at="", report=report, label=f"{number}", caret=0, edits=())
    return line_of(
        Entry(
            generation=generation,
            changes=(msgspec.Raw(msgspec.json.encode(change)),),
            before={report: before},
        )
    )


def labels(files: StoreFiles, head: Location) -> list[str]:
    return [
        change.label if isinstance(change, Change) else change.sentence
        for change in changes_of(REPORT, head, files, lambda: STORE)
    ]


@pytest.fixture
def files(path: Path) -> StoreFiles:
    files = StoreFiles.of(path)
    files.history.mkdir()
    return files


def write(path: Path, *lines: bytes) -> None:
    path.write_bytes(b"".join(lines))


def test_the_lines_of_a_report_are_followed_from_the_journal_through_all_that_were_folded(
    files: StoreFiles,
) -> None:
    first = line(1, 1, Location(0, 0))
    write(files.segment(STORE, 1), first, line(2, 1, Location(1, 0)))
    write(files.segment(STORE, 2), line(7, 2, Location(0, 0), "another report"))
    write(files.journal, line(3, 3, Location(1, len(first))))
    assert labels(files, Location(3, 0)) == ["3", "2", "1"]
    assert labels(files, Location(0, 0)) == []


def test_the_history_ends_with_a_sentence_where_a_line_is_missing_or_another(files: StoreFiles) -> None:
    write(files.journal, line(3, 3, Location(2, 5)))
    _, gap = changes_of(REPORT, Location(3, 0), files, lambda: STORE)
    assert isinstance(gap, Gap)
    assert gap.at == Location(2, 5)
    assert files.segment(STORE, 2).name in gap.sentence
    write(files.segment(STORE, 2), line(2, 2, Location(0, 0)))  # not at that byte
    assert [one[:11] for one in labels(files, Location(3, 0))] == ["3", "The history"]
    write(files.segment(STORE, 2), b" " * 5, line(2, 1, Location(0, 0)))  # of another generation
    assert [one[:11] for one in labels(files, Location(3, 0))] == ["3", "The history"]
    write(files.segment(STORE, 2), b" " * 5, line(2, 2, Location(0, 0), "another report"))
    assert [one[:11] for one in labels(files, Location(3, 0))] == ["3", "The history"]
    write(files.segment(STORE, 2), b" " * 5, line(2, 2, Location(0, 0)))
    assert labels(files, Location(3, 0)) == ["3", "2"]


def test_a_history_that_leads_back_to_itself_ends(files: StoreFiles) -> None:
    write(files.journal, line(3, 3, Location(3, 0)))
    assert [one[:11] for one in labels(files, Location(3, 0))] == ["The history"]


def test_a_history_that_may_not_be_read_is_a_gap(files: StoreFiles, monkeypatch: pytest.MonkeyPatch) -> None:
    write(files.journal, line(3, 3, Location(0, 0)))

    def refuse(*_: object, **__: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", refuse)
    (gap,) = changes_of(REPORT, Location(3, 0), files, lambda: STORE)
    assert isinstance(gap, Gap)
    assert "Permission denied" in gap.sentence


def test_a_log_that_is_being_read_goes_on_when_the_journal_is_folded_in_between(
    path: Path, desk: Desk
) -> None:
    store = AnnotationStore.open(path)
    for place in range(5):
        desk.editor.toggle_tag(Span(place, place + 4), "contested", place)
        desk.save(store)
    log = store.changes(desk.record.id)
    read = [next(log), next(log)]
    store.fold()
    assert [*read, *log] == desk.log[::-1]


def test_the_log_is_whole_for_a_reader_while_another_thread_writes_and_folds(
    path: Path, report: Report, desk_on: Any
) -> None:
    store = AnnotationStore.open(path)
    desk = desk_on(report, store)
    desk.editor.toggle_tag(Span(0, 4), "contested", 0)
    desk.save(store)
    done = threading.Event()

    def write_and_fold() -> None:
        try:
            for number in range(100):
                desk.editor.toggle_tag(Span(4, 8 + number % 50), "contested", 0)
                desk.save(store)
                if number % 3 == 0:
                    store.fold()
        finally:
            done.set()

    writer = threading.Thread(target=write_and_fold)
    writer.start()
    longest = 0
    while not done.is_set():
        log = list(store.changes(desk.record.id))
        assert all(isinstance(change, Change) for change in log)
        assert len(log) >= longest
        longest = len(log)
    writer.join()
    assert list(store.changes(desk.record.id)) == desk.log[::-1]


def test_each_report_has_a_log_of_its_own_across_one_write(path: Path, report_of: Any, desk_on: Any) -> None:
    store = AnnotationStore.open(path)
    desks = [desk_on(report_of(f"text {number} of a report"), store, name=str(number)) for number in range(3)]
    for place in range(3):
        operations = []
        for desk in desks:
            desk.editor.toggle_tag(Span(place, place + 4), "contested", place)
            operations += desk.operations
            desk.operations.clear()
        store.write(operations)
    for each in (store, AnnotationStore.open(path)):
        for desk in desks:
            assert list(each.changes(desk.record.id)) == desk.log[::-1]
