"""What the machine found in a report: mentions, and the entities they refer to."""

from __future__ import annotations

from typing import Literal, get_args

import msgspec

EntityType = Literal[
    "person", "organisation", "place", "group", "facility", "event", "product",
    "date", "time", "quantity", "money", "percent", "other",
]  # fmt: skip
ENTITY_TYPES: tuple[EntityType, ...] = get_args(EntityType)


class Mention(msgspec.Struct, frozen=True):
    """One place in the canonical text; `type` is that of the words there, offsets are code points."""

    start: int
    end: int
    text: str
    type: EntityType


class Entity(msgspec.Struct, frozen=True):
    """What the mentions refer to; `aliases` are its other names, most frequent first, without `name`."""

    id: str
    """The same for the same text and rules: `person:volodymyr-zelensky`."""
    type: EntityType
    name: str
    aliases: tuple[str, ...]
    origin: Literal["machine"]
    mentions: tuple[Mention, ...]
    """In the order of the text; never empty."""


class Findings(msgspec.Struct, frozen=True):
    """All entities of one report, or of the part of it that has been read so far."""

    entities: tuple[Entity, ...]
    done: int
    """Blocks read."""
    total: int
    """Blocks of the report."""

    @property
    def complete(self) -> bool:
        """Whether every block has been read."""
        return self.done >= self.total
