"""Markdown as a stream: what is on the first screen is there long before the end has been parsed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from reports.document import Block, Mark
from reports.markdown.chunks import Chunk, Chunker, Sizes
from reports.markdown.compose import Composer
from reports.markdown.inline import InlineReader
from reports.markdown.parser import FAULTS, Definition, make_parser, parse_blocks
from reports.markdown.references import References

MAX_ANEW = 3
"""How often reading begins again because something was not what it seemed; then all is found out first."""

_SIZES = Sizes()

NOTHING_BUT_MARKUP = "The Markdown has no text but its markup: shown as it is written."
CUT_SHORT = "Some of the Markdown is too long to be parsed: shown as it is written."

_SHOWN_BLANKS = "\x0b\x1c\x1d\x1e\x1f\x85\u2028\u2029"
"""Shown by the reader, but white space to `str.strip`: the parser would drop them at the edges of a line."""


class Piece(NamedTuple):
    """What follows the canonical text so far: offsets are code points of the whole canonical text."""

    text: str
    blocks: Sequence[Block]
    marks: Sequence[Mark]
    share: float
    """How much of the source has been used up, 0 to 1."""
    notices: tuple[str, ...] = ()
    anew: bool = False
    """Whether everything told before is void, because this piece is the first again."""


class Extracted(NamedTuple):
    """A canonical text, its blocks and marks in code points of it, and what the reader must be told."""

    text: str
    blocks: Sequence[Block]
    marks: Sequence[Mark]
    notices: tuple[str, ...]


def markdown(source: str) -> Extracted:
    """The canonical text of a Markdown source with `\\n` line breaks; the same source gives the same text.

    Blocks are apart by an empty line, the rows of a table and the paragraphs of a tight list by a line
    break. A break in the source becomes a blank, a hard one a line break inside the block. A block that is
    nested deeper than `MAX_NESTING`, or a source of nothing but markup, is kept as plain text with a notice.
    """
    text: list[str] = []
    blocks: list[Block] = []
    marks: list[Mark] = []
    notices: tuple[str, ...] = ()
    for piece in pieces(source):
        if piece.anew:
            text, blocks, marks, notices = [], [], [], ()
        text.append(piece.text)
        blocks += piece.blocks
        marks += piece.marks
        notices += piece.notices
    return Extracted("".join(text), tuple(blocks), tuple(marks), notices)


def pieces(source: str, sizes: Sizes = _SIZES) -> Iterator[Piece]:
    """The same in pieces, made of so many code points of source.

    However the source is cut, the pieces join to the same text, blocks and marks. Should a piece have
    `anew`, what was told before it does not count.
    """
    reading = _Reading(source, sizes)
    anew = False
    for begun in range(1, MAX_ANEW + 2):
        if begun > MAX_ANEW:
            reading.find_out()
        for piece in reading.read():
            yield piece._replace(anew=anew)
            anew = False
        if not reading.mistaken:
            return
        reading.begin_again()
        anew = True


class _Reading:
    """One source on its way to canonical text, from the start and perhaps once more from the start."""

    def __init__(self, source: str, sizes: Sizes) -> None:
        self._stand_ins = _stand_ins(source)
        for original, stand_in in self._stand_ins.items():
            source = source.replace(original, stand_in)
        self._source = source
        self._parser = make_parser()
        self._chunker = Chunker(source, self._parser, sizes)
        # Without these two characters nothing is a definition, and no label need be asked for.
        self._references = References(source, self._definitions) if "]:" in source else None

    @property
    def mistaken(self) -> bool:
        """Whether something told by `read` is not so."""
        return self._chunker.mistaken or (self._references is not None and self._references.mistaken)

    def read(self) -> Iterator[Piece]:
        """The pieces from the start of the source, until it ends or something turns out to be mistaken."""
        inline = InlineReader(self._parser, self._references)
        composer = Composer(inline)
        told: set[str] = set()
        for chunk in self._chunks():
            if self.mistaken:
                return
            composer.compose(chunk.tokens)
            composer.add_as_written(chunk.as_written)
            notices = {chunk.notice} if chunk.notice else set()
            if chunk.end == len(self._source) and composer.is_empty:
                composer.add_as_written(self._source)
                notices.add(NOTHING_BUT_MARKUP)
            if inline.cut_short:
                notices.add(CUT_SHORT)
            yield self._piece(composer, chunk.end, tuple(sorted(notices - told)))
            told |= notices

    def find_out(self) -> None:
        """Find all definitions before anything is told; takes a third of the time of `read`."""
        self._chunker.cuts_lists = False
        for _ in self._chunks():
            pass
        self.begin_again()

    def begin_again(self) -> None:
        """Make ready to `read` once more, with what is known by now."""
        if self._references is not None:
            self._references.begin_again()

    def _chunks(self) -> Iterator[Chunk]:
        for chunk in self._chunker.chunks():
            if self._references is not None:
                self._references.settle(chunk.definitions, chunk.end)
            yield chunk

    def _definitions(self, source: str) -> Mapping[str, Definition]:
        try:
            return parse_blocks(self._parser, source)[1]
        except FAULTS:
            return {}

    def _piece(self, composer: Composer, end: int, notices: tuple[str, ...]) -> Piece:
        text, blocks, marks = composer.take()
        share = end / len(self._source)
        if self._stand_ins:
            text = self._as_given(text)
            marks = tuple(replace(mark, target=self._as_given(mark.target)) for mark in marks)
        return Piece(text, blocks, marks, share, notices)

    def _as_given(self, text: str) -> str:
        for original, stand_in in self._stand_ins.items():
            text = text.replace(stand_in, original)
        return text


def _stand_ins(source: str) -> dict[str, str]:
    """Characters that the source does not have, for those of `_SHOWN_BLANKS` that it has."""
    present = [character for character in _SHOWN_BLANKS if character in source]
    free = (chr(number) for number in range(0xE000, 0xF900) if chr(number) not in source)
    return dict(zip(present, free, strict=False))
