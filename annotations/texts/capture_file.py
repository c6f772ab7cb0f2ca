"""One captured report as bytes: gzip'd JSON with its custody, and how large that may be.

The bytes of the report's own JSON are kept as they are when custody is added: what was captured once is
never written anew from records.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

import msgspec

from annotations.plain import UNDECODABLE
from annotations.records import storable
from annotations.texts.custody import Custody, base_name
from reports.document import Block, Blocks, Mark, Marks, Report

FORMAT = "report-reader/capture"
VERSION = 2
MAX_BYTES = 400_000_000
"""A captured report has at most so many bytes unpacked (400 MB); more is neither written nor read.

The text has less than 50 MB, and JSON writes a control character in six bytes; the rest is for its blocks,
about 75 bytes each.
"""

_COMPRESSION = 6
_GZIP = 31
"""zlib's number for a gzip header and its CRC."""
_PIECE = 20_000
_T = TypeVar("_T")


class DamagedFile(ValueError):
    """The bytes are no captured report."""


class TooLarge(ValueError):
    """More than `MAX_BYTES` unpacked."""


class LaterForm(ValueError):
    """Written by a later version of this program."""


class Envelope(msgspec.Struct, frozen=True, kw_only=True):
    """A captured report with its custody, oldest first; the report is JSON still."""

    format: str
    version: int
    custody: tuple[Custody, ...] = ()
    report: msgspec.Raw

    def text(self) -> str:
        """The canonical text, without making records of blocks and marks. Raises `DamagedFile`."""
        return _decoded(self.report, _Text).text

    def whole(self) -> Report:
        """The report. Raises `DamagedFile`."""
        kept = _decoded(self.report, _Report)
        columns = {"blocks": Blocks(kept.blocks), "marks": Marks(kept.marks)}
        return Report(**{name: getattr(kept, name) for name in _Report.__struct_fields__} | columns)

    def known_custody(self) -> tuple[Custody, ...]:
        """The custody; of version 1 what follows from the report. Raises `DamagedFile`."""
        if self.version > 1:
            return self.custody
        known = _decoded(self.report, _Source)
        path = known.source if known.source.startswith("/") else ""
        return (Custody(base_name(known.source), path, known.sha256, 0, ""),)

    def with_custody(self, custody: Custody) -> Envelope:
        """The same report in the present form, with one more source."""
        sources = (*self.known_custody(), custody)
        return msgspec.structs.replace(self, version=VERSION, custody=sources)


class _Text(msgspec.Struct):
    text: str


class _Report(msgspec.Struct):
    """A whole report as it is kept, in this order."""

    source: str
    title: str
    media_type: str
    sha256: str
    text: str
    text_sha256: str
    blocks: tuple[Block, ...]
    marks: tuple[Mark, ...] = ()
    encoding: str = "utf-8"
    notices: tuple[str, ...] = ()
    size: int = 0


class _Source(msgspec.Struct):
    source: str
    sha256: str


def sealed(report: Report, custody: Sequence[Custody]) -> Envelope:
    """Return a report with its custody; lone surrogates of a file name are written as escapes."""
    kept = replace(report, source=storable(report.source), title=storable(report.title))
    content = {name: getattr(kept, name) for name in _Report.__struct_fields__}
    content |= {"blocks": _array(kept.blocks), "marks": _array(kept.marks)}
    return Envelope(
        format=FORMAT,
        version=VERSION,
        custody=tuple(custody),
        report=msgspec.Raw(msgspec.json.encode(content)),
    )


def pack(envelope: Envelope) -> bytes:
    """Return the bytes of the file; the same envelope gives the same bytes. Raises `TooLarge`."""
    # The report is the last field; with it in one piece ten megabytes would be in memory once more.
    around = msgspec.json.encode(msgspec.structs.replace(envelope, report=msgspec.Raw(b"0")))
    pieces = [memoryview(each) for each in (around[:-2], envelope.report, around[-1:])]
    if sum(piece.nbytes for piece in pieces) > MAX_BYTES:
        raise TooLarge
    compressor = zlib.compressobj(_COMPRESSION, wbits=_GZIP)
    return b"".join([*(compressor.compress(piece) for piece in pieces), compressor.flush()])


def unpack(content: bytes) -> Envelope:
    """Return what the bytes of a file hold. Raises `DamagedFile`, `TooLarge` or `LaterForm`."""
    unpacker = zlib.decompressobj(wbits=_GZIP)
    try:
        encoded = unpacker.decompress(content, MAX_BYTES + 1)
    except zlib.error as error:
        raise DamagedFile from error
    if len(encoded) > MAX_BYTES:
        raise TooLarge
    if not unpacker.eof or unpacker.unused_data:
        raise DamagedFile
    envelope = _decoded(encoded, Envelope)
    if envelope.format != FORMAT:
        raise DamagedFile
    if envelope.version > VERSION:
        raise LaterForm
    return envelope


def _array(items: Sequence[object]) -> msgspec.Raw:
    """A long array as JSON, in pieces: while one is made, the thread that draws has to wait.

    Measured for 250 000 blocks: 60 ms in one, 4 ms a piece.
    """
    pieces = (msgspec.json.encode(items[at : at + _PIECE])[1:-1] for at in range(0, len(items), _PIECE))
    return msgspec.Raw(b"[" + b",".join(pieces) + b"]")


def _decoded(encoded: bytes | msgspec.Raw, kind: type[_T]) -> _T:
    try:
        return msgspec.json.decode(encoded, type=kind)
    except (*UNDECODABLE, UnicodeError) as error:
        raise DamagedFile from error
