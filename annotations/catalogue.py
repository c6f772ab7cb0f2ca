"""The records of the store in memory: typed, by id and by report."""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import blake2b

import msgspec

from annotations.plain import RECORD_TYPES, Document, Tables, typed
from annotations.records import Annotation, ReportRecord, Tag

_DOC_ID_BITS = 53
"""TinyDB files are JSON, and numbers beyond 2**53 are not the same in every JSON reader."""


class ChangeHead(msgspec.Struct, frozen=True):
    """What a change is to the order of undo and redo; its edits stay undecoded on their row."""

    id: str
    report: str
    undone: bool = False
    dropped: bool = False


class Unreadable(msgspec.Struct, frozen=True):
    """A row that is no record, or the second one with its id: never shown, never written over."""

    table: str
    doc_id: str
    why: str
    report: str = ""
    """The report it belongs to, if that can still be told."""


@dataclass
class Catalogue:
    """Indexes over all tables. Dicts keep the order of the file, which is the order of writing."""

    reports: dict[str, ReportRecord] = field(default_factory=dict)
    annotations: dict[str, dict[str, Annotation]] = field(default_factory=dict)
    tags: dict[str, Tag] = field(default_factory=dict)
    changes: dict[str, dict[str, ChangeHead]] = field(default_factory=dict)
    doc_ids: dict[str, dict[str, str]] = field(default_factory=dict)
    """By table, from the record's id to the document id of its row."""
    unreadable: list[Unreadable] = field(default_factory=list)
    _report_of: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, tables: Tables) -> Catalogue:
        """Return the catalogue of a file; rows that are no records are listed in `unreadable`."""
        catalogue = cls()
        for table in RECORD_TYPES:
            kind = ChangeHead if table == "changes" else RECORD_TYPES[table]
            decode = msgspec.json.Decoder(kind).decode
            for doc_id, row in tables.get(table, {}).items():
                try:
                    record = decode(row)
                    catalogue._take(table, doc_id, record)  # type: ignore[arg-type]  # one of the four kinds
                except (msgspec.DecodeError, UnicodeDecodeError, ValueError) as error:
                    report = _report_named_in(bytes(row))
                    catalogue.unreadable.append(Unreadable(table, doc_id, str(error), report))
        return catalogue

    def put(self, table: str, identity: str, document: Document | None) -> None:
        """Take over what was written: a whole document, or `None` for one that is gone."""
        if document is None:
            self._drop(table, identity)
        else:
            kind = ChangeHead if table == "changes" else RECORD_TYPES[table]
            self._place(typed(kind, document))  # type: ignore[arg-type]  # one of the four kinds

    def doc_id(self, table: str, identity: str, taken: set[str] | frozenset[str], known: Tables) -> str:
        """Return the document id of a record, a new one if it has none.

        New ones are 53 bits of the hash of the record's own id, so that two programs never give one
        number to two records; if it is taken all the same, by a broken row, the next free one.
        """
        there = self.doc_ids.get(table, {}).get(identity)
        if there is not None:
            return there
        digest = blake2b(f"{table}/{identity}".encode(), digest_size=8).digest()
        number = (int.from_bytes(digest, "big") >> (64 - _DOC_ID_BITS)) or 1
        while str(number) in known.get(table, {}) or str(number) in taken:
            number += 1
        return str(number)

    def _take(self, table: str, doc_id: str, record: Annotation | ChangeHead | ReportRecord | Tag) -> None:
        known = self.doc_ids.setdefault(table, {})
        if not doc_id.isdecimal():
            raise ValueError("the document id is no number")
        if record.id in known:
            raise ValueError(f"the id {record.id} is there twice")
        if isinstance(record, Annotation):
            _refuse_impossible(record)
        known[record.id] = doc_id
        self._place(record)

    def _place(self, record: Annotation | ChangeHead | ReportRecord | Tag) -> None:
        if isinstance(record, ReportRecord):
            self.reports[record.id] = record
        elif isinstance(record, Tag):
            self.tags[record.id] = record
        elif isinstance(record, ChangeHead):
            self.changes.setdefault(record.report, {})[record.id] = record
        else:
            self._report_of[record.id] = record.report
            self.annotations.setdefault(record.report, {})[record.id] = record

    def _drop(self, table: str, identity: str) -> None:
        self.doc_ids.get(table, {}).pop(identity, None)
        if table == "annotations":
            self.annotations.get(self._report_of.pop(identity, ""), {}).pop(identity, None)
        elif table == "tags":
            self.tags.pop(identity, None)
        elif table == "reports":
            self.reports.pop(identity, None)


def _refuse_impossible(annotation: Annotation) -> None:
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
    except (msgspec.DecodeError, UnicodeDecodeError):
        return ""
