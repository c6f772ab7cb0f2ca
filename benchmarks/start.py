"""How long it takes until there is something to read: the reader beside a bare Textual app, in turn."""

from __future__ import annotations

import statistics
import tempfile
from pathlib import Path

from benchmarks.emulated import Emulated, environment_in
from benchmarks.programs import FIRST_LINE, HELLO, SEED, reader
from benchmarks.table import Row

AIM = 1.3


def rows(runs: int) -> list[Row]:
    """Medians over so many runs of each, after one of each that warms the disk cache."""
    hello: list[float] = []
    seed: list[float] = []
    again: list[float] = []
    with tempfile.TemporaryDirectory() as home:
        folder = Path(home)
        _annotated(folder)
        for _ in range(runs + 1):
            hello.append(_until(HELLO, "Hello, world 0", folder))
            seed.append(_until(reader(folder / "fresh.json", SEED), FIRST_LINE, folder))
            again.append(_until(reader(folder / "work.json", SEED), FIRST_LINE, folder))
            for left in folder.glob("fresh.json*"):
                left.unlink()
    return [
        _row("start to first line, new store", seed[1:], hello[1:]),
        _row("start to first line, tags there", again[1:], hello[1:]),
    ]


def _row(what: str, seconds: list[float], base: list[float]) -> Row:
    """Medians; the ratio is that of neighbours, which had the same machine to themselves or not."""
    ratio = statistics.median(ours / theirs for ours, theirs in zip(seconds, base, strict=True))
    measured, baseline = (f"{statistics.median(each) * 1000:.0f} ms" for each in (seconds, base))
    return Row(what, measured, baseline, f"{ratio:.2f}", f"≤ {AIM}", ratio <= AIM)


def _until(command: list[str], text: str, home: Path) -> float:
    with Emulated(command, environment_in(home)) as program:
        return program.until_written(text)


def _annotated(home: Path) -> None:
    with Emulated(reader(home / "work.json", SEED), environment_in(home, model=False)) as program:
        program.until_text("0 tagged · saved")
        for key in "ujcjojujcjo":
            program.press(key, 0.2)
        program.press("q", 0.5)
