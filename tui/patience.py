"""Keys before everything is there: which wait, which come too early, and what gives way to them.

Opening the store takes about a tenth of a second after the first paint, in which a quick hand has pressed
`j u` already: nothing of that may be lost. Reading a long Markdown report takes seconds: there a key that
needs all of it is answered at once.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from textual.events import Key

from tui.keys import KEYS

if TYPE_CHECKING:
    from textual.events import Event

    from tui.app import ReaderApp
    from tui.screens.reader import ReaderScreen

_WITHOUT_STORE = frozenset(
    {entry.id for entry in KEYS if entry.group == "Move"}
    | {"quit", "help", "pane.next", "pane.back", "search", "trail.next", "trail.back", "close"}
    | {"library", "copy", None}
)
"""Bindings that need nothing of the store."""
_KEYS_APART = 0.03
"""Seconds after a key in which it may still be drawn, or the next one comes from a key that is held."""
_GIVEN_WAY = 0.1
"""Seconds that other work waits for keys at most, so that it goes on under a key that is held."""


class Patience:
    """What happens to the keys of an app whose report or store is still being opened."""

    def __init__(self, app: ReaderApp) -> None:
        self._app = app
        self._last_key = 0.0

    def must_wait(self, event: Event) -> bool:
        """Whether a key, or a paste, needs what will be there in a moment."""
        reader = self._unready()
        return reader is not None and reader.soon_ready and self._needs_store(event)

    def too_early(self, event: Event) -> ReaderScreen | None:
        """The reader, if a key needs what will not be there in a moment, which it is to say."""
        reader = self._unready()
        return reader if reader is not None and not reader.soon_ready and self._needs_store(event) else None

    def pressed(self) -> None:
        """A key came."""
        self._last_key = time.monotonic()

    def give_way(self) -> None:
        """Wait while keys are being pressed; for threads whose work can wait, and not for long."""
        end = time.monotonic() + _GIVEN_WAY
        while (now := time.monotonic()) < end and now - self._last_key < _KEYS_APART:
            time.sleep(_KEYS_APART / 4)

    def _unready(self) -> ReaderScreen | None:
        """The reader, when it has the keys and nothing can be recorded yet."""
        from tui.screens.reader import ReaderScreen

        screen = self._app.screen
        if isinstance(screen, ReaderScreen) and screen.reading.editor is None:
            return screen
        return None

    def _needs_store(self, event: Event) -> bool:
        if not isinstance(event, Key):
            return True
        active = self._app.screen.active_bindings.get(event.key)
        return active is not None and active.binding.id not in _WITHOUT_STORE
