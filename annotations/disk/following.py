"""Reading a store and reading on: the TinyDB file, its journal, and what other programs append and fold."""

from __future__ import annotations

from pathlib import Path
from typing import NoReturn

import msgspec

from annotations.disk.basefile import Base, identity_of, read_base, status_of
from annotations.disk.batch import apply
from annotations.disk.files import StoreFiles
from annotations.disk.journal import Journal
from annotations.disk.lines import NOWHERE, DamagedLine, Entry, Folded, Identity, Line, Location, Put
from annotations.errors import StoreError, shown, why_not
from annotations.plain import Tables

_ATTEMPTS = 20
"""How often a file that another program folds while we read it is looked at again."""


class News(msgspec.Struct, frozen=True):
    """What came from the disk and not from here."""

    everything: bool = False
    """The TinyDB file itself was another one: nothing is known of what changed."""
    puts: tuple[Put, ...] = ()
    changes: tuple[msgspec.Raw, ...] = ()


class Follower:
    """The state of a store as it was last read, and how reading goes on; takes no lock, writes nothing."""

    def __init__(self, files: StoreFiles) -> None:
        self.files = files
        self.base = Base()
        """The TinyDB file, with what the journal says of it since."""
        self.seen: Identity | None = None
        """Which version of the file that is; `None` if there is none."""
        self.journal: Journal | None = None
        """The journal that goes with it, open; `None` if nothing was written since the fold."""
        self.journal_lost = False
        """Whether somebody removed the journal that is open."""
        self.suspect = False
        """Whether the next write has to go to a new file, since it is not known what lies in this one."""
        self.history_grew = False
        """Whether anything was changed since the last fold, and not only a place of reading."""
        self.version = 0
        """Grows by one whenever the TinyDB file came from the disk anew."""
        self.obstacle = ""
        """Why this must not be written, as a sentence; empty if it may."""
        self._damaged: list[DamagedLine] = []
        self._news: list[Entry] = []
        self._new_version = False

    @property
    def path(self) -> Path:
        """The TinyDB file."""
        return self.files.base

    @property
    def store(self) -> str:
        """The id of the store; empty for a file that no journal has belonged to yet."""
        return self.base.store

    @property
    def generation(self) -> int:
        """How often it was folded."""
        return self.base.generation

    @property
    def damaged(self) -> list[DamagedLine]:
        """Lines of the journal that cannot be read."""
        tail = self.journal.tail if self.journal is not None else None
        return [*self._damaged, tail] if tail is not None else list(self._damaged)

    def last_line(self, subject: str) -> Location:
        """Where the last line with a change of that subject stands; `NOWHERE` if there is none."""
        return self.base.heads.get(subject, NOWHERE)

    @property
    def tables(self) -> Tables:
        """The tables as they are on disk; changed in place, by the thread that writes and refreshes."""
        return self.base.tables

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

    # Reading on

    def refresh(self) -> bool:
        """Read what was written since the last time; returns whether there was anything.

        Costs two looks at the folder when there is nothing. Raises `StoreError`.
        """
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
        if self.journal is not None and self._follow(self.journal):
            return False
        status = status_of(self.path)
        seen = identity_of(status) if status is not None else None
        if status is None:
            # Somebody removed it. What was read before is kept, and goes back with the next write.
            if not self.store and not self.version and self._is_orphaned("is not there"):
                return False
            self.seen = None
            self.journal_lost = self.journal is not None and status_of(self.files.journal) is None
            return True
        if seen != self.seen:
            if self.journal is not None or not self._catch_up():
                self._load()
            return False
        if self.journal is None:
            return not self._open_journal()
        return self._still_there(self.journal)

    def _follow(self, journal: Journal) -> bool:
        """Apply what was appended; returns whether the journal was folded, so that there is another one."""
        try:
            found = journal.read_on()
        except EOFError:
            self.drop_journal()
            self.seen = None
            return False
        self._damaged.extend(found.damaged)
        for line in found.lines:
            if line.entry.folded is not None:
                self._follow_to(line.entry.folded)
                return True
            self.take(line)
            self._news.append(line.entry)
        return False

    def _follow_to(self, folded: Folded) -> None:
        """The journal ends here: the file that follows has what is in memory, or is read anew."""
        self.base.generation, self.history_grew = folded.generation, False
        # Made of another file than the one in memory: somebody changed that one by hand.
        self.seen = folded.base if folded.of == self.seen else None
        self.drop_journal()

    def _catch_up(self) -> bool:
        """Read the journals that were folded while nobody looked; returns whether there were any.

        What they say is all that the file became otherwise by, so it need not be read as a whole.
        """
        caught_up = False
        while self.store and self.seen is not None and self.journal is None:
            self.journal = Journal.open(self.files.segment(self.store, self.generation))
            if self.journal is None or not self._follow(self.journal):
                break
            caught_up = True
        return caught_up

    def take(self, line: Line) -> None:
        """Have in memory what a line says: one that was read, or that has just been written."""
        entry = line.entry
        self.history_grew = self.history_grew or bool(entry.before)
        apply(self.tables, entry.puts)
        for subject in entry.before:
            self.base.heads[subject] = Location(entry.generation, line.offset)

    def _load(self) -> None:
        """Read the TinyDB file anew; the journal is opened with the next step."""
        base, identity = read_base(self.path)
        if not base.tables and not base.store and self.base.tables:
            # Emptied under us, as by a program that was killed while it rewrote the file in place.
            self.seen = identity
            self.suspect = True
            return
        self.drop_journal()
        self._damaged.clear()
        self.base, self.seen = base, identity
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
            self.journal = journal
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
            self.drop_journal()
            self.seen = None
            return False
        self.journal_lost = status is None
        return True

    def _is_another(self) -> bool:
        """Whether the file was put in its place by another program while we looked at the journal."""
        status = status_of(self.path)
        return (identity_of(status) if status is not None else None) != self.seen

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

    def drop_journal(self) -> None:
        """Let go of the journal; another one may be opened in its place."""
        if self.journal is not None:
            self.journal.close()
        self.journal, self.journal_lost = None, False

    @property
    def _name(self) -> str:
        return shown(self.path)

    def _unreadable(self, error: OSError) -> NoReturn:
        why = why_not(error)
        raise StoreError(f"{self._name} cannot be read: {why}; nothing was changed.", why) from error
