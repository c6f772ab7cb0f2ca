"""Where hard-wrapped text flows on: a line break and what the next line only begins with are one gap.

In `> the town\\n> was taken` the words follow one another; the break, the mark and the blanks behind it are
drawn as one blank, and the caret steps over them at once. The text keeps every code point.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from reports.decoding import BLANK_CHARACTERS, BLANKS
from reports.document import Block, BlockKind, Report, Span
from reports.visible import Cluster, clusters

_REACH = 64
"""Code points first looked back at; eight times as many each time that nothing was found."""

_FLOWING: frozenset[BlockKind] = frozenset({"paragraph", "item", "quotation"})


@lru_cache(maxsize=2)
def _gap(quoted: bool) -> re.Pattern[str]:
    return re.compile(rf"\n[\n{BLANKS}{'>' if quoted else ''}]*")


@lru_cache(maxsize=2)
def _lead(quoted: bool) -> re.Pattern[str]:
    return re.compile(rf"[{BLANKS}{'>' if quoted else ''}]*")


def flows(report: Report, block: Block) -> bool:
    """Whether the lines of a block were wrapped by hand, so that it is drawn as running text."""
    return report.media_type == "text/plain" and block.kind in _FLOWING


def has_gap(text: str, start: int, end: int, block: Block) -> bool:
    """Whether there is more between two lines, or before the first, than a line break."""
    if begin_of_words(text, start, end, block) > start:
        return True
    return any(found.end() - found.start() > 1 for found in _gap(_quoted(block)).finditer(text, start, end))


def units(text: str, start: int, end: int, block: Block) -> Iterator[Cluster]:
    """What is drawn of `text[start:end]` in a flowing block: its clusters, and each gap as one blank.

    What the first line begins with is drawn as nothing.
    """
    at = begin_of_words(text, start, end, block)
    if at > start:
        yield Cluster(start, at - start, "", 0)
    for found in _gap(_quoted(block)).finditer(text, at, end):
        yield from clusters(text, at, found.start())
        yield Cluster(found.start(), found.end() - found.start(), " ", 1)
        at = found.end()
    yield from clusters(text, at, end)


def begin_of_words(text: str, start: int, end: int, block: Block) -> int:
    """Where the words begin that follow `start`, the begin of a line of the block; else `start`."""
    if start > block.start and text[start - 1] != "\n":
        return start
    found = _lead(_quoted(block)).match(text, start, end)
    return found.end() if found else start


def in_one_line(text: str) -> str:
    """Words of a report as they flow on, for a place that has one line: each gap is one blank."""
    return _gap(quoted=True).sub(" ", text)


def gap_at(text: str, offset: int, block: Block) -> Span | None:
    """The gap of a flowing block that holds the code point at `offset`; `None` among the words."""
    characters = BLANK_CHARACTERS + (">" if _quoted(block) else "")
    reach = _REACH
    while True:
        low = max(block.start, offset + 1 - reach)
        behind_words = low + len(text[low : offset + 1].rstrip(characters))
        if behind_words > low or low == block.start:
            break
        reach *= 8
    start = text.find("\n", behind_words, offset + 1)
    found = _gap(_quoted(block)).match(text, start, block.end) if start >= 0 else None
    return Span(*found.span()) if found else None


def _quoted(block: Block) -> bool:
    return block.kind == "quotation"
