"""Where a name begins and ends in what the model took for one, and what is no name at all."""

from __future__ import annotations

import re
from collections.abc import Iterator

from entities.naming.patterns import BEFORE_NAME, COMPOUND, NAME_BREAK
from entities.naming.spans import NUMERIC, Place
from entities.records import EntityType
from entities.tables import words

_LEADING = re.compile(r"(?:\s|[\"“”‘'«»([{*_,;:.…#|–—-])*(?:(?:the|a|an)\s+)?", re.IGNORECASE)
_LEADING_NUMERIC = re.compile(r"[\s\"“”‘'«»(\[,;:*_|]*(?:the\s+)?", re.IGNORECASE)
_TRAILING = re.compile(r"(?:['’]s?|\.?\[\d{0,3}\]?|[\s\"“”‘’'«»()\[\]{},;:!?*_|–—-])+$", re.IGNORECASE)
_NUMBERS_BEHIND = re.compile(r"(?:\s+\d[\d.,:-]*){2,}$")
_NUMBER_BEHIND_PERSON = re.compile(r"\s+\d.*$")
_NO_NAME = re.compile(r"[_={}<>\\]|::|\w\(|^[a-z]\w*\.\w")
"""What is in identifiers and markup, and in no name."""
_TITLED = frozenset({"event", "product", "other"})
"""Types whose names may begin with any word."""


def named(text: str, start: int, end: int, kind: EntityType) -> Iterator[Place]:
    """The mentions in what the model found: without articles, possessives and punctuation."""
    for begin, stop in _parts(text, start, end, kind):
        place = _trimmed(text, begin, stop, kind)
        if _is_mention(text[place.start : place.end]):
            yield place


def _is_mention(words_there: str) -> bool:
    # `US` and `WHO` are names, `us` and `Who` are not.
    acronym = words_there.isupper() and len(words_there) > 1
    pronoun = not acronym and words_there.casefold() in words().pronouns
    return any(map(str.isalnum, words_there)) and not pronoun and _NO_NAME.search(words_there) is None


def _parts(text: str, start: int, end: int, kind: EntityType) -> list[tuple[int, int]]:
    """A name ends at a dash, and at the border of a cell: in `Kiev — Moscow has` there are two."""
    if kind in NUMERIC:
        return [(start, end)]
    borders = [start]
    for found in NAME_BREAK.finditer(text[start:end]):
        borders += (start + found.start(), start + found.end())
    return list(zip(borders[::2], [*borders[1::2], end], strict=True))


def _trimmed(text: str, start: int, end: int, kind: EntityType) -> Place:
    if kind in NUMERIC:
        leading = _LEADING_NUMERIC.match(text, start, end)
        return Place(leading.end() if leading else start, _without(_TRAILING, text, start, end), kind)
    begin = _beginning(text, start, end, kind)
    for ending in (_TRAILING, COMPOUND, _NUMBER_BEHIND_PERSON if kind == "person" else _NUMBERS_BEHIND):
        end = _without(ending, text, begin, end)
    return Place(begin, end, kind)


def _beginning(text: str, start: int, end: int, kind: EntityType) -> int:
    begin = start
    for pattern in (_LEADING,) if kind in _TITLED else (_LEADING, BEFORE_NAME, _LEADING):
        found = pattern.match(text, begin, end)
        begin = found.end() if found else begin
    for name in words().with_article:
        at = begin - 4
        if at >= start and text.startswith(name, at):
            return at
    return begin


def _without(ending: re.Pattern[str], text: str, start: int, end: int) -> int:
    found = ending.search(text[start:end])
    return start + found.start() if found else end
