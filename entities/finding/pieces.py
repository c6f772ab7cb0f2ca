"""Cutting a block into pieces that the model takes at once, and the order in which blocks are read."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from entities.finding.wire import Cut
from reports.decoding import BLANKS

PIECE_LIMIT = 4_000
"""Code points of a piece at most: about a tenth of a second of work, far below spaCy's own limit."""

LONGEST_WORD = 256
"""Code points without a blank beyond which nothing is a name.

spaCy's tokenizer is quadratic in such runs: 4000 opening brackets cost it 1.7 s, 256 cost 7 ms.
"""

_EMPTY_LINE = re.compile(r"\n[^\S\n]*\n")
_SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]*\s+")
_BLANK = re.compile(r"\s+")
_BETWEEN_LINES = re.compile(rf"\n[\n{BLANKS}>]*")
_RUN = re.compile(rf"\S{{{LONGEST_WORD + 1},}}")
_ESCAPE_SEQUENCE = r"\x1b\[[0-?]*[ -/]*[@-~]"
_UNPRINTABLE = re.compile(
    _ESCAPE_SEQUENCE + "|[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)


class Piece(NamedTuple):
    """A part of one block, in code points; the pieces of a block follow each other without a gap."""

    block: int
    start: int
    end: int


def piece_end(text: str, start: int, end: int, wrapped: bool, limit: int = PIECE_LIMIT) -> int:
    """Where the piece that begins at `start` ends, in `(start, end]` and at most `limit` further.

    It ends behind a line break (`wrapped`: behind an empty line, as the sentence goes on over a single
    line break), else behind the last sentence, else behind the last blank, that fits, else anywhere.
    """
    stop = min(end, start + limit)
    window = text[start:stop]
    if wrapped:
        line = _EMPTY_LINE.search(window)
        line_end = line.end() if line else 0
    else:
        line_end = window.find("\n") + 1
    if line_end:
        return start + line_end
    if stop == end:
        return end
    for border in (_SENTENCE_END, _BLANK):
        ends = [match.end() for match in border.finditer(window)]
        if ends:
            return start + ends[-1]
    return stop


def for_the_model(piece: str) -> str:
    """The piece as the model gets it: as many code points, each at its place.

    Line breaks inside a wrapped sentence with what the next line of a quotation begins with, escape
    sequences, control and direction characters and lone surrogates become blanks, and so do runs without a
    blank that are too long for a name.
    """
    plain = _UNPRINTABLE.sub(_blanks, _BETWEEN_LINES.sub(_blanks, piece))
    return _RUN.sub(_blanks, plain)


def _blanks(match: re.Match[str]) -> str:
    return " " * len(match.group())


class ReadingOrder:
    """Which piece comes next, if any: the block that is on the screen, then on to the end, then the rest."""

    def __init__(
        self,
        text: str,
        blocks: Cut,
        first: int = 0,
        *,
        alone: Iterable[int] = (),
        left_out: Sequence[int] = (),
    ) -> None:
        """Begin with the block `first`; one of `alone` has a batch of its own, `left_out` are in none."""
        self._text = text
        self.blocks = blocks
        self.left_out = left_out
        self._alone = frozenset(alone)
        self._read = bytearray(len(blocks.starts))
        for block in left_out:
            self._read[block] = 1
        self._begun: dict[int, int] = {}
        self._going = threading.Event()
        self._going.set()
        self._at = 0
        self.done = len(left_out)
        """Blocks read to their end, or left out."""
        self.look_at(first)

    @property
    def total(self) -> int:
        """Blocks of the report."""
        return len(self._read)

    def look_at(self, block: int) -> None:
        """What is read next, a block index; one outside of the report is taken as its nearest end."""
        self._at = min(max(block, 0), max(self.total - 1, 0))

    def hold(self, held: bool) -> None:
        """Have no further batch read for now, or go on; from any thread."""
        if held:
            self._going.clear()
        else:
            self._going.set()

    @property
    def held(self) -> bool:
        """Whether no further batch is to be read for now."""
        return not self._going.is_set()

    def wait(self) -> None:
        """Wait until it goes on."""
        self._going.wait()

    def batch(self, size: int) -> list[Piece]:
        """The next pieces, at least one if any is left, together about `size` code points."""
        pieces: list[Piece] = []
        while size > 0 and self.done < self.total:
            block = self._next_block()
            if block in self._alone:
                return pieces or [self._piece_of(block)]
            piece = self._piece_of(block)
            pieces.append(piece)
            size -= piece.end - piece.start
        return pieces

    def _next_block(self) -> int:
        """The next block that has not been read to its end; there is one."""
        block = self._read.find(0, self._at)
        return block if block >= 0 else self._read.find(0)

    def _piece_of(self, block: int) -> Piece:
        end = self.blocks.ends[block]
        begin = self._begun.pop(block, self.blocks.starts[block])
        wrapped = bool(self.blocks.wrapped[block])
        cut = piece_end(self._text, begin, end, wrapped) if begin < end else end
        if cut < end:
            self._begun[block] = cut
        else:
            self._read[block] = 1
            self.done += 1
        return Piece(block, begin, cut)
