"""The card of the chosen entity."""

from __future__ import annotations

from typing import Any

from entities.records import Findings
from tests.entities.fabricated import found_in, text_with
from tests.growth import assert_growth
from tui.panes.entity_card import entity_card, sentence_numbers
from tui.panes.rows import PaneRow

WIDTH = 32


def lines(rows: list[PaneRow]) -> list[str]:
    return ["".join(piece.text for piece in row.pieces).rstrip() for row in rows]


def test_the_card_of_an_entity_lists_its_sentences_with_their_tags(desk: Any, findings: Findings) -> None:
    zelensky = next(each for each in findings.entities if each.name == "Volodymyr Zelensky")
    desk.mark("Zelensky claims territorial gains", "unverified")
    desk.at("Zelensky claims")
    numbers = sentence_numbers(zelensky.mentions.starts, desk.reading.sentences)
    shown = lines(entity_card(desk.reading, zelensky, numbers, desk.tag_set, WIDTH).rows())
    assert shown[0] == " Volodymyr Zelensky · person"
    assert any(row.split()[:1] == ["also"] and "Zelensky" in row for row in shown)
    numbers = [row[1:4].strip() for row in shown if row[1:4].strip().isdigit()]
    assert numbers == ["1", "9", "10", "11", "13", "15"]
    assert any(row.startswith("▸  9 u··") and "Zelensky claims" in row for row in shown)


def test_the_sentences_of_an_entity_are_listed_once_each(desk: Any, findings: Findings) -> None:
    for entity in findings.entities:
        numbers = sentence_numbers(entity.mentions.starts, desk.reading.sentences)
        there = [desk.reading.sentences.at(each.start) for each in entity.mentions]
        assert list(numbers) == sorted(set(there))


def test_while_the_sentences_are_looked_for_the_rest_of_the_card_is_there(
    desk: Any, findings: Findings
) -> None:
    shown = lines(entity_card(desk.reading, findings.entities[0], None, desk.tag_set, WIDTH).rows())
    assert shown[0].startswith(f" {findings.entities[0].name}")
    assert any("IN SENTENCES …" in row for row in shown)
    assert any("n N  next, previous mention" in row for row in shown)


def test_the_card_costs_the_same_however_many_sentences_it_lists(
    desk_on: Any, report_of: Any, findings: Findings
) -> None:
    def many(size: int) -> tuple[Any, Any, Any]:
        text = text_with(size, 1)
        desk = desk_on(report_of(text))
        entity = found_in(text, 1).entities[0]
        return desk, entity, sentence_numbers(entity.mentions.starts, desk.reading.sentences)

    def draw(given: tuple[Any, Any, Any]) -> None:
        desk, entity, numbers = given
        for _ in range(20):
            rows = entity_card(desk.reading, entity, numbers, desk.tag_set, WIDTH)
            assert rows.place(rows.row(5).key) == 5
            assert rows.place(f"sentence:{len(numbers) - 1}") is not None

    assert_growth(0, many, draw, 500)
