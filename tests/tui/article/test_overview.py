"""The strip at the right edge: the whole report in one column."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tui.article.overview import HIT, IN_SIGHT, TAGGED, overview_cells


def test_what_is_in_sight_is_shown_in_proportion() -> None:
    assert overview_cells(10, 100, 50, 20, [], []) == "     ┃┃   "


def test_a_report_that_is_all_in_sight_shows_no_mark_for_it() -> None:
    assert overview_cells(10, 8, 0, 10, [], []) == " " * 10


def test_a_tag_stands_over_what_is_in_sight_and_a_hit_over_a_tag() -> None:
    cells = overview_cells(10, 100, 0, 30, [5, 15], [15])
    assert cells[:3] == TAGGED + HIT + IN_SIGHT


def test_the_last_row_of_the_report_is_in_the_last_cell() -> None:
    assert overview_cells(10, 100, 0, 10, [99], [])[-1] == TAGGED


def test_a_short_report_keeps_its_rows_beside_its_text() -> None:
    assert overview_cells(10, 4, 0, 10, [3], []) == "   ▪      "


def test_there_is_nothing_to_draw_without_a_row() -> None:
    assert overview_cells(0, 100, 0, 10, [3], []) == ""


@given(
    height=st.integers(1, 80),
    rows=st.integers(1, 5000),
    share=st.floats(0, 1),
    in_sight=st.integers(0, 80),
    marks=st.lists(st.floats(0, 0.999), max_size=20),
)
def test_a_cell_for_every_row_and_a_mark_for_every_tag(
    height: int, rows: int, share: float, in_sight: int, marks: list[float]
) -> None:
    top = int(share * max(0, rows - in_sight))
    tagged = [int(mark * rows) for mark in marks]
    cells = overview_cells(height, rows, top, in_sight, tagged, [])
    assert len(cells) == height
    assert (TAGGED in cells) == bool(tagged)
    assert cells.count(TAGGED) <= len(set(tagged))
    if rows > in_sight and not tagged:
        assert IN_SIGHT in cells
