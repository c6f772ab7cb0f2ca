"""How sure a statement is, in one sentence: the signs of the lexicon, and what they speak of."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from claims.lexicon import WHY_OF_WORD, Lexicon
from claims.parsed import Sentence
from claims.quotations import Quotations
from claims.records import Why
from claims.sources import is_nobody, maker_of, phrase
from reports.blocks import Span

_POINTS_BACK: Final = frozenset({"this", "that", "these", "those", "it", "they", "which"})
_OF_TWO: Final = frozenset({"neither", "both", "none"})
_PROOF: Final = frozenset({"evidence", "proof"})
_DEFINITE: Final = frozenset(
    {"the", "this", "that", "these", "those", "his", "her", "their", "its", "either"}
)


class Hedge(NamedTuple):
    """A sign outside quotation marks."""

    span: Span
    why: Why
    source: int | None
    """The token of whose statement it speaks (`Zelensky's statements`), or of who contradicts."""
    content: Span | None
    """What it speaks of."""
    points_back: int
    """Of how many speakers before it speaks: `the information` of one, `neither claim` of two."""


def hedges_in(sentence: Sentence, quotations: Quotations, lexicon: Lexicon) -> list[Hedge]:
    """The signs of a sentence in order; of several that overlap the first, and of those the longest."""
    found: list[Hedge] = []
    for span, why, first, last in sorted(_signs(sentence, quotations, lexicon), key=_first_and_longest):
        if found and span.start < found[-1].span.end:
            continue
        about = _about(sentence, first, last)
        source = _source(sentence, about, first, why, lexicon)
        content = None if about is None else _content(sentence, about)
        back = _points_back(sentence, first, about, source, why, lexicon)
        found.append(Hedge(span, why, source, content, back))
    return found


def _with_auxiliaries(sentence: Sentence, first: int) -> int:
    """Where the verb of the sign begins: `could not be verified`."""
    while first and sentence.tokens[first - 1].pos == "AUX" and sentence.tokens[first].pos in ("PART", "AUX"):
        first -= 1
    return first


def _first_and_longest(sign: tuple[Span, Why, int, int]) -> tuple[int, int]:
    return sign[0].start, -sign[0].end


def _signs(
    sentence: Sentence, quotations: Quotations, lexicon: Lexicon
) -> Iterator[tuple[Span, Why, int, int]]:
    words = sentence.words
    for first, word in enumerate(words):
        for pattern, sign in lexicon.signs.get(word, ()):
            end = pattern.end_in(words, first)
            if end is None or not sign.excepted_free(words[end:]):
                continue
            span = sentence.span_of(_with_auxiliaries(sentence, first), end - 1)
            if quotations.around(span.start) or quotations.around(span.end - 1):
                continue
            yield span, WHY_OF_WORD[sign.why], first, end - 1


def _about(sentence: Sentence, first: int, last: int) -> int | None:
    """The token of what the sign speaks of: what was not verified, what is disputed."""
    if sentence.words[last] in _PROOF and sentence.tokens[last].dep == "dobj":
        return last
    for at in range(last, first - 1, -1):
        if sentence.tokens[at].pos not in ("VERB", "AUX", "ADJ"):
            continue
        about = sentence.child(at, "nsubjpass", "dobj", "ccomp")
        if about is None and sentence.tokens[at].dep in ("acomp", "xcomp", "oprd", "attr"):
            about = sentence.child(sentence.tokens[at].head, "nsubjpass", "nsubj")
        if about is None:
            about = sentence.child(at, "nsubj")
        if about is not None and not first <= about <= last:
            return about
    return None


def _source(sentence: Sentence, about: int | None, first: int, why: Why, lexicon: Lexicon) -> int | None:
    """Whose statement it speaks of; of a dispute, who disputes."""
    if why is Why.DISPUTED:
        speaks = sentence.tokens[first].pos == "VERB" and not _is_state(sentence, first)
        return sentence.child(first, "nsubj") if speaks else None
    if about is None:
        return None
    if sentence.words[about] in _PROOF:
        return sentence.child(sentence.tokens[about].head, "nsubj")
    maker = maker_of(sentence, about, lexicon)
    return None if maker == about or is_nobody(sentence, maker) else maker


def _is_state(sentence: Sentence, at: int) -> bool:
    """Whether the verb says how things are (`remain contested`), so that its subject contradicts nobody."""
    return sentence.tokens[at].lemma in ("be", "remain") or sentence.child(at, "acomp", "auxpass") is not None


def _content(sentence: Sentence, about: int) -> Span:
    tokens = phrase(sentence, about)
    return sentence.span_of(tokens[0], tokens[-1])


def _points_back(
    sentence: Sentence, first: int, about: int | None, source: int | None, why: Why, lexicon: Lexicon
) -> int:
    """Of how many speakers before this sentence it speaks."""
    if sentence.words[first] in _OF_TWO or (about is not None and sentence.words[about] in _OF_TWO):
        return 2
    if about is None:
        return 0
    if sentence.words[about] in _POINTS_BACK:
        return int(why is not Why.UNCLEAR)
    if sentence.words[about] in _PROOF:
        return int(source is not None)
    if lexicon.statements.ending_at(sentence.words, about) is None:
        return 0
    if source is not None:
        return 1
    tokens = phrase(sentence, about)
    described = any(sentence.tokens[child].dep in ("acl", "relcl") for child in sentence.children[about])
    return int(sentence.words[tokens[0]] in _DEFINITE and not described)
