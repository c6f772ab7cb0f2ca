"""The store: every record of every report in one TinyDB file, in memory by id and by report.

Reading is from memory and safe from any thread; `write` is for one thread and durable on return.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from annotations.catalogue import Catalogue, Unreadable
from annotations.errors import StoreError, Superseded, shown
from annotations.operations import Commit, Operation, Redo, Remember, Undo
from annotations.plain import Document, Tables, storable
from annotations.recognise import FORMAT, META_DOC_ID, SCHEMA, Meta, recognise
from annotations.records import Annotation, Change, ReportRecord, Tag
from annotations.transaction import Transaction

if TYPE_CHECKING:
    from annotations.tables import RecordBase

__all__ = ["AnnotationStore", "Commit", "Operation", "Redo", "Remember", "StoreError", "Superseded", "Undo"]


class AnnotationStore:
    """One opened store. Make it with `open`; nothing is written, or created, before the first `write`."""

    def __init__(self, base: RecordBase, *, read_only: bool) -> None:
        """Take an opened base; `open` is the way to it."""
        self._base = base
        self._asked_read_only = read_only
        self._why_read_only = ""
        self._tables: Tables = {}
        self._catalogue = Catalogue()
        self._version = -1
        self._memory = threading.Lock()
        self._load()

    @classmethod
    def open(
        cls, path: str | os.PathLike[str], read_only: bool = False, *, lock_timeout: float = 10.0
    ) -> AnnotationStore:
        """Read the store at that path; a path with nothing there is a store without records.

        A file of 0 bytes is a new store too (stock TinyDB and `touch` leave such files). Raises
        `StoreError` for what cannot be read or is no store, and leaves it as it is. A store that
        can be read but must not be written opens, and `notice` says so. `lock_timeout` is in
        seconds, how long a write waits for another program's.
        """
        # TinyDB and the lock are loaded here and not above, so that whoever needs only the words of
        # this module (its operations, its errors) does not pay for them before the first paint.
        from annotations.tables import RecordBase

        base = RecordBase(path, lock_timeout)
        base.file.refresh()
        return cls(base, read_only=read_only)

    @property
    def path(self) -> Path:
        """The file, symbolic links followed."""
        return self._base.file.path

    @property
    def captures_folder(self) -> Path:
        """Where the captured texts are kept: beside the file, `<name>.texts`."""
        return self.path.with_name(self.path.name + ".texts")

    @property
    def exists(self) -> bool:
        """Whether there is a file, so whether anything was ever recorded."""
        return self._base.file.exists

    @property
    def read_only(self) -> bool:
        """Whether `write` would be refused."""
        return self._asked_read_only or bool(self._why_read_only)

    @property
    def notice(self) -> str:
        """What the user should know of this store, in whole sentences; empty if all is well."""
        broken = len(self._catalogue.unreadable)
        damage = (
            f"{broken} {'record' if broken == 1 else 'records'} in {shown(self.path)} cannot be read;"
            " they were left as they are, `report-reader check` names them."
        )
        return " ".join(sentence for sentence in (self._why_read_only, damage if broken else "") if sentence)

    @property
    def version(self) -> int:
        """Grows by one whenever another program's records were read in."""
        return self._version

    def reports(self) -> list[ReportRecord]:
        """Return all reports, the one opened last first."""
        with self._memory:
            reports = list(self._catalogue.reports.values())
        return sorted(reports, key=lambda report: (report.opened, report.id), reverse=True)

    def report(self, report_id: str) -> ReportRecord | None:
        """Return the report with that id."""
        return self._catalogue.reports.get(report_id)

    def report_by_text(self, text_sha256: str) -> ReportRecord | None:
        """Return the report with that canonical text; the one opened last of several."""
        return next((report for report in self.reports() if report.text_sha256 == text_sha256), None)

    def reports_by_path(self, path: str) -> list[ReportRecord]:
        """Return the reports last opened from that absolute path, the newest first."""
        wanted = storable(path)
        return [report for report in self.reports() if report.path == wanted]

    def annotations(self, report_id: str) -> list[Annotation]:
        """Return the annotations of a report in the order of its text."""
        with self._memory:
            annotations = list(self._catalogue.annotations.get(report_id, {}).values())
        return sorted(annotations, key=lambda each: (each.start, -each.end, each.id))

    def annotated_reports(self) -> list[str]:
        """Return the ids of all reports that annotations name, known or not."""
        with self._memory:
            return [report for report, annotations in self._catalogue.annotations.items() if annotations]

    def tags(self) -> tuple[Tag, ...]:
        """Return the tags added from the app, in the order of adding."""
        with self._memory:
            return tuple(self._catalogue.tags.values())

    def changes(self, report_id: str) -> list[Change]:
        """Return the log of a report, oldest first, undone ones too; it begins after an unreadable change."""
        with self._memory:
            heads = list(self._catalogue.changes.get(report_id, {}))
            doc_ids = dict(self._catalogue.doc_ids.get("changes", {}))
            rows = self._tables.get("changes", {})
        changes: list[Change] = []
        for identity in heads:
            change = _change(rows[doc_ids[identity]])
            if isinstance(change, Change):
                changes.append(change)
            else:
                # What can be undone ends with a change that cannot be read: the later ones build on it.
                changes.clear()
        return changes

    def unreadable(self) -> tuple[Unreadable, ...]:
        """Return the rows that are no records, or doubles."""
        with self._memory:
            found = list(self._catalogue.unreadable)
            rows = self._tables.get("changes", {})
            doc_ids = dict(self._catalogue.doc_ids.get("changes", {}))
            heads = [head for heads in self._catalogue.changes.values() for head in heads.values()]
        for head in heads:
            doc_id = doc_ids[head.id]
            change = _change(rows[doc_id])
            if isinstance(change, str):
                found.append(Unreadable("changes", doc_id, change, head.report))
        return tuple(found)

    def refresh(self) -> bool:
        """Read in what another program wrote; returns whether there was any. Raises `StoreError`."""
        self._base.file.refresh()
        return self._load()

    def write(self, operations: Sequence[Operation]) -> None:
        """Do all the operations or none, durably.

        Starts from what is on disk, whoever wrote it. Raises `Superseded` with the operation that
        another program's changes stand against, `StoreError` for everything else that prevents it.
        """
        if not operations:
            return
        storage = self._base.file
        self._refuse_read_only()
        with storage.transaction():
            self._load()
            self._refuse_read_only()
            transaction = Transaction(self._catalogue, self._stored)
            for operation in operations:
                transaction.apply(operation)
            doc_ids = self._stage(transaction, _time_of(operations[0]))
        self._take_over(transaction, doc_ids)

    def close(self) -> None:
        """Let go of the file."""
        self._base.close()

    def _load(self) -> bool:
        storage = self._base.file
        if storage.version == self._version:
            return False
        tables = storage.rows
        why = recognise(storage.path, tables)
        catalogue = Catalogue.of(tables)
        with self._memory:
            self._why_read_only = why or _not_writable(storage.path)
            self._tables, self._catalogue = tables, catalogue
            self._version = storage.version
        return True

    def _refuse_read_only(self) -> None:
        if self.read_only:
            sentence = self._why_read_only or f"{shown(self.path)} was opened for reading only."
            raise StoreError(sentence, "read-only")

    def _stored(self, table: str, identity: str) -> Document | None:
        """Return the document of a record; `None` if there is none, or none that can be read."""
        doc_id = self._catalogue.doc_ids.get(table, {}).get(identity)
        if doc_id is None:
            return None
        try:
            document: Document = msgspec.json.decode(self._tables[table][doc_id])
        except (msgspec.DecodeError, UnicodeDecodeError):
            # Only the edits of a change can be broken here: all else was decoded when the file was read.
            return None
        return document

    def _stage(self, transaction: Transaction, created: str) -> dict[str, dict[str, str]]:
        """Hand the touched documents to their tables; returns their document ids by table and record id."""
        if not self._tables.get("meta"):
            self._base.records("meta").put(
                {META_DOC_ID: msgspec.structs.asdict(Meta(FORMAT, SCHEMA, created))}
            )
        staged: dict[str, dict[str, str]] = {}
        for table, documents in transaction.touched.items():
            ids = staged.setdefault(table, {})
            taken: set[str] = set()
            for identity in documents:
                ids[identity] = self._catalogue.doc_id(table, identity, taken, self._tables)
                taken.add(ids[identity])
            self._base.records(table).put(
                {int(ids[identity]): document for identity, document in documents.items()},
                anew={int(ids[identity]) for name, identity in transaction.added_again if name == table},
            )
        return staged

    def _take_over(self, transaction: Transaction, doc_ids: dict[str, dict[str, str]]) -> None:
        """Bring the memory up to what is now on disk."""
        with self._memory:
            self._tables = self._base.file.rows
            for table, documents in transaction.touched.items():
                for identity, document in documents.items():
                    if (table, identity) in transaction.added_again:
                        self._catalogue.put(table, identity, None)
                    self._catalogue.doc_ids.setdefault(table, {})[identity] = doc_ids[table][identity]
                    self._catalogue.put(table, identity, document)


def _change(row: msgspec.Raw) -> Change | str:
    """Return the change of a row, or why it cannot be read."""
    try:
        return msgspec.json.decode(row, type=Change)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        return str(error)


def _not_writable(path: Path) -> str:
    """Return why the file cannot be written, as a sentence; nothing if it can, or if it is not there yet."""
    if not path.exists():
        return ""
    if not os.access(path, os.W_OK):
        return (
            f"{shown(path)} is read-only: nothing can be changed;"
            " make it writable or name another file with --db."
        )
    if not os.access(path.parent, os.W_OK | os.X_OK):
        return (
            f"The folder of {shown(path)} is read-only: nothing can be changed;"
            " make it writable or name another file with --db."
        )
    return ""


def _time_of(operation: Operation) -> str:
    match operation:
        case Commit(change, _):
            return change.at
        case Remember(report):
            return report.opened
    return ""
