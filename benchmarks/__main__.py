"""`python -m benchmarks`: measures, prints a table, and never fails on a time."""

from __future__ import annotations

import argparse
import os
import platform
from importlib import metadata

from benchmarks import keys, memory, start, store
from benchmarks.table import Row, printed


def main() -> None:
    """Run what was asked for, by default all of it."""
    words = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    words.add_argument(
        "what", nargs="*", choices=["start", "keys", "memory", "store", []], help="default: all of them"
    )
    words.add_argument("--runs", type=int, default=9, help="starts of each program (9)")
    words.add_argument("--presses", type=int, default=80, help="keys of each kind (80)")
    given = words.parse_args()
    what = given.what or ["start", "keys", "memory", "store"]
    table: list[Row] = []
    if "start" in what:
        table += start.rows(given.runs)
    if "keys" in what:
        table += keys.rows(given.presses)
    if "memory" in what:
        table += memory.rows()
    if "store" in what:
        table += store.rows()
    print(
        f"{platform.system()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, "
        f"Python {platform.python_version()}, Textual {metadata.version('textual')}; keys: p50 / p95\n"
    )
    print(printed(table))


if __name__ == "__main__":
    main()
