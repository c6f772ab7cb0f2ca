"""The strip at the right edge: the whole report in one column, in place of a scrollbar."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, NamedTuple

from rich.segment import Segment
from textual.message import Message
from textual.strip import Strip

from tui.widgets.strip_widget import StripWidget

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual import events

    from tui.article.rows import Row
    from tui.looks.ink import Ink

    Anywhere = Callable[[int, int], bool]
    """Whether there is something to mark in the code points `[start, end)`."""

IN_SIGHT, TAGGED, SUGGESTED, HIT = "┃", "▪", "?", "●"


class Marked(NamedTuple):
    """What the strip marks; of what falls on one cell a hit of the trail wins, then a tag."""

    tagged: Anywhere
    suggested: Anywhere
    hit: Anywhere

    def mark(self, start: int, end: int) -> str:
        """The mark for the code points `[start, end)`; empty where there is nothing."""
        marks = ((HIT, self.hit), (TAGGED, self.tagged), (SUGGESTED, self.suggested))
        return next((mark for mark, anywhere in marks if anywhere(start, end)), "")


class Window(NamedTuple):
    """What the article shows of the report."""

    rows: Sequence[Row]
    length: int
    """Code points of the whole report."""
    whole: bool
    """Whether these rows are all there are."""


def overview_cells(height: int, window: Window, marked: Marked) -> str:
    """One character a cell, each standing for its share of the text.

    Where the whole text is in sight, a cell stands for the row beside it. A mark wins over the part in sight.
    """
    rows, length, whole = window
    if height <= 0 or not rows:
        return " " * max(0, height)
    if whole:
        spans = [(row.start, row.end) for row in rows[:height]]
        spans += [(length, length)] * (height - len(spans))
        return "".join(marked.mark(*span) or " " for span in spans)
    first = min(rows[0].start * height // length, height - 1)
    last = max(first + 1, -(-rows[-1].end * height // length))
    cells = []
    for cell in range(height):
        mark = marked.mark(-(-cell * length // height), -(-(cell + 1) * length // height))
        cells.append(mark or (IN_SIGHT if first <= cell < last else " "))
    return "".join(cells)


def any_of(starts: Sequence[int]) -> Anywhere:
    """Whether any of these sorted offsets is in a range; O(log offsets)."""

    def anywhere(start: int, end: int) -> bool:
        place = bisect_left(starts, start)
        return place < len(starts) and starts[place] < end

    return anywhere


class Overview(StripWidget):
    """Draws the strip it is given; a click says where to go."""

    class Clicked(Message):
        """A click on a row of the strip."""

        def __init__(self, row: int, height: int) -> None:
            super().__init__()
            self.row = row
            self.height = height

    def __init__(self, ink: Ink, *, id: str | None = None) -> None:
        super().__init__(ink, id=id)
        self._cells = ""

    def show(self, cells: str) -> None:
        """Draw these cells, if they are others."""
        before, self._cells = self._cells, cells
        if len(before) != len(cells):
            self.redraw_all()
        else:
            self.redraw_lines(y for y, (old, new) in enumerate(zip(before, cells, strict=True)) if old != new)

    def make_strip(self, key: int) -> Strip:
        """One cell of the strip."""
        cell = self._cells[key] if key < len(self._cells) else " "
        role = {IN_SIGHT: "strip", TAGGED: "focus", SUGGESTED: "suggestion", HIT: "warning"}.get(cell, "dim")
        return Strip([Segment(cell, self.ink.mix(role))], 1)

    def on_click(self, event: events.Click) -> None:
        """Hand the place on."""
        self.post_message(self.Clicked(event.y, self.size.height))
