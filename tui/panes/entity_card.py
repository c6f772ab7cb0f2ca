"""The card of the chosen entity: its names, and every sentence that speaks of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.article.gutter import tag_letters
from tui.panes.rows import PaneRow, Piece, rule, shortened, text_rows

if TYPE_CHECKING:
    from annotations.tagset import TagSet
    from entities.records import Entity
    from tui.reading import Reading

_WORDS_LOOKED_AT = 200
"""Code points of a sentence: more than any row has cells."""


def entity_card(reading: Reading, entity: Entity, tag_set: TagSet, width: int) -> list[PaneRow]:
    """The chosen entity: its names, and every sentence that speaks of it with the tags it has."""
    rows = [
        PaneRow(
            (
                Piece(f" {shortened(entity.name, width - 4 - len(entity.type))}", "heading"),
                Piece(f" · {entity.type}", "dim"),
            )
        ),
    ]
    if entity.aliases:
        rows.extend(text_rows(f"also  {', '.join(entity.aliases)}", width))
    count = len(entity.mentions)
    rows.extend(text_rows(f"from  {entity.origin} · {count} mention{'' if count == 1 else 's'}", width))
    numbers = list(dict.fromkeys(reading.sentences.at(mention.start) for mention in entity.mentions))
    rows.append(PaneRow())
    rows.append(rule(f"IN {len(numbers)} SENTENCE{'' if len(numbers) == 1 else 'S'}", "", width))
    for number in numbers:
        rows.append(_sentence_row(reading, number, tag_set, width))
    rows.append(PaneRow())
    rows.append(rule("KEYS ON AN ENTITY", "", width))
    rows.extend(text_rows("n N  next, previous mention", width))
    rows.extend(text_rows("esc  lets the entity go", width))
    return rows


def _sentence_row(reading: Reading, number: int, tag_set: TagSet, width: int) -> PaneRow:
    span = reading.sentences.span(number)
    touching = reading.index.touching(span) if reading.index is not None else []
    tags = {tag for annotation in touching for tag in annotation.tags}
    letters = tag_letters(tags, tag_set)
    mark = "▸" if number == reading.sentence_number else " "
    words = shortened(
        reading.report.text[span.start : span.start + _WORDS_LOOKED_AT], width - 7 - len(letters)
    )
    return PaneRow(
        (
            Piece(f"{mark}{number + 1:>3} ", "dim"),
            *(
                Piece(letter, f"tag-{n}-letter" if letter != "·" else "dim")
                for n, letter in enumerate(letters, 1)
            ),
            Piece(f" {words}"),
        ),
        key=f"sentence:{number}",
    )
