"""A widget drawn line by line whose strips are kept until what they show changes.

Textual's own cache of styles is emptied by scrolling and costs more than the lines; here a repaint hands
out the kept strips. A subclass makes a strip for a key, and forgets keys whose content has changed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual.cache import LRUCache
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from tui.widgets.steady import steadied

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable

    from tui.looks.ink import Ink

_STRIPS_KEPT = 400


class StripWidget(Widget):
    """Rows of text without CSS inside; `ink` gives the styles."""

    ALLOW_SELECT: ClassVar[bool] = False

    def __init__(self, ink: Ink, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.ink = ink
        self._strips: LRUCache[Hashable, Strip] = LRUCache(_STRIPS_KEPT)
        self._column = 0
        """Of the screen, from 0, at which the kept strips begin."""

    def strip_key(self, y: int) -> Hashable:
        """What is drawn on line `y` of the widget: the line itself, or a row of something that scrolls."""
        return y

    def make_strip(self, key: Any) -> Strip:
        """Draw one row, as wide as the widget."""
        raise NotImplementedError

    def use_ink(self, ink: Ink) -> None:
        """Draw with another theme."""
        self.ink = ink
        self.redraw_all()

    def redraw_all(self) -> None:
        """Forget everything and paint again."""
        self._strips.clear()
        self.refresh()

    def redraw_lines(self, lines: Iterable[int]) -> None:
        """Forget and repaint whole lines of the widget."""
        regions = []
        for y in lines:
            self._strips.discard(self.strip_key(y))
            if 0 <= y < self.size.height:
                regions.append(Region(0, y, self.size.width, 1))
        if regions:
            self.refresh(*regions)

    def render_line(self, y: int) -> Strip:
        """The kept strip of a line, or a new one."""
        key = self.strip_key(y)
        strip = self._strips.get(key)
        if strip is None:
            strip = self.make_strip(key)
            for line_filter in self.get_line_filters():
                strip = strip.apply_filter(line_filter, self.background_colors[1])
            strip = steadied(strip, self._column)
            self._strips[key] = strip
        return strip

    def render_lines(self, crop: Region) -> list[Strip]:
        """The kept strips themselves."""
        if self.region.x != self._column:
            self._column = self.region.x
            self._strips.clear()
        strips = [self.render_line(y) for y in range(crop.y, crop.bottom)]
        if crop.x == 0 and crop.width == self.size.width:
            return strips
        return [strip.crop(crop.x, crop.right) for strip in strips]

    def on_resize(self) -> None:
        """Strips of another width are of no use."""
        self._strips.clear()

    def notify_style_update(self) -> None:
        """Colours may have changed."""
        super().notify_style_update()
        self._strips.clear()
