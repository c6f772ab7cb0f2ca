"""Where a link leads, and whether its words say that it leads somewhere else."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reports.document import Mark, Report

_HOST = r"(?P<host>[^\s/@:?#]+)"
_ADDRESS = re.compile(rf"\s*+(?:[a-z][a-z0-9+.-]*:)?//(?:[^\s/@?#]*@)?{_HOST}", re.IGNORECASE)
_NAME = re.compile(r"\s*+(?P<host>[^\s/@:?#.]+(?:\.[^\s/@:?#.]+)*\.[^\W\d_]{2,})(?:[/:?#]\S*)?\s*\Z")
"""An address without its scheme: a name with a dot in it, and perhaps a path, and no other word."""


def link_at(report: Report, offset: int) -> Mark | None:
    """The link or image whose words hold the code point at `offset`; the innermost."""
    blocks, marks = report.blocks, report.marks
    first = bisect_left(marks.starts, blocks.starts[blocks.at(offset)])
    for number in range(bisect_right(marks.starts, offset) - 1, first - 1, -1):
        if marks.ends[number] > offset:
            mark = marks[number]
            if mark.kind in ("link", "image"):
                return mark
    return None


def is_misleading(words: str, target: str) -> bool:
    """Whether the words of a link look like an address, and its target is at another host."""
    said = _ADDRESS.match(words) or _NAME.match(words)
    if said is None:
        return False
    leads_to = _ADDRESS.match(target)
    if leads_to is None:
        # A name of a file, linked to that file, says what it is.
        return not target.endswith(words.strip())
    said_host, real_host = (_plain(found["host"]) for found in (said, leads_to))
    return said_host != real_host and not real_host.endswith(f".{said_host}") and not target.endswith(words)


def _plain(host: str) -> str:
    return host.casefold().rstrip(".").removeprefix("www.")
