"""The canonical text of a report and the blocks it is made of.

Every offset in the program counts Unicode code points of `Report.text` and every span is
half-open, `[start, end)`.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from reports.blocks import Block, BlockKind, Blocks, Mark, MarkKind, Marks, Span

__all__ = ["Block", "BlockKind", "Blocks", "Mark", "MarkKind", "Marks", "Report", "ReportError", "Span"]


@dataclass(slots=True)
class Report:
    """One document: its canonical text, the blocks in it, and where it comes from.

    While a long one is being read (`reports.opening`) it grows at its end; what is there does not change.
    """

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
    blocks: Blocks
    marks: Marks = field(default_factory=Marks)
    encoding: str = "utf-8"
    notices: tuple[str, ...] = ()
    """Whole sentences the reader shows once, as `Decoded as windows-1252: the bytes are no UTF-8.`"""
    size: int = 0
    """Of the source, in bytes; 0 where it is not known."""
    complete: bool = True
    """Whether all of it has been read; before that neither `text_sha256` nor `sha256` is known."""


class ReportError(Exception):
    """A report that cannot be read; its text is the one sentence the user sees."""
