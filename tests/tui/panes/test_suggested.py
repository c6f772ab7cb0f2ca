"""SUGGESTED HERE: in the pane, and in the drawer."""

from __future__ import annotations

from typing import Any

import pytest
from rich.cells import cell_len

from annotations.suggestions import Stops, Suggestions
from claims.records import Claim, Claims, Official, Why
from reports.document import Span
from tui.finding.listing import ListFacts
from tui.panes.annotations import annotation_rows, drawer_rows
from tui.panes.rows import PaneRow

MILITARY = "The Ukrainian military, on the other hand"
HEADING = "Zelensky claims territorial gains"
BLOGGERS = "Russian military bloggers"


def lines(rows: list[PaneRow]) -> list[str]:
    return ["".join(piece.text for piece in row.pieces).rstrip() for row in rows]


def pane(desk: Any, width: int = 32) -> list[PaneRow]:
    return annotation_rows(desk.reading, desk.tag_set, ListFacts(), width)


def section(desk: Any, width: int = 32) -> list[str]:
    """The rows from the heading of the suggestions on."""
    rows = lines(pane(desk, width))
    first = next((at for at, row in enumerate(rows) if "SUGGESTED HERE" in row), len(rows))
    return rows[first:]


def drawer(desk: Any, width: int = 80) -> list[str]:
    return lines(drawer_rows(desk.reading, desk.tag_set, width))


def suggest(desk: Any, *claims: Claim) -> None:
    found = Claims.of(claims)
    suggestions = Suggestions(found, Stops.of(found), desk.editor.index, desk.editor.decisions)
    while suggestions.work():
        pass
    desk.reading.deciding.suggestions = suggestions


def test_each_tag_has_who_says_it_its_cue_and_why(suggesting_desk: Any) -> None:
    suggesting_desk.at(HEADING)
    assert section(suggesting_desk)[:14] == [
        "─ SUGGESTED HERE ───── 22 left ─",
        "▸? official claim",
        "   who  Volodymyr Zelensky",
        "   cue  “claims”",
        "   why  the source holds an",
        "        office: Zelensky",
        " ? unverified, derived from 13",
        "   “Zelensky's statements could",
        "   not be independently verifie…",
        "",
        " enter      take both",
        " backspace  dismiss both",
        "",
        "─ ALL 0 ────────────────────────",
    ]


def test_a_hedge_quotes_its_cue_in_the_reason(suggesting_desk: Any) -> None:
    suggesting_desk.at(BLOGGERS)
    rows = section(suggesting_desk, 48)
    assert rows[1:4] == [
        "▸? unverified",
        "   who  Russian military bloggers",
        "   why  not verified: “has not been officially",
    ]
    assert rows[6] == " enter      take it"


def test_while_selecting_it_stands_below_the_selection_and_says_what_enter_acts_on(
    suggesting_desk: Any,
) -> None:
    suggesting_desk.at(HEADING)
    suggesting_desk.reading.select_sentence()
    rows = lines(pane(suggesting_desk))
    assert rows.index("─ SELECTION ─── 4 words, 33 ch ─") < rows.index("─ SUGGESTED HERE ───── 22 left ─")
    assert section(suggesting_desk)[10:12] == [" enter      take both, on the", "            words selected"]
    assert not any("HERE ─" in row for row in rows if "SUGGESTED" not in row)


def test_where_something_is_annotated_too_both_stand_there_and_the_mark_is_that_of_the_annotation(
    suggesting_desk: Any,
) -> None:
    desk = suggesting_desk
    desk.mark(HEADING, "unverified")
    desk.at(HEADING)
    rows = section(desk)
    assert " ? official claim" in rows
    assert "▸u··  sentence 9" in rows
    assert not any("derived" in row for row in rows)


def test_without_a_suggestion_it_is_as_before(suggesting_desk: Any) -> None:
    suggesting_desk.at("Ukraine has been defending")
    assert section(suggesting_desk) == []
    assert "─ HERE ─────────────────────────" in lines(pane(suggesting_desk))


def test_among_the_tags_a_question_mark_stands_where_it_is_suggested_here(suggesting_desk: Any) -> None:
    desk = suggesting_desk
    desk.at(HEADING)
    desk.reading.tag("unverified")
    states = [row.split()[-2] for row in lines(pane(desk))[1:4]]
    assert states == ["■", "·", "?"]


def test_rows_can_be_chosen_to_take_one_to_take_or_dismiss_all_and_to_see_where_it_comes_from(
    suggesting_desk: Any,
) -> None:
    suggesting_desk.at(HEADING)
    keys = list(dict.fromkeys(row.key for row in pane(suggesting_desk) if row.key))
    assert keys[-5:] == ["take-tag:official-claim", "take-tag:unverified", "sentence:12", "take", "dismiss"]


def test_the_drawer_has_one_row_a_tag(suggesting_desk: Any) -> None:
    suggesting_desk.at(HEADING)
    assert drawer(suggesting_desk) == [
        "▸? official claim   who Volodymyr Zelensky · cue “claims”",
        " ? unverified       derived from 13: “Zelensky's statements could not be indepe…",
    ]


def test_in_the_drawer_an_annotation_keeps_a_row_and_what_has_none_is_named(suggesting_desk: Any) -> None:
    desk = suggesting_desk
    desk.at("Zelensky's statements")
    span = desk.reading.sentence
    tags = ("unverified", "contested", "official-claim")
    suggest(desk, Claim(span, None, None, span, None, tags, Why.NOT_VERIFIED, Official.NOT, None, None))
    assert drawer(desk)[0].startswith("▸? unverified       not verified: “Z")
    assert drawer(desk)[1].startswith(" ? contested, official claim ")
    desk.mark("could not be", "unverified")
    desk.at("Zelensky's statements")
    first, second = drawer(desk)
    assert first.startswith(" ? contested, official claim ")
    assert second.startswith("▸u··  “could not be”")


@pytest.mark.parametrize("width", [24, 32, 52])
@pytest.mark.parametrize(
    "words",
    ["x" * 3000, "ein sehr langes Wort " * 200, "汉字" * 900, "e\u0301" * 800],
    ids=["a word", "words", "wide", "marks"],
)
def test_however_long_names_and_cues_are_no_row_is_longer_than_the_pane(
    desk_on: Any, report_of: Any, words: str, width: int
) -> None:
    desk = desk_on(report_of(f"{words} said so. It was {words}."))
    length = len(words)
    sentence, source = Span(0, length + 9), Span(0, length)
    cue = Span(length + 1, length + 5)
    later = Span(length + 10, len(desk.report.text))
    suggest(
        desk,
        Claim(sentence, source, None, cue, None, ("official-claim",), Why.SAID, Official.BODY, source, None),
        Claim(sentence, None, None, later, None, ("contested",), Why.DENIED, Official.NOT, None, later),
        Claim(sentence, source, None, source, None, ("unverified",), Why.UNCLEAR, Official.NOT, None, None),
    )
    rows = pane(desk, width)
    assert max(sum(cell_len(piece.text) for piece in row.pieces) for row in rows) <= width
    assert len(rows) < 40
    for row in drawer_rows(desk.reading, desk.tag_set, 70):
        assert sum(cell_len(piece.text) for piece in row.pieces) <= 70
