"""One report while the model reads it, and the plug for what is read beside the names; in the worker only."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple, Protocol

from entities.finding.foreign import in_another_script, why_foreign
from entities.finding.pieces import Piece, ReadingOrder, for_the_model
from entities.finding.wire import Begun, Cut, Step, line_of, snapshot_pieces
from entities.gathering import Gathering
from entities.naming.casing import in_running_case
from entities.naming.rules import Found as Name
from entities.naming.rules import mentions_in
from entities.naming.usage import usage_of
from entities.records import Findings, Found

if TYPE_CHECKING:
    from spacy.language import Language

EVERY = 0.5
"""Seconds between two progress replies, and between two snapshots, at least."""
SNAPSHOT_SHARE = 10
"""A snapshot that took 1 s is followed by 10 s of reading: the longer the report, the rarer they are."""
FIRST_BATCH = 1_500
"""Code points read before the first names are shown: what fits on a screen."""
BATCH = 8_000
"""Code points read at once afterwards: a fifth of a second for the names, until a new hint is seen."""


_NAMED = 3
"""Blocks that are named by their first words when they are left out."""
_FIRST_WORDS = 40
"""Code points of those words."""


class Companion(Protocol):
    """What is read beside the names, made anew for each report."""

    def read(self, start: int, end: int, block: int) -> None:
        """Read a piece of a block, in code points: once each, those of a block in order, blocks in any.

        Called in a memory zone of spaCy's: nothing of a document may be kept.
        """

    def to_bytes(self, findings: Findings) -> bytes:
        """All that was found in the pieces read so far, given the names in them."""


MakeCompanion = Callable[["Language", str, Cut], Companion]
"""Makes a companion that reads with this pipeline a canonical text in these blocks."""


class Pipeline(NamedTuple):
    """What a report is read with."""

    language: Language
    unneeded: tuple[str, ...]
    """The components that names are found without."""
    companion: MakeCompanion | None = None
    notices: tuple[str, ...] = ()
    """What is not done, in every report."""


def read(pipeline: Pipeline, text: str, order: ReadingOrder, send: Callable[..., None]) -> None:
    """Read a report and tell what is found by `send`, which writes the pieces of a reply."""
    foreign = why_foreign(text, pipeline.language)
    if foreign:
        nothing = Findings(done=order.total, total=order.total)
        send(*snapshot_pieces(Found(nothing, b"", (*pipeline.notices, foreign))))
    else:
        Reading(pipeline, text, order, send).run()


class Reading:
    """One report while it is read: what was found in each block, and when the reader heard of it last."""

    def __init__(self, pipeline: Pipeline, text: str, order: ReadingOrder, send: Callable[..., None]) -> None:
        """`send` writes the pieces of a reply."""
        self._language = pipeline.language
        self._unneeded = [name for name in pipeline.unneeded if name in pipeline.language.pipe_names]
        self._english = pipeline.language.lang == "en"
        self._notices = pipeline.notices + _left_out(text, order)
        self._text = text
        self._order = order
        self._send = send
        self._usage = usage_of(text, order.blocks.starts, order.blocks.ends)
        self._gathering = Gathering(text)
        make = pipeline.companion
        self._companion = make(pipeline.language, text, order.blocks) if make is not None else None
        self._next_step = 0.0
        self._next_snapshot = 0.0

    def run(self) -> None:
        """Read everything, telling the reader at most every `EVERY` seconds, and once at the end."""
        size = FIRST_BATCH
        while batch := self._next(size):
            self._send(line_of(Begun(tuple(dict.fromkeys(piece.block for piece in batch)))))
            self._read([piece for piece in batch if self._can_read(piece)])
            if self._order.done < self._order.total:
                self._tell()
            size = BATCH
        self._gathering.add_repeats()
        self._snapshot()

    def _next(self, size: int) -> list[Piece]:
        """The next batch; while reading is held, all that was found is told, and nothing is read."""
        while self._order.held and self._order.done < self._order.total:
            self._snapshot()
            self._send(line_of(Step(self._order.done, self._order.total, held=True)))
            self._order.wait()
        return self._order.batch(size)

    def _can_read(self, piece: Piece) -> bool:
        return not in_another_script(self._text[piece.start : piece.end], self._language.lang)

    def _read(self, batch: list[Piece]) -> None:
        texts = [self._readable(self._text[piece.start : piece.end]) for piece in batch]
        # The zone gives back what spaCy keeps of every new word it sees: memory stays bounded.
        with self._language.memory_zone():
            for piece, text, found in zip(batch, texts, self._names_in(texts), strict=True):
                self._keep(piece, text, found)
            for piece in batch:
                self._read_beside(piece)

    def _readable(self, piece: str) -> str:
        """The piece as the model gets it, and the rules: as many code points, each at its place."""
        plain = for_the_model(piece)
        return in_running_case(plain, self._usage) if self._english else plain

    def _names_in(self, texts: list[str]) -> list[list[Name]]:
        try:
            return [
                [Name(name.start_char, name.end_char, name.label_) for name in document.ents]
                for document in self._language.pipe(texts, batch_size=64, disable=self._unneeded)
            ]
        except Exception as error:
            # One piece that the model cannot take must not cost the others.
            _log(error)
            return [self._names_in([text])[0] for text in texts] if len(texts) > 1 else [[]]

    def _keep(self, piece: Piece, text: str, found: list[Name]) -> None:
        for start, end, kind in mentions_in(text, found, self._usage, english=self._english):
            self._gathering.add(piece.start + start, piece.start + end, kind)

    def _read_beside(self, piece: Piece) -> None:
        if self._companion is None:
            return
        try:
            self._companion.read(piece.start, piece.end, piece.block)
        except Exception as error:
            _log(error)

    def _tell(self) -> None:
        now = time.monotonic()
        if now >= self._next_step:
            self._send(line_of(Step(self._order.done, self._order.total)))
            self._next_step = now + EVERY
        if now >= self._next_snapshot:
            self._snapshot()
            took = time.monotonic() - now
            self._next_snapshot = now + took + max(EVERY, SNAPSHOT_SHARE * took)

    def _snapshot(self) -> None:
        # Whatever goes wrong now, no block is to blame for it.
        self._send(line_of(Begun(())))
        findings = self._gathering.findings(self._order.done, self._order.total)
        beside = self._found_beside(findings)
        self._send(*snapshot_pieces(Found(findings, beside, self._notices)))

    def _found_beside(self, findings: Findings) -> bytes:
        if self._companion is None:
            return b""
        try:
            return self._companion.to_bytes(findings)
        except Exception as error:
            # The names must not go with it.
            _log(error)
            self._companion = None
            self._notices += (f"Only names are shown: what is read beside them failed ({_told(error)}).",)
            return b""


def _left_out(text: str, order: ReadingOrder) -> tuple[str, ...]:
    """The sentence that names the blocks that are not read, if there are any."""
    blocks = order.left_out
    if not blocks:
        return ()
    named = [
        f"{block + 1} (“{_first_words(text, order.blocks.starts[block], order.blocks.ends[block])}”)"
        for block in blocks[:_NAMED]
    ]
    if len(blocks) > _NAMED:
        named.append(f"{len(blocks) - _NAMED} more")
    are = "Blocks" if len(blocks) > 1 else "Block"
    were = "were" if len(blocks) > 1 else "was"
    return (f"{are} {', '.join(named)} made the language model stop twice and {were} left out.",)


def _first_words(text: str, start: int, end: int) -> str:
    """What a block begins with, on one line, without what is in no encoding."""
    words = " ".join(for_the_model(text[start : min(end, start + 4 * _FIRST_WORDS)]).split())
    return words if len(words) <= _FIRST_WORDS else f"{words[:_FIRST_WORDS].rstrip()} …"


def _log(error: Exception) -> None:
    print(_told(error), file=sys.stderr)


def _told(error: Exception) -> str:
    return f"{type(error).__name__}: {error}".encode("utf-8", "replace").decode()
