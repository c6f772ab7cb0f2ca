"""The line a grade is typed in, with what each letter and each digit means above it.

A letter and a digit are done without enter; one alone is taken by enter.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen
from textual.strip import Strip
from textual.widgets import Label

from annotations.grades import CREDIBILITY, RELIABILITY
from tui.lines.key_line import whole_hints
from tui.lines.wording import Line
from tui.looks.folding import DRAWER_COLUMNS, fold
from tui.panes.rows import fitted
from tui.reading.grading import Grading
from tui.widgets.chrome import ChromeLine
from tui.widgets.strip_widget import StripWidget

if TYPE_CHECKING:
    from textual import events
    from textual.app import ComposeResult

    from annotations.grades import Scale
    from tui.looks.ink import Ink

_SIGNS: dict[Scale, tuple[tuple[str, str], ...]] = {
    "source": tuple(RELIABILITY.items()),
    "information": tuple(CREDIBILITY.items()),
}
_SCALE_CELLS = 35
"""One that shows the longest meaning; two of them stand side by side."""
_HEADING_ROWS = 16
"""From so many rows of the window there is room for the names of the scales."""
_CHROME_ROWS = 4
"""Rows that the list leaves: header, rule, the line that is typed in, target line."""
_ANSWERS = ("A to F for the source, 1 to 6 for the information.", "A to F, 1 to 6.")
"""What can be typed, for a long line and for a short one."""
_HINTS = ("A-F source", "1-6 information", "enter keep", "esc cancel", "backspace back", "delete no grade")


class ScaleList(StripWidget):
    """The two scales side by side; in narrow windows the one that is asked next."""

    def __init__(self, ink: Ink, grading: Grading) -> None:
        super().__init__(ink)
        self._grading = grading
        self.headed = True
        """Whether the names of the scales stand above them."""

    @property
    def scales(self) -> tuple[Scale, ...]:
        """Those in sight, from left to right."""
        return ("source", "information") if self.size.width >= DRAWER_COLUMNS else (self._grading.asked,)

    @property
    def _cells(self) -> int:
        """Of one scale."""
        return min(_SCALE_CELLS, self.size.width)

    def sign_at(self, x: int, y: int) -> str:
        """The letter or digit at a cell; empty if there is none."""
        column, row = x // max(1, self._cells), y - self.headed
        signs = _SIGNS[self.scales[column]] if column < len(self.scales) else ()
        return signs[row][0] if 0 <= row < len(signs) else ""

    def make_strip(self, key: int) -> Strip:
        """A row of each scale in sight, or their names."""
        row = key - self.headed
        pieces = [self._heading(scale) if row < 0 else self._sign(scale, row) for scale in self.scales]
        return Strip(pieces).adjust_cell_length(self.size.width, self.ink.mix("surface"))

    def _heading(self, scale: Scale) -> Segment:
        return Segment(fitted(f"   {scale}", self._cells), self.ink.mix("surface", "dim"))

    def _sign(self, scale: Scale, row: int) -> Segment:
        sign, meaning = _SIGNS[scale][row]
        on = getattr(self._grading.grade, scale) == sign
        style = self.ink.mix("surface", "cursor-row") if on else self.ink.mix("surface")
        return Segment(f" {'▸' if on else ' '} {fitted(f'{sign}  {meaning}', self._cells - 3)}", style)

    def on_click(self, event: events.Click) -> None:
        """A click takes the sign under it."""
        sign, screen = self.sign_at(event.x, event.y), self.screen
        if sign and isinstance(screen, GradePrompt):
            screen.take(sign)


class GradePrompt(ModalScreen[Grading | None]):
    """Asks for a grade. Dismissed with `None` by escape, and then nothing has changed."""

    CSS_PATH = "prompt.tcss"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", "cancel", show=False),
        Binding("enter", "keep", "keep", show=False),
        Binding("backspace,ctrl+z", "take_back", "take back", show=False),
        Binding("delete", "clear", "no grade", show=False),
    ]

    def __init__(self, ink: Ink, question: str, grading: Grading) -> None:
        super().__init__()
        self._question = question
        self._grading = grading
        self._list = ScaleList(ink, grading)
        self._line = ChromeLine(ink, role="surface", id="grade-answer")

    def compose(self) -> ComposeResult:
        """The scales, then the line."""
        with Vertical(id="prompt"):
            yield self._list
            with Horizontal(id="prompt-line"):
                # The question quotes the report, which may hold what Textual takes for markup.
                yield Label(f" {self._question}: ", id="prompt-question", markup=False)
                yield self._line
        yield Label("", id="prompt-keys", markup=False)

    def on_mount(self) -> None:
        """Stand just above the target line."""
        self._fit()

    def on_resize(self) -> None:
        """Keep the place."""
        self._fit()

    def _fit(self) -> None:
        width, height = self.app.size
        self._list.headed = height >= _HEADING_ROWS
        rows = len(RELIABILITY) + self._list.headed
        self._list.styles.height = max(1, min(rows, height - _CHROME_ROWS))
        keys = self.query_one("#prompt-keys", Label)
        keys.display = "keys" in fold(width, height).boxes
        keys.update(whole_hints(_HINTS, width))
        self.call_after_refresh(self._draw)

    def _draw(self) -> None:
        grade = self._grading.grade
        self._list.redraw_all()
        self._line.show(Line(f"{grade} {grade.words}" if grade else self._answers))

    @property
    def _answers(self) -> str:
        return next((each for each in _ANSWERS if len(each) <= self._line.size.width), _ANSWERS[-1])

    def on_key(self, event: events.Key) -> None:
        """A letter or a digit; other keys that type say what is asked for."""
        if event.character is not None and event.is_printable:
            event.stop()
            self.take(event.character)

    def take(self, sign: str) -> None:
        """Take a sign; the second one is the answer."""
        if not self._grading.take(sign):
            self._line.show(Line(self._answers, alarm=True))
        elif self._grading.done:
            self.dismiss(self._grading)
        else:
            self._draw()

    def action_take_back(self) -> None:
        """The last sign."""
        self._grading.take_back()
        self._draw()

    def action_clear(self) -> None:
        """No grade at all."""
        self._grading.clear()
        self._draw()

    def action_keep(self) -> None:
        """Enter: what was only looked at may have been changed elsewhere, and stays so."""
        self.dismiss(self._grading if self._grading.touched else None)

    def action_cancel(self) -> None:
        """Escape."""
        self.dismiss(None)
