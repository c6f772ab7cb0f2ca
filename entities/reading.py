"""One report while the model reads it, and the plug for what is read beside the names; in the worker only."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple, Protocol

from entities.gathering import Gathering
from entities.pieces import Piece, ReadingOrder, for_the_model
from entities.records import Findings, Found
from entities.rules import Found as Name
from entities.rules import mentions_in, usage_of
from entities.wire import Cut, Step, line_of, snapshot_pieces

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


class Reading:
    """One report while it is read: what was found in each block, and when the reader heard of it last."""

    def __init__(self, pipeline: Pipeline, text: str, order: ReadingOrder, send: Callable[..., None]) -> None:
        """`send` writes the pieces of a reply."""
        self._language = pipeline.language
        self._unneeded = [name for name in pipeline.unneeded if name in pipeline.language.pipe_names]
        self._notices = pipeline.notices
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
        while batch := self._order.batch(size):
            self._read(batch)
            if self._order.done < self._order.total:
                self._tell()
            size = BATCH
        self._snapshot()

    def _read(self, batch: list[Piece]) -> None:
        texts = [for_the_model(self._text[piece.start : piece.end]) for piece in batch]
        # The zone gives back what spaCy keeps of every new word it sees: memory stays bounded.
        with self._language.memory_zone():
            for piece, text, found in zip(batch, texts, self._names_in(texts), strict=True):
                self._keep(piece, text, found)
            for piece in batch:
                self._read_beside(piece)

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
        for start, end, kind in mentions_in(text, found, self._usage, english=self._language.lang == "en"):
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
        findings = self._gathering.findings(self._order.done, self._order.total)
        beside = self._companion.to_bytes(findings) if self._companion is not None else b""
        self._send(*snapshot_pieces(Found(findings, beside, self._notices)))


def _log(error: Exception) -> None:
    print(f"{type(error).__name__}: {error}", file=sys.stderr)
