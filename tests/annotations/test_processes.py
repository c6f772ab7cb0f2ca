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
from annotations.records import Annotation, Change
from annotations.store import AnnotationStore

ROOT = Path(__file__).parents[2]

# Writes annotation after annotation, says each one's id once it is on disk, and folds now and then.
WRITER = """
import sys
from annotations.operations import Commit
from annotations.plain import plain
from annotations.records import Anchor, Annotation, Change, Edit, ReportRecord
from annotations.store import AnnotationStore

path, name, count, fold_every = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
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
    if fold_every and number % fold_every == fold_every - 1:
        store.fold()
"""


def start(path: Path, name: str, count: int, fold_every: int = 0) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path), name, str(count), str(fold_every)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )


def labels(store: AnnotationStore) -> list[str]:
    return [change.label if isinstance(change, Change) else change.sentence for change in store.changes("r")]


def test_four_programs_that_write_a_thousand_changes_each_make_four_thousand(path: Path) -> None:
    writers = [start(path, name, 1000, fold_every=97 if name in "ab" else 0) for name in "abcd"]
    following = AnnotationStore.open(path)
    while any(writer.poll() is None for writer in writers[:1]):
        following.refresh()
    for writer in writers:
        assert writer.communicate(timeout=120)[0].count("\n") == 1001
        assert writer.returncode == 0
    following.refresh()
    expected = {f"{name}-{number}" for name in "abcd" for number in range(1000)}
    for store in (following, AnnotationStore.open(path)):
        assert store.notice == ""
        assert {each.id for each in store.annotations("r")} == expected
        said = labels(store)
        assert len(said) == 4000
        assert set(said) == expected
        assert len(store.reports()) == 1
        for name in "abcd":
            assert [label for label in said if label[0] == name] == [
                f"{name}-{n}" for n in range(999, -1, -1)
            ]
    following.fold()
    with TinyDB(path, access_mode="r") as stock:
        assert len(stock.table("annotations")) == 4000


def test_a_program_killed_at_any_moment_leaves_a_store_with_every_acknowledged_change(path: Path) -> None:
    chance = random.Random(2)
    acknowledged: set[str] = set()
    for round_number in range(30):
        writer = start(path, f"k{round_number}", 100_000, fold_every=5)
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
        said = labels(store)
        assert set(said) == found
        assert len(said) == len(found)
        if round_number % 3 == 0:
            store.fold()
        if not path.exists():  # killed before its first write
            continue
        with TinyDB(path, access_mode="r") as stock:
            rows = stock.table("annotations").all()
        assert all(typed(Annotation, dict(row)).note == "x" * 400 for row in rows)
    assert len(acknowledged) > 30
