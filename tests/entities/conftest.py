from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from reports.document import Block, Blocks, Report
from reports.loading import load

SEEDS = Path(__file__).resolve().parents[2] / "seeds"

MakeReport = Callable[[str], Report]


def report_of(text: str) -> Report:
    """A report with one paragraph a line; the text may be in no encoding."""
    blocks = []
    start = 0
    for line in text.split("\n"):
        if line.strip():
            blocks.append(Block(start, start + len(line)))
        start += len(line) + 1
    digest = sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return Report("-", "standard input", "text/plain", digest, text, digest, Blocks(blocks))


@pytest.fixture
def make_report() -> MakeReport:
    return report_of


@pytest.fixture(scope="session")
def seed() -> Report:
    return load(SEEDS / "soldiers-remains-handover.txt")
