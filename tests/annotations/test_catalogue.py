from __future__ import annotations

from typing import Any

import msgspec
import pytest

from annotations.catalogue import Catalogue
from annotations.plain import Tables
from annotations.records import Anchor, Annotation, ReportRecord, Tag


def row(record: msgspec.Struct) -> msgspec.Raw:
    return msgspec.Raw(msgspec.json.encode(record))


def an_annotation(identity: str, report: str = "r", start: int = 0, **fields: Any) -> Annotation:
    spans = (Anchor(start, start + 5, "words", "", ""),)
    return Annotation(id=identity, report=report, created="", modified="", spans=spans, **fields)


def test_a_record_keeps_one_number_that_any_json_reader_can_hold() -> None:
    catalogue = Catalogue({})
    number = catalogue.doc_id("tags", "a")
    assert number == Catalogue({}).doc_id("tags", "a")
    assert 0 < int(number) < 2**53
    assert number != catalogue.doc_id("annotations", "a")


def test_two_records_that_would_get_one_number_get_two() -> None:
    number = Catalogue({}).doc_id("tags", "a")
    assert int(Catalogue({}).doc_id("tags", "a", {number})) == int(number) + 1
    there = Catalogue({"tags": {number: msgspec.Raw(b'{"id": 7}')}})
    assert int(there.doc_id("tags", "a")) == int(number) + 1


@pytest.mark.parametrize("table", ["reports", "annotations", "tags"])
def test_dropping_what_is_not_there_changes_nothing(table: str) -> None:
    catalogue = Catalogue({"tags": {"1": row(Tag("a", "a"))}})
    assert catalogue.put(table, "2", None) is None
    assert catalogue.tags == {"a": Tag("a", "a")}


def test_a_row_of_another_table_is_nobodys_record() -> None:
    assert Catalogue({}).put("meta", "1", msgspec.Raw(b"{}")) is None


def put(catalogue: Catalogue, tables: Tables, doc_id: str, record: Annotation | None) -> None:
    """As the store does: first the row, then the catalogue."""
    if record is None:
        tables["annotations"].pop(doc_id)
        catalogue.put("annotations", doc_id, None)
    else:
        tables["annotations"][doc_id] = row(record)
        catalogue.put("annotations", doc_id, row(record))


@pytest.mark.parametrize("looked_at_before", [True, False])
def test_what_is_changed_is_the_same_whether_the_report_was_looked_at_before_or_not(
    looked_at_before: bool,
) -> None:
    tables: Tables = {"annotations": {str(n): row(an_annotation(f"a{n}", start=n)) for n in range(1, 6)}}
    catalogue = Catalogue(tables)
    if looked_at_before:
        assert len(catalogue.annotations("r")) == 5
        assert catalogue.annotations("s") == {}
    put(catalogue, tables, "1", an_annotation("a1", note="changed"))
    put(catalogue, tables, "2", None)
    put(catalogue, tables, "3", an_annotation("a3", report="s"))
    put(catalogue, tables, "4", an_annotation("other"))
    put(catalogue, tables, "9", an_annotation("a9", start=50))
    assert set(catalogue.annotations("r")) == {"a1", "a5", "other", "a9"}
    assert catalogue.annotations("r")["a1"].note == "changed"
    assert set(catalogue.annotations("s")) == {"a3"}
    assert catalogue.counts() == {"r": 4, "s": 1}
    assert (catalogue.report_of("annotations", "a3"), catalogue.report_of("annotations", "a2")) == ("s", "")
    assert catalogue.with_borders((50, 55, ""), "r") == "a9"
    assert catalogue.with_borders((2, 7, ""), "r") is None


def test_a_row_that_is_no_annotation_is_found_when_its_report_is_looked_at_and_not_before() -> None:
    broken = bytes(row(an_annotation("b"))).replace(b'"start":0', b'"start":9')
    catalogue = Catalogue({"annotations": {"1": row(an_annotation("a")), "2": msgspec.Raw(broken)}})
    assert catalogue.unreadable() == []
    assert set(catalogue.annotations("r")) == {"a"}
    (found,) = catalogue.unreadable()
    assert (found.table, found.doc_id, found.report) == ("annotations", "2", "r")


def test_a_row_that_is_mended_is_no_longer_unreadable() -> None:
    tables: Tables = {"annotations": {"1": msgspec.Raw(b'{"id": 5}')}}
    catalogue = Catalogue(tables)
    assert len(catalogue.unreadable()) == 1
    put(catalogue, tables, "1", an_annotation("a"))
    assert catalogue.unreadable() == []
    assert set(catalogue.annotations("r")) == {"a"}


def test_reports_and_tags_are_known_by_their_ids() -> None:
    report = ReportRecord(id="r", title="t", source="s", captured="", opened="", media_type="text/plain",
                          sha256="", text_sha256="", length=5)  # fmt: skip
    catalogue = Catalogue({"reports": {"1": row(report)}, "tags": {"1": row(Tag("a", "a"))}})
    assert (catalogue.reports, catalogue.tags) == ({"r": report}, {"a": Tag("a", "a")})
    catalogue.put("reports", "1", None)
    catalogue.put("tags", "1", row(Tag("b", "b")))
    assert (catalogue.reports, catalogue.tags) == ({}, {"b": Tag("b", "b")})
