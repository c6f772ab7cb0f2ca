"""What the reader and its worker say to each other: one JSON object a line, over pipes.

The text of a report follows its `Read` line as raw UTF-8: as JSON it would have to be escaped, which
holds the interpreter lock of the reader for too long. A `Snapshot` line is followed by one line an
`Entity`, or more for an entity with many mentions, so that no line takes long to decode.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import BinaryIO

import msgspec

from entities.model import Model
from entities.records import Entity, Mention

MENTIONS_A_LINE = 2_000
"""Mentions of one entity on one line: some 200 kB, about a millisecond to decode."""

WireBlock = tuple[int, int, bool]
"""Start and end in code points, and whether a sentence goes on over a line break inside."""


class Load(msgspec.Struct, frozen=True, tag="load"):
    """Load this model; sent once, first."""

    model: Model
    parent: int
    """The reader's process id: when it is no longer the worker's parent, nobody is left to work for."""


class Read(msgspec.Struct, frozen=True, tag="read"):
    """Read a report, the block `first` before the others; `size` bytes of UTF-8 follow this line."""

    size: int
    blocks: list[WireBlock]
    first: int = 0


class Look(msgspec.Struct, frozen=True, tag="look"):
    """The block that is now on the screen: it and those after it come next."""

    block: int


class Stop(msgspec.Struct, frozen=True, tag="stop"):
    """Drop everything and end, at once."""


Request = Load | Read | Look | Stop


class Step(msgspec.Struct, frozen=True, tag="step"):
    """Blocks read, of all blocks."""

    done: int
    total: int


class Snapshot(msgspec.Struct, frozen=True, tag="snapshot"):
    """What has been found so far; `lines` lines with entities follow. The last one has `done == total`."""

    done: int
    total: int
    lines: int


class Failed(msgspec.Struct, frozen=True, tag="failed"):
    """Why the worker cannot work: the sentence the user sees."""

    sentence: str


Reply = Step | Snapshot | Failed

_encode = msgspec.json.Encoder().encode
_decode_request: Callable[[bytes], Request] = msgspec.json.Decoder(Request).decode
_decode_reply: Callable[[bytes], Reply] = msgspec.json.Decoder(Reply).decode
_decode_entity: Callable[[bytes], Entity] = msgspec.json.Decoder(Entity).decode


def line_of(message: Request | Reply | Entity) -> bytes:
    """The message as one line, with its line break."""
    return _encode(message) + b"\n"


def request_in(line: bytes) -> Request:
    """The request on a line; raises `msgspec.DecodeError` when it is none."""
    return _decode_request(line)


def snapshot_lines(entities: Iterable[Entity], done: int, total: int) -> list[bytes]:
    """A snapshot as lines, the `Snapshot` itself first."""
    lines = [line_of(piece) for entity in entities for piece in _pieces_of(entity)]
    return [line_of(Snapshot(done, total, len(lines))), *lines]


def _pieces_of(entity: Entity) -> Iterator[Entity]:
    for at in range(0, len(entity.mentions), MENTIONS_A_LINE):
        yield msgspec.structs.replace(entity, mentions=entity.mentions[at : at + MENTIONS_A_LINE])


def read_reply(stream: BinaryIO) -> Reply | None:
    """The next reply, or `None` at the end of the stream; raises `msgspec.DecodeError` on anything else."""
    line = stream.readline()
    return _decode_reply(line) if line.endswith(b"\n") else None


def read_entities(stream: BinaryIO, lines: int) -> tuple[Entity, ...] | None:
    """The entities on the next `lines` lines, or `None` when the stream ends before them."""
    entities: list[Entity] = []
    rest: list[Mention] = []
    for _ in range(lines):
        line = stream.readline()
        if not line.endswith(b"\n"):
            return None
        piece = _decode_entity(line)
        if entities and entities[-1].id == piece.id:
            rest.extend(piece.mentions)
            continue
        _complete(entities, rest)
        entities.append(piece)
    _complete(entities, rest)
    return tuple(entities)


def _complete(entities: list[Entity], rest: list[Mention]) -> None:
    """Give the last entity the mentions that came on further lines."""
    if rest:
        entities[-1] = msgspec.structs.replace(entities[-1], mentions=(*entities[-1].mentions, *rest))
        rest.clear()
