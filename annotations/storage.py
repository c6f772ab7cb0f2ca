"""A TinyDB storage that replaces its file atomically and under a lock.

The file is the one stock TinyDB writes: tables of rows, a row is a JSON object under its document
id. Here rows are kept as the bytes they are on disk and decoded when somebody looks at them, so
that opening and saving cost a copy each, and a row that nobody can read goes back as it came.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

import msgspec
from filelock import FileLock, Timeout
from tinydb.storages import Storage

from annotations.durable import NotAFile, read_whole, replace_file
from annotations.errors import StoreError, shown, why_not
from annotations.plain import Tables

LOCK_TIMEOUT = 10.0
"""Seconds. A write holds the lock for milliseconds; who holds it this long has stopped."""
_LOCK_POLL = 0.005
_CHUNK_ROWS = 512
_decode_tables = msgspec.json.Decoder(Tables).decode


class AtomicStorage(Storage):
    """TinyDB's `Storage` over one file that is never half written.

    `read_rows` and `write_rows` move the undecoded rows, `read` and `write` are TinyDB's. A
    `transaction` holds the lock between programs, starts from what is on disk now, and writes once
    at its end or, on an exception, not at all.
    """

    def __init__(self, path: str | os.PathLike[str], lock_timeout: float = LOCK_TIMEOUT) -> None:
        # A symbolic link is followed once: the rename must replace the file, not the link.
        self.path = Path(os.path.realpath(path))
        self.lock_path = self.path.with_name(self.path.name + ".lock")
        self.version = 0
        """Grows by one whenever the content came from the disk anew."""
        self._temporary = self.path.with_name(self.path.name + ".tmp")
        self._lock = FileLock(self.lock_path, timeout=lock_timeout, poll_interval=_LOCK_POLL)
        self._tables: Tables = {}
        self._seen: tuple[int, int, int] | None = None
        self._depth = 0
        self._pending: Tables | None = None

    @property
    def exists(self) -> bool:
        """Whether there was a file when it was last looked at."""
        return self._seen is not None

    @property
    def rows(self) -> Tables:
        """The tables as they were last read or written; not to be changed in place."""
        return self._tables

    def read(self) -> dict[str, dict[str, Any]] | None:
        """Return all tables decoded, as TinyDB wants them; `None` for no content. Raises `StoreError`."""
        tables = self.read_rows()
        if not tables:
            return None
        return {
            name: {key: msgspec.json.decode(row) for key, row in rows.items()}
            for name, rows in tables.items()
        }

    def write(self, data: Mapping[str, Mapping[Any, Any]]) -> None:
        """Put these tables in the place of what is there. Raises `StoreError`."""
        self.write_rows(
            {
                str(name): {str(key): msgspec.Raw(msgspec.json.encode(row)) for key, row in rows.items()}
                for name, rows in data.items()
            }
        )

    def read_rows(self) -> Tables:
        """Return the tables with their rows undecoded: in a transaction as it sees them, else as on disk."""
        if self._depth:
            return self._tables if self._pending is None else self._pending
        self.refresh()
        return self._tables

    def write_rows(self, tables: Tables) -> None:
        """Replace all tables; at once, or at the end of the transaction. Raises `StoreError`."""
        with self.transaction():
            self._pending = tables

    def refresh(self) -> bool:
        """Read the file if it is another than last time; returns whether it was. Raises `StoreError`."""
        try:
            status = self.path.stat()
            if _identity(status) == self._seen:
                return False
            content, status = read_whole(self.path)
        except FileNotFoundError:
            # Somebody removed it. What was read before is kept, and goes back with the next write.
            self._seen = None
            return False
        except NotAFile as error:
            raise StoreError(
                f"{self._name} is {error.kind}, not a file; name another one with --db."
            ) from error
        except OSError as error:
            why = why_not(error)
            raise StoreError(f"{self._name} cannot be read: {why}; nothing was changed.", why) from error
        if content or not self._tables:
            self._tables = self._parsed(content) if content else {}
            self.version += 1
        self._seen = _identity(status)
        return True

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Hold the file between programs, start from its newest state, write once at the end.

        One inside another joins it. Raises `StoreError`; then nothing was written.
        """
        if self._depth:
            yield
            return
        with self._locked():
            self.refresh()
            self._depth += 1
            try:
                yield
                if self._pending is not None:
                    self._replace(self._pending)
            finally:
                self._depth -= 1
                self._pending = None

    def close(self) -> None:
        """Let go of the lock, should it be held."""
        self._lock.release(force=True)

    @property
    def _name(self) -> str:
        return shown(self.path)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        try:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._lock.acquire()
        except Timeout as error:
            raise StoreError(
                f"{self._name} is held by another program for too long; close that program, then try again.",
                "another program holds the file",
            ) from error
        except OSError as error:
            why = why_not(error)
            raise StoreError(
                f"{self._name} cannot be locked: {why}; make its folder writable or name another file.",
                why,
            ) from error
        except NotImplementedError as error:
            raise StoreError(
                f"{self._name} is on a file system without locks; name a file on another one with --db.",
                "file system without locks",
            ) from error
        try:
            yield
        finally:
            self._lock.release()

    def _parsed(self, content: bytes) -> Tables:
        try:
            return _decode_tables(content)
        except msgspec.ValidationError as error:
            raise StoreError(
                f"{self._name} is JSON of another shape, not a TinyDB file; it was left as it is,"
                " name another file with --db."
            ) from error
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise StoreError(
                f"{self._name} is no whole JSON ({shown(str(error))}); it was left as it is,"
                " put a copy of it back, or name another file with --db."
            ) from error
        except RecursionError as error:
            raise StoreError(
                f"{self._name} is JSON nested too deeply for a TinyDB file; it was left as it is,"
                " name another file with --db."
            ) from error

    def _replace(self, tables: Tables) -> None:
        try:
            status = replace_file(self.path, _encoded(tables), self._temporary)
        except OSError as error:
            why = why_not(error)
            raise StoreError(
                f"{self._name} cannot be written: {why}; what was saved before is untouched,"
                " make room or permission and try again.",
                why,
            ) from error
        self._tables = tables
        self._seen = _identity(status)


def _identity(status: os.stat_result) -> tuple[int, int, int]:
    return status.st_ino, status.st_size, status.st_mtime_ns


def _encoded(tables: Tables) -> Iterator[bytes]:
    """Yield the file in pieces, a row a line.

    In pieces, because one call over everything would keep the interpreter from drawing a frame;
    a row a line, so that a person with an editor can mend what a bad disk broke.
    """
    opening = b"{"
    for name, rows in tables.items():
        yield opening + msgspec.json.encode(name) + b":{"
        opening = b",\n"
        before = b"\n"
        entries = iter(rows.items())
        while chunk := list(islice(entries, _CHUNK_ROWS)):
            yield before + b",\n".join(msgspec.json.encode({key: row})[1:-1] for key, row in chunk)
            before = b",\n"
        yield b"\n}"
    yield b"}\n" if tables else b"{}\n"
