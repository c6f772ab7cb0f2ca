"""The offices that a report gives its people: "Ukrainian President", "governor of the Donetsk region".

Read off the text around each person's mentions, without the parser: an office may stand in any sentence.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from claims.lexicon import Lexicon, Office
from claims.officials import OFFICIAL_OF_KIND, PAST
from claims.records import Official, Role
from entities.records import NUMBER_OF_TYPE, Findings
from entities.tables import countries
from reports.blocks import Span

_BEFORE: Final = 100
_AFTER: Final = 120
"""Code points around a mention that are looked at."""
_LONGEST: Final = 10
"""Words of an office at most."""
_CUT_BEFORE = re.compile(r".*[.;:!?\n\"“”()](?=\s)", re.DOTALL)
_SEGMENT = re.compile(r"[^,.;:!?\n\"“”()—–]*")
_PART = re.compile(r"['’]s\b|[-–]|(?:[^\W_]|[.'’](?!s\b)(?=\w))+")
_ARTICLES: Final = frozenset({"the", "a", "an"})
_LINKS: Final = frozenset({"of", "for", "in", "at", "to", "on"})
_ENDS: Final = frozenset(
    {"who", "said", "says", "and", "told", "has", "was", "is", "added", "but", "which", "had"}
)
_NUMBERED: Final = NUMBER_OF_TYPE["person"], NUMBER_OF_TYPE["place"]


class Held(NamedTuple):
    """An office as the text gives it to a person."""

    role: Role
    official: Official
    words: frozenset[str]
    """Its words in lower case, for `the governor`."""


class _Word(NamedTuple):
    text: str
    lower: str
    start: int
    end: int


class Roles:
    """The offices in a text, remembered from one snapshot to the next."""

    def __init__(self, text: str, lexicon: Lexicon) -> None:
        self._text = text
        self._lexicon = lexicon
        self._known: dict[Span, Held | None] = {}

    def held(self, findings: Findings) -> dict[int, Held]:
        """The office that stands at each mention of a person, by where the mention starts."""
        found = {}
        mentions, person = findings.mentions, _NUMBERED[0]
        for number, kind in enumerate(mentions.types):
            if kind != person:
                continue
            span = Span(mentions.starts[number], mentions.ends[number])
            if span not in self._known:
                self._known[span] = self._read(span, findings)
            held = self._known[span]
            if held is not None:
                found[span.start] = held
        return found

    def _read(self, mention: Span, findings: Findings) -> Held | None:
        return (
            self._title(mention, findings)
            or self._behind(mention, findings)
            or self._before_comma(mention, findings)
        )

    def _title(self, mention: Span, findings: Findings) -> Held | None:
        """`Ukrainian President` Volodymyr Zelensky."""
        words = self._words(*self._window_before(mention.start))
        if not words or self._text[words[-1].end : mention.start].strip():
            return None
        found = self._office(words, len(words) - 1)
        if found is None:
            return None
        first, office = found
        while first and self._modifies(words, first - 1):
            first -= 1
        if first and words[first - 1].lower in PAST:
            return None
        return self._held(mention, words[first:], office, findings)

    def _behind(self, mention: Span, findings: Findings) -> Held | None:
        """Vadim Filashkin, `governor of the Donetsk region`."""
        at = mention.end
        if self._text[at : at + 2] != ", ":
            return None
        segment = _SEGMENT.match(self._text, at + 2, at + _AFTER)
        words = self._words(at + 2, segment.end() if segment else at)
        return self._phrase(mention, words, findings)

    def _before_comma(self, mention: Span, findings: Findings) -> Held | None:
        """`The governor of the Volgograd region`, Andrei Bocharov, said."""
        text = self._text
        if text[mention.start - 2 : mention.start] != ", " or text[mention.end : mention.end + 1] not in (
            ",",
            ".",
            ";",
        ):
            return None
        start, _ = self._window_before(mention.start)
        start = max(start, text.rfind(",", start, mention.start - 2) + 1)
        words = self._words(start, mention.start - 2)
        articles = [number for number, word in enumerate(words) if word.lower in _ARTICLES]
        for first in [number + 1 for number in articles] or [0]:
            held = self._phrase(mention, words[first:], findings, whole=True)
            if held is not None:
                return held
        return None

    def _phrase(
        self, mention: Span, words: list[_Word], findings: Findings, whole: bool = False
    ) -> Held | None:
        """An office with what it is of, at the start of these words."""
        while words and words[0].lower in _ARTICLES:
            words = words[1:]
        end = next((number for number, word in enumerate(words) if word.lower in _ENDS), len(words))
        if whole and end < len(words):
            return None
        words = words[: min(end, _LONGEST)]
        for last in range(min(len(words), 6)):
            found = self._office(words, last)
            if found is None:
                continue
            behind = words[last + 1].lower if last + 1 < len(words) else ""
            if self._office(words, last + 1) if behind else None:
                continue
            if (behind and behind not in _LINKS) or any(word.lower in PAST for word in words[: found[0]]):
                return None
            if not all(self._modifies(words, number) for number in range(found[0])):
                return None
            return self._held(mention, words, found[1], findings)
        return None

    def _held(self, mention: Span, words: list[_Word], office: Office, findings: Findings) -> Held | None:
        lower = [word.lower for word in words]
        span = Span(words[0].start, words[-1].end)
        if any(self._lexicon.owners.ending_at(lower, at) for at in range(len(lower))):
            return None
        named = office.kind == "unnamed" and any(word.text[0].isupper() for word in words)
        if (named or office.needs == "public") and not self._is_public(words, findings):
            return None
        return Held(Role(mention.start, *span), OFFICIAL_OF_KIND[office.kind], frozenset(lower))

    def _is_public(self, words: list[_Word], findings: Findings) -> bool:
        lower = [word.lower for word in words]
        lexicon, known = self._lexicon, countries()
        if any(
            word in known.of_demonym
            or word in known.of_name
            or word in lexicon.capitals
            or lexicon.public.ending_at(lower, at)
            or lexicon.bodies.ending_at(lower, at)
            or lexicon.exact_bodies.ending_at([each.text for each in words], at)
            for at, word in enumerate(lower)
        ):
            return True
        mentions = findings.mentions
        within = mentions.within(words[0].start, words[-1].end)
        return any(mentions.types[number] == _NUMBERED[1] for number in within)

    def _office(self, words: list[_Word], last: int) -> tuple[int, Office] | None:
        lower = [word.lower for word in words]
        other = self._lexicon.others.ending_at(lower, last)
        return None if other is not None else self._lexicon.offices.ending_at(lower, last)

    def _modifies(self, words: list[_Word], at: int) -> bool:
        """Whether a word before an office belongs to it: a name, a demonym, `deputy`, `'s`."""
        word, following = words[at], words[at + 1]
        if self._text[word.end : following.start].strip():
            return False
        lower = [each.lower for each in words[: at + 1]]
        opens = at == 0 and word.lower in _ARTICLES
        return not opens and (
            (word.text[0].isupper() and word.lower not in _ARTICLES)
            or word.lower
            in (
                "deputy",
                "acting",
                "vice",
                "first",
                "senior",
                "chief",
                "'s",
                "’s",
                "-",
                "interim",
                "then",
                "local",
            )
            or self._lexicon.public.ending_at(lower, at) is not None
            or self._lexicon.bodies.ending_at(lower, at) is not None
        )

    def _window_before(self, end: int) -> tuple[int, int]:
        start = max(0, end - _BEFORE)
        cut = _CUT_BEFORE.match(self._text, start, end)
        return (cut.end() if cut else start), end

    def _words(self, start: int, end: int) -> list[_Word]:
        return [
            _Word(found.group(), found.group().lower(), found.start(), found.end())
            for found in _PART.finditer(self._text, start, end)
        ]
