"""`report-reader REPORT`: what is refused before the screen is taken, and what the reader is given.

A stand-in for the reader says what it was given and which key it got; the terminal is a real one.
"""

import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from ptyprocess import PtyProcess

STAND_IN = """
import os, sys, termios, tty, types
from tui.terminal.endings import Farewell
from report_reader.__main__ import main

def run_reader(settings, sources, first):
    title = first.report.title if first else None
    keyboard = sys.__stdin__.fileno()
    before = termios.tcgetattr(keyboard)
    # Before the first line: this throws away what was typed so far, and the test types after that line.
    tty.setcbreak(keyboard)
    given = f"reader: {list(sources)} {title} {settings.theme!r} {settings.database.name}"
    print(given, file=sys.__stderr__, flush=True)
    print(f"key: {os.read(keyboard, 1)!r} {sys.stdin.isatty()}", file=sys.__stderr__, flush=True)
    termios.tcsetattr(keyboard, termios.TCSANOW, before)
    return Farewell("Everything is in work.json.")

sys.modules["tui.app"] = types.ModuleType("tui.app")
sys.modules["tui.app"].run_reader = run_reader
sys.exit(main())
"""


@pytest.fixture
def stand_in(tmp_path: Path) -> Path:
    path = tmp_path / "stand_in.py"
    path.write_text(STAND_IN)
    return path


@pytest.fixture
def read(stand_in: Path, tmp_path: Path) -> Callable[..., tuple[int, str]]:
    """Opens the reader in a real terminal by a line of the shell, and presses `u`."""

    def command(line: str) -> tuple[int, str]:
        script = line.replace("report-reader", f"'{sys.executable}' '{stand_in}'")
        child = PtyProcess.spawn(["sh", "-c", script], cwd=str(tmp_path), dimensions=(24, 200))
        # A reader that never gets its key must fail the test, not hold it.
        patience = threading.Timer(30, child.terminate, kwargs={"force": True})
        patience.start()
        seen = b""
        pressed = False
        while True:
            try:
                seen += child.read()
            except EOFError:
                break
            if not pressed and b"reader: " in seen:
                child.write(b"u")
                pressed = True
        patience.cancel()
        child.wait()
        return child.exitstatus, seen.decode().replace("\r\n", "\n")

    return command


def test_a_report_is_loaded_and_handed_over(read: Callable, report_file: Path) -> None:
    code, seen = read("report-reader bridge.txt --theme paper --db work.json")
    assert code == 0
    assert "reader: ['bridge.txt'] bridge.txt 'paper' work.json" in seen
    assert "key: b'u' True" in seen
    assert "Everything is in work.json." in seen


def test_options_before_the_report_count_too(read: Callable, report_file: Path) -> None:
    assert "'nord' x.json" in read("report-reader --theme nord --db x.json bridge.txt")[1]


def test_without_a_report_she_chooses(read: Callable) -> None:
    assert "reader: [] None '' annotations.json" in read("report-reader")[1]


def test_of_several_files_the_first_is_opened(read: Callable, report_file: Path, tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text("Another.\n")
    assert "reader: ['bridge.txt', 'b.txt'] bridge.txt" in read("report-reader bridge.txt b.txt")[1]


def test_from_a_folder_of_several_she_chooses(read: Callable, tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "a.txt").write_text("One.\n")
    assert "reader: ['reports/a.txt'] a.txt" in read("report-reader reports")[1]
    (folder / "b.txt").write_text("Two.\n")
    assert "reader: ['reports/a.txt', 'reports/b.txt'] None" in read("report-reader reports")[1]


def test_what_is_piped_in_is_read_and_the_keys_come_from_the_terminal(
    read: Callable, report_file: Path
) -> None:
    code, seen = read("cat bridge.txt | report-reader -")
    assert code == 0
    assert "reader: ['-'] standard input" in seen
    assert "key: b'u' True" in seen


def test_the_keys_come_from_the_terminal_whatever_standard_input_is(
    read: Callable, report_file: Path
) -> None:
    for line in ("report-reader bridge.txt < /dev/null", "report-reader bridge.txt <&-"):
        code, seen = read(line)
        assert code == 0
        assert "key: b'u' True" in seen


def test_the_screen_is_drawn_although_standard_error_is_a_log(
    read: Callable, report_file: Path, tmp_path: Path
) -> None:
    code, seen = read("report-reader bridge.txt 2> log")
    assert code == 0
    assert "key: b'u' True" in seen
    assert (tmp_path / "log").read_text() == "Everything is in work.json.\n"


def test_a_report_named_like_a_command_is_written_with_its_folder(read: Callable, tmp_path: Path) -> None:
    (tmp_path / "list").write_text("A report.\n")
    assert "] list ''" in read("report-reader ./list")[1]


def test_names_that_look_like_options_stand_behind_two_hyphens(read: Callable, tmp_path: Path) -> None:
    (tmp_path / "--db").write_text("A report.\n")
    assert "] --db ''" in read("report-reader -- --db")[1]
    (tmp_path / "-").write_text("A report.\n")
    assert "reader: ['./-'] - ''" in read("report-reader ./-")[1]


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (["none.txt"], "none.txt does not exist"),
        (["bridge.txt", "none.txt"], "none.txt does not exist"),
        (["empty.txt"], "empty.txt is empty"),
        (["picture.txt"], "picture.txt"),
        (["folder"], "folder holds no reports"),
        (["bridge.txt"], "the reader needs a terminal"),
        ([], "the reader needs a terminal"),
        (["-"], "the reader needs a terminal"),
        (["-", "bridge.txt"], "read alone"),
    ],
)
def test_what_cannot_be_opened_is_one_line_and_exit_code_2(
    stand_in: Path, report_file: Path, tmp_path: Path, words: list[str], complaint: str
) -> None:
    (tmp_path / "empty.txt").write_bytes(b"\n")
    (tmp_path / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0")
    (tmp_path / "folder").mkdir()
    done = subprocess.run(
        [sys.executable, stand_in, *words], cwd=tmp_path, input=b"x", capture_output=True, check=False
    )
    assert (done.returncode, done.stdout) == (2, b"")
    said = done.stderr.decode()
    assert complaint in said
    assert said.startswith("report-reader: ")
    assert said.count("\n") == 1


def test_a_hyphen_with_nothing_piped_in_is_explained(read: Callable) -> None:
    code, seen = read("report-reader -")
    assert code == 2
    assert "cat report.txt | report-reader -" in seen


def test_without_a_controlling_terminal_there_are_no_keys(stand_in: Path, report_file: Path) -> None:
    """Standard output may be a terminal that is not ours, as under a supervisor."""
    ours, theirs = os.openpty()
    try:
        done = subprocess.run(
            [sys.executable, stand_in, str(report_file)],
            stdin=subprocess.DEVNULL,
            stdout=theirs,
            stderr=subprocess.PIPE,
            start_new_session=True,
            check=False,
        )
    finally:
        os.close(theirs)
        os.close(ours)
    assert done.returncode == 2
    assert b"/dev/tty cannot be opened" in done.stderr
