"""Putting rows in order: what cannot be read, ids that are there twice, annotations without a report."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import msgspec

from annotations.catalogue import Catalogue, Unreadable
from annotations.damage.diagnosis import Diagnosis
from annotations.damage.replay import copied, same_row
from annotations.errors import CaptureError, shown
from annotations.plain import RECORD_TYPES, UNDECODABLE, Tables, plain
from annotations.recognise import FORMAT, META_DOC_ID, SCHEMA, Meta, meta_of
from annotations.records import ReportRecord, new_report_record, report_id
from annotations.texts.captures import Captures

_CAPTURE = ".json.gz"


class Mender:
    """The rows of a store on the way from what they are to what they should be."""

    def __init__(self, diagnosis: Diagnosis, captures: Captures, new_id: Callable[[], str]) -> None:
        self.tables: Tables = copied(diagnosis.best)
        """The rows, mended after `mend`."""
        self.done: list[str] = []
        """What was put in order, in sentences."""
        self.left: list[str] = []
        """What could not be, in sentences."""
        self._diagnosis = diagnosis
        self._captures = captures
        self._new_id = new_id

    def mend(self, created: str) -> None:
        """Put in order what can be; `created` is the time for a store that does not know its own."""
        self._put_back_meta(created)
        broken = Catalogue(self.tables).unreadable(all_of_it=True)
        for row in broken:
            if not row.double:
                self._put_back(row)
        for row in Catalogue(self.tables).unreadable(all_of_it=True):
            if row.double:
                self._tell_apart(row)
        self._put_back_reports()

    def _put_back_meta(self, created: str) -> None:
        if meta_of(self.tables) is not None or not any(self.tables.values()):
            return
        known = self._diagnosis.history.tables
        meta = meta_of(known) or Meta(FORMAT, SCHEMA, created)
        encoded = msgspec.Raw(msgspec.json.encode(meta))
        self.tables = {"meta": {**self.tables.get("meta", {}), str(META_DOC_ID): encoded}, **self.tables}
        self.tables["meta"][str(META_DOC_ID)] = encoded
        self.done.append("The row that says whose file it is was put back.")

    def _put_back(self, row: Unreadable) -> None:
        name = f"The record {shown(row.doc_id)} of the table {shown(row.table)}{self._of(row.report)}"
        for good in self._versions(row.table, row.doc_id):
            if _is_record(row.table, row.doc_id, good):
                self.tables[row.table][row.doc_id] = good
                self.done.append(f"{name} could not be read; it is as it was when it last could.")
                return
        self.left.append(f"{name} cannot be read, and no earlier version of it: it was left as it is.")

    def _versions(self, table: str, doc_id: str) -> Iterator[msgspec.Raw]:
        """What the row was, the newest first."""
        inventory = self._diagnosis.inventory
        for segment in reversed(inventory.segments):
            for line in reversed(segment.lines):
                for put in reversed(line.entry.puts):
                    if (put.table, put.doc_id) == (table, doc_id) and not put.removes:
                        yield put.row
        for kept in inventory.backups:
            row = kept.base.tables.get(table, {}).get(doc_id) if kept.base is not None else None
            if row is not None:
                yield row

    def _tell_apart(self, row: Unreadable) -> None:
        """Of two rows with one id: equal ones become one, of others one gets an id of its own."""
        rows = self.tables[row.table]
        identity = _id_of(rows[row.doc_id])
        other = next(
            doc_id for doc_id, each in rows.items() if doc_id != row.doc_id and _id_of(each) == identity
        )
        # The one that the history knows is the first one.
        known = self._diagnosis.history.tables.get(row.table, {})
        second, first = (other, row.doc_id) if row.doc_id in known else (row.doc_id, other)
        name = f"The id {shown(identity)} in the table {shown(row.table)}{self._of(row.report)}"
        if same_row(rows[first], rows[second]):
            del rows[second]
            self.done.append(f"{name} was there twice with the same content; one is left.")
            return
        document = msgspec.json.decode(rows[second])
        document["id"] = self._new_id()
        rows[second] = msgspec.Raw(msgspec.json.encode(document))
        self.done.append(
            f"{name} was there twice with different content; the second one has the id {document['id']} now."
        )

    def _put_back_reports(self) -> None:
        catalogue = Catalogue(self.tables)
        for identity in catalogue.counts():
            if identity in catalogue.reports:
                continue
            row = self._report_in_history(identity) or self._report_by_text(identity)
            if row is None:
                count = len(catalogue.annotations(identity))
                self.left.append(
                    f"The report {shown(identity)} is not known, nor is its text: its {count} annotations"
                    " were kept as they are."
                )
                continue
            record, source = row
            doc_id = catalogue.doc_id("reports", identity)
            self.tables.setdefault("reports", {})[doc_id] = msgspec.Raw(msgspec.json.encode(plain(record)))
            self.done.append(f"The record of {shown(record.title)} was made again from {source}.")

    def _report_in_history(self, identity: str) -> tuple[ReportRecord, str] | None:
        inventory = self._diagnosis.inventory
        for segment in reversed(inventory.segments):
            for line in reversed(segment.lines):
                for put in line.entry.puts:
                    if put.table == "reports" and not put.removes and _id_of(put.row) == identity:
                        try:
                            return msgspec.json.decode(put.row, type=ReportRecord), "the history"
                        except UNDECODABLE:
                            continue
        return None

    def _report_by_text(self, identity: str) -> tuple[ReportRecord, str] | None:
        for path in sorted(self._captures.folder.glob(f"*{_CAPTURE}")):
            text_sha256 = path.name.removesuffix(_CAPTURE)
            if report_id(text_sha256) != identity:
                continue
            try:
                capture = self._captures.capture(text_sha256)
            except CaptureError as error:
                self.left.append(str(error))
                return None
            if capture is not None:
                first = capture.custody[0]
                return new_report_record(capture.report, first.path, first.captured), "its captured text"
        return None

    def _of(self, report: str) -> str:
        return f" of {self._diagnosis.title_of(report)}" if report else ""


class _Id(msgspec.Struct):
    id: str = ""


def _id_of(row: msgspec.Raw) -> str:
    try:
        return msgspec.json.decode(row, type=_Id).id
    except UNDECODABLE:
        return ""


def _is_record(table: str, doc_id: str, row: msgspec.Raw) -> bool:
    return table in RECORD_TYPES and not Catalogue({table: {doc_id: row}}).unreadable(all_of_it=True)
