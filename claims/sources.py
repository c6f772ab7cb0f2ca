"""The words that say whose statement it is: how far they go, and what they tell by themselves."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Literal, NamedTuple

from claims.lexicon import Lexicon
from claims.officials import NOTHING, Judgement, judge
from claims.parsed import Sentence
from reports.blocks import Span

_LEFT_OUT: Final = frozenset(
    {"relcl", "advcl", "parataxis", "ccomp", "punct", "advmod", "intj", "dep", "preconj"}
)
_PERSONAL: Final = frozenset({
    "he", "she", "it", "they", "him", "her", "them", "his", "their", "its", "hers", "theirs", "who",
})  # fmt: skip
_SPEAKERS: Final = frozenset({"i", "we", "you", "me", "us", "my", "our", "your", "mine", "ours", "yours"})
_POINTING: Final = frozenset(
    {"this", "that", "these", "those", "which", "what", "whose", "there", "both", "neither", "one"}
)
_NOBODY: Final = frozenset({
    "nobody", "none", "everyone", "everybody", "anyone", "anybody", "nothing", "everything", "noone",
})  # fmt: skip
_DEFINITE: Final = frozenset({"the", "this", "that", "these", "those", "his", "her", "their", "its"})
_HE: Final = frozenset({
    "he", "him", "his", "spokesman", "mr", "mr.", "king", "prince", "chairman", "congressman", "sir", "lord",
})  # fmt: skip
_SHE: Final = frozenset({
    "she", "her", "hers", "spokeswoman", "mrs", "mrs.", "ms", "ms.", "queen", "princess", "chairwoman",
    "congresswoman", "lady",
})  # fmt: skip

Number = Literal["one", "many", "unknown"]
Gender = Literal["he", "she", "unknown"]


class SourceWords(NamedTuple):
    """A phrase for a source, as far as its own sentence tells."""

    span: Span
    noun: str
    """The head word in lower case: `ministry`, `he`."""
    kind: Literal["pronoun", "name", "noun"]
    number: Number
    gender: Gender
    bare: bool
    """Definite, and nothing but its noun: `the ministry` speaks of one named before."""
    heads: tuple[Span, ...]
    """The words a name for the source may stand at: the head, its appositions, whoever it belongs to."""
    judgement: Judgement
    belongs_to: SourceWords | None = None
    """`the military's special forces`: the military."""
    statement: bool = False
    """Whether the words are for a statement that says nothing of whose it is: `the report said`."""


def is_nobody(sentence: Sentence, head: int) -> bool:
    """Whether the source is no source that could be named: `we`, `you`, `there`, `nobody`, `no witness`."""
    if any(sentence.words[child] == "no" for child in sentence.children[head]):
        return True
    word = sentence.words[head]
    return word in _NOBODY or (_is_pronoun(sentence, head) and word in _SPEAKERS | _POINTING)


def _is_pronoun(sentence: Sentence, at: int) -> bool:
    """Whether it is one, and neither the US nor the WHO."""
    token = sentence.tokens[at]
    return token.pos in ("PRON", "DET") and not (len(token.text) > 1 and token.text.isupper())


def source_words(sentence: Sentence, head: int, lexicon: Lexicon) -> SourceWords:
    """What the phrase around `head` says of the source."""
    maker = maker_of(sentence, head, lexicon)
    tokens = phrase(sentence, head)
    span = sentence.span_of(tokens[0], tokens[-1])
    if maker != head:
        made = source_words(sentence, maker, lexicon)
        return made._replace(span=Span(min(span.start, made.span.start), max(span.end, made.span.end)))
    token = sentence.tokens[head]
    pronoun = token.lower in _PERSONAL and _is_pronoun(sentence, head)
    appositions = [at for at in tokens if sentence.tokens[at].dep == "appos"]
    owner = sentence.child(head, "poss")
    return SourceWords(
        span,
        token.lower,
        "pronoun" if pronoun else "name" if token.pos == "PROPN" else "noun",
        _number(token.lower, token.tag, sentence.child(head, "conj") is not None),
        gender_in([token.lower] if pronoun else [sentence.words[at] for at in tokens]),
        _bare(sentence, tokens, head),
        tuple(_head_span(sentence, at) for at in (head, *appositions)),
        NOTHING if pronoun else judge(sentence, tokens, head, lexicon),
        source_words(sentence, owner, lexicon) if owner is not None and owner > tokens[0] - 1 else None,
        lexicon.statements.ending_at(sentence.words, head) is not None,
    )


def maker_of(sentence: Sentence, head: int, lexicon: Lexicon) -> int:
    """Whose statement a noun for one is: `a post by Filashkin`, `Zelensky's statements`; or `head`."""
    if lexicon.statements.ending_at(sentence.words, head) is None:
        return head
    for child in sentence.children[head]:
        token = sentence.tokens[child]
        if token.dep == "poss" and child != head:
            return child
        if token.dep in ("prep", "agent") and token.lower in ("by", "from"):
            made_by = sentence.child(child, "pobj")
            if made_by is not None and sentence.tokens[made_by].pos in ("PROPN", "NOUN", "PRON"):
                return made_by
    return head


def phrase(sentence: Sentence, head: int) -> list[int]:
    """The tokens of the phrase around `head`, one after the other, appositions with them."""
    here = set(_inside(sentence, head))
    first = last = head
    while first - 1 in here or (_is_mark(sentence, first - 1) and first - 2 in here):
        first -= 1
    while last + 1 in here or (_is_mark(sentence, last + 1) and last + 2 in here):
        last += 1
    if last > head and sentence.tokens[last].dep == "case":
        last -= 1
    while first < head and sentence.tokens[first].pos == "PUNCT":
        first += 1
    if "(" in sentence.words[first : last + 1] and sentence.words[last + 1 : last + 2] == [")"]:
        last += 1
    return list(range(first, last + 1))


def _inside(sentence: Sentence, head: int) -> list[int]:
    found, left = [head], [head]
    while left:
        at = left.pop()
        for child in sentence.children[at]:
            token = sentence.tokens[child]
            if token.dep in _LEFT_OUT and not (token.dep == "punct" and token.lower in ("-", "’", "'")):
                continue
            if token.dep in ("prep", "acl", "amod") and child > at and sentence.words[child - 1] == ",":
                continue
            if token.dep == "acl" and token.tag == "VBG":
                continue
            found.append(child)
            left.append(child)
    return found


def _is_mark(sentence: Sentence, at: int) -> bool:
    return 0 <= at < len(sentence.tokens) and sentence.tokens[at].lower in (",", "-", "–", "(", "'", "’", "/")


def _head_span(sentence: Sentence, head: int) -> Span:
    first = head
    while (
        first
        and sentence.tokens[first - 1].head == head
        and sentence.tokens[first - 1].dep in ("compound", "flat")
    ):
        first -= 1
    return sentence.span_of(first, head)


def _number(word: str, tag: str, joined: bool) -> Number:
    if word in ("they", "them", "their", "theirs") or joined:
        return "many"
    if word in ("police", "who", "authorities", "media", "military"):
        return "unknown"
    return "many" if tag in ("NNS", "NNPS") else "one"


def gender_in(words: Iterable[str]) -> Gender:
    """The gender that words for a person tell, in lower case."""
    found = set(words)
    return "he" if found & _HE else "she" if found & _SHE else "unknown"


def _bare(sentence: Sentence, tokens: list[int], head: int) -> bool:
    """Whether nothing but the noun and `the` stands there (`the two ministries` is as bare)."""
    return (
        sentence.words[tokens[0]] in _DEFINITE
        and tokens[-1] == head
        and all(sentence.tokens[at].pos in ("DET", "NUM", "PRON") for at in tokens[:-1])
    )
