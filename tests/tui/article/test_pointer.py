"""How presses are counted and how fast a drag beyond the edge scrolls."""

from __future__ import annotations

import pytest

from tui.article.pointer import Presses, beyond, rows_a_step


def test_presses_on_one_cell_are_counted_to_three_and_begin_again() -> None:
    presses = Presses()
    assert [presses.count(4, 2, time / 10, 0.5) for time in range(5)] == [1, 2, 3, 1, 2]


def test_a_press_elsewhere_or_later_is_a_first_one() -> None:
    presses = Presses()
    assert [presses.count(4, 2, 0, 0.5), presses.count(5, 2, 0.1, 0.5), presses.count(5, 2, 0.7, 0.5)] == [
        1,
        1,
        1,
    ]


@pytest.mark.parametrize(("y", "rows"), [(-2, -2), (-1, -1), (0, 0), (9, 0), (10, 1), (12, 3)])
def test_how_far_beyond_its_edge_the_pointer_is(y: int, rows: int) -> None:
    assert beyond(y, 10) == rows


def test_the_further_beyond_the_faster_and_never_more_than_a_window() -> None:
    assert [rows_a_step(distance, 20) for distance in (-3, -1, 0, 1, 2, 3, 9)] == [-9, -1, 0, 1, 4, 9, 20]
