"""The entity pane: a list with keys of its own for what is found."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import BindingType

from tui.bindings import bindings
from tui.widgets.line_pane import LinePane


class EntityPane(LinePane):
    """What the keys do is done by the screen, which knows what was found."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("entities", prefix="screen.")
