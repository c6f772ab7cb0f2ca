"""What a Markdown report holds beside words: tables, footnotes, images, lists of tasks."""

from __future__ import annotations

import pytest

from reports.markdown import markdown
from reports.markdown.table import MEASURED_ROWS

from .test_markdown import marks, shown


def test_a_footnote_stands_at_its_place_with_its_label_as_marker() -> None:
    assert shown("Claim.[^1]\n\n[^1]: Said by *him*.\n\n    Later too.\n\nEnd.") == [
        ("paragraph", 0, "", "Claim.[1]"),
        ("item", 1, "[1]", "Said by him."),
        ("item", 1, "", "Later too."),
        ("paragraph", 0, "", "End."),
    ]
    assert marks("Claim.[^a]\n\n[^A]: b")[0] == ("footnote", "[a]", "")


def test_what_is_no_footnote_stays_as_it_is_written() -> None:
    assert markdown("any of [^abc] and `[^1]`\n\n```\n[^abc]: no\n```").text.startswith(
        "any of [^abc] and [^1]"
    )


def test_a_footnote_without_text_keeps_its_label() -> None:
    assert markdown("a[^b]\n\n[^b]:\n\nc").text == "a[b]\n\n[b]\n\nc"


def test_a_footnote_may_be_defined_before_it_is_used_and_hold_a_list() -> None:
    assert shown("[^n]: - one\n    - two\n\nx[^n]") == [
        ("item", 2, "[n] ◦", "one"),
        ("item", 2, "◦", "two"),
        ("paragraph", 0, "", "x[n]"),
    ]


def test_the_names_of_the_columns_are_told_from_the_rows() -> None:
    assert [level for _, level, _, _ in shown("|a|b|\n|-|-|\n|1|2|\n|3|4|")] == [1, 0, 0]


def test_a_cell_knows_the_width_of_its_column_and_how_it_is_aligned() -> None:
    cells = [
        mark for mark in marks("|a|b|c|d|\n|-|:-|-:|:-:|\n|123|漢字|`1234`|e\u0301|") if mark[0] == "cell"
    ]
    assert cells == [
        ("cell", "a | ", "3<|"),
        ("cell", "b | ", "4<|"),
        ("cell", "c | ", "4>|"),
        ("cell", "d", "1^"),
        ("cell", "123 | ", "3<|"),
        ("cell", "漢字 | ", "4<|"),
        ("cell", "1234 | ", "4>|"),
        ("cell", "e\u0301", "1^"),
    ]


def test_an_empty_cell_keeps_its_place_in_the_row() -> None:
    made = markdown("|a|b|c|\n|-|-|-|\n||2||\n")
    row = made.blocks[1]
    assert made.text[row.start : row.end] == "| 2 |"
    cells = [made.text[mark.start : mark.end] for mark in made.marks if mark.start >= row.start]
    assert cells == ["| ", "2 |"]


@pytest.mark.parametrize("before", ["", "> ", "- "])
@pytest.mark.parametrize("row", ["| 1 | 2 | 3 | 4 |", "1 | 2 | 3\\|5 | 4"])
def test_the_cells_of_a_row_that_is_too_long_are_kept(before: str, row: str) -> None:
    source = "\n".join(
        ("  " if n and before == "- " else before) + line for n, line in enumerate(["|a|b|", "|-|-|", row])
    )
    text = markdown(source).text.splitlines()[-1].replace("\\|", "|")
    assert text in ("1 | 2 | 3 | 4", "1 | 2 | 3|5 | 4")


def test_the_widths_of_a_long_table_are_those_of_its_beginning() -> None:
    made = markdown("|a|\n|-|\n" + "|b|\n" * MEASURED_ROWS + "|a long one|\n")
    assert {mark.target for mark in made.marks} == {"1<"}


def test_an_image_carries_its_source() -> None:
    assert marks("![a *b*](/c) ![](/d)") == [
        ("image", "a b", "/c"),
        ("emphasis", "b", ""),
        ("image", "/d", "/d"),
    ]


def test_a_list_of_tasks_keeps_its_boxes() -> None:
    assert shown("- [ ] open\n- [x] done") == [("item", 1, "•", "[ ] open"), ("item", 1, "•", "[x] done")]


@pytest.mark.parametrize("mark", ["![a", "<b", "&am", "**", "[^1", "http://a.example/_b_c"])
def test_half_a_markup_is_words(mark: str) -> None:
    assert markdown(f"one {mark} two").text == f"one {mark} two"
