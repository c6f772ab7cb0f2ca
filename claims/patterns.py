"""A small language for turns of phrase: `not|n't ... verify|confirm`.

Words are separated by blanks. A word matches itself and its inflected forms; `a|b` is either; `(a)` may be
missing; `...` is up to five words of the same clause.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from claims.inflection import plural, verb_forms

GAP: Final = 5
"""Words that `...` stands for at most."""
_BORDERS: Final = frozenset(';:—–()"“”')
_IRREGULAR: Final = {
    "be": ("is", "are", "was", "were", "been", "being", "'s", "’s", "am"),
    "have": ("has", "had", "having"),
    "give": ("gave", "given", "gives", "giving"),
    "cast": ("casts", "casting"),
    "throw": ("threw", "throws", "thrown"),
    "show": ("shown", "showed", "shows", "showing"),
    "n't": ("n’t",),
    "refer": ("referred",),
    "swap": ("swapped", "swapping"),
}
_FIXED: Final = frozenset(
    {"not", "n't", "never", "to", "of", "a", "an", "no", "that", "if", "by", "on", "at", "it"}
)


@dataclass(frozen=True, slots=True)
class _Element:
    words: frozenset[str]
    """Empty: a gap."""
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Pattern:
    """A turn of phrase; words in lower case."""

    elements: tuple[_Element, ...]

    @classmethod
    def of(cls, written: str) -> Pattern:
        """The pattern as it is written in a file; raises `ValueError` when it is none."""
        elements = []
        for part in written.lower().split():
            if part == "...":
                elements.append(_Element(frozenset()))
                continue
            optional = part.startswith("(") and part.endswith(")")
            words = (part[1:-1] if optional else part).split("|")
            if not all(words):
                raise ValueError(f"“{part}” has an empty alternative")
            elements.append(_Element(frozenset(form for word in words for form in _forms(word)), optional))
        if not elements or not elements[0].words or not elements[-1].words or elements[0].optional:
            raise ValueError(f"the pattern “{written}” does not begin and end with a word")
        return cls(tuple(elements))

    @property
    def first_words(self) -> frozenset[str]:
        """The words it can begin with."""
        return self.elements[0].words

    @property
    def telling(self) -> frozenset[str]:
        """The words of the element that says most: any sentence with the pattern holds one of them."""
        must = [element.words for element in self.elements if element.words and not element.optional]
        return max(must, key=lambda words: min(map(len, words)))

    def end_in(self, words: Sequence[str], start: int) -> int | None:
        """Where it ends in these words when it begins at `start`: the number after its last word."""
        return self._match(words, start, 0)

    def _match(self, words: Sequence[str], at: int, number: int) -> int | None:
        if number == len(self.elements):
            return at
        element = self.elements[number]
        if not element.words:
            for skipped in range(GAP + 1):
                end = self._match(words, at + skipped, number + 1)
                if end is not None:
                    return end
                if at + skipped >= len(words) or words[at + skipped] in _BORDERS:
                    return None
            return None
        if at < len(words) and words[at] in element.words:
            end = self._match(words, at + 1, number + 1)
            if end is not None:
                return end
        return self._match(words, at, number + 1) if element.optional else None


def _forms(word: str) -> tuple[str, ...]:
    if word in _FIXED:
        return (word, *_IRREGULAR.get(word, ()))
    if word in _IRREGULAR:
        return (word, *_IRREGULAR[word])
    # A word that is itself inflected gets forms that do not exist, and harm nobody.
    return (word, plural(word), *verb_forms(word))
