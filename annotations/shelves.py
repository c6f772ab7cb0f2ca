"""The records of one table by report: each report's are decoded when somebody asks for them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

import msgspec

from annotations.plain import UNDECODABLE
from annotations.records import Annotation

Borders = tuple[int, int, str]
"""Start, end and author of an annotation with one span."""
Row = tuple[str, msgspec.Raw]
"""A document id, and the row as it is on disk."""
_R = TypeVar("_R", bound=msgspec.Struct)


class Shelf(Generic[_R]):
    """Which records belong to which report, and those of the reports somebody asked for."""

    def __init__(
        self,
        read: Callable[[msgspec.Raw], _R],
        row_of: Callable[[str], Row | None],
        refuse: Callable[[str, msgspec.Raw, Exception], None],
    ) -> None:
        """`read` raises `UNDECODABLE` or `ValueError` for what is no such record; `refuse` is told then."""
        self._read = read
        self._row_of = row_of
        self._refuse = refuse
        self._members: dict[str, dict[str, None]] = {}
        """By report, the ids of its records, in the order of writing."""
        self._report_of: dict[str, str] = {}
        self._decoded: dict[str, dict[str, _R]] = {}

    def records(self, report: str) -> dict[str, _R]:
        """Return the records of a report by id, in the order of writing; not to be changed."""
        decoded = self._decoded.get(report)
        if decoded is None:
            decoded = self._decoded[report] = {}
            for identity in self._members.get(report, ()):
                row = self._row_of(identity)
                if row is not None:
                    self._decode(report, identity, row)
        return decoded

    def counts(self) -> dict[str, int]:
        """Return how many records each report has that records name, known or not."""
        return {report: len(members) for report, members in self._members.items() if members}

    def report_of(self, identity: str) -> str:
        """Return the report a record is of; empty if the record is not there."""
        return self._report_of.get(identity, "")

    def place(self, identity: str, report: str, row: Row) -> None:
        """Take over a record as it became."""
        before = self._report_of.get(identity)
        if before is not None and before != report:
            self._leave(identity, before)
        self._report_of[identity] = report
        self._members.setdefault(report, {})[identity] = None
        if report in self._decoded:
            self._decode(report, identity, row)

    def forget(self, identity: str) -> None:
        """Take a record away."""
        self._leave(identity, self._report_of.pop(identity, ""))

    def _put(self, report: str, identity: str, record: _R) -> None:
        self._decoded[report][identity] = record

    def _drop(self, report: str, identity: str) -> None:
        self._decoded[report].pop(identity, None)

    def _decode(self, report: str, identity: str, row: Row) -> None:
        try:
            record = self._read(row[1])
        except (*UNDECODABLE, ValueError) as error:
            self._drop(report, identity)
            self._refuse(*row, error)
        else:
            self._put(report, identity, record)

    def _leave(self, identity: str, report: str) -> None:
        self._members.get(report, {}).pop(identity, None)
        if report in self._decoded:
            self._drop(report, identity)


class AnnotationShelf(Shelf[Annotation]):
    """Annotations, found by their borders too."""

    def __init__(
        self,
        read: Callable[[msgspec.Raw], Annotation],
        row_of: Callable[[str], Row | None],
        refuse: Callable[[str, msgspec.Raw, Exception], None],
    ) -> None:
        super().__init__(read, row_of, refuse)
        self._by_borders: dict[str, dict[Borders, dict[str, None]]] = {}

    def with_borders(self, borders: Borders, report: str) -> str | None:
        """Return the id of the annotation that has exactly these borders in the report; of two the first."""
        self.records(report)
        return next(iter(self._by_borders.get(report, {}).get(borders, ())), None)

    def _put(self, report: str, identity: str, record: Annotation) -> None:
        self._unlist(report, identity)
        super()._put(report, identity, record)
        if len(record.spans) == 1:
            listed = self._by_borders.setdefault(report, {}).setdefault(borders_of(record), {})
            listed[identity] = None

    def _drop(self, report: str, identity: str) -> None:
        self._unlist(report, identity)
        super()._drop(report, identity)

    def _unlist(self, report: str, identity: str) -> None:
        before = self._decoded[report].get(identity)
        if before is not None:
            self._by_borders.get(report, {}).get(borders_of(before), {}).pop(identity, None)


def borders_of(annotation: Annotation) -> Borders:
    """Return its borders; of several spans those of all together."""
    return annotation.start, annotation.end, annotation.author
