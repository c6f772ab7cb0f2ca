"""A list that is read while it is looked at: it says when its end comes near."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message

from tui.bindings import bindings
from tui.widgets.line_pane import LinePane


class LogPane(LinePane, inherit_bindings=False):
    """A side pane's list, without the filter, which would have to read everything."""

    BINDINGS: ClassVar[list[BindingType]] = [
        each for each in bindings("pane") if isinstance(each, Binding) and each.id != "pane.filter"
    ]

    class Moved(Message):
        """Other rows are in sight, or are going to be."""

        def __init__(self, *, to_the_end: bool = False) -> None:
            super().__init__()
            self.to_the_end = to_the_end
            """Whether the very end is wanted, however far that is."""

    @property
    def rows_to_come(self) -> int:
        """Rows below the last one in sight."""
        return max(0, self._row_count() - self._top - self.size.height)

    def action_cursor(self, step: int) -> None:
        """As in every list."""
        super().action_cursor(step)
        self.post_message(self.Moved())

    def action_cursor_page(self, pages: int) -> None:
        """As in every list."""
        super().action_cursor_page(pages)
        self.post_message(self.Moved())

    def action_cursor_to(self, end: str) -> None:
        """As in every list; the end may have to be read first."""
        super().action_cursor_to(end)
        self.post_message(self.Moved(to_the_end=end != "top"))

    def on_mouse_scroll_down(self) -> None:
        """The wheel has turned the list already."""
        self.post_message(self.Moved())
