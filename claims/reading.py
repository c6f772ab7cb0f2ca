"""What one sentence tells of who says what, before it is known who "he" is."""

from __future__ import annotations

from typing import Final, NamedTuple

from claims.cues import cues_in
from claims.hedges import hedges_in
from claims.lexicon import Lexicon
from claims.parsed import Sentence, mended
from claims.quotations import Quotations
from claims.records import Why
from claims.sources import SourceWords, source_words
from reports.blocks import Span

_HEADLINE_WORDS: Final = 6


class Saying(NamedTuple):
    """One cue with all that its sentence tells."""

    cue: Span
    source: SourceWords | None
    content: Span | None
    why: Why
    asserts: bool
    points_back: int = 0
    """Of how many speakers in earlier sentences it speaks."""
    if_official: bool = False
    """It is a claim only if its source is official, or has a name: `Police: two hurt`."""


class SentenceRead(NamedTuple):
    """One sentence of the report as far as it has been read."""

    span: Span
    sayings: tuple[Saying, ...] = ()
    quoted: bool = False
    """Whether all of it stands inside quotation marks."""
    quotes: bool = False
    """Whether some of it does."""
    goes_on: bool = False
    """Whether it begins inside a quotation that began before it."""
    heading: bool = False


def sayings_in(
    sentence: Sentence, quotations: Quotations, lexicon: Lexicon, heading: bool
) -> tuple[Saying, ...]:
    """Everything that a parsed sentence tells, in the order of the cues."""
    sentence = mended(sentence, lexicon.verbs)
    found = []
    for cue in cues_in(sentence, quotations, lexicon):
        source = None if cue.source is None else source_words(sentence, cue.source, lexicon)
        found.append(Saying(cue.span, source, cue.content, cue.why, cue.asserts))
    spoken = [saying.cue for saying in found]
    for hedge in hedges_in(sentence, quotations, lexicon):
        if any(cue.start < hedge.span.end and hedge.span.start < cue.end for cue in spoken):
            continue
        source = None if hedge.source is None else source_words(sentence, hedge.source, lexicon)
        spoken_here = any(cue.end <= hedge.span.start for cue in spoken)
        back = 0 if spoken_here else hedge.points_back
        found.append(Saying(hedge.span, source, hedge.content, hedge.why, True, back))
    if heading and not found:
        found = _headline(sentence, lexicon)
    return tuple(sorted(found, key=lambda saying: saying.cue))


def _headline(sentence: Sentence, lexicon: Lexicon) -> list[Saying]:
    """`Zelensky: Russia will attack`, or `Two hurt in blast: police`; not yet whether that is somebody."""
    words, end = sentence.words, len(sentence.words)
    borders = [at for at, word in enumerate(words) if word in (":", "–", "—", "-")]
    if not borders:
        return []
    first, last = borders[0], borders[-1]
    sides = []
    if words[first] == ":":
        sides.append((first, range(first), range(first + 1, end)))
    sides.append((last, range(last + 1, end), range(last)))
    for border, source, content in sides:
        heads = [
            at
            for at in source
            if sentence.tokens[at].head in (at, border) or sentence.tokens[at].head not in source
        ]
        if not content or not 0 < len(source) <= _HEADLINE_WORDS or len(heads) != 1:
            continue
        if sentence.tokens[heads[0]].pos in ("NOUN", "PROPN"):
            who = source_words(sentence, heads[0], lexicon)
            said = sentence.span_of(content[0], content[-1])
            return [Saying(sentence.span_of(border, border), who, said, Why.SAID, True, if_official=True)]
    return []
