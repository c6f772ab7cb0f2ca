"""Whether findings that were kept hold together: no column leads out of the text, or out of another one."""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence

from entities.records import ENTITY_TYPES, ORIGINS, Entities, Findings, Mentions
from entities.words import Words

_AT_ONCE = 1 << 13
"""Items that are compared with the interpreter lock held: a tenth of a millisecond."""


def is_sound(findings: Findings) -> bool:
    """Whether every number of every column is one of the text, of an entity, of a name, of a type."""
    entities, mentions = findings.entities, findings.mentions
    return (
        _are_places(mentions)
        and _all(operator.le, mentions.ends, mentions.starts, behind=1)
        and _below(findings.owners, len(entities))
        and len(entities.mentions) == len(mentions)
        and _are_entities(entities)
    )


def _are_entities(entities: Entities) -> bool:
    return (
        _are_places(entities.mentions)
        and _below(entities.types, len(ENTITY_TYPES))
        and _all(operator.le, entities.types, entities.types, behind=1)
        and _below(entities.by_id, len(entities))
        and _are_ends(entities.name_ends, len(entities.names))
        and _are_ends(entities.mention_ends, len(entities.mentions))
        and _are_words(entities.ids)
        and _are_words(entities.names)
        and len(entities.origins) in (0, len(entities))
        and _below(entities.origins, len(ORIGINS))
        and _below(list(entities.roles), len(entities))
        and entities.folded.count("\n") == max(0, len(entities) - 1)
    )


def _are_places(mentions: Mentions) -> bool:
    return (
        _all(operator.lt, mentions.starts, mentions.ends)
        and _below(mentions.ends, len(mentions.text) + 1)
        and _below(mentions.types, len(ENTITY_TYPES))
    )


def _are_ends(ends: Sequence[int], total: int) -> bool:
    """Whether the ends of groups that all have a member cut up so many."""
    return _all(operator.lt, ends, ends, behind=1) and (
        ends[0] > 0 and ends[-1] == total if ends else not total
    )


def _are_words(words: Words) -> bool:
    return _all(operator.le, words.ends, words.ends, behind=1) and (
        words.ends[-1] == len(words.text) if words.ends else not words.text
    )


def _below(column: Sequence[int], limit: int) -> bool:
    return all(max(column[at : at + _AT_ONCE]) < limit for at in range(0, len(column), _AT_ONCE))


def _all(
    holds: Callable[[int, int], bool], one: Sequence[int], other: Sequence[int], *, behind: int = 0
) -> bool:
    """Whether it holds for every item of `one` and that of `other` so many further on."""
    return all(
        all(map(holds, one[at : at + _AT_ONCE], other[at + behind : at + behind + _AT_ONCE]))
        for at in range(0, len(one), _AT_ONCE)
    )
