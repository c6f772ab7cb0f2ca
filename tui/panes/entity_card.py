"""The card of the chosen entity: its names, and every sentence that speaks of it."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from typing import TYPE_CHECKING

from tui.article.gutter import tag_letters
from tui.panes.long_rows import LongRows
from tui.panes.rows import PaneRow, Piece, rule, shortened, text_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from annotations.tagset import TagSet
    from entities.records import Entity
    from reports.sentences import SentenceIndex
    from tui.reading.reading import Reading

_WORDS_LOOKED_AT = 200
"""Code points of a sentence: more than any row has cells."""
_ALIASES_LISTED = 50
_BEHIND_LABEL = 7
"""Cells before what stands behind `also`, `from` and `at`."""


def sentence_numbers(starts: Sequence[int], sentences: SentenceIndex) -> array[int]:
    """The numbers of the sentences with a mention, each once; `starts` are those of the mentions, sorted.

    10 000 mentions take some 15 ms: of an entity with many to be made outside the thread that draws.
    """
    numbers = array("I")
    at = 0
    while at < len(starts):
        number = sentences.at(starts[at])
        numbers.append(number)
        if number + 1 == len(sentences):
            break
        at = bisect_left(starts, sentences.starts[number + 1], at + 1)
    return numbers


def entity_card(
    reading: Reading,
    entity: Entity,
    numbers: Sequence[int] | None,
    tag_set: TagSet,
    width: int,
    facts: Sequence[str] = (),
) -> LongRows:
    """The chosen entity: its names, and every sentence that speaks of it with the tags it has.

    `numbers` are those of the sentences; `None` while they are being looked for. `facts` are lines on what
    is known of it beside the text.
    """
    rows = LongRows()
    rows.add(_names(entity, width))
    for line, words in enumerate(facts):
        rows.add(text_rows(words, width, indent=_BEHIND_LABEL if line else 1))
    rows.add([PaneRow()])
    if numbers is None:
        rows.add([rule("IN SENTENCES …", "", width)])
    else:
        rows.add([rule(f"IN {len(numbers)} SENTENCE{'' if len(numbers) == 1 else 'S'}", "", width)])
        rows.add_list(
            len(numbers),
            lambda at: _sentence_row(reading, numbers[at], tag_set, width),
            lambda key: _place_of(key, numbers),
        )
    rows.add([PaneRow(), rule("KEYS ON AN ENTITY", "", width)])
    rows.add(text_rows("n N  next, previous mention", width))
    rows.add(text_rows("esc  lets the entity go", width))
    return rows


def _names(entity: Entity, width: int) -> list[PaneRow]:
    rows = [
        PaneRow(
            (
                Piece(f" {shortened(entity.name, width - 4 - len(entity.type))}", "heading"),
                Piece(f" · {entity.type}", "dim"),
            )
        ),
    ]
    if entity.aliases:
        more = len(entity.aliases) - _ALIASES_LISTED
        also = [*entity.aliases[:_ALIASES_LISTED], *([f"{more} more"] if more > 0 else [])]
        rows.extend(text_rows(f"also  {', '.join(also)}", width))
    count = len(entity.mentions)
    rows.extend(text_rows(f"from  {entity.origin} · {count} mention{'' if count == 1 else 's'}", width))
    return rows


def _place_of(key: str, numbers: Sequence[int]) -> int | None:
    kind, _, number = key.partition(":")
    if kind != "sentence":
        return None
    at = bisect_left(numbers, int(number))
    return at if at < len(numbers) and numbers[at] == int(number) else None


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
