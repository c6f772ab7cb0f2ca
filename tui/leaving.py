"""How a run ends, asked for or not, and what is done before the shell has the terminal."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual.app import App

if TYPE_CHECKING:
    from collections.abc import Callable

    from annotations.errors import StoreError
    from tui.session import Session
    from tui.settings import Settings
    from tui.terminal.endings import Endings
    from tui.terminal.turns import Turns

_LENT_AFTER = 2.0
"""Seconds the disk gets when the process is to be stopped."""


class Leaving(App[str]):
    """An app that ends with the line that says where the work lies: what keys, signals and the driver ask."""

    settings: Settings
    session: Session | None = None
    failure: Exception | None = None
    endings: Endings | None = None
    """Set where the process is the app's own, so that it may end with a signal."""
    _turns: Turns

    async def action_quit(self) -> None:
        """The palette's quit is ours."""
        self.action_quit_reader()

    def action_quit_reader(self) -> None:
        """Quit; what cannot be saved is never dropped without a second press."""
        from tui.screens.reader import ReaderScreen

        reader = next((screen for screen in self._screen_stack if isinstance(screen, ReaderScreen)), None)
        if reader is None:
            self.exit("")
        else:
            reader.action_quit_reader()

    def leave(self, tagged: int, title: str) -> None:
        """End, with the line that says where the work lies."""
        from tui.lines.farewell import farewell

        kept = bool(title) and self.session is not None and self.session.store.exists
        self.exit(farewell(tagged, title, self.settings.database) if kept else "")

    def fail(self, error: StoreError) -> None:
        """The store cannot be used: nothing could be kept, so end with the sentence that says so."""
        self.failure = error
        self.exit("")

    def _handle_exception(self, error: Exception) -> None:
        """A defect of ours ends the program with one sentence, not with a screen of code.

        What was changed is flushed by `run_reader`; tests see all.
        """
        if self.is_headless:
            super()._handle_exception(error)
            return
        self.failure = self.failure or error
        self.exit("", return_code=1)

    def wind_up(self, done: Callable[[], None]) -> None:
        """End as `q` does, without a question: behind the keys that have arrived, before any other.

        `done` is called when no change can follow. To be called on the app's loop.
        """
        self.call_later(self.run_worker, partial(self._wind_up, done), name="wind up")

    async def _wind_up(self, done: Callable[[], None]) -> None:
        from tui.screens.reader import ReaderScreen

        await self._turns.finish()
        try:
            readers = [screen for screen in self._screen_stack if isinstance(screen, ReaderScreen)]
            if not readers:
                self.exit("")
            for reader in readers:
                reader.keep_unfinished()
                reader.wind_up()
        finally:
            done()

    def give_back_terminal(self) -> None:
        """Leave the terminal as it was found, without waiting for whatever hangs."""
        from tui.terminal.driver import ReaderDriver

        if isinstance(self._driver, ReaderDriver):
            self._driver.give_back_at_once()

    @property
    def ending(self) -> bool:
        """Whether a signal has ended the reader, though not all may be done yet."""
        return self.endings is not None and self.endings.called

    def lend_terminal(self) -> None:
        """The process is about to be stopped: let it not hold the store's lock meanwhile."""
        if self.session is not None:
            self.session.writer.flush(_LENT_AFTER)
