"""What a mention of a date, a time or a quantity says, for a machine: a suggestion, and only where sure."""

from __future__ import annotations

from datetime import date
from typing import Final, NamedTuple

from entities.lookup.dates import AHEAD_LOOKED_AT, moment_in
from entities.lookup.measures import Measure, measure_in
from entities.records import Entity, EntityType, Mention

WITH_VALUE: Final[frozenset[EntityType]] = frozenset({"date", "time", "quantity", "money", "percent"})
"""Types whose mentions may have a value."""
_MENTIONS_LOOKED_AT: Final = 50
"""Of an entity: two Thursdays of one report are the same day, or the first few tell that they are not."""


class Moment(NamedTuple):
    """A date or a time of day."""

    iso: str
    """ISO 8601, as exact as the words are: `2026-11-19`, `2026-08`, `2014`, `2026-11-20T15:00`, `T15:00`."""


Value = Moment | Measure


def value_of(mention: Mention, text: str, published: date | None) -> Value | None:
    """The value of a mention in this text, in a report of this day; `None` where it is not sure."""
    if mention.type not in WITH_VALUE:
        return None
    if mention.type in {"date", "time"}:
        before = text[max(0, mention.start - AHEAD_LOOKED_AT) : mention.start]
        iso = moment_in(mention.text, published, before)
        if iso is not None:
            return Moment(iso)
    return measure_in(mention.text, mention.type)


def value_of_entity(entity: Entity, published: date | None) -> Value | None:
    """The one value that the first mentions of an entity have; `None` if there is none, or more than one."""
    mentions = entity.mentions[:_MENTIONS_LOOKED_AT]
    values = {value_of(mention, mentions.text, published) for mention in mentions}
    return values.pop() if len(values) == 1 else None
