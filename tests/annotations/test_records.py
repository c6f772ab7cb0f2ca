from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from annotations.records import new_report_record
from reports.document import Report
from reports.loading import load_bytes

ROOT = Path(__file__).parents[2]


def test_a_report_gets_the_same_id_from_whoever_opens_its_text_first(report_of: Any) -> None:
    one = new_report_record(report_of("text", "a.txt"), "/a.txt", "2026-01-01T00:00:00Z")
    other = new_report_record(report_of("text", "b.txt"), "/b.txt", "2026-01-02T00:00:00Z")
    assert one.id == other.id
    assert new_report_record(report_of("texts"), "", "").id != one.id


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("/home/ann/secret/wire.txt", "wire.txt"),
        ("-", "standard input"),
        ("C:\\wires\\a.txt", "a.txt"),
        ("", "standard input"),
    ],
)
def test_a_record_shows_the_base_name_and_not_the_folder(report_of: Any, source: str, shown: str) -> None:
    assert new_report_record(report_of("text", source), "", "").source == shown


def test_a_record_counts_code_points(report: Report) -> None:
    assert new_report_record(report, "", "").length == len(report.text)


def test_the_words_of_the_store_cost_neither_tinydb_nor_the_lock() -> None:
    program = (
        "import sys\n"
        "import annotations.store, annotations.writer, annotations.editor, annotations.texts.captures\n"
        "print([name for name in ('tinydb', 'filelock', 'textual', 'spacy') if name in sys.modules])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert done.stdout == "[]\n"


def test_a_name_with_bytes_that_are_no_utf_8_is_written_out_in_the_record_from_the_start() -> None:
    report = load_bytes(b"text", "/in/a\udcff.txt", "a\udcff.txt")
    record = new_report_record(report, report.source, "")
    assert (record.source, record.path) == ("a\\udcff.txt", "/in/a\\udcff.txt")
    record.title.encode("utf-8")
