"""The records of the store in memory, found by id and by report.

Rows are decoded when a report is asked for: opening a store with a hundred thousand annotations
looks only at whose they are.
"""

from __future__ import annotations

from collections.abc import Callable
from hashlib import blake2b
from typing import Any

import msgspec

from annotations.corrections import EVERYWHERE
from annotations.plain import DOC_ID_BITS, RECORD_TYPES, UNDECODABLE, Tables
from annotations.records import Annotation, Decision, EntityCorrection, ReportRecord, Tag
from annotations.shelves import AnnotationShelf, Borders, Row, Shelf


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


class Catalogue:
    """Indexes over all tables. Dicts keep the order of the file, which is the order of writing."""

    def __init__(self, tables: Tables) -> None:
        """Look at every row of the tables; they are looked into again when a report is asked for."""
        self.reports: dict[str, ReportRecord] = {}
        self.tags: dict[str, Tag] = {}
        self._tables = tables
        self._doc_ids: dict[str, dict[str, str]] = {table: {} for table in RECORD_TYPES}
        self._ids: dict[str, dict[str, str]] = {table: {} for table in RECORD_TYPES}
        self._unreadable: dict[tuple[str, str], Unreadable] = {}
        self._annotations = AnnotationShelf(
            _annotation_in, self._row_of("annotations"), self._refusal("annotations")
        )
        self._decisions = Shelf(_decision_in, self._row_of("decisions"), self._refusal("decisions"))
        self._corrections = Shelf(
            _decode_correction, self._row_of("corrections"), self._refusal("corrections")
        )
        self._shelves: dict[str, Shelf[Any]] = {
            "annotations": self._annotations,
            "decisions": self._decisions,
            "corrections": self._corrections,
        }
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
        return self._annotations.records(report)

    def decisions(self, report: str) -> dict[str, Decision]:
        """Return what was decided of the suggestions of a report, by id; not to be changed."""
        return self._decisions.records(report)

    def corrections(self, report: str) -> list[EntityCorrection]:
        """Return what was said of the entities of a report, and of all reports."""
        both = (self._corrections.records(EVERYWHERE), self._corrections.records(report))
        return [correction for records in both for correction in records.values()]

    def with_borders(self, borders: Borders, report: str) -> str | None:
        """Return the id of the annotation that has exactly these borders in the report; of two the first."""
        return self._annotations.with_borders(borders, report)

    def counts(self) -> dict[str, int]:
        """Return how many annotations each report has that annotations name, known or not."""
        return self._annotations.counts()

    def report_of(self, table: str, identity: str) -> str:
        """Return the report a record is of; empty if it is not there, or of no report."""
        shelf = self._shelves.get(table)
        return shelf.report_of(identity) if shelf is not None else ""

    def report_of_row(self, table: str, doc_id: str) -> str:
        """Return the report that the record of a row is of; empty if there is none."""
        return self.report_of(table, self._ids[table].get(doc_id, ""))

    def unreadable(self, *, all_of_it: bool = False) -> list[Unreadable]:
        """Return the rows that are no records, as far as they were looked into, or all of them."""
        if all_of_it:
            for shelf in self._shelves.values():
                for report in shelf.counts():
                    shelf.records(report)
        return list(self._unreadable.values())

    def is_damaged(self, table: str, identity: str) -> bool:
        """Return whether the row of a record is there and cannot be read."""
        doc_id = self._doc_ids[table].get(identity)
        if doc_id is not None and table in self._shelves:
            self._shelves[table].records(self.report_of(table, identity))
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
            record: Any = (
                _decode_head(row)
                if table in self._shelves
                else msgspec.json.decode(row, type=RECORD_TYPES[table])
            )
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
            self._shelves[table].place(record.id, record.report, (doc_id, row))

    def _row_of(self, table: str) -> Callable[[str], Row | None]:
        def row_of(identity: str) -> Row | None:
            doc_id = self._doc_ids[table][identity]
            row = self._tables.get(table, {}).get(doc_id)
            return None if row is None else (doc_id, row)

        return row_of

    def _refusal(self, table: str) -> Callable[[str, msgspec.Raw, Exception], None]:
        return lambda doc_id, row, error: self._refuse(table, doc_id, row, error)

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
        if table in self._shelves:
            self._shelves[table].forget(identity)
        elif table == "tags":
            self.tags.pop(identity, None)
        else:
            self.reports.pop(identity, None)


_decode_head = msgspec.json.Decoder(_Head).decode
_decode_annotation = msgspec.json.Decoder(Annotation).decode
_decode_correction = msgspec.json.Decoder(EntityCorrection).decode
_decode_decision = msgspec.json.Decoder(Decision).decode


def _annotation_in(row: msgspec.Raw) -> Annotation:
    annotation = _decode_annotation(row)
    refuse_impossible(annotation)
    return annotation


def _decision_in(row: msgspec.Raw) -> Decision:
    decision = _decode_decision(row)
    refuse_impossible(decision)
    return decision


def refuse_impossible(record: msgspec.Struct) -> None:
    """Raise `ValueError` for a record of no words, or an annotation of fragments in disorder."""
    if isinstance(record, Decision) and not 0 <= record.span.start < record.span.end:
        raise ValueError("it is of no sentence")
    if not isinstance(record, Annotation):
        return
    if not record.spans:
        raise ValueError("it has no span")
    if any(not 0 <= anchor.start < anchor.end for anchor in record.spans):
        raise ValueError("a span ends before it starts")
    if list(record.spans) != sorted(record.spans, key=lambda anchor: anchor.start):
        raise ValueError("its spans are not in the order of the text")


class _Owned(msgspec.Struct):
    report: str = ""


def _report_named_in(row: bytes) -> str:
    try:
        return msgspec.json.decode(row, type=_Owned).report
    except UNDECODABLE:
        return ""
