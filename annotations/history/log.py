"""The log as a person reads it: of a whole report, or of one annotation, read on piece by piece."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

from annotations.history.chain import Gap
from annotations.history.deeds import Deed, LabelOf, deeds_of
from annotations.records import Change

ENTRIES_AT_ONCE = 60
"""Entries that `read_on` looks for; a large window shows as many."""
CHANGES_AT_ONCE = 500
"""Changes it looks at for them: about 50 ms on a machine of 2020."""


class Entry(NamedTuple):
    """One change, told."""

    id: str
    at: str
    """ISO 8601 in UTC."""
    author: str
    kind: Literal["change", "undo", "redo"]
    subject: str
    """The id of the change that was undone or redone; else its own."""
    label: str
    """In the words of the target line: `+ unverified`."""
    caret: int
    """Where it was made: code point."""
    deeds: tuple[Deed, ...]
    saved: bool
    """Whether it is on disk."""


class Log:
    """The changes of a report, newest first, or those that touched one annotation.

    Nothing is read before it is asked for. Belongs to one thread at a time.
    """

    def __init__(self, label_of: LabelOf, annotation: str | None = None) -> None:
        """`annotation` is the id of the one to be told of; `None`: all that was done to the report."""
        self.annotation = annotation
        self.gap = ""
        """Why it cannot be read further back: a sentence; empty as long as it can."""
        self.complete = False
        """Whether there is nothing before what has been read."""
        self.looked_at = 0
        """Changes that were read, told or not."""
        self._label_of = label_of
        self._past: Iterator[Change | Gap] | None = None
        self._unsaved: list[Entry] = []
        self._entries: list[Entry] = []
        self._seen: set[str] = set()

    @property
    def entries(self) -> list[Entry]:
        """What has been read, the newest first; those that are not on disk yet before all others."""
        return [*(each for each in self._unsaved if each.id not in self._seen), *self._entries]

    def catch_up(self, waiting: Sequence[Change], past: Iterable[Change | Gap]) -> None:
        """Take up what became new: `waiting` is what is not on disk, `past` the log as it is there.

        `waiting`, oldest first, has to be asked for before `past`: what is written between the two is
        in both of them then, and in none the other way round. Reads no further than to what is known.
        """
        unsaved = (self._entry(change, saved=False) for change in reversed(waiting))
        self._unsaved = [entry for entry in unsaved if entry is not None]
        if not self._seen:
            self._past, self.complete = iter(past), False
            return
        newer = []
        for change in past:
            if isinstance(change, Gap) or change.id in self._seen:
                break
            newer.append(change)
        self.looked_at += len(newer)
        self._seen.update(change.id for change in newer)
        told = (self._entry(change) for change in newer)
        self._entries[:0] = [entry for entry in told if entry is not None]

    def read_on(self, entries: int = ENTRIES_AT_ONCE, changes: int = CHANGES_AT_ONCE) -> None:
        """Read further back, until there are so many more entries or so many changes were looked at."""
        wanted = len(self._entries) + entries
        for _ in range(changes):
            if self.complete or len(self._entries) >= wanted:
                return
            change = next(self._past, None) if self._past is not None else None
            if change is None:
                self.complete = True
            elif isinstance(change, Gap):
                self.gap = change.sentence
                self.complete = True
            else:
                self._take(change)

    def _take(self, change: Change) -> None:
        self.looked_at += 1
        self._seen.add(change.id)
        entry = self._entry(change)
        if entry is not None:
            self._entries.append(entry)
            self.complete = self._began_with(change)

    def _began_with(self, change: Change) -> bool:
        """Whether this made the annotation, so that nothing before it can be about it.

        An undo that brings it back, and a change that another program's removal came before, find it
        gone too; but only what is new has never been modified.
        """
        return change.kind == "change" and any(
            edit.id == self.annotation
            and edit.before is None
            and edit.after is not None
            and edit.after.get("created") == edit.after.get("modified")
            for edit in change.edits
        )

    def _entry(self, change: Change, *, saved: bool = True) -> Entry | None:
        """The entry of a change; `None` if it is not about what is told of."""
        if self.annotation is not None and all(edit.id != self.annotation for edit in change.edits):
            return None
        deeds = deeds_of(change, self._label_of)
        if self.annotation is not None:
            deeds = tuple(deed for deed in deeds if deed.id == self.annotation)
        return Entry(
            id=change.id,
            at=change.at,
            author=change.author,
            kind=change.kind,
            subject=change.subject,
            label=change.label,
            caret=change.caret,
            deeds=deeds,
            saved=saved,
        )
