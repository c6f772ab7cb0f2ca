"""Which paragraphs of a plain text are headings, told by their shape and by what stands around them.

A heading is one short line without a stop above other text. Three such lines in a row are verse, an address
or a list, unless each of them looks like nothing but a heading: in capitals, numbered, centred.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from reports.document import Block
from reports.wrapping import CLOSERS, LOWER, STOPS

HEADING_LENGTH = 80
"""Code points of a heading at most: a longer line without a full stop is a careless sentence."""

_LONGEST_RUN = 8
"""Short lines in a row that are kept until it is known what follows them."""

_RAGGED = 8
"""Columns that a full line may end before the wrap column."""

_SHORT_LINE = 40
"""Code points below which a line without a stop is no running text."""

_CENTRED_FROM = 8
"""Columns that a centred line is set in by at least."""

_NUMBERED = re.compile(r"(\d{1,2}(?:\.\d{1,2})*)\.?\s")
# `1.`, `2.1`, `IV.`, `A.`; but `8 March` is a date.
_LETTERED = re.compile(r"(?:\d{1,2}(?:\.\d{1,2})*\.|\d{1,2}(?:\.\d{1,2})+|[IVXLC]{1,6}\.|[A-Z]\.)\s")
_PART = re.compile(
    r"(?:chapter|part|book|section|article|annex|appendix|act|scene|kapitel|teil|abschnitt|anhang|chapitre|partie"
    r"|annexe|capítulo|глава|часть|раздел|розділ|частина)\s+[\divxlc]+\b",
    re.IGNORECASE,
)
_SMALL_ITEM = re.compile(rf"\(?\w{{1,5}}[.)]\s+[{LOWER}]")
_UNDERLINED = re.compile(r"[ \t]*\n[ \t]*([=~-])\1{2,}[ \t]*(?:\n|\Z)")
_ENDS_WITH_STOP = re.compile(rf"[{STOPS},][{CLOSERS}]*(?:\[\d{{1,3}}\])*\Z")
_INNER_STOP = re.compile(rf"[{STOPS}][{CLOSERS}]*(?:\[\d{{1,3}}\])*\s")
_ENDS_WITH_SENTENCE = re.compile(rf"[{STOPS}][{CLOSERS}]*(?:\[\d{{1,3}}\])*\Z")
_COLUMNS_APART = re.compile(r"\S(?: {3,}|\t)\S")
# Short lines that name something and head nothing: fields, times, captions, pages, the slug of a dispatch.
_NO_HEADING = re.compile(
    r"(?i:(?:title|author|editor|translator|language|release date|date|time|place|location|sources?|grading"
    r"|from|to|cc|subj|subject|re|ref|reference|contact|phone|tel|fax|e-?mail|action|present|note)\s?:\s"
    r"|(?:figure|fig\.|table|abb\.|tab\.|abbildung|tabelle|рис\.|page|seite)\s\d)"
    r"|.{0,40}\[[\d./-]*,?\s?\d\d?:\d\d|\d\d?:\d\d|[A-Z]+(?:-[A-Z]+)+(?: \(.*\))?\Z"
)


def with_headings(blocks: Iterable[tuple[Block, bool]], text: str, column: int | None) -> Iterator[Block]:
    """The blocks, those paragraphs made headings that are some.

    With each block comes whether it is a line of fields (`Date: …`). `column`: where lines were wrapped.
    Looks ahead over `_LONGEST_RUN` blocks at most.
    """
    run = _Run(text, column)
    last_end = 0
    in_fields = False
    for block, is_field in blocks:
        gap = text.count("\n", last_end, block.start) if last_end else 2
        after_field, in_fields = in_fields, is_field
        last_end = block.end
        underline = _underline(block, text)
        if underline:
            yield from run.ended_by(block)
            yield replace(block, kind="heading", level=1 if underline == "=" else 2)
        elif is_field or (after_field and gap == 1) or not run.takes(block, gap):
            yield from run.ended_by(block)
            yield block
        elif len(run.waiting) == _LONGEST_RUN:
            yield run.first()
    yield from run.waiting


class _Run:
    """Short lines in a row that may be headings, once it is known what stands below them."""

    def __init__(self, text: str, column: int | None) -> None:
        self.waiting: list[Block] = []
        self._strong: list[bool] = []
        self._text = text
        self._column = column
        self._length = 0
        self._at_top = True

    def takes(self, block: Block, gap: int) -> bool:
        """Whether `block`, `gap` line breaks below the last, is one more of them."""
        first = self._at_top and not self.waiting
        if not (_may_head(block, self._text) or (first and _is_headline(block, self._text))):
            return False
        strong = self._is_strong(block)
        attached = gap == 1 and self._column is not None
        if attached and not first and not (strong and self._strong and self._strong[-1]):
            return False
        self.waiting.append(block)
        self._strong.append(strong and (gap > 1 or self._column is not None))
        self._length += 1
        return True

    def first(self) -> Block:
        """The first of those that wait, which does not any longer."""
        is_head = self._strong[0] or (self._at_top and self._length == len(self.waiting))
        del self._strong[0]
        block = self.waiting.pop(0)
        return self._heading(block) if is_head else block

    def ended_by(self, below: Block) -> Iterator[Block]:
        """All of them, the headings made such; the next run is empty."""
        waiting, strong, alone = self.waiting, self._strong, self._length <= 2
        if waiting:
            first = self._length == len(waiting) and self._at_top
            for place, block in enumerate(waiting):
                is_head = strong[place] or alone or (first and place == 0)
                if place == len(waiting) - 1 and not first:
                    is_head = is_head and self._can_stand_above(below, block, strong[place])
                yield self._heading(block) if is_head else block
            self.waiting, self._strong, self._length = [], [], 0
        self._at_top = (
            self._at_top
            and not waiting
            and _NO_HEADING.match(self._text[below.start : below.end][:HEADING_LENGTH]) is not None
        )

    def _can_stand_above(self, below: Block, block: Block, strong: bool) -> bool:
        line = self._text[below.start : min(below.end, below.start + _SHORT_LINE)]
        if below.kind == "paragraph" and line.startswith(("--", "__", "==")):
            return False
        # A full line is the first half of a sentence; one more line of an address is no text to head.
        if not strong and self._column and block.end - block.start > self._column - _RAGGED:
            return False
        short = below.end - below.start < _SHORT_LINE and "\n" not in line
        if below.kind == "paragraph" and short and not strong and not _ENDS_WITH_SENTENCE.search(line):
            return False
        # `43. He argued that`, and then `(a) nobody …`: the item goes on.
        both_items = block.kind == below.kind == "item"
        return not (both_items and _SMALL_ITEM.match(self._text, below.start))

    def _is_strong(self, block: Block) -> bool:
        line = self._text[block.start : block.end]
        if line.isupper() or _LETTERED.match(line) or _PART.match(line):
            return True
        indent = block.start - self._text.rfind("\n", max(0, block.start - 200), block.start) - 1
        column = self._column or 0
        return indent >= _CENTRED_FROM and abs(2 * indent + len(line) - column) <= _CENTRED_FROM

    def _heading(self, block: Block) -> Block:
        """`2.3.1 Terms` is at level 3; a heading without a number at level 1."""
        number = _NUMBERED.match(self._text, block.start, block.end)
        return replace(block, kind="heading", level=min(number[1].count(".") + 1, 6) if number else 1)


def _underline(block: Block, text: str) -> str:
    """The strokes below a block of one line, `=`, `-` or `~`; else nothing."""
    if block.end - block.start > HEADING_LENGTH or block.kind != "paragraph":
        return ""
    found = _UNDERLINED.match(text, block.end, block.end + 2 * HEADING_LENGTH)
    return found[1] if found and "\n" not in text[block.start : block.end] else ""


def _is_headline(block: Block, text: str) -> bool:
    """Whether a block could be the title of the whole text: two lines or three without any stop."""
    lines = text[block.start : min(block.end, block.start + 3 * HEADING_LENGTH)].split("\n")
    return (
        block.kind == "paragraph"
        and 1 < len(lines) <= 3
        and block.end - block.start < 3 * HEADING_LENGTH
        and lines[0][:1].isupper()
        and not any(map(_ENDS_WITH_STOP.search, (line.rstrip() for line in (lines[-1],))))
        and _INNER_STOP.search(text, block.start, block.end) is None
    )


def _may_head(block: Block, text: str) -> bool:
    """Whether a block by itself could be a heading: one short line without a stop, or in capitals."""
    if block.end - block.start > HEADING_LENGTH or block.kind not in ("paragraph", "item"):
        return False
    line = text[block.start : block.end]
    numbered = _NUMBERED.match(line)
    if block.kind == "item" and not numbered:
        return False
    first = line.lstrip("\"'“‘«([")[:1]
    if not (first.isalnum() or first in "§¿¡") or first.islower() or "\n" in line:
        return False
    if _COLUMNS_APART.search(line) or _NO_HEADING.match(line) or not any(map(str.isalpha, line)):
        return False
    if _ENDS_WITH_STOP.search(line) is None:
        return True
    if line.endswith("."):
        return line.isupper() or _PART.fullmatch(line[:-1]) is not None
    return line.endswith("?") and numbered is not None
