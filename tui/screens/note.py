"""A note, over several lines if need be: enter keeps it, ctrl+j begins a line, escape changes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Label, TextArea

if TYPE_CHECKING:
    from textual.app import ComposeResult

_ROWS = 4


class NoteArea(TextArea):
    """A text area in which enter is "done"."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "screen.keep", "keep", show=False, priority=True),
        Binding("ctrl+j,shift+enter", "new_line", "new line", show=False, priority=True),
    ]

    def action_new_line(self) -> None:
        """A line break at the cursor."""
        self.insert("\n")


class NotePrompt(ModalScreen[str | None]):
    """Asks for a note; dismissed with `None` by escape."""

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
            question = f" {self._question}: enter keeps · esc cancels · ctrl+j new line"
            yield Label(question, id="note-question", markup=False)
            yield NoteArea(self._text, soft_wrap=True, show_line_numbers=False, compact=True)

    def on_mount(self) -> None:
        """The cursor at the end of what is there."""
        area = self.query_one(NoteArea)
        area.styles.height = min(_ROWS, max(1, self.app.size.height - 5))
        area.move_cursor(area.document.end)
        area.focus()

    def action_keep(self) -> None:
        """Enter: what is printable of it, and its line breaks."""
        text = self.query_one(NoteArea).text
        kept = "".join(each for each in text if each.isprintable() or each == "\n")
        self.dismiss(kept.strip())

    def action_cancel(self) -> None:
        """Escape."""
        self.dismiss(None)
