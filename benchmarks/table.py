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
    marks = {True: "met", False: "not met", None: ""}
    return table(
        ["what", "measured", "baseline", "ratio", "aim", ""],
        [[each.what, each.measured, each.baseline, each.ratio, each.aim, marks[each.met]] for each in rows],
    )


def table(heads: Sequence[str], lines: Sequence[Sequence[str]]) -> str:
    """A Markdown table."""
    widths = [max(map(len, column)) for column in zip(heads, *lines, strict=True)]
    written = [
        "| " + " | ".join(text.ljust(width) for text, width in zip(line, widths, strict=True)) + " |"
        for line in (heads, *lines)
    ]
    written.insert(1, "| " + " | ".join("-" * width for width in widths) + " |")
    return "\n".join(written)


def milliseconds(*seconds: float) -> str:
    """`4.1 / 5.3 ms`: as many digits as say something."""
    digits = 1 if max(seconds) < 0.1 else 0
    return f"{' / '.join(f'{each * 1000:.{digits}f}' for each in seconds)} ms"
