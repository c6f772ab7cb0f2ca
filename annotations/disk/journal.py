"""The journal: one line a write, appended and never changed, each with its length and checksum.

A line is `checksum length JSON`: eight hexadecimal digits of the CRC-32 of the JSON, its length in
bytes, a blank between. A line that was cut off or damaged is known by that, and the lines after
it are read all the same: each is whole by itself, since it holds the rows as they became.
"""

from __future__ import annotations

import os
import re
import zlib
from collections.abc import Callable, Iterable, Iterator
from errno import EINVAL
from pathlib import Path
from typing import Literal, NamedTuple

import msgspec

from annotations.disk.durable import PRIVATE_FILE, kind_of, sync_content, sync_folder
from annotations.plain import UNDECODABLE

Identity = tuple[int, int, int]
"""Which version of a file it is: inode, size in bytes, time of writing in nanoseconds."""
_FRAME = re.compile(rb"([0-9a-f]{8}) ([0-9]{1,12}) ")
_BEGUN_FRAME = re.compile(rb"[0-9a-f]{0,8}|[0-9a-f]{8} [0-9]{0,12}")
_CHECKSUM = 8
"""Bytes a line begins with."""
_READ_AT_ONCE = 64 * 1024


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
        whole = _whole_line(content, place)
        if whole is not None:
            entry, after = whole
            lines.append(Line(start + place, entry))
            place = after
            continue
        after = content.find(b"\n", place) + 1
        following = _next_whole_line(content, place + 1, after or size)
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


def _whole_line(content: bytes, place: int) -> tuple[Entry, int] | None:
    """The entry at that place and the place after its line; `None` if there is no whole one."""
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


def _next_whole_line(content: bytes, place: int, end: int) -> int | None:
    """Where the first whole line begins that begins between these places."""
    begins = (frame.start() for frame in _FRAME.finditer(content, place, end))
    return next((begin for begin in begins if _whole_line(content, begin) is not None), None)


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


class Journal:
    """One journal file that is followed: read on from where reading stopped, appended to under the lock."""

    def __init__(self, path: Path, descriptor: int) -> None:
        """Take an open file; `open` and `create` are the ways to it."""
        self.path = path
        self.store = ""
        self.generation = 0
        self.offset = 0
        """The byte up to which it was read."""
        self.torn = 0
        """Bytes after that, which are no whole line."""
        self.tail: DamagedLine | None = None
        """Those bytes, if they are no line that is being written."""
        self.doubted = False
        """Whether the disk refused what it had taken already, so that nothing should be added any more."""
        self._descriptor = descriptor
        self._writable = False
        self._headed = False
        self._named = False
        self._last_line = (0, b"")
        """The byte at which the last line begins that was read or written, and its checksum."""
        self.inode = os.fstat(descriptor).st_ino

    @classmethod
    def open(cls, path: Path) -> Journal | None:
        """Open what is there, looking at its first whole line; `None` if there is nothing. Raises `OSError`.

        One of which every line is damaged is of generation 0, see `adopt`.
        """
        try:
            kind = kind_of(path.stat())
            if kind:
                raise OSError(EINVAL, f"its journal is {kind}")
            descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | getattr(os, "O_NONBLOCK", 0))
        except FileNotFoundError:
            return None
        journal = cls(path, descriptor)
        try:
            found = journal._look_at_head()
        except BaseException:
            journal.close()
            raise
        if not found:
            journal.close()
            return None
        return journal

    @classmethod
    def create(cls, path: Path, store: str, generation: int, mode: int | None) -> Journal:
        """Begin a journal; the first `append` writes its head. Raises `OSError`."""
        # Not exclusive: a program that was killed here has left an empty one, or half a line.
        flags = os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC
        descriptor = os.open(path, flags, PRIVATE_FILE)
        journal = cls(path, descriptor)
        journal.adopt(store, generation)
        journal._writable = True
        try:
            journal.torn = os.fstat(descriptor).st_size
            if mode is not None:
                os.fchmod(descriptor, mode)
        except BaseException:
            journal.close()
            raise
        return journal

    def adopt(self, store: str, generation: int) -> None:
        """Say whose it is, where it cannot say so itself: the next `append` writes a head."""
        self.store, self.generation = store, generation

    def read_on(self) -> Lines:
        """Return what was appended since the last time. Raises `OSError`.

        Raises `EOFError` if what was read is not there any more: a program whose disk refused a line
        takes it back, and the next one may have put another in its place.
        """
        size = os.fstat(self._descriptor).st_size
        place, checksum = self._last_line
        if size < self.offset or os.pread(self._descriptor, len(checksum), place) != checksum:
            raise EOFError
        if size == self.offset:
            self.torn, self.tail = 0, None
            return Lines([], [], self.offset, 0)
        content = _read(self._descriptor, self.offset, size - self.offset)
        found = lines_in(content, self.offset)
        if found.lines:
            last = found.lines[-1].offset
            self._last_line = last, content[last - self.offset :][:_CHECKSUM]
        self.offset, self.torn, self.tail = found.end, found.torn, found.tail
        return found

    def append(
        self, entries: Iterable[Entry], placed: Callable[[Entry, int], None] = lambda _entry, _offset: None
    ) -> None:
        """Write the entries durably, at once; on `OSError` none of them is there.

        The lock is held, and everything up to the end was read. `placed` is told of each entry,
        before the next is asked for, the byte its line will begin at: the next one may refer to it.
        Raises `AppendUnknown` if the disk refused and it is unknown what of it is there.
        """
        self._make_writable()
        start = self.offset + self.torn
        pieces = [b"\n"] if self.torn else []
        if not self._headed:
            pieces.append(line_of(Entry(generation=self.generation, store=self.store)))
        place = start + sum(map(len, pieces))
        for entry in entries:
            pieces.append(line_of(entry))
            placed(entry, place)
            place += len(pieces[-1])
        content, written = memoryview(b"".join(pieces)), 0
        try:
            while written < len(content):
                written += os.write(self._descriptor, content[written:])
            sync_content(self._descriptor)
            if not self._named:
                # Even if it was here before: whoever made it may have been killed ahead of this.
                sync_folder(self.path.parent)
        except OSError as error:
            # Half a line nobody has read and no disk is asked to keep: that can be taken back.
            self.doubted = self.doubted or any(
                line.entry.puts or line.entry.changes for line in lines_in(bytes(content[:written])).lines
            )
            self._take_back(start, error)
            raise
        self._headed = self._named = True
        self.offset, self.torn = place, 0
        self._last_line = place - len(pieces[-1]), pieces[-1][:_CHECKSUM]

    def content(self) -> Iterator[bytes]:
        """Yield all bytes, in pieces. Raises `OSError`."""
        place = 0
        while piece := os.pread(self._descriptor, _READ_AT_ONCE, place):
            yield piece
            place += len(piece)

    def close(self) -> None:
        """Let go of the file."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1

    def _look_at_head(self) -> bool:
        size = os.fstat(self._descriptor).st_size
        piece = _READ_AT_ONCE
        while size:
            begin = lines_in(os.pread(self._descriptor, piece, 0))
            if begin.lines:
                self.adopt(begin.lines[0].entry.store, begin.lines[0].entry.generation)
                self._headed = True
                return True
            if piece >= size:
                return begin.tail is not None or any(line.kind == "damaged" for line in begin.damaged)
            piece *= 4
        return False

    def _make_writable(self) -> None:
        """Open it for appending; whoever only reads never needs the permission."""
        if self._writable:
            return
        descriptor = os.open(self.path, os.O_RDWR | os.O_APPEND | os.O_CLOEXEC)
        os.close(self._descriptor)
        self._descriptor, self._writable = descriptor, True

    def _take_back(self, start: int, error: OSError) -> None:
        try:
            os.ftruncate(self._descriptor, start)
        except OSError as second:
            self.doubted = True
            raise AppendUnknown(error) from second


class AppendUnknown(OSError):
    """The disk refused a write, and refused to take it back too."""

    def __init__(self, cause: OSError) -> None:
        super().__init__(cause.errno, cause.strerror)


def read_line(path: Path, offset: int) -> Entry | None:
    """Return the entry that begins at that byte of a file; `None` if there is no whole one.

    Raises `OSError`.
    """
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | getattr(os, "O_NONBLOCK", 0))
    try:
        if offset >= os.fstat(descriptor).st_size:
            return None  # a TinyDB file from elsewhere may name any number, and some are too large to ask for
        begin = os.pread(descriptor, _READ_AT_ONCE, offset)
        frame = _FRAME.match(begin)
        if frame is None:
            return None
        length = frame.end() + int(frame[2])
        if length > len(begin):
            # A damaged length can be anything, and so much memory would be asked for.
            left = os.fstat(descriptor).st_size - offset
            begin = _read(descriptor, offset, min(length, left))
        whole = _whole_line(begin, 0)
        return whole[0] if whole else None
    finally:
        os.close(descriptor)


def _read(descriptor: int, start: int, length: int) -> bytes:
    pieces: list[bytes] = []
    while length > 0 and (piece := os.pread(descriptor, length, start)):
        pieces.append(piece)
        start += len(piece)
        length -= len(piece)
    return b"".join(pieces)
