"""How long it takes until there is something to read: beside a bare Textual app, and long beside short."""

from __future__ import annotations

import shutil
import statistics
from pathlib import Path

from benchmarks import texts
from benchmarks.emulated import Emulated, environment_in
from benchmarks.programs import HELLO, reader
from benchmarks.table import Row, milliseconds

AIM = 1.3
AIM_LONG = 2.0


def rows(home: Path, runs: int) -> list[Row]:
    """Medians over so many runs of each, in turn, after one of each that warms the disk cache."""
    _annotated(home)
    hello: list[float] = []
    seed: list[float] = []
    tagged: list[float] = []
    long = {path: list[float]() for path in _long(home)}
    for _ in range(runs + 1):
        hello.append(_until(HELLO, "Hello, world 0", home))
        seed.append(_new(texts.SEED, home))
        tagged.append(_until(reader(home / "work.json", texts.SEED), texts.FIRST_WORDS, home))
        for path, times in long.items():
            times.append(_new(path, home))
    return [
        _row("start to first line, new store", seed, hello, AIM),
        _row("start to first line, tags there", tagged, hello, AIM),
        *(_row(f"start to first line, 10 MB {path.suffix}", long[path], seed, AIM_LONG) for path in long),
    ]


def _long(home: Path) -> tuple[Path, Path]:
    return texts.plain(home, texts.LARGEST), texts.markdown(home, texts.LARGEST)


def _row(what: str, seconds: list[float], base: list[float], aim: float) -> Row:
    """Medians; the ratio is that of neighbours, which had the same machine to themselves or not."""
    pairs = list(zip(seconds[1:], base[1:], strict=True))
    ratio = statistics.median(ours / theirs for ours, theirs in pairs)
    measured, baseline = (milliseconds(statistics.median(each)) for each in zip(*pairs, strict=True))
    return Row(what, measured, baseline, f"{ratio:.2f}", f"≤ {aim}", ratio <= aim)


def _new(report: Path, home: Path) -> float:
    """With a store that is not there yet."""
    for left in home.glob("fresh.json*"):
        shutil.rmtree(left) if left.is_dir() else left.unlink()
    return _until(reader(home / "fresh.json", report), texts.FIRST_WORDS, home)


def _until(command: list[str], text: str, home: Path) -> float:
    with Emulated(command, environment_in(home)) as program:
        return program.until_written(text)


def _annotated(home: Path) -> None:
    with Emulated(reader(home / "work.json", texts.SEED), environment_in(home, model=False)) as program:
        program.until_text("0 tagged · saved")
        for key in "ujcjojujcjo":
            program.press(key, 0.2)
        program.press("q", 0.5)
