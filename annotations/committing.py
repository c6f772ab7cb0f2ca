"""Making a change of edits, and taking it back: memory is up to date at once, saving comes behind it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from annotations.changes import apply
from annotations.drafting import Drafting, Means
from annotations.errors import EditError
from annotations.history.timeline import Timeline
from annotations.operations import Commit
from annotations.records import Change, Edit, ReportRecord
from annotations.tagset import TagSet
from reports.document import Report


class Committing(Drafting):
    """What there is of one report, with the log of what this author can take back."""

    def __init__(
        self, report: Report, record: ReportRecord, tag_set: TagSet, author: str, means: Means
    ) -> None:
        super().__init__(report, record, tag_set, author, means)
        self._timeline = Timeline(author, ())
        self._made_here: set[str] = set()

    @property
    def undoable(self) -> Change | None:
        """The change that `undo` would take back: the last one of this author that is done."""
        return self._timeline.undoable

    @property
    def redoable(self) -> Change | None:
        """The undo that `redo` would reverse; there is none after a new change."""
        return self._timeline.redoable

    @property
    def only_others_changed(self) -> bool:
        """Whether there is nothing to undo although there are changes: all of them are others'."""
        return self._timeline.undoable is None and self._timeline.passed_over_others

    def is_of_this_run(self, change: Change) -> bool:
        """Whether it was made here since the report was opened, not before and not by another program."""
        return change.id in self._made_here

    def undo(self) -> Change | None:
        """Take the last change back and return what that did: `label` says what it was, `caret` where.

        Raises `EditError`, as `redo` does, for a change with records that this program cannot read.
        """
        change = self.undoable
        return self._turn(change, "undo") if change is not None else None

    def redo(self) -> Change | None:
        """Make the last undone change again and return what that did."""
        change = self.redoable
        return self._turn(change, "redo") if change is not None else None

    def _commit(self, label: str, caret: int, edits: Sequence[Edit]) -> Change:
        change = Change(
            id=self._means.new_id(),
            at=self._means.now(),
            author=self.author,
            report=self.record.id,
            label=label,
            caret=caret,
            edits=tuple(edits),
        )
        return self._do(change)

    def _turn(self, change: Change, kind: Literal["undo", "redo"]) -> Change:
        try:
            return self._do(change.reversed(kind, self._means.new_id(), self._means.now()))
        except ValueError as error:
            done = "undone" if kind == "undo" else "redone"
            raise EditError(f"“{change.label}” cannot be {done}: what was there is unreadable.") from error

    def _do(self, change: Change) -> Change:
        record = self.record
        apply(change, self)
        self._timeline.did(change)
        self._made_here.add(change.id)
        self._means.submit(Commit(change, record))
        return change
