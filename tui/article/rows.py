"""Which code points stand on which row, for one width: exact, and made where it is looked at.

A row is `[start, end)` of the canonical text with the white space it was broken at; the rows of a block join
to the block. How a block is broken depends on nothing but the block and the width, so that rows are made for
what is on the screen, whatever the length of the report, and the number of a row in the whole report is never
needed. A block longer than `PART` is broken in parts, so that this holds for a line of a megabyte too.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from textual.cache import LRUCache

from reports.flow import flows, has_gap, units
from reports.visible import cluster_end, cluster_start, clusters, is_plain_lines
from tui.article.tables import HANGING, aligned_cells

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from reports.document import Block, Report
    from reports.visible import Cluster

PART = 8192
"""Code points after which a long block is broken at a place that does not depend on the width.

Only there a row may end before its time. Breaking so many by grapheme cluster takes some 8 ms.
"""

_LOOK_BACK = 512
"""Code points looked back at from there for white space."""

_CODE_INDENT = 2
_MAX_INDENT_SHARE = 3
"""Markers and indents never take more than a third of the width."""

_BLOCKS_KEPT = 256
_SIGN = re.compile(r"(?:[-*+•◦▪‣·–—]|\(?[\da-zA-Z]{1,4}[.)])[ \t\xa0]{1,4}")
"""What a list in plain text begins an item with."""
_WHITE = re.compile(r"\s")


class Row(NamedTuple):
    """One row of the article, in code points of the report: `[start, end)` of one block.

    A blank row above a block has no code points and stands where the block before ends.
    """

    start: int
    end: int
    block: int
    """The number of the block; of a blank row that of the block below it."""
    blank: int = 0
    """0 for a row of text; else how many blank rows are left until the block, this one included."""

    @property
    def place(self) -> tuple[int, int]:
        """What rows are ordered by."""
        return self.start, -self.blank


@lru_cache(maxsize=64)
def _breaker(width: int) -> re.Pattern[str]:
    """The regex whose successive matches are the rows of a text whose characters are a cell each.

    As much as fits, up to the last white space; a word longer than the row is cut.
    """
    return re.compile(rf"(?s:.{{1,{width}}})(?:\s+|\Z)|(?s:.{{{width}}})")


def indent_of(block: Block, width: int) -> int:
    """How many cells the block's rows are set in, for a measure of `width` cells."""
    set_in = _CODE_INDENT if block.kind == "code" else 0
    if block.margin:
        wanted = len(block.margin) + set_in
    elif block.kind == "item":
        wanted = 2 * max(0, block.level - 1) + (len(block.marker) + 1 if block.marker else 0)
    elif block.kind == "quotation":
        wanted = 2 * max(1, block.level)
    else:
        wanted = set_in
    return min(wanted, width // _MAX_INDENT_SHARE)


def blank_rows_between(before: Block, after: Block, *, apart: bool = False) -> int:
    """How many blank rows stand between two blocks: one, two before a heading, none in a list or table.

    `apart`: an empty line is between them in the text, as it is in a list of paragraphs. The names of a
    table's columns are apart from its rows.
    """
    if after.kind == "heading":
        return 2
    if before.kind == after.kind == "row":
        return int(before.level > after.level or after.level > 0)
    if before.kind == after.kind == "item":
        return int(apart)
    return 1


class Rows:
    """The rows of a report for a measure of `width` cells; the report may still grow at its end."""

    def __init__(self, report: Report, width: int) -> None:
        self.width = max(1, width)
        self._report = report
        self._keeps_breaks = report.media_type == "text/markdown"
        self._broken: LRUCache[tuple[int, int], array[int]] = LRUCache(_BLOCKS_KEPT)
        """The starts of the rows by block and part."""
        self._parts: LRUCache[int, tuple[int, array[int]]] = LRUCache(_BLOCKS_KEPT)
        """The ends of long blocks, and the starts of their parts."""

    # ------------------------------------------------------------------ which row

    def at(self, offset: int) -> Row:
        """The row that holds the code point at `offset`, or the last one before it that has text."""
        blocks = self._report.blocks
        number = blocks.at(offset)
        offset = min(max(offset, blocks.starts[number]), blocks.ends[number] - 1)
        parts = self._parts_of(number)
        part = bisect_right(parts, offset) - 1
        starts = self._rows_of(number, part)
        return self._row(number, part, bisect_right(starts, offset) - 1)

    @property
    def first(self) -> Row:
        """The first row of the report."""
        return self._row(0, 0, 0)

    @property
    def last(self) -> Row:
        """The last row of what has been read of the report."""
        return self._last_of(len(self._report.blocks) - 1)

    def after(self, row: Row) -> Row | None:
        """The next row; `None` after the last."""
        if row.blank > 1:
            return row._replace(blank=row.blank - 1)
        if row.blank:
            return self._row(row.block, 0, 0)
        blocks = self._report.blocks
        if row.end < blocks.ends[row.block]:
            return self.at(row.end)
        below = row.block + 1
        if below >= len(blocks):
            return None
        blanks = self._blanks_above(below)
        return Row(row.end, row.end, below, blanks) if blanks else self._row(below, 0, 0)

    def before(self, row: Row) -> Row | None:
        """The row before; `None` before the first."""
        blocks = self._report.blocks
        if not row.blank and row.start > blocks.starts[row.block]:
            return self.at(row.start - 1)
        if not row.block:
            return None
        above = row.block - 1
        if row.blank < self._blanks_above(row.block):
            return Row(blocks.ends[above], blocks.ends[above], row.block, row.blank + 1)
        return self._last_of(above)

    def moved(self, row: Row, by: int) -> Row:
        """The row so many rows further on, or back (`by` < 0), as far as there are any."""
        step = self.after if by > 0 else self.before
        for _ in range(abs(by)):
            following = step(row)
            if following is None:
                break
            row = following
        return row

    def down(self, row: Row, count: int) -> list[Row]:
        """The row and those after it, at most `count`."""
        rows: list[Row] = []
        following: Row | None = row
        while following is not None and len(rows) < count:
            rows.append(following)
            following = self.after(following)
        return rows

    def between(self, first: Row, last: Row, limit: int) -> int:
        """How many rows it is from `first` down to `last`, at most `limit`; 0 if `last` is not below it."""
        count = 0
        row: Row | None = first
        while count < limit and row is not None and row.place < last.place:
            row = self.after(row)
            count += 1
        return count

    def begins_block(self, row: Row) -> bool:
        """Whether the row is the first of its block."""
        return not row.blank and row.start == self._report.blocks.starts[row.block]

    def begins_gap(self, row: Row) -> bool:
        """Whether the row is the first blank one under a block."""
        return bool(row.blank) and row.blank == self._blanks_above(row.block)

    # ------------------------------------------------------------------ what is drawn

    def units(self, block: Block, start: int, end: int) -> Iterator[Cluster]:
        """What is drawn of `[start, end)` of a block: clusters, a line break as a blank, a gap as one."""
        text = self._report.text
        if flows(self._report, block):
            yield from units(text, start, end, block)
            return
        for cluster in clusters(text, start, end):
            yield cluster if cluster.shown else cluster._replace(shown=" ", cells=1)

    def is_plain(self, block: Block, start: int, end: int) -> bool:
        """Whether each code point of `[start, end)` of a block is drawn as one cell."""
        text = self._report.text
        if not is_plain_lines(text[start:end]):
            return False
        return not (flows(self._report, block) and has_gap(text, start, end, block))

    def hanging(self, block: Block) -> int:
        """How many cells the rows of a block are set in further than its first one."""
        if block.kind == "row":
            return HANGING
        if block.kind != "item" or not flows(self._report, block):
            return 0
        # In plain text the sign of an item is part of its words.
        sign = _SIGN.match(self._report.text, block.start, block.end)
        return min(len(sign[0]), self.width // _MAX_INDENT_SHARE) if sign else 0

    # ------------------------------------------------------------------ breaking

    def _row(self, number: int, part: int, place: int) -> Row:
        starts = self._rows_of(number, part)
        if place + 1 < len(starts):
            return Row(starts[place], starts[place + 1], number)
        parts = self._parts_of(number)
        end = parts[part + 1] if part + 1 < len(parts) else self._report.blocks.ends[number]
        return Row(starts[place], end, number)

    def _last_of(self, number: int) -> Row:
        part = len(self._parts_of(number)) - 1
        return self._row(number, part, len(self._rows_of(number, part)) - 1)

    def _blanks_above(self, number: int) -> int:
        above, below = self._report.blocks[number - 1], self._report.blocks[number]
        apart = self._report.text.count("\n", above.end, below.start) > 1
        return blank_rows_between(above, below, apart=apart)

    def _parts_of(self, number: int) -> array[int]:
        """Where the parts of a block start; a short one is one part."""
        blocks = self._report.blocks
        start, end = blocks.starts[number], blocks.ends[number]
        if end - start <= PART:
            return array("I", (start,))
        known = self._parts.get(number)
        if known is None or known[0] != end:
            known = end, array("I", _part_starts(self._report.text, start, end))
            self._parts[number] = known
        return known[1]

    def _rows_of(self, number: int, part: int) -> array[int]:
        """The starts of the rows of one part of a block."""
        starts = self._broken.get((number, part))
        if starts is None:
            parts, block = self._parts_of(number), self._report.blocks[number]
            end = parts[part + 1] if part + 1 < len(parts) else block.end
            starts = array("I", self._break(block, parts[part], end))
            self._broken[number, part] = starts
        return starts

    def _break(self, block: Block, start: int, end: int) -> Iterator[int]:
        text = self._report.text
        width = self.width - indent_of(block, self.width)
        if block.kind == "row" and aligned_cells(self._report, block, width):
            yield start
            return
        width = max(width - self.hanging(block), 1)
        plain = self.is_plain(block, start, end)
        for first, last in _lines(text, start, end, keep=self._keeps_breaks or block.kind == "code"):
            if plain:
                yield from _plain_rows(text, first, last, width)
            else:
                yield from _rows_of_units(text, first, self.units(block, first, last), width)


def _plain_rows(text: str, start: int, end: int, width: int) -> Iterator[int]:
    """Where rows start in a text whose characters are a cell each."""
    row = start
    for found in _breaker(width).finditer(text, start, end):
        yield row
        row = found.end()
        if row >= end:
            break


def _rows_of_units(text: str, start: int, units: Iterable[Cluster], width: int) -> Iterator[int]:
    """Where rows start by what is drawn and its cells; a row ends after the last blank that fits."""
    row = start
    used = 0
    candidate, used_at_candidate = -1, 0
    yield row
    for unit in units:
        here = unit.offset
        blank = text[here].isspace()
        # Twice when what follows the white space is too wide together with what has gone before.
        while used + unit.cells > width and here > row and not blank:
            cut = candidate if candidate > row else here
            used -= used_at_candidate if candidate > row else used
            row, candidate = cut, -1
            yield row
        used += unit.cells
        if blank:
            candidate, used_at_candidate = here + unit.length, used


def _lines(text: str, start: int, end: int, *, keep: bool) -> Iterator[tuple[int, int]]:
    """The lines of `text[start:end]` where its line breaks are to be kept, else all of it as one."""
    while start < end:
        found = text.find("\n", start, end) if keep else -1
        stop = end if found < 0 else found + 1
        yield start, stop
        start = stop


def _part_starts(text: str, start: int, end: int) -> Iterator[int]:
    """Where the parts of a long block start: behind a line break or white space, else between clusters."""
    while True:
        yield start
        if end - start <= PART:
            return
        start = _border(text, start, start + PART)
        if start >= end:
            return


def _border(text: str, floor: int, wanted: int) -> int:
    """A good place for a break near `wanted`, after `floor`."""
    window = text[wanted - _LOOK_BACK : wanted]
    found = window.rfind("\n") + 1
    if not found:
        blank = _WHITE.search(window[::-1])
        found = len(window) - blank.start() if blank else 0
    place = wanted - _LOOK_BACK + found if found else wanted
    border = cluster_start(text, place, floor)
    return border if border > floor else cluster_end(text, floor)
