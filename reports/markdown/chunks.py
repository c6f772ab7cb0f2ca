"""A Markdown source cut into chunks of whole blocks, so that its start can be shown before its end is parsed.

Where a block ends, its successor says: all blocks of a piece of source are what they are in the whole,
except for the last one, with which the next piece begins again. Nothing but definitions of links goes over
from one block at the top to the next (see `references`). A block that is very long is cut itself (`cutting`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from reports.markdown.cutting import GoesOn, cut_inside, loosen
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
    going: GoesOn | None = None
    """What goes on behind it, if it ends inside of a block."""


class Sizes(NamedTuple):
    """How a source is cut, in code points of it."""

    first: int = 16_000
    """Parsed before anything is shown: some screens."""
    size: int = 8_000
    """Parsed at a time after that: about a millisecond and a half, so that a key waits no longer."""
    long: int = 128_000
    """From this length on a list, table or quotation is cut; what is shorter is parsed as one."""


class _Block(NamedTuple):
    """A block at the top: the place of its first token, and its first line."""

    token: int
    line: int


class Chunker:
    """Cuts one source, perhaps more than once: what turned out to be mistaken is known the next time."""

    def __init__(self, source: str, parser: MarkdownIt, sizes: Sizes) -> None:
        self._source = source
        self._parser = parser
        self._sizes = sizes
        self._loose: set[int] = set()
        """Where long lists begin whose paragraphs stand apart, although their first ones do not."""
        self.cuts_lists = True
        """Whether a long list is cut before it is known if its paragraphs stand apart."""
        self.mistaken = False
        """Whether the items of a list were taken to stand close, and a later one shows that they do not."""

    def chunks(self) -> Iterator[Chunk]:
        """The chunks in order, until the source ends or something is `mistaken`."""
        self.mistaken = False
        at, wanted = 0, self._sizes.first
        going: GoesOn | None = None
        while at < len(self._source):
            end = _safe_end(self._source, at, at + wanted)
            chunk = self._chunk(at, end, going)
            if self.mistaken:
                return
            if chunk is None:
                wanted *= 2
                continue
            yield chunk
            at, wanted, going = chunk.end, self._sizes.size, chunk.going

    def _chunk(self, at: int, end: int, going: GoesOn | None) -> Chunk | None:
        """The blocks in `source[at:end]` without the last one; `None` if that must be longer to be cut."""
        before = going.before if going else ""
        text = before + self._source[at:end]
        try:
            tokens, definitions = parse_blocks(self._parser, text)
        except FAULTS:
            # Whatever the fault is in: one paragraph is tried alone.
            return _tried_alone(self._source, self._parser, at)
        if going:
            tokens = self._resumed(tokens, going)
        deep = _too_deep(tokens)
        if deep is None and end == len(self._source):
            return Chunk(end, tokens, definitions)
        last = _last_block(tokens if deep is None else tokens[: deep + 1])
        if last is None:
            # Nothing but definitions, of which the last may go on, but not over a blank line.
            cut = max((found.end() for found in _BLANK_LINE.finditer(text)), default=0)
            return Chunk(at + cut, (), definitions) if cut else None
        cut = _offset_of_line(text, last.line) - len(before)
        if cut > 0:
            return Chunk(at + cut, tokens[: last.token], _finished(definitions, last.line))
        if deep is not None:
            return _as_written(self._source, at, TOO_DEEP)
        if going is None and end - at < self._sizes.long:
            return None
        return self._part(at, tokens, definitions, text, going)

    def _part(
        self,
        at: int,
        tokens: list[Token],
        definitions: Mapping[str, Definition],
        text: str,
        going: GoesOn | None,
    ) -> Chunk | None:
        """The first part of a block that is too long to be parsed as one."""
        part = cut_inside(tokens, text)
        if part is None or (part.before and not self.cuts_lists):
            return None
        start = going.start if going else at
        tight = part.tight and start not in self._loose and (going is None or going.tight)
        if not tight:
            loosen(part.tokens)
        end = at + _offset_of_line(text, part.line) - (len(going.before) if going else 0)
        goes_on = GoesOn(start, part.before, tight) if part.before else None
        return Chunk(end, part.tokens, _finished(definitions, part.line), going=goes_on)

    def _resumed(self, tokens: list[Token], going: GoesOn) -> list[Token]:
        """The tokens of a chunk that begins in the middle of a block."""
        tokens, tight = going.taken_off(tokens)
        if going.tight and not tight:
            self._loose.add(going.start)
            self.mistaken = True
        elif not going.tight:
            loosen(tokens)
        return tokens


def _finished(definitions: Mapping[str, Definition], line: int) -> dict[str, Definition]:
    """Those that begin before this line."""
    return {label: found for label, found in definitions.items() if found["map"][0] < line}


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
