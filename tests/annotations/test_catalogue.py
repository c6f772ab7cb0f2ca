from __future__ import annotations

import pytest

from annotations.catalogue import Catalogue
from annotations.plain import plain
from annotations.records import Tag


def test_a_record_keeps_one_number_that_any_json_reader_can_hold() -> None:
    catalogue = Catalogue()
    number = catalogue.doc_id("tags", "a", set(), {})
    assert number == Catalogue().doc_id("tags", "a", set(), {})
    assert 0 < int(number) < 2**53
    assert number != catalogue.doc_id("annotations", "a", set(), {})


def test_two_records_that_would_get_one_number_get_two() -> None:
    number = Catalogue().doc_id("tags", "a", set(), {})
    assert int(Catalogue().doc_id("tags", "a", {number}, {})) == int(number) + 1


@pytest.mark.parametrize("table", ["reports", "annotations", "tags"])
def test_dropping_what_is_not_there_changes_nothing(table: str) -> None:
    catalogue = Catalogue()
    catalogue.put("tags", "a", plain(Tag("a", "a")))
    catalogue.put(table, "b", None)
    assert catalogue.tags == {"a": Tag("a", "a")}
