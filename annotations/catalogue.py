"""The records of the store in memory, found by id and by report.

Rows are decoded when a report is asked for: opening a store with a hundred thousand annotations
looks only at whose they are.
"""

from __future__ import annotations

from hashlib import blake2b

import msgspec

from annotations.plain import DOC_ID_BITS, RECORD_TYPES, UNDECODABLE, Tables
from annotations.records import Annotation, ReportRecord, Tag

Record = Annotation | ReportRecord | Tag
Borders = tuple[int, int, str]
"""Start, end and author of an annotation with one span."""


class Unreadable(msgspec.Struct, frozen=True):
    """A row that is no record, or the second one with its id: never shown, never written over."""

    table: str
    doc_id: str
    why: str
    report: str = ""
    """The report it belongs to, if that can still be told."""
    double: bool = False
    """Whether it could be read, but another row has its id."""


class _Double(ValueError):
    """A record whose id another row has."""


class _Head(msgspec.Struct, frozen=True):
    """What is looked at of an annotation when the store is opened."""

    id: str
    report: str


class _OfReport:
    """The annotations of one report, decoded."""

    def __init__(self) -> None:
        self.by_id: dict[str, Annotation] = {}
        self.by_borders: dict[Borders, dict[str, None]] = {}

    def put(self, annotation: Annotation) -> None:
        self.drop(annotation.id)
        self.by_id[annotation.id] = annotation
        if len(annotation.spans) == 1:
            self.by_borders.setdefault(borders_of(annotation), {})[annotation.id] = None

    def drop(self, identity: str) -> None:
        before = self.by_id.get(identity)
        if before is None:
            return
        self.by_borders.get(borders_of(before), {}).pop(identity, None)


def borders_of(annotation: Annotation) -> Borders:
    """Return its borders; of several spans those of all together."""
    return annotation.start, annotation.end, annotation.author


class Catalogue:
    """Indexes over all tables. Dicts keep the order of the file, which is the order of writing."""

    def __init__(self, tables: Tables) -> None:
        """Look at every row of the tables; they are looked into again when a report is asked for."""
        self.reports: dict[str, ReportRecord] = {}
        self.tags: dict[str, Tag] = {}
        self._tables = tables
        self._doc_ids: dict[str, dict[str, str]] = {table: {} for table in RECORD_TYPES}
        self._ids: dict[str, dict[str, str]] = {table: {} for table in RECORD_TYPES}
        self._members: dict[str, dict[str, None]] = {}
        """By report, the ids of its annotations."""
        self._report_of: dict[str, str] = {}
        self._decoded: dict[str, _OfReport] = {}
        self._unreadable: dict[tuple[str, str], Unreadable] = {}
        for table in RECORD_TYPES:
            for doc_id, row in tables.get(table, {}).items():
                self._take(table, doc_id, row)

    def put(self, table: str, doc_id: str, row: msgspec.Raw | None) -> str | None:
        """Take over a row as it became, `None` if it is gone; returns the id of its record, if it has one."""
        if table not in RECORD_TYPES:
            return None
        before = self._ids[table].get(doc_id)
        if row is None:
            self._forget(table, doc_id)
            return before
        self._unreadable.pop((table, doc_id), None)
        self._take(table, doc_id, row)
        after = self._ids[table].get(doc_id)
        return after if after is not None else before

    def annotations(self, report: str) -> dict[str, Annotation]:
        """Return the annotations of a report by id, in the order of writing; not to be changed."""
        return self._of_report(report).by_id

    def with_borders(self, borders: Borders, report: str) -> str | None:
        """Return the id of the annotation that has exactly these borders in the report; of two the first."""
        return next(iter(self._of_report(report).by_borders.get(borders, ())), None)

    def counts(self) -> dict[str, int]:
        """Return how many annotations each report has that annotations name, known or not."""
        return {report: len(members) for report, members in self._members.items() if members}

    def report_of(self, annotation: str) -> str:
        """Return the report an annotation is of; empty if the annotation is not there."""
        return self._report_of.get(annotation, "")

    def report_of_row(self, doc_id: str) -> str:
        """Return the report that the annotation of a row is of; empty if there is none."""
        return self.report_of(self._ids["annotations"].get(doc_id, ""))

    def unreadable(self, *, all_of_it: bool = False) -> list[Unreadable]:
        """Return the rows that are no records, as far as they were looked into, or all of them."""
        if all_of_it:
            for report in self.counts():
                self._of_report(report)
        return list(self._unreadable.values())

    def is_damaged(self, table: str, identity: str) -> bool:
        """Return whether the row of a record is there and cannot be read."""
        doc_id = self._doc_ids[table].get(identity)
        if doc_id is not None and table == "annotations":
            self._of_report(self.report_of(identity))
        return (table, doc_id) in self._unreadable

    def row(self, table: str, identity: str) -> msgspec.Raw | None:
        """Return the row of a record."""
        doc_id = self._doc_ids[table].get(identity)
        return None if doc_id is None else self._tables.get(table, {}).get(doc_id)

    def doc_id(self, table: str, identity: str, taken: set[str] | frozenset[str] = frozenset()) -> str:
        """Return the document id of a record, a new one if it has none.

        New ones are 53 bits of the hash of the record's own id, so that two programs never give one
        number to two records; if it is taken all the same, by a broken row, the next free one.
        """
        there = self._doc_ids[table].get(identity)
        if there is not None:
            return there
        digest = blake2b(f"{table}/{identity}".encode(), digest_size=8).digest()
        number = (int.from_bytes(digest, "big") >> (64 - DOC_ID_BITS)) or 1
        while str(number) in self._tables.get(table, {}) or str(number) in taken:
            number += 1
        return str(number)

    def _take(self, table: str, doc_id: str, row: msgspec.Raw) -> None:
        try:
            if not doc_id.isdecimal():
                raise ValueError("the document id is no number")
            record: Record | _Head
            if table == "annotations":
                record = _decode_head(row)
            else:
                record = msgspec.json.decode(row, type=RECORD_TYPES[table])
            if self._doc_ids[table].get(record.id, doc_id) != doc_id:
                raise _Double(f"the id {record.id} is there twice")
        except (*UNDECODABLE, ValueError) as error:
            self._forget(table, doc_id)
            self._refuse(table, doc_id, row, error)
            return
        if self._ids[table].get(doc_id, record.id) != record.id:
            self._forget(table, doc_id)
        self._doc_ids[table][record.id] = doc_id
        self._ids[table][doc_id] = record.id
        if isinstance(record, ReportRecord):
            self.reports[record.id] = record
        elif isinstance(record, Tag):
            self.tags[record.id] = record
        else:
            self._place(record.id, record.report, doc_id, row)

    def _place(self, identity: str, report: str, doc_id: str, row: msgspec.Raw) -> None:
        before = self._report_of.get(identity)
        if before is not None and before != report:
            self._leave(identity, before)
        self._report_of[identity] = report
        self._members.setdefault(report, {})[identity] = None
        decoded = self._decoded.get(report)
        if decoded is not None:
            self._decode(decoded, identity, doc_id, row)

    def _of_report(self, report: str) -> _OfReport:
        decoded = self._decoded.get(report)
        if decoded is None:
            decoded = _OfReport()
            rows = self._tables.get("annotations", {})
            for identity in self._members.get(report, ()):
                doc_id = self._doc_ids["annotations"][identity]
                row = rows.get(doc_id)
                if row is not None:
                    self._decode(decoded, identity, doc_id, row)
            self._decoded[report] = decoded
        return decoded

    def _decode(self, decoded: _OfReport, identity: str, doc_id: str, row: msgspec.Raw) -> None:
        try:
            annotation = _decode_annotation(row)
            refuse_impossible(annotation)
        except (*UNDECODABLE, ValueError) as error:
            decoded.drop(identity)
            decoded.by_id.pop(identity, None)
            self._refuse("annotations", doc_id, row, error)
        else:
            decoded.put(annotation)

    def _refuse(self, table: str, doc_id: str, row: msgspec.Raw, error: Exception) -> None:
        report = _report_named_in(bytes(row))
        self._unreadable[table, doc_id] = Unreadable(
            table, doc_id, str(error), report, isinstance(error, _Double)
        )

    def _forget(self, table: str, doc_id: str) -> None:
        self._unreadable.pop((table, doc_id), None)
        identity = self._ids[table].pop(doc_id, None)
        if identity is None:
            return
        self._doc_ids[table].pop(identity, None)
        if table == "annotations":
            self._leave(identity, self._report_of.pop(identity, ""))
        elif table == "tags":
            self.tags.pop(identity, None)
        else:
            self.reports.pop(identity, None)

    def _leave(self, identity: str, report: str) -> None:
        self._members.get(report, {}).pop(identity, None)
        decoded = self._decoded.get(report)
        if decoded is not None:
            decoded.drop(identity)
            decoded.by_id.pop(identity, None)


_decode_head = msgspec.json.Decoder(_Head).decode
_decode_annotation = msgspec.json.Decoder(Annotation).decode


def refuse_impossible(annotation: Annotation) -> None:
    """Raise `ValueError` for an annotation of no words, or of fragments in disorder."""
    if not annotation.spans:
        raise ValueError("it has no span")
    if any(not 0 <= anchor.start < anchor.end for anchor in annotation.spans):
        raise ValueError("a span ends before it starts")
    if list(annotation.spans) != sorted(annotation.spans, key=lambda anchor: anchor.start):
        raise ValueError("its spans are not in the order of the text")


class _Owned(msgspec.Struct):
    report: str = ""


def _report_named_in(row: bytes) -> str:
    try:
        return msgspec.json.decode(row, type=_Owned).report
    except UNDECODABLE:
        return ""
