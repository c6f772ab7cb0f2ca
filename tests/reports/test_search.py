from __future__ import annotations

from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.search import find_all
from tests.growth import assert_linear


def test_small_letters_ignore_case_and_a_capital_does_not() -> None:
    assert find_all("War, war, WAR", "war") == [(0, 3), (5, 8), (10, 13)]
    assert find_all("War, war, WAR", "War") == [(0, 3)]


def test_white_space_matches_any_run_of_it() -> None:
    assert find_all("front\n   line, frontline, front line", "front line") == [(0, 13), (26, 36)]


def test_a_query_is_literal() -> None:
    assert find_all("a.c abc (x)", "a.c") == [(0, 3)]
    assert find_all("a.c abc (x)", "(x)") == [(8, 11)]
    assert find_all("anything", "") == find_all("any thing", "  ") == []


def test_offsets_are_those_of_the_text_even_where_case_changes_its_length() -> None:
    assert find_all("İİ war", "war") == [(3, 6)]


def test_the_number_of_hits_is_limited() -> None:
    assert len(find_all("a" * 100, "a", limit=7)) == 7


@given(st.text(min_size=1).filter(lambda query: query.split() == [query]), st.text(), st.text())
def test_a_query_that_is_there_is_found(query: str, before: str, after: str) -> None:
    assert find_all(before + query + after, query)


@pytest.mark.parametrize("query", ["nowhere at all", "Nowhere", "front  side", "few kilometres "])
def test_up_to_ten_megabytes_are_searched_in_linear_time(query: str) -> None:
    sentence = "The front line has advanced to within a few kilometres. "

    def text(size: int) -> str:
        return sentence * (size // len(sentence))

    assert_linear(text, partial(find_all, query=query), 625_000)


def test_a_query_that_begins_with_a_blank_is_linear_in_a_run_of_blanks() -> None:
    assert_linear(lambda size: " " * size, lambda text: find_all(text, " x"), 5_000)
    assert find_all("a  x x", " x") == [(1, 4), (4, 6)]
