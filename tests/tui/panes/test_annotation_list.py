"""The list of the annotation pane: headings and rows."""

from __future__ import annotations

from typing import Any

import pytest
from rich.cells import cell_len

from annotations.records import Attribution
from tui.finding.listing import ListFacts, ListFilter
from tui.panes.annotation_list import list_heading, list_row, untagged_row
from tui.panes.rows import PaneRow

SENTENCE = "In addition, around 100 Russian soldiers were captured."
WIDTH = 32


def lines(rows: list[PaneRow]) -> list[str]:
    return ["".join(piece.text for piece in row.pieces).rstrip() for row in rows]


def heading(desk: Any, facts: ListFacts) -> str:
    return " ".join(lines(list_heading(desk.tag_set, facts, WIDTH)))


@pytest.mark.parametrize(
    ("facts", "left", "right"),
    [
        (ListFacts(total=0), "─ ALL 0 ", ""),
        (ListFacts(rows=34, total=34), "─ ALL 34 ", " / to filter ─"),
        (ListFacts(rows=34, total=34, marked=2), "─ ALL 34 ", " 2 marked ─"),
        (ListFacts(ListFilter("two words"), 3, 34), "─ 3 OF 34 ", " /two words ─"),
        (ListFacts(ListFilter("x"), 3, 34, complete=False), "─ 3… OF 34 ", " /x ─"),
        (ListFacts(ListFilter(tags=frozenset({"contested"})), 3, 34), "─ 3 OF 34 ", " contested ─"),
        (ListFacts(ListFilter("a", frozenset({"contested"})), 3, 34), "─ 3 OF 34 ", " contested /a ─"),
        (ListFacts(ListFilter(untagged=True), 21, 33), "─ UNTAGGED 21 OF 33 ", "─"),
        (ListFacts(ListFilter(untagged=True), 0, 33, complete=False), "─ UNTAGGED … OF 33 ", "─"),
    ],
)
def test_the_heading_says_how_many_and_what_it_is_narrowed_to(
    desk: Any, facts: ListFacts, left: str, right: str
) -> None:
    shown = heading(desk, facts)
    assert shown.startswith(left)
    assert shown.endswith(right)
    assert cell_len(shown) == WIDTH


def test_a_long_filter_is_cut_in_the_heading(desk: Any) -> None:
    shown = heading(desk, ListFacts(ListFilter('who:"Volodymyr Zelensky" who:officials'), 1, 5))
    assert shown.endswith("… ─")
    assert cell_len(shown) == WIDTH


def test_a_list_without_a_row_says_why_and_how_to_get_out(desk: Any) -> None:
    unmatched = heading(desk, ListFacts(ListFilter("xyz"), 0, 3))
    assert "no annotation matches; esc shows all" in " ".join(unmatched.split())
    untagged = heading(desk, ListFacts(ListFilter(untagged=True), 0, 33))
    assert "every sentence has a tag; esc shows all" in " ".join(untagged.split())


def test_a_row_of_the_list_has_number_tags_source_and_first_words(desk: Any) -> None:
    identity = desk.mark(SENTENCE, "official-claim")
    desk.editor.set_attribution(identity, [Attribution("Volodymyr Zelensky")])
    annotation = desk.editor.index.get(identity)
    row = list_row(desk.reading, annotation, desk.tag_set, WIDTH, current=False)
    assert lines([row]) == ["  12 ··o Zelensky  In addition,…"]
    current = list_row(desk.reading, annotation, desk.tag_set, WIDTH, current=True)
    assert lines([current])[0].startswith("▸ 12 ")
    assert row.key == f"annotation:{identity}"


def test_a_marked_row_has_a_square_beside_its_number(desk: Any) -> None:
    annotation = desk.editor.index.get(desk.mark(SENTENCE, "official-claim"))
    row = list_row(desk.reading, annotation, desk.tag_set, WIDTH, current=True, marked=True)
    assert lines([row]) == ["▸ 12■··o –         In addition,…"]


def test_a_sentence_without_a_tag_has_its_number_and_words(desk: Any) -> None:
    desk.at(SENTENCE)
    here = desk.reading.sentence_number
    assert lines([untagged_row(desk.reading, here, WIDTH)]) == ["▸ 12 In addition, around 100 Ru…"]
    assert lines([untagged_row(desk.reading, 0, WIDTH)]) == ["   1 Kiev — Moscow has handed o…"]
    assert untagged_row(desk.reading, 0, WIDTH).key == "sentence:0"


def test_numbers_are_as_wide_as_that_of_the_last_sentence(desk_on: Any, report_of: Any) -> None:
    desk = desk_on(report_of("One two three. " * 1200))
    assert lines([untagged_row(desk.reading, 7, WIDTH)]) == ["    8 One two three."]
    assert lines([untagged_row(desk.reading, 1199, WIDTH)]) == [" 1200 One two three."]
