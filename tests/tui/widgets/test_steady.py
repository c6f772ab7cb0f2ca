"""Rows stay aligned in terminals that disagree about the cells of an emoji."""

from __future__ import annotations

from typing import Any

import pyte
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from tui.widgets.steady import steadied

CLUSTERS = ["👩‍👩‍👧‍👦", "🇺🇦", "❤️", "👍🏽", "1️⃣", "क्षि", "한", "日", "e\u0301", "a", " ", "word "]
texts = st.lists(st.sampled_from(CLUSTERS), max_size=20).map("".join)


def cells_of(strip: Strip, x: int) -> list[str]:
    """The cells of a terminal that knows nothing of clusters, after the strip was written at a column."""
    screen = pyte.Screen(200, 1)
    pyte.Stream(screen).feed(f"\x1b[{x + 1}G" + strip.render(Console(color_system=None)))
    return [screen.buffer[0][column].data for column in range(200)]


@given(before=texts, after=texts, x=st.integers(0, 20))
def test_what_follows_stands_in_its_column_whatever_the_terminal_makes_of_a_cluster(
    before: str, after: str, x: int
) -> None:
    bold = Style(bold=True)
    strip = Strip([Segment(before, bold), Segment(after), Segment("|")])
    steady = steadied(strip, x)
    assert steady.cell_length == strip.cell_length
    assert cells_of(steady, x)[x + strip.cell_length - 1] == "|"


def test_a_strip_about_which_all_agree_is_left_as_it_is() -> None:
    strip = Strip([Segment("Plain words, e\u0301 and 日本語.")])
    assert steadied(strip, 5) is strip


@pytest.mark.parametrize("cuts", [[4, 40], [0, 1, 2, 4, 40], [2, 9, 40]])
def test_a_steadied_strip_can_be_cut_as_the_other_can(cuts: list[int]) -> None:
    strip = Strip([Segment("ab👩‍👩‍👧‍👦 cd❤️ef" + " " * 30)]).adjust_cell_length(40)
    pieces, steady = strip.divide(cuts), steadied(strip, 0).divide(cuts)
    assert [piece.cell_length for piece in steady] == [piece.cell_length for piece in pieces]
    assert "".join(each.text for piece in steady for each in piece if not each.control) == strip.text


async def test_a_row_with_emoji_does_not_shift_the_panes_beside_it(opened: Any, report_of: Any) -> None:
    text = "A family 👩‍👩‍👧‍👦 and a flag 🇺🇦 and a heart ❤️ stand here.\n"
    async with opened(report=report_of(text)) as reader:
        strips = reader.article.render_lines(reader.article.size.region)
        moves = [segment for segment in strips[0] if segment.control]
        assert len(moves) == 3
        x = reader.article.region.x
        cells = cells_of(strips[0], x)
        begin = x + len("▌     A family xx and a flag xx and a heart xx ")
        assert "".join(cells[begin : begin + 11]) == "stand here."
