"""What a report tells of a name in one place, used in the others: its type, and that it is a name at all.

The model reads a paragraph at a time. Where it has found `Vadim Filashkin` in one, it may miss `Filashkin` in
the next, or take it for an organisation. On four public corpora this gains 0.4 to 1.5 points of F.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from entities.aliases import Use, name_parts, surnames_of
from entities.naming.spans import NUMERIC, Place
from entities.records import EntityType

_SHORTEST: Final = 4
"""Letters of a single word that is looked for elsewhere: shorter ones are words of too many kinds."""
_SHORTEST_ACRONYM: Final = 3
_MOST_WORDS: Final = 8
"""Of a name that is looked for elsewhere."""
_NEVER_A_PERSON: Final = frozenset({"group", "event"}) | NUMERIC
_WORD = re.compile(r"(?<![\w@#/.-])[^\W\d_](?:[\w'’.-]*\w)?")
_POSSESSIVE = re.compile(r"['’]s?$")
_FULL_STOP = re.compile(r"[.!?:;…\n][\s\"“”‘’'»)\]]*$")
_NEXT_CAPITAL = re.compile(r"[ \-–][A-Z]")
_LAST_CAPITAL = re.compile(r"([A-Z][\w'’-]*\.?)[ -]\Z")
_LONGEST_WORD: Final = 40
_LONGEST_ABBREVIATION: Final = 4
"""Code points with its full stop: `Gen.`; what is longer ends a sentence."""
_FARTHEST_STOP: Final = 8
"""Code points before a word in which the end of the sentence before it is looked for."""


def agreed_types(uses: list[Use]) -> list[EntityType]:
    """The type of each use: a surname alone is a person, whatever the model took it for there.

    A place of that name stays one unless the report has the word for a person as often: Washington.
    """
    surnames = _surnames(uses)
    times: Counter[tuple[str, EntityType]] = Counter()
    for use in uses:
        times[_bare(use.words), use.type] += use.times
    return [
        "person"
        if _bare(use.words).casefold() in surnames
        and use.type not in _NEVER_A_PERSON
        and (use.type != "place" or times[_bare(use.words), "person"] >= times[_bare(use.words), "place"])
        else use.type
        for use in uses
    ]


def repeats(text: str, starts: Sequence[int], ends: Sequence[int], uses: Iterable[Use]) -> Iterator[Place]:
    """Where the names of the report stand that nobody found there, in the order of the text.

    `starts` and `ends` are those of what has been found, sorted; offsets are code points. Part of a longer
    run of words with capitals is another name and left alone. The time grows with the text.
    """
    wanted = _wanted(list(uses))
    if not wanted:
        return
    lengths = _lengths(wanted)
    at, done = 0, 0
    for match in _WORD.finditer(text):
        start = match.start()
        while at < len(starts) and ends[at] <= start:
            at += 1
        several = lengths.get(_bare(match[0]))
        if start < done or several is None:
            continue
        limit = starts[at] if at < len(starts) else len(text)
        if start >= limit or _goes_on_before(text, start):
            continue
        for end in _word_ends(text, start, several, limit):
            kind = wanted.get(text[start:end])
            if kind is not None and not _NEXT_CAPITAL.match(text, end):
                yield Place(start, end, kind)
                done = end
                break


def _surnames(uses: Iterable[Use]) -> dict[str, str]:
    """What people are called for short that the report has a full name of: in lower case, and as there."""
    types: defaultdict[str, Counter[EntityType]] = defaultdict(Counter)
    for use in uses:
        if " " in use.words and use.type not in NUMERIC:
            types[_bare(use.words)][use.type] += use.times
    return {
        surname.casefold(): surname
        for name, times in types.items()
        if times["person"] and times["person"] == max(times.values()) and len(name_parts(name)) > 1
        for surname in surnames_of(name_parts(name))
    }


def _bare(words: str) -> str:
    return _POSSESSIVE.sub("", words)


def _wanted(uses: list[Use]) -> dict[str, EntityType]:
    """The names to look for with their most frequent type; a surname is one of them."""
    types: defaultdict[str, Counter[EntityType]] = defaultdict(Counter)
    for use in uses:
        name = _bare(use.words)
        if use.type not in NUMERIC and name[:1].isupper():
            types[name][use.type] += use.times
    for surname in _surnames(uses).values():
        if surname[0].isupper():
            types[surname]["person"] += 1
    return {
        name: times.most_common(1)[0][0]
        for name, times in types.items()
        if len(name) >= (_SHORTEST_ACRONYM if name.isupper() else _SHORTEST) and name.count(" ") < _MOST_WORDS
    }


def _lengths(names: Iterable[str]) -> dict[str, list[int]]:
    """By first word how many words the names have that begin with it, the most first."""
    found: defaultdict[str, set[int]] = defaultdict(set)
    for name in names:
        first = _WORD.match(name)
        if first is not None:
            found[_bare(first[0])].add(name.count(" ") + 1)
    return {word: sorted(several, reverse=True) for word, several in found.items()}


def _word_ends(text: str, start: int, numbers: list[int], limit: int) -> Iterator[int]:
    """The ends of so many words that begin at `start`, as far as they lie before `limit`."""
    ends: list[int] = []
    at = start
    while len(ends) < numbers[0]:
        match = _WORD.match(text, at)
        if match is None or match.end() > limit:
            break
        ends.append(match.end())
        at = match.end() + 1
        if text[match.end() : at] != " ":
            break
    for number in numbers:
        if number <= len(ends):
            end = ends[number - 1]
            yield end - 2 if text.startswith(("'s", "’s"), end - 2) else end


def _goes_on_before(text: str, start: int) -> bool:
    """Whether the word before has a capital, and not as the first of a sentence: `New Salavat`."""
    before = _LAST_CAPITAL.search(text, max(0, start - _LONGEST_WORD), start)
    if before is None or (len(before[1]) > _LONGEST_ABBREVIATION and before[1].endswith(".")):
        return False
    ahead = text[max(0, before.start() - _FARTHEST_STOP) : before.start()]
    return bool(ahead) and not _FULL_STOP.search(ahead)
