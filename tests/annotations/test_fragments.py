"""Fragments by place, against looking at all of them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from annotations.fragments import Fragment, Fragments
from tests.growth import assert_growth

_ENDS = st.lists(st.integers(0, 40), min_size=2, max_size=2, unique=True).map(sorted)
_FRAGMENT = st.tuples(_ENDS, st.sampled_from("abc")).map(lambda each: (each[0][0], -each[0][1], each[1]))


@given(
    st.lists(_FRAGMENT, max_size=30), st.lists(st.tuples(st.booleans(), _FRAGMENT), max_size=40), st.data()
)
def test_after_any_additions_and_removals_those_that_overlap_are_found(
    first: list[Fragment], steps: list[tuple[bool, Fragment]], data: st.DataObject
) -> None:
    fragments, everything = Fragments(first, chunk=2), sorted(first)
    for adds, fragment in steps:
        if adds:
            fragments.add(fragment)
            everything.append(fragment)
        elif fragment in everything:
            fragments.remove(fragment)
            everything.remove(fragment)
        start = data.draw(st.integers(0, 39))
        end = data.draw(st.integers(start + 1, 41))
        expected = [each for each in sorted(everything) if each[0] < end and -each[1] > start]
        assert fragments.overlapping(start, end) == expected[::-1]


def test_under_a_fragment_of_the_whole_text_nothing_is_walked_over() -> None:
    """Looking, adding and removing a hundred times cost the same among 2000 fragments and among 32 000."""

    def make(count: int) -> Fragments:
        whole = (0, -10 * count, "whole")
        return Fragments([whole, *((10 * n, -10 * n - 5, f"a{n}") for n in range(count))])

    def run(fragments: Fragments) -> None:
        last = -fragments.overlapping(0, 1)[-1][1]
        for n in range(100):
            assert len(fragments.overlapping(last - 20, last - 12)) == 2
            fragments.add((last // 2 + n, -last // 2 - n - 1, "new"))
            fragments.remove((last // 2 + n, -last // 2 - n - 1, "new"))

    assert_growth(0, make, run, 2000)
