"""Files, folders and streams to reports: what can be read, and one sentence for what cannot."""

from __future__ import annotations

import errno
import os
import re
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO, Literal

from reports.decoding import BLANKS, decode, has_magic
from reports.document import Report, ReportError
from reports.opening import Opening
from reports.visible import visible

MAX_BYTES = 50_000_000
"""A report of this many bytes (50 MB) or more is refused before it is read.

Measured at 49 MB of paragraphs: loaded in 1.3 s, sentences in 0.9 s, 260 MB at the peak.
"""

MARKDOWN_SUFFIXES = frozenset({".md", ".markdown"})
TEXT_SUFFIXES = frozenset({".txt", ".text", "", *MARKDOWN_SUFFIXES})
"""Suffixes that a folder is searched for; a file without one must look like text."""

_VISIBLE = re.compile(f"[^\n{BLANKS}]")
_SNIFFED_BYTES = 4096
_READ_BYTES = 1 << 20


def load(path: str | Path) -> Report:
    """The report in the file at `path`, all of it. Raises `ReportError` as `open_file` does."""
    return open_file(path).whole()


def load_bytes(source_bytes: bytes, source: str, title: str, media_type: str | None = None) -> Report:
    """The report in these bytes, all of it. Raises `ReportError` as `open_file` does."""
    return open_bytes(source_bytes, source, title, media_type).whole()


def open_file(path: str | Path) -> Opening:
    """Begin to read the report in the file at `path`.

    Raises `ReportError`, one sentence, when there is no such file, it is no regular file (nothing is opened
    that could block), it may not be read, has `MAX_BYTES` or more, is binary or in no known encoding, or
    empty.
    """
    name = _quoted(path)
    source_bytes = _read(path, name)
    source = str(path)
    # `./-` loses its folder in a `Path`; as a source it must not look like standard input.
    return open_bytes(source_bytes, "./-" if source == "-" else source, visible(Path(path).name))


def open_stream(stream: BinaryIO, source: str = "-", title: str = "standard input") -> Opening:
    """Begin with the report in a binary stream, read to its end or to `MAX_BYTES`; raises as `open_file`
    does."""
    pieces: list[bytes] = []
    size = 0
    while piece := stream.read(_READ_BYTES):
        pieces.append(piece)
        size += len(piece)
        if size >= MAX_BYTES:
            raise ReportError(_too_large(visible(title)))
    return open_bytes(b"".join(pieces), source, title)


def open_bytes(source_bytes: bytes, source: str, title: str, media_type: str | None = None) -> Opening:
    """Begin with the report in `source_bytes`: a stream already read, or captured bytes.

    `source` and `title` become the report's. `media_type` is `text/plain` or `text/markdown`; without it
    the suffix of `source` decides. Raises `ReportError` as `open_file` does.
    """
    name = _quoted(source) if source != "-" else visible(title)
    if len(source_bytes) >= MAX_BYTES:
        raise ReportError(_too_large(name))
    decoded = decode(source_bytes, name)
    if not _VISIBLE.search(decoded.text):
        raise ReportError(f"{name} is empty: give a file with text in it.")
    if media_type is None:
        media_type = "text/markdown" if Path(source).suffix.lower() in MARKDOWN_SUFFIXES else "text/plain"
    return Opening.begin(source_bytes, decoded, source, title, media_type)


def report_files(arguments: Sequence[str]) -> list[Path | Literal["-"]]:
    """The files that the command line names, folders expanded, each once, in order.

    A folder stands for the files right in it that end in `.txt`, `.text`, `.md` or `.markdown`, or have no
    suffix
    and look like text; sorted by name, hidden ones left out. `-` is standard input. Raises
    `ReportError` for what does not exist and for a folder without reports; files are opened by `load`.
    """
    files: dict[Path | Literal["-"], None] = {}
    for argument in arguments:
        if argument == "-":
            files["-"] = None
            continue
        path = Path(argument)
        if stat.S_ISDIR(_status(path, _quoted(argument)).st_mode):
            files.update(dict.fromkeys(_folder(path)))
        else:
            files[path] = None
    return list(files)


def _read(path: str | Path, name: str) -> bytes:
    _check_regular(_status(path, name), name)
    try:
        # Between the two looks the file may have become a pipe: not to wait for its writer, open it
        # non-blocking.
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        with os.fdopen(descriptor, "rb") as file:
            _check_regular(os.fstat(descriptor), name)
            source_bytes = file.read(MAX_BYTES)
    except OSError as error:
        raise ReportError(_explained(error, name)) from None
    if len(source_bytes) >= MAX_BYTES:
        raise ReportError(_too_large(name))
    return source_bytes


def _status(path: str | Path, name: str) -> os.stat_result:
    try:
        return os.stat(path)  # noqa: PTH116 - a `str` that no `Path` has normalised
    except OSError as error:
        raise ReportError(_explained(error, name)) from None
    except ValueError:  # a NUL in the name
        raise ReportError(f"{name} does not exist: check the name and the folder.") from None


def _check_regular(status: os.stat_result, name: str) -> None:
    if stat.S_ISDIR(status.st_mode):
        raise ReportError(f"{name} is a folder: give a file in it.")
    if not stat.S_ISREG(status.st_mode):
        raise ReportError(
            f"{name} is no regular file but a {_special(status.st_mode)}: save its text to a file first."
        )
    if status.st_size >= MAX_BYTES:
        raise ReportError(_too_large(name))


def _special(mode: int) -> str:
    if stat.S_ISFIFO(mode):
        return "pipe"
    return "socket" if stat.S_ISSOCK(mode) else "device"


def _too_large(name: str) -> str:
    return f"{name} is too large, the limit is {MAX_BYTES // 1_000_000} MB: split it into smaller files."


def _explained(error: OSError, name: str) -> str:
    if isinstance(error, FileNotFoundError):
        return f"{name} does not exist: check the name and the folder."
    if isinstance(error, PermissionError):
        return f"{name} may not be read: ask for permission to read it, or copy it to a place of yours."
    if isinstance(error, NotADirectoryError):
        return f"{name} does not exist: part of its path is a file, not a folder."
    if error.errno == errno.ENAMETOOLONG:
        return f"{visible(name[:60])}… does not exist: the name is too long."
    return (
        f"{name} cannot be read ({visible(error.strerror or 'unknown error')}): check the disk and the path."
    )


def _folder(folder: Path) -> Iterator[Path]:
    name = _quoted(folder)
    try:
        with os.scandir(folder) as entries:
            paths = sorted(folder / entry.name for entry in entries if _is_report(entry))
    except OSError as error:
        raise ReportError(_explained(error, name)) from None
    if not paths:
        raise ReportError(
            f"{name} holds no reports: give a folder with .txt or .md files, or the files themselves."
        )
    return iter(paths)


def _is_report(entry: os.DirEntry[str]) -> bool:
    if entry.name.startswith("."):
        return False
    suffix = Path(entry.name).suffix.lower()
    if suffix not in TEXT_SUFFIXES:
        return False
    try:
        return entry.is_file() and (suffix != "" or _looks_like_text(entry.path))
    except OSError:
        return False


def _looks_like_text(path: str) -> bool:
    """Whether the start of a file is UTF-8 (or says it is UTF-16), no magic number, and without NUL."""
    try:
        with open(path, "rb") as file:  # noqa: PTH123 - scandir gives a str
            start = file.read(_SNIFFED_BYTES)
    except OSError:
        return False
    if not start or has_magic(start):
        return False
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    try:
        start.decode("utf-8")
    except UnicodeDecodeError as error:
        # A letter cut by the end of what was read is no fault of the file.
        return error.end >= len(start) - 3 and len(start) == _SNIFFED_BYTES and b"\0" not in start
    return b"\0" not in start


def _quoted(path: str | Path) -> str:
    return visible(str(path)) or "''"
