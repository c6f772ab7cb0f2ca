"""Findings while they are being corrected: what is touched is loaded, all else stays in its columns."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right, insort
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final

from entities.aliases import plain_name
from entities.correcting.corrections import Named
from entities.records import (
    BETWEEN_NAMES,
    ENTITY_TYPES,
    MOST_MENTIONS,
    NUMBER_OF_TYPE,
    Entity,
    EntityType,
    Findings,
    Origin,
    folded_name,
)
from reports.blocks import Span

NOBODY: Final = 0xFFFFFFFF
"""The owner of a mention that is none, or none any more."""


@dataclass(slots=True)
class Use:
    """One name of a draft, and the numbers of the mentions that call it so."""

    name: str
    mentions: list[int] = field(default_factory=list)


@dataclass(slots=True)
class Draft:
    """An entity that is being corrected. Names are told apart without case."""

    type: EntityType
    name: str
    origin: Origin = "analyst"
    uses: dict[str, Use] = field(default_factory=dict)
    inferred: set[str] = field(default_factory=set)
    """Names, without case, that are its own only by a rule."""
    roles: list[str] = field(default_factory=list)
    found: Entity | None = None
    """As the machine found it."""

    @property
    def names(self) -> set[str]:
        """All its names, without case."""
        return {folded_name(self.name), *self.uses}

    def mentions(self) -> Iterator[int]:
        """The numbers of all its mentions."""
        return (mention for use in self.uses.values() for mention in use.mentions)

    def by_count(self, starts: Sequence[int]) -> list[Use]:
        """Its names, most frequent first, then the first in the text."""
        return sorted(
            self.uses.values(),
            key=lambda use: (-len(use.mentions), min(map(starts.__getitem__, use.mentions))),
        )


class Drafts:
    """The entities of findings by their number, and the mentions by theirs; what is new comes behind.

    A mention without an owner is none. Making this takes 30 ms for 20 000 entities, whatever is changed
    after it as long as what it changes.
    """

    def __init__(self, findings: Findings) -> None:
        self.found = findings
        self.drafts: dict[int, Draft] = {}
        """The entities that were touched; one without uses is none any more."""
        self.starts = array("I", findings.mentions.starts)
        self.ends = array("I", findings.mentions.ends)
        self.types = bytearray(findings.mentions.types)
        self.owners = array("I", findings.owners)
        self.count = len(findings.entities)
        """Entities there ever were."""
        self._added: list[tuple[int, int]] = []
        """Where the added mentions start, sorted, and their numbers."""
        self._room = MOST_MENTIONS - len(self.starts)
        self._called: defaultdict[str, set[int]] = defaultdict(set)
        """By name, without case, the entities of which it is the first name."""
        self._known: defaultdict[str, set[int]] = defaultdict(set)
        """By name, without case, the entities of which it is any name."""
        for number, line in enumerate(findings.entities.folded.split("\n") if self.count else ()):
            names = line.split(BETWEEN_NAMES)
            self._called[names[0]].add(number)
            for name in names:
                self._known[name].add(number)

    # ------------------------------------------------------------------ looking up

    def meant(self, entity: Named) -> list[int]:
        """The numbers of the entities that are meant: where several types are called so, all of them."""
        names = list(map(folded_name, entity.names))
        if not names:
            return []
        by_others = {number for name in names[1:] for number in self._called.get(name, ())}
        for found in (self._called.get(names[0], ()), by_others, self._known.get(names[0], ())):
            wanted = [number for number in sorted(found) if entity.type in (None, self.type_of(number))]
            if wanted:
                return wanted
        return []

    def called(self, name: str, kind: EntityType) -> list[int]:
        """The entities of a type of which this is the first name."""
        there = sorted(self._called.get(folded_name(name), ()))
        return [number for number in there if self.type_of(number) == kind]

    def known(self, name: str, kind: EntityType) -> list[int]:
        """The entities of a type of which this is any name."""
        there = sorted(self._known.get(folded_name(name), ()))
        return [number for number in there if self.type_of(number) == kind]

    def type_of(self, number: int) -> EntityType:
        """The type of an entity."""
        draft = self.drafts.get(number)
        return draft.type if draft is not None else ENTITY_TYPES[self.found.entities.types[number]]

    def words(self, mention: int) -> str:
        """The words of a mention."""
        return self.found.mentions.text[self.starts[mention] : self.ends[mention]]

    def touching(self, span: Span) -> list[int]:
        """The numbers of the mentions that share a code point with a span; O(log mentions)."""
        mentions = self.found.mentions
        first = bisect_right(mentions.ends, span.start)
        here = list(range(first, max(first, bisect_left(mentions.starts, span.end))))
        first, last = (bisect_left(self._added, (offset, 0)) for offset in span)
        here += [
            number for _, number in self._added[max(0, first - 1) : last] if self.ends[number] > span.start
        ]
        return [number for number in here if self.owners[number] != NOBODY]

    # ------------------------------------------------------------------ changing

    def draft(self, number: int) -> Draft:
        """The entity with this number, to be changed; its names and uses by the methods here only."""
        draft = self.drafts.get(number)
        if draft is None:
            draft = self.drafts[number] = self._loaded(self.found.entities[number])
        return draft

    def new(self, kind: EntityType, name: str, origin: Origin) -> int:
        """Make an entity, and return its number; it is one as soon as it has a mention."""
        number, self.count = self.count, self.count + 1
        self.drafts[number] = Draft(kind, name, origin)
        return number

    def rename(self, number: int, name: str) -> None:
        """Call an entity otherwise; what it was called is still a name of its where the text has it."""
        with self._changing(number) as draft:
            draft.name = name

    def retype(self, mentions: Iterable[int], old: EntityType, new: EntityType) -> None:
        """Give those of the mentions that are of one type another one."""
        for mention in mentions:
            if self.types[mention] == NUMBER_OF_TYPE[old]:
                self.types[mention] = NUMBER_OF_TYPE[new]

    def add(self, span: Span, kind: EntityType) -> int | None:
        """Make a mention without an owner; `None` where a report has as many as are kept."""
        if not self._room:
            return None
        number = len(self.starts)
        self.starts.append(span.start)
        self.ends.append(span.end)
        self.types.append(NUMBER_OF_TYPE[kind])
        self.owners.append(NOBODY)
        insort(self._added, (span.start, number))
        self._room -= 1
        return number

    def give(self, number: int, mentions: Iterable[int]) -> None:
        """Give an entity mentions that have no owner."""
        with self._changing(number) as draft:
            for mention in mentions:
                name = plain_name(self.words(mention))
                draft.uses.setdefault(folded_name(name), Use(name)).mentions.append(mention)
                self.owners[mention] = number

    def release(self, mentions: Iterable[int]) -> None:
        """Take mentions off their entities."""
        by_owner: defaultdict[int, set[int]] = defaultdict(set)
        for mention in mentions:
            by_owner[self.owners[mention]].add(mention)
        for number, gone in by_owner.items():
            self._release(number, gone)

    def absorb(self, number: int, other: int) -> None:
        """Give an entity all that another one has; that is none any more."""
        gone = self.draft(other)
        mentions = list(gone.mentions())
        self._release(other, set(mentions))
        self.give(number, mentions)
        draft = self.draft(number)
        draft.inferred |= gone.inferred
        draft.roles += [role for role in gone.roles if role not in draft.roles]
        if not draft.origin == gone.origin == "analyst":
            draft.origin = "corrected"

    def _release(self, number: int, gone: set[int]) -> None:
        with self._changing(number) as draft:
            of_the_text = folded_name(draft.name) in draft.uses
            for key, use in list(draft.uses.items()):
                use.mentions = [mention for mention in use.mentions if mention not in gone]
                if not use.mentions:
                    del draft.uses[key]
            if of_the_text and draft.uses and folded_name(draft.name) not in draft.uses:
                # It was called so only because the text does.
                draft.name = draft.by_count(self.starts)[0].name
        for mention in gone:
            self.owners[mention] = NOBODY
            if mention >= len(self.found.mentions):
                del self._added[bisect_left(self._added, (self.starts[mention], mention))]

    @contextmanager
    def _changing(self, number: int) -> Iterator[Draft]:
        draft = self.draft(number)
        self._called[folded_name(draft.name)].discard(number)
        for name in draft.names:
            self._known[name].discard(number)
        yield draft
        if draft.uses:
            self._called[folded_name(draft.name)].add(number)
            for name in draft.names:
                self._known[name].add(number)

    def _loaded(self, entity: Entity) -> Draft:
        draft = Draft(entity.type, entity.name, entity.origin, roles=list(entity.roles), found=entity)
        draft.inferred.update(map(folded_name, entity.inferred))
        forms = {folded_name(name): name for name in (*entity.aliases, entity.name)}
        starts = self.found.mentions.starts
        for mention in entity.mentions:
            name = plain_name(mention.text)
            use = draft.uses.setdefault(folded_name(name), Use(forms.get(folded_name(name), name)))
            use.mentions.append(bisect_left(starts, mention.start))
        return draft
