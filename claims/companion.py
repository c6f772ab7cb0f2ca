"""What is read beside the names: the claims of a report, a piece at a time, in whatever order pieces come."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

from claims.lexicon import Lexicon
from claims.parsed import LONGEST, can_parse, parsed
from claims.quotations import Quotations, left_open, opens_with_a_mark
from claims.reading import SentenceRead, sayings_in
from claims.records import Claims
from claims.referring import Resolver
from claims.resolving import claims_of
from claims.roles import Roles
from entities.finding.wire import Cut
from entities.records import Findings
from reports.blocks import Block, BlockKind, Span
from reports.sentences import sentence_spans

if TYPE_CHECKING:
    from spacy.language import Language

MOST_CLAIMS = 250_000
"""Of one report; what is found after them is left out."""


class ClaimReader:
    """Reads who says what in one report."""

    def __init__(self, language: Language, text: str, blocks: Cut, lexicon: Lexicon) -> None:
        """Nothing is read yet. A pipeline that cannot parse English finds no claims."""
        self._language = language
        self._text = text
        self._blocks = blocks
        self._lexicon = lexicon
        self._can_parse = can_parse(language)
        self._begun: dict[int, _BlockReading] = {}
        self._read: dict[int, list[SentenceRead]] = {}
        self._roles = Roles(text, lexicon)

    def read(self, start: int, end: int, block: int) -> None:
        """Read the sentences of a block that begin in `[start, end)`, a piece of it.

        The pieces of one block come in order, those of other blocks at any time between them.
        """
        if not self._can_parse or start >= end:
            return
        reading = self._begun.pop(block, None)
        if reading is None or reading.at > start:
            reading = _BlockReading(self._text, self._blocks, block)
            self._read[block] = []
        sentences = reading.until(end)
        if end < self._blocks.ends[block]:
            self._begun[block] = reading
        self._read[block] += self._tell(sentences, reading)

    def claims(self, findings: Findings) -> Claims:
        """The claims in what has been read so far, with the names found so far."""
        held = self._roles.held(findings)
        read = (self._read[block] for block in sorted(self._read))
        found = islice(claims_of(read, Resolver(self._text, findings, held)), MOST_CLAIMS)
        return Claims.of(found, (each.role for each in held.values()))

    def _tell(self, sentences: list[Span], reading: _BlockReading) -> Iterator[SentenceRead]:
        worth = [span for span in sentences if self._worth_parsing(span, reading)]
        told = {
            sentence.span: sayings_in(sentence, reading.quotations, self._lexicon, reading.heading)
            for sentence in parsed(self._language, self._text, worth)
        }
        for span in sentences:
            yield reading.sentence(span)._replace(sayings=told.get(span, ()))

    def _worth_parsing(self, span: Span, reading: _BlockReading) -> bool:
        if reading.code or span.end - span.start > LONGEST:
            return False
        sentence = self._text[span.start : span.end]
        return self._lexicon.may_hold_a_cue(sentence) or (reading.heading and ":" in sentence)


class _BlockReading:
    """A block that is being read: its quotations, and where its next sentence begins."""

    def __init__(self, text: str, blocks: Cut, number: int) -> None:
        start, end = blocks.starts[number], blocks.ends[number]
        kind = _kind(text, start, end, bool(blocks.wrapped[number]))
        self.heading = kind == "heading"
        self.code = kind == "code"
        self.at = start
        self._text = text
        following = number + 1 < len(blocks.starts) and opens_with_a_mark(text, blocks.starts[number + 1])
        self.quotations = Quotations(text, start, end, goes_on=following)
        self._goes_on = (
            number > 0
            and opens_with_a_mark(text, start)
            and left_open(text, blocks.starts[number - 1], blocks.ends[number - 1])
        )
        self._first = start
        spans = sentence_spans(text, Block(start, end, kind))
        self._sentences = (Span(*span) for span in spans)
        self._next = next(self._sentences, None)

    def until(self, end: int) -> list[Span]:
        """The sentences that begin before `end` and have not been read."""
        found = []
        while self._next is not None and self._next.start < end:
            found.append(self._next)
            self._next = next(self._sentences, None)
        self.at = end
        return found

    def sentence(self, span: Span) -> SentenceRead:
        """A sentence with how it is quoted."""
        around = self.quotations.around(span.start)
        begun_before = around is not None and around.start < span.start
        quoted = self.quotations.hold(self._text, *span)
        return SentenceRead(
            span,
            (),
            quoted,
            quoted or bool(self.quotations.within(*span)),
            begun_before or (span.start == self._first and self._goes_on),
            self.heading,
        )


def _kind(text: str, start: int, end: int, wrapped: bool) -> BlockKind:
    """What the block is, as far as its sentences depend on it."""
    if wrapped:
        return (
            "quotation" if text.startswith(">", start) or text.find("\n>", start, end) >= 0 else "paragraph"
        )
    if text.find("\n", start, end) >= 0:
        return "code"
    return "heading" if any(map(str.isalnum, text[start:end])) else "rule"
