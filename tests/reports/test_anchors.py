from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reports.anchors import CONTEXT, quote, still_stands


@given(st.text(), st.integers(0, 50), st.integers(0, 50))
def test_a_quote_and_its_context_are_the_code_points_of_the_text(text: str, start: int, length: int) -> None:
    start = min(start, len(text))
    end = min(start + length, len(text))
    exact, prefix, suffix = quote(text, (start, end))
    assert prefix + exact + suffix in text
    assert len(exact) == end - start
    assert (len(prefix), len(suffix)) == (min(CONTEXT, start), min(CONTEXT, len(text) - end))
    assert still_stands(text, start, end, exact)


def test_an_anchor_stands_no_more_when_its_words_moved_or_changed() -> None:
    assert still_stands("the war", 4, 7, "war")
    assert not still_stands("a the war", 4, 7, "war")
    assert not still_stands("the war", 4, 8, "war")
    assert not still_stands("the", 4, 7, "war")
    assert not still_stands("the war", -3, 0, "war")
