"""What somebody types to find annotations: words, and words of one field.

`volgograd refinery` has both words somewhere: in the annotated words, the note, the tags, the sources.
`tag:contested`, `who:zelensky`, `by:observers` (who disputes it), `note:` and `text:` look in one field,
alone they ask whether there is anything in it. `-` before a term excludes, quotation marks keep words
together. Of several `tag:`, several `who:` and several `by:` one is enough; all else has to hold together.
Small letters find capitals.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from annotations.records import Annotation

FIELDS = ("tag", "who", "by", "note", "text")
ONE_IS_ENOUGH = ("tag", "who", "by")
LabelOf = Callable[[str], str]
"""Gives the label of a tag's id."""

_TERM = re.compile(rf'(-?)(?:({"|".join(FIELDS)}):)?(?:"([^"]*)"?|(\S*))\s*', re.IGNORECASE)


class Term(NamedTuple):
    """One condition."""

    field: str
    """One of `FIELDS`; empty: anywhere."""
    words: str
    """Folded; empty: whatever there is in the field."""
    excluded: bool


class Query:
    """A query, read once."""

    def __init__(self, text: str) -> None:
        terms = [_term(found) for found in _TERM.finditer(text.strip())]
        self.terms = tuple(term for term in terms if term.field or term.words)
        self._all = [each for each in self.terms if not each.excluded and each.field not in ONE_IS_ENOUGH]
        self._none = [each for each in self.terms if each.excluded]
        wanted = [each for each in self.terms if not each.excluded and each.field in ONE_IS_ENOUGH]
        self._any = [[each for each in wanted if each.field == field] for field in ONE_IS_ENOUGH]
        self._any = [group for group in self._any if group]

    def __bool__(self) -> bool:
        return bool(self.terms)

    def accepts(self, annotation: Annotation, everything: str, label_of: LabelOf) -> bool:
        """Return whether an annotation is meant; `everything` is its `folded` text."""

        def holds(term: Term) -> bool:
            # Most are decided by what is known already; the field is put together for the few others.
            if term.words not in everything:
                return False
            if not term.field:
                return True
            field = _folded(_FIELD_WORDS[term.field](annotation, label_of))
            return term.words in field if term.words else bool(field)

        for term in self._all:
            if not holds(term):
                return False
        for group in self._any:
            if not any(map(holds, group)):
                return False
        return not any(map(holds, self._none)) if self._none else True


def folded(annotation: Annotation, label_of: LabelOf) -> str:
    """Return all the words of an annotation as queries are compared with them."""
    return _folded(" ".join(words(annotation, label_of) for words in _FIELD_WORDS.values()))


def term_for(field: str, words: str) -> str:
    """Return the words of a field as one would type them: `who:"Volodymyr Zelensky"`."""
    words = " ".join(words.replace('"', " ").split())
    return f'{field}:"{words}"' if " " in words else f"{field}:{words}"


def _term(found: re.Match[str]) -> Term:
    minus, field, quoted, word = found.groups()
    return Term((field or "").lower(), _folded(quoted if quoted is not None else word), bool(minus))


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


_FIELD_WORDS: dict[str, Callable[[Annotation, LabelOf], str]] = {
    "tag": lambda annotation, label_of: " ".join(label_of(tag) for tag in annotation.tags),
    "who": lambda annotation, _: " ".join(who.text for who in annotation.attribution),
    "by": lambda annotation, _: " ".join(who.text for who in annotation.disputed_by),
    "note": lambda annotation, _: annotation.note,
    "text": lambda annotation, _: " ".join(span.exact for span in annotation.spans),
}
