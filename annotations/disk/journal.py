"""The journal: one line a write, appended and never changed, see `annotations.disk.lines`."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from errno import EINVAL
from pathlib import Path

from annotations.disk.durable import PRIVATE_FILE, kind_of, sync_content, sync_folder
from annotations.disk.lines import DamagedLine, Entry, Lines, length_of, line_of, lines_in, whole_line

_CHECKSUM = 8
"""Bytes a line begins with."""
_READ_AT_ONCE = 64 * 1024


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
        length = length_of(begin)
        if length is None:
            return None
        if length > len(begin):
            # A damaged length can be anything, and so much memory would be asked for.
            left = os.fstat(descriptor).st_size - offset
            begin = _read(descriptor, offset, min(length, left))
        whole = whole_line(begin, 0)
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
