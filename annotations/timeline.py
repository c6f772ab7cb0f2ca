"""What can be undone and redone: one author's changes of one report, the past read when it is asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from annotations.history import Gap
from annotations.records import Change


class Timeline:
    """The changes that are done, and those that were taken back and can be made again.

    Undo takes back the author's own last change, whichever program made it and however long ago.
    Others' changes are passed over. A new change ends what can be redone.
    """

    def __init__(self, author: str, past: Iterable[Change | Gap] = ()) -> None:
        """`past` is the log of the report, the newest first; it is read no further than needed."""
        self._author = author
        self._past: Iterator[Change | Gap] = iter(past)
        self._done: list[Change] = []
        self._undone: list[Change] = []
        self._seen: set[str] = set()
        self._redo_is_over = False

    @property
    def undoable(self) -> Change | None:
        """What `undone` would take back."""
        if not self._done:
            self._read_on()
        return self._done[-1] if self._done else None

    @property
    def redoable(self) -> Change | None:
        """What `redone` would make again: the undo that is to be reversed."""
        if not self._done:
            self._read_on()
        return self._undone[-1] if self._undone else None

    def did(self, change: Change) -> None:
        """Take up what was just done."""
        if not self._done:
            # What can be redone stands before it in the log.
            self._read_on()
        if change.kind == "undo":
            self._done.pop()
            self._undone.append(change)
            return
        if change.kind == "redo":
            self._undone.pop()
        else:
            self._undone.clear()
            self._redo_is_over = True
        self._done.append(change)

    def _read_on(self) -> None:
        """Read back to the next change that is done still."""
        for change in self._past:
            if isinstance(change, Gap):
                # The later changes build on what cannot be read: undoing ends here.
                self._past = iter(())
                return
            if change.author != self._author:
                continue
            first_of_its_id = change.subject not in self._seen
            self._seen.add(change.subject)
            if change.kind == "change":
                self._redo_is_over = True
            if not first_of_its_id:
                continue
            if change.kind != "undo":
                self._done.append(change)
                return
            if not self._redo_is_over:
                self._undone.insert(0, change)
