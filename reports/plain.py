r"""Plain text to blocks: which lines belong together, and what each group is.

Text comes in two shapes. In the one a line is a paragraph. In the other lines were wrapped at some column,
and a block goes over the line breaks, which stay in the text. `reports.wrapping` tells which;
`reports.grammar` writes the rules of a block as one regular expression; `reports.headings` settles what only
the neighbours of a block tell.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import cast

from reports.decoding import BLANK_CHARACTERS
from reports.document import Block, BlockKind, Blocks
from reports.grammar import grammar_of
from reports.headings import with_headings
from reports.wrapping import Wrapping, wrapping

_STRETCH = 1 << 18
"""Code points for which it is found out at once whether there are drawings among them."""

_OVERLAP = 1 << 12
"""Code points beyond a stretch that belong to its last block: a table begins with a line without any gap."""

_DEEPEST = 40

_SAME_LEVEL = 2
"""Columns that items of one level may differ by: ` 9.` stands above `10.`"""


def plain_blocks(text: str) -> Blocks:
    """The blocks of a plain text, offsets in code points of `text`, which is not altered.

    Every code point that is neither blank nor a line break lies in exactly one block. Linear; 10 MB take
    a few hundred milliseconds.
    """
    return Blocks(plain_block_stream(text))


def plain_block_stream(text: str) -> Iterator[Block]:
    """The same one after the other; a block is found without looking at more than a few that follow it."""
    wrapped = wrapping(text)
    return _nested(with_headings(_cut(text, wrapped), text, wrapped.column), text)


def _cut(text: str, wrapped: Wrapping) -> Iterator[tuple[Block, bool]]:
    """Every block, before headings are told, with whether it is a line of fields (`Date: …`)."""
    for found in _matches(text, wrapped):
        kind = found.lastgroup
        start = found.start() if kind == "code" else found.end("indent")
        end = found.end()
        if text[end - 1] in BLANK_CHARACTERS:
            end = start + len(text[start:end].rstrip(BLANK_CHARACTERS))
        if kind == "paragraph":
            yield Block(start, end), False
        elif kind == "field":
            yield Block(start, end), True
        else:
            level = found["depth"].count(">") if kind == "quotation" else 0
            yield Block(start, end, cast(BlockKind, kind), level), False


def _matches(text: str, wrapped: Wrapping) -> Iterator[re.Match[str]]:
    """What the grammar finds; every `_STRETCH` it is chosen again, for what the text has there."""
    start = 0
    while start < len(text):
        end = start + _STRETCH
        for found in grammar_of(text, start, end + _OVERLAP, wrapped).finditer(text, start):
            yield found
            if found.end() >= end:
                start = found.end()
                break
        else:
            return


def _nested(blocks: Iterable[Block], text: str) -> Iterator[Block]:
    """The blocks, the items told how deep they are nested: one set in more than the last is a level below it.

    A list ends with a heading, or with a paragraph that is not set in more than it.
    """
    indents: list[int] = []
    for block in blocks:
        if block.kind == "item":
            indent = _indent(block, text)
            while indents and indents[-1] >= indent + _SAME_LEVEL:
                indents.pop()
            if not indents or indents[-1] + _SAME_LEVEL <= indent:
                indents.append(indent)
            yield Block(block.start, block.end, "item", len(indents))
            continue
        if indents and (
            block.kind == "heading" or (block.kind == "paragraph" and _indent(block, text) <= indents[0])
        ):
            indents.clear()
        yield block


def _indent(block: Block, text: str) -> int:
    """Columns that a block's first line is set in, a tab being four; `_DEEPEST` code points are looked at."""
    low = max(block.start - _DEEPEST, 0)
    return len(text[max(text.rfind("\n", low, block.start) + 1, low) : block.start].expandtabs(4))
