"""Which part of the reader stands where: one plain function from the window's size to rectangles.

Widths are cells, heights rows. The steps are those of the screen's specification: from 118 columns
three panes, from 92 two, below that the article with a drawer, below 70 columns or 22 rows no drawer,
below 48 columns or 12 rows no key line. A pane the user opens where there is none takes a drawer.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

Pane = Literal["article", "entities", "annotations"]

THREE_PANES = 118
TWO_PANES = 92
DRAWER_COLUMNS, DRAWER_ROWS = 70, 22
KEY_LINE_COLUMNS, KEY_LINE_ROWS = 48, 12
ENTITIES_WIDTH = 23
"""With the vertical line that ends it."""
ANNOTATIONS_WIDTH = 33
"""With the vertical line that begins it."""
SMALL_DRAWER = 2
"""Rows of a drawer that nobody opened."""
WIDE = 150
"""From here the side panes share what the article's measure does not use."""


class Box(NamedTuple):
    """A rectangle on the screen: column, row, width and height in cells and rows."""

    x: int
    y: int
    width: int
    height: int


class Fold(NamedTuple):
    """What is shown and where. A widget without a box is not shown."""

    boxes: dict[str, Box]
    drawer: Pane | None = None
    """The pane the drawer holds."""
    drawer_open: bool = False
    """Whether the drawer was grown to a list."""
    side: Pane | None = None
    """With two panes: the one beside the article."""

    def shows(self, pane: Pane) -> bool:
        """Whether the pane has a place on the screen."""
        return pane in self.boxes


def fold(width: int, height: int, opened: Pane = "article") -> Fold:
    """Place everything in a window of `width` x `height`; `opened` is the pane the user is in."""
    if width >= THREE_PANES and height >= KEY_LINE_ROWS:
        return _side_by_side(width, height, with_entities=True, opened=opened)
    if width >= TWO_PANES and height >= KEY_LINE_ROWS:
        return _side_by_side(width, height, with_entities=False, opened=opened)
    return _with_drawer(width, height, opened)


def _lines(width: int, height: int, boxes: dict[str, Box]) -> int:
    """Place header, target line and key line; return the first row below the body."""
    bottom = height
    if width >= KEY_LINE_COLUMNS and height >= KEY_LINE_ROWS:
        bottom -= 1
        boxes["keys"] = Box(0, bottom, width, 1)
    bottom -= 1
    boxes["target"] = Box(0, bottom, width, 1)
    if bottom > 0:
        boxes["header"] = Box(0, 0, width, 1)
    return bottom


def _side_by_side(width: int, height: int, *, with_entities: bool, opened: Pane) -> Fold:
    boxes: dict[str, Box] = {}
    bottom = _lines(width, height, boxes)
    boxes["rule"] = Box(0, 1, width, 1)
    rows = bottom - 2
    spare = max(0, width - WIDE) // 4
    left = min(34, ENTITIES_WIDTH + spare) if with_entities else 0
    right = min(52, ANNOTATIONS_WIDTH + spare)
    if with_entities:
        boxes["entities"] = Box(0, 2, left, rows)
    boxes["article"] = Box(left, 2, width - left - right - 1, rows)
    boxes["overview"] = Box(width - right - 1, 2, 1, rows)
    side: Pane = "entities" if not with_entities and opened == "entities" else "annotations"
    boxes[side] = Box(width - right, 2, right, rows)
    return Fold(boxes, side=None if with_entities else side)


def _with_drawer(width: int, height: int, opened: Pane) -> Fold:
    boxes: dict[str, Box] = {}
    bottom = _lines(width, height, boxes)
    room = max(0, bottom - 1)
    has_drawer = width >= DRAWER_COLUMNS and height >= DRAWER_ROWS
    rows = SMALL_DRAWER if has_drawer else 0
    if opened != "article":
        rows = max(rows, min(room - 4, max(room // 2, SMALL_DRAWER)))
    article = room - rows - 1 if rows > 0 else room
    boxes["article"] = Box(0, 1, width - 1, article)
    boxes["overview"] = Box(width - 1, 1, 1, article)
    if rows <= 0:
        return Fold(boxes)
    drawer: Pane = "entities" if opened == "entities" else "annotations"
    boxes["drawer_rule"] = Box(0, 1 + article, width, 1)
    boxes[drawer] = Box(0, 2 + article, width, rows)
    return Fold(boxes, drawer=drawer, drawer_open=opened != "article")
