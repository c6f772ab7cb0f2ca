"""The terminal as Textual drives it, where it goes away, is lent to the shell, or sends what nobody knows.

Textual 8.2 takes a terminal for something that stays. Without what is here the thread that writes dies with
the first write after a hang-up, and the thread that draws waits for it for ever; and a SIGCONT that nobody
stopped for, as the kernel sends one with every hang-up, takes the terminal a second time and so forgets
how it was before the first.
"""

from __future__ import annotations

import asyncio
import os
import select
import signal
import termios
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Protocol, TextIO, cast, runtime_checkable

from textual.drivers.linux_driver import LinuxDriver
from textual.events import MouseEvent

from tui.terminal.endings import hung_up
from tui.terminal.interpreting import Interpreter

if TYPE_CHECKING:
    from collections.abc import Container

    from textual.app import App
    from textual.geometry import Size
    from textual.message import Message

_LEAVE = (
    b"\x1b[?1000l\x1b[?1003l\x1b[?1015l\x1b[?1006l\x1b[?2004l\x1b[?2048l\x1b[?7h"
    b"\x1b[<u\x1b[?1049l\x1b[?25h\x1b[?1004l"
)
"""Mouse, pastes, sizes and wraps as they were; kitty's keys, the other screen, the cursor, the focus."""

_LOOK_UP = 0.1
"""Seconds until the thread that reads looks whether it is to end."""
_READ = 4096
"""Bytes that a terminal of Linux hands over at most."""


@runtime_checkable
class Lender(Protocol):
    """An app that wants to know when the terminal goes to the shell, and when it is back."""

    @property
    def ending(self) -> bool:
        """Whether a signal has ended it, so that it needs no terminal any more."""

    def lend_terminal(self) -> None:
        """The process is stopped in a moment, for nobody knows how long."""

    def take_terminal_back(self) -> None:
        """The terminal is as at the start; a new size is about to be told."""


@runtime_checkable
class AltUser(Protocol):
    """An app in which keys with alt may be bound."""

    @property
    def alt_keys(self) -> Container[str]:
        """Their names as Textual has them: `alt+x`."""


class Outlet:
    """The file that is the terminal; what is written after it has hung up goes nowhere."""

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self._gone = False

    def write(self, text: str) -> int:
        """Write to the terminal, or to nowhere; returns how many code points were taken, which is all."""
        if not self._gone:
            try:
                self._file.write(text)
            except OSError:
                # Whoever watches the terminal ends the reader; until then nothing may stumble over it.
                self._gone = True
        return len(text)

    def flush(self) -> None:
        """Hand on what was written."""
        if not self._gone:
            try:
                self._file.flush()
            except OSError:
                self._gone = True

    def fileno(self) -> int:
        """The terminal's descriptor."""
        return self._file.fileno()


class ReaderDriver(LinuxDriver):
    """Textual's driver for a terminal that may go away, may be lent, and may send anything."""

    def __init__(
        self,
        app: App[Any],
        *,
        debug: bool = False,
        mouse: bool = True,
        size: tuple[int, int] | Size | None = None,
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        self._outlet = Outlet(cast("TextIO", self._file))
        self._file = self._outlet  # type: ignore[assignment]  # all of a file that Textual uses
        self._taken = False
        """Whether the terminal is ours: taken, and neither lent nor given back."""
        self._lent = False
        # On the loop and not, as in Textual, wherever the signal finds the program: taking and giving
        # back writes to a queue, whose lock the interrupted code may hold.
        loop = asyncio.get_running_loop()
        loop.add_signal_handler(signal.SIGTSTP, self._lend)
        loop.add_signal_handler(signal.SIGCONT, self._take_back)

    def start_application_mode(self) -> None:
        """Take the terminal; in the background, where nobody may, that does nothing."""
        before = self._writer_thread
        super().start_application_mode()  # type: ignore[no-untyped-call]
        self._taken = self._writer_thread is not before

    def stop_application_mode(self) -> None:
        """Give the terminal back, unless the shell has it already: its modes are not ours to set."""
        if self._taken:
            super().stop_application_mode()

    def close(self) -> None:
        """Wait until everything is written."""
        super().close()
        self._taken = False

    def run_input_thread(self) -> None:
        """Hand on what the terminal sends until the terminal is given back."""
        alt_keys = self._app.alt_keys if isinstance(self._app, AltUser) else ()
        interpreter = Interpreter(alt_keys, debug=self._debug)
        while not self.exit_event.is_set():
            wait = interpreter.wait(time.monotonic())
            data = self._read(_LOOK_UP if wait is None else min(wait, _LOOK_UP))
            now = time.monotonic()
            for message in interpreter.feed(data, now) if data else interpreter.tick(now):
                self.process_message(message)

    def process_message(self, message: Message) -> None:
        """Hand on a message; what the mouse does outside the window it does at the window's edge.

        Outside, Textual finds no widget, and takes the focus away from the field in which one types.
        """
        if isinstance(message, MouseEvent):
            width, height = self._app.size
            message._x = message._screen_x = max(0, min(message._x, width - 1))
            message._y = message._screen_y = max(0, min(message._y, height - 1))
        super().process_message(message)

    def _read(self, patience: float) -> bytes:
        """What the terminal sends within `patience` seconds; nothing if it sends nothing, or has hung up."""
        if not select.select([self.fileno], [], [], patience)[0]:
            return b""
        with suppress(OSError):
            if data := os.read(self.fileno, _READ):
                return data
        # Gone: whoever watches it ends the reader; until then it would be asked without a pause.
        self.exit_event.wait(_LOOK_UP)
        return b""

    def give_back_at_once(self) -> None:
        """Give the terminal back without waiting for anything: for the end of a program that hangs."""
        if not self._taken:
            return
        with suppress(OSError):
            if select.select([], [self._outlet], [], 0)[1]:
                os.write(self._outlet.fileno(), _LEAVE)
        if self.attrs_before is not None:
            with suppress(termios.error):
                termios.tcsetattr(self.fileno, termios.TCSANOW, self.attrs_before)

    def _lend(self) -> None:
        """SIGTSTP: give the terminal to the shell, and stop."""
        if self._taken:
            if isinstance(self._app, Lender):
                self._app.lend_terminal()
            self.suspend_application_mode()
            self._lent = True
        os.kill(os.getpid(), signal.SIGSTOP)

    def _take_back(self) -> None:
        """SIGCONT: take the terminal, which the shell had: ours again, if we are in the foreground."""
        if hung_up(self.fileno) or not (self._lent or self._taken):
            return
        if isinstance(self._app, Lender) and self._app.ending:
            # Ended while it was stopped: reaching for the terminal from the background would stop it again.
            return
        if self._taken:
            # Stopped by SIGSTOP, which nobody is told of: the terminal is as the shell left it.
            self.suspend_application_mode()
        self.resume_application_mode()
        self._lent = not self._taken
        if self._taken and isinstance(self._app, Lender):
            self._app.take_terminal_back()
