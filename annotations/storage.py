"""A TinyDB storage whose writes are appended to a journal, and folded into the TinyDB file later.

The file is the one stock TinyDB writes: tables of rows, a row is a JSON object under its document
id. Here rows are kept as the bytes they are on disk and decoded when somebody looks at them, so
that a row that nobody can read goes back as it came. What was written since the last fold stands
in the journal, a line a write; both carry the generation, the number of folds, so that a journal
is never applied to a file that holds it already. Folded journals are kept: they are the history.

The order of a fold is what makes it safe at any moment: the new file is complete and in its place
before the journal moves to the history. Killed in between, the journal is one generation behind
its file, so it is known to be folded, and only its move is made up for.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple, NoReturn
from uuid import uuid4

import msgspec
from tinydb.storages import Storage

from annotations.backups import keep_backup
from annotations.basefile import Abandoned, Base, encoded, identity_of, read_base, status_of
from annotations.durable import make_folder_beside, replace_file, sync_folder
from annotations.errors import StoreError, shown, why_not
from annotations.files import StoreFiles
from annotations.journal import (
    NOWHERE,
    REMOVED,
    AppendUnknown,
    DamagedLine,
    Entry,
    Folded,
    Identity,
    Journal,
    Line,
    Location,
    Put,
)
from annotations.locking import LOCK_TIMEOUT, StoreLock
from annotations.plain import Rows, Tables

FOLD_AT = 4 * 1024 * 1024
"""Bytes. A journal larger than this, and than the TinyDB file, is folded: so folding costs each write
as much as the write itself, however large the store."""
_ATTEMPTS = 20
"""How often a file that another program folds while we read it is looked at again."""


class News(msgspec.Struct, frozen=True):
    """What came from the disk and not from here."""

    everything: bool = False
    """The TinyDB file itself was another one: nothing is known of what changed."""
    puts: tuple[Put, ...] = ()
    changes: tuple[msgspec.Raw, ...] = ()


class _Part(NamedTuple):
    puts: list[Put]
    changes: list[tuple[str, msgspec.Raw]]


class Batch:
    """What one transaction is going to write: rows as they become, and what was done."""

    def __init__(self) -> None:
        self.parts = [_Part([], [])]
        """A line of the journal each."""
        self.begins = False
        """Whether the history of what is logged begins here, whatever lines about it came before."""

    def __bool__(self) -> bool:
        return any(part.puts or part.changes for part in self.parts)

    def puts(self, table: str) -> list[Put]:
        """Return what becomes of the rows of a table."""
        return [put for part in self.parts for put in part.puts if put.table == table]

    def tables(self) -> list[str]:
        """Return the names of the tables that are touched."""
        return list(dict.fromkeys(put.table for part in self.parts for put in part.puts))

    def put(self, table: str, doc_id: str | None, row: msgspec.Raw | None) -> None:
        """Set a row, remove it, or remove the whole table."""
        self.parts[-1].puts.append(Put(table, doc_id, REMOVED if row is None else row))

    def log(self, subject: str, change: msgspec.Raw) -> None:
        """Have a change kept in the history, under its subject."""
        self.parts[-1].changes.append((subject, change))

    def cut(self) -> None:
        """Begin another line: what is read back one by one should not stand on one long one.

        A program killed in the middle may leave the lines before, so the last one has to be what
        makes them count.
        """
        self.parts.append(_Part([], []))


class JournalStorage(Storage):
    """TinyDB's `Storage` over a file and its journal.

    A `transaction` holds the lock between programs, starts from what is on disk now, and appends
    once at its end or, on an exception, nothing. `refresh` reads on, without the lock.
    """

    def __init__(self, path: str | os.PathLike[str], lock_timeout: float = LOCK_TIMEOUT) -> None:
        self.files = StoreFiles.of(path)
        self.version = 0
        """Grows by one whenever the TinyDB file came from the disk anew."""
        self.obstacle = ""
        """Why this must not be written, as a sentence; empty if it may."""
        self._damaged: list[DamagedLine] = []
        self._lock = StoreLock(self.files, lock_timeout)
        self._base = Base()
        self._seen: Identity | None = None
        self._journal: Journal | None = None
        self._journal_lost = False
        self._suspect = False
        self._fold_not_below = 0
        self._history_grew = False
        self._news: list[Entry] = []
        self._new_version = False
        self._batch: Batch | None = None

    # What is there

    @property
    def path(self) -> Path:
        """The TinyDB file."""
        return self.files.base

    @property
    def exists(self) -> bool:
        """Whether there was a file when it was last looked at."""
        return self._seen is not None

    @property
    def tables(self) -> Tables:
        """The tables as they are on disk; changed in place, by the thread that writes and refreshes."""
        return self._base.tables

    @property
    def store(self) -> str:
        """The id of the store; empty for a file that no journal has belonged to yet."""
        return self._base.store

    @property
    def generation(self) -> int:
        """How often it was folded."""
        return self._base.generation

    @property
    def damaged(self) -> list[DamagedLine]:
        """Lines of the journal that cannot be read."""
        tail = self._journal.tail if self._journal is not None else None
        return [*self._damaged, tail] if tail is not None else list(self._damaged)

    @property
    def journal_size(self) -> int:
        """Bytes that are not folded yet."""
        return self._journal.offset if self._journal is not None else 0

    @property
    def fold_is_due(self) -> bool:
        """Whether the journal has grown so large that it should be folded."""
        return self.journal_size > max(self._fold_size, self._fold_not_below)

    @property
    def _fold_size(self) -> int:
        return max(FOLD_AT, self._seen[1] if self._seen else 0)

    def last_line(self, subject: str) -> Location:
        """Where the last line with a change of that subject stands; `NOWHERE` if there is none."""
        return self._base.heads.get(subject, NOWHERE)

    def take_news(self) -> News | None:
        """Return what came from the disk since the last time; `None` if nothing did."""
        if not self._news and not self._new_version:
            return None
        news = News(
            self._new_version,
            tuple(put for entry in self._news for put in entry.puts),
            tuple(change for entry in self._news for change in entry.changes),
        )
        self._news, self._new_version = [], False
        return news

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
        for put in puts:
            _apply(tables, put)
        return tables.get(table, {})

    def close(self) -> None:
        """Let go of the files, and of the lock, should it be held."""
        if self._journal is not None:
            self._journal.close()
            self._journal = None
        self._lock.close()

    # Reading on

    def refresh(self) -> bool:
        """Read what was written since the last time; returns whether there was anything.

        Costs two looks at the folder when there is nothing; in a transaction nothing can have come.
        Raises `StoreError`.
        """
        if self._batch is not None:
            return False
        try:
            for _ in range(_ATTEMPTS):
                if self._read_on():
                    break
            else:
                raise StoreError(
                    f"{self._name} changes faster than it can be read;"
                    " close what writes to it, then try again.",
                    "the file keeps changing",
                )
        except OSError as error:
            self._unreadable(error)
        return bool(self._news) or self._new_version

    def _read_on(self) -> bool:
        """One step of reading; returns whether that was all."""
        if self._journal is not None and self._follow(self._journal):
            return False
        status = status_of(self.path)
        seen = identity_of(status) if status is not None else None
        if status is None:
            # Somebody removed it. What was read before is kept, and goes back with the next write.
            if not self.store and not self.version and self._is_orphaned("is not there"):
                return False
            self._seen = None
            self._journal_lost = self._journal is not None and status_of(self.files.journal) is None
            return True
        if seen != self._seen:
            if self._journal is not None or not self._catch_up():
                self._load()
            return False
        if self._journal is None:
            return not self._open_journal()
        return self._still_there(self._journal)

    def _follow(self, journal: Journal) -> bool:
        """Apply what was appended; returns whether the journal was folded, so that there is another one."""
        try:
            found = journal.read_on()
        except EOFError:
            self._drop_journal()
            self._seen = None
            return False
        self._damaged.extend(found.damaged)
        for line in found.lines:
            if line.entry.folded is not None:
                self._follow_to(line.entry.folded)
                return True
            self._take(line)
            self._news.append(line.entry)
        return False

    def _follow_to(self, folded: Folded) -> None:
        """The journal ends here: the file that follows has what is in memory, or is read anew."""
        self._base.generation, self._history_grew = folded.generation, False
        # Made of another file than the one in memory: somebody changed that one by hand.
        self._seen = folded.base if folded.of == self._seen else None
        self._drop_journal()

    def _catch_up(self) -> bool:
        """Read the journals that were folded while nobody looked; returns whether there were any.

        What they say is all that the file became otherwise by, so it need not be read as a whole.
        """
        caught_up = False
        while self.store and self._seen is not None and self._journal is None:
            self._journal = Journal.open(self.files.segment(self.store, self.generation))
            if self._journal is None or not self._follow(self._journal):
                break
            caught_up = True
        return caught_up

    def _take(self, line: Line) -> None:
        entry = line.entry
        self._history_grew = self._history_grew or bool(entry.before)
        for put in entry.puts:
            _apply(self.tables, put)
        for subject in entry.before:
            self._base.heads[subject] = Location(entry.generation, line.offset)

    def _load(self) -> None:
        """Read the TinyDB file anew; the journal is opened with the next step."""
        base, identity = read_base(self.path)
        if not base.tables and not base.store and self._base.tables:
            # Emptied under us, as by a program that was killed while it rewrote the file in place.
            self._seen = identity
            self._suspect = True
            return
        self._drop_journal()
        self._damaged.clear()
        self._base, self._seen = base, identity
        self._news.clear()
        self.version += 1
        self._new_version = True
        self.obstacle = ""

    def _open_journal(self) -> bool:
        """Open the journal that belongs to the file; returns whether there is more to look at."""
        self.obstacle = ""
        if not self.store and not self.tables and self._is_orphaned("is empty"):
            return True
        journal = Journal.open(self.files.journal)
        if journal is None:
            return False
        if not journal.generation and self.store:
            # No line of it can be read, so it is taken for ours: what is added has to be added somewhere.
            journal.adopt(self.store, self.generation)
        if journal.generation == self.generation and journal.store in (self.store, "") and self.store:
            self._journal = journal
            return True
        if journal.store in (self.store, "") and journal.generation < self.generation and self.store:
            # Folded already, by a program that was stopped before it could move the journal away.
            journal.close()
            return False
        if self._is_another():
            journal.close()
            return True
        mine, theirs = shown(self.path), shown(self.files.journal)
        if journal.store == self.store:
            self.obstacle = (
                f"{mine} is an older copy than its journal, so it is open for reading only;"
                " `report-reader check --repair` puts together what was written since."
            )
        else:
            self.obstacle = (
                f"{theirs} is the journal of another store, so {mine} is open for reading only;"
                " move the journal to the file it belongs to, or out of this folder."
            )
        journal.close()
        return False

    def _still_there(self, journal: Journal) -> bool:
        """Whether the journal is the one in the folder still; if it is another, all is read again."""
        status = status_of(self.files.journal)
        if status is not None and status.st_ino != journal.inode:
            self._drop_journal()
            self._seen = None
            return False
        self._journal_lost = status is None
        return True

    def _is_another(self) -> bool:
        """Whether the file was put in its place by another program while we looked at the journal."""
        status = status_of(self.path)
        return (identity_of(status) if status is not None else None) != self._seen

    def _is_orphaned(self, state: str) -> bool:
        """Raise `StoreError` if there is a journal while the file it belongs to is missing or empty.

        Returns whether the file has come meanwhile, so that all is to be looked at again.
        """
        journal = Journal.open(self.files.journal)
        if journal is None:
            return False
        journal.close()
        if self._is_another():
            return True
        raise StoreError(
            f"{self._name} {state}, but its journal {shown(self.files.journal.name)} is: put the file back,"
            " let `report-reader check --repair` build it again, or move the journal away to begin anew.",
            "the file is gone",
        )

    def _drop_journal(self) -> None:
        if self._journal is not None:
            self._journal.close()
        self._journal, self._journal_lost = None, False

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
                        self._adopt()
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
                return self.journal_size > 0 and self._fold(keep_going)
        except StoreError:
            # The journal has everything. Not with each write again, but when it has grown as much once more.
            self._fold_not_below = self.journal_size + self._fold_size
            raise

    @contextmanager
    def _held(self) -> Iterator[None]:
        """The lock, with everything read that is there, and what a killed program left put in order."""
        with self._lock.held(new=not self.store and not self.version):
            self.refresh()
            if self.obstacle:
                raise StoreError(self.obstacle, "read-only")
            with self._writing():
                self._put_in_order()
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

    def _put_in_order(self) -> None:
        if self._journal is None:
            self._move_away_stale()
        if self.store and (self._seen is None or self._suspect):
            self._fold(lambda: True)
        elif self._journal_lost:
            self._put_back_journal()
        elif self._journal is None and self.store and self._is_in_history(self.generation):
            # An earlier file was put back: what follows now must not be taken for what followed then.
            self._fold(lambda: True)

    def _adopt(self) -> None:
        """Give a new file, or one that never had a journal, its id; it is written with it."""
        self._base.store = str(uuid4())
        try:
            self._fold(lambda: True)
        except OSError:
            self._base.store = ""
            raise

    def _put_back_journal(self) -> None:
        """Write the journal anew that somebody removed, from the one that is open still."""
        assert self._journal is not None
        replace_file(self.files.journal, self._journal.content(), self.files.temporary)
        self._drop_journal()
        self.refresh()

    def _move_away_stale(self) -> None:
        """Make up for the last step of a fold that was cut short."""
        journal = Journal.open(self.files.journal)
        if journal is None:
            return
        journal.close()
        if journal.generation < self.generation:
            self._to_history(journal.generation)

    def _append(self, batch: Batch) -> None:
        journal = self._journal
        if journal is None:
            mode = stat.S_IMODE(self.path.stat().st_mode)
            journal = Journal.create(self.files.journal, self.store, self.generation, mode)
        placed: list[Line] = []
        try:
            journal.append(self._entries(batch, placed), lambda entry, at: placed.append(Line(at, entry)))
        except OSError as error:
            # What the disk made of pages it had taken is not known, even when they are taken back, so
            # the next write goes to a new file: https://wiki.postgresql.org/wiki/Fsync_Errors
            self._suspect = self._suspect or journal.doubted
            if journal is not self._journal or isinstance(error, AppendUnknown):
                journal.close()
                self._journal = None
            raise
        self._journal = journal
        for line in placed:
            self._take(line)

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

    def _fold(self, keep_going: Callable[[], bool]) -> bool:
        generation = self.generation + 1
        while self._is_in_history(generation):
            generation += 1
        if self._history_grew:
            keep_backup(self.files, self.store, self.generation)
        try:
            chunks = encoded(self._base, generation, keep_going)
            status = replace_file(self.path, chunks, self.files.temporary)
        except Abandoned:
            return False
        folded, self._base.generation = self.generation, generation
        of, self._seen = self._seen, identity_of(status)
        self._suspect, self._history_grew, self._fold_not_below = False, False, 0
        self._close_journal(folded, of)
        return True

    def _close_journal(self, generation: int, of: Identity | None) -> None:
        """End the journal and move it to the history; others that follow it read on to its end.

        `of` is the file that was folded into the new one.
        """
        journal, lost = self._journal, self._journal_lost
        if journal is None:
            return
        try:
            if lost:
                replace_file(self._free_segment(generation), journal.content(), self.files.temporary)
                return
            assert self._seen is not None
            last = Entry(generation=generation, folded=Folded(self.generation, self._seen, of))
            with suppress(OSError):  # without it the others read the file anew, which costs them time only
                journal.append([last])
            self._to_history(generation)
        finally:
            self._drop_journal()

    def _to_history(self, generation: int) -> None:
        target = self._free_segment(generation)
        # Renamed, never removed: another program may have it open, and reads on to its last line.
        self.files.journal.rename(target)
        sync_folder(target.parent)
        sync_folder(self.path.parent)

    def _is_in_history(self, generation: int) -> bool:
        return self.files.segment(self.store, generation).exists()

    def _free_segment(self, generation: int) -> Path:
        """A name in the history that nothing has: whatever lies there is never written over."""
        make_folder_beside(self.path, self.files.history)
        target = self.files.segment(self.store, generation)
        number = 1
        while target.exists():
            number += 1
            target = self.files.segment(self.store, generation).with_suffix(f".{number}.journal")
        return target

    @property
    def _name(self) -> str:
        return shown(self.path)

    def _unreadable(self, error: OSError) -> NoReturn:
        why = why_not(error)
        raise StoreError(f"{self._name} cannot be read: {why}; nothing was changed.", why) from error


def _apply(tables: Tables, put: Put) -> None:
    if put.doc_id is None:
        tables.pop(put.table, None)
    elif put.removes:
        tables.get(put.table, {}).pop(put.doc_id, None)
    else:
        tables.setdefault(put.table, {})[put.doc_id] = put.row
