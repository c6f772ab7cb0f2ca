"""The store: every record of every report in one TinyDB file, in memory by id and by report.

Reading is from memory and safe from any thread; `refresh`, `write` and `fold` are for one thread.
What is written is durable on return.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from annotations import migrations
from annotations.arrivals import Arrived, Said
from annotations.catalogue import Catalogue, Unreadable
from annotations.errors import StoreError, Superseded, shown
from annotations.history.chain import Gap, changes_of
from annotations.operations import Commit, Operation, Remember
from annotations.plain import RECORD_TYPES, Document
from annotations.recognise import FORMAT, META_DOC_ID, SCHEMA, Meta, meta_of, recognise
from annotations.records import (
    Annotation,
    Change,
    Decision,
    EntityCorrection,
    ReportRecord,
    Tag,
    storable,
)
from annotations.transaction import Transaction

if TYPE_CHECKING:
    from annotations.disk.batch import Batch
    from annotations.disk.files import StoreFiles
    from annotations.disk.following import News
    from annotations.disk.tables import RecordBase

__all__ = ["AnnotationStore", "Commit", "Operation", "Remember", "StoreError", "Superseded"]


class AnnotationStore:
    """One opened store. Make it with `open`; nothing is created before the first `write`."""

    def __init__(self, base: RecordBase, *, read_only: bool) -> None:
        """Take an opened base; `open` is the way to it."""
        self._base = base
        self._storage = base.file
        self._asked_read_only = read_only
        self._why_read_only = ""
        self._not_permitted = ""
        """Why the system lets us not write here; asked again before each write, since it can be mended."""
        self._not_migrated = ""
        self._obstacle = ""
        """The same of the journal: that it does not go with the file can change while the file does not."""
        self._catalogue: Catalogue
        self._arrived: list[Arrived] = []
        self._done: set[str] = set()
        """Ids of the changes seen in the journal: what is asked for again after a failure may be there."""
        self._memory = threading.Lock()
        if not self._take_news():
            self._catalogue = Catalogue(self._storage.tables)
        self._arrived.clear()

    @classmethod
    def open(
        cls, path: str | os.PathLike[str], read_only: bool = False, *, lock_timeout: float = 10.0
    ) -> AnnotationStore:
        """Read the store at that path; a path with nothing there is a store without records.

        A file of 0 bytes is a new store too (stock TinyDB and `touch` leave such files). A file of
        an older schema is migrated, unless it is opened for reading only. Raises `StoreError` for
        what cannot be read or is no store, and leaves it as it is. A store that can be read but
        must not be written opens, and `notice` says so. `lock_timeout` is in seconds, how long a
        write waits for another program's.
        """
        # TinyDB and the lock are loaded here and not above, so that whoever needs only the words of
        # this module (its operations, its errors) does not pay for them before the first paint.
        from annotations.disk.tables import RecordBase

        base = RecordBase(path, lock_timeout)
        try:
            base.file.refresh()
            store = cls(base, read_only=read_only)
            store._migrate_if_possible()
        except BaseException:
            base.close()
            raise
        return store

    @property
    def path(self) -> Path:
        """The TinyDB file, symbolic links followed."""
        return self._storage.path

    @property
    def files(self) -> StoreFiles:
        """Where everything of this store lies."""
        return self._storage.files

    @property
    def captures_folder(self) -> Path:
        """Where the captured texts are kept."""
        return self.files.texts

    @property
    def exists(self) -> bool:
        """Whether there is a file, so whether anything was ever recorded."""
        return self._storage.exists

    @property
    def read_only(self) -> bool:
        """Whether `write` would be refused."""
        return self._asked_read_only or bool(self._why_not_written)

    @property
    def notice(self) -> str:
        """What the user should know of this store, in whole sentences; empty if all is well.

        Annotations are looked into when their report is asked for, so damage to them is known then.
        """
        with self._memory:
            broken = len(self._catalogue.unreadable())
        torn = sum(line.kind == "damaged" for line in self._storage.damaged)
        records = (
            f"{broken} {'record' if broken == 1 else 'records'} in {shown(self.path)} cannot be read;"
            f" {'it was left as it is' if broken == 1 else 'they were left as they are'},"
            f" `report-reader check` names {'it' if broken == 1 else 'them'}."
        )
        lines = (
            f"{torn} {'change' if torn == 1 else 'changes'} in {shown(self.files.journal)} cannot be read;"
            " `report-reader check` says more."
        )
        why = self._why_not_written or self._not_migrated
        said = (why, records if broken else "", lines if torn else "")
        return " ".join(sentence for sentence in said if sentence)

    @property
    def sound(self) -> bool:
        """Whether all that was looked into so far can be read, and file and journal belong together."""
        with self._memory:
            broken = bool(self._catalogue.unreadable())
        torn = any(line.kind == "damaged" for line in self._storage.damaged)
        return not (broken or torn or self._storage.obstacle)

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
            annotations = list(self._catalogue.annotations(report_id).values())
        return sorted(annotations, key=lambda each: (each.start, -each.end, each.id))

    def annotation(self, report_id: str, annotation_id: str) -> Annotation | None:
        """Return one annotation of a report; `None` if it is not there."""
        with self._memory:
            return self._catalogue.annotations(report_id).get(annotation_id)

    def decisions(self, report_id: str) -> list[Decision]:
        """Return what was decided of the suggestions of a report."""
        with self._memory:
            return list(self._catalogue.decisions(report_id).values())

    def corrections(self, report_id: str) -> list[EntityCorrection]:
        """Return what was said of the entities of a report, and of all reports."""
        with self._memory:
            return self._catalogue.corrections(report_id)

    def counts(self) -> dict[str, int]:
        """Return how many annotations each report has; those without any are left out."""
        with self._memory:
            return self._catalogue.counts()

    def annotated_reports(self) -> list[str]:
        """Return the ids of all reports that annotations name, known or not."""
        with self._memory:
            return list(self._catalogue.counts())

    def tags(self) -> tuple[Tag, ...]:
        """Return the tags added from the app, in the order of adding."""
        with self._memory:
            return tuple(self._catalogue.tags.values())

    def changes(self, report_id: str) -> Iterator[Change | Gap]:
        """Yield the log of a report from its end: every change, undo and redo, whoever made it.

        Each is read from the disk when it is asked for. A `Gap`, the last, stands for what cannot be
        read any more.
        """
        if migrations.is_old(self._storage.tables):
            log = migrations.changes_in(self._storage.tables)
            return (change for change in reversed(log) if change.report == report_id)
        head = self._storage.last_line(report_id)
        return changes_of(report_id, head, self.files, lambda: self._storage.store)

    def unreadable(self) -> tuple[Unreadable, ...]:
        """Return the rows that are no records, or doubles. Looks into every row."""
        with self._memory:
            return tuple(self._catalogue.unreadable(all_of_it=True))

    def refresh(self) -> bool:
        """Read in what another program wrote; returns whether there was any. Raises `StoreError`."""
        self._storage.refresh()
        return self._take_news()

    def take_arrived(self) -> list[Arrived]:
        """Return what other programs did since the last time this was asked."""
        arrived, self._arrived = self._arrived, []
        return arrived

    def write(self, operations: Sequence[Operation]) -> None:
        """Do all the operations or none, durably.

        Starts from what is on disk, whoever wrote it. Raises `Superseded` with the operation that
        another program's changes stand against, `StoreError` for everything else that prevents it.
        """
        if not operations:
            return
        self._refuse_read_only()
        self._migrate()
        with self._storage.transaction() as batch:
            self._take_news()
            self._refuse_read_only()
            transaction = Transaction(self._catalogue, self._stored, self._done)
            for operation in operations:
                transaction.apply(operation)
            self._stage(transaction, batch, _time_of(operations[0]))
        self._take_over(batch, transaction)

    @property
    def fold_is_due(self) -> bool:
        """Whether the journal has grown so large that it should be folded."""
        return not self.read_only and self._storage.fold_is_due

    @property
    def unfolded(self) -> bool:
        """Whether the TinyDB file lacks something that the journal has."""
        return self._storage.journal_size > 0

    def fold(self, keep_going: Callable[[], bool] = lambda: True) -> bool:
        """Bring everything into the TinyDB file, where stock TinyDB finds it; returns whether that was done.

        `keep_going` is asked in between; when it says no all is left as it was. Raises `StoreError`.
        """
        if self.read_only:
            return False
        return self._storage.fold(keep_going)

    def close(self) -> None:
        """Let go of the files."""
        self._base.close()

    def _migrate_if_possible(self) -> None:
        """Bring an older store up to today's schema; where that cannot be, it is read all the same."""
        try:
            self._migrate()
        except StoreError as error:
            self._not_migrated = f"{error} Until then it is read as it is, and nothing can be saved."
        self._arrived.clear()

    def _migrate(self) -> None:
        if not self.read_only and migrations.is_old(self._storage.tables):
            migrations.migrate(self._storage)
            self._not_migrated = ""
            self._take_news()

    def _take_news(self) -> bool:
        """Bring the memory up to what was read from the disk."""
        news = self._storage.take_news()
        self._obstacle = self._storage.obstacle
        if news is None:
            return False
        if news.everything or any(put.doc_id is None for put in news.puts):
            try:
                why = recognise(self.path, self._storage.tables)
            except StoreError as error:
                # The file is read once, but nothing may be written over it the second time either.
                self._why_read_only = str(error)
                raise
            catalogue = Catalogue(self._storage.tables)
            with self._memory:
                self._catalogue = catalogue
                self._why_read_only = why
                self._not_permitted = _not_writable(self.path)
            self._arrived = [Arrived(everything=True, logs=self._said(news))]
        else:
            with self._memory:
                self._arrived.append(self._merge(news))
        return True

    def _said(self, news: News) -> dict[str, Said]:
        """By report, the last change that was not seen before."""
        said = [msgspec.json.decode(change, type=Said) for change in news.changes]
        new = {each.report: each for each in said if each.id not in self._done}
        self._done.update(each.id for each in said)
        return new

    def _merge(self, news: News) -> Arrived:
        touched: dict[str, dict[str, set[str]]] = {table: {} for table in RECORD_TYPES}
        for put in news.puts:
            assert put.doc_id is not None
            if put.table not in touched:
                continue
            before = self._catalogue.report_of_row(put.table, put.doc_id)
            identity = self._catalogue.put(put.table, put.doc_id, None if put.removes else put.row)
            if identity is not None:
                report = self._catalogue.report_of(put.table, identity) or before
                touched[put.table].setdefault(report, set()).add(identity)
        return Arrived(
            False,
            {report: frozenset(identities) for report, identities in touched["annotations"].items()},
            frozenset().union(*touched["reports"].values()),
            self._said(news),
            bool(touched["tags"]),
            frozenset(touched["decisions"]),
            frozenset(touched["corrections"]),
        )

    @property
    def _why_not_written(self) -> str:
        return self._obstacle or self._why_read_only or self._not_permitted

    def _refuse_read_only(self) -> None:
        if self._not_permitted:
            self._not_permitted = _not_writable(self.path)
        if self.read_only:
            sentence = self._why_not_written or f"{shown(self.path)} was opened for reading only."
            raise StoreError(sentence, "read-only")

    def _stored(self, table: str, identity: str) -> Document | None:
        """Return the document of a record; `None` if there is none."""
        row = self._catalogue.row(table, identity)
        if row is None:
            return None
        document: Document = msgspec.json.decode(row)
        return document

    def _stage(self, transaction: Transaction, batch: Batch, created: str) -> None:
        """Hand what was touched to its tables, and the log of it to the batch."""
        if transaction.touched and meta_of(self._storage.tables) is None:
            meta = Meta(FORMAT, SCHEMA, created)
            self._base.records("meta").put({META_DOC_ID: msgspec.structs.asdict(meta)})
        for table, documents in transaction.touched.items():
            doc_ids: dict[str, str] = {}
            taken: set[str] = set()
            for identity in documents:
                doc_ids[identity] = self._catalogue.doc_id(table, identity, taken)
                taken.add(doc_ids[identity])
            self._base.records(table).put(
                {int(doc_ids[identity]): document for identity, document in documents.items()},
                anew={int(doc_ids[identity]) for name, identity in transaction.added_again if name == table},
            )
        for change in transaction.changes:
            batch.log(change.report, msgspec.Raw(msgspec.json.encode(change)))

    def _take_over(self, batch: Batch, transaction: Transaction) -> None:
        """Bring the memory up to what is now on disk."""
        with self._memory:
            for part in batch.parts:
                for put in part.puts:
                    if put.doc_id is not None:
                        self._catalogue.put(put.table, put.doc_id, None if put.removes else put.row)
            if transaction.rebased:
                self._arrived.append(self._rebased(transaction))
        self._done.update(change.id for change in transaction.changes)

    def _rebased(self, transaction: Transaction) -> Arrived:
        annotations: dict[str, set[str]] = {}
        for change in transaction.changes:
            touched = {edit.id for edit in change.edits if edit.table == "annotations"}
            annotations.setdefault(change.report, set()).update(transaction.rebased, touched)
        return Arrived(
            annotations={report: frozenset(identities) for report, identities in annotations.items()}
        )


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
