"""What can be undone and redone: one author's changes of one report, the past read when it is asked for."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator

from annotations.history.chain import Gap
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
        self._done: deque[Change] = deque()
        """As far as it was read, the newest last."""
        self._undone: deque[Change] = deque()
        """The undos that can be reversed, the next one last."""
        self._seen: set[str] = set()
        self._redo_is_over = False
        """Whether a new change was made before what is still unread."""
        self.passed_over_others = False
        """Whether changes of other authors were among what was read."""

    @property
    def undoable(self) -> Change | None:
        """What an undo would take back."""
        while not self._done and self._read_on():
            pass
        return self._done[-1] if self._done else None

    @property
    def redoable(self) -> Change | None:
        """What a redo would make again: the undo that is to be reversed."""
        # Behind what was redone stand the undos that were not, back to the last new change.
        while not self._undone and not self._redo_is_over and self._read_on():
            pass
        return self._undone[-1] if self._undone else None

    def did(self, change: Change) -> None:
        """Take up what was just done: a new change, or the reverse of `undoable` or `redoable`."""
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

    def _read_on(self) -> bool:
        """Take up the author's change before those that were read; returns whether there was one."""
        for change in self._past:
            if isinstance(change, Gap):
                # The later changes build on what cannot be read: undoing ends here.
                break
            if change.author == self._author:
                self._take(change)
                return True
            self.passed_over_others = True
        self._past = iter(())
        return False

    def _take(self, change: Change) -> None:
        # What was said of a change last is how it is.
        if change.subject not in self._seen:
            if change.kind != "undo":
                self._done.appendleft(change)
            elif not self._redo_is_over:
                self._undone.appendleft(change)
        self._seen.add(change.subject)
        if change.kind == "change":
            self._redo_is_over = True
