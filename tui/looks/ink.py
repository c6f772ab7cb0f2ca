"""The styles things are drawn in: roles of the theme to Rich styles, with and without colour.

Where the terminal has 16 colours or none, or the user set NO_COLOR, tints would vanish; then the
same roles are told by underline, bold and reverse, as the screen's specification lists them.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from rich.style import Style

if TYPE_CHECKING:
    from themes.loading import ThemeFile

_ATTRIBUTES: dict[str, str] = {
    "annotation": "underline",
    "annotation-inner": "bold underline",
    "annotation-innermost": "underline italic",
    "held": "reverse",
    "selection": "reverse",
    "mention": "bold underline",
    "mention-current": "bold reverse",
    "hit": "bold underline",
    "hit-current": "bold reverse",
    "emphasis": "italic",
    "strong": "bold",
    "link": "underline",
    "suggestion": "italic",
    "cue": "italic",
    "error": "reverse",
    "image": "underline",
    "footnote": "dim",
    "heading": "bold",
    "heading-deep": "italic",
    "current": "bold",
    "dim": "dim",
    "cursor-row": "reverse",
    "letter": "bold",
    "title-focused": "bold reverse",
}
"""What tells a role apart without any colour."""
_PLAIN: dict[str, str] = {"link": "dim", "image": "dim"}
"""Other attributes where there are no tints, since there an underline is an annotation."""


class Ink:
    """Styles by role for one theme; `plain` leaves every colour to the terminal."""

    def __init__(self, theme: ThemeFile, *, plain: bool = False) -> None:
        self.theme = theme
        self.plain = plain
        self.base = Style.null() if plain else Style(color=theme.text, bgcolor=theme.background)

    @lru_cache(maxsize=512)  # noqa: B019 - an Ink lives as long as its theme is shown
    def style(self, role: str) -> Style:
        """The style of a role on top of the text's own; an unknown role changes nothing."""
        words = (_PLAIN.get(role) if self.plain else None) or _ATTRIBUTES.get(role)
        attributes = Style.parse(words) if words else Style.null()
        if self.plain:
            return attributes
        colour = self.theme.ink(role)
        if colour is None:
            return attributes
        kept = _KEPT_WITH_COLOUR.get(role, Style.null())
        return Style(color=colour.letters or None, bgcolor=colour.ground or None) + kept

    @lru_cache(maxsize=4096)  # noqa: B019
    def mix(self, *roles: str) -> Style:
        """The base style with the given roles laid on it in order; shared, so strips stay small."""
        style = self.base
        if self.plain and "annotation" in roles:
            # Bold would make an inner annotation of it; the bar beside the rows tells the sentence too.
            roles = tuple(role for role in roles if role != "current")
        for role in roles:
            style += self.style(role)
        return style


_KEPT_WITH_COLOUR: dict[str, Style] = {
    "mention": Style(bold=True, underline=True),
    "hit": Style(bold=True, underline=True),
    "heading": Style(bold=True),
    "current": Style(bold=True),
    "suggestion": Style(italic=True),
    "letter": Style(bold=True),
    "error": Style(bold=True),
}
"""Attributes that stay beside the colour, since nothing is told by colour alone."""


@runtime_checkable
class Inked(Protocol):
    """A screen that draws with an ink of its own beside the CSS."""

    def views_use_ink(self, ink: Ink) -> None:
        """Draw with another theme."""
