"""Searching a text: what is sought, and going through the text in steps that are short whatever its length.

A step looks at a stretch of the text, so that between two of them what was found can be shown and the search
given up. Offsets are code points.
"""

from __future__ import annotations

import re
from functools import partial
from itertools import islice
from operator import methodcaller
from typing import TYPE_CHECKING, Any, NamedTuple

from reports.words import WORD_CHARACTERS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

STRETCH = 131_072
"""Code points a step goes on: a millisecond for `re` where letters match in either case."""
AHEAD = 16_384
"""Code points looked at beyond a stretch: as far as a hit, or what it looks ahead to, is sure to be seen."""
LONGEST = 262_144
"""Code points of a hit that are sure to be one. `regex` remembers every repetition of a group, at 300 bytes
each: without a limit `(\\w|\\s)+` would take gigabytes."""
EDGE = 4_096
"""Code points before the end of a text that still grows which are left until there is more of it."""
HITS_A_STEP = 2_000
PATIENCE = 0.5
"""Seconds of CPU time for a step; patterns that need no backtracking take a hundredth of that."""

_SPACES = re.compile(r"\s+")
_BETWEEN_WORDS = r"(?:(?>\s*\n[\s>]*)|\s+)"
"""Any run of white space; where it goes on in another line, the marks of a quoted one too."""
_FROM_THE_START = r"(?=\s)(?:(?<![\s>])(?>\s*\n[\s>]*)|(?<!\s)\s++)"
"""The same where nothing sought stands before it: else a long run without the word behind it would be gone
through again and again."""
_NO_LETTERS = re.compile(r"\\[pPN]\{[^}]*\}|\(\?P?<\w+>|\\.", re.DOTALL)
"""What has capitals in an expression and is not itself sought: `\\W`, `\\p{Lu}`, the name of a group."""
_WORD_BEGINS, _WORD_ENDS = f"(?<![{WORD_CHARACTERS}])", f"(?![{WORD_CHARACTERS}])"
_span = methodcaller("span")


class QueryError(ValueError):
    """The regular expression is none; the message is one short sentence that says why."""


class TooSlow(Exception):
    """The pattern goes back and forth in the text for longer than anybody waits."""


class Query(NamedTuple):
    """What is sought, and how."""

    words: str
    whole_word: bool = False
    as_written: bool = False
    """Whether capitals and small letters are told apart in any case. Without it they are as soon as there
    is a capital in the query."""
    expression: bool = False
    """Whether the words are a regular expression; `^` and `$` are the ends of a line."""

    @property
    def seeks(self) -> bool:
        """Whether there is anything to seek: white space alone stands for nothing."""
        return bool(self.words if self.expression else self.words.strip())

    @property
    def ignores_case(self) -> bool:
        """Whether small letters find capitals too."""
        letters = _NO_LETTERS.sub("", self.words) if self.expression else self.words
        return not self.as_written and letters == letters.lower()


class Matcher:
    """A query ready to be sought. To be made outside the thread that draws: it may import and compile."""

    def __init__(self, query: Query) -> None:
        """Raises `QueryError`."""
        self.query = query
        self.ahead = AHEAD + len(query.words)
        self._matches = _expression(query) if query.expression else _literal(query)

    def spans(self, text: str, start: int, end: int) -> list[tuple[int, int]]:
        """The first matches in `[start, end)`, at most `HITS_A_STEP`, the empty ones among them.

        What stands before `start` is seen by what looks behind; nothing at or beyond `end` is seen. Raises
        `TooSlow`.
        """
        try:
            return list(map(_span, islice(self._matches(text, start, end), HITS_A_STEP)))
        except (TimeoutError, MemoryError) as error:
            # An expression that calls itself without end takes memory first.
            raise TooSlow from error


class Scan:
    """One way through a text, or through what there is of it, from its beginning or any other place."""

    def __init__(self, matcher: Matcher, text: str, at: int, end: int, *, complete: bool = True) -> None:
        """`[at, end)` is gone through; unless `complete` there will be more text behind `end`."""
        self.at = at
        """Every hit that begins before is found."""
        self._matcher = matcher
        self._text = text
        self._end = end
        self._complete = complete
        self._ahead = matcher.ahead

    @property
    def over(self) -> bool:
        """Whether nothing is left that can be decided with what there is of the text."""
        return self.at >= self._limit

    @property
    def _limit(self) -> int:
        """Where hits may begin."""
        return self._end if self._complete else self._end - EDGE

    def step(self) -> list[tuple[int, int]]:
        """Go on for a stretch: the hits in it, sorted, none of them empty. Raises `TooSlow`."""
        limit = min(self.at + STRETCH, self._limit)
        end = min(limit + self._ahead, self._end)
        spans = self._matcher.spans(self._text, self.at, end)
        all_seen = len(spans) < HITS_A_STEP or spans[-1][0] >= limit
        at = limit if all_seen else spans[-1][1]
        while spans and spans[-1][0] >= limit:
            spans.pop()
        cut = end < self._end or not self._complete
        if cut and spans and spans[-1][1] == end and self._ahead < LONGEST:
            # The last hit may be longer than what was looked at.
            self._ahead = min(4 * self._ahead, LONGEST)
            self.at = spans.pop()[0]
            return _not_empty(spans)
        self._ahead = self._matcher.ahead
        self.at = max(at, spans[-1][1]) if spans else at
        return _not_empty(spans)


def _not_empty(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    return [span for span in spans if span[0] != span[1]]


def _literal(query: Query) -> Callable[[str, int, int], Iterable[Any]]:
    """White space in the words stands for what is between two words, line breaks included."""
    first, *others = map(re.escape, _SPACES.split(query.words))
    if query.whole_word and _in_word(query.words[0]):
        # Behind the first word, which `re` seeks much faster than what stands before it.
        first = rf"{first}(?<![{WORD_CHARACTERS}]{first})"
    pattern = _BETWEEN_WORDS.join([first, *others])
    if not first:
        pattern = _FROM_THE_START + pattern.removeprefix(_BETWEEN_WORDS)
    if query.whole_word and _in_word(query.words[-1]):
        pattern += _WORD_ENDS
    return re.compile(pattern, re.IGNORECASE if query.ignores_case else 0).finditer


def _expression(query: Query) -> Callable[[str, int, int], Iterable[Any]]:
    # Here, since most readers never write one and it takes a tenth of a second. Unlike `re` it lets other
    # threads run, and gives up in time.
    import regex

    flags = regex.MULTILINE | (regex.IGNORECASE if query.ignores_case else 0)
    try:
        pattern = regex.compile(query.words, flags)
        if query.whole_word:
            pattern = regex.compile(f"{_WORD_BEGINS}(?:{query.words}){_WORD_ENDS}", flags)
    except (regex.error, RecursionError, OverflowError, MemoryError) as error:
        why = getattr(error, "msg", "") or "it is too long"
        raise QueryError(f"No pattern yet: {why}{_place(error)}.") from error
    if pattern.flags & regex.REVERSE:
        raise QueryError("No pattern yet: (?r), which searches backwards, is not possible here.")
    return partial(pattern.finditer, concurrent=True, timeout=PATIENCE)


def _place(error: Exception) -> str:
    at = getattr(error, "pos", None)
    return f" at character {at + 1}" if at is not None else ""


def _in_word(character: str) -> bool:
    return re.fullmatch(f"[{WORD_CHARACTERS}]", character) is not None
