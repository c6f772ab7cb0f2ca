"""Quotations in little room."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tui.panes.quotes import in_cells, without_middle
from tui.panes.rows import shortened

LONG = "about 160 square kilometres and seven villages were recaptured"


def test_a_long_quotation_keeps_its_beginning_and_its_end() -> None:
    assert without_middle(LONG, 40) == "about 160 square kilometre…re recaptured"
    assert without_middle(LONG, 80) == LONG


def test_in_very_few_cells_there_is_a_beginning_only() -> None:
    assert without_middle(LONG, 10) == "about 160…"


def test_every_fragment_gets_its_share_and_short_ones_leave_theirs_to_the_others() -> None:
    assert in_cells(["Kiev", LONG], 40, shortened) == "Kiev … about 160 square kilometres and…"
    assert in_cells([LONG, LONG], 43, shortened) == "about 160 square ki… … about 160 square ki…"


def test_of_many_fragments_the_first_and_the_last_are_there() -> None:
    assert (
        in_cells(["first words", *["between"] * 9, "last words"], 30, shortened) == "first words … last words"
    )


@pytest.mark.parametrize("cut", [shortened, without_middle])
@given(st.lists(st.text(), min_size=1, max_size=5), st.integers(1, 60))
def test_nothing_is_ever_wider_than_its_room(cut: object, pieces: list[str], width: int) -> None:
    assert cell_len(in_cells(pieces, width, cut)) <= width  # type: ignore[arg-type]
