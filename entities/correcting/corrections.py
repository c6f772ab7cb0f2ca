"""What the analyst says of the entities of a report, in words and places of the text.

Ids are the machine's and change with the model; words stay. So what she said holds for whatever is found
later, and `entities.correcting.applying` applies it.
"""

from __future__ import annotations

import msgspec

from entities.records import EntityType, Findings
from reports.blocks import Span

LONGEST_NAME = 200
"""Code points of words that can be taken for a name."""


class Named(msgspec.Struct, frozen=True):
    """An entity by what it is called: the one whose name is the first of `names`, else one of the others."""

    names: tuple[str, ...]
    """Its name, then its other names, as they were when this was said."""
    type: EntityType | None = None
    """Given where something of another type has one of these names; else it may have any."""

    @property
    def name(self) -> str:
        """What it was called; empty for nothing at all."""
        return self.names[0] if self.names else ""


class Rename(msgspec.Struct, frozen=True, tag_field="kind", tag="rename"):
    """It is called `to`. What has that name and type already is the same."""

    entity: Named
    to: str


class Retype(msgspec.Struct, frozen=True, tag_field="kind", tag="retype"):
    """It is of another type, and so are those of its mentions that had its type."""

    entity: Named
    to: EntityType


class Merge(msgspec.Struct, frozen=True, tag_field="kind", tag="merge"):
    """It is the same as another entity; where that is not found it has its name and type at least."""

    entity: Named
    into: Named


class Split(msgspec.Struct, frozen=True, tag_field="kind", tag="split"):
    """One of its names, or with `at` one mention, is of another entity, called `to`."""

    entity: Named
    words: str
    to: str
    at: Span | None = None


class Remove(msgspec.Struct, frozen=True, tag_field="kind", tag="remove"):
    """These words name nothing here; with `at` only those that stand there."""

    entity: Named
    at: Span | None = None


class Add(msgspec.Struct, frozen=True, tag_field="kind", tag="add"):
    """These words, and wherever else they stand as whole words, name the entity of that name and type.

    If there is none it is made. At `at` whatever was found gives way; elsewhere a longer name stays.
    """

    words: str
    type: EntityType
    to: str
    at: Span | None = None


class Confirm(msgspec.Struct, frozen=True, tag_field="kind", tag="confirm"):
    """Names that only a rule gave it are its own, and so are roles."""

    entity: Named
    aliases: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()


Correction = Rename | Retype | Merge | Split | Remove | Add | Confirm


def named(findings: Findings, number: int) -> Named:
    """An entity as corrections speak of it: with its type if that is needed to tell which is meant."""
    entities = findings.entities
    entity = entities[number]
    names = (entity.name, *entity.aliases)
    types = {entities.types[other] for other in entities.sharing(names)}
    return Named(names, entity.type if len(types) > 1 else None)


def placeless(correction: Correction) -> Correction | None:
    """The correction for any report: without a place of this one; `None` if it is about a place only."""
    if isinstance(correction, Add):
        return msgspec.structs.replace(correction, at=None)
    if isinstance(correction, Split | Remove) and correction.at is not None:
        return None
    return correction


def in_words(correction: Correction) -> str:
    """What was done, for the target line and the history: `renamed Zelensky → Zelenskyy`."""
    match correction:
        case Rename(entity, to):
            return f"renamed {entity.name} → {to}"
        case Retype(entity, to):
            return f"{entity.name}: {to}"
        case Merge(entity, into):
            return f"{entity.name} is the same as {into.name}"
        case Split(entity, words, to, at):
            what = f"one “{words}”" if at is not None else words
            return f"split {what} off {entity.name}" + (f", as {to}" if to != words else "")
        case Remove(entity, at):
            return f"not {entity.name}: one mention" if at is not None else f"not an entity: {entity.name}"
        case Add(words, kind, to):
            return f"new {kind} {to}" if words == to else f"{words} names {to}"
        case Confirm(entity, aliases, roles):
            return f"confirmed: {entity.name}, {', '.join((*aliases, *roles))}"
