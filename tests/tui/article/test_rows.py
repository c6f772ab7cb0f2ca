"""Which code points stand on which row, for any text and any width."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.document import Block, Report
from reports.visible import clusters
from tests.growth import assert_growth
from tui.article import rows as rows_module
from tui.article.rows import Row, Rows, blank_rows_between, indent_of

PIECES = [
    "> ", "\n> > ", "\n    ",
    "word", "a", " ", "  ", "\t", "\n", "über", "e\u0301\u0323", "日本語", "中", "한국", "\u200b", "\u202e",
    "\x1b[31m",
    "\x00", "\x9b", "👩‍👩‍👧", "🇺🇦", "👍🏽", "❤️", "\u0301", "\ufeff", "https://example.org/a/very/long/address?with=query",
    "क्षि", "مرحبا", "\ud800", "\U000e0041", "x" * 90, "—", "\u00ad", "\xa0", "a" + "\u0301" * 50,
]  # fmt: skip
texts = st.one_of(
    st.lists(st.sampled_from(PIECES), min_size=1, max_size=40).map("".join),
    st.text(min_size=1, max_size=200),
).filter(str.strip)
widths = st.integers(10, 300)
flowing = st.sampled_from(["paragraph", "item", "quotation", "code"])


def one_block(make: Callable[..., Report], text: str, kind: str = "paragraph") -> Report:
    """A report of one block that holds the text, without the line breaks at its ends."""
    start = len(text) - len(text.lstrip("\n"))
    return make(text, [Block(start, len(text.rstrip("\n")) or 1, kind)])  # type: ignore[arg-type]


def all_of(rows: Rows) -> list[Row]:
    return rows.down(rows.first, 1_000_000)


def rows_of(rows: Rows, text: str) -> list[str]:
    return [text[row.start : row.end] for row in all_of(rows)]


@given(text=texts, width=widths)
def test_the_rows_of_a_block_join_to_its_text(report_of: Any, text: str, width: int) -> None:
    report = one_block(report_of, text)
    block = report.blocks[0]
    index = Rows(report, width)
    assert "".join(rows_of(index, text)) == text[block.start : block.end]
    assert all(row.end == following.start for row, following in pairwise(all_of(index)))


@given(text=texts, width=widths, kind=flowing)
def test_every_row_fits_its_width_in_cells_but_for_white_space_that_hangs(
    report_of: Any, text: str, width: int, kind: str
) -> None:
    report = one_block(report_of, text, kind)
    index = Rows(report, width)
    room = width - indent_of(report.blocks[0], width)
    for start, end, *_ in all_of(index):
        pieces = list(index.units(report.blocks[0], start, end))
        while pieces and text[pieces[-1].offset].isspace():
            pieces.pop()
        if sum(piece.cells > 0 for piece in pieces) > 1:
            assert sum(piece.cells for piece in pieces) <= room, repr(text[start:end])


@given(text=texts, width=widths, kind=flowing)
def test_no_row_begins_inside_a_cluster_or_a_gap(report_of: Any, text: str, width: int, kind: str) -> None:
    report = one_block(report_of, text, kind)
    block = report.blocks[0]
    index = Rows(report, width)
    borders = {piece.offset for piece in index.units(block, block.start, block.end)}
    assert {row.start for row in all_of(index)} <= borders


@given(text=texts, width=widths)
def test_no_row_of_a_block_is_empty(report_of: Any, text: str, width: int) -> None:
    index = Rows(one_block(report_of, text), width)
    assert all(row.start < row.end for row in all_of(index))


@given(text=texts, width=widths, other=widths)
def test_the_row_at_an_offset_holds_it(report_of: Any, text: str, width: int, other: int) -> None:
    report = one_block(report_of, text)
    index = Rows(report, width)
    for offset in range(report.blocks[0].start, report.blocks[0].end):
        row = index.at(offset)
        assert row.start <= offset < row.end


@given(text=texts, width=widths, other=widths)
def test_the_text_at_the_top_is_still_in_the_top_row_after_a_resize(
    report_of: Any, text: str, width: int, other: int
) -> None:
    report = one_block(report_of, text)
    before, after = Rows(report, width), Rows(report, other)
    for each in all_of(before):
        row = after.at(each.start)
        assert row.start <= each.start < row.end


@given(text=texts, width=widths, kind=flowing)
def test_what_is_drawn_joins_to_the_text_and_carries_no_control_character(
    report_of: Any, text: str, width: int, kind: str
) -> None:
    report = one_block(report_of, text, kind)
    block = report.blocks[0]
    at = block.start
    for piece in Rows(report, width).units(block, block.start, block.end):
        assert piece.offset == at
        assert not any(ord(each) < 0x20 or 0x7F <= ord(each) < 0xA0 for each in piece.shown)
        at += piece.length
    assert at == block.end


def test_a_row_ends_after_the_last_white_space_that_fits(report_of: Any) -> None:
    text = "one two three four"
    assert rows_of(Rows(one_block(report_of, text), 10), text) == ["one two ", "three four"]


def test_a_word_longer_than_the_row_is_cut(report_of: Any) -> None:
    text = "a" * 25
    assert rows_of(Rows(one_block(report_of, text), 10), text) == ["a" * 10, "a" * 10, "a" * 5]


def test_wide_letters_take_two_cells(report_of: Any) -> None:
    text = "日本語日本語"
    assert rows_of(Rows(one_block(report_of, text), 10), text) == ["日本語日本", "語"]


def test_plain_and_cluster_breaking_agree(report_of: Any) -> None:
    words = "The quick brown fox jumps over the lazy dog and runs away from the hounds. "
    plain = words * 4
    odd = f"{plain}é" + "\u0301"
    by_regex = rows_of(Rows(one_block(report_of, plain.rstrip()), 37), plain)
    by_cluster = rows_of(Rows(one_block(report_of, odd), 37), odd)
    assert by_cluster[: len(by_regex) - 1] == by_regex[:-1]


def block(kind: str, level: int = 0, marker: str = "") -> Block:
    return Block(0, 1, kind, level, marker)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("before", "after", "blanks"),
    [
        ("paragraph", "paragraph", 1),
        ("paragraph", "heading", 2),
        ("heading", "paragraph", 1),
        ("heading", "heading", 2),
        ("item", "item", 0),
        ("row", "row", 0),
        ("item", "paragraph", 1),
        ("quotation", "quotation", 1),
        ("code", "paragraph", 1),
    ],
)
def test_blank_rows_stand_between_blocks(before: str, after: str, blanks: int) -> None:
    assert blank_rows_between(block(before), block(after)) == blanks


def test_a_blank_row_belongs_to_no_block_and_is_where_the_block_before_it_ends(seed: Report) -> None:
    index = Rows(seed, 60)
    blanks = [row for row in all_of(index) if row.blank]
    headings = sum(each.kind == "heading" for each in seed.blocks)
    assert len(blanks) == len(seed.blocks) - 1 + headings
    assert all(row.start == row.end == seed.blocks[row.block - 1].end for row in blanks)


def test_the_seed_is_all_there_at_every_width(seed: Report) -> None:
    for width in range(10, 120):
        index = Rows(seed, width)
        assert "".join(rows_of(index, seed.text)) == "".join(
            seed.text[each.start : each.end] for each in seed.blocks
        )


def test_code_keeps_its_line_breaks(report_of: Any) -> None:
    text = "if x:\n    go()\nend"
    index = Rows(one_block(report_of, text, "code"), 40)
    assert rows_of(index, text) == ["if x:\n", "    go()\n", "end"]


def test_a_line_break_inside_a_wrapped_paragraph_is_flowed_over(report_of: Any) -> None:
    lines = "These are the words of a letter that was set by hand\nand broken by hand as well, at a column."
    text = f"{lines}\n{lines}\n{lines}."
    index = Rows(one_block(report_of, text), 60)
    assert not any(row.rstrip().count("\n") and len(row) < 50 for row in rows_of(index, text)[:-1])


@pytest.mark.parametrize(
    ("kind", "level", "marker", "cells"),
    [("paragraph", 0, "", 0), ("heading", 2, "", 0), ("item", 1, "•", 2), ("item", 2, "12.", 6),
     ("quotation", 2, "│", 4), ("code", 0, "", 2)],
)  # fmt: skip
def test_lists_quotations_and_code_are_set_in(kind: str, level: int, marker: str, cells: int) -> None:
    assert indent_of(block(kind, level, marker), 60) == cells


@given(level=st.integers(0, 40), marker=st.text("0123456789.", max_size=30), width=st.integers(4, 100))
def test_an_indent_never_takes_more_than_a_third(level: int, marker: str, width: int) -> None:
    for kind in ("item", "quotation", "code"):
        assert indent_of(block(kind, level, marker), width) <= width // 3


def test_the_first_row_of_a_block_knows_that_it_is(seed: Report) -> None:
    index = Rows(seed, 60)
    first = index.at(seed.blocks[1].start)
    assert index.begins_block(first)
    following = index.after(first)
    assert following is not None
    assert not index.begins_block(following)


# ---------------------------------------------------------------------- walking


@given(width=st.integers(10, 100))
def test_the_way_back_is_the_way_forth(seed: Report, width: int) -> None:
    index = Rows(seed, width)
    rows = all_of(index)
    assert rows == sorted(rows, key=lambda row: row.place)
    assert (rows[0], rows[-1]) == (index.first, index.last)
    assert [index.before(row) for row in rows] == [None, *rows[:-1]]
    assert index.moved(index.last, 1 - len(rows)) == index.first
    assert index.moved(index.first, 10_000) == index.last
    assert index.between(index.first, index.last, 10_000) == len(rows) - 1
    assert index.between(index.first, index.last, 5) == 5
    assert index.between(index.last, index.first, 5) == 0


@given(text=texts, width=widths, part=st.integers(8, 64))
def test_a_long_block_is_broken_in_parts_that_join_to_it(
    report_of: Any, text: str, width: int, part: int
) -> None:
    report = one_block(report_of, text)
    block = report.blocks[0]
    borders = {piece.offset for piece in clusters(text, block.start, block.end)}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rows_module, "PART", part)
        patch.setattr(rows_module, "_LOOK_BACK", 4)
        index = Rows(report, width)
        rows = all_of(index)
        assert "".join(rows_of(index, text)) == text[block.start : block.end]
        assert {row.start for row in rows} <= borders
        assert [index.before(row) for row in rows] == [None, *rows[:-1]]
        assert all(index.at(row.end - 1) == row for row in rows)


@pytest.mark.parametrize("letter", ["word ", "x", "日", "e\u0301\u0323", "\u0301", " ", "\n", "👩‍👩‍👧"])
@pytest.mark.parametrize("kind", ["paragraph", "code"])
def test_a_row_costs_the_same_in_a_line_of_a_megabyte(report_of: Any, letter: str, kind: str) -> None:
    def reports(size: int) -> Report:
        text = "a" + letter * (size // len(letter)) + "z"
        return report_of(text, [Block(0, len(text), kind)])

    def walk(report: Report) -> None:
        index = Rows(report, 60)
        index.down(index.at(len(report.text) // 2), 40)
        index.moved(index.last, -40)

    assert_growth(0 if letter == "word " else 1, reports, walk, 60_000)


def test_rows_go_on_when_more_of_the_report_has_been_read(report_of: Any) -> None:
    report = report_of("one two three four", [Block(0, 7)])
    index = Rows(report, 10)
    assert index.last == index.first
    report.blocks.append(Block(8, 18, "heading"))
    assert rows_of(index, report.text) == ["one two", "", "", "three four"]


def test_the_rows_of_an_item_in_plain_text_hang_behind_its_sign(report_of: Any) -> None:
    text = "1. The first point goes on\n   in a second line of the text."
    report = one_block(report_of, text, "item")
    rows = Rows(report, 20)
    assert rows.hanging(report.blocks[0]) == 3
    assert rows.hanging(Block(0, 4, "paragraph")) == 0
    assert rows_of(rows, text) == ["1. The first ", "point goes on\n   in ", "a second line of ", "the text."]
