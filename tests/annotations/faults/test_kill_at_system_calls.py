"""The same kills from outside, at the system calls themselves, where strace may trace.

So that nothing rests on which functions of Python the other tests stand before.
"""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
import sys
from itertools import count
from pathlib import Path

import pytest

from .proofs import prove
from .work import opened, save

ROOT = Path(__file__).parents[3]
CHANGING = (
    "write",
    "/^(fdata|f)sync",
    "/^rename",
    "/^link",
    "/^unlink",
    "/^mkdir",
    "/^fchmod",
)
"""Names of system calls, and expressions for those that are called otherwise on other processors."""

# Writes, folds and writes again; says each change once it is on disk.
PROGRAM = """
import os, sys
from pathlib import Path
from tests.annotations.faults.work import opened, save
say = lambda word: os.write(1, word.encode() + b"\\n")
with opened(Path(sys.argv[1])) as store:
    save(store, say, "w", 0)
    store.fold()
    save(store, say, "w", 1)
"""


@functools.cache
def strace() -> str | None:
    """The program, if it may trace here."""
    found = shutil.which("strace")
    command = [found or "", "-f", "-e", "trace=none", "-e", "inject=/^rename:signal=SIGKILL:when=1", "true"]
    return (
        found if found and not subprocess.run(command, capture_output=True, check=False).returncode else None
    )


@pytest.fixture
def traced() -> str:
    found = strace()
    if found is None:
        pytest.skip("needs strace, and the right to trace")
    return found


@pytest.mark.parametrize("name", CHANGING)
def test_killed_at_any_system_call_that_changes_the_disk_every_acknowledged_change_is_there(
    folder: Path, traced: str, name: str
) -> None:
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": str(ROOT)}
    before: list[str] = []
    template = folder / "template"
    template.mkdir()
    with opened(template / "a.json") as store:
        save(store, before.append, "old", 0, 2)
        store.fold()
        save(store, before.append, "new", 0, 2)
    for number in count(1):
        path = folder / str(number) / "a.json"
        shutil.copytree(template, path.parent)
        kill = [
            "-f",
            "--quiet=all",
            "-e",
            f"trace={name}",
            "-e",
            f"inject={name}:signal=SIGKILL:when={number}",
        ]
        done = subprocess.run(
            [traced, *kill, "-o", os.devnull, sys.executable, "-c", PROGRAM, path],
            capture_output=True,
            text=True,
            check=False,
            env=environment,
        )
        prove(path, [*before, *done.stdout.splitlines()])
        shutil.rmtree(path.parent)
        if not done.returncode:
            break
        assert done.returncode < 0, done.stderr
    assert number > 1
