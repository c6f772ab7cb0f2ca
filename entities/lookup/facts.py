"""What is known of an entity beside the text: where a place lies, what a date or a quantity is worth."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from entities.lookup.gazetteer import Gazetteer, GazetteerUnavailable
from entities.lookup.locating import Location, locate
from entities.lookup.values import Value, value_of_entity
from entities.records import Entity, Findings


class Fact(NamedTuple):
    """What is known of one entity; all empty where nothing is sure."""

    location: Location | None = None
    country: str = ""
    """The name of the country of the location."""
    value: Value | None = None
    problem: str = ""
    """One sentence: why nothing can be known of any place."""


class Facts:
    """What is known of the entities of a report; its places are located all at once, with the first."""

    def __init__(self) -> None:
        self._one_at_a_time = threading.Lock()
        self._located: tuple[Findings | None, dict[int, Location]] = (None, {})

    def about(
        self,
        findings: Findings,
        entity: Entity,
        published: date | None,
        rest: Callable[[], object] = lambda: None,
        wanted: Callable[[], bool] = lambda: True,
    ) -> Fact | None:
        """What is known of an entity of these findings in a report of this day, for a thread of its own.

        Ten thousand places take a second or two, once for the same findings; `rest` is called meanwhile.
        `None` when it is no longer `wanted` by the time its turn comes.
        """
        with self._one_at_a_time:
            if not wanted():
                return None
            if entity.type != "place":
                return Fact(value=value_of_entity(entity, published))
            try:
                return self._place(findings, entity, rest)
            except GazetteerUnavailable as error:
                return Fact(problem=str(error))

    def _place(self, findings: Findings, entity: Entity, rest: Callable[[], object]) -> Fact:
        with Gazetteer() as gazetteer:
            if self._located[0] is not findings:
                self._located = findings, locate(findings, gazetteer, rest)
            number = findings.entities.find(entity.id)
            location = self._located[1].get(number) if number is not None else None
            return Fact(location, gazetteer.country(location.country) if location is not None else "")
