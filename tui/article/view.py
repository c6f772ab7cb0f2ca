"""The article pane: draws the rows in sight, and turns the mouse into offsets of the text.

A line widget of its own: rows come from an exact index, strips are kept until what they show
changes, and moving the caret repaints the rows it left and entered. It holds no rule of reading.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import BindingType
from textual.geometry import Offset, Region
from textual.message import Message
from textual.strip import Strip

from tui.article.painter import Geometry, Painter
from tui.article.rows import RowIndex
from tui.bindings import bindings
from tui.widgets.strip_widget import StripWidget

if TYPE_CHECKING:
    from textual import events

    from reports.document import Report, Span
    from tui.article.layers import Layers
    from tui.ink import Ink

_CONTEXT_ROWS = 3
"""Rows kept in sight above and below the current sentence where there is room."""
_WHEEL_ROWS = 3


class ArticleView(StripWidget, can_focus=True):
    """The text of one report. `top` is the first row in sight."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("article", prefix="screen.")

    class Pressed(Message):
        """The mouse went down on a character, `chain` times in a row."""

        def __init__(self, offset: int, chain: int) -> None:
            super().__init__()
            self.offset = offset
            self.chain = chain

    class Dragged(Message):
        """The mouse moved with its button down: the words between two characters, both included."""

        def __init__(self, start: int, end: int) -> None:
            super().__init__()
            self.start = start
            self.end = end

    class Scrolled(Message):
        """Another row is at the top now."""

    def __init__(self, report: Report, layers: Layers, ink: Ink, *, id: str | None = None) -> None:
        super().__init__(ink, id=id)
        self.report = report
        self.drawn_layers = layers
        self.top = 0
        self.rows: RowIndex | None = None
        self.covered_rows = 0
        """Rows at the bottom that a dialog stands on, for keeping the caret in sight."""
        self._painter: Painter | None = None
        self._extra_column = False
        self._pressed_at: int | None = None
        self._top_offset = 0
        self._wanted_top: int | None = None

    # ------------------------------------------------------------------ rows

    def wrap(self) -> None:
        """Build the rows for the present width; the text at the top stays at the top."""
        if not self.size.width:
            return
        geometry = Geometry(self.size.width, extra_column=self._extra_column)
        if self.rows is None or self.rows.width != geometry.measure:
            self.rows = RowIndex(self.report, geometry.measure)
        self._painter = Painter(self.report, self.rows, self.drawn_layers, self.ink, geometry)
        self._strips.clear()
        if self._wanted_top is not None:
            self._top_offset, self._wanted_top = self._wanted_top, None
        self.top = self._clamped_top(self.rows.row_at(self._top_offset))

    def on_resize(self) -> None:
        """Wrap again."""
        self.wrap()
        self.refresh()
        self.post_message(self.Scrolled())

    def show_extra_column(self, extra: bool) -> None:
        """Add or take away the gutter's shared column for tags after the third."""
        if extra != self._extra_column:
            self._extra_column = extra
            self.wrap()
            self.refresh()

    def use_ink(self, ink: Ink) -> None:
        """Draw with another theme."""
        super().use_ink(ink)
        self.wrap()

    def place_top(self, offset: int) -> None:
        """Put the row with this code point at the top as soon as the size is known."""
        self._wanted_top = offset
        if self.rows is not None:
            self.wrap()

    @property
    def top_offset(self) -> int:
        """The code point the first row in sight starts with."""
        return self.rows.starts[self.top] if self.rows is not None and len(self.rows) else 0

    def _clamped_top(self, row: int) -> int:
        rows = len(self.rows) if self.rows is not None else 0
        return max(0, min(row, rows - self.size.height))

    # ------------------------------------------------------------------ drawing

    def strip_key(self, y: int) -> int:
        """The row `y` rows below the top."""
        return self.top + y

    def make_strip(self, key: int) -> Strip:
        """One row of the text."""
        if self._painter is None:
            return Strip.blank(self.size.width, self.ink.base)
        return self._painter.strip(key)

    def refresh_span(self, span: Span | None) -> None:
        """Repaint the rows in sight that hold the span, and forget their strips."""
        if span is None or self.rows is None:
            return
        first, last = self.rows.row_at(span.start), self.rows.row_at(max(span.start, span.end - 1))
        for row in range(first, last + 1):
            self._strips.discard(row)
        first, last = max(first, self.top), min(last, self.top + self.size.height - 1)
        if first <= last:
            self.refresh(Region(0, first - self.top, self.size.width, last - first + 1))

    # ------------------------------------------------------------------ scrolling

    def scroll_to_row(self, row: int) -> None:
        """Put a row at the top, as far as the text goes."""
        top = self._clamped_top(row)
        if top != self.top:
            self.top = top
            self.refresh()
            self.post_message(self.Scrolled())
        self._top_offset = self.top_offset

    def show_span(self, span: Span, caret: int) -> None:
        """Scroll as little as it takes to see the span with some context, at least the caret's row."""
        if self.rows is None or not self.size.height:
            return
        height = max(1, self.size.height - self.covered_rows)
        first, last = self.rows.row_at(span.start), self.rows.row_at(max(span.start, span.end - 1))
        caret_row = self.rows.row_at(caret)
        if last - first + 1 > height:
            first = last = caret_row
        context = min(_CONTEXT_ROWS, max(0, (height - (last - first + 1)) // 2))
        top = self.top
        if last + context >= top + height:
            top = last + context - height + 1
        if first - context < top:
            top = max(0, first - context)
        self.scroll_to_row(top)

    def page(self, caret: int, pages: int) -> int:
        """The code point a page on (1) or back (-1) from the caret; scrolls there."""
        if self.rows is None:
            return caret
        step = max(1, self.size.height - 2)
        row = self.rows.row_at(caret) + pages * step
        self.scroll_to_row(self.top + pages * step)
        row = max(0, min(row, len(self.rows) - 1))
        return self.rows.starts[row]

    def scroll_to_share(self, row: int, of_rows: int) -> int:
        """Scroll where the overview was clicked; return the code point there."""
        if self.rows is None:
            return 0
        wanted = min(len(self.rows) - 1, row * len(self.rows) // max(1, of_rows))
        self.scroll_to_row(wanted - self.size.height // 2)
        return self.rows.starts[wanted]

    def shows(self, offset: int) -> bool:
        """Whether the row with this code point is in sight."""
        return self.rows is not None and self.top <= self.rows.row_at(offset) < self.top + self.size.height

    def cursor_cell(self, caret: int) -> Offset | None:
        """Where on the screen the caret's character is drawn; `None` when it is out of sight."""
        if self.rows is None or self._painter is None:
            return None
        if not self.shows(caret):
            return None
        row = self.rows.row_at(caret)
        column = min(self._painter.column_of(row, caret), self.size.width - 1)
        return self.content_region.offset + Offset(column, row - self.top)

    # ------------------------------------------------------------------ mouse

    def _offset_under(self, x: int, y: int) -> int | None:
        if self.rows is None or self._painter is None or not len(self.rows):
            return None
        row = max(0, min(self.top + y, len(self.rows) - 1))
        return self._painter.offset_at(row, x)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Remember where a drag would begin."""
        if event.button != 1:
            return
        self._pressed_at = self._offset_under(event.x, event.y)
        self.capture_mouse()
        if self._pressed_at is not None:
            self.post_message(self.Pressed(self._pressed_at, 1))

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Select while the button is down; beyond the edge the text scrolls."""
        if self._pressed_at is None:
            return
        if event.y < 0 or event.y >= self.size.height:
            self.scroll_to_row(self.top + (1 if event.y > 0 else -1))
        here = self._offset_under(event.x, max(0, min(event.y, self.size.height - 1)))
        if here is not None and here != self._pressed_at:
            self.post_message(self.Dragged(self._pressed_at, here))

    def on_mouse_up(self) -> None:
        """The drag is over."""
        self._pressed_at = None
        self.release_mouse()

    def on_click(self, event: events.Click) -> None:
        """A double or triple click selects more."""
        offset = self._offset_under(event.x, event.y)
        if offset is not None and event.chain > 1:
            self.post_message(self.Pressed(offset, event.chain))

    def on_mouse_scroll_down(self) -> None:
        """The wheel."""
        self.scroll_to_row(self.top + _WHEEL_ROWS)

    def on_mouse_scroll_up(self) -> None:
        """The wheel."""
        self.scroll_to_row(self.top - _WHEEL_ROWS)
