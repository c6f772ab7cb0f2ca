"""The article pane: draws the rows in sight, and knows what is drawn where.

A line widget of its own: rows are made where it looks, strips are kept until what they show
changes, and moving the caret repaints the rows it left and entered. It holds no rule of reading.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import BindingType
from textual.geometry import Offset, Region
from textual.message import Message
from textual.strip import Strip

from tui.article.painter import Geometry, Painter
from tui.article.pointing import Pointing
from tui.article.rows import Row, Rows
from tui.bindings import bindings

if TYPE_CHECKING:
    from collections.abc import Callable

    from annotations.records import Annotation
    from reports.document import Report, Span
    from tui.article.layers import Layers
    from tui.looks.ink import Ink

_CONTEXT_ROWS = 3
"""Rows kept in sight above and below the current sentence where there is room."""


class ArticleView(Pointing, can_focus=True):
    """The text of one report, as much of it as is on the screen."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("article", prefix="screen.")

    class Scrolled(Message):
        """Another row is at the top now."""

    def __init__(self, report: Report, layers: Layers, ink: Ink, *, id: str | None = None) -> None:
        super().__init__(ink, id=id)
        self.report = report
        self.drawn_layers = layers
        self.rows: Rows | None = None
        """Those of the present width; there are none before the size is known."""
        self.in_sight: list[Row] = []
        """The rows on the screen, from the top."""
        self.covered_rows = 0
        """Rows at the bottom that a dialog stands on, for keeping the caret in sight."""
        self._painter: Painter | None = None
        self._extra_column = False
        self._top_offset = 0
        self._kept: tuple[int, int] | None = None
        """A code point, and the line it stays on while the size changes and nobody scrolls."""

    # ------------------------------------------------------------------ rows

    def wrap(self) -> None:
        """Begin with the rows of the present width; the text at the top stays at the top."""
        if not self.size.width:
            return
        geometry = Geometry(self.size.width, extra_column=self._extra_column)
        if self.rows is None or self.rows.width != geometry.measure:
            self.rows = Rows(self.report, geometry.measure)
        self._painter = Painter(self.report, self.rows, self.drawn_layers, self.ink, geometry)
        self._strips.clear()
        self._look_from(self.rows, self.rows.at(self._top_offset))

    def _look_from(self, rows: Rows, top: Row) -> None:
        """Have the screen begin with this row, or with one before it so that it is filled."""
        height = self.size.height
        self.in_sight = rows.down(top, height)
        if len(self.in_sight) < height:
            self.in_sight = rows.down(rows.moved(rows.last, 1 - height), height)

    def on_resize(self) -> None:
        """Wrap again, around the row that is to stay on its line."""
        self.wrap()
        if self._kept is not None and self.rows is not None and self.size.height:
            offset, line = self._kept
            line = min(line, self.size.height - 1)
            self._have_on_top(self.rows, self.rows.moved(self.rows.at(offset), -line))
        self.refresh()
        self.post_message(self.Scrolled())

    def grown(self, *, anew: bool) -> None:
        """More of the report has been read, or, `anew`, another one has taken its place."""
        if anew:
            self.rows = None
            self.wrap()
            self.refresh()
        elif self.rows is not None and len(self.in_sight) < self.size.height:
            self._look_from(self.rows, self.in_sight[0])
            self.redraw_all()

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

    def keep_in_place(self, offset: int) -> bool:
        """Keep this code point on its line when the size changes; `False` if it is out of sight."""
        line = self.line_of(offset)
        if line is None:
            self._kept = None
        elif self._kept is None or self._kept[0] != offset:
            # Else it has been kept through another size, in which there may not have been such a line.
            self._kept = offset, line
        return line is not None

    def place_top(self, offset: int) -> None:
        """Put the row with this code point at the top, as soon as the size is known."""
        self._top_offset, self._kept = offset, None
        self.wrap()
        self.refresh()

    @property
    def top_offset(self) -> int:
        """The code point the first row in sight starts with."""
        return self.in_sight[0].start if self.in_sight else self._top_offset

    # ------------------------------------------------------------------ drawing

    def strip_key(self, y: int) -> Row | int:
        """The row `y` rows below the top; the line itself below the last row of the text."""
        return self.in_sight[y] if y < len(self.in_sight) else y

    def make_strip(self, key: Row | int) -> Strip:
        """One row of the text."""
        if self._painter is None or isinstance(key, int):
            return Strip.blank(self.size.width, self.ink.base)
        return self._painter.strip(key)

    def shows_some_of(self, span: Span) -> bool:
        """Whether a row of these words is in sight."""
        return any(row.start < span.end and span.start < row.end for row in self.in_sight)

    def refresh_span(self, span: Span | None) -> None:
        """Repaint the rows in sight that hold the span, and forget the strips of the others."""
        if span is None:
            return
        for row in list(self._strips.keys()):
            if isinstance(row, Row) and row.start < span.end and span.start < row.end:
                self._strips.discard(row)
        here = [y for y, row in enumerate(self.in_sight) if row.start < span.end and span.start < row.end]
        if here:
            self.refresh(Region(0, here[0], self.size.width, here[-1] - here[0] + 1))

    def refresh_where(self, is_other: Callable[[int, int], bool]) -> None:
        """Repaint the rows in sight that are drawn otherwise now, and forget those out of sight."""
        in_sight = set(self.in_sight)
        for row in list(self._strips.keys()):
            if row not in in_sight:
                self._strips.discard(row)
        self.redraw_lines([line for line, row in enumerate(self.in_sight) if is_other(row.start, row.end)])

    # ------------------------------------------------------------------ scrolling

    def scroll_rows(self, by: int) -> None:
        """Scroll so many rows down, or up (`by` < 0), as far as the text goes."""
        self._kept = None
        if self.rows is not None and self.in_sight and self.size.height:
            self._have_on_top(self.rows, self.rows.moved(self.in_sight[0], by))

    def _have_on_top(self, rows: Rows, top: Row) -> None:
        if top != self.in_sight[0]:
            before = self.in_sight[0]
            self._look_from(rows, top)
            if self.in_sight[0] != before:
                self.refresh()
                self.post_message(self.Scrolled())
        self._top_offset = self.top_offset

    def show_span(self, span: Span, caret: int) -> None:
        """Scroll as little as it takes to see the span with some context, at least the caret's row."""
        rows = self.rows
        if rows is None or not self.in_sight or not self.size.height:
            return
        height = max(1, self.size.height - self.covered_rows)
        first, last = rows.at(span.start), rows.at(max(span.start, span.end - 1))
        count = rows.between(first, last, height) + 1
        if count > height:
            first = last = rows.at(caret)
            count = 1
        context = min(_CONTEXT_ROWS, max(0, (height - count) // 2))
        top = self.in_sight[0]
        lowest, highest = rows.moved(last, context), rows.moved(first, -context)
        lowest_top = rows.moved(lowest, 1 - height)
        if lowest_top.place > top.place:
            top = lowest_top
        if highest.place < top.place:
            top = highest
        self._have_on_top(rows, top)

    def page(self, caret: int, pages: int) -> int:
        """The code point a page on (1) or back (-1) from the caret; scrolls there."""
        if self.rows is None:
            return caret
        by = pages * max(1, self.size.height - 2)
        row = self.rows.moved(self.rows.at(caret), by)
        self.scroll_rows(by)
        return row.start

    def scroll_to_middle(self, offset: int) -> None:
        """Put the row with this code point in the middle."""
        self._kept = None
        if self.rows is not None and self.in_sight and self.size.height:
            self._have_on_top(self.rows, self.rows.moved(self.rows.at(offset), -(self.size.height // 2)))

    def scroll_to_share(self, row: int, of_rows: int) -> int:
        """Scroll where the overview was clicked; return the code point there."""
        if self.shows_all:
            return self.in_sight[min(row, len(self.in_sight) - 1)].start
        offset = len(self.report.text) * row // max(1, of_rows)
        self.scroll_to_middle(offset)
        return offset

    @property
    def shows_all(self) -> bool:
        """Whether the whole report is in sight."""
        if self.rows is None or not self.in_sight or not self.report.complete:
            return False
        return self.in_sight[0] == self.rows.first and self.in_sight[-1] == self.rows.last

    def shows(self, offset: int) -> bool:
        """Whether the row with this code point is in sight."""
        return self.line_of(offset) is not None

    def line_of(self, offset: int) -> int | None:
        """The line of the pane, from 0, on which this code point is drawn; `None` when it is out of sight."""
        if self.rows is None or not self.in_sight:
            return None
        row = self.rows.at(offset)
        if not self.in_sight[0].place <= row.place <= self.in_sight[-1].place:
            return None
        return self.in_sight.index(row)

    def cursor_cell(self, caret: int) -> Offset | None:
        """Where on the screen the caret's character is drawn; `None` when it is out of sight."""
        line = self.line_of(caret)
        if line is None or self._painter is None:
            return None
        column = min(self._painter.column_of(self.in_sight[line], caret), self.size.width - 1)
        return self.content_region.offset + Offset(column, line)

    # ------------------------------------------------------------------ mouse

    def offset_under(self, x: int, y: int) -> int | None:
        """The code point drawn there; beyond the first and the last row of the text its two ends."""
        if self._painter is None or self.rows is None or not self.in_sight:
            return None
        line = max(0, min(y, len(self.in_sight) - 1))
        row = self.in_sight[line]
        if y < line and row == self.rows.first:
            x = 0
        elif y > line and row == self.rows.last:
            x = self.size.width
        return self._painter.offset_at(row, x)

    def sign_under(self, x: int, y: int) -> tuple[int, list[Annotation]] | None:
        """The annotations that a sign of the gutter stands for, and where its row begins.

        Of a suggestion it is where its sentence begins, and no annotation.
        """
        if self._painter is None or not 0 <= y < len(self.in_sight):
            return None
        row = self.in_sight[y]
        annotations = self._painter.annotations_beside(row, x)
        if annotations:
            return row.start, annotations
        suggestion = self._painter.suggestion_beside(row, x)
        return (suggestion.sentence.start, []) if suggestion is not None else None
