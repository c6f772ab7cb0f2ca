"""The card of the chosen entity or source."""

from __future__ import annotations

from typing import Any

import pytest

from annotations.suggestions import Stops, Suggestions
from annotations.voices import unnamed_sources
from claims.records import Claims
from entities.records import Entity, Findings
from tests.claims.fabricated import claims_in_every_line
from tests.entities.fabricated import found_in, text_with
from tests.growth import assert_growth
from tui.panes.entity_card import entity_card, source_card
from tui.panes.long_rows import LongRows
from tui.panes.voice_rows import fitting_role, summary_row
from tui.reading.told import role_words, sentence_numbers, told_of_entity, told_of_unnamed

WIDTH = 32


def lines(rows: LongRows) -> list[str]:
    return ["".join(piece.text for piece in row.pieces).rstrip() for row in rows.rows()]


def section(shown: list[str], title: str) -> list[str]:
    """The rows below a heading that begins so, up to the next blank one."""
    at = next(at for at, row in enumerate(shown) if row.startswith(f"─ {title}"))
    return shown[at + 1 : shown.index("", at)]


def named(findings: Findings, name: str) -> Entity:
    return next(each for each in findings.entities if each.name == name)


def card(
    desk: Any, findings: Findings, claims: Claims | None, name: str = "Volodymyr Zelensky", **of: Any
) -> list[str]:
    entity = named(findings, name)
    told = told_of_entity(entity, findings, claims, desk.reading.sentences)
    return lines(entity_card(desk.reading, entity, told, desk.tag_set, WIDTH, **of))


@pytest.fixture
def suggested(desk: Any, claims_of_seed: Claims) -> Any:
    """A desk with what the claims suggest."""
    stops = Stops.of(claims_of_seed)
    editor = desk.editor
    desk.reading.deciding.suggestions = Suggestions(claims_of_seed, stops, editor.index, editor.decisions)
    return desk


def test_the_card_begins_with_who_it_is(desk: Any, findings: Findings, claims_of_seed: Claims) -> None:
    assert card(desk, findings, claims_of_seed)[:5] == [
        " Volodymyr Zelensky · person",
        " also  Zelensky",
        " role  Ukrainian President ?",
        " from  machine · 6 mentions",
        "",
    ]


def test_what_an_entity_says_is_listed_by_sentence_with_tags_and_first_words(
    suggested: Any, findings: Findings, claims_of_seed: Claims
) -> None:
    suggested.mark("Zelensky claims territorial gains", "official-claim")
    suggested.at("During a counter-offensive")
    shown = card(suggested, findings, claims_of_seed)
    assert "─ SAYS 5 ───────── by sentence ─" in shown
    says = section(shown, "SAYS")
    assert [row[:8] for row in says] == ["   1 ··?", "   9 ?·o", "  10 ?·?", "▸ 11 ?·?", "  15 ·?·"]
    assert says[1].endswith(" territorial gains")


def test_what_others_say_about_it_is_listed_with_who_says_it(
    desk: Any, findings: Findings, claims_of_seed: Claims
) -> None:
    about = section(card(desk, findings, claims_of_seed), "ABOUT, BY OTHERS 2")
    assert [row[:8] for row in about] == ["  13 ···", "  15 ···"]
    assert about[0][9:].startswith("could not be independ")
    assert about[1][9:].startswith("observers: most of t")


def test_sentences_that_only_speak_of_it_come_last_and_none_comes_twice(
    desk: Any, findings: Findings, claims_of_seed: Claims
) -> None:
    shown = card(desk, findings, claims_of_seed, "Russia")
    also = [row[1:4].strip() for row in section(shown, "ALSO IN")]
    about = [row[1:4].strip() for row in section(shown, "ABOUT")]
    assert also
    assert not set(also) & set(about)


def test_without_claims_every_sentence_of_it_is_listed(desk: Any, findings: Findings) -> None:
    desk.mark("Zelensky claims territorial gains", "unverified")
    desk.at("Zelensky claims")
    shown = card(desk, findings, None)
    rows = section(shown, "IN 6 SENTENCES")
    assert [row[1:4].strip() for row in rows] == ["1", "9", "10", "11", "13", "15"]
    assert rows[1].startswith("▸  9 u·· Zelensky claims")


@pytest.mark.parametrize(
    ("claims", "being_read", "said"),
    [
        (None, True, "who says what is still being"),
        (None, False, "who says what was not read"),
        (Claims(), False, "no sentence says who says it"),
        ("seed", False, "says nothing in this report"),
    ],
)
def test_who_says_nothing_is_told_to_and_why(
    claims: Any, being_read: bool, said: str, desk: Any, findings: Findings, claims_of_seed: Claims
) -> None:
    known = claims_of_seed if claims == "seed" else claims
    shown = card(desk, findings, known, "Telegram", being_read=being_read)
    assert section(shown, "SAYS")[0].strip() == said


def test_dates_and_quantities_say_nothing_and_it_is_not_told(desk: Any, findings: Findings) -> None:
    entity = next(each for each in findings.entities if each.type == "quantity")
    shown = card(desk, findings, Claims(), entity.name)
    assert not any("SAYS" in row for row in shown)


def test_a_source_without_a_name_has_a_card_too(
    desk: Any, findings: Findings, claims_of_seed: Claims
) -> None:
    unnamed = unnamed_sources(claims_of_seed, findings)
    observers = next(each for each in unnamed if each.name == "Ukrainian military observers")
    told = told_of_unnamed(observers, findings, claims_of_seed, desk.reading.sentences)
    shown = lines(source_card(desk.reading, observers, told, desk.tag_set, WIDTH))
    assert shown[:3] == [" Ukrainian military observers ·", " no name", " from  machine · 2 mentions"]
    assert [row[1:4].strip() for row in section(shown, "SAYS 2")] == ["14", "15"]


def test_while_it_is_looked_for_the_rest_of_the_card_is_there(desk: Any, findings: Findings) -> None:
    shown = lines(entity_card(desk.reading, findings.entities[0], None, desk.tag_set, WIDTH))
    assert shown[0].startswith(f" {findings.entities[0].name}")
    assert any("IN SENTENCES …" in row for row in shown)
    assert any("n N  next, previous mention" in row for row in shown)


def test_the_sentences_of_an_entity_are_listed_once_each(desk: Any, findings: Findings) -> None:
    for entity in findings.entities:
        numbers = sentence_numbers(entity.mentions.starts, desk.reading.sentences)
        there = [desk.reading.sentences.at(each.start) for each in entity.mentions]
        assert list(numbers) == sorted(set(there))


def test_a_role_is_doubtful_until_it_is_confirmed() -> None:
    assert role_words((), ("Ukrainian President", "commander")) == ["Ukrainian President ?", "commander ?"]
    assert role_words(("President",), ("president", "commander")) == ["President", "commander ?"]


@pytest.mark.parametrize(
    ("width", "shown"),
    [(40, "Ukrainian President ?"), (14, "President ?"), (9, "Presid… ?")],
)
def test_a_long_role_keeps_its_noun(width: int, shown: str) -> None:
    assert fitting_role("Ukrainian President ?", width) == shown


def test_the_drawer_sums_up_what_is_said(suggested: Any, findings: Findings, claims_of_seed: Claims) -> None:
    entity = named(findings, "Volodymyr Zelensky")
    told = told_of_entity(entity, findings, claims_of_seed, suggested.reading.sentences)
    row = summary_row(suggested.reading, told, suggested.tag_set, 78)
    words = "".join(piece.text for piece in row.pieces)
    assert words == " says 5: 3 ?·? · 1 ··? · 1 ·?·    about, by others 2: 1 ?·· · 1 ·?·"


def test_the_card_costs_the_same_however_much_is_said(desk_on: Any, report_of: Any) -> None:
    def many(size: int) -> tuple[Any, Any, Any]:
        text = text_with(size, 1)
        desk, findings = desk_on(report_of(text)), found_in(text, 1)
        claims = claims_in_every_line(text, size)
        told = told_of_entity(findings.entities[0], findings, claims, desk.reading.sentences)
        assert len(told.says) == len(told.about) == size // 2
        return desk, findings.entities[0], told

    def draw(given: tuple[Any, Any, Any]) -> None:
        desk, entity, told = given
        for _ in range(20):
            rows = entity_card(desk.reading, entity, told, desk.tag_set, WIDTH)
            assert rows.place(rows.row(5).key) == 5
            for key in (f"says:{told.says_in[-1]}", f"about:{told.about_in[-1]}"):
                place = rows.place(key)
                assert place is not None
                assert rows.row(place).key == key
            summary_row(desk.reading, told, desk.tag_set, 78)

    assert_growth(0, many, draw, 500)
