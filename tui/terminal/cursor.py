"""The terminal's own cursor: shown on a cell of the screen, or hidden."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.driver import Driver
    from textual.geometry import Offset

_SHOW, _HIDE = "\x1b[?25h", "\x1b[?25l"


class TerminalCursor:
    """Where the terminal's cursor stands; what is said twice is written once."""

    def __init__(self) -> None:
        self._shown = False

    def lost(self) -> None:
        """The terminal is as at the start, with its cursor hidden."""
        self._shown = False

    def place(self, driver: Driver, cell: Offset | None) -> None:
        """Show the cursor at a cell, or hide it without one; written at once."""
        if (cell is not None) != self._shown:
            self._shown = cell is not None
            driver.write(_SHOW if self._shown else _HIDE)
        if cell is not None:
            driver.write(f"\x1b[{cell.y + 1};{cell.x + 1}H")
        driver.flush()
