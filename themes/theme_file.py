"""A theme as data: base colours, roles, and the ink of each role."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from themes.roles import LETTER_ROLES, Ink


class ThemeError(Exception):
    """A theme that cannot be used; its text is the one sentence the user sees."""


class UnknownTheme(ThemeError):
    """No file has a theme of this name; the toolkit may have one."""


@dataclass(frozen=True, slots=True)
class ThemeFile:
    """One theme; colours are `#rrggbb`, or names of the terminal's own colours when not `tinted`."""

    name: str
    dark: bool
    background: str
    surface: str
    panel: str
    text: str
    dim: str
    rule: str
    focus: str
    warning: str
    error: str
    success: str
    roles: dict[str, str]
    """Every name of `themes.roles.ROLES`; empty where the terminal's own colour stays."""
    description: str = ""
    path: Path | None = None
    """The file it was read from; `None` for one that was derived."""
    tinted: bool = True
    """False: grounds are left to the terminal, and what a tint would tell must be underlined."""

    @classmethod
    def of(cls, base: dict[str, str], roles: dict[str, str], **about: Any) -> ThemeFile:
        """A theme from its base colours, its roles, and the other fields by name."""
        fields: dict[str, Any] = {**base, **about}
        return cls(roles=roles, **fields)

    def ink(self, role: str) -> Ink | None:
        """What a role changes, also the reversed ones of the chrome; `None` for an unknown role."""
        if role in self.roles:
            colour = self.roles[role]
            if role in LETTER_ROLES or role.endswith("-text"):
                return Ink(letters=colour)
            return Ink(letters=self.roles.get(f"{role}-text", ""), ground=colour)
        return self._chrome(role)

    def _chrome(self, role: str) -> Ink | None:
        """The ink of base colours: letters for most, reversed for what must be seen."""
        match role:
            case "text" | "dim" | "rule" | "focus" | "warning" | "success":
                return Ink(letters=getattr(self, role))
            case "background" | "surface" | "panel":
                return Ink(ground=getattr(self, role))
            case "error":
                return Ink(letters=self.background, ground=self.error)
            case "title-focused":
                return Ink(letters=self.background, ground=self.focus)
            case "cursor-row":
                return Ink(letters=self.background, ground=self.dim)
            case _:
                return None
