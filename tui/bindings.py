"""Textual bindings from the table of keys: each has an id, so that a user's config can remap it."""

from __future__ import annotations

from textual.binding import Binding, BindingType

from tui.keys import KEYS, Scope


def bindings(*scopes: Scope, prefix: str = "") -> list[BindingType]:
    """The bindings of the given scopes, in the order of the table; `screen.` sends actions to the screen."""
    return [
        Binding(entry.keys, f"{prefix}{entry.action}", entry.does, show=False, id=entry.id)
        for entry in KEYS
        if entry.scope in scopes
    ]
