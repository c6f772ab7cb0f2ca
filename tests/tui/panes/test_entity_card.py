"""The card of the chosen entity."""

from __future__ import annotations

from typing import Any

from entities.records import Findings
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
