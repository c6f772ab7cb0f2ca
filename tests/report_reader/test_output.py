"""Nothing raw reaches the terminal, and nothing ends in a traceback."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from ptyprocess import PtyProcess

from report_reader import errors, output
from reports.document import Span

HOSTILE = "a\x1b[2Jb\u202ec\x9b31m\u200bd"


def test_a_hostile_name_is_shown_and_not_obeyed(
    run: Callable, database: Path, annotated: Callable, tmp_path: Path
) -> None:
    hostile = tmp_path / f"{HOSTILE}.txt"
    hostile.write_text("Some text of it.\n", encoding="utf-8")
    annotated(database, hostile, [(Span(0, 4), "unverified")])
    answers = [
        run("list", "--db", database),
        run(f"{HOSTILE}.none"),
        run("export", "--db", f"{HOSTILE}.json"),
        run("list", f"--{HOSTILE}"),
        run("--theme", HOSTILE, hostile),
    ]
    for answer in answers:
        shown = answer.out + answer.err
        assert shown
        assert not set(HOSTILE) & set(shown) - set("[2Jabcd31m")
        assert all(character.isprintable() for character in shown.replace("\n", ""))


def test_a_name_that_is_no_utf8_is_shown(spawn: Callable, tmp_path: Path) -> None:
    answer = spawn(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.txt"))
    assert answer.code == 2
    assert "does not exist" in answer.err


def test_a_terminal_of_another_encoding_gets_escapes(spawn: Callable, database: Path) -> None:
    answer = spawn("tags", "--db", database, environment={"PYTHONIOENCODING": "ascii", "COLUMNS": "80"})
    assert answer.code == 0
    answer = spawn("keys", environment={"PYTHONIOENCODING": "ascii"})
    assert answer.code == 0


def test_json_to_a_terminal_is_escaped_and_still_the_same_json(
    capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    document = json.dumps({"text": HOSTILE + "\U000e0041é"}, ensure_ascii=False).encode()
    output.write_json(document)
    piped = capfdbinary.readouterr().out
    assert piped == document + b"\n"
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    output.write_json(document)
    shown = capfdbinary.readouterr().out.decode()
    assert json.loads(shown) == json.loads(document)
    assert "é" in shown
    assert all(character.isprintable() or character == "\n" for character in shown)


def test_json_is_escaped_in_a_real_terminal(database: Path, annotated: Callable, tmp_path: Path) -> None:
    hostile = tmp_path / "hostile.txt"
    hostile.write_text("One \u202etwo\u009b three.\n", encoding="utf-8")
    annotated(database, hostile, [(Span(0, 9), "unverified")])
    code = (
        "import sys, entities.finding.finder; entities.finding.finder.read_all = lambda *_: iter(());"
        "from report_reader.__main__ import main; sys.exit(main())"
    )
    arguments = [sys.executable, "-c", code, "list", "--json", "--db", str(database)]
    child = PtyProcess.spawn(arguments, dimensions=(50, 200))
    seen = b""
    while True:
        try:
            seen += child.read()
        except EOFError:
            break
    child.wait()
    assert child.exitstatus == 0
    assert "\u202e" not in seen.decode()
    assert json.loads(seen)["reports"]


def test_a_pipe_that_closes_ends_the_command_quietly(database: Path) -> None:
    child = subprocess.Popen(
        [sys.executable, "-m", "report_reader", "keys"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert child.stdout is not None
    assert child.stderr is not None
    child.stdout.close()
    said = child.stderr.read()
    assert child.wait() == errors.PIPE_CLOSED
    assert said == b""


def test_ctrl_c_ends_with_the_code_of_the_shell(run: Callable, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("report_reader.config.load_settings", interrupted)
    answer = run("list")
    assert answer.code == 130
    assert "Traceback" not in answer.err


def test_a_defect_of_ours_is_one_line_unless_asked_for(
    run: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("by\x1bzero")

    monkeypatch.setattr("report_reader.config.load_settings", broken)
    answer = run("list")
    assert answer.code == 2
    assert answer.err.count("\n") == 1
    assert "ZeroDivisionError" in answer.err
    assert "\x1b" not in answer.err
    monkeypatch.setenv("REPORT_READER_TRACEBACK", "1")
    answer = run("list")
    assert answer.code == 2
    assert "Traceback (most recent call last):" in answer.err
    assert "ZeroDivisionError: by␛zero" in answer.err
    assert "\x1b" not in answer.err


def test_columns_are_aligned_by_cells(tmp_path: Path) -> None:
    lines = output.table([("日本", "x"), ("abc", "y"), ("a\tb", "z")])
    assert lines == ["日本  x", "abc   y", "a␉b   z"]
