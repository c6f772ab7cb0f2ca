"""What is measured: the installed reader and the baseline, and what they are given."""

from __future__ import annotations

import random
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SEED = ROOT / "seeds" / "soldiers-remains-handover.txt"
FIRST_LINE = "Kiev — Moscow has handed over"
HELLO = [sys.executable, str(Path(__file__).with_name("hello.py"))]


def reader(store: Path, report: Path) -> list[str]:
    """The installed reader, on a store and a report."""
    return [str(Path(sys.executable).with_name("report-reader")), "--db", str(store), str(report)]


def large_report(folder: Path, size: int = 1_000_000) -> Path:
    """A report of that many bytes, the same each time: the seed's paragraphs, shuffled again and again."""
    paragraphs = SEED.read_text("utf-8").splitlines()
    first, rest = paragraphs[0], paragraphs[1:]
    chance = random.Random(1)
    text = [first]
    length = len(first.encode()) + 1
    while length < size:
        chance.shuffle(rest)
        text += rest
        length += sum(len(each.encode()) + 1 for each in rest)
    path = folder / "large.txt"
    path.write_bytes("\n".join(text).encode()[:size].rsplit(b"\n", 1)[0] + b"\n")
    return path
