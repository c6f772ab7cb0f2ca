"""Files that are either the old ones or the new ones, whole, whenever the power goes."""

from __future__ import annotations

import fcntl
import os
import stat
from collections.abc import Iterable
from contextlib import suppress
from errno import EINVAL, ENOTSUP, ENOTTY, EOPNOTSUPP
from pathlib import Path

PRIVATE_FILE = 0o600
PRIVATE_FOLDER = 0o700
"""What is noted about a report is nobody else's business unless she says so with chmod."""

_KINDS = (
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISFIFO, "a named pipe"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)
_READ_AGAIN = 5
_NO_FULL_SYNC = frozenset({EINVAL, ENOTSUP, ENOTTY, EOPNOTSUPP})


class NotAFile(OSError):
    """The path is there but holds no bytes to read back: a folder, a socket, a pipe, a device."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


def kind_of(status: os.stat_result) -> str:
    """Return `a folder`, `a socket` …, or nothing for a regular file."""
    if stat.S_ISREG(status.st_mode):
        return ""
    return next((name for is_kind, name in _KINDS if is_kind(status.st_mode)), "no regular file")


def read_whole(path: Path) -> tuple[bytes, os.stat_result]:
    """Return the bytes of a regular file with the status they belong to; never waits for a pipe.

    Raises `OSError`, and `NotAFile` for anything but a regular file.
    """
    kind = kind_of(path.stat())
    if kind:
        raise NotAFile(kind)
    # Stock TinyDB rewrites the file in place: if it did while we read, what we have is of two versions.
    for _ in range(_READ_AGAIN):
        content, before, after = _read_once(path)
        if _version(before) == _version(after):
            break
    return content, after


def _read_once(path: Path) -> tuple[bytes, os.stat_result, os.stat_result]:
    # Non-blocking, because between the check above and here the path can have become a pipe.
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | getattr(os, "O_NONBLOCK", 0))
    with os.fdopen(descriptor, "rb") as file:
        before = os.fstat(descriptor)
        kind = kind_of(before)
        if kind:
            raise NotAFile(kind)
        return file.read(), before, os.fstat(descriptor)


def _version(status: os.stat_result) -> tuple[int, int, int]:
    return status.st_ino, status.st_size, status.st_mtime_ns


def replace_file(path: Path, chunks: Iterable[bytes], temporary: Path) -> os.stat_result:
    """Write the chunks into `temporary`, and put that in the place of `path`, durably.

    `temporary` is in the same folder; what a killed process left under that name is removed. The
    mode of an existing file is kept, a new one is private, missing folders are made. On return
    content and name are on disk; on `OSError` the old file is untouched. Returns the new status.
    """
    path.parent.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
    temporary.unlink(missing_ok=True)
    try:
        status = _write_new(temporary, chunks, _mode(path))
        temporary.replace(path)
    except BaseException:
        # The disk may be full: what is half written must not stay and take the room.
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)
    return status


def _mode(path: Path) -> int | None:
    try:
        return stat.S_IMODE(path.stat().st_mode)
    except FileNotFoundError:
        return None


def _write_new(path: Path, chunks: Iterable[bytes], mode: int | None) -> os.stat_result:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, PRIVATE_FILE)
    with os.fdopen(descriptor, "wb") as file:
        if mode is not None:
            os.fchmod(descriptor, mode)
        file.writelines(chunks)
        file.flush()
        if not _full_sync(descriptor):
            os.fsync(descriptor)
        return os.fstat(descriptor)


def sync_content(descriptor: int) -> None:
    """Make the bytes of an open file durable, and what is needed to read them back; raises `OSError`."""
    if not _full_sync(descriptor):
        # macOS has no fdatasync; on a file system there that knows no full one either, this is all there is.
        getattr(os, "fdatasync", os.fsync)(descriptor)


def _full_sync(descriptor: int) -> bool:
    """Have a Mac's drive write what it holds back; returns whether that was done.

    There `fsync` leaves the bytes in the drive, see its manual. Raises `OSError`.
    """
    command: int | None = getattr(fcntl, "F_FULLFSYNC", None)
    if command is None:
        return False
    try:
        fcntl.fcntl(descriptor, command)
    except OSError as error:
        if error.errno not in _NO_FULL_SYNC:
            raise
        return False
    return True


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable; raises `OSError`."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def make_folder_beside(path: Path, folder: Path) -> None:
    """Make a folder for what belongs to a file: others may use it if they may write the file itself."""
    if folder.is_dir():
        return
    mode = _mode(path) or PRIVATE_FILE
    folder.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
    if mode & stat.S_IWGRP:
        folder.chmod(PRIVATE_FOLDER | stat.S_IRWXG)
    sync_folder(folder.parent)
