"""What the mouse means before it means anything in the text: how many clicks, and how fast to scroll."""

from __future__ import annotations

from typing import NamedTuple

_MOST_CLICKS = 3
SCROLL_SECONDS = 0.08
"""Between two steps of scrolling while the button is held beyond the edge."""


class _Press(NamedTuple):
    x: int
    y: int
    time: float


class Presses:
    """Counts presses on one cell that follow each other quickly: one, two, three, then one again."""

    def __init__(self) -> None:
        self._last = _Press(-1, -1, 0.0)
        self._count = 0

    def count(self, x: int, y: int, time: float, patience: float) -> int:
        """Which press in a row this is; `patience` is how many seconds may lie between two."""
        again = (x, y) == self._last[:2] and time - self._last.time <= patience
        self._count = self._count % _MOST_CLICKS + 1 if again else 1
        self._last = _Press(x, y, time)
        return self._count


def beyond(y: int, height: int) -> int:
    """How many rows beyond its edge the pointer is: below 0 above the pane, over 0 below it, 0 inside."""
    return y if y < 0 else max(0, y - height + 1)


def rows_a_step(distance: int, height: int) -> int:
    """Rows to scroll in one step with the pointer so far beyond the edge.

    Of a window that fills the screen only a row or two lie beyond, so it grows with the square.
    """
    rows = min(distance * distance, max(1, height))
    return -rows if distance < 0 else rows
