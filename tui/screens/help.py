"""All keys, by what they are for, with what the user remapped."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.table import Table
from rich.text import Text
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from reports.visible import visible
from tui.keys import KEYS, shown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.app import ComposeResult

    from annotations.tagset import TagSet

_INTRODUCTION = (
    "The highlighted sentence is the target: u, c, o and the digits put a tag on it or take it off. "
    "The last line but one always says in words what the next key acts on. "
    "Everything is saved at once, and z takes anything back. "
    "Left of the text: the letter of a tag where it begins, │ while it runs on, : between the fragments "
    "of one annotation, * for a note, • for an annotation without a tag. A click there holds it. "
    "? and ┊ are no tags: the model suggests one there, for the words in italics."
)


class HelpScreen(ModalScreen[None]):
    """Closed by escape, q or the help key."""

    CSS_PATH = "dialog.tcss"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,question_mark,f1", "dismiss", "close", show=False),
        Binding("j,down", "scroll(2)", "down", show=False),
        Binding("k,up", "scroll(-2)", "up", show=False),
        Binding("space,pagedown,ctrl+d", "scroll(15)", "a page on", show=False),
        Binding("pageup,ctrl+u", "scroll(-15)", "a page back", show=False),
    ]

    def __init__(self, keymap: Mapping[str, str], tag_set: TagSet | None = None) -> None:
        super().__init__()
        self._keymap = keymap
        self._tag_set = tag_set

    def compose(self) -> ComposeResult:
        """One table a group."""
        with VerticalScroll(id="help"):
            yield Static("All keys", classes="dialog-title")
            yield Static(_INTRODUCTION, classes="help-text")
            for group in dict.fromkeys(entry.group for entry in KEYS):
                yield Static(group.upper(), classes="help-group")
                yield Static(self._table(group))
            yield Static(
                "esc closes · j k scroll · report-reader keys prints this list", classes="dialog-foot"
            )

    def _table(self, group: str) -> Table:
        table = Table.grid(padding=(0, 2))
        table.add_column(min_width=16, max_width=26)
        table.add_column()
        for entry in KEYS:
            if entry.group != group:
                continue
            does = self._tag_name(entry.id) or entry.does
            if does:
                keys = shown(self._keymap.get(entry.id) or entry.keys)
                table.add_row(Text(visible(keys), style="bold"), Text(does))
        return table

    def _tag_name(self, binding: str) -> str:
        """What a tag key puts on, by the tag set of this report."""
        name, _, number = binding.partition(".")
        if name != "tag" or not number.isdigit() or self._tag_set is None:
            return ""
        if int(number) > len(self._tag_set):
            return ""
        return f"{visible(self._tag_set.tags[int(number) - 1].label)}, on or off"

    def on_mount(self) -> None:
        """The list takes the keys."""
        self.query_one(VerticalScroll).focus()

    def action_scroll(self, rows: int) -> None:
        """Up or down by rows."""
        self.query_one(VerticalScroll).scroll_relative(y=rows, animate=False)
