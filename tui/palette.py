"""The palette: what can be done on a screen, with its key, and our themes; Textual's own list is longer."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual.app import SystemCommand

from tui.keys import KEYS, shown
from tui.screens.reader import ReaderScreen

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from textual.app import App
    from textual.screen import Screen

_DIGITS = frozenset(f"tag.{number}" for number in range(4, 10))
"""Tags beyond the first three have names of their own in the picker."""


def commands(screen: Screen[object], keymap: Mapping[str, str]) -> Iterable[SystemCommand]:
    """What the keys do on this screen; `keymap` has those that are not as in the table."""
    if not isinstance(screen, ReaderScreen):
        return
    for entry in KEYS:
        if (
            entry.scope in ("reader", "article")
            and entry.group not in ("Move", "Select")
            and entry.id not in _DIGITS
        ):
            action = partial(screen.call_later, screen.run_action, entry.action)
            yield SystemCommand(entry.does, shown(keymap.get(entry.id) or entry.keys), action)


def themes(app: App[str], names: Iterable[str]) -> Iterable[SystemCommand]:
    """Our themes by name, for this run."""
    for name in names:
        yield SystemCommand(f"theme {name}", "for this run", partial(setattr, app, "theme", name))
