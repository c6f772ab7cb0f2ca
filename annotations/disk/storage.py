"""A TinyDB storage whose writes are appended to a journal, and folded into the TinyDB file later.

The file is the one stock TinyDB writes: tables of rows, a row is a JSON object under its document
id. Here rows are kept as the bytes they are on disk and decoded when somebody looks at them, so
that a row that nobody can read goes back as it came. What was written since the last fold stands
in the journal, a line a write; both carry the generation, the number of folds, so that a journal
is never applied to a file that holds it already. Folded journals are kept: they are the history.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import msgspec
from tinydb.storages import Storage

from annotations.disk.basefile import status_of
from annotations.disk.batch import Batch, apply
from annotations.disk.files import StoreFiles
from annotations.disk.folding import adopt, fold, put_in_order
from annotations.disk.following import Follower, News
from annotations.disk.journal import AppendUnknown, Journal
from annotations.disk.lines import NOWHERE, DamagedLine, Entry, Line, Location
from annotations.disk.locking import LOCK_TIMEOUT, StoreLock
from annotations.errors import StoreError, shown, why_not
from annotations.plain import Rows, Tables

FOLD_AT = 4 * 1024 * 1024
"""Bytes. A journal larger than this, and than the TinyDB file, is folded: so folding costs each write
as much as the write itself, however large the store."""


class JournalStorage(Storage):
    """TinyDB's `Storage` over a file and its journal.

    A `transaction` holds the lock between programs, starts from what is on disk now, and appends
    once at its end or, on an exception, nothing. `refresh` reads on, without the lock.
    """

    def __init__(self, path: str | os.PathLike[str], lock_timeout: float = LOCK_TIMEOUT) -> None:
        self._state = Follower(StoreFiles.of(path))
        self._lock = StoreLock(self._state.files, lock_timeout)
        self._device: int | None = None
        """Which disk the store is on; `None` while its folder is not there."""
        with suppress(OSError):  # reading says what is wrong with the folder
            self._device = self._device_now()
        self._fold_not_below = 0
        self._batch: Batch | None = None

    # What is there

    @property
    def files(self) -> StoreFiles:
        """Where everything of this store lies."""
        return self._state.files

    @property
    def path(self) -> Path:
        """The TinyDB file."""
        return self._state.path

    @property
    def exists(self) -> bool:
        """Whether there was a file when it was last looked at."""
        return self._state.seen is not None

    @property
    def tables(self) -> Tables:
        """The tables as they are on disk; changed in place, by the thread that writes and refreshes."""
        return self._state.tables

    @property
    def store(self) -> str:
        """The id of the store; empty for a file that no journal has belonged to yet."""
        return self._state.store

    @property
    def generation(self) -> int:
        """How often it was folded."""
        return self._state.generation

    @property
    def version(self) -> int:
        """Grows by one whenever the TinyDB file came from the disk anew."""
        return self._state.version

    @property
    def obstacle(self) -> str:
        """Why this must not be written, as a sentence; empty if it may."""
        return self._state.obstacle

    @property
    def damaged(self) -> list[DamagedLine]:
        """Lines of the journal that cannot be read."""
        return self._state.damaged

    @property
    def journal_size(self) -> int:
        """Bytes that are not folded yet."""
        return self._state.journal.offset if self._state.journal is not None else 0

    @property
    def fold_is_due(self) -> bool:
        """Whether the journal has grown so large that it should be folded."""
        return self.journal_size > max(self._fold_size, self._fold_not_below)

    @property
    def _fold_size(self) -> int:
        return max(FOLD_AT, self._state.seen[1] if self._state.seen else 0)

    def last_line(self, subject: str) -> Location:
        """Where the last line with a change of that subject stands; `NOWHERE` if there is none."""
        return self._state.last_line(subject)

    def take_news(self) -> News | None:
        """Return what came from the disk since the last time; `None` if nothing did."""
        return self._state.take_news()

    def refresh(self) -> bool:
        """Read what was written since the last time; returns whether there was anything.

        Costs two looks at the folder when there is nothing; in a transaction nothing can have come.
        Raises `StoreError`.
        """
        return self._batch is None and self._state.refresh()

    # TinyDB's own interface

    def read(self) -> dict[str, dict[str, Any]] | None:
        """Return all tables decoded, as TinyDB wants them; `None` for no content. Raises `StoreError`."""
        self.refresh()
        names = [*self.tables, *(self._batch.tables() if self._batch is not None else ())]
        tables = {name: self.rows(name) for name in dict.fromkeys(names)}
        if not tables:
            return None
        return {
            name: {key: msgspec.json.decode(row) for key, row in rows.items()}
            for name, rows in tables.items()
        }

    def write(self, data: Mapping[str, Mapping[Any, Any]]) -> None:
        """Put these tables in the place of what is there. Raises `StoreError`."""
        wanted = {
            str(name): {str(key): msgspec.Raw(msgspec.json.encode(row)) for key, row in rows.items()}
            for name, rows in data.items()
        }
        with self.transaction() as batch:
            for name in [name for name in self.tables if name not in wanted]:
                batch.put(name, None, None)
            for name, rows in wanted.items():
                there = self.rows(name)
                for key in [key for key in there if key not in rows]:
                    batch.put(name, key, None)
                for key, row in rows.items():
                    if key not in there or bytes(there[key]) != bytes(row):
                        batch.put(name, key, row)

    def rows(self, table: str) -> Rows:
        """Return the rows of a table as last read, in a transaction as it sees them; not to be changed."""
        rows = self.tables.get(table, {})
        puts = self._batch.puts(table) if self._batch is not None else []
        if not puts:
            return rows
        tables = {table: dict(rows)}
        apply(tables, puts)
        return tables.get(table, {})

    def close(self) -> None:
        """Let go of the files, and of the lock, should it be held."""
        self._state.drop_journal()
        self._lock.close()

    # Writing

    @contextmanager
    def transaction(self) -> Iterator[Batch]:
        """Hold the store between programs, start from its newest state, append once at the end.

        One inside another joins it. Raises `StoreError`; then nothing was written.
        """
        if self._batch is not None:
            yield self._batch
            return
        with self._held():
            batch = Batch()
            self._batch = batch
            try:
                yield batch
            finally:
                self._batch = None
            if batch:
                with self._writing():
                    if not self.store:
                        # Not before: whoever holds the transaction may find that the file is not his.
                        adopt(self._state)
                    self._append(batch)

    def fold(self, keep_going: Callable[[], bool] = lambda: True) -> bool:
        """Bring everything into the TinyDB file; returns whether that was done.

        It is not when there is nothing to fold, or when `keep_going`, asked every few thousand
        rows, says no: the journal then has it all still. Raises `StoreError`.
        """
        if not self.journal_size:
            return False
        try:
            with self._held(), self._writing():
                return self.journal_size > 0 and fold(self._state, keep_going)
        except StoreError:
            # The journal has everything. Not with each write again, but when it has grown as much once more.
            self._fold_not_below = self.journal_size + self._fold_size
            raise

    @contextmanager
    def _held(self) -> Iterator[None]:
        """The lock, with everything read that is there, and what a killed program left put in order."""
        with self._lock.held(new=not self.store and not self.version):
            self._state.refresh()
            if self.obstacle:
                raise StoreError(self.obstacle, "read-only")
            with self._writing():
                if not self.exists and self._device not in (None, self._device_now()):
                    # The folder a disk was mounted on is there still when the disk is not.
                    raise StoreError(
                        f"The disk that {self._name} lies on is gone; bring it back, then try again.",
                        "the disk is gone",
                    )
                put_in_order(self._state)
            if not self.journal_size:
                self._fold_not_below = 0
            yield

    @contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            why = why_not(error)
            raise StoreError(
                f"{self._name} cannot be written: {why}; what was saved before is untouched,"
                " make room or permission and try again.",
                why,
            ) from error

    def _append(self, batch: Batch) -> None:
        journal = self._state.journal
        if journal is None:
            mode = stat.S_IMODE(self.path.stat().st_mode)
            journal = Journal.create(self.files.journal, self.store, self.generation, mode)
        placed: list[Line] = []
        try:
            journal.append(self._entries(batch, placed), lambda entry, at: placed.append(Line(at, entry)))
        except OSError as error:
            # What the disk made of pages it had taken is not known, even when they are taken back, so
            # the next write goes to a new file: https://wiki.postgresql.org/wiki/Fsync_Errors
            self._state.suspect = self._state.suspect or journal.doubted
            if journal is not self._state.journal or isinstance(error, AppendUnknown):
                journal.close()
                self._state.journal = None
            raise
        self._state.journal = journal
        for line in placed:
            self._state.take(line)

    def _entries(self, batch: Batch, placed: list[Line]) -> Iterator[Entry]:
        """The lines of a batch, each naming the line before it about the same."""
        heads: dict[str, Location] = {}
        last_line = self.last_line if not batch.begins else lambda _subject: NOWHERE
        for part in filter(any, batch.parts):
            subjects = dict.fromkeys(subject for subject, _ in part.changes)
            yield Entry(
                generation=self.generation,
                puts=tuple(part.puts),
                changes=tuple(change for _, change in part.changes),
                before={subject: heads.get(subject, last_line(subject)) for subject in subjects},
            )
            heads |= dict.fromkeys(subjects, Location(self.generation, placed[-1].offset))

    def _device_now(self) -> int | None:
        folder = status_of(self.path.parent)
        return folder.st_dev if folder is not None else None

    @property
    def _name(self) -> str:
        return shown(self.path)
