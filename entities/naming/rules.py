"""From what the model found to mentions: the few rules on top of it.

They work on one piece of text, with offsets in code points of that piece, and know nothing of spaCy. A rule
stays as long as the bare model is no better on text that nobody tuned on: `benchmarks/entity_quality.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, NamedTuple, cast

from entities.naming.amounts import amounts, times_of_day
from entities.naming.borders import named
from entities.naming.code import is_code
from entities.naming.patterns import (
    ABBREVIATION,
    ADDRESS,
    BEFORE_WEAPON,
    DATELINE,
    DEMONYM,
    DESIGNATION,
    FORMATION,
    IN,
    KNOWN_NAMES,
    LATIN_CAPITAL,
    PLACE_OF,
    REGION,
    REGION_AFTER,
    SHIP,
)
from entities.naming.spans import NUMERIC, Place, overlapping, put, without_overlap
from entities.naming.usage import Usage
from entities.records import EntityType
from entities.tables import countries, words

_TYPE_OF_LABEL: Final[dict[str, EntityType]] = {
    "PERSON": "person", "PER": "person", "ORG": "organisation", "GPE": "place", "LOC": "place",
    "NORP": "group", "FAC": "facility", "EVENT": "event", "PRODUCT": "product",
    "DATE": "date", "TIME": "time", "QUANTITY": "quantity",
    "CARDINAL": "quantity", "MONEY": "money", "PERCENT": "percent",
}  # fmt: skip
_DROPPED_LABELS: Final = frozenset({"ORDINAL"})
"""A rank is neither a name nor an amount; the hand-made answers have none."""

_MAY_BE_A_PLACE: Final = frozenset({"place", "person", "organisation", "facility", "other"})

_LONGEST_IN: Final = 8
"""Code points before a name in which `near` is looked for."""
_ABBREVIATED: Final = frozenset({"organisation", "event", "product", "facility"})

_BEFORE_SENTENCE = " \"“”‘'«»([*_—–-"
_LATIN = re.compile("[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")


class Found(NamedTuple):
    """What the model found: start, end, and its own label."""

    start: int
    end: int
    label: str


def mentions_in(text: str, found: Iterable[Found], usage: Usage, english: bool = True) -> list[Place]:
    """The mentions in a piece of text, sorted and without overlap.

    `text` is the piece as the model got it, `found` what the model found in it. With `english` off
    (a model for another language) only types and borders are put right.
    """
    if is_code(text):
        return []
    places = sorted(_named(text, found))
    if english:
        places = [place for place in places if _may_be_named(text, place, usage)]
        for rule in (
            _demonyms,
            _weapons,
            _known_names,
            _formations,
            _near,
            _abbreviations,
            _dateline,
            _regions,
            _places_of,
        ):
            places = rule(text, places, usage)
        places = times_of_day(text, amounts(text, places))
    return without_overlap(places)


def _named(text: str, found: Iterable[Found]) -> list[Place]:
    """Types for labels, and borders without articles, possessives and punctuation."""
    places = [
        place
        for start, end, label in found
        if label not in _DROPPED_LABELS
        for place in named(text, start, end, _TYPE_OF_LABEL.get(label, "other"))
    ]
    for start, end in _addresses(text):
        inside = overlapping(places, start, end)
        places = [place for place in places if place not in inside]
    return places


def _addresses(text: str) -> list[tuple[int, int]]:
    """Where links, e-mail addresses and handles are: what stands in them is no name."""
    if not any(mark in text for mark in ("@", "/", "www.")):
        return []
    return [match.span() for match in ADDRESS.finditer(text)]


def _may_be_named(text: str, place: Place, usage: Usage) -> bool:
    """Whether it can be a name in English: there is a capital, and it says more than where it stands."""
    if place.type in NUMERIC:
        return True
    if not _LATIN.search(text, place.start, place.end):
        return False
    small = LATIN_CAPITAL.search(text, place.start, place.end) is None and LATIN_CAPITAL.search(text)
    return not small and not _only_opens_sentence(text, place, usage)


def _opens_sentence(text: str, at: int) -> bool:
    before = text[:at].rstrip(_BEFORE_SENTENCE)
    return not before or before[-1] in ".!?…\n\t|"


def _only_opens_sentence(text: str, place: Place, usage: Usage) -> bool:
    """Whether a capital says only that a sentence begins here: the word is used in lower case elsewhere."""
    word = text[place.start : place.end]
    if not word.isalpha() or word in usage.names or not _opens_sentence(text, place.start):
        return False
    lower = word.casefold()
    return lower in usage.lower or (text.startswith(",", place.end) and _is_opener(lower))


def _is_opener(word: str) -> bool:
    """Whether the word is a sentence opener, or one with a letter missing, too many, wrong or swapped."""
    openers = words().openers
    return word in openers or any(_one_slip(word, opener) for opener in openers)


def _one_slip(word: str, other: str) -> bool:
    if abs(len(word) - len(other)) > 1:
        return False
    short, long = sorted((word, other), key=len)
    at = next((i for i, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    if len(short) < len(long):
        return short[at:] == long[at + 1 :]
    swapped = short[at : at + 2] == long[at : at + 2][::-1] and short[at + 2 :] == long[at + 2 :]
    return short[at + 1 :] == long[at + 1 :] or swapped


def _demonyms(text: str, places: list[Place], usage: Usage) -> list[Place]:
    """A closed list of demonyms are groups, unless they are part of a longer name, or a language."""
    exact = {(place.start, place.end): place for place in places}
    for match in DEMONYM.finditer(text):
        there = overlapping(places, *match.span())
        same = exact.get(match.span())
        if same and same.type != "other":
            places = put(places, same._replace(type="group"))
        elif not there and match.group() not in usage.lower:
            places = put(places, Place(*match.span(), "group"))
    return places


def _known_names(text: str, places: list[Place], usage: Usage) -> list[Place]:
    """Weapons and armed actors of a short table, unless they are part of a longer name."""
    del usage
    for kind, pattern in KNOWN_NAMES:
        for match in pattern.finditer(text):
            start, end = match.span()
            if all(start <= place.start and place.end <= end for place in overlapping(places, start, end)):
                places = put(places, Place(start, end, cast("EntityType", kind)))
    return places


def _weapons(text: str, places: list[Place], usage: Usage) -> list[Place]:
    """`Kh-59 cruise missile`: a designation before what a weapon is called; `HMS Ocean`: a ship."""
    for match in DESIGNATION.finditer(text):
        places = put(places, Place(*match.span(1), "product"))
    for match in BEFORE_WEAPON.finditer(text):
        start, end = match.span(1)
        there = overlapping(places, start, end)
        if not there and match[1] not in usage.lower and not _opens_sentence(text, start):
            places = put(places, Place(start, end, "product"))
    for match in SHIP.finditer(text):
        places = put(places, Place(*match.span(), "product"))
    return places


def _abbreviations(text: str, places: list[Place], usage: Usage) -> list[Place]:
    """The `ATS` of `Atlantic Terminal Services (ATS)` has the type of what it stands behind."""
    del usage
    for place in places:
        behind = ABBREVIATION.match(text, place.end) if place.type in _ABBREVIATED else None
        if behind:
            places = put(places, Place(*behind.span(1), place.type))
    return places


def _formations(text: str, places: list[Place], usage: Usage) -> list[Place]:
    """`132nd Separate Motorized Rifle Brigade` is one organisation, number and all."""
    del usage
    for match in FORMATION.finditer(text):
        start, end = match.span()
        if all(start <= place.start and place.end <= end for place in overlapping(places, start, end)):
            places = put(places, Place(start, end, "organisation"))
    return places


def _near(text: str, places: list[Place], usage: Usage) -> list[Place]:
    """What something is near, or in, is a place: `in Argelia`, but `in Petrov's house`."""
    del usage
    return [
        place._replace(type="place")
        if place.type == "person"
        and not text.startswith(("'s", "’s"), place.end)
        and IN.search(text[max(0, place.start - _LONGEST_IN) : place.start])
        else place
        for place in places
    ]


def _dateline(text: str, places: list[Place], usage: Usage) -> list[Place]:
    """`KYIV, Aug. 3 (AP) — `: what stands before the agency or the date is a place."""
    del usage
    match = DATELINE.match(text)
    if match is None or not (match["agency"] or (match["sure"] and match["place"].isupper())):
        return places
    return put(places, Place(*match.span("place"), "place"))


def _regions(text: str, places: list[Place], usage: Usage) -> list[Place]:
    """`Donetsk region` is one place, and so is a name before `region` that the model did not find."""
    for place in places:
        after = REGION_AFTER.match(text, place.end)
        if after and place.type in _MAY_BE_A_PLACE and text[place.start].isupper():
            places = put(places, Place(place.start, after.end(), "place"))
    for match in REGION.finditer(text):
        name = match.group(1)
        lower = name.casefold()
        common = lower in usage.lower or lower in words().pronouns or lower in countries().of_demonym
        if not common and len(name) > 3 and not overlapping(places, *match.span()):
            places = put(places, Place(*match.span(), "place"))
    return places


def _places_of(text: str, places: list[Place], usage: Usage) -> list[Place]:
    """What `the city of` stands before is a place, as far as the model saw a name there."""
    del usage
    for match in PLACE_OF.finditer(text):
        start, end = match.span(1)
        there = overlapping(places, start, end)
        if not there:
            places = put(places, Place(start, end - _possessive(match.group(1)), "place"))
        elif there[0].start == start and there[0].type in _MAY_BE_A_PLACE:
            places = put(places, there[0]._replace(type="place"))
    return places


def _possessive(name: str) -> int:
    return 2 if name.endswith(("'s", "’s")) else 0
