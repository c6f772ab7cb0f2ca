"""`python -m benchmarks`: measures, prints a table, and never fails on a time."""

from __future__ import annotations

import argparse
import os
import platform
import tempfile
import time
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

from benchmarks import keys, memory, sizes, start, store
from benchmarks.table import Row, printed

PARTS = ("start", "keys", "memory", "store", "sizes")


def main() -> None:
    """Run what was asked for, by default all of it."""
    words = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    words.add_argument("what", nargs="*", choices=[*PARTS, []], help="default: all of them")
    words.add_argument("--runs", type=int, default=9, help="starts of each program (9)")
    words.add_argument("--presses", type=int, default=40, help="keys of each kind (40)")
    words.add_argument(
        "--limit", type=float, default=30, help="seconds until another program is given up (30)"
    )
    words.add_argument(
        "--model-seconds", type=float, default=10, help="seconds that the model reads of 10 MB (10)"
    )
    given = words.parse_args()
    begun = time.monotonic()
    what = given.what or PARTS
    print(
        f"{platform.system()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, "
        f"Python {platform.python_version()}, Textual {metadata.version('textual')}; keys: p50 / p95"
    )
    with tempfile.TemporaryDirectory() as home:
        if table := list(_rows(Path(home), what, given)):
            print(f"\n{printed(table)}")
        if "sizes" in what:
            asked = sizes.Given(min(3, given.runs), min(16, given.presses), given.limit)
            print(f"\n{sizes.printed(Path(home), asked)}")
    print(f"\nmeasured in {time.monotonic() - begun:.0f} s")


def _rows(home: Path, what: tuple[str, ...] | list[str], given: argparse.Namespace) -> Iterator[Row]:
    if "start" in what:
        yield from start.rows(home, given.runs)
    if "keys" in what:
        yield from keys.rows(home, given.presses)
    if "memory" in what:
        yield from memory.rows(home, given.model_seconds)
    if "store" in what:
        yield from store.rows()


if __name__ == "__main__":
    main()
