"""What the machine found in a report: mentions, and the entities they refer to; kept in columns.

A report of 10 MB has fifty thousand mentions and ten thousand names. As objects they would take 200 bytes
each, and be decoded with the interpreter lock held, while a key waits. So they are columns of integers
over the report's own text, 22 bytes a mention, and a `Mention` or an `Entity` is made when it is asked for.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import compress
from typing import Final, Literal, NamedTuple, get_args, overload

from entities.words import Words

EntityType = Literal[
    "person", "organisation", "place", "group", "facility", "event", "product",
    "date", "time", "quantity", "money", "percent", "other",
]  # fmt: skip
ENTITY_TYPES: tuple[EntityType, ...] = get_args(EntityType)
NUMBER_OF_TYPE: Final[dict[EntityType, int]] = {kind: at for at, kind in enumerate(ENTITY_TYPES)}
"""What stands for a type in a column."""

Origin = Literal["machine", "analyst", "corrected"]
"""Who said that there is such an entity: the machine, the analyst, or the machine and then the analyst."""
ORIGINS: tuple[Origin, ...] = get_args(Origin)

MOST_MENTIONS: Final = 250_000
"""Of one report; what is found after them is left out. 10 MB of wires have some 50 000. So the reader holds
25 MB of findings at most, each mention another name, and the worker takes 300 MB for a moment."""
BETWEEN_NAMES: Final = "\t"
"""What separates the names of one entity in `Entities.folded`, where each entity is a line."""


def folded_name(name: str) -> str:
    """A name without case and with single blanks: two that are alike so are the same name."""
    return " ".join(name.split()).casefold()


class Mention(NamedTuple):
    """One place in the canonical text; `type` is that of the words there, offsets are code points."""

    start: int
    end: int
    text: str
    type: EntityType


@dataclass(frozen=True, slots=True)
class Mentions(Sequence[Mention]):
    """Mentions in the order of the text: columns of starts, ends, and numbers of types. A slice is a view."""

    text: str = field(default="", repr=False)
    """The canonical text, whole."""
    starts: Sequence[int] = ()
    ends: Sequence[int] = ()
    types: Sequence[int] = b""

    def __len__(self) -> int:
        return len(self.starts)

    @overload
    def __getitem__(self, at: int) -> Mention: ...
    @overload
    def __getitem__(self, at: slice) -> Mentions: ...
    def __getitem__(self, at: int | slice) -> Mention | Mentions:
        if isinstance(at, slice):
            return Mentions(self.text, self.starts[at], self.ends[at], self.types[at])
        start, end = self.starts[at], self.ends[at]
        return Mention(start, end, self.text[start:end], ENTITY_TYPES[self.types[at]])

    def within(self, start: int, end: int) -> range:
        """The numbers of the mentions that begin in `[start, end)`; O(log mentions)."""
        return range(bisect_left(self.starts, start), bisect_left(self.starts, end))


@dataclass(frozen=True, slots=True)
class Entity:
    """What the mentions refer to; `aliases` are its other names, most frequent first, without `name`."""

    id: str
    """The same for the same text and rules: `person:volodymyr-zelensky`."""
    type: EntityType
    name: str
    aliases: tuple[str, ...]
    demonyms: tuple[str, ...]
    """Of the aliases of a country what its people are called."""
    inferred: tuple[str, ...]
    """Of the aliases those that are its own only by a rule: a surname, an acronym."""
    mentions: Mentions
    """In the order of the text; never empty."""
    origin: Origin = "machine"
    roles: tuple[str, ...] = ()
    """The words of its roles that the analyst confirmed."""


@dataclass(frozen=True, slots=True)
class Entities(Sequence[Entity]):
    """By type in the order of `ENTITY_TYPES`, then the most frequent, then the first in the text."""

    types: Sequence[int] = b""
    ids: Words = field(default_factory=Words)
    by_id: Sequence[int] = ()
    """The numbers of the entities in the order of their ids."""
    names: Words = field(default_factory=Words)
    """The name and the aliases of the first entity, then those of the next."""
    name_ends: Sequence[int] = ()
    """How many names there are up to and with those of each entity."""
    demonyms: Sequence[int] = b""
    """For each of `names` 1 if it is what the people of a country are called, else 0."""
    inferred: Sequence[int] = b""
    """For each of `names` 1 if only a rule says that it is the entity's, else 0."""
    folded: str = ""
    """A line an entity: its names, without case, with `BETWEEN_NAMES` between them."""
    mentions: Mentions = field(default_factory=Mentions)
    """Those of the first entity, then those of the next."""
    mention_ends: Sequence[int] = ()
    """How many mentions there are up to and with those of each entity."""
    origins: Sequence[int] = b""
    """For each entity the number of its origin in `ORIGINS`; empty while all are the machine's."""
    roles: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    """By the number of an entity its confirmed roles; few have any."""

    def __len__(self) -> int:
        return len(self.types)

    @overload
    def __getitem__(self, at: int) -> Entity: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[Entity, ...]: ...
    def __getitem__(self, at: int | slice) -> Entity | tuple[Entity, ...]:
        number = range(len(self))[at]
        if isinstance(number, range):
            return tuple(self[each] for each in number)
        first = self.name_ends[number - 1] if number else 0
        name, *aliases = self.names[first : self.name_ends[number]]
        flags = slice(first + 1, self.name_ends[number])
        return Entity(
            self.ids[number],
            ENTITY_TYPES[self.types[number]],
            name,
            tuple(aliases),
            tuple(compress(aliases, self.demonyms[flags])),
            tuple(compress(aliases, self.inferred[flags])),
            self.mentions[self._first_mention(number) : self.mention_ends[number]],
            ORIGINS[self.origins[number]] if self.origins else "machine",
            self.roles.get(number, ()),
        )

    def find(self, entity_id: str) -> int | None:
        """The number of the entity with this id; O(log entities)."""
        at = bisect_left(self.by_id, entity_id, key=self.ids.__getitem__)
        if at < len(self) and self.ids[self.by_id[at]] == entity_id:
            return self.by_id[at]
        return None

    def of_type(self, kind: EntityType) -> range:
        """The numbers of the entities of a type; O(log entities)."""
        number = NUMBER_OF_TYPE[kind]
        return range(bisect_left(self.types, number), bisect_right(self.types, number))

    def count(self, number: int) -> int:
        """How many mentions an entity has."""
        return self.mention_ends[number] - self._first_mention(number)

    def first(self, number: int) -> int:
        """Where its first mention starts."""
        return self.mentions.starts[self._first_mention(number)]

    def called(self, wanted: str, *, at_the_start: bool = False) -> list[int]:
        """The numbers of those with a name that contains `wanted`, whatever the case.

        With `at_the_start` those whose first name begins with it. 20 000 names are looked through in 2 ms.
        """
        folded, lines = wanted.casefold(), self.folded.split("\n")
        if at_the_start:
            return [number for number, names in enumerate(lines) if names.startswith(folded)]
        return [number for number, names in enumerate(lines) if folded in names]

    def named(self, name: str) -> int | None:
        """The number of the first with exactly this name or alias."""
        folded = name.casefold()
        for number, names in enumerate(self.folded.split("\n")):
            if folded in names and name in self._names(number):
                return number
        return None

    def sharing(self, names: Iterable[str]) -> list[int]:
        """The numbers of those with one of these names, whatever the case; of 20 000 in 10 ms."""
        wanted = set(map(folded_name, names))
        lines = enumerate(self.folded.split("\n") if self.folded else ())
        return [number for number, line in lines if not wanted.isdisjoint(line.split(BETWEEN_NAMES))]

    def _names(self, number: int) -> tuple[str, ...]:
        return self.names[self.name_ends[number - 1] if number else 0 : self.name_ends[number]]

    def _first_mention(self, number: int) -> int:
        return self.mention_ends[number - 1] if number else 0


@dataclass(frozen=True, slots=True)
class Findings:
    """All entities of one report, or of the part of it that has been read so far."""

    entities: Entities = field(default_factory=Entities)
    mentions: Mentions = field(default_factory=Mentions)
    """All of them in the order of the text; they do not overlap."""
    owners: Sequence[int] = ()
    """For each of `mentions` the number of its entity."""
    done: int = 0
    """Blocks read."""
    total: int = 0
    """Blocks of the report."""

    @property
    def complete(self) -> bool:
        """Whether every block has been read."""
        return self.done >= self.total

    @property
    def cut_short(self) -> bool:
        """Whether there may be more mentions than are kept."""
        return len(self.mentions) >= MOST_MENTIONS

    def entities_in(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """The number of a mention that begins in `[start, end)`, and that of its entity, in text order."""
        return ((number, self.owners[number]) for number in self.mentions.within(start, end))


class Found(NamedTuple):
    """What has been found so far; all of it when `findings.complete`."""

    findings: Findings
    beside: bytes | memoryview = b""
    """What the job found beside the names, in bytes that only the job knows."""
    notices: tuple[str, ...] = ()
    """A sentence for each thing that was left out."""
