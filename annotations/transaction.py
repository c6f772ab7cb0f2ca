"""What operations do to the records, worked out beside them, so that all or nothing is written.

The rules between two programs: a change is merged onto what the other one wrote; a removal, an
undo or a redo of something the other one changed is refused. Every operation can be asked for
again after a failure that left open whether it was written, and is then not done twice.
"""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from annotations.catalogue import Catalogue
from annotations.changes import alike, differences, merged
from annotations.errors import Superseded
from annotations.operations import Commit, Operation, Redo, Remember, Undo
from annotations.plain import Document, plain, typed
from annotations.records import Change, Edit, ReportRecord

READING_FIELDS = ("path", "source", "opened", "caret", "top")


class Transaction:
    """The store as the operations of one transaction see it; `touched` is what is to be written."""

    def __init__(self, catalogue: Catalogue, stored: Callable[[str, str], Document | None]) -> None:
        self.touched: dict[str, dict[str, Document | None]] = {}
        self.added_again: set[tuple[str, str]] = set()
        """Tables and ids of records that were removed and are there again."""
        self._catalogue = catalogue
        self._stored = stored
        self._redoable_of: dict[str, dict[str, None]] = {}

    def apply(self, operation: Operation) -> None:
        """Do it; raises `Superseded`, and then the transaction must not be written."""
        match operation:
            case Commit(change, report):
                if report is not None and self._get("reports", report.id) is None:
                    self._put("reports", report.id, plain(report))
                self._commit(change, operation)
            case Undo(change_id):
                self._turn(change_id, operation, undone=True)
            case Redo(change_id):
                self._turn(change_id, operation, undone=False)
            case Remember(report):
                self._remember(report)

    def _commit(self, change: Change, operation: Operation) -> None:
        if self._get("changes", change.id) is not None:
            return
        edits = tuple(self._rebased(edit, change, operation) for edit in change.edits)
        for edit in edits:
            self._put(edit.table, edit.id, edit.after)
        for identity in self._redoable(change.report):
            self._mark(identity, dropped=True)
        self._redoable(change.report).clear()
        self._put("changes", change.id, plain(msgspec.structs.replace(change, edits=edits)))

    def _rebased(self, edit: Edit, change: Change, operation: Operation) -> Edit:
        """The edit as it is on top of what is stored now, so that undoing it gives back exactly that."""
        current = self._get(edit.table, edit.id)
        if alike(edit.table, current, edit.before):
            return msgspec.structs.replace(edit, before=current)
        if edit.after is None:
            if current is None:
                return msgspec.structs.replace(edit, before=None)
            raise Superseded(
                f"“{change.label}” was not done: another program changed this annotation; look again.",
                operation,
            )
        if current is None:
            return msgspec.structs.replace(edit, before=None)
        if edit.before is None:
            # Two programs added the same tag: the first one stays.
            after = current if edit.table == "tags" else merged({}, edit.after, current)
        else:
            after = merged(edit.before, edit.after, current)
        return msgspec.structs.replace(edit, before=current, after=after)

    def _turn(self, change_id: str, operation: Operation, *, undone: bool) -> None:
        document = self._get("changes", change_id)
        if document is None:
            raise Superseded("That change is not in the store, so it was not taken back.", operation)
        try:
            change = typed(Change, document)
        except msgspec.ValidationError as error:
            raise Superseded(
                "That change cannot be read any more, so nothing was taken back.", operation
            ) from error
        if change.undone == undone:
            return
        if change.dropped:
            raise Superseded(f"“{change.label}” was not redone: a new change came after it.", operation)
        for edit in reversed(change.edits) if undone else change.edits:
            there, target = (edit.after, edit.before) if undone else (edit.before, edit.after)
            self._put_back(edit, there, target, change, operation)
        self._mark(change_id, undone=undone)
        if undone:
            self._redoable(change.report)[change_id] = None
        else:
            self._redoable(change.report).pop(change_id, None)

    def _put_back(
        self,
        edit: Edit,
        there: Document | None,
        target: Document | None,
        change: Change,
        operation: Operation,
    ) -> None:
        current = self._get(edit.table, edit.id)
        if edit.table == "reports":
            # Caret and time of opening move on all the time: only the fields of this change count.
            if target is None or current is None:
                return
            fields = differences(there, target)
            if all(current.get(name) == (there or {}).get(name) for name in fields):
                self._put(edit.table, edit.id, {**current, **fields})
                return
        elif alike(edit.table, current, there):
            self._put(edit.table, edit.id, target)
            return
        done = "taken back" if operation.__class__ is Undo else "redone"
        raise Superseded(f"“{change.label}” was not {done}: another program changed it since.", operation)

    def _remember(self, report: ReportRecord) -> None:
        new, current = plain(report), self._get("reports", report.id)
        if current is not None:
            new = {**current, **{name: new[name] for name in READING_FIELDS}}
        if new != current:
            self._put("reports", report.id, new)

    def _redoable(self, report_id: str) -> dict[str, None]:
        """The undone changes of a report that nothing has come after, as this transaction sees them."""
        if report_id not in self._redoable_of:
            heads = self._catalogue.changes.get(report_id, {}).values()
            self._redoable_of[report_id] = {
                head.id: None for head in heads if head.undone and not head.dropped
            }
        return self._redoable_of[report_id]

    def _mark(self, change_id: str, **flags: bool) -> None:
        document = self._get("changes", change_id)
        if document is not None:
            self._put("changes", change_id, {**document, **flags})

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
