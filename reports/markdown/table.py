"""A table as rows of text: its cells, each with the width of its column and how that is aligned."""

from __future__ import annotations

from collections.abc import Iterator

from reports.columns import BORDER, Column
from reports.document import Mark
from reports.markdown.inline import Inline
from reports.visible import cells

MEASURED_ROWS = 1_000
"""Rows from which the widths of the columns are taken: those of a longer table must not wait for its end."""

_SIGNS = {"text-align:right": ">", "text-align:center": "^"}


class Table:
    """Takes the cells of one table in the order of the source, and gives back its rows."""

    def __init__(self, above: Table | None = None) -> None:
        """`above`: the first part of a table that was cut, which has the names of the columns."""
        self._above = above
        self._signs: list[str] = []
        self._rows: list[list[Inline]] = []
        self._columns: list[Column] = []

    def add_column(self, style: str) -> None:
        """Add a column, its alignment given as a style of HTML."""
        self._signs.append(_SIGNS.get(style, "<"))

    def begin_row(self) -> None:
        """What is added now is in the next row."""
        self._rows.append([])

    def add_cell(self, cell: Inline) -> None:
        """Add a cell to the row begun last."""
        self._rows[-1].append(cell._replace(text=cell.text.replace("\n", " ")))

    def rows(self) -> Iterator[tuple[int, Inline]]:
        """Every row with its level, which is 1 for the names of the columns."""
        for number, row in enumerate(self._rows):
            yield int(number == 0 and self._above is None), _joined(row, self.columns)

    @property
    def columns(self) -> list[Column]:
        """The columns, as far as they have been measured."""
        if self._above is not None:
            return self._above.columns
        if not self._columns:
            self._columns = [
                Column(max(cells(row[number].text) for row in self._rows[:MEASURED_ROWS]), sign)
                for number, sign in enumerate(self._signs)
            ]
        return self._columns


def _joined(row: list[Inline], columns: list[Column]) -> Inline:
    text = ""
    marks: list[Mark] = []
    for number, (cell, column) in enumerate(zip(row, columns, strict=True)):
        start = len(text)
        text += cell.text
        bordered = number + 1 < len(row)
        text += BORDER if bordered else ""
        if start < len(text):
            marks.append(Mark(start, len(text), "cell", str(column._replace(bordered=bordered))))
        marks += [Mark(start + mark.start, start + mark.end, mark.kind, mark.target) for mark in cell.marks]
    return Inline(text, marks)
