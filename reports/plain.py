r"""Plain text to blocks: which lines belong together, and what each group is.

Text comes in two shapes. In the one a line is a paragraph. In the other lines were wrapped at some column,
and a
block goes over the line breaks, which stay in the text. `wrap_column` tells which, from the lengths of the
lines and from how the next ones begin; `_grammar` then writes the rules of a block as one regular expression,
so that the whole text is cut in C; `_with_headings` settles what only the neighbours of a block tell.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise
from typing import cast

from reports.decoding import BLANK_CHARACTERS, BLANKS
from reports.document import Block, BlockKind, Blocks

HEADING_LENGTH = 80
"""Code points of a heading at most: a longer line without a full stop is a careless sentence."""

_SAMPLE = 1 << 17
"""Code points looked at in each of three places to find the wrap column."""

_WIDEST_WRAP = 140
"""Columns nobody wraps beyond; a longer line is a paragraph of its own."""

_SLACK = 24
"""Columns a wrapped line may end before the wrap column: the longest words of running text."""

# Small letters, near enough: `re` has no class for them. Where capitals alternate with them, the common ones.
_LOWER = "a-zß-öø-ÿāăąćċčďđēėęěğģīıķļľłńņňőœřśşšţťūůűųźżžάέήί-ώа-џґ"
_BLANK = f"[{BLANKS}]"
_SEEN = f"[^\n{BLANKS}]"
_STOPS = ".!?:;…。！？"
_CLOSERS = "\"'”’»)\\]」』"
_RULE = (
    "(?:"
    + "|".join(
        rf"(?:{stroke}{_BLANK}*+){{3,}}+" for stroke in [r"-", r"=", r"\*", r"_", r"~", r"\#", r"–", r"—"]
    )
    + ")$"
)
_BULLET = r"(?:[-*+•◦▪‣·–]|\(?(?:\d{1,3}|[a-zA-Z]|[ivxlc]{1,5})\)|\d{1,3}\.)"
_ITEM = rf"{_BULLET}{_BLANK}+{_SEEN}"
_FIELD = r"[A-Z][A-Za-z]{0,20}(?:-[A-Za-z]{1,20}){0,3}:[ \t]"
# A line that was drawn: columns apart from one another, or the strokes of a table. Only its first part is
# looked at.
_DRAWN = (
    rf"(?:\||\+[-=+]|.{{0,160}}?{_SEEN}(?: {{4,}}|\t+){_SEEN}|[^\n│┃|]{{0,80}}[│┃|][^\n│┃|]{{0,80}}[│┃|])"
)
_STROKES = ("    ", "\t", "|", "│", "┃", "+-", "+=")

_NUMBERED = re.compile(r"(\d{1,2}(?:\.\d{1,2})*)\.?\s")
_ENDS_WITH_STOP = re.compile(rf"[{_STOPS},][{_CLOSERS}]*\Z")
_FIELDS = re.compile(_FIELD)
_EMPTY_QUOTATION = "> \t\f\xa0"
_COLUMNS_APART = re.compile(r"\S(?: {3,}|\t)\S")


def plain_blocks(text: str) -> Blocks:
    """The blocks of a plain text, offsets in code points of `text`, which is not altered.

    Every code point that is neither blank nor a line break lies in exactly one block. Linear; 10 MB take
    a few hundred milliseconds.
    """
    return Blocks(plain_block_stream(text))


def plain_block_stream(text: str) -> Iterator[Block]:
    """The same one after the other; a block is found without looking at more than a few that follow it."""
    column = wrap_column(text)
    return _with_headings(_cut(text, column), text, column is not None)


def wrap_column(text: str) -> int | None:
    """The column at which the lines of `text` were wrapped, or `None` when a line is a paragraph.

    After a wrapped line the next goes on in the middle of a sentence: it begins with a small letter. In
    scripts
    without them the lines are full to the column and seldom end with a stop.
    """
    lines = _sample(text)
    # Neither the marks of a quotation alone nor the fields at the head of a letter say anything.
    pairs = [
        (line, below)
        for line, below in pairwise(lines)
        if line.strip(_EMPTY_QUOTATION) and below.strip(_EMPTY_QUOTATION) and not _FIELDS.match(below)
    ]
    short = [(line, below) for line, below in pairs if len(line) <= _WIDEST_WRAP]
    if not short or len(short) * 3 < len(pairs):
        return None
    lengths = sorted(len(line) for line, _ in short)
    column = max(lengths[int(len(lengths) * 0.95)], 20)
    goes_on = re.compile(rf"[{BLANKS}>]*[{_LOWER}]")
    if sum(1 for _, below in short if goes_on.match(below)) * 10 >= len(short) * 3:
        return column
    if len(short) < 3 or re.search(f"[{_LOWER}]", text[:_SAMPLE]):
        return None
    full = sum(1 for length in lengths if length >= column - _SLACK // 2)
    stopped = sum(1 for line, _ in short if _ENDS_WITH_STOP.search(line.rstrip()))
    return column if full * 10 >= len(short) * 8 and stopped * 2 < len(short) else None


def _sample(text: str) -> list[str]:
    """Lines from the start, the middle and the end of `text`; all of a short one."""
    if len(text) <= 3 * _SAMPLE:
        return text.split("\n")
    middle = len(text) // 2
    lines = text[:_SAMPLE].split("\n")[:-1]
    lines += ["", *text[middle : middle + _SAMPLE].split("\n")[1:-1]]
    lines += ["", *text[-_SAMPLE:].split("\n")[1:]]
    return lines


@lru_cache(maxsize=16)
def _grammar(column: int | None, drawn: bool) -> re.Pattern[str]:
    """What a block is: alternatives in the order they are tried, each named for its kind.

    `drawn`: whether the text has any of `_STROKES`; the rule for drawn lines costs a look at every line.
    """
    code = rf"|(?P<code>{_DRAWN}.*(?:\n{_BLANK}*{_DRAWN}.*)+)" if drawn else ""
    paragraph = item = quotation = ""
    if column is not None:
        goes_on = _goes_on(column)
        begins_anew = rf"{_BLANK}*(?:$|>|{_ITEM}|{_RULE}{'|' + _DRAWN if drawn else ''})"
        # As deep as the first line; or, where only the first line is set in, not set in.
        flush = rf"(?:{goes_on}(?!{begins_anew})(?=(?P=indent){_SEEN}))+"
        first_set_in = rf"(?:{goes_on}(?!{begins_anew})(?!(?P=indent)))+"
        paragraph = f"(?:{flush}|{first_set_in})?"
        item = f"(?:{goes_on}(?!{begins_anew}))*"
        quotation = rf"(?:{goes_on}(?={_BLANK}*(?P=depth)(?!{_BLANK}*(?:>|$|{_ITEM}))))*"
    return re.compile(
        rf"^(?P<indent>{_BLANK}*)(?:"
        rf"(?P<rule>{_RULE})"
        # Lines with nothing but the marks of a quotation belong to what stands above them.
        rf"|(?P<quotation>(?P<depth>>(?:[ \t]?>)*){quotation}.*(?:\n{_BLANK}*>[{BLANKS}>]*$)*)"
        rf"|(?P<item>(?={_ITEM}){item}.+)"
        rf"{code}"
        rf"|(?P<field>{_FIELD}.*(?:\n[ \t]+{_SEEN}.*)*(?=\n{_FIELD}))"
        rf"|(?P<paragraph>(?={_SEEN}){paragraph}.+)"
        r")",
        re.MULTILINE,
    )


def _goes_on(column: int) -> str:
    """A line, its break included, whose sentence goes on in the next: it is full, or the next begins
    small."""
    full = max(column - _SLACK, column // 2)
    longest = max(column * 3 // 2, column + _SLACK)
    begins_small = rf"(?=\n[{BLANKS}>]*[{_LOWER}])"
    return rf"(?:.{{{full},{longest}}}|.{{1,{longest}}}(?<![{_STOPS}]){begins_small})\n"


def _cut(text: str, column: int | None) -> Iterator[tuple[Block, bool]]:
    """Every block, before headings are told, with whether it is a line of fields (`Date: …`)."""
    drawn = any(stroke in text for stroke in _STROKES)
    for found in _grammar(column, drawn).finditer(text):
        kind = found.lastgroup
        start = found.start() if kind == "code" else found.end("indent")
        end = found.end()
        if text[end - 1] in BLANK_CHARACTERS:
            end = start + len(text[start:end].rstrip(BLANK_CHARACTERS))
        if kind == "paragraph" or kind == "field":
            yield Block(start, end), kind == "field"
        else:
            yield Block(start, end, cast(BlockKind, kind), _level(found)), False


def _level(found: re.Match[str]) -> int:
    """How deep an item or a quotation is nested, from 1; 0 for the other kinds."""
    if found.lastgroup == "quotation":
        return found["depth"].count(">")
    if found.lastgroup == "item":
        return 1 + len(found["indent"][:40].expandtabs(4)) // 4
    return 0


def _with_headings(blocks: Iterable[tuple[Block, bool]], text: str, wrapped: bool) -> Iterator[Block]:
    """The blocks, those paragraphs made headings that are short, have no stop, and stand above other text.

    Three short lines in a row are verse, an address or a list; only the first lines of a text may be
    more (title, author, date), of which the first is the heading.
    """
    waiting: list[Block] = []
    at_top = True
    last_end = 0
    in_fields = False
    for block, is_field in blocks:
        gap = text.count("\n", last_end, block.start)
        after_field, in_fields = in_fields, is_field
        alone = gap > 1 or last_end == 0 or not wrapped
        last_end = block.end
        if alone and not is_field and not (after_field and gap == 1) and _may_head(block, text):
            waiting.append(block)
            continue
        if block.kind == "rule" and waiting and gap == 1 and text[block.start] in "=-~":
            waiting[-1] = replace(waiting[-1], kind="heading", level=1 if text[block.start] == "=" else 2)
        if waiting:
            yield from _headings(waiting, at_top, text)
            waiting = []
        at_top = False
        yield block
    yield from waiting


def _headings(waiting: list[Block], at_top: bool, text: str) -> Iterator[Block]:
    heads = len(waiting) if len(waiting) <= 2 else int(at_top)
    for place, block in enumerate(waiting):
        if block.kind != "heading" and place < heads:
            block = replace(block, kind="heading", level=_heading_level(block, text))
        yield block


def _heading_level(block: Block, text: str) -> int:
    """`2.3.1 Terms` is at level 3; a heading without a number at level 1."""
    number = _NUMBERED.match(text, block.start, block.end)
    return min(number[1].count(".") + 1, 6) if number else 1


def _may_head(block: Block, text: str) -> bool:
    """Whether a block by itself could be a heading: one short line without a stop, or in capitals."""
    if block.end - block.start > HEADING_LENGTH or block.kind not in ("paragraph", "item"):
        return False
    line = text[block.start : block.end]
    if block.kind == "item" and not _NUMBERED.match(line):
        return False
    first = line.lstrip("\"'“‘«([")[:1]
    if (
        not (first.isalnum() or first in "§¿¡")
        or first.islower()
        or "\n" in line
        or _COLUMNS_APART.search(line)
    ):
        return False
    if not any(map(str.isalpha, line)):
        return False
    return _ENDS_WITH_STOP.search(line) is None or (line.isupper() and line.endswith("."))
