"""A side pane: a list of rows with a cursor, an edge line, and keys to walk and choose."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal, Protocol

from rich.cells import cell_len
from rich.segment import Segment
from textual.message import Message
from textual.strip import Strip

from tui.bindings import bindings
from tui.panes.rows import PaneRow, Piece
from tui.widgets.strip_widget import StripWidget

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual import events
    from textual.binding import BindingType

    from tui.looks.ink import Ink

Edge = Literal["left", "right", "none"]


class RowsByNumber(Protocol):
    """The rows of a long list, which nobody has to go through to know where one is."""

    def __len__(self) -> int: ...

    def place(self, key: str) -> int | None:
        """The number of the row with a key, from 0; `None` if there is none."""


class LinePane(StripWidget, can_focus=True):
    """Draws rows; the cursor stands on rows with a key only.

    The rows of a long list are made when they come in sight: `show` takes the first rows as they
    are, and of the further ones how many there are, with a function that makes each.
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings("pane")

    class Chosen(Message):
        """Enter, or a click, on a row with a key."""

        def __init__(self, pane: LinePane, key: str) -> None:
            super().__init__()
            self.pane = pane
            self.key = key

    class FilterAsked(Message):
        """The key that filters the focused list."""

        def __init__(self, pane: LinePane) -> None:
            super().__init__()
            self.pane = pane

    def __init__(self, ink: Ink, *, edge: Edge = "none", id: str | None = None) -> None:
        super().__init__(ink, id=id)
        self.edge: Edge = edge
        self.foot = ""
        """Lines at the bottom, over whatever is there."""
        self._head: Sequence[PaneRow] = ()
        self._listed: RowsByNumber | None = None
        self._listed_count = 0
        """Rows of the list when it was shown last; it may have others by now."""
        self._make: Callable[[int], PaneRow] | None = None
        self._made: dict[int, PaneRow] = {}
        self._cursor_key = ""
        self._cursor = -1
        self._top = 0
        self._foot_drawn = ""
        self._waits_for_list = False

    @property
    def _foot_lines(self) -> list[str]:
        return self.foot.splitlines()

    @property
    def inner_width(self) -> int:
        """Cells of a row, without the edge line."""
        return max(0, self.size.width - (self.edge != "none"))

    def show(
        self,
        rows: Sequence[PaneRow],
        listed: RowsByNumber | None = None,
        make: Callable[[int], PaneRow] | None = None,
    ) -> None:
        """Show these rows, then a list, whose rows `make` makes by their numbers.

        The cursor keeps to its row, wherever that is now.
        """
        before = self._in_sight()
        self._head, self._listed, self._make = rows, listed, make
        self._listed_count = len(listed) if listed is not None else 0
        self._made = {}
        if self._waits_for_list and self._listed_count:
            self._waits_for_list = False
            self._place_cursor(len(self._head))
        self._find_cursor()
        self._repaint(before)

    def _in_sight(self) -> list[object]:
        """What each line shows; two that are equal need no repaint."""
        focused = self.has_focus
        return [
            (self._row(number), focused and number == self._cursor, self.edge)
            for number in range(self._top, self._top + self.size.height)
        ]

    def _repaint(self, before: list[object]) -> None:
        """Repaint the lines that show something else than before."""
        after = self._in_sight()
        if len(before) != len(after):
            self.redraw_all()
            return
        changed = {y for y, (old, new) in enumerate(zip(before, after, strict=True)) if old != new}
        if self._foot_drawn != self.foot:
            lines = max(len(self._foot_lines), len(self._foot_drawn.splitlines()))
            self._foot_drawn = self.foot
            changed.update(range(self.size.height - lines, self.size.height))
        self.redraw_lines(changed)

    @property
    def cursor_key(self) -> str:
        """The key of the row the cursor is on; empty when there is none."""
        row = self._row(self._cursor) if self._cursor >= 0 else None
        return row.key if row is not None else ""

    @property
    def keys_in_sight(self) -> list[str]:
        """The keys of the rows that are in sight."""
        numbers = range(self._top, self._top + self.size.height - len(self._foot_lines))
        return [row.key for row in map(self._row, numbers) if row is not None and row.key]

    def _row_count(self) -> int:
        return len(self._head) + self._listed_count

    def _row(self, number: int) -> PaneRow | None:
        if 0 <= number < len(self._head):
            return self._head[number]
        if self._make is None or self._listed is None or not 0 <= number < self._row_count():
            return None
        if number not in self._made:
            place = number - len(self._head)
            self._made[number] = self._make(place) if place < len(self._listed) else PaneRow()
        return self._made[number]

    def _find_cursor(self) -> None:
        """Back to the row with the key the cursor was on; else the nearest row that has one."""
        count = self._row_count()
        here = self._row(self._cursor)
        if here is not None and here.key == self._cursor_key and here.key:
            return
        wanted = self._cursor_key
        found = next((n for n, row in enumerate(self._head) if wanted and row.key == wanted), -1)
        place = self._listed.place(wanted) if found < 0 and wanted and self._listed is not None else None
        if place is not None:
            found = len(self._head) + place
        if found < 0:
            nearest = min(max(self._cursor, 0), count - 1)
            found = self._next_with_key(nearest, 1, include=True)
            if found < 0:
                found = self._next_with_key(nearest, -1, include=True)
        self._place_cursor(found)

    def _next_with_key(self, start: int, step: int, *, include: bool = False) -> int:
        number = start if include else start + step
        while 0 <= number < self._row_count():
            row = self._row(number)
            if row is not None and row.key:
                return number
            number += step
        return self._cursor if not include else -1

    def _place_cursor(self, number: int) -> None:
        self._cursor = number
        row = self._row(number) if number >= 0 else None
        self._cursor_key = row.key if row is not None else ""
        height = max(1, self.size.height - len(self._foot_lines))
        if number >= 0:
            first = number if any((self._row(n) or PaneRow()).key for n in range(number)) else 0
            self._top = min(self._top, first)
            self._top = max(self._top, number - height + 1)
        self._top = max(0, min(self._top, self._row_count() - height))

    # ------------------------------------------------------------------ keys and mouse

    def keep_to(self, key: str) -> None:
        """From the next time rows are shown the cursor stands on that with this key, if there is one."""
        self._cursor_key = key

    def cursor_to_list(self, number: int = 0) -> None:
        """To a row of the list that follows the first rows; where there is none yet, when there is one."""
        self._waits_for_list = not self._listed_count
        if self._listed_count:
            self._move_cursor(len(self._head) + min(number, self._listed_count - 1))

    def cursor_to_key(self, *prefixes: str) -> None:
        """To the first row whose key begins with one of these; looks at the rows before it."""
        rows = map(self._row, range(self._row_count()))
        found = next(
            (n for n, row in enumerate(rows) if row is not None and row.key.startswith(prefixes)), -1
        )
        if found >= 0:
            self._move_cursor(found)

    def cursor_to_row(self, key: str) -> bool:
        """To the row with exactly this key, among those before the list; whether there is one."""
        found = next((n for n, row in enumerate(self._head) if key and row.key == key), -1)
        if found >= 0:
            self._move_cursor(found)
        return found >= 0

    def _move_cursor(self, number: int) -> None:
        self._waits_for_list = False
        before = self._in_sight()
        self._place_cursor(number)
        self._repaint(before)

    def action_cursor(self, step: int) -> None:
        """To the next or previous row that means something."""
        self._move_cursor(self._next_with_key(self._cursor, step))

    def action_cursor_page(self, pages: int) -> None:
        """A page on or back."""
        step = 1 if pages > 0 else -1
        wanted = max(0, min(self._cursor + pages * max(1, self.size.height - 2), self._row_count() - 1))
        found = self._next_with_key(wanted, step, include=True)
        self._move_cursor(found if found >= 0 else self._cursor)

    def action_cursor_to(self, end: str) -> None:
        """To the first or last row."""
        if end == "top":
            self._move_cursor(self._next_with_key(0, 1, include=True))
        else:
            self._move_cursor(self._next_with_key(self._row_count() - 1, -1, include=True))

    def action_choose(self) -> None:
        """Enter."""
        if self.cursor_key:
            self.post_message(self.Chosen(self, self.cursor_key))

    def action_filter(self) -> None:
        """The filter key."""
        self.post_message(self.FilterAsked(self))

    def on_click(self, event: events.Click) -> None:
        """A click chooses the row under it."""
        row = self._row(self._top + event.y)
        if row is not None and row.key:
            self._move_cursor(self._top + event.y)
            self.action_choose()

    def on_mouse_scroll_down(self) -> None:
        """The wheel."""
        self._top = max(0, min(self._top + 3, self._row_count() - self.size.height))
        self.redraw_all()

    def on_mouse_scroll_up(self) -> None:
        """The wheel."""
        self._top = max(0, self._top - 3)
        self.redraw_all()

    def on_resize(self) -> None:
        """Keep the cursor in sight."""
        self._place_cursor(self._cursor)
        self.redraw_all()

    def on_focus(self) -> None:
        """The cursor row is drawn only with the focus."""
        self.redraw_all()

    def on_blur(self) -> None:
        """The cursor row is drawn only with the focus."""
        self.redraw_all()

    # ------------------------------------------------------------------ drawing

    def make_strip(self, key: int) -> Strip:
        """One row with the edge line beside it."""
        mix = self.ink.mix
        width = self.inner_width
        number = self._top + key
        lines = self._foot_lines
        if key >= self.size.height - len(lines):
            foot = lines[key - self.size.height]
            margin = " " if cell_len(foot) < width else ""
            row: PaneRow | None = PaneRow((Piece(f"{margin}{foot}", "dim"),))
        else:
            row = self._row(number)
        segments: list[Segment] = []
        if row is not None:
            on = ("cursor-row",) if self.has_focus and number == self._cursor and row.key else ()
            pieces = list(row.pieces)
            if row.bar and pieces and pieces[0].text.startswith(" "):
                segments.append(Segment("▌", mix("focus", *on)))
                pieces[0] = pieces[0]._replace(text=pieces[0].text[1:])
            segments.extend(
                Segment(piece.text, mix(*((piece.role,) if piece.role else ()), *on)) for piece in pieces
            )
            base = mix(*on)
        else:
            base = self.ink.base
        strip = Strip(segments).adjust_cell_length(width, base)
        edge = Strip([Segment("│", mix("rule"))], 1)
        if self.edge == "left":
            return Strip.join([edge, strip])
        if self.edge == "right":
            return Strip.join([strip, edge])
        return strip
