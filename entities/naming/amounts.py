"""Numbers with their unit, and with what says how exact they are: quantities, dates and times."""

from __future__ import annotations

import re
from typing import Final

from entities.naming.patterns import (
    ABOUT_BEFORE,
    DAYS,
    HOURS,
    MEASURE,
    RANGE_AFTER,
    SAYS_HOW_MANY,
    TIME_OF_DAY,
)
from entities.naming.spans import Place, overlapping, put
from entities.records import EntityType

_AMOUNTS: Final = frozenset({"quantity", "money", "percent"})
_RULES: Final[tuple[tuple[re.Pattern[str], EntityType], ...]] = (
    (MEASURE, "quantity"), (DAYS, "date"), (HOURS, "time"),
)  # fmt: skip
_FARTHEST_ABOUT: Final = 24
"""Code points before a number in which `approximately` and the like are looked for."""


def amounts(text: str, places: list[Place]) -> list[Place]:
    """`about 160 square kilometres`, `more than three and a half years`, `at least 12`, `10-15`."""
    for pattern, kind in _RULES:
        for match in pattern.finditer(text):
            there = overlapping(places, *match.span())
            if all(_gives_way(place, match.span()) for place in there):
                start = min([match.start(), *(place.start for place in there)])
                end = max([match.end(), *(place.end for place in there)])
                places = put(places, Place(start, end, kind))
    whole = [_whole(text, place) if place.type in _AMOUNTS else place for place in places]
    return [place for place in whole if place.type != "quantity" or _says_how_many(text, place)]


def times_of_day(text: str, places: list[Place]) -> list[Place]:
    """The `morning` of `in the morning`."""
    for match in TIME_OF_DAY.finditer(text):
        if not overlapping(places, *match.span(1)):
            places = put(places, Place(*match.span(1), "time"))
    return places


def _gives_way(place: Place, span: tuple[int, int]) -> bool:
    """Whether an amount takes over a mention: a number, a date that goes on beyond it, a part of it."""
    if place.type in {"money", "percent"}:
        return False
    around = place.start <= span[0] and span[1] <= place.end
    inside = span[0] <= place.start and place.end <= span[1]
    return place.type == "quantity" or inside or (place.type in {"date", "time"} and not around)


def _whole(text: str, place: Place) -> Place:
    about = ABOUT_BEFORE.search(text[max(0, place.start - _FARTHEST_ABOUT) : place.start])
    start = place.start - len(about.group()) if about else place.start
    upper = RANGE_AFTER.match(text, place.end) if text[place.end - 1].isdigit() else None
    return place._replace(start=start, end=upper.end() if upper else place.end)


def _says_how_many(text: str, place: Place) -> bool:
    footnote = text[place.start - 1 : place.start] == "[" and text[place.end : place.end + 1] == "]"
    return not footnote and SAYS_HOW_MANY.search(text, place.start, place.end) is not None
