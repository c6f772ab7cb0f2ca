"""The annotation pane: a list with keys of its own for what is marked in it."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import BindingType

from tui.bindings import bindings
from tui.widgets.line_pane import LinePane


class AnnotationPane(LinePane):
    """What the keys do is done by the screen, which knows what is marked."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("list", prefix="screen.")
