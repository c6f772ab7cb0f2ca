"""Whether the words for a source make it official, and which words do.

Only what the phrase itself says: that "Filashkin" is a governor stands elsewhere in the report.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from claims.lexicon import Body, Entry, Lexicon, Office
from claims.parsed import Sentence
from claims.records import Official
from entities.tables import countries
from reports.blocks import Span

PAST: Final = frozenset({"former", "ex", "retired", "late", "onetime", "then", "would"})
OFFICIAL_OF_KIND: Final = {
    "office": Official.OFFICE, "spokesperson": Official.SPOKEN_FOR, "unnamed": Official.UNNAMED,
}  # fmt: skip
_BORDERS: Final = frozenset({"PUNCT", "ADP", "CCONJ", "SCONJ"})
_LINKS: Final = frozenset({"of", "for", "in", "at", "to", "responsible"})


class Judgement(NamedTuple):
    """What the words of a source say of its office."""

    official: Official = Official.NOT
    office: Span | None = None
    other: bool = False
    """They say that it is not official, whatever else is known."""
    if_place: bool = False
    """`official` holds only if a place or somebody in office is named among them: `head of Bashkortostan`."""


NOTHING: Final = Judgement()
_OTHER: Final = Judgement(other=True)


class _Hit(NamedTuple):
    first: int
    last: int
    entry: Entry


def judge(sentence: Sentence, tokens: list[int], head: int, lexicon: Lexicon) -> Judgement:
    """What the tokens of a source say, `head` the noun or name they hang on; appositions are among them."""
    heads = [head, *(at for at in tokens if sentence.tokens[at].dep == "appos")]
    found = [_judge_one(sentence, tokens, each, lexicon) for each in heads]
    for judgement in found:
        if judgement != NOTHING:
            return judgement
    return NOTHING


def _judge_one(sentence: Sentence, tokens: list[int], head: int, lexicon: Lexicon) -> Judgement:
    first = _core_start(sentence, tokens, head)
    hit = _hit(sentence, first, head, lexicon)
    if hit is None:
        return _government(sentence, first, head, lexicon)
    if hit.entry in lexicon.others.values():
        return _OTHER
    words = set(sentence.words[first : hit.last + 1])
    if words & PAST:
        return _OTHER
    around = [at for at in _own(sentence, tokens, head) if not hit.first <= at <= hit.last]
    if any(lexicon.owners.ending_at(sentence.words, at) for at in around):
        return _OTHER
    office = sentence.span_of(_behind_article(sentence, first, hit), _office_end(sentence, tokens, hit))
    kind = Official.BODY if isinstance(hit.entry, Body) else OFFICIAL_OF_KIND[_office(hit.entry).kind]
    needs = _needs(hit.entry) or (kind is Official.UNNAMED and _has_name(sentence, first, hit.first))
    if isinstance(hit.entry, Body) and hit.entry.needs == "name":
        needs = not (sentence.tokens[hit.last].pos == "PROPN" and _has_name(sentence, first, hit.first))
    if needs and not _is_public(sentence, around, lexicon):
        return Judgement(kind, office, if_place=True)
    return Judgement(kind, office)


def _hit(sentence: Sentence, first: int, head: int, lexicon: Lexicon) -> _Hit | None:
    """The term of the lexicon nearest to the head: at it, or as a title before a name."""
    named = sentence.tokens[head].pos == "PROPN" or sentence.words[head] in _STATEMENT_HEADS
    medium = lexicon.statements.ending_at(sentence.words, head) is not None
    for last in range(head, first - 1, -1):
        for terms, words in (
            (lexicon.exact_bodies, sentence.exact_words),
            (lexicon.others, sentence.words),
            (lexicon.offices, sentence.words),
            (lexicon.bodies, sentence.words),
        ):
            found = terms.ending_at(words, last, first)
            if found is not None:
                return _Hit(found[0], last, found[1])
        if last == head and not (named or medium):
            break
    return _with_what_follows(sentence, head, lexicon)


_STATEMENT_HEADS: Final = frozenset({"'s", "’s"})


def _with_what_follows(sentence: Sentence, head: int, lexicon: Lexicon) -> _Hit | None:
    """A body of several words that begins with the head: `Ministry of Defence`."""
    for last in range(head + 1, min(head + 4, len(sentence.words))):
        found = lexicon.bodies.ending_at(sentence.words, last, head)
        if found is not None and found[0] == head:
            return _Hit(head, last, found[1])
    return None


def _core_start(sentence: Sentence, tokens: list[int], head: int) -> int:
    """The first of the tokens before the head without a comma or a preposition in between."""
    here = set(tokens)
    first = head
    while first - 1 in here and sentence.tokens[first - 1].pos not in _BORDERS:
        first -= 1
    while first > 1 and sentence.words[first - 1] == "-" and {first - 1, first - 2} <= here:
        first -= 2
        while first - 1 in here and sentence.tokens[first - 1].pos not in _BORDERS:
            first -= 1
    return first


def _own(sentence: Sentence, tokens: list[int], head: int) -> list[int]:
    here = set(tokens)
    return [at for at in sentence.subtree(head) if at in here]


def _has_name(sentence: Sentence, first: int, end: int) -> bool:
    """Whether a name stands before an office: that of a place, or of a company."""
    return any(token.pos == "PROPN" for token in sentence.tokens[first:end])


def _needs(entry: Entry) -> bool:
    return isinstance(entry, Office | Body) and bool(entry.needs)


def _office(entry: Entry) -> Office:
    assert isinstance(entry, Office)
    return entry


def _is_public(sentence: Sentence, around: list[int], lexicon: Lexicon) -> bool:
    """Whether one of these tokens shows that an office is a public one."""
    words, exact = sentence.words, sentence.exact_words
    known = countries()
    return any(
        words[at] in known.of_demonym
        or words[at].replace(".", "") in known.of_name
        or words[at] in lexicon.capitals
        or lexicon.bodies.ending_at(words, at) is not None
        or lexicon.exact_bodies.ending_at(exact, at) is not None
        or lexicon.public.ending_at(words, at) is not None
        or ((office := lexicon.offices.ending_at(words, at)) is not None and not _needs(office[1]))
        for at in around
    )


def _behind_article(sentence: Sentence, first: int, hit: _Hit) -> int:
    while first < hit.first and sentence.tokens[first].pos in ("DET", "PUNCT", "PART"):
        first += 1
    return first


def _office_end(sentence: Sentence, tokens: list[int], hit: _Hit) -> int:
    """The last token of what an office is of: `governor of the Donetsk region`."""
    here, last = set(tokens), hit.last
    for child in sentence.children[hit.last]:
        below = sentence.subtree(child)
        comma = next((at for at in below if sentence.words[at] == ","), None)
        below = [at for at in below if comma is None or at < comma]
        if sentence.words[child] in _LINKS and below[0] == last + 1 and here.issuperset(below):
            last = below[-1]
    return last


def _government(sentence: Sentence, first: int, head: int, lexicon: Lexicon) -> Judgement:
    """A capital or a country alone."""
    if sentence.tokens[head].pos not in ("PROPN", "NOUN", "PRON"):
        return NOTHING
    first = first + 1 if sentence.words[first] == "the" and first < head else first
    span = sentence.span_of(first, head)
    name = ""
    for token in sentence.tokens[first : head + 1]:
        name += " " * (bool(name) and token.start > span.start + len(name)) + token.lower
    if name in lexicon.capitals or f"the {name}" in lexicon.capitals:
        return Judgement(Official.CAPITAL, span)
    country = name.replace(".", "") in countries().of_name and sentence.exact_words[head][:1].isupper()
    return Judgement(Official.CAPITAL, span) if country else NOTHING
