"""One side of a comparison of stores, as a process: prints what it measured as JSON."""

from __future__ import annotations

import gc
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil
from tinydb import TinyDB

from annotations.history.timeline import Timeline
from annotations.operations import Commit
from annotations.plain import plain
from annotations.records import Anchor, Annotation, Change, Edit, ReportRecord, report_id
from annotations.store import AnnotationStore
from benchmarks.memory import held_by
from benchmarks.store import PER_REPORT, median_of
from benchmarks.table import percentile

_BATCH = 500
_WORDS = (
    "During a counter-offensive north-west of the city, about 160 square kilometres and seven villages "
    "were recaptured, the president said during a visit to near the front line."
)
_NOW = "2026-11-22T09:12:04Z"


def main(kind: str, path: Path, size: int) -> dict[str, Any]:
    """Do what the kind says; seconds, megabytes and bytes."""
    return {"make": make, "ours": ours, "stock": stock, "load": load}[kind](path, size)


def make(path: Path, size: int) -> dict[str, Any]:
    """A folded store with so many annotations, made by as many changes."""
    store = AnnotationStore.open(path)
    for start in range(0, size, _BATCH):
        store.write([_commit(number) for number in range(start, min(size, start + _BATCH))])
    store.fold()
    store.close()
    _copy_of(path).write_bytes(path.read_bytes())
    return {}


def ours(path: Path, size: int) -> dict[str, Any]:
    """This program's store."""
    measured = load(path, size)
    store = AnnotationStore.open(path)
    written = _journal_size(path)
    times = [_timed(lambda each=number: store.write([_commit(each)])) for number in range(size, size + 300)]
    written = _journal_size(path) - written
    measured |= {"save": median_of(times), "save_p95": percentile(times, 0.95), "bytes": written / len(times)}
    measured["fold"] = _timed(store.fold)
    store.close()
    return measured


def load(path: Path, size: int) -> dict[str, Any]:
    """Open, the annotations of a report, and what can be undone in it: what the reader waits for."""
    base = held_by(psutil.Process())
    report = _report(size - 1)
    kept: list[Any] = []

    def first_read() -> None:
        store = AnnotationStore.open(path)
        assert len(store.annotations(report)) == min(size, PER_REPORT)
        assert Timeline("", store.changes(report)).undoable is not None or not _has_history(path)
        kept.append(store)

    times = [_timed(first_read)]
    gc.collect()
    memory = held_by(psutil.Process()) - base
    for _ in range(4):
        kept.clear()
        times.append(_timed(first_read))
    return {"load": median_of(times), "memory": memory}


def stock(path: Path, size: int) -> dict[str, Any]:
    """Stock TinyDB on a copy: all rows read, and its insert."""
    copy = _copy_of(path)
    base = held_by(psutil.Process())
    kept: list[Any] = []

    def first_read() -> None:
        store = TinyDB(copy)
        kept.append((store, store.table("annotations").all()))
        assert len(kept[-1][1]) == size

    times = [_timed(first_read)]
    gc.collect()
    memory = held_by(psutil.Process()) - base
    for _ in range(2 if size > 10_000 else 4):
        kept.clear()
        times.append(_timed(first_read))
    store = TinyDB(copy)
    table = store.table("annotations")
    rounds = 3 if size > 10_000 else 10
    table.insert(plain(_annotation(size)))
    saves = [_timed(lambda each=number: table.insert(plain(_annotation(each)))) for number in range(rounds)]
    return {
        "load": median_of(times),
        "memory": memory,
        "save": median_of(saves),
        "bytes": copy.stat().st_size,
    }


def _copy_of(path: Path) -> Path:
    return path.with_name("stock.json")


def _timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _journal_size(path: Path) -> int:
    journal = path.with_name(path.name + ".journal")
    return journal.stat().st_size if journal.exists() else 0


def _has_history(path: Path) -> bool:
    return path.with_name(path.name + ".history").exists()


def _report(number: int) -> str:
    return report_id(f"{number // PER_REPORT:064x}")


def _annotation(number: int) -> Annotation:
    place = (number % PER_REPORT) * 200
    return Annotation(
        id=f"annotation-{number}",
        report=_report(number),
        tags=("unverified", "official-claim"),
        created=_NOW,
        modified=_NOW,
        spans=(Anchor(place, place + len(_WORDS), _WORDS, _WORDS[-32:], _WORDS[:32]),),
    )


def _commit(number: int) -> Commit:
    annotation = _annotation(number)
    text = f"{number // PER_REPORT:064x}"
    report = ReportRecord(
        id=annotation.report, title="a report", source="report.txt", captured=_NOW, opened=_NOW,
        media_type="text/plain", sha256=text, text_sha256=text, length=PER_REPORT * 200,
    )  # fmt: skip
    edit = Edit("annotations", annotation.id, None, plain(annotation))
    change = Change(
        id=f"change-{number}", at=_NOW, report=annotation.report, label="+ unverified", caret=0, edits=(edit,)
    )
    return Commit(change, report)


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))))
