"""A program in a terminal of its own: started, given keys, looked at, resized, killed.

What the program writes is kept as the bytes they are, and drawn by an emulator into a screen of
cells. Nothing here waits for a time; it waits until the screen, or the program, is in a state.
"""

from __future__ import annotations

import fcntl
import os
import re
import select
import signal
import sys
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import psutil
import pyte
from ptyprocess import PtyProcess

LIMIT = 40.0
"""Seconds until a state that does not come is a failure; machines that run tests are slow."""

_AT_ONCE = 1 << 16
"""Bytes that are sent before what the program wrote is read."""

GONE_WITHIN = 2.0
"""Seconds in which the reader is gone after a signal, and its processes after it.

A promise to the user, so this one limit is meant as a time.
"""

KEYS = {
    "enter": "\r", "escape": "\x1b", "tab": "\t", "backspace": "\x7f", "space": " ",
    "f2": "\x1bOQ", "f3": "\x1bOR", "up": "\x1b[A", "down": "\x1b[B", "right": "\x1b[C", "left": "\x1b[D",
    "pagedown": "\x1b[6~", "pageup": "\x1b[5~", "ctrl+q": "\x11", "ctrl+s": "\x13", "ctrl+u": "\x15",
}  # fmt: skip

# Controls that the emulator would print instead of skip: private prefixes, intermediate bytes, strings.
_FOREIGN = re.compile(
    rb"\x1b\[[<=>][0-9;:]*[@-~]|\x1b\[\??[0-9;:]*[ !\"$'*][@-~]|\x1b\[\?[0-9;]*u"
    rb"|\x1b[P_^X].*?\x1b\\|\x1b\].*?(?:\x07|\x1b\\)",
    re.S,
)
_UNFINISHED = re.compile(rb"\x1b(?:\[[<=>?!]?[0-9;:]*[ !\"$'*]?|[]P_^X](?:[^\x07\x1b]|\x1b(?!\\))*)?\Z", re.S)


class Terminal:
    """One program in one terminal."""

    def __init__(
        self,
        command: Sequence[str],
        environment: Mapping[str, str],
        folder: Path,
        *,
        columns: int = 120,
        rows: int = 40,
    ) -> None:
        """Start the command; it sees a terminal of this size as input, output and error stream."""
        self.raw = bytearray()
        self.screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self.screen)
        self._unfinished = b""
        self._process = PtyProcess.spawn(
            list(command),
            cwd=str(folder),
            env=dict(environment),
            dimensions=(rows, columns),
            # Whoever runs the tests under nohup would hand on that a hang-up is ignored.
            preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_DFL),
        )
        self._closed = False
        self.modes_before = self.modes

    @property
    def pid(self) -> int:
        """The program's process id."""
        return int(self._process.pid)

    @property
    def modes(self) -> list[Any]:
        """How the terminal treats what is typed and printed, as `stty` shows it."""
        return termios.tcgetattr(self._process.fd)

    # ------------------------------------------------------------------ looking

    @property
    def rows(self) -> list[str]:
        """The screen, row by row, without the blanks at the ends."""
        return [row.rstrip() for row in self.screen.display]

    @property
    def text(self) -> str:
        """The screen as one text."""
        return "\n".join(self.rows)

    @property
    def cursor(self) -> tuple[int, int] | None:
        """Column and row of the terminal's cursor; `None` while it is hidden."""
        cursor = self.screen.cursor
        return None if cursor.hidden else (cursor.x, cursor.y)

    def shows(self, *wanted: str) -> bool:
        """Whether all of these are on the screen, each in one row."""
        return all(any(each in row for row in self.rows) for each in wanted)

    def wait(self, *wanted: str, limit: float = LIMIT) -> None:
        """Read until all of these are on the screen."""
        self.wait_until(lambda: self.shows(*wanted), " and ".join(map(repr, wanted)), limit)

    def wait_gone(self, unwanted: str, limit: float = LIMIT) -> None:
        """Read until this is no longer on the screen."""
        self.wait_until(lambda: not self.shows(unwanted), f"{unwanted!r} gone", limit)

    def wait_until(self, state: Callable[[], bool], name: str, limit: float = LIMIT) -> None:
        """Read until the state is there; fails with the screen as it was then."""
        end = time.monotonic() + limit
        while not state():
            left = end - time.monotonic()
            if left <= 0 or (not self._read(min(left, 0.05)) and not self.runs and not self._read(0.05)):
                if state():
                    return
                gone = "" if self.runs else " (the program has ended)"
                raise AssertionError(f"never on the screen: {name}{gone}\n{self.text}")

    # ------------------------------------------------------------------ acting

    def press(self, *keys: str) -> None:
        """Send keys one after the other; a name of `KEYS`, or else the characters themselves."""
        for key in keys:
            self._write(KEYS.get(key, key).encode())

    def send(self, data: bytes) -> None:
        """Send bytes, as many as they are, while the program goes on."""
        for at in range(0, len(data), _AT_ONCE):
            self._write(data[at : at + _AT_ONCE])

    def type_unseen(self, *keys: str, rounds: int) -> None:
        """Send keys again and again and look at nothing, until the program can write no more."""
        os.write(self._process.fd, "".join(keys * rounds).encode())
        waiting, before = self._unseen(), -1
        while not waiting or waiting != before:
            time.sleep(0.3)
            waiting, before = self._unseen(), waiting

    def _unseen(self) -> int:
        """The bytes that the program has written and nobody has read."""
        return int.from_bytes(fcntl.ioctl(self._process.fd, termios.FIONREAD, bytes(4)), sys.byteorder)

    def resize(self, columns: int, rows: int) -> None:
        """Another size, as if the window had been dragged."""
        self.screen.resize(rows, columns)
        # An emulator keeps what it had; everything that stays must be drawn anew.
        self.screen.reset()
        self._process.setwinsize(rows, columns)

    def kill(self, number: int = signal.SIGKILL) -> None:
        """Send the program a signal."""
        os.kill(self.pid, number)

    def hang_up(self) -> None:
        """The window is closed, or the connection breaks."""
        self._process.fileobj.close()
        self._closed = True

    # ------------------------------------------------------------------ the process

    @property
    def runs(self) -> bool:
        """Whether the program has not ended."""
        return not self._ended()

    def wait_end(self, limit: float = LIMIT, *, looking: bool = True) -> int:
        """Read, or do not even look, until the program has ended; its exit code, a signal's negative."""
        end = time.monotonic() + limit
        while not self._ended():
            if time.monotonic() > end:
                raise AssertionError(f"the program does not end\n{self.text}")
            if looking:
                self._read(0.02)
            else:
                time.sleep(0.02)
        while self._read(0.05):
            pass
        killed = self._process.signalstatus
        return -killed if killed is not None else int(self._process.exitstatus)

    def children(self) -> list[psutil.Process]:
        """The processes that the program has started and that still run."""
        try:
            return psutil.Process(self.pid).children(recursive=True)
        except psutil.NoSuchProcess:
            return []

    def close(self) -> None:
        """End whatever is still there."""
        if self.runs:
            self.kill()
            self.wait_end(10)
        if not self._closed:
            self.hang_up()

    # ------------------------------------------------------------------ bytes

    def _ended(self) -> bool:
        return self._process.terminated or not self._process.isalive()

    def _write(self, data: bytes) -> None:
        self._read(0)
        while data:
            data = data[os.write(self._process.fd, data) :]

    def _read(self, patience: float) -> bool:
        """Take what the program wrote, if it writes within `patience` seconds; whether it did."""
        if self._closed or not select.select([self._process.fd], [], [], patience)[0]:
            return False
        try:
            data = os.read(self._process.fd, 1 << 16)
        except OSError:  # how Linux says that the other side is closed
            return False
        self.raw += data
        self._draw(data)
        return bool(data)

    def _draw(self, data: bytes) -> None:
        data = self._unfinished + data
        cut = _UNFINISHED.search(data)
        self._unfinished = data[cut.start() :] if cut else b""
        self._stream.feed(_FOREIGN.sub(b"", data[: cut.start()] if cut else data))
