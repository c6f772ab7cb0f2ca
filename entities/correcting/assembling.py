"""From drafts back to findings: in columns again, in the order in which findings are."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Final, NamedTuple

from entities.aliases import entity_id
from entities.correcting.drafts import NOBODY, Draft, Drafts
from entities.gathering import arranged
from entities.records import ENTITY_TYPES, NUMBER_OF_TYPE, ORIGINS, Entity, Findings, Mentions, folded_name

_AT_ONCE: Final = 400
"""Entities that are read from their columns before a key may have its turn: some two milliseconds."""


class _Place(NamedTuple):
    """What the entities of findings are sorted by: the type, then the most frequent, then the first."""

    type: int
    less: int
    first: int
    number: int


def assembled(drafts: Drafts, pause: Callable[[], object]) -> Findings:
    """The findings that came of it; `pause` is called now and then."""
    there = drafts.found
    order = sorted(_places(drafts))
    pause()
    entities = _entities(drafts, [place.number for place in order], pause)
    numbers = array("I", bytes(4 * drafts.count))
    for now, place in enumerate(order):
        numbers[place.number] = now
    owned = (mention for mention, owner in enumerate(drafts.owners) if owner != NOBODY)
    kept = sorted(owned, key=drafts.starts.__getitem__)
    pause()
    mentions = Mentions(
        there.mentions.text,
        array("I", map(drafts.starts.__getitem__, kept)),
        array("I", map(drafts.ends.__getitem__, kept)),
        bytes(map(drafts.types.__getitem__, kept)),
    )
    owners = array("I", [numbers[drafts.owners[mention]] for mention in kept])
    pause()
    made = arranged(mentions, owners, entities, there.done, there.total)
    pause()
    columns = replace(
        made.entities,
        origins=bytes(ORIGINS.index(entity.origin) for entity in entities),
        roles={number: entity.roles for number, entity in enumerate(entities) if entity.roles},
    )
    return replace(made, entities=columns)


def _places(drafts: Drafts) -> Iterator[_Place]:
    found = drafts.found.entities
    for number in range(len(found)):
        if number not in drafts.drafts:
            yield _Place(found.types[number], -found.count(number), found.first(number), number)
    for number, draft in drafts.drafts.items():
        starts = [drafts.starts[mention] for mention in draft.mentions()]
        if starts:
            yield _Place(NUMBER_OF_TYPE[draft.type], -len(starts), min(starts), number)


def _entities(drafts: Drafts, order: list[int], pause: Callable[[], object]) -> list[Entity]:
    """The entities in this order; their mentions are left out."""
    entities: list[Entity] = []
    for at, number in enumerate(order):
        draft = drafts.drafts.get(number)
        entities.append(drafts.found.entities[number] if draft is None else _made(draft, drafts))
        if at % _AT_ONCE == 0:
            pause()
    # An id follows from type and name: whoever reads several exports knows an entity by it.
    taken = {entity.id: 1 for entity in entities if entity.id}
    return [
        entity if entity.id else replace(entity, id=entity_id(entity.type, entity.name, taken))
        for entity in entities
    ]


def _made(draft: Draft, drafts: Drafts) -> Entity:
    """The entity of a draft, without an id if it is not called as it was found."""
    uses = draft.by_count(drafts.starts)
    others = [use for use in uses if folded_name(use.name) != folded_name(draft.name)]
    found = draft.found
    return Entity(
        found.id if found is not None and (found.type, found.name) == (draft.type, draft.name) else "",
        draft.type,
        draft.name,
        tuple(use.name for use in others),
        tuple(use.name for use in others if draft.type == "place" and _are_people(use.mentions, drafts)),
        tuple(use.name for use in others if folded_name(use.name) in draft.inferred),
        Mentions(),
        draft.origin,
        tuple(draft.roles),
    )


def _are_people(mentions: list[int], drafts: Drafts) -> bool:
    return any(ENTITY_TYPES[drafts.types[mention]] == "group" for mention in mentions)
