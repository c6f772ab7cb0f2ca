"""Between the store and the operating system: every call is counted, and any of them can be made to go wrong.

Only calls about paths below one folder are looked at, so the rest of the process works as always.
"""

from __future__ import annotations

import fcntl
import io
import os
import signal
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal
from unittest import mock

When = Literal["before", "half", "after"]
BY_PATH = ("stat", "rename", "replace", "link", "unlink", "mkdir", "chmod", "listdir", "access")
BY_DESCRIPTOR = ("write", "pread", "fdatasync", "fsync", "ftruncate", "fchmod", "fstat")
LOOKING = frozenset(
    {"stat", "listdir", "access", "pread", "read", "fstat", "flock", "close", "open for reading"}
)
"""Calls that change nothing on the disk."""


@dataclass(frozen=True)
class Call:
    """One call: which, and on what file."""

    name: str
    path: str
    size: int = 0
    """Bytes, of a write."""

    @property
    def changes(self) -> bool:
        """Whether the disk is another one after it."""
        return self.name not in LOOKING


Deed = Callable[[Call, Callable[[], Any], Callable[[], Any]], Any]
"""Gets the call, what does it, and what does half of it; returns what the caller gets."""


def as_always(_call: Call, whole: Callable[[], Any], _half: Callable[[], Any]) -> Any:
    """Nothing goes wrong."""
    return whole()


@dataclass
class Calls:
    """What was called, and what happens on a call."""

    folder: Path
    deed: Deed = as_always
    made: list[Call] = field(default_factory=list)
    _paths: dict[int, str] = field(default_factory=dict)

    @contextmanager
    def watched(self) -> Iterator[Calls]:
        """Stand between the store and the system, for as long as this lasts."""
        self._open, self._close = os.open, os.close
        own = {"open": self._opening, "close": self._closing, "fdopen": self._fdopen(os.fdopen)}
        locking = self._by_descriptor("flock", fcntl.flock)
        with mock.patch.multiple(os, **self._wrapped(), **own), mock.patch.object(fcntl, "flock", locking):
            yield self

    def happen(
        self, name: str, path: str, whole: Callable[[], Any], half: Callable[[], Any], size: int = 0
    ) -> Any:
        """One call comes by."""
        call = Call(name, path, size)
        self.made.append(call)
        return self.deed(call, whole, half)

    def closed(self, descriptor: int) -> None:
        """The number is free for another file."""
        self._paths.pop(descriptor, None)

    def _wrapped(self) -> dict[str, Any]:
        wrapped = {name: self._by_path(name, getattr(os, name)) for name in BY_PATH}
        return wrapped | {name: self._by_descriptor(name, getattr(os, name)) for name in BY_DESCRIPTOR}

    def _ours(self, path: Any) -> str | None:
        if isinstance(path, int):
            return self._paths.get(path)
        name = os.path.abspath(os.fspath(path))  # noqa: PTH100  # pathlib would call what is being watched
        return name if name == str(self.folder) or name.startswith(f"{self.folder}{os.sep}") else None

    def _opening(self, path: Any, flags: int, *more: Any, **named: Any) -> int:
        ours = self._ours(path)
        if ours is None:
            return self._open(path, flags, *more, **named)
        writing = flags & (os.O_CREAT | os.O_TRUNC)

        def whole() -> int:
            descriptor = self._open(path, flags, *more, **named)
            self._paths[descriptor] = ours
            return descriptor

        return int(self.happen("open" if writing else "open for reading", ours, whole, whole))

    def _closing(self, descriptor: int) -> None:
        self.closed(descriptor)
        self._close(descriptor)

    def _by_path(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(path: Any = ".", *more: Any, **named: Any) -> Any:
            ours = self._ours(path)
            if ours is None:
                return real(path, *more, **named)
            return self.happen(
                name, ours, lambda: real(path, *more, **named), lambda: real(path, *more, **named)
            )

        return call

    def _by_descriptor(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(descriptor: int, *more: Any) -> Any:
            ours = self._paths.get(descriptor)
            if ours is None:
                return real(descriptor, *more)

            def half() -> Any:
                if name != "write":
                    return None
                content = bytes(more[0])
                return real(descriptor, content[: len(content) // 2])

            size = len(more[0]) if name == "write" else 0
            return self.happen(name, ours, lambda: real(descriptor, *more), half, size)

        return call

    def _fdopen(self, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(descriptor: int, mode: str = "r", *more: Any, **named: Any) -> Any:
            ours = self._paths.get(descriptor)
            if ours is None:
                return real(descriptor, mode, *more, **named)
            raw = _File(descriptor, mode, self, ours)
            return io.BufferedWriter(raw) if "w" in mode else io.BufferedReader(raw)

        return call


class _File(io.FileIO):
    """A file object whose reads and writes are calls like the others."""

    def __init__(self, descriptor: int, mode: str, calls: Calls, path: str) -> None:
        super().__init__(descriptor, mode)
        self._calls = calls
        self._path = path

    def close(self) -> None:
        if not self.closed:
            self._calls.closed(self.fileno())
        super().close()

    def write(self, content: Any) -> int:
        whole, half = super().write, bytes(content)[: len(content) // 2]
        return int(
            self._calls.happen("write", self._path, lambda: whole(content), lambda: whole(half), len(content))
        )

    def readall(self) -> bytes:
        whole = super().readall
        content: bytes = self._calls.happen("read", self._path, whole, whole)
        return content


def killed_at(number: int, when: When) -> Deed:
    """SIGKILL at the call of that number, from 0: of all, of the writes, or of those that change anything."""
    counted = iter(range(number + 1))

    def deed(call: Call, whole: Callable[[], Any], half: Callable[[], Any]) -> Any:
        counts = {"before": True, "half": call.size > 0, "after": call.changes}[when]
        if not counts or next(counted, None) != number:
            return whole()
        try:
            if when != "before":
                (whole if when == "after" else half)()
        finally:
            os.kill(os.getpid(), signal.SIGKILL)

    return deed


def refused(
    code: int, names: Collection[str], where: str = "", *, half: bool = False, at: int | None = None
) -> Deed:
    """The system answers calls of those names, on paths that contain `where`, with that error.

    `half`: only after a write was done in part. `at`: only the call of that number, counted from 0.
    """
    numbers = iter(range(10**9))

    def deed(call: Call, whole: Callable[[], Any], part: Callable[[], Any]) -> Any:
        number = next(numbers)
        if (names and call.name not in names) or where not in call.path or (at is not None and number != at):
            return whole()
        if half:
            part()
        raise OSError(code, os.strerror(code), call.path)

    return deed


def in_turn(*deeds: Deed) -> Deed:
    """All of these at once: the first that refuses or kills is what happens."""

    def deed(call: Call, whole: Callable[[], Any], half: Callable[[], Any]) -> Any:
        for each in reversed(deeds):
            whole = _bound(each, call, whole, half)
        return whole()

    return deed


def _bound(deed: Deed, call: Call, whole: Callable[[], Any], half: Callable[[], Any]) -> Callable[[], Any]:
    return lambda: deed(call, whole, half)
