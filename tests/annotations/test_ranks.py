"""Chosen things by number and by place, against looking at every one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.ranks import BLOCK, Ranks

FLAGS = st.lists(st.sampled_from([0, 1]), max_size=40)


@given(FLAGS, st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50), st.booleans())), st.integers(0, 5))
def test_whatever_is_chosen_it_is_found_by_number_and_by_place(
    flags: list[int], choices: list[tuple[int, int, bool]], more: int
) -> None:
    ranks = Ranks(bytes(flags))
    ranks.add(more, chosen=True)
    expected = [*map(bool, flags), *[True] * more]
    for first, beyond, chosen in choices:
        ranks.choose(first, beyond, chosen=chosen)
        for number in range(first, min(beyond, len(expected))):
            expected[number] = chosen
    numbers = [number for number, chosen in enumerate(expected) if chosen]
    assert (len(ranks), ranks.count) == (len(expected), len(numbers))
    assert [ranks.at(place) for place in range(len(numbers))] == numbers
    assert [ranks.place(number) for number in numbers] == list(range(len(numbers)))
    for number in range(-1, len(expected) + 2):
        assert ranks.next_after(number) == next((each for each in numbers if each > number), None)
        assert ranks.previous_before(number) == next((each for each in numbers[::-1] if each < number), None)
        assert (ranks.place(number) is None) == (number not in numbers)


def test_places_go_on_over_many_blocks() -> None:
    ranks = Ranks(b"\0\1" * (3 * BLOCK))
    ranks.choose(0, 2 * BLOCK, chosen=False)
    assert (ranks.count, ranks.at(0), ranks.place(4 * BLOCK + 1)) == (2 * BLOCK, 2 * BLOCK + 1, BLOCK)
    with pytest.raises(IndexError):
        ranks.at(2 * BLOCK)
