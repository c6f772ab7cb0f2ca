"""Which of a report's people hold an office: found by who they are, or by what they are called for short."""

from __future__ import annotations

from collections.abc import Mapping

from claims.roles import Held
from entities.records import Findings


class Offices:
    """The offices of a report's entities, wherever in it they are told."""

    def __init__(self, text: str, findings: Findings, held: Mapping[int, Held]) -> None:
        """`held` has the office that stands at a mention, by where the mention starts."""
        self._mentions = findings.mentions
        self._held = held
        self._of_entity: dict[int, list[Held]] = {}
        self._called: dict[str, int] = {}
        for at in sorted(held):
            for number, entity in findings.entities_in(at, at + 1):
                self._of_entity.setdefault(entity, []).append(held[at])
                *given, surname = text[at : self._mentions.ends[number]].split()
                self._called[surname] = entity
                for first in given[:1]:
                    self._called.setdefault(first, entity)

    def __contains__(self, entity: int) -> bool:
        return entity in self._of_entity

    def all_of(self, entity: int) -> list[Held]:
        """Every office that is told of an entity, in the order of the text."""
        return self._of_entity.get(entity, [])

    def known_at(self, entity: int, until: int) -> Held | None:
        """The last office that the report gave the entity before `until`, else the first after it."""
        offices = self.all_of(entity)
        return next(
            (held for held in reversed(offices) if held.role.start < until), next(iter(offices), None)
        )

    def who_is(self, name: str) -> int | None:
        """The entity in office that is called by this last or first name."""
        return self._called.get(name)

    def last_called(self, noun: str, start: int, end: int) -> int | None:
        """The number of the last mention in `[start, end)` at which an office with that noun stands."""
        for number in reversed(self._mentions.within(start, end)):
            held = self._held.get(self._mentions.starts[number])
            if held is not None and noun in held.words:
                return number
        return None
