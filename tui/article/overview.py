"""The strip at the right edge: the whole report in one column, in place of a scrollbar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.segment import Segment
from textual.message import Message
from textual.strip import Strip

from tui.widgets.strip_widget import StripWidget

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual import events

    from tui.ink import Ink

IN_SIGHT, TAGGED, HIT = "┃", "▪", "●"


def overview_cells(
    height: int, rows: int, top: int, in_sight: int, tagged: Iterable[int], hits: Iterable[int]
) -> str:
    """One character a cell; all positions are row numbers of a text of `rows` rows.

    A mark wins over the part in sight, a hit of the trail over a tag.
    """
    if height <= 0:
        return ""
    cells = [" "] * height
    whole = max(1, rows)
    if rows > in_sight:
        first = min(top * height // whole, height - 1)
        last = max(first + 1, -(-(top + in_sight) * height // whole))
        cells[first:last] = [IN_SIGHT] * (min(last, height) - first)
    scale = height / max(whole, height)
    for mark, places in ((TAGGED, tagged), (HIT, hits)):
        for row in places:
            cells[min(height - 1, int(row * scale))] = mark
    return "".join(cells[:height])


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
        role = {IN_SIGHT: "strip", TAGGED: "focus", HIT: "warning"}.get(cell, "dim")
        return Strip([Segment(cell, self.ink.mix(role))], 1)

    def on_click(self, event: events.Click) -> None:
        """Hand the place on."""
        self.post_message(self.Clicked(event.y, self.size.height))
