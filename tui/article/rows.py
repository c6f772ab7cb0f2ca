"""Which code points stand on which row, for one width: exact, built once, kept in two arrays.

A row is `[start, end)` of the canonical text with the white space it was broken at; the rows of a
block join to the block. A blank row is empty and starts where the block before it ends.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from functools import lru_cache
from typing import TYPE_CHECKING

from reports.visible import clusters, is_plain_lines

if TYPE_CHECKING:
    from reports.document import Block, Report
    from reports.visible import Cluster

_TIGHT = frozenset({"item", "row"})
"""Kinds that follow one another without a blank row."""

_MAX_INDENT_SHARE = 3
"""Markers and indents never take more than a third of the width."""


@lru_cache(maxsize=64)
def _breaker(width: int) -> re.Pattern[str]:
    """The regex whose successive matches are the rows of a text whose characters are a cell each.

    As much as fits, up to the last white space; a word longer than the row is cut.
    """
    return re.compile(rf"(?s:.{{1,{width}}})(?:\s+|\Z)|(?s:.{{{width}}})")


def drawn(cluster: Cluster) -> str:
    """What a cluster is drawn as inside a row; a line break that the text flows over is a blank."""
    return cluster.shown or " "


def drawn_cells(cluster: Cluster) -> int:
    """The cells of `drawn(cluster)`."""
    return cluster.cells if cluster.shown else 1


def indent_of(block: Block, width: int) -> int:
    """How many cells the block's rows are set in, for a measure of `width` cells."""
    if block.kind == "item":
        wanted = 2 * max(0, block.level - 1) + len(block.marker) + 1
    elif block.kind == "quotation":
        wanted = 2 * max(1, block.level)
    elif block.kind == "code":
        wanted = 2
    else:
        wanted = 0
    return min(wanted, width // _MAX_INDENT_SHARE)


def blank_rows_between(before: Block, after: Block) -> int:
    """How many blank rows stand between two blocks: one, two before a heading, none in a list or table."""
    if after.kind == "heading":
        return 2
    if before.kind == after.kind and after.kind in _TIGHT:
        return 0
    return 1


class RowIndex:
    """The rows of a report for a measure of `width` cells."""

    def __init__(self, report: Report, width: int) -> None:
        self.width = max(1, width)
        self._report = report
        self._block_starts = [block.start for block in report.blocks]
        self.starts = array("I")
        self.ends = array("I")
        self._build()

    def __len__(self) -> int:
        return len(self.starts)

    def _build(self) -> None:
        text, blocks = self._report.text, self._report.blocks
        all_plain = is_plain_lines(text)
        keeps_breaks = self._report.media_type == "text/markdown"
        before: Block | None = None
        for block in blocks:
            if before is not None:
                blanks = blank_rows_between(before, block)
                self.starts.extend([before.end] * blanks)
                self.ends.extend([before.end] * blanks)
            width = self.width - indent_of(block, self.width)
            plain = all_plain or is_plain_lines(text[block.start : block.end])
            for start, end in _lines(text, block, keep=keeps_breaks or block.kind == "code"):
                if plain:
                    self._break_plain(text, start, end, width)
                else:
                    self._break_clusters(text, start, end, width)
            before = block

    def _break_plain(self, text: str, start: int, end: int, width: int) -> None:
        last = start
        for row in _breaker(width).finditer(text, start, end):
            self.starts.append(last)
            last = row.end()
            self.ends.append(last)
        if last < end:
            self.ends[-1] = end

    def _break_clusters(self, text: str, start: int, end: int, width: int) -> None:
        """Break by grapheme cluster and cell width; a row ends after the last white space that fits."""
        row = start
        used = 0
        candidate, used_at_candidate = -1, 0
        for cluster in clusters(text, start, end):
            here = cluster.offset
            cells = drawn_cells(cluster)
            blank = text[here].isspace()
            # Twice when what follows the white space is too wide together with what has gone before.
            while used + cells > width and here > row and not blank:
                cut = candidate if candidate > row else here
                used -= used_at_candidate if candidate > row else used
                self.starts.append(row)
                self.ends.append(cut)
                row, candidate = cut, -1
            used += cells
            if blank:
                candidate, used_at_candidate = here + cluster.length, used
        self.starts.append(row)
        self.ends.append(end)

    def row_at(self, offset: int) -> int:
        """The row that holds the code point at `offset`; O(log rows)."""
        return max(0, bisect_right(self.starts, offset) - 1)

    def block_at(self, row: int) -> Block | None:
        """The block the row belongs to; `None` for a blank row."""
        if self.starts[row] == self.ends[row]:
            return None
        return self._report.blocks[bisect_right(self._block_starts, self.starts[row]) - 1]

    def begins_block(self, row: int) -> bool:
        """Whether the row is the first of its block."""
        start = self.starts[row]
        at = bisect_left(self._block_starts, start)
        return at < len(self._block_starts) and self._block_starts[at] == start


def _lines(text: str, block: Block, *, keep: bool) -> list[tuple[int, int]]:
    """The block's lines where its line breaks are to be kept, else the whole block as one."""
    if not keep or "\n" not in text[block.start : block.end]:
        return [(block.start, block.end)]
    lines = []
    start = block.start
    while start < block.end:
        found = text.find("\n", start, block.end)
        end = block.end if found < 0 else found + 1
        lines.append((start, end))
        start = end
    return lines
