"""A program in a pseudo-terminal, with a clock on everything that it writes."""

from __future__ import annotations

import os
import re
import select
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple, Self

import psutil
import pyte
from ptyprocess import PtyProcess

CLOCK = time.perf_counter
LIMIT = 60.0
_FOREIGN = re.compile(
    rb"\x1b\[[<=>][0-9;:]*[@-~]|\x1b\[\?[0-9;:]*[@-IL-gijkm-~]|\x1b\[\??[0-9;:]*[ !\"$'*][@-~]"
    rb"|\x1b\].*?(?:\x07|\x1b\\)|\x1bP.*?\x1b\\",
    re.S,
)
_CONTROL = re.compile(rb"\x1b\[[<=>?]?[0-9;:]*[ $]?[@-~]")
_UNFINISHED = re.compile(rb"\x1b(?:\[[<=>?!]?[0-9;:]*[ !\"$'*]?|\][^\x07\x1b]*|P[^\x1b]*)?\Z")
_SYNCHRONISED_OUTPUT = b"\x1b[?2026$p"


class Change(NamedTuple):
    """A moment at which what the screen shows changed, in seconds since the key, and the screen's rows."""

    after: float
    rows: list[str]


class Area(NamedTuple):
    """The cells of the screen in which a change counts."""

    columns: range
    rows: range


class Emulated:
    """One program; leaving the context kills it."""

    def __init__(
        self,
        command: Sequence[str],
        environment: Mapping[str, str],
        *,
        columns: int = 120,
        rows: int = 40,
        watched: Area | None = None,
    ) -> None:
        """Start it. Changes outside of the `watched` cells, by default all of them, are not told."""
        self._watched = watched
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        self._unfinished = b""
        self._cells: dict[int, tuple[object, ...]] = {}
        self.started = CLOCK()
        self._process = PtyProcess.spawn(list(command), env=dict(environment), dimensions=(rows, columns))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        family = [*self.process.children(), self.process]
        for member in family:
            member.kill()
        self._process.wait()
        # Nothing that still runs may be in the way of what is measured next.
        psutil.wait_procs(family, timeout=5)
        self._process.close()

    @property
    def process(self) -> psutil.Process:
        """The program."""
        return psutil.Process(self._process.pid)

    @property
    def rows(self) -> list[str]:
        """The screen as text."""
        return [row.rstrip() for row in self._screen.display]

    @property
    def cursor(self) -> tuple[int, str]:
        """The number of the row with the terminal's cursor, from 0, and what stands there from it on."""
        row = self._screen.cursor.y
        return row, self._screen.display[row][self._screen.cursor.x :]

    @property
    def computed(self) -> float:
        """Seconds of CPU time used so far; the system may count in hundredths."""
        times = self.process.cpu_times()
        return float(times.user + times.system)

    def until(self, state: Callable[[list[str]], bool], limit: float = LIMIT) -> float:
        """Read until the screen is in that state; the seconds from the start of the program until then."""
        end = CLOCK() + limit
        while CLOCK() < end:
            data = self._read(0.1)
            moment = CLOCK()
            if data:
                self._draw(data)
                if state(self.rows):
                    return moment - self.started
            elif state(self.rows):
                return moment - self.started
        raise TimeoutError("\n".join(self.rows))

    def until_written(self, text: str, limit: float = LIMIT) -> float:
        """Read until the text was written, without drawing: the seconds from the start of the program."""
        wanted, written, end = text.encode(), b"", CLOCK() + limit
        while CLOCK() < end:
            written += self._read(0.1)
            moment = CLOCK()
            if wanted in _CONTROL.sub(b"", written):
                self._draw(written)
                return moment - self.started
        raise TimeoutError(written.decode(errors="replace"))

    def until_text(self, text: str, limit: float = LIMIT) -> float:
        """Read until the text is on the screen."""
        return self.until(lambda rows: any(text in row for row in rows), limit)

    def settle(self, quiet: float = 0.3) -> None:
        """Read until nothing more is written."""
        while data := self._read(quiet):
            self._draw(data)

    def idle(self, quiet: float = 0.3, limit: float = LIMIT) -> None:
        """Read until nothing more is written and the program does nothing, or for so many seconds."""
        self._drawn(self._written(CLOCK() + limit, quiet, busy=True))

    def press(self, key: str, quiet: float, *, limit: float = 2.0, busy: bool = False) -> list[Change]:
        """Send a key, and note each change of the screen until nothing was written for `quiet` seconds.

        Of a program that is slow or draws later, `busy` waits too while it computes in silence. After
        `limit` seconds the key is done, whatever happens.
        """
        pressed = CLOCK()
        os.write(self._process.fd, key.encode())
        return self._drawn(self._written(pressed + limit, quiet, busy=busy, patience=2.0), pressed)

    def hold(self, key: str, times: int, rate: float) -> float:
        """Send a key so many times, `rate` a second: seconds from the last one to the last change."""
        begun = pressed = CLOCK()
        written: list[tuple[float, bytes]] = []
        for number in range(times):
            due = begun + number / rate
            while (left := due - CLOCK()) > 0:
                if data := self._read(left):
                    written.append((CLOCK(), data))
            pressed = CLOCK()
            os.write(self._process.fd, key.encode())
        written += self._written(pressed + LIMIT, 0.3)
        changes = self._drawn(written, pressed)
        return changes[-1].after if changes else 0.0

    def resize(self, columns: int, rows: int, quiet: float) -> list[Change]:
        """Make the terminal larger or smaller, and note each change until it is quiet."""
        self._screen.resize(rows, columns)
        self._cells.clear()
        begun = CLOCK()
        self._process.setwinsize(rows, columns)
        return self._drawn(self._written(begun + LIMIT, quiet, patience=2.0), begun)

    def _written(
        self, end: float, quiet: float, *, busy: bool = False, patience: float = 0.0
    ) -> list[tuple[float, bytes]]:
        """What is written, and when; the first of it may take `patience` seconds."""
        written: list[tuple[float, bytes]] = []
        used = self.computed
        while (now := CLOCK()) < end:
            data = self._read(min(end - now, quiet if written else max(quiet, patience)))
            if data:
                written.append((CLOCK(), data))
                continue
            before, used = used, self.computed
            if not busy or used == before:
                break
        return written

    def _drawn(self, written: list[tuple[float, bytes]], since: float = 0.0) -> list[Change]:
        # Drawn afterwards: the emulator is slower than the program and must not be in its way.
        return [Change(moment - since, self.rows) for moment, data in written if self._draw(data)]

    def _read(self, patience: float) -> bytes:
        if not select.select([self._process.fd], [], [], patience)[0]:
            return b""
        try:
            data = os.read(self._process.fd, 1 << 16)
        except OSError:
            return b""
        if _SYNCHRONISED_OUTPUT in data:
            os.write(self._process.fd, b"\x1b[?2026;2$y")
        return data

    def _draw(self, data: bytes) -> bool:
        """Emulate what was written; whether any cell of the screen is another one now."""
        data = self._unfinished + data
        cut = _UNFINISHED.search(data)
        self._unfinished = data[cut.start() :] if cut else b""
        self._stream.feed(_FOREIGN.sub(b"", data[: cut.start()] if cut else data))
        changed = False
        columns, rows = self._watched or (range(self._screen.columns), range(self._screen.lines))
        for y in self._screen.dirty:
            if y not in rows:
                continue
            row = self._screen.buffer[y]
            cells = tuple(row[x] for x in columns)
            changed = changed or self._cells.get(y) != cells
            self._cells[y] = cells
        self._screen.dirty.clear()
        return changed


def environment_in(folder: Path, *, model: bool = True) -> dict[str, str]:
    """The environment of a user whose home is that folder."""
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("REPORT_READER", "TEXTUAL"))
    }
    for name in ("NO_COLOR", "PYTHONDONTWRITEBYTECODE"):
        environment.pop(name, None)
    for kind in ("data", "config", "cache"):
        environment[f"XDG_{kind.upper()}_HOME"] = str(folder / kind)
    config = folder / "config" / "report-reader" / "config.toml"
    config.parent.mkdir(parents=True, exist_ok=True)
    config.write_text("" if model else 'model = "a_model_that_nobody_has"\n')
    return environment | {
        "HOME": str(folder),
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        "LANG": "C.UTF-8",
        # Everything is compiled in the first run, as an installation has it; a checkout is left as it is.
        "PYTHONPYCACHEPREFIX": str(folder / "compiled"),
    }
