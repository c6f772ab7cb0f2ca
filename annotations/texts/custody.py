"""Where a captured text came from: the source's own name, hash and size, when, and how that file is now."""

from __future__ import annotations

import os
import re
from hashlib import sha256
from typing import Literal

import msgspec

from annotations.disk.durable import NotAFile, kind_of
from annotations.errors import why_not
from annotations.records import storable
from reports.document import Report
from reports.loading import MAX_BYTES

STANDARD_INPUT = "standard input"
_READ_BYTES = 1 << 20
_ESCAPED_BYTE = re.compile(r"\\udc([89a-f][0-9a-f])")

SourceState = Literal["unchanged", "changed", "gone", "unreadable", "no file"]


class Custody(msgspec.Struct, frozen=True):
    """One source that a captured text was read from."""

    source: str
    """The base name, or `standard input`."""
    path: str
    """Absolute; empty for standard input, and where the first version did not note it."""
    sha256: str
    """Of the source bytes."""
    size: int
    """Of the source, in bytes; 0 where the first version did not note it."""
    captured: str
    """ISO 8601 in UTC with a Z; empty where the first version did not note it."""

    @classmethod
    def of(cls, report: Report, path: str, captured: str) -> Custody:
        """Return the custody of a report that was read from `path` (absolute, or empty) at that time."""
        return cls(storable(base_name(report.source)), storable(path), report.sha256, report.size, captured)

    def same_source(self, other: Custody) -> bool:
        """Whether both are of the same bytes in the same place, whenever that was."""
        return (self.path, self.sha256) == (other.path, other.sha256)


class SourceNow(msgspec.Struct, frozen=True):
    """How the file of a custody is now."""

    state: SourceState
    sha256: str = ""
    """Of the bytes it has now, where they differ."""
    why: str = ""
    """In a few words, where there is no such hash."""


def base_name(source: str) -> str:
    """Return the last part of a path as it was given, of Windows too; `standard input` for `-`."""
    name = source.replace("\\", "/").rstrip("/").rpartition("/")[2]
    return name if name not in ("", "-") else STANDARD_INPUT


def source_now(custody: Custody) -> SourceNow:
    """Read the file of a custody again and compare; blocks as long as the disk does, never for a pipe.

    A file that is too large for a report is not read: it is another one than was captured.
    """
    if not custody.path:
        return SourceNow("no file")
    try:
        found = _sha256_of(custody.path)
    except (FileNotFoundError, NotADirectoryError, ValueError):  # ValueError: a NUL in the name
        return SourceNow("gone")
    except NotAFile as error:
        return SourceNow("changed", why=f"it is {error.kind} now")
    except OSError as error:
        return SourceNow("unreadable", why=why_not(error))
    if not found:
        return SourceNow("changed", why="it is too large for a report now")
    return SourceNow("unchanged") if found == custody.sha256 else SourceNow("changed", found)


def _sha256_of(path: str) -> str:
    """The hash of a regular file; empty if it has `MAX_BYTES` or more. Raises `OSError`."""
    try:
        descriptor = _opened(path)
    except FileNotFoundError:
        # A name that is no UTF-8 is stored with its odd bytes written as escapes.
        if not _ESCAPED_BYTE.search(path):
            raise
        descriptor = _opened(_ESCAPED_BYTE.sub(lambda found: chr(0xDC00 + int(found[1], 16)), path))
    hashed, size = sha256(), 0
    with os.fdopen(descriptor, "rb") as file:
        status = os.fstat(descriptor)
        if kind := kind_of(status):
            raise NotAFile(kind)
        if status.st_size >= MAX_BYTES:
            return ""
        while piece := file.read(_READ_BYTES):
            size += len(piece)
            if size >= MAX_BYTES:
                return ""
            hashed.update(piece)
    return hashed.hexdigest()


def _opened(path: str) -> int:
    if kind := kind_of(os.stat(path)):  # noqa: PTH116 - a `str` that no `Path` has normalised
        raise NotAFile(kind)
    # Non-blocking, because between the look above and here the path can have become a pipe.
    return os.open(path, os.O_RDONLY | os.O_CLOEXEC | getattr(os, "O_NONBLOCK", 0))
