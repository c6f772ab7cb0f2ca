"""Rows as strips: safe, as wide as the pane, and the mouse finds the code point it points at."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from annotations.index import AnnotationIndex
from annotations.tagset import TagSet
from reports.document import Block, Report, Span
from themes.loading import load_theme
from tui.article.layers import Layers, RoleSpans
from tui.article.painter import MEASURE, Geometry, Painter
from tui.article.rows import Row, Rows
from tui.looks.ink import Ink

INK = Ink(load_theme("night"))
HOSTILE = [
    "word", " ", "\n", "\t", "\x1b]0;owned\x07", "\x1b[2J", "\x9b31m", "\x00", "\x7f", "\r", "\x08",
    "\u202e", "\u2066", "a" + "\u0301" * 40,
    "\u200b", "\u2028", "👩‍👩‍👧", "日本", "e\u0301", "\u0301", "\ud800", "\ufeff", "\U000e0041", "🇺🇦",
]  # fmt: skip
texts = st.one_of(
    st.lists(st.sampled_from(HOSTILE), min_size=1, max_size=30).map("".join),
    st.text(min_size=1, max_size=120),
).filter(str.strip)
kinds = st.sampled_from(["paragraph", "heading", "item", "quotation", "code", "row"])


def painter_of(report: Report, width: int, layers: Layers | None = None, *, extra: bool = False) -> Painter:
    geometry = Geometry(width, extra_column=extra)
    rows = Rows(report, geometry.measure)
    return Painter(report, rows, layers or Layers(AnnotationIndex(), TagSet.merged()), INK, geometry)


def rows_in(painter: Painter) -> list[Row]:
    return painter._rows.down(painter._rows.first, 1_000_000)


def is_control(character: str) -> bool:
    number = ord(character)
    return number < 0x20 or 0x7F <= number < 0xA0 or 0xD800 <= number < 0xE000


@given(
    text=texts, width=st.integers(1, 140), kind=kinds, span=st.tuples(st.integers(0, 50), st.integers(1, 50))
)
def test_no_strip_carries_a_control_character_or_another_width(
    report_of: Any, text: str, width: int, kind: Any, span: tuple[int, int]
) -> None:
    start = len(text) - len(text.lstrip("\n"))
    report = report_of(text, [Block(start, len(text.rstrip("\n")), kind, 1, "•" if kind == "item" else "")])
    layers = Layers(AnnotationIndex(), TagSet.merged(), selection=Span(span[0], sum(span)))
    painter = painter_of(report, width, layers)
    for row in rows_in(painter):
        strip = painter.strip(row)
        assert not any(map(is_control, strip.text)), repr(strip.text)
        assert not any(character in strip.text for character in "\u202e\u2066\u200b\u2028\ufeff")
        assert cell_len(strip.text) == strip.cell_length == width


@given(text=texts, width=st.integers(10, 300), kind=kinds)
def test_from_an_offset_to_its_column_and_back_is_the_same_offset(
    report_of: Any, text: str, width: int, kind: Any
) -> None:
    start = len(text) - len(text.lstrip("\n"))
    report = report_of(text, [Block(start, len(text.rstrip("\n")), kind, 1)])
    geometry = Geometry(width + 20, extra_column=False)
    geometry.measure = width
    rows = Rows(report, width)
    painter = Painter(report, rows, Layers(AnnotationIndex(), TagSet.merged()), INK, geometry)
    for row in rows_in(painter):
        shown_end = row.start + len(text[row.start : row.end].rstrip())
        for piece in rows.units(report.blocks[0], row.start, shown_end):
            if piece.cells:
                assert painter.offset_at(row, painter.column_of(row, piece.offset)) == piece.offset


@given(text=texts, width=st.integers(1, 60), column=st.integers(-5, 80))
def test_any_cell_of_a_row_means_a_character_of_it(
    report_of: Any, text: str, width: int, column: int
) -> None:
    start = len(text) - len(text.lstrip("\n"))
    painter = painter_of(report_of(text, [Block(start, len(text.rstrip("\n")))]), width)
    for row in rows_in(painter):
        offset = painter.offset_at(row, column)
        assert row.start <= offset < row.end


def test_the_text_has_a_blank_cell_on_each_side_of_it(seed: Report) -> None:
    for width in (40, 60, 80, 120, 200):
        painter = painter_of(seed, width)
        for row in rows_in(painter):
            shown = painter.strip(row).text
            assert shown.endswith(" "), (width, shown)
            assert shown[painter._geometry.text - 1] == " "


def test_the_measure_stays_between_its_limits() -> None:
    assert Geometry(200, extra_column=False).measure == MEASURE == 72
    assert 48 <= Geometry(60, extra_column=False).measure <= 72
    assert Geometry(3, extra_column=False).measure >= 1


def test_a_wide_pane_sets_the_text_in_the_middle() -> None:
    geometry = Geometry(200, extra_column=False)
    left, right = geometry.left, 200 - geometry.text - geometry.measure
    assert abs(left - right) <= 2


def test_the_row_reads_as_the_report_does(seed: Report) -> None:
    painter = painter_of(seed, 80)
    assert painter.strip(painter._rows.first).text.strip().startswith("Kiev — Moscow has handed over")


def test_a_list_shows_its_marker_on_the_first_row_only(report_of: Any) -> None:
    report = report_of("- " + "word " * 30 + "\n- second\n", name="list.md")
    painter = painter_of(report, 50)
    shown = [painter.strip(row).text.strip() for row in rows_in(painter)]
    assert [row.startswith("•") for row in shown] == [True] + [False] * (len(shown) - 2) + [True]


def test_a_quotation_has_a_line_on_every_row(report_of: Any) -> None:
    painter = painter_of(report_of("> " + "word " * 30 + "\n", name="quote.md"), 50)
    assert all(painter.strip(row).text.strip().startswith("│") for row in rows_in(painter))


def test_a_heading_has_no_number_sign(report_of: Any) -> None:
    painter = painter_of(report_of("# The title\n\nText.\n", name="head.md"), 50)
    assert painter.strip(painter._rows.first).text.strip() == "The title"


@pytest.mark.parametrize(
    ("hidden", "shown"),
    [("\x1b[31m", "␛[31m"), ("\u202e", "‹RLO›"), ("\u200b", "‹ZWSP›"), ("\x07", "␇"), ("\x9b", "‹9B›")],
)
def test_what_is_hidden_is_drawn_as_a_stand_in(report_of: Any, hidden: str, shown: str) -> None:
    painter = painter_of(report_of(f"A{hidden}B", [Block(0, 2 + len(hidden))]), 60)
    assert f"A{shown}B" in painter.strip(painter._rows.first).text


def test_what_is_hidden_in_a_marker_of_a_kept_text_is_drawn_as_a_stand_in(report_of: Any) -> None:
    block = Block(0, 4, "item", 1, "\x1b]0;x\x07", "\u202e\x9b ")
    painter = painter_of(report_of("Text", [block]), 60)
    assert not set("\x1b\x07\u202e\x9b") & set(painter.strip(painter._rows.first).text)


def test_a_border_inside_a_cluster_takes_it_whole(report_of: Any) -> None:
    text = "ae\u0301b"
    layers = Layers(AnnotationIndex(), TagSet.merged(), selection=Span(1, 2))
    painter = painter_of(report_of(text, [Block(0, len(text))]), 40, layers)
    selected = INK.mix("selection")
    parts = [segment.text for segment in painter.strip(painter._rows.first) if segment.style == selected]
    assert parts == ["e\u0301"]


def test_the_bar_stands_on_all_rows_of_the_sentence_and_no_other(seed: Report) -> None:
    sentence = Span(1073, 1316)
    layers = Layers(AnnotationIndex(), TagSet.merged(), sentence=sentence)
    painter = painter_of(seed, 80, layers)
    barred = [row for row in rows_in(painter) if "▌" in painter.strip(row).text]
    assert barred == [
        row for row in rows_in(painter) if row.start < sentence.end and row.end > sentence.start
    ]


def test_entities_colour_the_letters_of_their_mentions(seed: Report) -> None:
    layers = Layers(AnnotationIndex(), TagSet.merged(), mentions=RoleSpans([116], [134], ["entity-person"]))
    painter = painter_of(seed, 80, layers)
    row = painter._rows.at(116)
    styles = {segment.text: segment.style for segment in painter.strip(row)}
    assert styles["Volodymyr Zelensky"] == INK.mix("entity-person")
    assert styles["Volodymyr Zelensky"] != INK.base
