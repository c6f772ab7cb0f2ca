"""The list of reports as rows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest

from annotations.records import ReportRecord, new_report_record
from reports.document import Report
from tui.panes.library import Shelf, shelf_rows
from tui.panes.rows import PaneRow


def lines(rows: list[PaneRow]) -> list[str]:
    return ["".join(piece.text for piece in row.pieces).rstrip() for row in rows]


@pytest.fixture
def record(report_of: Any) -> Any:
    def make(name: str, opened: str = "2026-11-22T09:12:04Z", **fields: str) -> ReportRecord:
        report: Report = report_of(f"{name} said so.\n", name=name)
        return msgspec.structs.replace(new_report_record(report, f"/wires/{name}", opened), **fields)

    return make


def test_the_reports_of_the_store_are_listed_with_day_and_count(record: Any) -> None:
    known = record("bridge.txt")
    shown = lines(shelf_rows(Shelf(records=[known], counts={known.id: 3}), 110))
    assert "OPENED BEFORE 1" in shown[0]
    assert shown[1].split()[:5] == ["bridge.txt", "2026-11-22", "09:12", "3", "tagged"]
    assert shown[1].endswith("/wires")


def test_a_publisher_is_shown_before_the_folder(record: Any) -> None:
    known = record("bridge.txt", publisher="Deutsche Welle")
    assert lines(shelf_rows(Shelf(records=[known], counts={}), 110))[1].endswith("Deutsche Welle")


def test_files_of_the_command_line_come_first_and_not_twice(record: Any) -> None:
    known, other = record("bridge.txt"), record("dam.txt")
    shelf = Shelf(["/wires/bridge.txt", "/wires/new.txt"], [known, other], {known.id: 2})
    keys = [row.key for row in shelf_rows(shelf, 80) if row.key]
    assert keys == ["file:/wires/bridge.txt", "file:/wires/new.txt", f"report:{other.id}"]
    shown = lines(shelf_rows(shelf, 80))
    assert any("new.txt" in row and "new " in row for row in shown)
    assert any("bridge.txt" in row and "2 tagged" in row for row in shown)


def test_an_empty_store_says_how_to_open_a_report() -> None:
    shown = "\n".join(lines(shelf_rows(Shelf(counts={}), 80)))
    assert "No report has been opened yet." in shown
    assert "report-reader article.txt" in shown


def test_before_the_store_has_been_read_that_is_said() -> None:
    assert "being opened" in lines(shelf_rows(Shelf(), 80))[0]


@pytest.mark.parametrize("wanted", ["BRIDGE", "welle", "urgent", "/wires"])
def test_a_filter_looks_in_title_publisher_note_and_path(record: Any, wanted: str) -> None:
    known = record("bridge.txt", publisher="Deutsche Welle", note="urgent")
    assert Shelf(records=[known], counts={}, filter=wanted).matching_records() == [known]


def test_a_filter_without_a_match_says_how_to_get_out(record: Any) -> None:
    shelf = Shelf(records=[record("bridge.txt")], counts={}, filter="xyz")
    assert "esc" in lines(shelf_rows(shelf, 80))[0]


@pytest.mark.parametrize("width", [30, 61, 62, 99, 100, 160])
def test_a_hostile_name_is_drawn_safely_in_any_width(record: Any, width: int) -> None:
    known = record("a\x1b[2J\u202eb.txt", publisher="\x9bpress")
    for row in lines(shelf_rows(Shelf([str(Path("/x/\x1b.txt"))], [known], {}), width)):
        assert not any(ord(each) < 0x20 or 0x7F <= ord(each) < 0xA0 or each == "\u202e" for each in row)
        assert len(row) <= width
