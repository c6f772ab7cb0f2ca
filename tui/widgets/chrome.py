"""The lines around the panes: header, rules, target line and key line."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from textual.strip import Strip

from tui.panes.rows import shortened
from tui.widgets.strip_widget import StripWidget

if TYPE_CHECKING:
    from tui.lines.wording import Line
    from tui.looks.ink import Ink


class ChromeLine(StripWidget):
    """One row of text, dim, or in reverse when it is an alarm."""

    def __init__(self, ink: Ink, *, role: str = "dim", id: str | None = None) -> None:
        super().__init__(ink, id=id)
        self.role = role
        self.shown = ""
        """The text in sight, for tests and for whoever reads the screen aloud."""
        self.alarm = False

    def show(self, line: Line) -> None:
        """Draw this line, if it is another one."""
        text = line.fitted(self.size.width) if self.size.width else line.left
        if (text, line.alarm) != (self.shown, self.alarm):
            self.shown, self.alarm = text, line.alarm
            self.redraw_all()

    def make_strip(self, key: int) -> Strip:  # noqa: ARG002 - there is one line
        """The row."""
        style = self.ink.mix("error" if self.alarm else self.role)
        return Strip([Segment(set_cell_size(self.shown, self.size.width), style)], self.size.width)


class Title(NamedTuple):
    """The heading of a pane on a rule: where the pane begins, how wide it is, what stands left and right."""

    x: int
    width: int
    text: str
    right: str = ""
    focused: bool = False


class RuleLine(StripWidget):
    """The rule over the panes, with their titles; heavy, and the title reversed, over the focused one."""

    def __init__(self, ink: Ink, *, id: str | None = None) -> None:
        super().__init__(ink, id=id)
        self.titles: tuple[Title, ...] = ()

    def show(self, titles: tuple[Title, ...]) -> None:
        """Draw these titles, if they are others."""
        if titles != self.titles:
            self.titles = titles
            self.redraw_all()

    def make_strip(self, key: int) -> Strip:  # noqa: ARG002 - there is one line
        """The rule, title by title, joined where a pane ends."""
        segments: list[Segment] = []
        for number, title in enumerate(self.titles):
            if number:
                segments.append(Segment("┬", self.ink.mix("rule")))
            segments.extend(self._titled(title))
        return Strip(segments).adjust_cell_length(self.size.width, self.ink.base)

    def _titled(self, title: Title) -> list[Segment]:
        mix = self.ink.mix
        line, style = ("━", mix("focus")) if title.focused else ("─", mix("rule"))
        right = (
            f" {shortened(title.right, max(0, title.width - cell_len(title.text) - 6))} {line}"
            if title.right
            else line
        )
        fill = title.width - cell_len(title.text) - 3 - cell_len(right)
        if fill < 0:
            right, fill = "", title.width - cell_len(title.text) - 3
        # The blocks beside a reversed title make it a tab, also without colours.
        name = (
            [
                Segment("▐", mix("focus")),
                Segment(title.text, mix("title-focused")),
                Segment("▌", mix("focus")),
            ]
            if title.focused
            else [Segment(f" {title.text} ", mix("dim"))]
        )
        right_style = mix("focus") if title.focused else mix("dim")
        return [Segment(line, style), *name, Segment(line * max(0, fill), style), Segment(right, right_style)]
