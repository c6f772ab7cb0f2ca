"""The words that claims are found by: data files of ours, and the files a user adds in the same form.

Each entry has an example that must fire, and where it is ambiguous ones that must not; tests prove them all.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, Literal, TypeVar

import msgspec

from claims.inflection import plural, verb_forms
from claims.patterns import Pattern
from claims.records import Why

OURS: Final = Path(__file__).parent / "data"
WhyWord = Literal["said", "not verified", "unclear", "hearsay", "denied", "disputed"]
WHY_OF_WORD: Final[dict[WhyWord, Why]] = {
    "said": Why.SAID, "not verified": Why.NOT_VERIFIED, "unclear": Why.UNCLEAR,
    "hearsay": Why.HEARSAY, "denied": Why.DENIED, "disputed": Why.DISPUTED,
}  # fmt: skip
Takes = Literal["clause", "object", "statement", "as", "to", "naming", "particle", "anything", "gerund"]
_PART = re.compile(r"['’]s\b|[-–]|(?:[^\W_]|[.'’](?!s\b))+")
_WORD = re.compile(r"[^\W\d_]+")


class LexiconError(Exception):
    """A file of the lexicon cannot be used; its text is the one sentence the user sees."""


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Words that mean the same for the reader, with sentences that prove it."""

    words: tuple[str, ...]
    forms: tuple[str, ...] = ()
    """Of all words together, those that no rule makes: `said`, `spokespeople`."""
    excepted: tuple[str, ...] = msgspec.field(name="except", default=())
    """Words beside which it means something else."""
    example: str = ""
    """A sentence that must fire; `{}` is each of the words in turn."""
    counter_examples: tuple[str, ...] = msgspec.field(name="not", default=())
    """Sentences that must not."""
    remove: bool = False
    """Take these words away; nothing else is read of the entry."""


class Verb(Entry, frozen=True):
    """A verb that reports speech; its infinitives."""

    takes: tuple[Takes, ...] = ("clause",)
    never_by: tuple[str, ...] = ()
    """Nouns that are no source of it: `footage posted online`."""
    by: Literal["", "statement"] = ""
    """`statement`: it reports speech only when its subject is a statement: `the survey found`."""
    asserts: bool = True
    """Whether what is said could be true: a demand could not."""
    why: Literal["said", "denied", "disputed"] = "said"


class Phrase(Entry, frozen=True):
    """Words that a source follows: `according to`."""


class Statement(Entry, frozen=True):
    """A noun for what somebody said."""

    medium: bool = False
    """Whether it is what the words stand in, rather than the words: a letter, a post."""


class Sign(Entry, frozen=True):
    """Words that say how sure a statement is: patterns, see `claims.patterns`."""

    why: Literal["not verified", "unclear", "hearsay", "disputed"]

    def excepted_free(self, behind: list[str]) -> bool:
        """Whether none of the words behind it in the sentence, nor several in a row, switch it off."""
        there = f" {' '.join(behind)} "
        return not any(f" {words} " in there for words in self.excepted)


class Office(Entry, frozen=True):
    """What somebody in office is called."""

    kind: Literal["office", "spokesperson", "unnamed"] = "office"
    needs: Literal["", "public"] = ""
    """`public`: only with words that show that the office is a public one."""


class Body(Entry, frozen=True):
    """An official body."""

    needs: Literal["", "public", "name"] = ""
    """`public`: as for an office. `name`: the same, or with a name of its own in capitals."""
    exact: bool = False
    """Whether capitals matter: `WHO`."""


class Other(Entry, frozen=True):
    """Who is not official."""

    owner: bool = False
    """Whether it makes an office that belongs to it a private one: `the director of the company`."""


class Public(Entry, frozen=True):
    """What shows that an office is a public one: `regional`."""


class Capital(Entry, frozen=True):
    """The name of a place that stands for its government."""


_KINDS: Final[dict[str, type[Entry]]] = {
    "verb": Verb, "phrase": Phrase, "statement": Statement, "sign": Sign, "office": Office,
    "body": Body, "other": Other, "public": Public, "capital": Capital,
}  # fmt: skip
_Kind = TypeVar("_Kind", bound=Entry)


class Terms(Mapping[tuple[str, ...], _Kind]):
    """Terms of one or more words, found by the words that they end with."""

    def __init__(self, terms: Iterable[tuple[tuple[str, ...], _Kind]]) -> None:
        self._terms = dict(terms)
        self._by_last: dict[str, list[tuple[str, ...]]] = {}
        for term in sorted(self._terms, key=len, reverse=True):
            self._by_last.setdefault(term[-1], []).append(term)

    def __getitem__(self, term: tuple[str, ...]) -> _Kind:
        return self._terms[term]

    def __iter__(self) -> Iterator[tuple[str, ...]]:
        return iter(self._terms)

    def __len__(self) -> int:
        return len(self._terms)

    def ending_at(self, words: list[str], last: int, first: int = 0) -> tuple[int, _Kind] | None:
        """The longest term that ends with the word `last` and begins at `first` or later: where, and what."""
        for term in self._by_last.get(words[last], ()):
            begin = last + 1 - len(term)
            if begin >= first and tuple(words[begin : last + 1]) == term:
                return begin, self._terms[term]
        return None


@dataclass(frozen=True)
class Lexicon:
    """All entries, and what they are looked up by; words in lower case unless `exact`."""

    entries: tuple[Entry, ...]
    digest: str
    """The sha256 of the entries in hexadecimal: found again are only claims of the same lexicon."""
    verbs: dict[str, Verb]
    """By every form; one with a particle has it behind a blank: `calls for`."""
    phrases: Terms[Phrase]
    statements: Terms[Statement]
    signs: dict[str, list[tuple[Pattern, Sign]]]
    """By each word that a pattern can begin with."""
    offices: Terms[Office]
    bodies: Terms[Body]
    exact_bodies: Terms[Body]
    others: Terms[Other]
    owners: Terms[Other]
    public: Terms[Public]
    capitals: frozenset[str]
    cue_words: frozenset[str]
    """A sentence without any of them holds no cue."""

    def may_hold_a_cue(self, sentence: str) -> bool:
        """Whether it is worth parsing: it holds a word that cues are made of."""
        known = self.cue_words
        return any(word in known for word in _WORD.findall(sentence.lower()))


def load_lexicon(folder: Path | None = None) -> Lexicon:
    """Our entries, with those of the user's `folder/*.toml` over them: new ones, others, or fewer.

    A folder that is not there adds nothing. Raises `LexiconError` with a sentence that names file and entry.
    """
    files = sorted(folder.glob("*.toml")) if folder is not None and folder.is_dir() else []
    known = dict(_ours())
    for file in files:
        for entry in _entries_in(file):
            for word in entry.words:
                if entry.remove:
                    known.pop((type(entry), word), None)
                else:
                    known[type(entry), word] = entry
    return _lexicon(known)


@cache
def _ours() -> dict[tuple[type[Entry], str], Entry]:
    return {
        (type(entry), word): entry
        for file in sorted(OURS.glob("*.toml"))
        for entry in _entries_in(file)
        for word in entry.words
    }


def _entries_in(file: Path) -> Iterator[Entry]:
    try:
        tables = tomllib.loads(file.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise LexiconError(f"The lexicon file {file} cannot be read: {error}.") from error
    for kind, entries in tables.items():
        if kind not in _KINDS or not isinstance(entries, list):
            raise LexiconError(
                f"The lexicon file {file} has [[{kind}]], which is none of {', '.join(_KINDS)}."
            )
        for number, entry in enumerate(entries, 1):
            yield _entry(file, kind, number, entry)


def _entry(file: Path, kind: str, number: int, raw: object) -> Entry:
    try:
        entry = msgspec.convert(raw, _KINDS[kind])
        if not entry.words or not all(map(str.strip, entry.words)):
            raise ValueError("it has no words")
        if not entry.remove and not entry.example:
            raise ValueError("it has no example")
        if isinstance(entry, Sign):
            for word in entry.words:
                Pattern.of(word)
    except (ValueError, msgspec.ValidationError) as error:
        words = raw.get("words") if isinstance(raw, dict) else None
        which = f"[[{kind}]] {number}" + (f" ({words[0]})" if isinstance(words, list) and words else "")
        raise LexiconError(f"The lexicon file {file} has a bad entry, {which}: {error}.") from error
    return entry


def _lexicon(known: dict[tuple[type[Entry], str], Entry]) -> Lexicon:
    # An entry that the user's files took words from goes on with the others.
    of_kind: dict[type[Entry], list[tuple[str, Entry]]] = {}
    for (kind, word), entry in known.items():
        of_kind.setdefault(kind, []).append((word, entry))

    def all_of(kind: type[_Kind]) -> list[tuple[str, _Kind]]:
        return [(word, entry) for word, entry in of_kind.get(kind, []) if isinstance(entry, kind)]

    verbs = {form: verb for word, verb in all_of(Verb) for form in _verb_forms(word, verb)}
    phrases = Terms((parts(word), phrase) for word, phrase in all_of(Phrase))
    signs = [(Pattern.of(word), sign) for word, sign in all_of(Sign)]
    by_first: dict[str, list[tuple[Pattern, Sign]]] = {}
    for pattern, sign in signs:
        for first in pattern.first_words:
            by_first.setdefault(first, []).append((pattern, sign))
    statements = _nouns(all_of(Statement))
    bodies, others = all_of(Body), all_of(Other)
    cue_words = {word for term in phrases for word in term if len(word) > 3 or len(term) == 1}
    cue_words |= {form.split()[0] for form in verbs}
    return Lexicon(
        entries=tuple({id(entry): entry for entry in known.values()}.values()),
        digest=hashlib.sha256(
            msgspec.json.encode(sorted((kind.__name__, word, entry) for (kind, word), entry in known.items()))
        ).hexdigest(),
        verbs=verbs,
        phrases=phrases,
        statements=statements,
        signs=by_first,
        offices=_nouns(all_of(Office)),
        bodies=_nouns((word, body) for word, body in bodies if not body.exact),
        exact_bodies=Terms((parts(word, exact=True), body) for word, body in bodies if body.exact),
        others=_nouns((word, other) for word, other in others if not other.owner),
        owners=_nouns((word, other) for word, other in others if other.owner),
        public=Terms((parts(word), public) for word, public in all_of(Public)),
        capitals=frozenset(word.casefold() for word, _ in all_of(Capital)),
        cue_words=frozenset(cue_words.union(*(pattern.telling for pattern, _ in signs))),
    )


def _verb_forms(word: str, verb: Verb) -> tuple[str, ...]:
    first, *particle = word.split()
    return (*(" ".join((form, *particle)) for form in verb_forms(first)), *verb.forms)


def parts(term: str, *, exact: bool = False) -> tuple[str, ...]:
    """A term as the tokens that it is in a parsed sentence."""
    return tuple(_PART.findall(term if exact else term.lower()))


def _nouns(entries: Iterable[tuple[str, _Kind]]) -> Terms[_Kind]:
    terms = []
    for word, entry in entries:
        *before, last = parts(word)
        # The parser may set the stop of an abbreviation apart.
        terms += [((*before, form), entry) for form in (last, plural(last), last.rstrip("."))]
        terms += [(parts(form), entry) for form in entry.forms]
    return Terms(terms)
