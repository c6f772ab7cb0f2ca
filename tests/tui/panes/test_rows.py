"""Pieces of rows: fitted to cells, cut with an ellipsis, and safe whatever the text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tui.panes.rows import fitted, rule, shortened, text_rows

hostile = st.one_of(
    st.text(max_size=80),
    st.lists(
        st.sampled_from(
            ["a", " ", "\n", "\t", "\x1b[2J", "\x9b", "\u202e", "日本", "👩‍👩‍👧", "\u0301", "\ud800"]
        ),
        max_size=20,
    ).map("".join),
)
widths = st.integers(0, 120)


def unsafe(text: str) -> bool:
    return any(ord(each) < 0x20 or 0x7F <= ord(each) < 0xA0 or each in "\u202e\u2066" for each in text)


@given(hostile, widths)
def test_fitted_text_takes_exactly_its_cells_and_is_safe(text: str, width: int) -> None:
    assert cell_len(fitted(text, width)) == width
    assert not unsafe(fitted(text, width))


@given(hostile, widths)
def test_shortened_text_takes_at_most_its_cells_and_is_safe(text: str, width: int) -> None:
    assert cell_len(shortened(text, width)) <= width
    assert not unsafe(shortened(text, width))


@given(hostile, st.integers(6, 120))
def test_a_sentence_over_several_rows_fits_each_and_is_safe(text: str, width: int) -> None:
    for row in text_rows(text, width):
        line = "".join(piece.text for piece in row.pieces)
        assert cell_len(line) <= width
        assert not unsafe(line)


@given(st.lists(st.text("abcdefghij", min_size=1, max_size=30), min_size=1), st.integers(6, 40))
def test_a_sentence_over_several_rows_loses_no_letter(words: list[str], width: int) -> None:
    rows = text_rows(" ".join(words), width)
    assert "".join(row.pieces[0].text for row in rows).replace(" ", "") == "".join(words)


@pytest.mark.parametrize(
    ("text", "width", "shown"),
    [
        ("Volodymyr", 9, "Volodymyr"),
        ("Volodymyr", 8, "Volodym…"),
        ("a b", 2, "a…"),
        ("日本語", 4, "日…"),
        ("x", 0, ""),
    ],
)
def test_what_does_not_fit_is_cut_with_an_ellipsis(text: str, width: int, shown: str) -> None:
    assert shortened(text, width) == shown


def test_a_heading_fills_its_row_with_a_line() -> None:
    (piece,) = rule("HERE", "1 of 2", 30).pieces
    assert piece.text.startswith("─ HERE ─")
    assert piece.text.endswith(" 1 of 2 ─")
    assert cell_len(piece.text) == 30


@given(st.text(max_size=30), st.text(max_size=30), st.integers(0, 60))
def test_a_heading_never_leaves_its_row(title: str, right: str, width: int) -> None:
    assert cell_len(rule(shortened(title, 30), shortened(right, 30), width).pieces[0].text) == width


def test_of_a_megabyte_no_more_is_looked_at_than_a_row_can_show(monkeypatch: pytest.MonkeyPatch) -> None:
    looked_at: list[int] = []

    def measured(text: str) -> str:
        looked_at.append(len(text))
        return text

    monkeypatch.setattr("tui.panes.rows.visible", measured)
    assert shortened("word " * 200_000, 20) == "word word word word…"
    assert sum(looked_at) < 1000


def test_letters_under_any_number_of_marks_are_cut_with_an_ellipsis_too() -> None:
    text = "a" + "\u0301" * 5000 + " and what follows it"
    assert shortened(text, 10).endswith("…")
    assert cell_len(shortened(text, 10)) <= 10
