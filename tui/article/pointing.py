"""The mouse over the article: presses, drags and the wheel become offsets of the text.

While the button is held beyond the upper or the lower edge, the text scrolls by a timer and the drag goes
on. What is selected by that is not decided here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.geometry import Offset
from textual.message import Message

from tui.article.pointer import SCROLL_SECONDS, Presses, beyond, rows_a_step
from tui.widgets.strip_widget import StripWidget

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events
    from textual.timer import Timer

    from annotations.records import Annotation
    from tui.looks.ink import Ink

_WHEEL_ROWS = 3


class Pointing(StripWidget):
    """What the article view does with the mouse; where things are drawn is for the view to say."""

    class Pressed(Message):
        """The mouse went down on a character, `chain` times in a row; with `extend`, shift was held."""

        def __init__(self, offset: int, chain: int, *, extend: bool) -> None:
            super().__init__()
            self.offset = offset
            self.chain = chain
            self.extend = extend

    class Dragged(Message):
        """The mouse is on this character now, with its button down since the press of that `chain`."""

        def __init__(self, offset: int, chain: int) -> None:
            super().__init__()
            self.offset = offset
            self.chain = chain

    class SignPressed(Message):
        """The mouse went down on a sign in the gutter, of these annotations; of a suggestion if of none."""

        def __init__(self, offset: int, annotations: Sequence[Annotation]) -> None:
            super().__init__()
            self.offset = offset
            """Where the row begins; of a suggestion, where its sentence begins."""
            self.annotations = annotations

    def __init__(self, ink: Ink, *, id: str | None = None) -> None:
        super().__init__(ink, id=id)
        self._presses = Presses()
        self._chain = 0
        """The press that is held down, the first or one of several in a row; 0 while none is."""
        self._pointer = Offset()
        self._scrolling: Timer | None = None

    def offset_under(self, x: int, y: int) -> int | None:
        """The code point drawn at a cell of the widget, or nearest to one outside."""
        raise NotImplementedError

    def sign_under(self, x: int, y: int) -> tuple[int, list[Annotation]] | None:
        """The annotations that a sign of the gutter stands for, none for a suggestion, and an offset.

        It is where the row begins, or the sentence of the suggestion.
        """
        raise NotImplementedError

    def scroll_rows(self, by: int) -> None:
        """Scroll so many rows down, or up (`by` < 0), as far as the text goes."""
        raise NotImplementedError

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Put the caret, select, or hold what a sign in the gutter stands for; a drag may follow."""
        if event.button != 1 or event.ctrl or event.meta:
            return
        sign = self.sign_under(event.x, event.y)
        if sign is not None:
            self.post_message(self.SignPressed(*sign))
            return
        offset = self.offset_under(event.x, event.y)
        if offset is None:
            return
        patience = self.app.CLICK_CHAIN_TIME_THRESHOLD
        self._chain = self._presses.count(event.x, event.y, event.time, patience)
        self.capture_mouse()
        self.post_message(self.Pressed(offset, self._chain, extend=event.shift))

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Select while the button is down; as long as it is held beyond the edge the text scrolls."""
        if not self._chain:
            return
        if not event.button:
            # It was let go outside the window, where nobody told.
            self._end_drag()
            return
        self._pointer = event.offset
        if not beyond(event.y, self.size.height):
            self._stop_scrolling()
            self._drag()
        elif self._scrolling is None:
            self._scrolling = self.set_interval(SCROLL_SECONDS, self._scroll_on)
            self._scroll_on()

    def _scroll_on(self) -> None:
        height = self.size.height
        self.scroll_rows(rows_a_step(beyond(self._pointer.y, height), height))
        self._drag()

    def _drag(self) -> None:
        here = self.offset_under(self._pointer.x, self._pointer.y)
        if here is not None:
            self.post_message(self.Dragged(here, self._chain))

    def _stop_scrolling(self) -> None:
        if self._scrolling is not None:
            self._scrolling.stop()
            self._scrolling = None

    def _end_drag(self) -> None:
        self._chain = 0
        self._stop_scrolling()
        self.release_mouse()

    def on_mouse_up(self) -> None:
        """The drag is over."""
        self._end_drag()

    def on_mouse_release(self) -> None:
        """Something else has taken the mouse: the drag is over."""
        self._chain = 0
        self._stop_scrolling()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """The wheel; the caret stays, a drag goes on."""
        self._wheel(event, _WHEEL_ROWS)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """The wheel; the caret stays, a drag goes on."""
        self._wheel(event, -_WHEEL_ROWS)

    def _wheel(self, event: events.MouseEvent, rows: int) -> None:
        self.scroll_rows(rows)
        if self._chain:
            self._pointer = event.offset
            self._drag()
