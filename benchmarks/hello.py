"""The baseline: a Textual app that shows one line, and another one after each key."""

from typing import ClassVar

from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static


class Hello(App[None]):
    """Hello, world."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("j", "count", "count")]
    count = 0

    def compose(self) -> ComposeResult:
        yield Static("Hello, world 0")

    def action_count(self) -> None:
        self.count += 1
        self.query_one(Static).update(f"Hello, world {self.count}")


if __name__ == "__main__":
    Hello().run()
