"""The card of the chosen entity or source: who it is, what it says, and what others say about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.panes.entities import alias_words
from tui.panes.long_rows import LongRows
from tui.panes.rows import PaneRow, Piece, rule, shortened, text_rows
from tui.panes.voice_rows import add_about, add_says, add_sentences
from tui.reading.told import role_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from annotations.tagset import TagSet
    from annotations.voices import UnnamedSource
    from entities.records import Entity, Origin
    from tui.reading.reading import Reading
    from tui.reading.told import Told

_ALIASES_LISTED = 50
_SAY_NOTHING = frozenset({"date", "time", "quantity", "money", "percent"})
_ORIGINS: dict[Origin, str] = {
    "machine": "machine", "analyst": "you", "corrected": "machine, corrected by you"
}  # fmt: skip
_CORRECTING = (
    "r rename  t type  = same as …",
    "- split off  x not an entity",
    "! confirms what has a ?",
)
_BEHIND_LABEL = 7
"""Cells before what stands behind `also`, `from` and `at`."""


def entity_card(
    reading: Reading,
    entity: Entity,
    told: Told | None,
    tag_set: TagSet,
    width: int,
    facts: Sequence[str] = (),
    *,
    being_read: bool = False,
) -> LongRows:
    """The chosen entity: its names and offices, then who says what, each sentence with the tags it has.

    `told` is `None` while that is being looked for; `facts` are lines on what is known of it beside the
    text; `being_read`: the model has not read all of the report.
    """
    rows = LongRows()
    rows.add(_heading(entity.name, entity.type, width))
    rows.add(_names(entity, told.roles if told is not None else (), width))
    for line, words in enumerate(facts):
        rows.add(text_rows(words, width, indent=_BEHIND_LABEL if line else 1))
    rows.add([PaneRow()])
    if told is None:
        rows.add([rule("IN SENTENCES …", "", width)])
    else:
        if entity.type not in _SAY_NOTHING:
            _add_says(rows, reading, told, tag_set, width, being_read=being_read)
        _add_about(rows, reading, told, tag_set, width)
        _add_otherwise(rows, reading, told, tag_set, width)
    rows.add(_keys("next, previous mention", "lets the entity go", width, _CORRECTING))
    return rows


def source_card(
    reading: Reading,
    source: UnnamedSource,
    told: Told | None,
    tag_set: TagSet,
    width: int,
    *,
    being_read: bool = False,
) -> LongRows:
    """The chosen source that has no name: what it says, and what is said of that."""
    rows = LongRows()
    rows.add(text_rows(f"{source.name} · no name", width, "heading"))
    rows.add([*text_rows(f"from  machine · {_count(len(source.starts), 'mention')}", width), PaneRow()])
    if told is None:
        rows.add([rule("SAYS …", "", width)])
    else:
        _add_says(rows, reading, told, tag_set, width, being_read=being_read)
        _add_about(rows, reading, told, tag_set, width)
    rows.add(_keys("next, previous mention", "lets the source go", width))
    return rows


def _heading(name: str, kind: str, width: int) -> list[PaneRow]:
    words = Piece(f" {shortened(name, width - 4 - len(kind))}", "heading")
    return [PaneRow((words, Piece(f" · {kind}", "dim")))]


def _names(entity: Entity, roles: tuple[str, ...], width: int) -> list[PaneRow]:
    rows: list[PaneRow] = []
    if entity.aliases:
        more = len(entity.aliases) - _ALIASES_LISTED
        also = [*alias_words(entity, _ALIASES_LISTED), *([f"{more} more"] if more > 0 else [])]
        rows.extend(text_rows(f"also  {', '.join(also)}", width))
    for words in role_words(entity.roles, roles):
        rows.extend(text_rows(f"role  {words}", width))
    rows.extend(
        text_rows(f"from  {_ORIGINS[entity.origin]} · {_count(len(entity.mentions), 'mention')}", width)
    )
    return rows


def _add_says(
    rows: LongRows, reading: Reading, told: Told, tag_set: TagSet, width: int, *, being_read: bool
) -> None:
    if told.says_in:
        rows.add([rule(f"SAYS {len(told.says_in)}", "by sentence", width)])
        add_says(rows, reading, told, tag_set, width)
    else:
        rows.add([rule("SAYS", "", width), *text_rows(_why_nothing(told, being_read=being_read), width)])
    rows.add([PaneRow()])


def _why_nothing(told: Told, *, being_read: bool) -> str:
    if being_read:
        return "who says what is still being read"
    if told.claims is None:
        return "who says what was not read"
    return "says nothing in this report" if told.claims else "no sentence says who says it"


def _add_about(rows: LongRows, reading: Reading, told: Told, tag_set: TagSet, width: int) -> None:
    if told.about_in:
        rows.add([rule(f"ABOUT, BY OTHERS {len(told.about_in)}", "", width)])
        add_about(rows, reading, told, tag_set, width)
        rows.add([PaneRow()])


def _add_otherwise(rows: LongRows, reading: Reading, told: Told, tag_set: TagSet, width: int) -> None:
    numbers = told.otherwise_in
    if numbers:
        also = "ALSO IN" if told.says_in or told.about_in else "IN"
        rows.add([rule(f"{also} {_count(len(numbers), 'sentence').upper()}", "", width)])
        add_sentences(rows, reading, numbers, tag_set, width)
        rows.add([PaneRow()])


def _keys(walk: str, leave: str, width: int, others: Sequence[str] = ()) -> list[PaneRow]:
    return [
        rule("KEYS ON AN ENTITY", "", width),
        *text_rows(f"n N  {walk}", width),
        *(row for keys in others for row in text_rows(keys, width)),
        *text_rows(f"esc  {leave}", width),
    ]


def _count(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"
