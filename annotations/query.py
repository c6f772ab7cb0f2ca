"""What somebody types to find annotations: words, and words of one field.

`volgograd refinery` has both words somewhere: in the annotated words, the note, the tags, the sources.
`tag:contested`, `who:zelensky`, `by:observers` (who disputes it), `grade:b2` (or `grade:b`, `grade:2`),
`note:`, `text:` and, of a suggestion, `cue:` look in one field, alone they ask whether there is anything in
it. `-` before a term excludes, quotation marks keep words together. Of several `tag:`, `who:`, `by:` or
`grade:` one is enough; all else has to hold together. Small letters find capitals.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from annotations.records import Annotation

FIELDS = ("tag", "who", "by", "grade", "note", "text", "cue")
ONE_IS_ENOUGH = ("tag", "who", "by", "grade")
LabelOf = Callable[[str], str]
"""Gives the label of a tag's id."""
WordsOf = Callable[[str], str]
"""Gives the words of a field."""

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
        wanted = [term for term in self.terms if not term.excluded]
        self._words = tuple(term.words for term in wanted if not term.field)
        self._all = [term for term in wanted if term.field and term.field not in ONE_IS_ENOUGH]
        groups = [[term for term in wanted if term.field == field] for field in ONE_IS_ENOUGH]
        self._any = [group for group in groups if group]
        self._none = [term for term in self.terms if term.excluded]
        self._has_fields = bool(self._all or self._any or self._none)

    def __bool__(self) -> bool:
        return bool(self.terms)

    def accepts(self, annotation: Annotation, everything: str, label_of: LabelOf) -> bool:
        """Return whether an annotation is meant; `everything` is its `folded` text."""
        return self.holds(everything, lambda field: _FIELD_WORDS[field](annotation, label_of))

    def holds(self, everything: str, words_of: WordsOf) -> bool:
        """Return whether something is meant that has these words, folded, and those of each field."""
        for words in self._words:
            if words not in everything:
                return False
        return not self._has_fields or self._fields_agree(everything, words_of)

    def _fields_agree(self, everything: str, words_of: WordsOf) -> bool:
        def holds(term: Term) -> bool:
            # Most are decided by what is known already; the field is put together for the few others.
            if term.words not in everything:
                return False
            if not term.field:
                return True
            field = fold(words_of(term.field))
            return term.words in field if term.words else bool(field)

        return (
            all(map(holds, self._all))
            and all(any(map(holds, group)) for group in self._any)
            and not any(map(holds, self._none))
        )


def folded(annotation: Annotation, label_of: LabelOf) -> str:
    """Return all the words of an annotation as queries are compared with them."""
    return fold(" ".join(words(annotation, label_of) for words in _FIELD_WORDS.values()))


def term_for(field: str, words: str) -> str:
    """Return the words of a field as one would type them: `who:"Volodymyr Zelensky"`."""
    words = " ".join(words.replace('"', " ").split())
    return f'{field}:"{words}"' if " " in words else f"{field}:{words}"


def _term(found: re.Match[str]) -> Term:
    minus, field, quoted, word = found.groups()
    return Term((field or "").lower(), fold(quoted if quoted is not None else word), bool(minus))


def fold(text: str) -> str:
    """Return words as they are compared: small letters, single blanks."""
    return " ".join(text.casefold().split())


_FIELD_WORDS: dict[str, Callable[[Annotation, LabelOf], str]] = {
    "tag": lambda annotation, label_of: " ".join(label_of(tag) for tag in annotation.tags),
    "who": lambda annotation, _: " ".join(who.text for who in annotation.attribution),
    "by": lambda annotation, _: " ".join(who.text for who in annotation.disputed_by),
    "grade": lambda annotation, _: str(annotation.grade),
    "note": lambda annotation, _: annotation.note,
    "text": lambda annotation, _: " ".join(span.exact for span in annotation.spans),
    # Of a suggestion only.
    "cue": lambda _, __: "",
}
