"""What is said: which words of the sentence a cue speaks of."""

from __future__ import annotations

from typing import Final

from claims.lexicon import Lexicon, Verb
from claims.parsed import Sentence
from claims.quotations import Quotations
from claims.sources import phrase
from reports.blocks import Span

RELATIVE: Final = frozenset({"who", "which", "that", "whom"})
SUBJECT: Final = ("nsubj", "csubj")


def content_of(
    sentence: Sentence, at: int, verb: Verb, quotations: Quotations, lexicon: Lexicon
) -> Span | None:
    """What is said, if anything is: without it the verb does not report speech."""
    takes = verb.takes
    clauses = [child for child in sentence.children[at] if sentence.tokens[child].dep == "ccomp"]
    clause = clauses[-1] if clauses else None
    if clause is not None and ("clause" in takes or "naming" in takes):
        return span_without(sentence, clause, at)
    if "as" in takes and (likened := _likened(sentence, at)) is not None:
        return likened
    passive = sentence.child(at, "nsubjpass")
    if passive is not None and _fits(sentence, passive, verb, lexicon):
        return span_without(sentence, passive, at)
    if "particle" in takes and (prep := sentence.child(at, "prep")) is not None and prep == at + 1:
        return span_without(sentence, prep, at)
    for child in sentence.children[at]:
        dep = sentence.tokens[child].dep
        if (
            (dep == "dobj" and _fits(sentence, child, verb, lexicon))
            or (dep == "xcomp" and ("gerund" if sentence.tokens[child].tag == "VBG" else "to") in takes)
            or (dep == "oprd" and "naming" in takes)
        ):
            return span_without(sentence, child, at)
    object_of = _object_of(sentence, at)
    if object_of is not None and _fits(sentence, object_of, verb, lexicon):
        return span_without(sentence, object_of, at)
    if "naming" in takes and sentence.child(at, "dobj") is not None:
        return _quoted(sentence, quotations)
    if "clause" not in takes:
        return None
    beside = _beside(sentence, at, quotations)
    return _rest(sentence, at) if beside is None and "anything" in takes else beside


def _object_of(sentence: Sentence, at: int) -> int | None:
    """What a relative clause without a pronoun says is denied: `a claim the army disputes`."""
    token = sentence.tokens[at]
    subject = sentence.child(at, "nsubj")
    own = token.dep == "relcl" and subject is not None and sentence.words[subject] not in RELATIVE
    return token.head if own and sentence.child(at, "dobj") in (None, token.head) else None


def _rest(sentence: Sentence, at: int) -> Span | None:
    """Whatever else the sentence says: `People like him, she said`."""
    subject = sentence.child(at, *SUBJECT)
    own = {at, *(sentence.subtree(subject) if subject is not None else ())}
    left = [other for other in range(min(own)) if sentence.tokens[other].pos not in ("PUNCT", "SPACE")]
    behind = range(max(own) + 1, len(sentence.tokens))
    right = [other for other in behind if sentence.tokens[other].pos not in ("PUNCT", "SPACE")]
    rest = left if len(left) > 1 else right
    return sentence.span_of(rest[0], rest[-1]) if len(rest) > 1 else None


def _likened(sentence: Sentence, at: int) -> Span | None:
    """`as a success` in `described the talks as a success` and `described by the envoy as a success`."""
    for child in sentence.children[at]:
        if sentence.tokens[child].dep == "prep" and sentence.words[child] == "as":
            return span_without(sentence, child, at)
    agent = sentence.child(at, "agent")
    behind = sentence.subtree(agent)[-1] + 1 if agent is not None else len(sentence.words)
    if behind + 1 < len(sentence.words) and sentence.words[behind] == "as":
        return sentence.span_of(behind, behind + 1)
    return None


def _fits(sentence: Sentence, thing: int, verb: Verb, lexicon: Lexicon) -> bool:
    if "object" in verb.takes:
        return sentence.tokens[thing].pos in ("NOUN", "PROPN", "PRON", "NUM") and not _reflexive(
            sentence, thing
        )
    if "statement" not in verb.takes:
        return False
    said = lexicon.statements.ending_at(sentence.words, thing) is not None
    return said or sentence.words[thing] in ("this", "that", "it")


def _reflexive(sentence: Sentence, thing: int) -> bool:
    return sentence.words[thing].endswith(("self", "selves"))


def _quoted(sentence: Sentence, quotations: Quotations) -> Span | None:
    """From the first to the last word in the sentence that is quoted."""
    quoted = quotations.within(*sentence.span)
    return Span(quoted[0].start, quoted[-1].end) if quoted else None


def _beside(sentence: Sentence, at: int, quotations: Quotations) -> Span | None:
    """What stands beside a verb that is put in: `"...", he said`, `as officials said`."""
    quoted = _quoted(sentence, quotations)
    if quoted is not None and sentence.child(at, "dobj") is None:
        return quoted
    token = sentence.tokens[at]
    put_in = token.dep == "parataxis" or (
        token.dep == "advcl"
        and (mark := sentence.child(at, "mark")) is not None
        and sentence.words[mark] == "as"
    )
    if put_in and token.head != at:
        return span_without(sentence, token.head, at)
    return None


def span_without(sentence: Sentence, top: int, cut: int) -> Span | None:
    """The words below `top` without those below `cut`: the longest run of them, without marks at its ends."""
    away = set(sentence.subtree(cut)) if cut in sentence.subtree(top) else {cut}
    if top in away:
        away = {cut}
    runs: list[list[int]] = []
    for at in sentence.subtree(top):
        if at in away:
            continue
        if runs and runs[-1][-1] == at - 1:
            runs[-1].append(at)
        else:
            runs.append([at])
    longest = max(runs, key=len, default=[])
    while longest and sentence.tokens[longest[-1]].pos == "PUNCT" and sentence.words[longest[-1]] in ",;:.":
        longest.pop()
    while longest and sentence.words[longest[0]] in (",", "that", ";", ":"):
        longest.pop(0)
    return sentence.span_of(longest[0], longest[-1]) if longest else None


def around_phrase(sentence: Sentence, first: int, source: int) -> Span | None:
    """What stands before the phrase, or behind it when it opens the sentence."""
    last = phrase(sentence, source)[-1]
    before, behind = range(first), range(last + 1, len(sentence.tokens))
    side = before if len(before) > 2 else behind
    words = [at for at in side if sentence.tokens[at].pos != "PUNCT"]
    return sentence.span_of(words[0], words[-1]) if words else None
