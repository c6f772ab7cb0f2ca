"""Mentions without their text, while rules still argue about their borders and types."""

from __future__ import annotations

from typing import Final, NamedTuple

from entities.records import EntityType

NUMERIC: Final = frozenset({"date", "time", "quantity", "money", "percent"})
"""Types that are no names."""


class Place(NamedTuple):
    """A mention without its text: half-open, in code points of the piece that the rules look at."""

    start: int
    end: int
    type: EntityType


def overlapping(places: list[Place], start: int, end: int) -> list[Place]:
    """Those that share a code point with `[start, end)`."""
    return [place for place in places if place.start < end and start < place.end]


def put(places: list[Place], new: Place) -> list[Place]:
    """The places with `new` instead of everything it overlaps."""
    return [place for place in places if place.end <= new.start or new.end <= place.start] + [new]


def without_overlap(places: list[Place]) -> list[Place]:
    """Sorted; of two that overlap the longer one stays."""
    kept: list[Place] = []
    for place in sorted(places, key=lambda one: (one.start - one.end, one.start)):
        if place.start < place.end and not overlapping(kept, place.start, place.end):
            kept.append(place)
    return sorted(kept)
