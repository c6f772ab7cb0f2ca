"""What the reader and its worker say to each other: one JSON object a line, over pipes.

What is long follows its line as columns of raw bytes and as UTF-8, in pieces: as JSON it would have to be
escaped or decoded, which holds the interpreter lock of the reader while a key waits. Integers are four
bytes each, in the order of the machine that both run on.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Sequence
from typing import BinaryIO, Final, NamedTuple

import msgspec

from entities.finding.model import Model
from entities.records import Entities, Findings, Found, Mentions
from entities.words import Words
from reports.blocks import BLOCK_KINDS
from reports.document import Report

PIECE = 1 << 18
"""Code points, or bytes, that are written at once."""

_WRAPPED: Final = bytes(kind in {"paragraph", "item", "quotation"} for kind in BLOCK_KINDS).ljust(256, b"\0")
"""By number of the kind of a block 1 where a sentence goes on over a line break."""
_INT: Final = array("I").itemsize


class Cut(NamedTuple):
    """The blocks of a report as the worker needs them, in columns; offsets in code points."""

    starts: Sequence[int]
    ends: Sequence[int]
    wrapped: Sequence[int]
    """1 where a sentence goes on over a line break inside the block, else 0."""


class Load(msgspec.Struct, frozen=True, tag="load"):
    """Load this model; sent once, first."""

    model: Model
    parent: int
    """The reader's process id: when it is no longer the worker's parent, nobody is left to work for."""


class Read(msgspec.Struct, frozen=True, tag="read"):
    """Read a report, the block `first` before the others; see `body_of` for what follows this line."""

    blocks: int
    """How many there are."""
    first: int = 0
    alone: tuple[int, ...] = ()
    """Blocks that are read by themselves: a worker died over them."""
    left_out: tuple[int, ...] = ()
    """Blocks that are not read."""


class Look(msgspec.Struct, frozen=True, tag="look"):
    """The block that is now on the screen: it and those after it come next."""

    block: int


class Hold(msgspec.Struct, frozen=True, tag="hold"):
    """Read no further for now, and tell what has been found; or go on."""

    held: bool


class Stop(msgspec.Struct, frozen=True, tag="stop"):
    """Drop everything and end, at once."""


Request = Load | Read | Look | Hold | Stop


class Step(msgspec.Struct, frozen=True, tag="step"):
    """Blocks read, of all blocks."""

    done: int
    total: int
    held: bool = False
    """Whether no more is read for now; all that was found has been told."""


class Begun(msgspec.Struct, frozen=True, tag="begun"):
    """The blocks that are being read now; none while what was found is put together."""

    blocks: tuple[int, ...]


class Snapshot(msgspec.Struct, frozen=True, tag="snapshot"):
    """What has been found so far; its columns follow. The last one has `done == total`."""

    done: int
    total: int
    mentions: int
    entities: int
    names: int
    letters: tuple[int, int, int]
    """Bytes of UTF-8: of the ids, of the names, and of the names without case."""
    beside: int = 0
    """Bytes behind the columns: what was found beside the names."""
    notices: tuple[str, ...] = ()

    @property
    def size(self) -> int:
        """Bytes that follow the line."""
        integers = 5 * self.mentions + 4 * self.entities + self.names
        return (
            _INT * integers
            + 2 * self.mentions
            + self.entities
            + 2 * self.names
            + sum(self.letters)
            + self.beside
        )


class Failed(msgspec.Struct, frozen=True, tag="failed"):
    """Why the worker cannot work: the sentence the user sees."""

    sentence: str


Reply = Step | Begun | Snapshot | Failed

_encode = msgspec.json.Encoder().encode
_decode_request: Callable[[bytes], Request] = msgspec.json.Decoder(Request).decode
_decode_reply: Callable[[bytes], Reply] = msgspec.json.Decoder(Reply).decode


def line_of(message: Request | Reply) -> bytes:
    """The message as one line, with its line break."""
    return _encode(message) + b"\n"


def request_in(line: bytes) -> Request:
    """The request on a line; raises `msgspec.DecodeError` when it is none."""
    return _decode_request(line)


# ---------------------------------------------------------------------- a report, to the worker


def body_of(report: Report) -> Iterator[bytes]:
    """What follows a `Read` line: columns of the blocks, then the text in pieces, its end an empty one.

    A piece is its size in four bytes, then UTF-8. Each is made when it is asked for, so that no second
    10 MB stand in memory. A lone surrogate is passed on as it is: offsets stay what they are.
    """
    blocks = report.blocks
    yield from (blocks.starts.tobytes(), blocks.ends.tobytes(), bytes(blocks.kinds.translate(_WRAPPED)))
    for at in range(0, len(report.text), PIECE):
        piece = report.text[at : at + PIECE].encode("utf-8", "surrogatepass")
        yield array("I", [len(piece)]).tobytes() + piece
    yield array("I", [0]).tobytes()


def read_body(stream: BinaryIO, blocks: int) -> tuple[str, Cut]:
    """The text and the blocks behind a `Read` line; raises `EOFError` when the stream ends before them."""
    starts, ends = (_exactly(stream, _INT * blocks).cast("I") for _ in range(2))
    wrapped = _exactly(stream, blocks)
    pieces = []
    while size := _exactly(stream, _INT).cast("I")[0]:
        pieces.append(str(_exactly(stream, size), "utf-8", "surrogatepass"))
    return "".join(pieces), Cut(starts, ends, wrapped)


# ---------------------------------------------------------------------- findings, to the reader


def snapshot_pieces(found: Found) -> list[bytes | memoryview]:
    """A snapshot as it is written: its line, its columns, and what was found beside the names."""
    findings = found.findings
    entities, mentions = findings.entities, findings.mentions
    letters = [text.encode() for text in (entities.ids.text, entities.names.text, entities.folded)]
    sizes = len(letters[0]), len(letters[1]), len(letters[2])
    snapshot = Snapshot(
        findings.done,
        findings.total,
        len(mentions),
        len(entities),
        len(entities.names),
        sizes,
        len(found.beside),
        found.notices,
    )
    integers = (
        mentions.starts, mentions.ends, findings.owners, entities.mentions.starts, entities.mentions.ends,
        entities.by_id, entities.name_ends, entities.mention_ends, entities.ids.ends, entities.names.ends,
    )  # fmt: skip
    flags = (mentions.types, entities.mentions.types, entities.types, entities.demonyms, entities.inferred)
    return [line_of(snapshot), *map(_raw, integers), *map(bytes, flags), *letters, found.beside]


def found_behind(snapshot: Snapshot, body: bytes, text: str) -> Found:
    """What was found, from the columns that followed a snapshot, in a report with this text; none is copied.

    Raises `ValueError` when the size of `body` is not that of the snapshot, or names are no UTF-8.
    """
    if len(body) != snapshot.size:
        raise ValueError(f"{len(body)} bytes instead of {snapshot.size}")
    rest = memoryview(body)

    def cut(size: int) -> memoryview:
        nonlocal rest
        head, rest = rest[:size], rest[size:]
        return head

    n, m, names = snapshot.mentions, snapshot.entities, snapshot.names
    integers = [cut(_INT * size).cast("I") for size in (n, n, n, n, n, m, m, m, m, names)]
    starts, ends, owners, grouped_starts, grouped_ends, by_id, name_ends, mention_ends, *word_ends = integers
    types, grouped_types, entity_types, demonyms, inferred = (cut(size) for size in (n, n, m, names, names))
    ids, all_names, folded = (str(cut(size), "utf-8") for size in snapshot.letters)
    entities = Entities(
        types=entity_types,
        ids=Words(ids, word_ends[0]),
        by_id=by_id,
        names=Words(all_names, word_ends[1]),
        name_ends=name_ends,
        demonyms=demonyms,
        inferred=inferred,
        folded=folded,
        mentions=Mentions(text, grouped_starts, grouped_ends, grouped_types),
        mention_ends=mention_ends,
    )
    findings = Findings(entities, Mentions(text, starts, ends, types), owners, snapshot.done, snapshot.total)
    return Found(findings, rest, snapshot.notices)


def read_reply(stream: BinaryIO) -> Reply | None:
    """The next reply, or `None` at the end of the stream; raises `msgspec.DecodeError` on anything else."""
    line = stream.readline()
    return _decode_reply(line) if line.endswith(b"\n") else None


def _raw(column: Sequence[int]) -> bytes:
    return (column if isinstance(column, array | memoryview) else array("I", column)).tobytes()


def _exactly(stream: BinaryIO, size: int) -> memoryview:
    found = stream.read(size)
    if len(found) != size:
        raise EOFError
    return memoryview(found)
