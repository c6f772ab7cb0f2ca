"""A sentence as the parser sees it: words with their part in it, and nothing of spaCy left.

spaCy itself is not imported here: whoever has a `Language` hands it in.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Container, Iterable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from entities.finding.pieces import for_the_model
from entities.naming.patterns import DATELINE
from reports.blocks import Span

if TYPE_CHECKING:
    from spacy.language import Language

LONGEST: Final = 1_500
"""Code points of a sentence beyond which it is not parsed: no prose, and the parser would take seconds."""
_AT_ONCE: Final = 64
_TITLE: Final = re.compile(r"\b([A-Z][a-z]{1,3})\.(?= [A-Z][a-z])")
"""`Sgt. Hale`: at the stop the parser would end the sentence."""
_FOOTNOTE: Final = re.compile(r"\[\d{1,3}\]")
"""`milblogger[1]`: the parser would take half of it for a part of the word."""
_NEEDED: Final = frozenset(
    {"tok2vec", "transformer", "tagger", "parser", "attribute_ruler", "lemmatizer", "morphologizer"}
)


class Token(NamedTuple):
    """One word or mark; offsets are code points of the report's text."""

    start: int
    end: int
    text: str
    """As the model got it."""
    lower: str
    lemma: str
    """In lower case."""
    pos: str
    """The universal part of speech: `VERB`."""
    tag: str
    """That of the Penn treebank: `VBD`."""
    dep: str
    """What it is to its head: `nsubj`."""
    head: int
    """The number of the token it depends on; its own for the root."""


@dataclass(frozen=True)
class Sentence:
    """The tokens of one sentence of the report, blanks left out."""

    span: Span
    tokens: tuple[Token, ...]

    @cached_property
    def words(self) -> list[str]:
        """The tokens in lower case."""
        return [token.lower for token in self.tokens]

    @cached_property
    def exact_words(self) -> list[str]:
        """The tokens as they stand there."""
        return [token.text for token in self.tokens]

    @cached_property
    def children(self) -> tuple[tuple[int, ...], ...]:
        """For each token the numbers of those that depend on it, in order."""
        found: list[list[int]] = [[] for _ in self.tokens]
        for number, token in enumerate(self.tokens):
            if token.head != number:
                found[token.head].append(number)
        return tuple(map(tuple, found))

    def child(self, number: int, *deps: str) -> int | None:
        """The first token that depends on `number` in one of these ways."""
        return next((each for each in self.children[number] if self.tokens[each].dep in deps), None)

    def subtree(self, number: int, without: frozenset[int] = frozenset()) -> list[int]:
        """The numbers of a token and all below it, in order, less what hangs on those in `without`."""
        found, left = [], [number]
        while left:
            at = left.pop()
            if at not in without:
                found.append(at)
                left.extend(self.children[at])
        return sorted(found)

    def span_of(self, first: int, last: int) -> Span:
        """The span of the tokens from `first` to `last`, both included."""
        return Span(self.tokens[first].start, self.tokens[last].end)


def can_parse(language: Language) -> bool:
    """Whether the pipeline parses English, which is what the lexicon is of."""
    return language.lang == "en" and {"parser", "tagger"} <= set(language.pipe_names)


def parsed(language: Language, text: str, spans: Sequence[Span]) -> Iterator[Sentence]:
    """These sentences of the text, each parsed alone; one that the model cannot take is left out."""
    texts = [_for_the_parser(text[start:end]) for start, end in spans]
    with nullcontext() if language.vocab.in_memory_zone else language.memory_zone():
        for span, tokens in zip(spans, _tokens_of(language, texts, spans), strict=True):
            if tokens:
                yield Sentence(span, tokens)


def _tokens_of(language: Language, texts: list[str], spans: Sequence[Span]) -> Iterable[tuple[Token, ...]]:
    others = [name for name in language.pipe_names if name not in _NEEDED]
    try:
        return [
            _tokens(document, span.start)
            for document, span in zip(
                language.pipe(texts, batch_size=_AT_ONCE, disable=others), spans, strict=True
            )
        ]
    except Exception as error:
        # One sentence that the model cannot take must not cost the others.
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        if len(texts) == 1:
            return [()]
        return [
            next(iter(_tokens_of(language, [text], [span]))) for text, span in zip(texts, spans, strict=True)
        ]


def _for_the_parser(sentence: str) -> str:
    """As many code points, without dateline, footnotes, stops of titles, and capitals where all are."""
    plain = _TITLE.sub(r"\1 ", for_the_model(sentence))
    plain = _FOOTNOTE.sub(lambda mark: " " * len(mark[0]), plain)
    dateline = DATELINE.match(plain)
    if dateline is not None and _is_dateline(dateline, plain):
        plain = " " * dateline.end() + plain[dateline.end() :]
    lower = plain.lower()
    return lower if plain.isupper() and len(lower) == len(plain) else plain


def _is_dateline(found: re.Match[str], sentence: str) -> bool:
    """Whether it is no name before a dash: `Peskov — the spokesman — said`."""
    return (
        bool(found["agency"]) or found["place"].isupper() or sentence[found.end() : found.end() + 1].isupper()
    )


def _tokens(document: Any, shift: int) -> tuple[Token, ...]:
    """The tokens of a spaCy `Doc`; those of blanks are left out, what depended on them goes to their head."""
    words = list(document)
    seen = [number for number, word in enumerate(words) if not word.is_space]
    place = {number: at for at, number in enumerate(seen)}
    return tuple(_token(words, number, place, shift) for number in seen)


def _token(words: list[Any], number: int, place: dict[int, int], shift: int) -> Token:
    word = words[number]
    head = word.head
    while head.i not in place and head.head.i != head.i:
        head = head.head
    start = shift + word.idx
    return Token(
        start,
        start + len(word.text),
        word.text,
        word.lower_,
        word.lemma_.lower(),
        word.pos_,
        word.tag_,
        word.dep_,
        place.get(head.i, place[number]),
    )


def mended(sentence: Sentence, verbs: Container[str]) -> Sentence:
    """The sentence with its last words as the subject of the speech verb they stand before.

    In `..., the head of the region, Radiy Khabirov, said` the parser often takes them for appositions of what
    was said.
    """
    for at in range(len(sentence.tokens)):
        subject = _appositions_before(sentence, at) if _lacks_its_subject(sentence, at, verbs) else []
        # What the verb itself hangs on cannot become its subject: the tree would become a ring.
        if subject and not any(at in sentence.subtree(each) for each in subject):
            return _with_subject(sentence, at, subject)
    return sentence


def _lacks_its_subject(sentence: Sentence, at: int, verbs: Container[str]) -> bool:
    token = sentence.tokens[at]
    return (
        token.lower in verbs
        and token.pos == "VERB"
        and sentence.child(at, "nsubj", "nsubjpass", "agent") is None
        and sentence.child(at, "ccomp") is not None
    )


def _appositions_before(sentence: Sentence, verb: int) -> list[int]:
    """The appositions that end right before a verb, with those beside them."""
    tokens = sentence.tokens
    last = verb - 2 if verb > 1 and tokens[verb - 1].lower == "," else verb - 1
    if last < 1 or tokens[last].dep != "appos":
        return []
    parent = tokens[last].head
    return [
        each for each in sentence.children[parent] if parent < each <= last and tokens[each].dep == "appos"
    ]


def _with_subject(sentence: Sentence, verb: int, subject: list[int]) -> Sentence:
    """The sentence in which the first of these is the subject of the verb, the others its appositions."""
    tokens = list(sentence.tokens)
    first, *others = subject
    tokens[first] = tokens[first]._replace(head=verb, dep="nsubj")
    for other in others:
        tokens[other] = tokens[other]._replace(head=first, dep="appos")
    return Sentence(sentence.span, tuple(tokens))
