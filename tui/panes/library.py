"""The list of reports as rows: those of the command line first, then those of the store, newest first."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tui.lines.clock import local_day
from tui.panes.rows import PaneRow, Piece, fitted, rule, shortened, text_rows

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from annotations.records import ReportRecord

_HOW_TO_OPEN = (
    "To read one, name a file, a folder, or - for what is piped in:",
    "",
    "report-reader article.txt",
    "report-reader reports/",
    "curl -s URL | report-reader -",
)
_WIDE = 62
"""Columns from which the date has room."""
_WITH_PLACE = 100
"""Columns from which the folder or the publisher has room."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """What the list shows."""

    files: Sequence[str] = ()
    """Paths from the command line."""
    records: Sequence[ReportRecord] = ()
    """The reports of the store, the one opened last first."""
    counts: Mapping[str, int] | None = None
    """Annotations by report id; `None` before the store has been read."""
    filter: str = ""

    def key_of(self, path: str) -> str:
        """The key of the row of a report read from this path, named on the command line or not."""
        absolute = str(Path(path).absolute())
        named = next((each for each in self.files if str(Path(each).absolute()) == absolute), None)
        if named is not None:
            return f"file:{named}"
        return next((f"report:{each.id}" for each in self.records if each.path == absolute), "")

    def matching_files(self) -> list[str]:
        """The files whose name contains the filter."""
        return [each for each in self.files if self.filter.casefold() in Path(each).name.casefold()]

    def matching_records(self) -> list[ReportRecord]:
        """The reports whose title, publisher, path or note contains the filter; no named file twice."""
        named = {str(Path(each).absolute()) for each in self.files}
        wanted = self.filter.casefold()
        return [
            each
            for each in self.records
            if each.path not in named
            and wanted in f"{each.title} {each.publisher} {each.path} {each.note}".casefold()
        ]


def shelf_rows(shelf: Shelf, width: int) -> list[PaneRow]:
    """The rows of the list for a width in cells."""
    rows: list[PaneRow] = []
    files, records = shelf.matching_files(), shelf.matching_records()
    by_path = {each.path: each for each in shelf.records}
    counts = shelf.counts or {}
    if shelf.files:
        rows.append(rule(f"GIVEN {len(files)}", "", width))
        for file in files:
            record = by_path.get(str(Path(file).absolute()))
            tags = counts.get(record.id, 0) if record is not None else 0
            opened = local_day(record.opened) if record is not None else "new"
            rows.append(_row(f"file:{file}", Path(file).name, opened, tags, str(Path(file).parent), width))
        rows.append(PaneRow())
    if records:
        rows.append(rule(f"OPENED BEFORE {len(records)}", "newest first", width))
        for each in records:
            where = each.publisher or (str(Path(each.path).parent) if each.path else "standard input")
            rows.append(
                _row(
                    f"report:{each.id}",
                    each.title,
                    local_day(each.opened),
                    counts.get(each.id, 0),
                    where,
                    width,
                )
            )
    if shelf.counts is None and not rows:
        return text_rows("The store is being opened …", width)
    if not files and not records:
        if shelf.filter:
            return text_rows(f"No report is called “{shelf.filter}”; esc shows all.", width)
        rows = [PaneRow(), PaneRow((Piece(" No report has been opened yet.", "heading"),)), PaneRow()]
        for line in _HOW_TO_OPEN:
            rows.extend(
                text_rows(line, width, "", 3 if line.startswith(("report", "curl")) else 1) or [PaneRow()]
            )
    return rows


def _row(key: str, title: str, opened: str, tags: int, where: str, width: int) -> PaneRow:
    counted = f"{tags} tagged" if tags else "–"
    if width < _WIDE:
        name = fitted(title, width - 13)
        return PaneRow((Piece(f" {name} "), Piece(f"{counted:>10} ", "dim")), key=key)
    times = f"{opened:<18}{counted:>11} "
    if width < _WITH_PLACE:
        return PaneRow((Piece(f" {fitted(title, width - 33)}  "), Piece(times, "dim")), key=key)
    room = width - 36
    name, place = fitted(title, room // 2), shortened(where, room - room // 2)
    return PaneRow((Piece(f" {name}  "), Piece(f"{times}  {place}", "dim")), key=key)
