"""The row of a table whose columns are aligned: which cell of the screen each code point stands in.

A row of the report has its cells one after the other with a border between them. On the screen each begins
where its column does. What a row must know for that, its marks carry; no other row is looked at.
"""

from __future__ import annotations

from bisect import bisect_left
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from reports.blocks import MARK_KINDS
from reports.columns import BORDER, Column
from reports.visible import cells, clusters

if TYPE_CHECKING:
    from reports.document import Block, Report

BORDER_CELLS = len(BORDER)
"""Cells from one column to the next."""

HANGING = 2
"""Cells that the further rows of a table's row are set in by, where its columns are not aligned."""

_CELL = MARK_KINDS.index("cell")


class Cell(NamedTuple):
    """A cell of a row in code points of the report, and in cells from where the row begins."""

    start: int
    text_end: int
    end: int
    """The border behind the text included."""
    column: int
    """Where the text begins."""
    right: int
    """Where its column ends."""
    border: int
    """Where the border begins."""


def aligned_cells(report: Report, block: Block, width: int) -> tuple[Cell, ...]:
    """The cells of a row of a table; none if it does not fit into `width` cells, or is no such row."""
    if block.kind != "row" or block.end - block.start > 4 * width:
        return ()
    marks = report.marks
    found: list[tuple[int, int, str]] = []
    for number in range(bisect_left(marks.starts, block.start), bisect_left(marks.starts, block.end)):
        if marks.kinds[number] == _CELL:
            mark = marks[number]
            found.append((mark.start - block.start, mark.end - block.start, mark.target))
    return tuple(
        cell._replace(
            start=cell.start + block.start, text_end=cell.text_end + block.start, end=cell.end + block.start
        )
        for cell in _aligned(report.text[block.start : block.end], tuple(found), width)
    )


@lru_cache(maxsize=256)
def _aligned(text: str, marks: tuple[tuple[int, int, str], ...], width: int) -> tuple[Cell, ...]:
    """The cells of the row `text`, offsets in it; from their places and the columns they tell."""
    placed: list[Cell] = []
    left = 0
    # A mark at the start of a cell may stand on the blank of the border: then there is no cutting between.
    borders = {cluster.offset for cluster in clusters(text)} | {len(text)}
    for start, end, target in marks:
        column = Column.of(target)
        text_end = column.border_in(text, start, end)
        free = column.width - cells(text[start:text_end])
        if free < 0 or left + column.width > width or not borders.issuperset((start, text_end)):
            return ()
        before = {"<": 0, "^": free // 2, ">": free}[column.sign]
        # A border at the edge of a row may lack the blank before it.
        lead = int(text_end < end and text[text_end] != " ")
        right = left + column.width
        placed.append(Cell(start, text_end, end, left + before, right, right + lead))
        left = right + BORDER_CELLS
    return tuple(placed)


def header_rule(cells_above: tuple[Cell, ...]) -> str:
    """The line under the names of the columns, crossed where their borders stand."""
    line = ""
    for cell in cells_above:
        line += "─" * (cell.right - len(line))
        if cell.end > cell.text_end:
            line += "─┼─"
    return line
