"""Who says what in one sentence: speech verbs, "according to", and nouns for statements, by the parse.

What stands inside quotation marks is the source's, and shows nothing of who quotes it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from claims.contents import RELATIVE, SUBJECT, around_phrase, content_of, span_without
from claims.lexicon import WHY_OF_WORD, Lexicon, Verb
from claims.parsed import Sentence
from claims.quotations import Quotations
from claims.records import Why
from claims.sources import is_nobody, maker_of
from reports.blocks import Span

_TAKES_UP: Final = frozenset({"conj", "xcomp", "advcl", "pcomp", "prep", "ccomp"})
"""How a verb without a subject of its own hangs on the one that has it: `justifies it by saying`."""
_NOT_YET: Final = frozenset(
    {"will", "would", "may", "might", "should", "could", "must", "'ll", "’ll", "shall", "can"}
)
_DUE: Final = frozenset({"should", "must", "shall"})
_KEPT_BACK: Final = frozenset({"refuse", "decline", "fail", "want", "try", "hesitate", "stop", "avoid"})


class Cue(NamedTuple):
    """One place where a sentence says who says something."""

    span: Span
    source: int | None
    """The token that the words for the source hang on."""
    content: Span | None
    why: Why
    asserts: bool = True


def cues_in(sentence: Sentence, quotations: Quotations, lexicon: Lexicon) -> list[Cue]:
    """The cues of a sentence in order; one for each source and cue."""
    found = [
        *_verbs(sentence, quotations, lexicon),
        *_phrases(sentence, quotations, lexicon),
        *_statements(sentence, quotations, lexicon),
    ]
    return sorted(found, key=lambda cue: cue.span)


def _verbs(sentence: Sentence, quotations: Quotations, lexicon: Lexicon) -> Iterator[Cue]:
    for at, token in enumerate(sentence.tokens):
        behind = sentence.words[at + 1] if at + 1 < len(sentence.words) else ""
        verb = lexicon.verbs.get(f"{token.lower} {behind}") or lexicon.verbs.get(token.lower)
        if verb is None or token.pos not in ("VERB", "AUX") or quotations.around(token.start):
            continue
        if _negated(sentence, at) or _kept_back(sentence, at) or _only_due(sentence, at):
            continue
        source = _source_of(sentence, at)
        if source is None or is_nobody(sentence, source) or sentence.tokens[source].lemma in verb.never_by:
            continue
        if verb.by == "statement" and lexicon.statements.ending_at(sentence.words, source) is None:
            continue
        excepted = _excepted(sentence, at, verb)
        content = None if excepted else content_of(sentence, at, verb, quotations, lexicon)
        if content is None:
            continue
        asserts = verb.asserts and not _in_passing(sentence, at)
        yield Cue(Span(token.start, token.end), source, content, WHY_OF_WORD[verb.why], asserts)


def _in_passing(sentence: Sentence, at: int) -> bool:
    """Whether it is not said yet, or not what the sentence states: `described by X as liberated`."""
    token = sentence.tokens[at]
    if token.dep == "acl" and token.tag == "VBN":
        return True
    return any(sentence.words[child] in _NOT_YET for child in sentence.children[at] if child < at)


def _negated(sentence: Sentence, at: int) -> bool:
    """Whether it was not done: `did not deny`, `neither confirmed nor denied`, `did not confirm or deny`."""
    if sentence.child(at, "neg") is not None or sentence.words[at - 1 : at] in (["nor"], ["neither"]):
        return True
    token = sentence.tokens[at]
    alternative = token.dep == "conj" and "or" in sentence.words[token.head : at]
    return alternative and _negated(sentence, token.head)


def _only_due(sentence: Sentence, at: int) -> bool:
    """Whether it is asked for and not done: `shareholders should note that`."""
    return any(sentence.words[child] in _DUE for child in sentence.children[at] if child < at)


def _kept_back(sentence: Sentence, at: int) -> bool:
    token = sentence.tokens[at]
    return token.dep == "xcomp" and sentence.tokens[token.head].lemma in _KEPT_BACK


def _source_of(sentence: Sentence, at: int) -> int | None:
    """The token whose words the verb reports."""
    agent = sentence.child(at, "agent")
    if agent is not None:
        return sentence.child(agent, "pobj")
    token = sentence.tokens[at]
    if sentence.child(at, "nsubjpass", "auxpass") is not None:
        return None
    seen: set[int] = set()
    while at not in seen:
        seen.add(at)
        subject = sentence.child(at, *SUBJECT)
        if subject is None and sentence.tokens[at].tag == "VBZ":
            subject = sentence.child(at, "compound")
        if subject is not None:
            return _antecedent(sentence, subject, at)
        if sentence.child(at, "nsubjpass") is not None and at not in (token.head,):
            return None
        here = sentence.tokens[at]
        if here.dep == "acl" and here.tag == "VBG":
            return here.head
        if here.dep not in _TAKES_UP or (here.dep == "ccomp" and here.tag != "VBG"):
            return None
        at = here.head
        if here.tag == "VBG" and here.dep == "advcl" and sentence.tokens[at].dep == "ccomp":
            # `said it was looking into it, adding that`: whoever said it adds, not "it".
            at = sentence.tokens[at].head
    return None


def _antecedent(sentence: Sentence, subject: int, verb: int) -> int:
    """What a relative pronoun stands for."""
    if sentence.words[subject] in RELATIVE and sentence.tokens[verb].dep == "relcl":
        return sentence.tokens[verb].head
    return subject


def _excepted(sentence: Sentence, at: int, verb: Verb) -> bool:
    """Whether it is no speech here: `denied entry`, `denied the club a win`."""
    if verb.why == "denied" and sentence.child(at, "dative") is not None:
        return True
    if not verb.excepted:
        return False
    prep = sentence.child(at, "prep") if "particle" in verb.takes else None
    near = [] if prep is None else list(sentence.children[prep])
    near += [
        child
        for child in sentence.children[at]
        if sentence.tokens[child].dep in ("dobj", "nsubjpass", "oprd", "dative", "attr", "xcomp")
    ]
    words = {word for child in near for word in (sentence.words[child], sentence.tokens[child].lemma)}
    return not words.isdisjoint(verb.excepted)


def _phrases(sentence: Sentence, quotations: Quotations, lexicon: Lexicon) -> Iterator[Cue]:
    for last in range(len(sentence.tokens)):
        found = lexicon.phrases.ending_at(sentence.words, last)
        if found is None or quotations.around(sentence.tokens[last].start):
            continue
        first, entry = found
        source = _behind(sentence, last)
        if source is None or is_nobody(sentence, source):
            continue
        if sentence.words[source] in entry.excepted or sentence.tokens[source].lemma in entry.excepted:
            continue
        content = around_phrase(sentence, first, source)
        yield Cue(sentence.span_of(first, last), source, content, Why.SAID)


def _behind(sentence: Sentence, last: int) -> int | None:
    """The noun behind a phrase; that the parser takes `show` for a verb in `according to show insiders`."""
    found = sentence.child(last, "pobj", "dobj")
    if found is not None:
        return found
    near = range(last + 1, min(last + 6, len(sentence.tokens)))
    return next(
        (
            at
            for at in near
            if sentence.tokens[at].pos in ("NOUN", "PROPN", "PRON") and sentence.tokens[at].dep != "compound"
        ),
        None,
    )


def _statements(sentence: Sentence, quotations: Quotations, lexicon: Lexicon) -> Iterator[Cue]:
    """`Moscow's claim that the town had fallen`: whose statement it is, and what it says."""
    for at, token in enumerate(sentence.tokens):
        if token.pos != "NOUN" or lexicon.statements.ending_at(sentence.words, at) is None:
            continue
        maker = maker_of(sentence, at, lexicon)
        clause = sentence.child(at, "acl", "ccomp")
        if maker == at or clause is None or quotations.around(token.start):
            continue
        mark = sentence.child(clause, "mark")
        if mark is None or sentence.words[mark] != "that" or is_nobody(sentence, maker):
            continue
        yield Cue(Span(token.start, token.end), maker, span_without(sentence, clause, at), Why.SAID)
