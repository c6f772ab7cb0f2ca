from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from annotations.errors import StoreError, Superseded
from annotations.operations import Operation, Redo, Undo
from annotations.store import AnnotationStore
from annotations.writer import BackgroundWriter, NotSaved, Saved, SaveState, Saving
from reports.document import Span

if TYPE_CHECKING:
    from tests.annotations.conftest import Desk

NINE = "2026-11-22T09:00:00Z"


class Disk:
    """A store that writes when it may, and can be told to fail."""

    def __init__(self) -> None:
        self.may_write = threading.Event()
        self.may_write.set()
        self.entered = threading.Event()
        self.fault: Callable[[Sequence[Operation]], Exception | None] = lambda operations: None
        self.written: list[Operation] = []
        self.batches: list[int] = []

    def write(self, operations: Sequence[Operation]) -> None:
        self.entered.set()
        self.may_write.wait(10)
        fault = self.fault(operations)
        if fault:
            raise fault
        self.written.extend(operations)
        self.batches.append(len(operations))


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
    writer.submit(Undo("1"))
    assert writer.state == Saving(1, 7.0)
    assert disk.entered.wait(10)
    assert disk.written == []
    disk.may_write.set()
    assert listener.wait_for(Saved) == Saved(NINE)
    assert disk.written == [Undo("1")]
    assert listener.states == [Saving(1, 7.0), Saved(NINE)]


def test_what_gathers_during_a_write_goes_into_one_and_keeps_its_order(
    writer: BackgroundWriter, disk: Disk
) -> None:
    disk.may_write.clear()
    writer.submit(Undo("0"))
    assert disk.entered.wait(10)
    operations = [Undo("0"), Redo("0"), Undo("0"), Redo("0")]
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
    writer.submit(Undo("1"))
    state = listener.wait_for(NotSaved)
    assert isinstance(state, NotSaved)
    assert (state.count, state.why) == (1, "disk full")
    assert "make room" in state.sentence
    assert writer.pending() == [Undo("1")]
    disk.fault = lambda _: None
    writer.retry()
    assert listener.wait_for(Saved) == Saved(NINE)
    assert disk.written == [Undo("1")]


def test_the_failure_stays_said_until_an_attempt_succeeds(
    writer: BackgroundWriter, disk: Disk, listener: Listener
) -> None:
    disk.fault = full
    writer.submit(Undo("1"))
    listener.wait_for(NotSaved)
    writer.submit(Undo("2"))
    assert not writer.flush(10)
    assert all(isinstance(state, NotSaved) for state in listener.states[1:])
    assert writer.state == NotSaved(2, "disk full", str(full([])))
    disk.fault = lambda _: None
    assert writer.flush(10)
    assert disk.written == [Undo("1"), Undo("2")]


def test_one_operation_that_is_refused_does_not_hold_up_the_others(
    writer: BackgroundWriter, disk: Disk, listener: Listener
) -> None:
    def refuse(operations: Sequence[Operation]) -> Exception | None:
        return next((Superseded("changed since", each) for each in operations if each == Undo("bad")), None)

    disk.fault = refuse
    disk.may_write.clear()
    writer.submit(Undo("0"))
    assert disk.entered.wait(10)
    for name in ("1", "bad", "2"):
        writer.submit(Undo(name))
    disk.may_write.set()
    assert writer.flush(10)
    assert disk.written == [Undo("0"), Undo("1"), Undo("2")]
    assert [refusal.operation for refusal in listener.refused] == [Undo("bad")]
    assert listener.wait_for(Saved) == Saved(NINE)


def test_a_defect_of_the_store_is_said_and_the_thread_lives_on(
    writer: BackgroundWriter, disk: Disk, listener: Listener
) -> None:
    disk.fault = lambda _: ZeroDivisionError("oops")
    writer.submit(Undo("1"))
    state = listener.wait_for(NotSaved)
    assert isinstance(state, NotSaved)
    assert "ZeroDivisionError: oops" in state.sentence
    disk.fault = lambda _: None
    assert writer.flush(10)


def test_a_listener_that_fails_does_not_stop_the_saving(disk: Disk) -> None:
    def gone(_: SaveState) -> None:
        raise RuntimeError("no app")

    writer = BackgroundWriter(disk, gone)
    writer.submit(Undo("1"))
    assert writer.close(10)
    assert disk.written == [Undo("1")]


def test_closing_saves_what_is_queued_and_then_takes_nothing_more(
    writer: BackgroundWriter, disk: Disk
) -> None:
    for number in range(50):
        writer.submit(Undo(str(number)))
    assert writer.close(10)
    assert len(disk.written) == 50
    with pytest.raises(RuntimeError):
        writer.submit(Undo("late"))
    assert writer.close()


def test_closing_on_a_disk_that_stays_full_says_so_soon_and_keeps_the_operations(
    writer: BackgroundWriter, disk: Disk
) -> None:
    disk.fault = full
    writer.submit(Undo("1"))
    assert not writer.close(10)
    assert writer.pending() == [Undo("1")]


def test_flushing_gives_up_after_its_time(writer: BackgroundWriter, disk: Disk) -> None:
    disk.may_write.clear()
    writer.submit(Undo("1"))
    assert not writer.flush(0.02)


def test_a_program_that_ends_without_closing_has_saved_everything(tmp_path: Path) -> None:
    program = (
        "import sys, time\n"
        "from annotations.operations import Undo\n"
        "from annotations.writer import BackgroundWriter\n"
        "class Disk:\n"
        "    def write(self, operations):\n"
        "        time.sleep(0.1)\n"
        "        print(*(each.change_id for each in operations), flush=True)\n"
        "writer = BackgroundWriter(Disk())\n"
        "for number in range(3): writer.submit(Undo(str(number)))\n"
        "sys.exit(3)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 3
    assert done.stdout.split() == ["0", "1", "2"]


def test_an_editor_saves_through_the_writer_into_a_real_store(path: Path, desk: Desk) -> None:
    writer = BackgroundWriter(AnnotationStore.open(path))
    for place in range(0, 60, 5):
        desk.editor.toggle_tag(Span(place, place + 4), "contested", place)
    desk.editor.undo()
    for operation in desk.operations:
        writer.submit(operation)
    assert writer.close(10)
    assert AnnotationStore.open(path).annotations(desk.record.id) == list(desk.editor.index)
