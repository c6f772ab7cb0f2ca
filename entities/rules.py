"""From what the model found to mentions: the few rules on top of it.

They work on one piece of text, with offsets in code points of that piece, and know nothing of spaCy.
They buy consistency for what the reader sees rather than a better score: see `docs` for what was measured.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple, cast

from entities.amounts import amounts, times_of_day
from entities.patterns import (
    COMPOUND,
    DASH,
    DATELINE,
    DEMONYM,
    KNOWN_NAMES,
    PLACE_OF,
    REGION,
    REGION_AFTER,
)
from entities.records import EntityType
from entities.spans import NUMERIC, Place, overlapping, put, without_overlap
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

_LEADING = re.compile(r"(?:\s|[\"“”‘'«»([{*_,;:.…–—-])*(?:(?:the|a|an)\s+)?", re.IGNORECASE)
_LEADING_NUMERIC = re.compile(r"[\s\"“”‘'«»(\[,;:*_]*(?:the\s+)?", re.IGNORECASE)
_TRAILING = re.compile(r"(?:['’]s?|[\s\"“”‘’'«»)\]},;:!?*_–—-])+$", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]{2,}")
_NAME_INSIDE = re.compile(r"\b[^\W\d_A-Z]+ ([A-Z][^\W\d_]+)")
_BEFORE_SENTENCE = " \t\"“”‘'«»([*_—–-"


VOCABULARY = 200_000
"""Different words that are looked for at most: 10 MB of prose have a quarter of them, and what has more is
a dump, in which no word opens a sentence."""


class Found(NamedTuple):
    """What the model found: start, end, and its own label."""

    start: int
    end: int
    label: str


class Usage(NamedTuple):
    """How a report uses its words, for the words that open its sentences."""

    lower: frozenset[str]
    """Words that occur in lower case."""
    names: frozenset[str]
    """Words that occur with a capital inside a sentence, behind a word in lower case."""


def usage_of(text: str, starts: Sequence[int], ends: Sequence[int]) -> Usage:
    """How a report uses its words; its blocks start and end there, each behind a blank or a line break."""

    def found(pattern: re.Pattern[str], group: int) -> Iterator[str]:
        # One match after the other: a list of all words of 10 MB in one block would take 100 MB.
        for start, end in zip(starts, ends, strict=True):
            for match in pattern.finditer(text, start, end):
                yield match[group]

    return Usage(
        _some(word for word in found(_WORD, 0) if word[0].islower()),
        _some(found(_NAME_INSIDE, 1)),
    )


def _some(words_there: Iterable[str]) -> frozenset[str]:
    """Those words, up to `VOCABULARY`."""
    kept: set[str] = set()
    for word in words_there:
        kept.add(word)
        if len(kept) == VOCABULARY:
            break
    return frozenset(kept)


def mentions_in(text: str, found: Iterable[Found], usage: Usage, english: bool = True) -> list[Place]:
    """The mentions in a piece of text, sorted and without overlap.

    `text` is the piece as the model got it, `found` what the model found in it. With `english` off
    (a model for another language) only types and borders are put right.
    """
    places = sorted(_named(text, found))
    if english:
        places = [place for place in places if not _only_opens_sentence(text, place, usage)]
        for rule in (_demonyms, _known_names, _dateline, _regions, _places_of):
            places = rule(text, places, usage)
        places = times_of_day(text, amounts(text, places))
    return without_overlap(places)


def _named(text: str, found: Iterable[Found]) -> list[Place]:
    """Types for labels, and borders without articles, possessives and punctuation."""
    places = []
    for start, end, label in found:
        if label in _DROPPED_LABELS:
            continue
        kind = _TYPE_OF_LABEL.get(label, "other")
        for begin, stop in _parts(text, start, end, kind):
            place = _trimmed(text, begin, stop, kind)
            if _is_mention(text[place.start : place.end]):
                places.append(place)
    return places


def _parts(text: str, start: int, end: int, kind: EntityType) -> list[tuple[int, int]]:
    """A name ends at a dash: in `Kiev — Moscow has` there are two."""
    if kind in NUMERIC:
        return [(start, end)]
    borders = [start]
    for dash in DASH.finditer(text[start:end]):
        borders += (start + dash.start(), start + dash.end())
    return list(zip(borders[::2], [*borders[1::2], end], strict=True))


def _trimmed(text: str, start: int, end: int, kind: EntityType) -> Place:
    leading = (_LEADING_NUMERIC if kind in NUMERIC else _LEADING).match(text, start, end)
    begin = leading.end() if leading else start
    for name in words().with_article:
        at = begin - 4
        if at >= start and text.startswith(name, at):
            begin = at
    for ending in (_TRAILING, COMPOUND):
        behind = ending.search(text[begin:end])
        end = begin + behind.start() if behind else end
    return Place(begin, end, kind)


def _is_mention(words_there: str) -> bool:
    return any(map(str.isalnum, words_there)) and words_there.casefold() not in words().pronouns


def _opens_sentence(text: str, at: int) -> bool:
    before = text[:at].rstrip(_BEFORE_SENTENCE)
    return not before or before[-1] in ".!?…\n"


def _only_opens_sentence(text: str, place: Place, usage: Usage) -> bool:
    """Whether a capital says only that a sentence begins here: the word is used in lower case elsewhere."""
    word = text[place.start : place.end]
    if (
        place.type in NUMERIC
        or not word.isalpha()
        or word in usage.names
        or not _opens_sentence(text, place.start)
    ):
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
