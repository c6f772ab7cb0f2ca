"""A Markdown source cut into chunks of whole blocks, so that its start can be shown before its end is parsed.

Where a block ends, its successor says: all blocks of a piece of source are what they are in the whole,
except for the last one, with which the next piece begins again. Nothing but definitions of links goes over
from one block at the top to the next (see `references`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from reports.markdown.parser import FAULTS, MAX_NESTING, Definition, parse_blocks

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

TOO_DEEP = "Some of the Markdown is nested too deeply: shown as it is written."
FAULTY = "Some of the Markdown could not be parsed: shown as it is written."

_FLUSH_LINE = re.compile(r"\n[ \t]*+\n(?=[^\s])")
"""Before a line that is not set in, under a blank one: hardly any block goes on there."""
_PARAGRAPH_END = re.compile(r"\n(?:[ \t]*+\n|(?=#{1,6}[ \t]))")
_UNFINISHED = re.compile(r"^[ \t>*+\-\d.)]*+\[(?:[^\[\]\\\n]|\\[^\n])*+(?:\]:|\\?$)", re.MULTILINE)
"""A line that begins a definition, or may turn out to when the next are seen."""
_BLANK_LINE = re.compile(r"\n[ \t]*+\n")


class Chunk(NamedTuple):
    """Whole blocks of a source: what the parser made of them, or the source itself where it could not."""

    end: int
    """Where in the source the chunk ends, in code points."""
    tokens: Sequence[Token] = ()
    definitions: Mapping[str, Definition] = {}
    as_written: str = ""
    notice: str = ""
    """Why it is shown as it is written."""


class _Block(NamedTuple):
    """A block at the top: the place of its first token, and its first line."""

    token: int
    line: int


def chunks(source: str, parser: MarkdownIt, first: int, size: int) -> Iterator[Chunk]:
    """The chunks of `source` in order: one of about `first` code points, then of about `size`.

    A block is never cut: one that is longer makes its chunk longer.
    """
    at, wanted = 0, first
    while at < len(source):
        end = _safe_end(source, at, at + wanted)
        chunk = _chunk(source, parser, at, end)
        if chunk is None:
            wanted *= 2
            continue
        yield chunk
        at, wanted = chunk.end, size


def _chunk(source: str, parser: MarkdownIt, at: int, end: int) -> Chunk | None:
    """The blocks in `source[at:end]` without the last one; `None` if there is but one, and more source."""
    text = source[at:end]
    try:
        tokens, definitions = parse_blocks(parser, text)
    except FAULTS:
        # Whatever the fault is in: one paragraph is tried alone.
        return _tried_alone(source, parser, at)
    deep = next(
        (n for n, token in enumerate(tokens) if token.level >= MAX_NESTING - 1 and token.nesting == 1), None
    )
    if deep is None and end == len(source):
        return Chunk(end, tokens, definitions)
    last = _last_block(tokens if deep is None else tokens[: deep + 1])
    if last is None:
        # Nothing but definitions, of which the last may go on, but not over a blank line.
        cut = max((found.end() for found in _BLANK_LINE.finditer(text)), default=0)
        return Chunk(at + cut, (), definitions) if cut else None
    cut = _offset_of_line(text, last.line)
    if not cut:
        return None if deep is None else _as_written(source, at, TOO_DEEP)
    finished = {label: found for label, found in definitions.items() if found["map"][0] < last.line}
    return Chunk(at + cut, tokens[: last.token], finished)


def _tried_alone(source: str, parser: MarkdownIt, at: int) -> Chunk:
    end = _flush_line(source, at)
    try:
        return Chunk(end, *parse_blocks(parser, source[at:end]))
    except FAULTS:
        return _as_written(source, at, FAULTY)


def _as_written(source: str, at: int, notice: str) -> Chunk:
    end = _flush_line(source, at)
    return Chunk(end, as_written=source[at:end], notice=notice)


def _too_deep(tokens: Sequence[Token]) -> int | None:
    """The place of the first token that opens a container in which the parser drops text."""
    for place, token in enumerate(tokens):
        if token.level >= MAX_NESTING - 1 and token.nesting == 1:
            return place
    return None


def _last_block(tokens: Sequence[Token]) -> _Block | None:
    for place in range(len(tokens) - 1, -1, -1):
        token = tokens[place]
        if token.level == 0 and token.nesting >= 0 and token.map is not None:
            return _Block(place, token.map[0])
    return None


def _safe_end(source: str, at: int, end: int) -> int:
    """Where a piece of source that begins at `at` may end: at `end` or behind it, after a whole line.

    Only a definition may be something else if what follows is not seen (its title may go over many lines),
    and so may lines that are not the last. It ends at a blank line at the latest, or at a heading.
    """
    line = source.find("\n", end - 1)
    if line < 0:
        return len(source)
    paragraph = max(at, source.rfind("\n\n", at, line))
    if not _UNFINISHED.search(source, paragraph, line + 1):
        return line + 1
    found = _PARAGRAPH_END.search(source, line)
    return len(source) if found is None else found.end()


def _flush_line(source: str, at: int) -> int:
    found = _FLUSH_LINE.search(source, at)
    return len(source) if found is None else found.end()


def _offset_of_line(text: str, line: int) -> int:
    """Where line number `line`, from 0, begins."""
    at = 0
    for _ in range(line):
        at = text.index("\n", at) + 1
    return at
