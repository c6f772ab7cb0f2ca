"""Which entity a recorded source is now.

A source is kept with the id the entity had then. Another model gives others, and so do corrections; the words
stay. So what is linked is found again by where they stand, then by what they call it.
"""

from __future__ import annotations

from functools import cached_property

from annotations.records import Attribution
from annotations.sourcing import entity_at
from entities.records import BETWEEN_NAMES, Findings, folded_name
from reports.document import Span


class EntityLinks:
    """Finds the entities of one report's sources."""

    def __init__(self, findings: Findings) -> None:
        self._findings = findings

    def entity_of(self, source: Attribution) -> str | None:
        """Return the id of the entity a source was linked to; `None` if it has none, or none any more."""
        if source.entity is None:
            return None
        entities = self._findings.entities
        there = entity_at(self._findings, Span(source.span.start, source.span.end)) if source.span else None
        if there is not None:
            return entities.ids[there]
        called = self._by_name.get(folded_name(source.text), ())
        # Of several that are called so it is the one it was, if that is still among them.
        if called and entities.find(source.entity) not in called:
            return entities.ids[called[0]]
        return source.entity if entities.find(source.entity) is not None else None

    @cached_property
    def _by_name(self) -> dict[str, list[int]]:
        named: dict[str, list[int]] = {}
        entities = self._findings.entities
        for number, line in enumerate(entities.folded.split("\n") if entities else ()):
            for name in line.split(BETWEEN_NAMES):
                named.setdefault(name, []).append(number)
        return named
