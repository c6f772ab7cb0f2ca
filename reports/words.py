"""Words and clauses inside a stretch of text: where they start and end. Offsets in code points.

Everything here looks only as far as it must, in C, so that a key costs the same in a megabyte of text without
any line break.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from reports.document import Span

# Marks that `\w` leaves out but that belong to the letter before them, and the joiners between letters.
_MARKS = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670"
    "\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u0711\u0730-\u074a\u08d3-\u0903\u093a-\u094f\u0951-\u0957"
    "\u0962\u0963\u0981-\u0983\u09bc-\u09cd\u0a01-\u0a03\u0a3c-\u0a51\u0a70\u0a71\u0abc-\u0acd\u0b3c-\u0b57\u0bbe-\u0bcd"
    "\u0c3e-\u0c56\u0cbc-\u0cd6\u0d3b-\u0d4d\u0dca-\u0ddf\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ece"
    "\u0f71-\u0f84\u102b-\u103e\u1056-\u1059\u17b6-\u17d3\u1dc0-\u1dff\u200c\u200d\u20d0-\u20f0\u3099\u309a\ufe00-\ufe0f"
    "\ufe20-\ufe2f\xad\u2060"
)
WORD_CHARACTERS = rf"\w{_MARKS}"
"""What words are made of, for the inside of a character class; a mark belongs to its letter."""
_HAN = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_HIRAGANA = "\u3041-\u3096\u3099-\u309f"
_KATAKANA = "\u30a1-\u30ff"
_LETTER = f"(?:(?![{_HAN}{_HIRAGANA}{_KATAKANA}])[\\w{_MARKS}])"
_WORD_CHARACTER = re.compile(r"\w")
# Where a search for words may begin: white space and the full-width stops are in no word.
_NO_WORD = re.compile(r"[\s、。，！？「」『』（）]")

_QUOTES = '"“”„«»()\\[\\]{}「」『』（）【】《》〈〉'
_BETWEEN = re.compile(rf"[\s{_QUOTES},;:—–，、；：.!?…。！？]*+")
_TRAILING = " \t\n\f\xa0,;:—–，、；：.!?…。！？-"

_REACH = 256
"""Code points first looked back at; eight times as many each time that nothing was found."""


LONGEST_WORD = 4096
"""Code points looked at before and behind an offset for the borders of a word; in a longer run without white
space a word is cut there."""


# Compiling these two takes longer than painting the first screen, which needs neither.
@cache
def _word() -> re.Pattern[str]:
    # "Russia's", "north-west", "250-kilogram", "1,000", "3.5", "U.S" are one word each; scripts written
    # without spaces change words, roughly, where they change between ideographs, hiragana and katakana.
    return re.compile(
        rf"[{_HAN}]+|[{_HIRAGANA}]+|[{_KATAKANA}]+"
        rf"|[^\W\d_](?:\.[^\W\d_])+(?![\w{_MARKS}])"
        rf"|{_LETTER}++(?:(?:['’\-\u2010\u2011]|(?<=\d)[.,:](?=\d)){_LETTER}++)*+"
    )


@cache
def _separator() -> re.Pattern[str]:
    # Begins with a plain class, which `re` searches for in C; the lookbehinds then say what each sign must
    # be beside.
    return re.compile(
        rf"[{_QUOTES};—–，、；：,:.\-](?:(?<=[{_QUOTES};—–，、；：])|(?<=,)(?:(?!\d)|(?<!\d,))|(?<=:)(?:(?![\d/])|(?<!\w:))"
        r"|(?<=\s-)(?=\s)|(?<=\.)(?=[\"”»)\]]))"
    )


def _back(text: str, pattern: re.Pattern[str], offset: int, floor: int) -> int:
    """The end of the last match of a one-character `pattern` before `offset`, or `floor`."""
    reach = _REACH
    while True:
        low = max(floor, offset - reach)
        last = None
        for found in pattern.finditer(text, low, offset):
            last = found
        if last is not None:
            return last.end()
        if low == floor:
            return floor
        reach *= 8


def _words_from(text: str, offset: int, floor: int) -> int:
    """Where to begin looking for the words around `offset`: after white space, or as far back as one
    looks."""
    return _back(text, _NO_WORD, offset, max(floor, offset - LONGEST_WORD))


def words(text: str, start: int, end: int) -> Iterator[Span]:
    """The words that start in `text[start:end]`; `start` must not be inside a word."""
    return (Span(*found.span()) for found in _word().finditer(text, start, end))


def word_at(text: str, offset: int, floor: int, ceiling: int) -> Span | None:
    """The word on whose letters `offset` stands, within `text[floor:ceiling]`."""
    for word in words(text, _words_from(text, offset, floor), min(ceiling, offset + LONGEST_WORD)):
        if word.start > offset:
            return None
        if word.end > offset:
            return word
    return None


def word_after(text: str, offset: int, floor: int, ceiling: int) -> Span | None:
    """The first word that starts after `offset`, within `text[floor:ceiling]`."""
    start, reach = _words_from(text, offset, floor), min(ceiling, offset + LONGEST_WORD)
    while start < ceiling:
        for word in words(text, start, reach):
            if word.start > offset:
                # One that goes on behind what was looked at is found whole.
                return next(words(text, word.start, min(ceiling, word.start + LONGEST_WORD)))
        start, reach = reach, min(ceiling, reach + LONGEST_WORD)
    return None


def word_before(text: str, offset: int, floor: int) -> Span | None:
    """The last word that starts before `offset`, not before `floor`; cut at `offset` if it goes on."""
    end = _back(text, _WORD_CHARACTER, offset, floor)
    last = None
    for word in words(text, _words_from(text, end, floor), end):
        last = word
    return last


def clause_at(text: str, offset: int, floor: int, ceiling: int) -> Span | None:
    """The clause around `offset` in the sentence `text[floor:ceiling]`, without what separates it.

    Clauses end at `, ; : — –`, quotation marks and brackets; neither these nor the stop of the sentence
    nor white space belong to the clause. `None` where `offset` stands between two of them.
    """
    start = _back(text, _separator(), offset, floor)
    found = _separator().search(text, offset, ceiling)
    span = _trimmed(text, start, found.start() if found else ceiling)
    return span if span and span.start <= offset < span.end else None


def clause_after(text: str, offset: int, floor: int, ceiling: int) -> Span | None:
    """The first clause that starts after `offset` in the sentence `text[floor:ceiling]`."""
    start = _back(text, _separator(), offset, floor)
    while start < ceiling:
        gap = _BETWEEN.match(text, start, ceiling)
        start = gap.end() if gap else start
        found = _separator().search(text, start, ceiling)
        end = found.start() if found else ceiling
        span = _trimmed(text, start, end)
        if span and span.start > offset:
            return span
        start = found.end() if found else ceiling
    return None


def clause_before(text: str, offset: int, floor: int, ceiling: int) -> Span | None:
    """The last clause that starts before `offset` in the sentence `text[floor:ceiling]`."""
    end = offset
    while end > floor:
        start = _back(text, _separator(), end, floor)
        gap = _BETWEEN.match(text, start, ceiling)
        first = gap.end() if gap else start
        if first < offset:
            found = _separator().search(text, first, ceiling)
            span = _trimmed(text, first, found.start() if found else ceiling)
            if span and span.start < offset:
                return span
        # To before the run of separators that ends at `start`.
        end = min(_run_of_separators(text, start, floor), end - 1)
    return None


def _run_of_separators(text: str, offset: int, floor: int) -> int:
    reach = _REACH
    while True:
        low = max(floor, offset - reach)
        kept = len(text[low:offset].rstrip(_TRAILING + _QUOTES.replace("\\", "")))
        if kept or low == floor:
            return low + kept
        reach *= 8


def _trimmed(text: str, start: int, end: int) -> Span | None:
    gap = _BETWEEN.match(text, start, end)
    if gap:
        start = gap.end()
    reach = _REACH
    while end > start:
        low = max(start, end - reach)
        kept = len(text[low:end].rstrip(_TRAILING))
        if kept:
            stop = low + kept
            # The full stop of "the U.S." is part of the word.
            if text[stop : stop + 1] == "." and stop < end and text[stop - 2 : stop - 1] == ".":
                stop += 1
            return Span(start, stop)
        end = low
        reach *= 8
    return None
