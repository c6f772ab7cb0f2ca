"""Findings without a model: made by hand for a few words, or as many as a report of 10 MB has."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from entities.aliases import Referent
from entities.gathering import Gathering, arranged
from entities.records import NUMBER_OF_TYPE, EntityType, Findings, Mentions

KINDS: tuple[EntityType, ...] = ("person", "organisation", "place", "quantity", "date")


class Made(NamedTuple):
    """An entity by hand; its mentions are start, end and type."""

    id: str
    type: EntityType
    name: str
    aliases: tuple[str, ...] = ()
    mentions: Sequence[tuple[int, int, EntityType]] = ()


def findings_of(text: str, made: Iterable[Made], done: int = 1, total: int = 1) -> Findings:
    """Findings with these entities, sorted as findings are."""
    entities = sorted(
        made, key=lambda each: (NUMBER_OF_TYPE[each.type], -len(each.mentions), min(each.mentions))
    )
    placed = sorted(
        (start, end, kind, owner)
        for owner, entity in enumerate(entities)
        for start, end, kind in entity.mentions
    )
    mentions = Mentions(
        text,
        array("I", [start for start, _, _, _ in placed]),
        array("I", [end for _, end, _, _ in placed]),
        bytes(NUMBER_OF_TYPE[kind] for _, _, kind, _ in placed),
    )
    referents = [
        Referent(
            each.id,
            each.type,
            each.name,
            each.aliases,
            frozenset(text[start:end] for start, end, kind in each.mentions if kind == "group"),
            frozenset(),
            [],
        )
        for each in entities
    ]
    return arranged(mentions, array("I", [owner for _, _, _, owner in placed]), referents, done, total)


def gathered(*found: tuple[str, EntityType]) -> Gathering:
    """Mentions of these words in this order, in a text that has nothing else."""
    gathering = Gathering(" ".join(words for words, _ in found))
    start = 0
    for words, kind in found:
        gathering.add(start, start + len(words), kind)
        start += len(words) + 1
    return gathering


def text_with(mentions: int, names: int) -> str:
    """A sentence a line with a name in it; all sentences are as long, the names come in turn."""
    return "\n".join(f"Here someone met Anna Name{at % names:06} at noon." for at in range(mentions))


def found_in(text: str, names: int, kinds: Sequence[EntityType] = KINDS) -> Findings:
    """What a model might find in `text_with`: one mention a line; every kind of entity in turn."""
    gathering = Gathering(text)
    lines = text.count("\n") + 1
    length = len(text) // lines + 1
    for at in range(lines):
        start = at * length + len("Here someone met ")
        gathering.add(start, start + len("Anna Name000000"), kinds[at % names % len(kinds)])
    return gathering.findings(lines, lines)
