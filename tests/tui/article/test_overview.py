"""The strip at the right edge: the whole report in one column."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tui.article.overview import HIT, IN_SIGHT, SUGGESTED, TAGGED, Marked, Window, any_of, overview_cells
from tui.article.rows import Row

NOWHERE = any_of(())
NOTHING = Marked(NOWHERE, NOWHERE, NOWHERE)


def tagged_at(*starts: int) -> Marked:
    return NOTHING._replace(tagged=any_of(starts))


def window(length: int, start: int, end: int, *, whole: bool = False) -> Window:
    return Window([Row(start, end, 0)], length, whole)


def test_what_is_in_sight_is_shown_in_proportion() -> None:
    assert overview_cells(10, window(100, 50, 70), NOTHING) == "     ┃┃   "


def test_a_report_that_is_all_in_sight_shows_no_mark_for_it() -> None:
    assert overview_cells(10, window(8, 0, 8, whole=True), NOTHING) == " " * 10


def test_a_mark_stands_over_what_is_in_sight_a_tag_over_a_suggestion_and_a_hit_over_both() -> None:
    marked = Marked(any_of([5, 15]), any_of([5, 15, 25]), any_of([15]))
    cells = overview_cells(10, window(100, 0, 40), marked)
    assert cells[:4] == TAGGED + HIT + SUGGESTED + IN_SIGHT


def test_the_last_code_point_of_the_report_is_in_the_last_cell() -> None:
    assert overview_cells(10, window(100, 0, 10), tagged_at(99))[-1] == TAGGED


def test_where_all_is_in_sight_a_mark_stands_beside_its_row() -> None:
    rows = [Row(0, 5, 0), Row(5, 9, 0), Row(9, 9, 1, 1), Row(11, 20, 1)]
    assert overview_cells(10, Window(rows, 20, True), tagged_at(11)) == "   ▪      "


def test_there_is_nothing_to_draw_without_a_row() -> None:
    assert overview_cells(0, window(100, 0, 10), tagged_at(3)) == ""
    assert overview_cells(3, Window([], 100, False), tagged_at(3)) == "   "


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
    cells = overview_cells(height, shown, tagged_at(*tagged))
    assert len(cells) == height
    assert (TAGGED in cells) == bool(tagged)
    assert cells.count(TAGGED) <= len(set(tagged))
    if not tagged:
        assert IN_SIGHT in cells
