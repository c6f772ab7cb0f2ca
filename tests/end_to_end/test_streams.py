"""Standard input as the report, and standard output that is no terminal."""

from __future__ import annotations

import shlex
from hashlib import sha256
from pathlib import Path

from .conftest import PROGRAM, User
from .looking import saved_change


def test_a_report_is_piped_in_and_the_keys_come_from_the_terminal(user: User, seed: Path) -> None:
    pipe = f"cat {shlex.quote(str(seed))} | {shlex.quote(str(PROGRAM))} --db {shlex.quote(str(user.store))} -"
    reader = user.run_in_terminal(["/bin/sh", "-c", pipe])
    reader.wait("Kiev — Moscow", "0 tagged · saved")
    reader.press("j")
    reader.wait("sentence 2/33")
    saved_change(reader, "u")
    reader.press("q")
    assert reader.wait_end() == 0
    assert list(user.tagged().values()) == [["unverified"]]
    assert user.export()["reports"][0]["sha256"] == sha256(seed.read_bytes()).hexdigest()


def test_a_report_that_is_piped_in_again_has_its_tags(user: User, seed: Path) -> None:
    pipe = f"{shlex.quote(str(PROGRAM))} --db {shlex.quote(str(user.store))} - < {shlex.quote(str(seed))}"
    for tagged in (0, 1):
        reader = user.run_in_terminal(["/bin/sh", "-c", pipe])
        reader.wait(f"{tagged} tagged · saved")
        if not tagged:
            saved_change(reader, "c")
        reader.press("q")
        assert reader.wait_end() == 0


def test_standard_error_may_be_a_file(user: User, seed: Path) -> None:
    log = user.folder / "log"
    line = shlex.join([str(PROGRAM), "--db", str(user.store), str(seed)])
    reader = user.run_in_terminal(["/bin/sh", "-c", f"{line} 2>{shlex.quote(str(log))}"])
    reader.wait("0 tagged · saved")
    reader.press("q")
    assert reader.wait_end() == 0
    assert log.read_text().startswith("No annotations of")
    assert "\x1b" not in log.read_text()


def test_without_a_terminal_one_line_says_so(user: User, seed: Path) -> None:
    for arguments in ([seed], ["-"], []):
        answer = user.command(*arguments)
        assert answer.code == 2
        assert answer.out == ""
        assert answer.err.count("\n") == 1
        assert "terminal" in answer.err
    assert not user.store.exists()
