from __future__ import annotations

import queue
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tinydb import TinyDB

from annotations.arrivals import Arrived
from annotations.disk.files import StoreFiles
from annotations.disk.locking import StoreLock
from annotations.errors import StoreError, Superseded
from annotations.operations import Commit, Operation
from annotations.records import Change
from annotations.store import AnnotationStore
from annotations.writer import BackgroundWriter, NotSaved, Saved, SaveState, Saving
from reports.document import Span

if TYPE_CHECKING:
    from tests.annotations.conftest import Desk

ROOT = Path(__file__).parents[2]
NINE = "2026-11-22T09:00:00Z"


def made(name: str) -> Commit:
    """An operation that says nothing but its name."""
    return Commit(Change(id=name, at=NINE, report="r", label=name, caret=0, edits=()))


class Disk:
    """A store that writes when it may, and can be told to fail."""

    def __init__(self) -> None:
        self.may_write = threading.Event()
        self.may_write.set()
        self.entered = threading.Event()
        self.fault: Callable[[Sequence[Operation]], Exception | None] = lambda operations: None
        self.written: list[Operation] = []
        self.batches: list[int] = []
        self.news = threading.Condition()
        self.arrived: list[Arrived] = []
        self.looks = 0
        self.fault_of_looking: Exception | None = None
        self.unfolded = False
        self.fold_is_due = False
        self.folds: list[bool] = []
        """Of each fold that was asked for, whether it was to go on."""
        self.fault_of_folding: Exception | None = None
        self.while_folding: Callable[[], None] = lambda: None

    def write(self, operations: Sequence[Operation]) -> None:
        self.entered.set()
        self.may_write.wait(10)
        fault = self.fault(operations)
        if fault:
            raise fault
        self.written.extend(operations)
        self.batches.append(len(operations))

    def refresh(self) -> bool:
        with self.news:
            self.looks += 1
            self.news.notify_all()
        fault = self.fault_of_looking
        if fault:
            raise fault
        return bool(self.arrived)

    def take_arrived(self) -> list[Arrived]:
        arrived, self.arrived = self.arrived, []
        return arrived

    def fold(self, keep_going: Callable[[], bool]) -> bool:
        self.while_folding()
        with self.news:
            self.folds.append(keep_going())
            self.news.notify_all()
        if self.fault_of_folding:
            raise self.fault_of_folding
        if self.folds[-1]:
            self.unfolded = self.fold_is_due = False
        return self.folds[-1]

    def wait_until(self, state: Callable[[], object]) -> None:
        with self.news:
            assert self.news.wait_for(state, 10)


class Listener:
    """Keeps what the writer says, and waits for a state."""

    def __init__(self) -> None:
        self.states: list[SaveState] = []
        self.refused: list[Superseded] = []
        self.news = threading.Condition()

    def __call__(self, state: SaveState) -> None:
        with self.news:
            self.states.append(state)
            self.news.notify_all()

    def wait_for(self, kind: type[SaveState]) -> SaveState:
        with self.news:
            assert self.news.wait_for(lambda: self.states and isinstance(self.states[-1], kind), 10)
            return self.states[-1]


@pytest.fixture
def disk() -> Disk:
    return Disk()


@pytest.fixture
def listener() -> Listener:
    return Listener()


@pytest.fixture
def writer(disk: Disk, listener: Listener) -> Iterator[BackgroundWriter]:
    writer = BackgroundWriter(disk, listener, listener.refused.append, now=lambda: NINE, clock=lambda: 7.0)
    yield writer
    disk.may_write.set()
    writer.close(1)


def full(_: Sequence[Operation]) -> Exception:
    return StoreError("annotations.json cannot be written: disk full; make room and try again.", "disk full")


def test_submitting_returns_at_once_and_the_state_says_saving_until_it_is_on_disk(
    writer: BackgroundWriter, disk: Disk, listener: Listener
) -> None:
    assert writer.state == Saved("")
    disk.may_write.clear()
    writer.submit(made("1"))
    assert writer.state == Saving(1, 7.0)
    assert disk.entered.wait(10)
    assert disk.written == []
    disk.may_write.set()
    assert listener.wait_for(Saved) == Saved(NINE)
    assert disk.written == [made("1")]
    assert listener.states == [Saving(1, 7.0), Saved(NINE)]


def test_what_gathers_during_a_write_goes_into_one_and_keeps_its_order(
    writer: BackgroundWriter, disk: Disk
) -> None:
    disk.may_write.clear()
    writer.submit(made("0"))
    assert disk.entered.wait(10)
    operations = [made("0"), made("1"), made("0"), made("1")]
    for operation in operations[1:]:
        writer.submit(operation)
    disk.may_write.set()
    assert writer.flush(10)
    assert disk.written == operations
    assert disk.batches == [1, 3]


def test_a_failure_is_said_with_its_reason_and_nothing_is_dropped(
    writer: BackgroundWriter, disk: Disk, listener: Listener
) -> None:
    disk.fault = full
    writer.submit(made("1"))
    state = listener.wait_for(NotSaved)
    assert isinstance(state, NotSaved)
    assert (state.count, state.why) == (1, "disk full")
    assert "make room" in state.sentence
    assert writer.pending() == [made("1")]
    disk.fault = lambda _: None
    writer.retry()
    assert listener.wait_for(Saved) == Saved(NINE)
    assert disk.written == [made("1")]


def test_what_another_program_held_up_is_said_and_saved_by_itself_as_soon_as_that_lets_go(
    path: Path, desk: Desk, listener: Listener
) -> None:
    store = AnnotationStore.open(path, lock_timeout=0.01)
    held = StoreLock(StoreFiles.of(path), 10)
    writer = BackgroundWriter(store, listener, look_every=0.01)
    with held.held(new=True):
        desk.editor.toggle_tag(Span(0, 64), "unverified", 0)
        for operation in desk.operations:
            writer.submit(operation)
        state = listener.wait_for(NotSaved)
        assert isinstance(state, NotSaved)
        assert state.why == "another program holds the file"
    listener.wait_for(Saved)
    assert writer.pending() == []
    assert writer.close(10)
    store.close()


def test_the_failure_stays_said_until_an_attempt_succeeds(
    writer: BackgroundWriter, disk: Disk, listener: Listener
) -> None:
    disk.fault = full
    writer.submit(made("1"))
    listener.wait_for(NotSaved)
    writer.submit(made("2"))
    assert not writer.flush(10)
    assert all(isinstance(state, NotSaved) for state in listener.states[1:])
    assert writer.state == NotSaved(2, "disk full", str(full([])))
    disk.fault = lambda _: None
    assert writer.flush(10)
    assert disk.written == [made("1"), made("2")]


def test_one_operation_that_is_refused_does_not_hold_up_the_others(
    writer: BackgroundWriter, disk: Disk, listener: Listener
) -> None:
    def refuse(operations: Sequence[Operation]) -> Exception | None:
        return next((Superseded("changed since", each) for each in operations if each == made("bad")), None)

    disk.fault = refuse
    disk.may_write.clear()
    writer.submit(made("0"))
    assert disk.entered.wait(10)
    for name in ("1", "bad", "2"):
        writer.submit(made(name))
    disk.may_write.set()
    assert writer.flush(10)
    assert disk.written == [made("0"), made("1"), made("2")]
    assert [refusal.operation for refusal in listener.refused] == [made("bad")]
    assert listener.wait_for(Saved) == Saved(NINE)


def test_a_defect_of_the_store_is_said_and_the_thread_lives_on(
    writer: BackgroundWriter, disk: Disk, listener: Listener
) -> None:
    disk.fault = lambda _: ZeroDivisionError("oops")
    writer.submit(made("1"))
    state = listener.wait_for(NotSaved)
    assert isinstance(state, NotSaved)
    assert "ZeroDivisionError: oops" in state.sentence
    disk.fault = lambda _: None
    assert writer.flush(10)


def test_a_listener_that_fails_does_not_stop_the_saving(disk: Disk) -> None:
    def gone(_: SaveState) -> None:
        raise RuntimeError("no app")

    writer = BackgroundWriter(disk, gone)
    writer.submit(made("1"))
    assert writer.close(10)
    assert disk.written == [made("1")]


def test_closing_saves_what_is_queued_and_what_comes_later_is_not_saved_and_not_forgotten(
    writer: BackgroundWriter, disk: Disk
) -> None:
    for number in range(50):
        writer.submit(made(str(number)))
    assert writer.close(10)
    assert len(disk.written) == 50
    writer.submit(made("late"))
    assert not writer.close()
    assert writer.pending() == [made("late")]
    assert len(disk.written) == 50


def test_closing_on_a_disk_that_stays_full_says_so_soon_and_keeps_the_operations(
    writer: BackgroundWriter, disk: Disk
) -> None:
    disk.fault = full
    writer.submit(made("1"))
    assert not writer.close(10)
    assert writer.pending() == [made("1")]


def test_flushing_gives_up_after_its_time(writer: BackgroundWriter, disk: Disk) -> None:
    disk.may_write.clear()
    writer.submit(made("1"))
    assert not writer.flush(0.02)


def test_a_program_that_ends_without_closing_has_saved_everything(path: Path) -> None:
    program = (
        "import sys, threading\n"
        "from annotations.operations import Commit\n"
        "from annotations.records import Change\n"
        "from annotations.store import AnnotationStore\n"
        "from annotations.writer import BackgroundWriter\n"
        "class Slow(AnnotationStore):\n"
        "    def write(self, operations):\n"
        "        threading.Event().wait(0.1)\n"
        "        super().write(operations)\n"
        "writer = BackgroundWriter(Slow.open(sys.argv[1]))\n"
        "for name in '012':\n"
        "    writer.submit(Commit(Change(id=name, at='', report='r', label=name, caret=0, edits=())))\n"
        "sys.exit(3)\n"
    )
    assert subprocess.run([sys.executable, "-c", program, path], check=False, cwd=ROOT).returncode == 3
    assert [change.label for change in AnnotationStore.open(path).changes("r")] == ["2", "1", "0"]


def test_an_editor_saves_through_the_writer_into_a_real_store(path: Path, desk: Desk) -> None:
    writer = BackgroundWriter(AnnotationStore.open(path))
    for place in range(0, 60, 5):
        desk.editor.toggle_tag(Span(place, place + 4), "contested", place)
    desk.editor.undo()
    for operation in desk.operations:
        writer.submit(operation)
    assert writer.close(10)
    assert AnnotationStore.open(path).annotations(desk.record.id) == list(desk.editor.index)


# What other programs wrote


def test_what_another_program_wrote_is_told_without_being_asked_for(path: Path, desk: Desk) -> None:
    desk.editor.toggle_tag(Span(0, 4), "contested", 0)
    desk.save(AnnotationStore.open(path))
    told: queue.SimpleQueue[Sequence[Arrived]] = queue.SimpleQueue()
    writer = BackgroundWriter(AnnotationStore.open(path), on_arrived=told.put, look_every=0.01)
    desk.editor.toggle_tag(Span(4, 8), "contested", 0)
    desk.save(AnnotationStore.open(path))
    (annotation,) = desk.editor.index.at(5)
    arrived = [*told.get(timeout=10)]
    while not arrived[-1].logs:  # at its start the writer folds, which changes nothing
        arrived += told.get(timeout=10)
    assert arrived[-1].annotations == {desk.record.id: frozenset([annotation.id])}
    assert writer.state == Saved("")
    writer.close(10)


def test_what_arrives_is_told_once(disk: Disk) -> None:
    told: list[Sequence[Arrived]] = []
    writer = BackgroundWriter(disk, on_arrived=told.append, look_every=0.001)
    disk.arrived = [Arrived(tags=True)]
    disk.wait_until(lambda: told)
    looks = disk.looks
    disk.wait_until(lambda: disk.looks > looks + 2)
    assert told == [[Arrived(tags=True)]]
    assert writer.close(10)


def test_a_look_that_fails_is_no_failure_to_save_and_the_next_one_is_made(
    disk: Disk, listener: Listener
) -> None:
    disk.fault_of_looking = full([])
    writer = BackgroundWriter(disk, listener, look_every=0.001)
    disk.wait_until(lambda: disk.looks > 3)
    assert listener.states == []
    writer.submit(made("1"))
    assert writer.close(10)
    assert disk.written == [made("1")]


# Folding


def test_what_a_killed_program_left_is_folded_at_the_start(disk: Disk) -> None:
    disk.unfolded = True
    writer = BackgroundWriter(disk)
    disk.wait_until(lambda: disk.folds)
    assert writer.close(10)


def test_a_journal_that_has_grown_is_folded_once_all_is_saved(disk: Disk) -> None:
    writer = BackgroundWriter(disk)
    disk.may_write.clear()
    writer.submit(made("0"))
    assert disk.entered.wait(10)
    writer.submit(made("1"))
    disk.fold_is_due = True
    assert disk.folds == []
    disk.may_write.set()
    disk.wait_until(lambda: disk.folds)
    assert disk.written == [made("0"), made("1")]
    assert writer.close(10)


def test_closing_brings_everything_into_the_file_that_stock_tinydb_reads(path: Path, desk: Desk) -> None:
    writer = BackgroundWriter(AnnotationStore.open(path))
    desk.editor.toggle_tag(Span(0, 4), "contested", 0)
    for operation in desk.operations:
        writer.submit(operation)
    assert writer.close(10)
    with TinyDB(path, access_mode="r") as stock:
        assert len(stock.table("annotations")) == 1


def test_closing_gives_up_a_fold_when_its_time_is_over(disk: Disk) -> None:
    passed = iter([0.0])
    writer = BackgroundWriter(disk, clock=lambda: next(passed, 6.0), look_every=0.001)
    disk.wait_until(lambda: disk.looks)
    disk.unfolded = True
    assert writer.close(5)
    disk.wait_until(lambda: disk.folds)
    assert disk.folds == [False]


def test_a_fold_that_fails_is_no_failure_to_save(disk: Disk, listener: Listener) -> None:
    disk.unfolded, disk.fault_of_folding = True, full([])
    writer = BackgroundWriter(disk, listener, now=lambda: NINE)
    writer.submit(made("1"))
    assert writer.close(10)
    assert disk.folds
    assert all(not isinstance(state, NotSaved) for state in listener.states)


def test_a_fold_is_given_up_for_what_is_to_be_saved_and_made_up_for_at_the_end(disk: Disk) -> None:
    writer = BackgroundWriter(disk, look_every=0.001)
    disk.wait_until(lambda: disk.looks)

    def press_a_key_once() -> None:
        disk.while_folding = lambda: None
        writer.submit(made("1"))

    disk.while_folding = press_a_key_once
    disk.unfolded = disk.fold_is_due = True
    disk.wait_until(lambda: len(disk.folds) == 2)
    assert disk.folds == [False, True]
    assert disk.written == [made("1")]
    assert writer.close(10)


def test_a_defect_in_looking_or_folding_does_not_stop_the_saving(disk: Disk) -> None:
    disk.unfolded, disk.fault_of_folding = True, ZeroDivisionError("oops")
    disk.fault_of_looking = ZeroDivisionError("oops")
    writer = BackgroundWriter(disk, look_every=0.001)
    disk.wait_until(lambda: disk.looks > 2 and disk.folds)
    writer.submit(made("1"))
    assert writer.close(10)
    assert disk.written == [made("1")]


def test_a_file_that_cannot_be_read_is_looked_at_less_and_less_often_until_it_can(
    disk: Disk, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits: list[float] = []
    enough = threading.Event()

    def wait_for(self: threading.Condition, ready: Callable[[], bool], timeout: float | None = None) -> bool:
        if threading.current_thread().name == "store writer" and timeout is not None:
            waits.append(timeout)
            if len(waits) == 9:
                disk.fault_of_looking = None
            if len(waits) >= 12:
                enough.set()
            self.wait(0.001)  # however long it asks for: only the asking matters here
            return ready()
        return as_always(self, ready, timeout)

    as_always = threading.Condition.wait_for
    monkeypatch.setattr(threading.Condition, "wait_for", wait_for)
    disk.fault_of_looking = StoreError("work.json is no whole JSON.")
    writer = BackgroundWriter(disk, look_every=0.4)
    assert enough.wait(10)
    assert waits[:7] == [0.4, 0.8, 1.6, 3.2, 6.4, 10.0, 10.0]
    assert waits[10:12] == [0.4, 0.4]
    writer.close()
