"""Real processes on one store: side by side, and killed."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from tinydb import TinyDB

from annotations.plain import typed
from annotations.records import Annotation
from annotations.store import AnnotationStore

ROOT = Path(__file__).parents[2]

# Writes annotation after annotation and says each one's id once it is on disk.
WRITER = """
import sys
from annotations.operations import Commit
from annotations.plain import plain
from annotations.records import Anchor, Annotation, Change, Edit, ReportRecord
from annotations.store import AnnotationStore

path, name, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
report = ReportRecord(id="r", title="t", source="t", captured="", opened="", media_type="text/plain",
                      sha256="0" * 64, text_sha256="0" * 64, length=10**6)
store = AnnotationStore.open(path)
print("ready", flush=True)
for number in range(count):
    identity = f"{name}-{number}"
    # Words of its own for each: two annotations of one author on the same words would be made one.
    at = int.from_bytes(identity.encode(), "big") % 10**6
    made = Annotation(id=identity, report="r", tags=("unverified",), note="x" * 400, created="", modified="",
                      spans=(Anchor(at, at + 1 + number, "w", "", ""),))
    change = Change(id="change-" + identity, at="", report="r", label=identity, caret=0,
                    edits=(Edit("annotations", identity, None, plain(made)),))
    store.write([Commit(change, report)])
    print(identity, flush=True)
"""


def start(path: Path, name: str, count: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path), name, str(count)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )


def test_three_programs_writing_at_once_lose_nothing(path: Path) -> None:
    writers = [start(path, name, 100) for name in ("a", "b", "c")]
    for writer in writers:
        assert writer.communicate(timeout=60)[0].count("\n") == 101
        assert writer.returncode == 0
    store = AnnotationStore.open(path)
    expected = {f"{name}-{number}" for name in "abc" for number in range(100)}
    assert {each.id for each in store.annotations("r")} == expected
    assert {change.label for change in store.changes("r")} == expected
    assert len(store.reports()) == 1
    with TinyDB(path) as stock:
        assert len(stock.table("annotations")) == 300


def test_a_program_killed_at_any_moment_leaves_a_store_with_every_acknowledged_change(path: Path) -> None:
    chance = random.Random(2)
    acknowledged: set[str] = set()
    for round_number in range(30):
        writer = start(path, f"k{round_number}", 100_000)
        assert writer.stdout is not None
        writer.stdout.readline()
        time.sleep(chance.uniform(0, 0.02))
        writer.send_signal(signal.SIGKILL)
        lines = writer.communicate()[0].split("\n")
        acknowledged.update(lines[:-1])  # what follows the last line break was not said whole
        store = AnnotationStore.open(path)
        assert store.notice == ""
        found = {each.id for each in store.annotations("r")}
        assert acknowledged <= found
        assert {change.label for change in store.changes("r")} == found
        if not path.exists():  # killed before its first write
            continue
        with TinyDB(path, access_mode="r") as stock:
            rows = stock.table("annotations").all()
        assert all(typed(Annotation, dict(row)).note == "x" * 400 for row in rows)
    assert len(acknowledged) > 30
