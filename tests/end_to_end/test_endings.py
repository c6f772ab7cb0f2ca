"""The line drops, or the system ends the reader: nothing is lost, nothing is left behind."""

from __future__ import annotations

import re
import shlex
import signal
import sys
import termios
from pathlib import Path

import psutil
import pytest
from tinydb import TinyDB

from .conftest import PROGRAM, User
from .looking import first_cell, go_to_sentence, saved_change, worker_of
from .terminal import GONE_WITHIN, Terminal

HANG_UP, TERM = 128 + signal.SIGHUP, 128 + signal.SIGTERM

SAVING_WAITS = """
import pathlib, time
from annotations.store import AnnotationStore
write, gate = AnnotationStore.write, pathlib.Path({gate!r})
def late(store, operations):
    while not gate.exists():
        time.sleep(0.005)
    write(store, operations)
AnnotationStore.write = late
"""
SAVING_TAKES_A_WHILE = """
import time
from annotations.store import AnnotationStore
write = AnnotationStore.write
def slow(store, operations):
    time.sleep(0.5)
    write(store, operations)
AnnotationStore.write = slow
"""
OPENING_WAITS = """
import pathlib, time
from annotations.store import AnnotationStore
def wait(*_, **__):
    pathlib.Path({begun!r}).touch()
    time.sleep(600)
AnnotationStore.open = wait
"""
ENDED_WHILE_IT_IS_MADE = """
import os
from tui.screens.reader import ReaderScreen
compose = ReaderScreen.compose
def end(screen):
    os.kill(os.getpid(), {number})
    yield from compose(screen)
ReaderScreen.compose = end
"""
FULL_DISK_AND_A_DEFECT = """
from annotations.errors import StoreError
from annotations.store import AnnotationStore
from tui.screens.reader import ReaderScreen
def refuse(*_):
    raise StoreError("work.json cannot be written: the disk is full.", "disk full")
def stumble(*_):
    raise ZeroDivisionError("made for this test")
AnnotationStore.write, ReaderScreen.action_help = refuse, stumble
"""


def end(reader: Terminal, ending: int) -> None:
    """The window is closed, or the process gets a signal."""
    if ending == HANG_UP:
        reader.hang_up()
    else:
        reader.kill(ending - 128)


def stored(user: User, table: str = "annotations") -> list[dict[str, object]]:
    """The rows of a table, as stock TinyDB reads them."""
    with TinyDB(user.store, access_mode="r") as stock:
        return [dict(row) for row in stock.table(table)]


def assert_given_back(reader: Terminal) -> None:
    """The terminal is as it was before: what is typed, printed, clicked and pasted."""
    raw = bytes(reader.raw)
    for mode in (1049, 1000, 1003, 1015, 1006, 2004, 1004):
        assert re.findall(rb"\x1b\[\?%d([hl])" % mode, raw)[-1:] == [b"l"], mode
    for mode in (25, 7):
        assert re.findall(rb"\x1b\[\?%d([hl])" % mode, raw)[-1:] == [b"h"], mode
    assert re.findall(rb"\x1b\[([<>])\d*u", raw)[-1:] == [b"<"]
    assert reader.modes == reader.modes_before


def stop(reader: Terminal) -> None:
    """As ctrl+z does elsewhere; here that key is undo."""
    reader.kill(signal.SIGTSTP)
    process = psutil.Process(reader.pid)
    reader.wait_until(lambda: process.status() == psutil.STATUS_STOPPED, "a stopped reader")


def last_line(reader: Terminal) -> str:
    """What is printed below everything after the reader's screen was left."""
    raw = bytes(reader.raw)
    return raw[raw.rindex(b"\x1b[?1049l") :].decode().strip().splitlines()[-1]


@pytest.mark.parametrize("ending", [HANG_UP, TERM])
def test_a_tag_that_is_shown_is_kept_and_everything_is_gone(
    user: User, long_report: Path, ending: int
) -> None:
    user.with_model()
    reader = user.read(long_report)
    reader.wait("0 tagged · saved")
    worker = worker_of(reader)
    reader.press("u")
    reader.wait("1 tagged")
    end(reader, ending)
    assert reader.wait_end(GONE_WITHIN) == ending
    _, alive = psutil.wait_procs([worker], timeout=GONE_WITHIN)
    assert not alive
    assert [row["tags"] for row in stored(user)] == [["unverified"]]
    assert user.command("check").code == 0


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_gives_the_terminal_back_and_says_where_the_work_lies(
    user: User, seed: Path, number: int
) -> None:
    reader = user.read(seed)
    reader.wait("0 tagged · saved")
    saved_change(reader, "u")
    reader.kill(number)
    assert reader.wait_end(GONE_WITHIN) == 128 + number
    assert_given_back(reader)
    assert f"1 annotation of {seed.name} in {user.store}" in last_line(reader)


def test_the_place_of_reading_is_kept(user: User, seed: Path) -> None:
    reader = user.read(seed)
    reader.wait("0 tagged · saved")
    saved_change(reader, "u")
    go_to_sentence(reader, 9)
    reader.hang_up()
    assert reader.wait_end(GONE_WITHIN) == HANG_UP
    reader = user.read(seed)
    reader.wait("1 tagged", "sentence 9/33")


def test_a_terminal_that_is_gone_ends_the_reader_even_if_hang_ups_are_ignored(user: User, seed: Path) -> None:
    line = shlex.join([str(PROGRAM), "--db", str(user.store), str(seed)])
    reader = user.run_in_terminal(["/bin/sh", "-c", f"trap '' HUP; exec {line}"])
    reader.wait("0 tagged · saved")
    reader.press("c")
    reader.wait("1 tagged")
    reader.hang_up()
    assert reader.wait_end(GONE_WITHIN) == HANG_UP
    assert [row["tags"] for row in stored(user)] == [["contested"]]


# ---------------------------------------------------------------------- at any moment


@pytest.mark.parametrize("ending", [HANG_UP, TERM])
def test_while_the_store_is_being_opened(user: User, seed: Path, ending: int) -> None:
    begun = user.folder / "begun"
    reader = user.read_with(OPENING_WAITS.format(begun=str(begun)), seed)
    reader.wait("Kiev — Moscow")
    reader.wait_until(begun.exists, "the store being opened")
    end(reader, ending)
    assert reader.wait_end(GONE_WITHIN) == ending
    if ending == TERM:
        assert_given_back(reader)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_before_anything_is_painted(user: User, seed: Path, number: int) -> None:
    reader = user.read_with(ENDED_WHILE_IT_IS_MADE.format(number=int(number)), seed)
    assert reader.wait_end() == 128 + number
    assert_given_back(reader)


@pytest.mark.parametrize("ending", [HANG_UP, TERM])
def test_in_the_list_of_reports(user: User, seed: Path, ending: int) -> None:
    reader = user.read(seed)
    reader.wait("0 tagged · saved")
    reader.press("u", "\x0f")
    reader.wait("REPORTS", "1 tagged")
    end(reader, ending)
    assert reader.wait_end(GONE_WITHIN) == ending
    assert len(stored(user)) == 1
    reader = user.read()
    reader.wait("REPORTS", seed.name)
    end(reader, ending)
    assert reader.wait_end(GONE_WITHIN) == ending


@pytest.mark.parametrize("ending", [HANG_UP, TERM])
def test_a_note_that_is_being_typed_is_kept_as_it_stands(user: User, seed: Path, ending: int) -> None:
    reader = user.read(seed)
    reader.wait("0 tagged · saved")
    reader.press("m")
    reader.wait("note on")
    reader.press("ask the min")
    reader.wait("ask the min")
    end(reader, ending)
    assert reader.wait_end(GONE_WITHIN) == ending
    assert [row["note"] for row in stored(user)] == ["ask the min"]
    reader = user.read(seed)
    reader.wait("z undo")
    saved_change(reader, "z")
    reader.wait("0 tagged")


def test_a_name_that_is_being_typed_is_not_taken_for_a_whole_one(user: User, seed: Path) -> None:
    reader = user.read(seed)
    reader.wait("0 tagged · saved")
    reader.press("@")
    reader.wait("who says it")
    reader.press("Volodym")
    reader.wait("Volodym")
    reader.hang_up()
    assert reader.wait_end(GONE_WITHIN) == HANG_UP
    assert not stored(user)


def test_more_signals_do_not_disturb_the_saving(user: User, seed: Path) -> None:
    gate = user.folder / "gate"
    reader = user.read_with(SAVING_WAITS.format(gate=str(gate)), seed)
    reader.wait("0 tagged · saved")
    reader.press("o")
    reader.wait("1 tagged", "saving")
    reader.kill(signal.SIGTERM)
    reader.wait_until(lambda: b"\x1b[?1049l" in reader.raw, "the reader's screen left")
    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGCONT, signal.SIGTERM):
        reader.kill(number)
    gate.touch()
    assert reader.wait_end(GONE_WITHIN) == TERM
    assert [row["tags"] for row in stored(user)] == [["official-claim"]]
    assert_given_back(reader)


# ---------------------------------------------------------------------- what hangs is left behind


def test_a_disk_that_does_not_answer_is_left_behind_with_a_word(user: User, seed: Path) -> None:
    reader = user.read_with(SAVING_WAITS.format(gate="/nobody/opens/it"), seed)
    reader.wait("0 tagged · saved")
    reader.press("u", "j", "c")
    reader.wait("2 tagged", "saving")
    reader.kill(signal.SIGTERM)
    assert reader.wait_end(GONE_WITHIN) == TERM
    assert_given_back(reader)
    assert last_line(reader).endswith("The last 2 changes were NOT saved. The disk did not answer.")


def test_after_a_hang_up_the_log_says_what_is_lost(user: User, seed: Path) -> None:
    log = user.folder / "log"
    code = SAVING_WAITS.format(gate="/nobody/opens/it")
    start = f"{code}\nimport sys\nfrom report_reader.__main__ import main\nsys.exit(main())"
    line = shlex.join([sys.executable, "-c", start, "--db", str(user.store), str(seed)])
    reader = user.run_in_terminal(["/bin/sh", "-c", f"exec {line} 2>{shlex.quote(str(log))}"])
    reader.wait("0 tagged · saved")
    reader.press("u")
    reader.wait("1 tagged", "saving")
    reader.hang_up()
    assert reader.wait_end(GONE_WITHIN) == HANG_UP
    assert log.read_text() == "The last change was NOT saved. The disk did not answer.\n"


def test_a_terminal_that_takes_nothing_any_more(user: User, seed: Path) -> None:
    reader = user.read(seed)
    reader.wait("0 tagged · saved")
    saved_change(reader, "u")
    reader.type_unseen("G", "g", rounds=200)
    reader.kill(signal.SIGTERM)
    assert reader.wait_end(GONE_WITHIN, looking=False) == TERM
    assert reader.modes == reader.modes_before
    assert len(stored(user)) == 1


def test_a_defect_with_a_full_disk_says_both(user: User, seed: Path) -> None:
    reader = user.read_with(FULL_DISK_AND_A_DEFECT, seed)
    reader.wait("0 tagged · saved")
    reader.press("u")
    reader.wait("NOT SAVED 1")
    reader.press("?")
    assert reader.wait_end() == 2
    raw = bytes(reader.raw)
    defect, unsaved = raw[raw.rindex(b"\x1b[?1049l") :].decode().strip().splitlines()[-2:]
    assert "ZeroDivisionError: made for this test" in defect
    assert unsaved.endswith("The last change was NOT saved. work.json cannot be written: the disk is full.")


# ---------------------------------------------------------------------- stopped, and going on


def test_a_stopped_reader_lends_the_terminal_and_takes_it_back(user: User, seed: Path) -> None:
    reader = user.read(seed)
    reader.wait("0 tagged · saved")
    reader.press("u")
    reader.wait("1 tagged")
    stop(reader)
    reader.wait_until(lambda: reader.raw.endswith(b"\x1b[?1004l"), "the terminal given back")
    assert_given_back(reader)
    assert list(user.tagged().values()) == [["unverified"]]
    reader.screen.reset()
    reader.kill(signal.SIGCONT)
    reader.wait("Kiev — Moscow", "1 tagged", "ANNOTATIONS")
    reader.wait_until(lambda: reader.cursor == first_cell(reader), "the caret")
    reader.press("j", "c")
    reader.wait("2 tagged")
    reader.press("q")
    assert reader.wait_end() == 0
    assert_given_back(reader)
    assert len(stored(user)) == 2


def test_being_told_to_go_on_without_having_been_stopped_changes_nothing(user: User, seed: Path) -> None:
    reader = user.read(seed)
    reader.wait("0 tagged · saved")
    drawn = len(reader.raw)
    reader.kill(signal.SIGCONT)
    reader.wait_until(lambda: b"\x1b[?1049h" in reader.raw[drawn:], "the terminal taken again")
    saved_change(reader, "u")
    reader.press("q")
    assert reader.wait_end() == 0
    assert_given_back(reader)


def test_a_stopped_reader_can_be_ended(user: User, seed: Path) -> None:
    reader = user.read(seed)
    reader.wait("0 tagged · saved")
    reader.press("u")
    reader.wait("1 tagged")
    stop(reader)
    # As shells and service managers do it: the signal first, then leave to act on it.
    reader.kill(signal.SIGTERM)
    reader.kill(signal.SIGCONT)
    assert reader.wait_end(GONE_WITHIN) == TERM
    assert_given_back(reader)
    assert len(stored(user)) == 1


def test_what_is_on_its_way_to_the_disk_gets_there_before_the_reader_stops(user: User, seed: Path) -> None:
    reader = user.read_with(SAVING_TAKES_A_WHILE, seed)
    reader.wait("0 tagged · saved")
    reader.press("u")
    reader.wait("1 tagged")
    stop(reader)
    assert list(user.tagged().values()) == [["unverified"]]


def test_under_a_shell_it_goes_on_in_the_foreground_and_can_be_ended_in_the_background(
    user: User, seed: Path
) -> None:
    shell = user.run_in_terminal(["/bin/bash", "--norc", "--noprofile", "-i"])
    shell.wait_until(lambda: not shell.modes[3] & termios.ICANON, "a prompt that edits")
    at_prompt = shell.modes
    shell.press(f"{shlex.join([str(PROGRAM), '--db', str(user.store), str(seed)])}\r")
    shell.wait("0 tagged · saved")
    (reader,) = shell.children()
    shell.press("u")
    shell.wait("1 tagged")
    stop_job(shell, reader, at_prompt)
    shell.press("fg\r")
    shell.wait("Kiev — Moscow", "1 tagged")
    shell.wait_until(lambda: shell.cursor == first_cell(shell), "the caret")
    shell.press("j", "c")
    shell.wait("2 tagged")
    stop_job(shell, reader, at_prompt)
    written = len(shell.raw)
    # As shells and service managers do it: the signal first, then leave to act on it.
    reader.send_signal(signal.SIGTERM)
    reader.send_signal(signal.SIGCONT)
    _, alive = psutil.wait_procs([reader], timeout=GONE_WITHIN)
    assert not alive
    assert shell.modes == at_prompt
    shell.press("echo $(( 6 * 7 ))\r")
    shell.wait_until(lambda: b"42" in shell.raw[written:], "the shell's answer")
    assert b"\x1b[?1049h" not in shell.raw[written:]
    assert len(stored(user)) == 2


def stop_job(shell: Terminal, reader: psutil.Process, at_prompt: list[object]) -> None:
    """Stop the shell's job, and wait for the prompt with its modes."""
    before = len(shell.raw)
    reader.send_signal(signal.SIGTSTP)
    shell.wait_until(lambda: b"Stopped" in shell.raw[before:], "the shell's word of the stopped job")
    shell.wait_until(lambda: shell.modes == at_prompt, "the shell's prompt")


# ---------------------------------------------------------------------- without a screen


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_command_that_is_ended_leaves_the_old_file(user: User, long_report: Path, number: int) -> None:
    reader = user.read(long_report)
    reader.wait("0 tagged · saved")
    saved_change(reader, "u")
    reader.press("q")
    assert reader.wait_end() == 0
    user.with_model()
    folder = user.folder / "exports"
    folder.mkdir()
    target = folder / "work.json"
    target.write_text("of last week")
    command = [str(PROGRAM), "--db", str(user.store), "export", "-o", str(target)]
    export = user.run_in_terminal(command)
    worker = worker_of(export)
    export.kill(number)
    assert export.wait_end() == -number
    _, alive = psutil.wait_procs([worker], timeout=GONE_WITHIN)
    assert not alive
    assert [each.name for each in folder.iterdir()] == [target.name]
    assert target.read_text() == "of last week"
    assert user.command("check").code == 0
