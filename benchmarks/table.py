"""Measurements as rows: what, how much, against what, and the aim."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from typing import NamedTuple


class Row(NamedTuple):
    """One line of the table; everything is text already."""

    what: str
    measured: str
    baseline: str = ""
    ratio: str = ""
    aim: str = ""
    met: bool | None = None


def percentile(values: Sequence[float], share: float) -> float:
    """The value that this share of all values does not exceed."""
    return statistics.quantiles(values, n=100, method="inclusive")[round(share * 100) - 1]


def printed(rows: Sequence[Row]) -> str:
    """The rows as a Markdown table."""
    cells = [["what", "measured", "baseline", "ratio", "aim", ""]]
    marks = {True: "met", False: "not met", None: ""}
    cells += [
        [each.what, each.measured, each.baseline, each.ratio, each.aim, marks[each.met]] for each in rows
    ]
    widths = [max(len(line[column]) for line in cells) for column in range(6)]
    lines = [
        "| " + " | ".join(text.ljust(width) for text, width in zip(line, widths, strict=True)) + " |"
        for line in cells
    ]
    lines.insert(1, "| " + " | ".join("-" * width for width in widths) + " |")
    return "\n".join(lines)
