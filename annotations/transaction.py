"""What operations do to the records, worked out beside them, so that all or nothing is written.

The rules between two programs: a change is merged onto what the other one wrote; a removal, an
undo or a redo of something the other one changed is refused. Every operation can be asked for
again after a failure that left open whether it was written, and is then not done twice.
"""

from __future__ import annotations

from collections.abc import Callable, Set

import msgspec

from annotations.catalogue import Catalogue
from annotations.changes import alike, merged, only_elsewhere, united
from annotations.errors import Superseded
from annotations.operations import Commit, Operation, Remember
from annotations.plain import Document, plain, typed
from annotations.records import Annotation, Change, Edit, ReportRecord
from annotations.shelves import borders_of

_RECORD = {
    "reports": "report",
    "annotations": "annotation",
    "tags": "tag",
    "decisions": "decision",
    "corrections": "correction",
}
READING_FIELDS = ("path", "source", "opened", "caret", "top")


class Transaction:
    """The store as the operations of one transaction see it."""

    def __init__(
        self,
        catalogue: Catalogue,
        stored: Callable[[str, str], Document | None],
        done: Set[str],
    ) -> None:
        """`stored` gives a record as it is; `done` are the ids of the changes that are known to be there."""
        self.touched: dict[str, dict[str, Document | None]] = {}
        """By table and id what is to be written; `None` is to be removed."""
        self.added_again: set[tuple[str, str]] = set()
        """Tables and ids of records that were removed and are there again."""
        self.changes: list[Change] = []
        """What goes into the history: the changes as they were made on top of what was stored."""
        self.rebased: set[str] = set()
        """Ids of annotations that became something else than whoever asked believes."""
        self._catalogue = catalogue
        self._stored = stored
        self._done = done

    def apply(self, operation: Operation) -> None:
        """Do it; raises `Superseded`, and then the transaction must not be written."""
        match operation:
            case Commit(change, report):
                if report is not None and self._get("reports", report.id) is None:
                    self._put("reports", report.id, plain(report))
                if change.id not in self._done:
                    self._commit(change, operation)
            case Remember(report):
                self._remember(report)

    def _commit(self, change: Change, operation: Operation) -> None:
        for edit in change.edits:
            if self._catalogue.is_damaged(edit.table, edit.id):
                raise Superseded(
                    f"“{change.label}” was not done: this {_RECORD[edit.table]} cannot be read any more;"
                    " `report-reader check` says more.",
                    operation,
                )
        if change.kind == "change":
            edits = tuple(self._rebased(edit, change, operation) for edit in change.edits)
            for edit in edits:
                self._put(edit.table, edit.id, edit.after)
        else:
            edits = tuple(self._put_back(edit, change, operation) for edit in change.edits)
        self.changes.append(msgspec.structs.replace(change, edits=edits))

    def _rebased(self, edit: Edit, change: Change, operation: Operation) -> Edit:
        """The edit as it is on top of what is stored now, so that undoing it gives back exactly that."""
        current = self._get(edit.table, edit.id)
        if alike(edit.table, current, edit.before):
            return self._created(edit) if current is None else _based_on(edit, current)
        if edit.after is None:
            if current is None:
                return msgspec.structs.replace(edit, before=None)
            raise Superseded(
                f"“{change.label}” was not done: another program changed this annotation; look again.",
                operation,
            )
        if current is None:
            return self._created(msgspec.structs.replace(edit, before=None))
        if edit.before is None and edit.table == "annotations" and not _same_words(current, edit.after):
            raise Superseded(
                f"“{change.label}” was not done: another annotation has its id; do it again.", operation
            )
        if edit.before is None:
            # Two programs added the same tag: the first one stays.
            after = current if edit.table == "tags" else merged({}, edit.after, current)
        else:
            after = merged(edit.before, edit.after, current)
        if edit.table == "annotations":
            self.rebased.add(edit.id)
        return msgspec.structs.replace(_based_on(edit, current), after=after)

    def _created(self, edit: Edit) -> Edit:
        """The edit that makes an annotation, or adds to the one another program made on these very words."""
        if edit.table != "annotations" or edit.after is None:
            return edit
        made = typed(Annotation, edit.after)
        there = self._catalogue.with_borders(borders_of(made), made.report) if len(made.spans) == 1 else None
        current = self._get("annotations", there) if there is not None else None
        if there is None or there == edit.id or current is None:
            return edit
        # The catalogue knows what was there before this transaction: an operation before this one may
        # have moved it to other words.
        now = typed(Annotation, current)
        if len(now.spans) > 1 or borders_of(now) != borders_of(made):
            return edit
        self.rebased.update((edit.id, there))
        return Edit("annotations", there, current, united(current, edit.after))

    def _put_back(self, edit: Edit, change: Change, operation: Operation) -> Edit:
        current = self._get(edit.table, edit.id)
        if alike(edit.table, current, edit.before):
            after = edit.after
        elif edit.table == "reports" and (current is None or edit.after is None):
            return edit
        elif current is not None and only_elsewhere(edit.before, edit.after, current):
            # What others did to it is in fields of its own: caret and time of opening, a note.
            after = merged(edit.before or {}, edit.after or {}, current)
            if edit.table == "annotations":
                self.rebased.add(edit.id)
        else:
            done = "taken back" if change.kind == "undo" else "redone"
            raise Superseded(f"“{change.label}” was not {done}: another program changed it since.", operation)
        self._put(edit.table, edit.id, after)
        return msgspec.structs.replace(edit, before=current, after=after)

    def _remember(self, report: ReportRecord) -> None:
        new, current = plain(report), self._get("reports", report.id)
        if current is not None:
            new = {**current, **{name: new[name] for name in READING_FIELDS}}
        if new != current:
            self._put("reports", report.id, new)

    def _get(self, table: str, identity: str) -> Document | None:
        touched = self.touched.get(table, {})
        return touched[identity] if identity in touched else self._stored(table, identity)

    def _put(self, table: str, identity: str, document: Document | None) -> None:
        current = self._get(table, identity)
        # What somebody added to a row by other means is not ours to drop.
        whole = {**current, **document} if current and document else document
        touched = self.touched.setdefault(table, {})
        if whole is not None and identity in touched and touched[identity] is None:
            # It comes after what was added in between, as it does in the editor.
            del touched[identity]
            self.added_again.add((table, identity))
        touched[identity] = whole


def _based_on(edit: Edit, current: Document) -> Edit:
    """The edit of what is stored now.

    What an older version did not write is in it all the same: only so does undoing take that off again.
    """
    return msgspec.structs.replace(edit, before={**(edit.before or {}), **current})


def _same_words(one: Document, other: Document) -> bool:
    places = [
        [(span.get("start"), span.get("end")) for span in each.get("spans", ())] for each in (one, other)
    ]
    return one.get("report") == other.get("report") and places[0] == places[1]
