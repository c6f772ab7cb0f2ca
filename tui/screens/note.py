"""A note, over several lines if need be: enter keeps it, ctrl+j begins a line, escape changes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Label, TextArea

from reports.visible import visible_lines
from tui.looks.folding import fold

if TYPE_CHECKING:
    from textual.app import ComposeResult

_ROWS = 4


class NoteArea(TextArea):
    """A text area in which enter is "done"."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "screen.keep", "keep", show=False, priority=True),
        Binding("ctrl+j,shift+enter", "new_line", "new line", show=False, priority=True),
    ]

    def on_mount(self) -> None:
        """Nothing moves on the screen but by a key."""
        self.cursor_blink = False

    def action_new_line(self) -> None:
        """A line break at the cursor."""
        self.insert("\n")


class NotePrompt(ModalScreen[str | None]):
    """Asks for a note; dismissed with `None` by escape, and by enter if nothing was changed.

    Another program may have changed the note meanwhile.
    """

    CSS_PATH = "note.tcss"

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "cancel", "cancel", show=False)]

    def __init__(self, question: str, text: str) -> None:
        super().__init__()
        self._question = question
        self._text = text

    def compose(self) -> ComposeResult:
        """The question, then the text."""
        with Vertical(id="note"):
            # The question quotes the report, which may hold what Textual takes for markup.
            yield Label(f" {self._question}:", id="note-question", markup=False)
            yield NoteArea(visible_lines(self._text), soft_wrap=True, show_line_numbers=False, compact=True)
        yield Label(" enter keep  ctrl+j new line  esc cancel", id="note-keys")

    def on_mount(self) -> None:
        """The cursor at the end of what is there."""
        area = self.query_one(NoteArea)
        self._fit()
        area.move_cursor(area.document.end)
        area.focus()

    def on_resize(self) -> None:
        """Keep the place."""
        self._fit()

    def _fit(self) -> None:
        """Stand just above the target line, as far as there is room."""
        width, height = self.app.size
        boxes = fold(width, height).boxes
        self.query_one("#note").styles.margin = (0, 0, height - boxes["target"].y - ("keys" in boxes), 0)
        self.query_one(NoteArea).styles.height = min(_ROWS, max(1, height - 5))
        self.query_one("#note-keys").display = "keys" in boxes

    @property
    def typed(self) -> str:
        """The note as it stands."""
        return visible_lines(self.query_one(NoteArea).text).strip()

    @property
    def unfinished(self) -> str:
        """What would be lost without enter; empty if nothing was typed, or all was taken away."""
        return self.typed if self.is_mounted and self.typed != visible_lines(self._text).strip() else ""

    def action_keep(self) -> None:
        """Enter."""
        self.dismiss(self.typed if self.typed != visible_lines(self._text).strip() else None)

    def action_cancel(self) -> None:
        """Escape."""
        self.dismiss(None)
