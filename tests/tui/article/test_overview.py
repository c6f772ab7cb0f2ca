"""The strip at the right edge: the whole report in one column."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tui.article.overview import HIT, IN_SIGHT, TAGGED, Window, any_of, overview_cells
from tui.article.rows import Row

NOWHERE = any_of(())


def window(length: int, start: int, end: int, *, whole: bool = False) -> Window:
    return Window([Row(start, end, 0)], length, whole)


def test_what_is_in_sight_is_shown_in_proportion() -> None:
    assert overview_cells(10, window(100, 50, 70), NOWHERE, NOWHERE) == "     ┃┃   "


def test_a_report_that_is_all_in_sight_shows_no_mark_for_it() -> None:
    assert overview_cells(10, window(8, 0, 8, whole=True), NOWHERE, NOWHERE) == " " * 10


def test_a_tag_stands_over_what_is_in_sight_and_a_hit_over_a_tag() -> None:
    cells = overview_cells(10, window(100, 0, 30), any_of([5, 15]), any_of([15]))
    assert cells[:3] == TAGGED + HIT + IN_SIGHT


def test_the_last_code_point_of_the_report_is_in_the_last_cell() -> None:
    assert overview_cells(10, window(100, 0, 10), any_of([99]), NOWHERE)[-1] == TAGGED


def test_where_all_is_in_sight_a_mark_stands_beside_its_row() -> None:
    rows = [Row(0, 5, 0), Row(5, 9, 0), Row(9, 9, 1, 1), Row(11, 20, 1)]
    assert overview_cells(10, Window(rows, 20, True), any_of([11]), NOWHERE) == "   ▪      "


def test_there_is_nothing_to_draw_without_a_row() -> None:
    assert overview_cells(0, window(100, 0, 10), any_of([3]), NOWHERE) == ""
    assert overview_cells(3, Window([], 100, False), any_of([3]), NOWHERE) == "   "


@given(
    height=st.integers(1, 80),
    length=st.integers(1, 5000),
    share=st.floats(0, 1),
    in_sight=st.integers(1, 800),
    marks=st.lists(st.floats(0, 0.999), max_size=20),
)
def test_every_cell_has_its_share_and_every_tag_a_mark(
    height: int, length: int, share: float, in_sight: int, marks: list[float]
) -> None:
    start = int(share * (length - 1))
    shown = window(length, start, min(length, start + in_sight))
    tagged = sorted(int(mark * length) for mark in marks)
    cells = overview_cells(height, shown, any_of(tagged), NOWHERE)
    assert len(cells) == height
    assert (TAGGED in cells) == bool(tagged)
    assert cells.count(TAGGED) <= len(set(tagged))
    if not tagged:
        assert IN_SIGHT in cells
