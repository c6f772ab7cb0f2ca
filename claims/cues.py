"""Who says what in one sentence: speech verbs, "according to", and nouns for statements, by the parse.

What stands inside quotation marks is the source's, and shows nothing of who quotes it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from claims.lexicon import WHY_OF_WORD, Lexicon, Verb
from claims.parsed import Sentence
from claims.quotations import Quotations
from claims.records import Why
from claims.sources import is_nobody, maker_of, phrase
from reports.blocks import Span

_SUBJECT: Final = ("nsubj", "csubj")
_TAKES_UP: Final = frozenset({"conj", "xcomp", "advcl", "pcomp", "prep", "ccomp"})
"""How a verb without a subject of its own hangs on the one that has it: `justifies it by saying`."""
_NOT_YET: Final = frozenset(
    {"will", "would", "may", "might", "should", "could", "must", "'ll", "’ll", "shall", "can"}
)
_DUE: Final = frozenset({"should", "must", "shall"})
_KEPT_BACK: Final = frozenset({"refuse", "decline", "fail", "want", "try", "hesitate", "stop", "avoid"})
_RELATIVE: Final = frozenset({"who", "which", "that", "whom"})


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
        content = None if excepted else _content(sentence, at, verb, quotations, lexicon)
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
        subject = sentence.child(at, *_SUBJECT)
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
    if sentence.words[subject] in _RELATIVE and sentence.tokens[verb].dep == "relcl":
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


def _content(
    sentence: Sentence, at: int, verb: Verb, quotations: Quotations, lexicon: Lexicon
) -> Span | None:
    """What is said, if anything is: without it the verb does not report speech."""
    takes = verb.takes
    clauses = [child for child in sentence.children[at] if sentence.tokens[child].dep == "ccomp"]
    clause = clauses[-1] if clauses else None
    if clause is not None and ("clause" in takes or "naming" in takes):
        return _span_without(sentence, clause, at)
    if "as" in takes and (likened := _likened(sentence, at)) is not None:
        return likened
    passive = sentence.child(at, "nsubjpass")
    if passive is not None and _fits(sentence, passive, verb, lexicon):
        return _span_without(sentence, passive, at)
    if "particle" in takes and (prep := sentence.child(at, "prep")) is not None and prep == at + 1:
        return _span_without(sentence, prep, at)
    for child in sentence.children[at]:
        dep = sentence.tokens[child].dep
        if (
            (dep == "dobj" and _fits(sentence, child, verb, lexicon))
            or (dep == "xcomp" and ("gerund" if sentence.tokens[child].tag == "VBG" else "to") in takes)
            or (dep == "oprd" and "naming" in takes)
        ):
            return _span_without(sentence, child, at)
    object_of = _object_of(sentence, at)
    if object_of is not None and _fits(sentence, object_of, verb, lexicon):
        return _span_without(sentence, object_of, at)
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
    own = token.dep == "relcl" and subject is not None and sentence.words[subject] not in _RELATIVE
    return token.head if own and sentence.child(at, "dobj") in (None, token.head) else None


def _rest(sentence: Sentence, at: int) -> Span | None:
    """Whatever else the sentence says: `People like him, she said`."""
    subject = sentence.child(at, *_SUBJECT)
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
            return _span_without(sentence, child, at)
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
        return _span_without(sentence, token.head, at)
    return None


def _span_without(sentence: Sentence, top: int, cut: int) -> Span | None:
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
        content = _around_phrase(sentence, first, source)
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


def _around_phrase(sentence: Sentence, first: int, source: int) -> Span | None:
    """What stands before the phrase, or behind it when it opens the sentence."""
    last = phrase(sentence, source)[-1]
    before, behind = range(first), range(last + 1, len(sentence.tokens))
    side = before if len(before) > 2 else behind
    words = [at for at in side if sentence.tokens[at].pos != "PUNCT"]
    return sentence.span_of(words[0], words[-1]) if words else None


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
        yield Cue(Span(token.start, token.end), maker, _span_without(sentence, clause, at), Why.SAID)
