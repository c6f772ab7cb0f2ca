"""A text in a widget of Textual's own, as plain as can be: `python stock.py TextArea|Markdown FILE`."""

import sys
from pathlib import Path
from typing import ClassVar

from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType


class Stock(App[None]):
    """One widget with a text in it; no animations, no cursor that blinks."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+end", "to_the('end')", "end", priority=True),
        Binding("ctrl+home", "to_the('start')", "start", priority=True),
    ]

    def __init__(self, widget: str, text: str) -> None:
        super().__init__()
        self.animation_level = "none"
        self._widget = widget
        self._text = text

    def compose(self) -> ComposeResult:
        # A widget is imported when it is wanted, so that none pays for the other.
        if self._widget == "TextArea":
            from textual.widgets import TextArea

            area = TextArea(self._text, read_only=True)
            area.cursor_blink = False
            yield area
        else:
            from textual.containers import VerticalScroll
            from textual.widgets import Markdown

            with VerticalScroll():
                yield Markdown(self._text)

    def action_to_the(self, place: str) -> None:
        if self._widget == "TextArea":
            from textual.widgets import TextArea

            area = self.query_one(TextArea)
            area.move_cursor(area.document.end if place == "end" else area.document.start)
        else:
            from textual.containers import VerticalScroll

            scroll = self.query_one(VerticalScroll)
            (scroll.scroll_end if place == "end" else scroll.scroll_home)(animate=False)


if __name__ == "__main__":
    Stock(sys.argv[1], Path(sys.argv[2]).read_text("utf-8")).run()
