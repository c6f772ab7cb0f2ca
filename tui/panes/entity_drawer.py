"""The entities in a drawer: one a row, as wide as the window."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from tui.panes.entities import ALIASES_LOOKED_AT, GROUPS, add_entities, entity_rows, roles_told
from tui.panes.long_rows import LongRows
from tui.panes.rows import PaneRow, Piece, fitted, shortened, text_rows
from tui.panes.unnamed import add_unnamed_to_drawer
from tui.panes.voice_rows import fitting_role
from tui.reading.told import role_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from entities.records import Entities
    from tui.panes.entities import EntityList

_WITH_TYPE = 44
"""Columns from which there is room for the type of an entity beside its count."""
_BEFORE_NAMES = 43
"""Cells before its other names, and behind them."""
_SHORTEST_ROLE = 8
_BESIDE = _BEFORE_NAMES + len("    · role ")


def drawer_rows(state: EntityList, width: int, summary: Sequence[PaneRow] = ()) -> LongRows:
    """The drawer: an entity a row, with its type, count and other names; `summary` below the chosen one."""
    matching, listing = state.matching(), state.listing
    unnamed = state.matching_unnamed()
    if state.problem or listing is None or not (any(matching) or unnamed):
        return entity_rows(state, width)
    rows = LongRows()
    for notice in state.notices:
        rows.add(text_rows(notice, width))
    make = partial(_drawer_row, listing.findings.entities, state, width)
    for group, members in zip(GROUPS, matching, strict=True):
        if state.filter or not group.folded:
            chosen = listing.place_in(members, state.chosen)
            beyond = 0 if chosen is None else chosen + 1
            add_entities(rows, listing, members[:beyond], make)
            rows.add(summary if beyond else ())
            add_entities(rows, listing, members[beyond:], make)
    chosen = listing.unnamed.place_in(unnamed, state.chosen)
    beyond = 0 if chosen is None else chosen + 1
    add_unnamed_to_drawer(rows, listing.unnamed, unnamed[:beyond], state.chosen, width)
    rows.add(summary if beyond else ())
    add_unnamed_to_drawer(rows, listing.unnamed, unnamed[beyond:], state.chosen, width)
    return rows


def _drawer_row(entities: Entities, state: EntityList, width: int, number: int) -> PaneRow:
    entity = entities[number]
    chosen = state.chosen
    told = roles_told(state.told_of_chosen) if entity.id == chosen else ()
    parts = [f"also {', '.join(entity.aliases[:ALIASES_LOOKED_AT])}"] if entity.aliases else []
    parts += _role(role_words(entity.roles, told), width - _BESIDE - len("".join(parts)))
    also = f"   {' · '.join(parts)}"
    count = f"{len(entity.mentions):>3}"
    if width < _WITH_TYPE:
        text = f"{fitted(entity.name, width - 3 - len(count))} {count}"
        return PaneRow(
            (Piece(" "), Piece(text, f"entity-{entity.type}")),
            key=f"entity:{entity.id}",
            bar=entity.id == chosen,
        )
    text = f"{fitted(entity.name, 24)} {fitted(entity.type, 12)} {count}"
    return PaneRow(
        (
            Piece(" "),
            Piece(text, f"entity-{entity.type}"),
            Piece(shortened(also, width - _BEFORE_NAMES), "dim"),
        ),
        key=f"entity:{entity.id}",
        bar=entity.id == chosen,
    )


def _role(roles: list[str], width: int) -> list[str]:
    """Its first office, if that can be told in so many cells."""
    return [f"role {fitting_role(roles[0], width)}"] if roles and width >= _SHORTEST_ROLE else []
