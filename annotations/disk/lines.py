"""The lines of a journal: what one says, how it is framed, and telling a whole one from a damaged one.

A line is `checksum length JSON`: eight hexadecimal digits of the CRC-32 of the JSON, its length in
bytes, a blank between. A line that was cut off or damaged is known by that, and the lines after
it are read all the same: each is whole by itself, since it holds the rows as they became.
"""

from __future__ import annotations

import re
import zlib
from typing import Literal, NamedTuple

import msgspec

from annotations.plain import UNDECODABLE

Identity = tuple[int, int, int]
"""Which version of a file it is: inode, size in bytes, time of writing in nanoseconds."""
_FRAME = re.compile(rb"([0-9a-f]{8}) ([0-9]{1,12}) ")
_BEGUN_FRAME = re.compile(rb"[0-9a-f]{0,8}|[0-9a-f]{8} [0-9]{0,12}")


class Location(NamedTuple):
    """Where a line stands: in the journal of which generation, at which byte."""

    generation: int
    offset: int


NOWHERE = Location(0, 0)
"""Before the first line about something."""


class Folded(msgspec.Struct, frozen=True):
    """The last line of a journal: everything up to here is in the TinyDB file now."""

    generation: int
    """The generation of that file, and of the next journal."""
    base: Identity
    of: Identity | None = None
    """The file that it was made of, and of this journal; `None` if that was gone."""


REMOVED = msgspec.Raw(b"null")
"""In the place of a row that was removed."""


class Put(NamedTuple):
    """A row that was set or removed. Without a document id, the whole table was removed."""

    table: str
    doc_id: str | None
    row: msgspec.Raw

    @property
    def removes(self) -> bool:
        """Whether the row is gone."""
        return bytes(self.row) == b"null"


class Entry(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """What one line says."""

    generation: int
    store: str = ""
    """The id of the store, on the first line of a journal only."""
    puts: tuple[Put, ...] = ()
    changes: tuple[msgspec.Raw, ...] = ()
    """What was done, for the history; the journal does not look into it."""
    before: dict[str, Location] = {}
    """By subject of the changes, where the line before this one about the same stands."""
    folded: Folded | None = None


class Line(NamedTuple):
    """A whole line and the byte it begins at."""

    offset: int
    entry: Entry


class DamagedLine(NamedTuple):
    """Bytes that are no whole line."""

    offset: int
    length: int
    """In bytes."""
    kind: Literal["torn", "damaged"]
    """`torn` was cut off while it was being written, so it never counted as saved. Where that cannot
    be told it is `damaged`: rather a warning too many than a change that is gone without a word."""


class Lines(NamedTuple):
    """What was read of a journal."""

    lines: list[Line]
    damaged: list[DamagedLine]
    end: int
    """The byte after the last line; what follows is being written, or was cut off."""
    torn: int
    """How many bytes follow `end`."""
    tail: DamagedLine | None = None
    """What follows `end`, if it can be no line that is being written or was cut off."""


_CONTROL = re.compile(rb"[\0-\x1f]")
_CUT_OFF, _CUT_CHARACTER = "truncated", "unexpected end of data"
"""What msgspec calls JSON, and Python UTF-8, that is the beginning of some."""
_decode = msgspec.json.Decoder(Entry).decode
_encode = msgspec.json.Encoder().encode


def line_of(entry: Entry) -> bytes:
    """Return the line of an entry, with its line break."""
    document = _encode(entry)
    return b"%08x %d %b\n" % (zlib.crc32(document), len(document), document)


def lines_in(content: bytes, start: int = 0) -> Lines:
    """Read the lines in bytes that begin at the byte `start` of their file."""
    lines: list[Line] = []
    damaged: list[DamagedLine] = []
    place, size = 0, len(content)
    while place < size:
        if content[place] == 0x0A:  # put there by whoever came after a torn line
            place += 1
            continue
        whole = whole_line(content, place)
        if whole is not None:
            entry, after = whole
            lines.append(Line(start + place, entry))
            place = after
            continue
        after = content.find(b"\n", place) + 1
        following = _nextwhole_line(content, place + 1, after or size)
        if following is not None:
            # The line break between the two is damaged: whoever finds half a line puts one behind it.
            damaged.append(DamagedLine(start + place, following - place, "damaged"))
            place = following
            continue
        if not after:
            break
        damaged.append(DamagedLine(start + place, after - place, _kind(content, place, after)))
        place = after
    broken = place < size and _kind(content, place, size + 1) == "damaged"
    tail = DamagedLine(start + place, size - place, "damaged") if broken else None
    return Lines(lines, damaged, start + place, size - place, tail)


def length_of(begin: bytes) -> int | None:
    """Return how many bytes the line has that begins so, without its line break; `None` if none does."""
    frame = _FRAME.match(begin)
    return frame.end() + int(frame[2]) if frame is not None else None


def whole_line(content: bytes, place: int) -> tuple[Entry, int] | None:
    """Return the entry at that place and the place after its line; `None` if there is no whole one."""
    frame = _FRAME.match(content, place)
    if frame is None:
        return None
    begin, length = frame.end(), int(frame[2])
    document = content[begin : begin + length]
    if len(document) != length or zlib.crc32(document) != int(frame[1], 16):
        return None
    try:
        entry = _decode(document)
    except UNDECODABLE:
        return None
    # By its length and not by its line break: one that is missing or damaged must not cost the next line.
    end = begin + length
    return entry, end if _FRAME.match(content, end) else min(end + 1, len(content))


def _nextwhole_line(content: bytes, place: int, end: int) -> int | None:
    """Where the first whole line begins that begins between these places."""
    begins = (frame.start() for frame in _FRAME.finditer(content, place, end))
    return next((begin for begin in begins if whole_line(content, begin) is not None), None)


def _kind(content: bytes, place: int, after: int) -> Literal["torn", "damaged"]:
    # A file that had grown when the power went, but not its content, ends in zeros.
    piece = content[place : after - 1].rstrip(b"\0")
    frame = _FRAME.match(piece)
    if frame is None:
        return "torn" if _BEGUN_FRAME.fullmatch(piece) else "damaged"
    length = frame.end() + int(frame[2])
    if len(piece) > length or after - 1 - place == length:
        return "damaged"
    return "torn" if _begins_json(piece[frame.end() :]) else "damaged"


def _begins_json(piece: bytes) -> bool:
    """Whether this is JSON that was cut off; whole JSON is not, so it is the frame that is damaged."""
    if _CONTROL.search(piece):
        return False
    try:
        piece.decode()
        msgspec.json.decode(piece)
    except UnicodeDecodeError as error:
        return error.reason == _CUT_CHARACTER
    except msgspec.DecodeError as error:
        return _CUT_OFF in str(error)
    return False
