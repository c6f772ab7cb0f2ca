"""The lock between the programs that write one store."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from errno import ENOLCK, ENOSYS, ENOTSUP, EOPNOTSUPP
from stat import S_IMODE

from filelock import FileLock, Timeout

from annotations.disk.basefile import status_of
from annotations.disk.durable import PRIVATE_FILE, PRIVATE_FOLDER
from annotations.disk.files import StoreFiles
from annotations.errors import Busy, StoreError, shown, why_not

_log = logging.getLogger(__name__)
LOCK_TIMEOUT = 10.0
"""Seconds. A write takes milliseconds, a fold seconds; who holds the lock this long has stopped."""
_POLL = 0.005
_WITHOUT_LOCKS = frozenset({ENOLCK, ENOSYS, ENOTSUP, EOPNOTSUPP})


class StoreLock:
    """A lock of the operating system on a file beside the store: it goes with the process that holds it."""

    def __init__(self, files: StoreFiles, timeout: float) -> None:
        self._files = files
        self._timeout = timeout
        self._lock: FileLock | None = None

    @contextmanager
    def held(self, *, new: bool) -> Iterator[None]:
        """Hold the lock. Raises `StoreError` when that cannot be, with what is in the way.

        The folder of a `new` store is made. Else it is not: when it has vanished, the disk it was
        on has, and what is written at its place would be lost with the screen saying "saved".
        """
        name = shown(self._files.base)
        try:
            if new:
                self._files.base.parent.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
            self._files.base.parent.stat()  # filelock makes a folder that is missing
            lock = self._opened()
            lock.acquire()
        except Timeout as error:
            raise Busy(
                f"{name} is held by another program for too long; close that program, then try again.",
                "another program holds the file",
            ) from error
        except FileNotFoundError as error:
            folder = shown(self._files.base.parent)
            raise StoreError(
                f"The folder {folder} is gone; bring it back (is its disk connected?), then try again.",
                "the folder is gone",
            ) from error
        except (OSError, NotImplementedError) as error:
            if not isinstance(error, OSError) or error.errno in _WITHOUT_LOCKS:
                raise StoreError(
                    f"{name} is on a file system without locks; name a file on another one with --db.",
                    "file system without locks",
                ) from error
            why = why_not(error)
            raise StoreError(
                f"{name} cannot be locked: {why}; make its folder writable or name another file.", why
            ) from error
        try:
            yield
        finally:
            self.close()

    def close(self) -> None:
        """Let go of the lock, should it be held."""
        if self._lock is None:
            return
        try:
            self._lock.release(force=True)
        except OSError as error:
            # What was written is on the disk all the same: the next write, or the end, lets go of it.
            _log.warning("%s cannot be unlocked: %s", shown(self._files.base), why_not(error))

    def _opened(self) -> FileLock:
        if self._lock is None:
            status = status_of(self._files.base)
            # Whoever may write the store may lock it. Where the system has no locks, filelock would fall
            # back on a file that a killed program leaves behind for ever: then better none.
            self._lock = FileLock(
                self._files.lock,
                timeout=self._timeout,
                poll_interval=_POLL,
                mode=PRIVATE_FILE if status is None else S_IMODE(status.st_mode),
                fallback_to_soft=False,
            )
        return self._lock
