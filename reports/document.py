"""The canonical text of a report and the blocks it is made of.

Every offset in the program counts Unicode code points of `Report.text` and every span is
half-open, `[start, end)`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

BlockKind = Literal["heading", "paragraph", "item", "quotation", "code", "row", "rule"]
MarkKind = Literal["emphasis", "strong", "code", "link"]


class Span(NamedTuple):
    """A half-open range of code points in a canonical text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Block:
    """A span of the canonical text with a kind: what is drawn as one paragraph.

    Blocks are sorted, do not overlap, hold no leading or trailing line break, and are never
    empty. Whatever lies between two blocks is line breaks and blank characters only.
    """

    start: int
    end: int
    kind: BlockKind = "paragraph"
    level: int = 0
    """Headings: 1 to 6. Items and quotations: how deep they are nested, from 1."""
    marker: str = ""
    """What is drawn before the first row and hangs before the others: `•`, `12.`, `│`. Not part of the
    text."""

    @property
    def span(self) -> Span:
        """The block's place in the canonical text."""
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Mark:
    """Inline markup on a span of the canonical text; a link carries its target."""

    start: int
    end: int
    kind: MarkKind
    target: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """One document: its canonical text, the blocks in it, and where it comes from."""

    source: str
    """The path as it was given, or `-` for standard input."""
    title: str
    """The file's base name, or `standard input`."""
    media_type: str
    sha256: str
    """Of the source bytes, hexadecimal."""
    text: str
    text_sha256: str
    """Of the canonical text in UTF-8, hexadecimal."""
    blocks: tuple[Block, ...]
    marks: tuple[Mark, ...] = ()
    encoding: str = "utf-8"
    notices: tuple[str, ...] = ()
    """Whole sentences the reader shows once, as `Decoded as windows-1252: the bytes are no UTF-8.`"""
    size: int = 0
    """Of the source, in bytes; 0 where it is not known."""


class ReportError(Exception):
    """A report that cannot be read; its text is the one sentence the user sees."""
