"""Ends that nobody asked for with a key: the line drops, or the system wants the reader gone.

SIGHUP, SIGTERM, and a terminal that has hung up, end the reader as `q` does, but without a question and
within two seconds: first what was changed gets to the disk, whatever the screen is doing, then the
terminal is given back. What hangs is left behind, and what was not saved is said.
"""

from __future__ import annotations

import asyncio
import os
import select
import signal
import threading
import time
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType
    from typing import Any

    from tui.session import Session

FLUSH_SECONDS = 5.0
"""How long saving may take at the end when nobody is in a hurry."""
SAVING_SECONDS = 1.4
"""How long it may take after a signal; counted from the signal, as the two below."""
GIVEN_UP_AFTER = 1.6
"""Then the process ends, whatever hangs. Two seconds are promised; a busy machine needs some of them."""
_WIND_UP_SECONDS = 0.4
"""How long saving waits for the screen to hand over its last changes."""
_SIGNALS = (signal.SIGHUP, signal.SIGTERM)
_SHELL_BASE = 128
"""What shells add to a signal's number to make an exit code of it."""


class Farewell(NamedTuple):
    """How a run ended: the line to print, empty for none, and the exit code."""

    sentence: str
    code: int = 0


class Endable(Protocol):
    """What an ending needs of the app."""

    session: Session | None

    def wind_up(self, done: Callable[[], None]) -> None:
        """End as `q` does, without a question; `done` is called when no change can follow any more."""

    def give_back_terminal(self) -> None:
        """Leave the terminal as it was found, from any thread, without waiting."""


class Endings:
    """The ways in which one run of the reader may end; the store is closed here, whichever it is."""

    def __init__(self, app: Endable, leave: Callable[[int], object] = os._exit) -> None:
        """`leave` ends the process at once, with an exit code."""
        self._app = app
        self._leave = leave
        self._number = 0
        self._called = False
        self._since = 0.0
        self._before: dict[int, Any] = {}
        self._loop: asyncio.AbstractEventLoop | None = None
        self._pipe: tuple[int, int] | None = None
        self._wound_up = threading.Event()
        self._closing = threading.Lock()
        self._closed = False
        self._unsaved = ""
        self._told = False

    @property
    def called(self) -> bool:
        """Whether a signal has come; true before anything is done about it."""
        return self._called

    @property
    def code(self) -> int:
        """The exit code: 0, or as shells count it after a signal: 128 and its number."""
        return _SHELL_BASE + self._number if self._number else 0

    def begin(self, terminal: int) -> None:
        """From here on signals end the reader gently, and so does the end of that terminal.

        To be called in the main thread, on the app's loop, before the terminal is taken: what ends
        the process earlier has nothing to save.
        """
        self._loop = asyncio.get_running_loop()
        self._pipe = os.pipe()
        os.set_blocking(self._pipe[1], False)
        for number in _SIGNALS:
            # Who starts a program under nohup wants no hang-up to be felt.
            if signal.getsignal(number) is not signal.SIG_IGN:
                self._before[number] = signal.signal(number, self._caught)
        threading.Thread(target=self._watch, args=(terminal,), name="endings", daemon=True).start()

    def save(self) -> str:
        """Close the store, once, whoever comes first; what could not be saved, in words.

        Waits for some seconds; after a signal for the time that is left of `SAVING_SECONDS`.
        """
        with self._closing:
            session = self._app.session
            if session is not None and not self._closed:
                self._closed = True
                if not session.close(self._saving_seconds()):
                    self._unsaved = session.why_not_saved
            if session is not None and session.writer.pending():
                # A key may have had its turn after the store was closed.
                self._unsaved = session.why_not_saved
            return self._unsaved

    def end(self) -> None:
        """All is saved and about to be told: leave signals to whoever had them before.

        After one of them they stay here, so that a second one does not disturb the way out.
        """
        self._told = True
        if self._pipe is None or self._number:
            return
        for number, handler in self._before.items():
            signal.signal(number, handler)
        self._wake(0)

    # ------------------------------------------------------------------ the thread that keeps the time

    def _caught(self, number: int, _frame: FrameType | None) -> None:
        # A signal may come in the midst of anything: no lock may be taken here, no thread started.
        self._called = True
        # In the background a terminal stops whoever sets it up or, if so set, prints: no end that would be.
        signal.signal(signal.SIGTTOU, signal.SIG_IGN)
        self._wake(number)

    def _wake(self, number: int) -> None:
        if self._pipe is not None:
            with suppress(BlockingIOError):  # so many signals that one more changes nothing
                os.write(self._pipe[1], bytes([number]))

    def _watch(self, terminal: int) -> None:
        """Wait for an end, have everything saved, and see to it that the process is gone in time."""
        number = self._next(terminal)
        if not number:
            return
        self._since = time.monotonic()
        self._number = number
        # In a thread of its own: whatever in there hangs, this one keeps the time.
        threading.Thread(target=self._wind_up, name="winding up", daemon=True).start()
        time.sleep(GIVEN_UP_AFTER)
        self._give_up()

    def _next(self, terminal: int) -> int:
        """Wait for a signal and return its number; that of SIGHUP for a dead terminal, 0 for `end`."""
        assert self._pipe is not None
        waiting = select.poll()
        waiting.register(self._pipe[0], select.POLLIN)
        # Of the terminal only that it has hung up: its input is for others to read.
        waiting.register(terminal, 0)
        while True:
            for descriptor, event in waiting.poll():
                if descriptor == self._pipe[0]:
                    return os.read(descriptor, 1)[0]
                if event & (select.POLLHUP | select.POLLERR):
                    return signal.SIGHUP
                # Where terminals cannot be watched so, as on old versions of macOS, the signal is enough.
                waiting.unregister(descriptor)

    def _wind_up(self) -> None:
        assert self._loop is not None
        with suppress(RuntimeError):  # the loop is closed: the reader was ending already
            self._loop.call_soon_threadsafe(self._app.wind_up, self._wound_up.set)
            self._wound_up.wait(_WIND_UP_SECONDS)
        self.save()

    def _saving_seconds(self) -> float:
        if not self._number:
            return FLUSH_SECONDS
        return max(0.0, self._since + SAVING_SECONDS - time.monotonic())

    def _give_up(self) -> None:
        """Something hangs: leave it behind, with a word of what is lost."""
        self._app.give_back_terminal()
        session = self._app.session
        unsaved = self._unsaved
        if session is not None and session.writer.pending():
            unsaved = session.why_not_saved
        if unsaved and not self._told:
            _last_words(unsaved)
        self._leave(self.code)


def hung_up(descriptor: int) -> bool:
    """Whether there is nobody any more at the other end of a terminal or pipe; does not wait."""
    other_end = select.poll()
    # Without an event to wait for it tells what it always tells: that the line is dead.
    other_end.register(descriptor, 0)
    return any(event & (select.POLLHUP | select.POLLERR) for _, event in other_end.poll(0))


def _last_words(sentence: str) -> None:
    """A line to standard error, if somebody is there to take it; the stream itself may be in use."""
    from reports.visible import visible

    with suppress(OSError):
        if not hung_up(2) and select.select([], [2], [], 0)[1]:
            os.write(2, f"{visible(sentence)}\n".encode(errors="backslashreplace"))
