"""How a report uses its words: which occur in lower case, and which are names inside its sentences."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

VOCABULARY: Final = 200_000
"""Different words that are looked for at most: 10 MB of prose have a quarter of them, and what has more is
a dump, in which no word opens a sentence."""

_WORD = re.compile(r"[^\W\d_]{2,}")
_NAME_INSIDE = re.compile(r"\b[^\W\d_A-Z]+ ([A-Z][^\W\d_]+)")


class Usage(NamedTuple):
    """How a report uses its words, for those whose capital may say nothing."""

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
