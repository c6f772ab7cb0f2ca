"""A Textual layout that puts each widget where a table of boxes says, by the widget's id."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.geometry import NULL_OFFSET, Region, Size, Spacing
from textual.layout import ArrangeResult, Layout, WidgetPlacement

if TYPE_CHECKING:
    from textual.widget import Widget

    from tui.looks.folding import Fold


class FoldLayout(Layout):
    """Places the children of a screen by a `Fold`; a child without a box is not placed."""

    name = "fold"

    def __init__(self) -> None:
        self.fold: Fold | None = None

    def arrange(
        self,
        parent: Widget,  # noqa: ARG002 - the signature is Textual's
        children: list[Widget],
        size: Size,  # noqa: ARG002
        greedy: bool = True,  # noqa: ARG002
    ) -> ArrangeResult:
        """The placements of the children that have a box."""
        boxes = self.fold.boxes if self.fold is not None else {}
        return [
            WidgetPlacement(Region(*boxes[child.id]), NULL_OFFSET, Spacing(), child)
            for child in children
            if child.id in boxes
        ]
