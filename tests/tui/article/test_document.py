"""A Markdown report looks like a document, and every code point is where the mouse and the caret find it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from annotations.index import AnnotationIndex
from annotations.tagset import TagSet
from reports.document import Report, Span
from reports.loading import load_bytes
from reports.visible import clusters
from tui.article.layers import Layers
from tui.article.painter import Geometry, Painter

from .test_painter import INK, painter_of, rows_in

PIECES = (
    "- ", "12. ", "> ", "  ", "   ", "# ", "### ", "```\n", "---\n", "| a | 漢字 |\n|:-:|--:|\n", "|",
    "| b |", " word ", "\u0301", "a\u0301", "漢", "*em*", "[l](http://a.example)", "![i](j)", "[^n]",
    "[^n]: ", "\t", "\n", "\n", "\n\n", "👩‍👩‍👧", "\u202e", "`c | d`", "\\|",
)  # fmt: skip
documents = st.lists(st.sampled_from(PIECES), min_size=1, max_size=30).map(
    lambda pieces: "x\n\n" + "".join(pieces)
)


def document(source: str) -> Report:
    return load_bytes(source.encode(), "report.md", "report.md")


def drawn(source: str, width: int = 46) -> list[str]:
    """The rows of the pane without the gutter, 40 cells wide unless told."""
    painter = painter_of(document(source), width)
    return [painter.strip(row).text[painter._geometry.text :].rstrip() for row in rows_in(painter)]


@settings(deadline=None)
@given(source=documents, width=st.integers(20, 140))
def test_from_an_offset_to_its_column_and_back_is_the_same_offset(source: str, width: int) -> None:
    report = document(source)
    painter = painter_of(report, width)
    for row in rows_in(painter):
        strip = painter.strip(row)
        assert cell_len(strip.text) == strip.cell_length == width
        end = row.start + len(report.text[row.start : row.end].rstrip())
        columns = []
        for piece in clusters(report.text, row.start, end):
            columns.append(painter.column_of(row, piece.offset))
            assert painter.offset_at(row, columns[-1]) == piece.offset
        assert columns == sorted(columns)


@settings(deadline=None)
@given(source=documents, width=st.integers(1, 100), column=st.integers(-5, 120))
def test_any_cell_of_a_document_is_a_code_point_of_its_row(source: str, width: int, column: int) -> None:
    painter = painter_of(document(source), width)
    for row in rows_in(painter):
        assert row.start <= painter.offset_at(row, column) <= row.end


def test_items_hang_and_the_numbers_of_a_list_end_in_one_column() -> None:
    source = "9. one two three four five six seven eight nine\n10. ten\n"
    source += "    - inner item of the list that goes on here\n"
    assert drawn(source) == [
        " 9. one two three four five six seven",
        "    eight nine",
        "10. ten",
        "    ◦ inner item of the list that goes",
        "      on here",
    ]


def test_the_paragraphs_of_a_list_are_apart_if_they_are_in_the_source() -> None:
    assert drawn("- a\n- b\n") == ["• a", "• b"]
    assert drawn("- a\n\n- b\n\n  c\n") == ["• a", "", "• b", "", "  c"]


def test_a_quotation_has_a_bar_for_every_level_also_inside_a_list() -> None:
    source = "> a\n>\n> > b b b b b b b b b b b b b b b b b b b b b\n\n- x\n\n  > y\n  > - z\n- > w"
    assert drawn(source) == [
        "│ a",
        "",
        "│ │ b b b b b b b b b b b b b b b b b b",
        "│ │ b b b",
        "",
        "• x",
        "",
        "  │ y",
        "",
        "  │ ◦ z",
        "",
        "• │ w",
    ]


def test_code_and_headings_in_a_list_are_set_in_with_it() -> None:
    assert drawn("1. ## head\n\n   ```\n   code\n   ```\n") == ["1. head", "", "     code"]


def test_a_rule_is_a_line_over_the_measure_and_its_text_stays() -> None:
    report = document("a\n\n***\n\nb")
    assert report.text == "a\n\n---\n\nb"
    assert drawn("a\n\n***\n\nb")[2] == "─" * 39


def test_headings_are_told_apart_without_their_strokes() -> None:
    rows = drawn("# one\n\na\n\n## two\n\nb\n\n### three\n")
    assert rows == ["one", "━" * 39, "a", "", "", "two", "", "b", "", "", "three"]
    report = document("# one\n\na\n\n## two\n\nb\n\n### three\n")
    layers = Layers(AnnotationIndex(), TagSet.merged(), report=report)
    roles = {report.text[b.start : b.end]: layers.runs(*b.span)[0].roles for b in report.blocks}
    deep = ("heading", "heading-deep")
    assert roles == {"one": ("heading",), "two": ("heading",), "three": deep, "a": (), "b": ()}


TABLE = "| Day | n | c |\n|:--|--:|:-:|\n| Monday | 1 | 漢 |\n| Tue | 1,212 | yes |\n|  | 3 | |\n"


def test_the_columns_of_a_table_are_aligned_as_it_says() -> None:
    assert drawn(TABLE) == [
        "Day    │     n │  c",
        "───────┼───────┼────",
        "Monday │     1 │ 漢",
        "Tue    │ 1,212 │ yes",
        "       │     3 │",
    ]


@pytest.mark.parametrize(("source", "words"), [(TABLE, "Monday | 1 | 漢"), ("a\n\n---\n", "---")])
def test_what_runs_over_a_row_of_a_table_or_a_rule_has_no_gaps(source: str, words: str) -> None:
    report = document(source)
    start = report.text.index(words)
    selection = Span(start, start + len(words))
    painter = painter_of(report, 46, Layers(AnnotationIndex(), TagSet.merged(), selection=selection))
    row = next(row for row in rows_in(painter) if row.start == start and not row.blank)
    strip = painter.strip(row).crop(painter._geometry.text)
    shown = [segment for segment in strip if segment.text.strip()]
    inside = list(strip)[: list(strip).index(shown[-1]) + 1]
    assert {segment.style.bgcolor for segment in inside if segment.style} == {INK.mix("selection").bgcolor}


def test_a_table_that_is_too_wide_is_broken_and_its_rows_hang() -> None:
    assert drawn("| a | b |\n|-|-|\n| one two three four five | six seven eight nine ten |") == [
        "a │ b",
        "",
        "one two three four five │ six seven",
        "  eight nine ten",
    ]


def test_the_mouse_finds_the_words_of_a_cell_wherever_its_column_puts_them() -> None:
    report = document(TABLE)
    painter = painter_of(report, 46)
    row = painter._rows.at(report.text.index("1,212"))
    left = painter._geometry.text
    assert painter.column_of(row, report.text.index("1,212")) == left + 9
    assert report.text[painter.offset_at(row, left + 9) :].startswith("1,212")
    assert report.text[painter.offset_at(row, left + 5) :].startswith("e |")
    assert painter.offset_at(row, left + 200) == row.end - 1


def test_a_footnote_hangs_from_its_label() -> None:
    rows = drawn("x[^a]\n\n[^a]: The source of it, read on a day in spring.\n")
    assert rows == ["x[a]", "", "[a] The source of it, read on a day in", "    spring."]


@pytest.mark.parametrize("label", ["l" * 40, "\u202eabc", "漢字漢字漢字漢字", "a\u0301" * 9])
def test_a_label_made_to_mislead_takes_its_cells_and_no_more(label: str) -> None:
    painter = painter_of(document(f"x\n\n[^{label}]: words"), 60)
    for row in rows_in(painter):
        strip = painter.strip(row)
        assert cell_len(strip.text) == 60
        assert "\u202e" not in strip.text


def test_a_plain_text_keeps_the_look_of_its_lines(report_of: Any) -> None:
    report = report_of("A head\n\na | b\n\n-----\n\nc")
    geometry = Geometry(46, extra_column=False)
    painter = Painter(report, painter_of(report, 46)._rows, Layers(report=report), INK, geometry)
    shown = [painter.strip(row).text.strip() for row in rows_in(painter)]
    assert shown == ["A head", "", "a | b", "", "-----", "", "c"]
