"""Source bytes to canonical text: which encoding they are in, and what is no text at all."""

from __future__ import annotations

import re
from typing import NamedTuple

from reports.document import ReportError

BLANKS = " \t\f\xa0\u1680\u2000-\u200a\u202f\u205f\u3000"
"""What leaves a cell empty, as the inside of a character class; the line break is not among them.

Narrower than `str.isspace()`: that also takes the separators U+001C to U+001F, which are shown.
"""

_MAGIC = re.compile(
    rb"%PDF-|\x89PNG\r\n|\xff\xd8\xff|GIF8[79]a|II\*\0|MM\0\*"
    rb"|PK(?:\x03\x04|\x05\x06|\x07\x08)|\x1f\x8b|BZh[1-9]1AY&SY|\xfd7zXZ\0|7z\xbc\xaf\x27\x1c|Rar!\x1a\x07"
    rb"|\x28\xb5\x2f\xfd|\x04\x22\x4d\x18"
    rb"|\x7fELF|\xca\xfe\xba\xbe|\xcf\xfa\xed\xfe|\xce\xfa\xed\xfe|\0asm|SQLite format 3\0"
    rb"|\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1|RIFF[\s\S]{4}(?:WEBP|WAVE|AVI )|OggS\0|fLaC\0|ID3[\x02-\x04]"
    rb"|[\s\S]{4}ftyp|wOF[F2]\0"
)

# Longest first: UTF-32's mark begins with UTF-16's.
_BYTE_ORDER_MARKS = (
    (b"\xff\xfe\0\0", "utf-32"),
    (b"\0\0\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)

# C0 without the white space of text, and DEL.
_CONTROLS = bytes(c for c in (*range(0x20), 0x7F) if c not in b"\t\n\f\r")

_DETECTION_BYTES = 1 << 18
"""Bytes given to the detection of an encoding; charset-normalizer takes seconds for 10 MB, and learns no
more."""


class Decoded(NamedTuple):
    """A canonical text, the encoding its bytes were in, and what the reader must be told about that."""

    text: str
    encoding: str
    notices: tuple[str, ...]


def has_magic(start: bytes) -> bool:
    """Whether the first bytes of a file are the known magic number of a binary format."""
    return _MAGIC.match(start) is not None


def decode(source_bytes: bytes, name: str) -> Decoded:
    """The text of `source_bytes` without its byte order mark, line breaks made `\\n`, nothing else altered.

    `name` is what errors call the report, already safe to show. Raises `ReportError` for binary bytes
    (a known magic number, or no UTF-8 and more than a tenth control characters) and for bytes in which no
    encoding is found.
    """
    if has_magic(source_bytes[:64]):
        raise ReportError(f"{name} is a binary file, not text: give a text or Markdown file.")
    for mark, encoding in _BYTE_ORDER_MARKS:
        if source_bytes.startswith(mark):
            try:
                return _noticed(source_bytes.decode(encoding), encoding)
            except UnicodeDecodeError:
                break
    try:
        return Decoded(_normalised(source_bytes.decode("utf-8")), "utf-8", ())
    except UnicodeDecodeError:
        pass
    controls = len(source_bytes) - len(source_bytes.translate(None, _CONTROLS))
    if controls * 10 > len(source_bytes):
        raise ReportError(f"{name} is a binary file, not text: give a text or Markdown file.")
    for encoding in _candidates(source_bytes):
        try:
            return _noticed(source_bytes.decode(encoding), _common_name(encoding))
        except (UnicodeDecodeError, LookupError):
            continue
    raise ReportError(f"{name} is in no encoding that could be recognised: save it as UTF-8.")


def _noticed(text: str, encoding: str) -> Decoded:
    return Decoded(_normalised(text), encoding, (f"Decoded as {encoding}: the bytes are no UTF-8.",))


def _normalised(text: str) -> str:
    if text.startswith("\ufeff"):
        text = text[1:]
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _candidates(source_bytes: bytes) -> list[str]:
    """Encodings to try, the likeliest first."""
    from charset_normalizer import from_bytes

    matches = from_bytes(_telling(source_bytes))
    best = matches.best()
    if best is None:
        return []
    names = [best.encoding, *(match.encoding for match in matches)]
    # For a few accented letters in Latin text the detection guesses at random among look-alike code pages;
    # windows-1252 is what such a file nearly always is.
    high = len(source_bytes) - len(source_bytes.translate(None, bytes(range(0x80, 0x100))))
    if high * 20 < len(source_bytes) and any(
        "cp1252" in (m.encoding, *m.could_be_from_charset) for m in matches
    ):
        names.insert(0, "cp1252")
    return names


def _telling(source_bytes: bytes) -> bytes:
    """All of a small file; of a large one the lines that are not ASCII, up to `_DETECTION_BYTES`."""
    if len(source_bytes) <= _DETECTION_BYTES:
        return source_bytes
    lines: list[bytes] = []
    size = 0
    for found in re.finditer(rb"[^\n]{0,4096}[\x80-\xff][^\n]{0,4096}\n?", source_bytes):
        lines.append(found[0])
        size += len(found[0])
        if size > _DETECTION_BYTES:
            break
    return b"".join(lines)


def _common_name(encoding: str) -> str:
    name = encoding.replace("_", "-")
    return f"windows-{name[2:]}" if re.fullmatch(r"cp125\d", name) else name
