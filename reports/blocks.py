"""Spans, blocks and marks of a canonical text, and how many of them are kept: in arrays, not as objects.

A report of 10 MB has up to a quarter of a million blocks. `Blocks` and `Marks` are sequences that make a
record when one is asked for, and that only grow at their end.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple, Self, TypeVar, get_args, overload

BlockKind = Literal["heading", "paragraph", "item", "quotation", "code", "row", "rule"]
MarkKind = Literal["emphasis", "strong", "code", "link", "image", "footnote", "cell"]

BLOCK_KINDS: tuple[BlockKind, ...] = get_args(BlockKind)
MARK_KINDS: tuple[MarkKind, ...] = get_args(MarkKind)

_BLOCK_CODES = {kind: code for code, kind in enumerate(BLOCK_KINDS)}
_MARK_CODES = {kind: code for code, kind in enumerate(MARK_KINDS)}
_HEADING = _BLOCK_CODES["heading"]
_DEEPEST = 255
_Record = TypeVar("_Record")


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
    """Headings: 1 to 6. Items and quotations: how deep they are nested, from 1. Rows: 1 for the names of
    the columns."""
    marker: str = ""
    """What is drawn before the first row and hangs before the others: `•`, `12.`, `│`. Not part of the
    text."""
    margin: str = ""
    """What stands before every row, the marker over its end in the first: `│ ` for each quotation it is in,
    blanks for each list. Not part of the text."""

    @property
    def span(self) -> Span:
        """The block's place in the canonical text."""
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Mark:
    """Inline markup on a span of the canonical text.

    A `link` and an `image` carry their target. A `cell` of a table goes up to the next cell, the border
    included; it carries the width of its column in cells and how it is aligned, as `12>` (`<`, `^`, `>`).
    """

    start: int
    end: int
    kind: MarkKind
    target: str = ""


class _Columns(Sequence[_Record]):
    """What both have in common: spans in two arrays, and a short text for few or many of the records."""

    def __init__(self, records: Iterable[_Record] = ()) -> None:
        self.starts = array("I")
        self.ends = array("I")
        self._words = _Words()
        self.extend(records)

    def append(self, record: _Record) -> None:
        """Add one at the end."""
        raise NotImplementedError

    def extend(self, records: Iterable[_Record]) -> None:
        """Add them at the end; a column at a time where they are kept in columns already."""
        if isinstance(records, type(self)):
            self._join(records)
            return
        for record in records:
            self.append(record)

    def _join(self, others: Self) -> None:
        self._words.extend(others._words)
        self.ends.extend(others.ends)
        self.starts.extend(others.starts)

    def _made(self, number: int) -> _Record:
        raise NotImplementedError

    def __len__(self) -> int:
        return len(self.starts)

    @overload
    def __getitem__(self, number: int) -> _Record: ...

    @overload
    def __getitem__(self, number: slice) -> tuple[_Record, ...]: ...

    def __getitem__(self, number: int | slice) -> _Record | tuple[_Record, ...]:
        if isinstance(number, slice):
            return tuple(map(self._made, range(*number.indices(len(self)))))
        if not -len(self) <= number < len(self):
            raise IndexError(number)
        return self._made(number % len(self))

    def __iter__(self) -> Iterator[_Record]:
        return map(self._made, range(len(self)))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sequence) or isinstance(other, str):
            return NotImplemented
        return len(self) == len(other) and all(map(_same, self, other))

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"{type(self).__name__}({list(self)!r})"


def _same(one: object, other: object) -> bool:
    return one == other


class Blocks(_Columns[Block]):
    """The blocks of a report in the order of the text, by number from 0."""

    def __init__(self, blocks: Iterable[Block] = ()) -> None:
        self.kinds = bytearray()
        """An index into `BLOCK_KINDS` for each."""
        self.headings = array("I")
        """The numbers of the blocks that are headings."""
        self.heading_levels = bytearray()
        """The level of each heading."""
        self._levels = bytearray()
        self._margins = _Words()
        super().__init__(blocks)

    def append(self, block: Block) -> None:
        """Add a block, which must begin behind the last one."""
        code = _BLOCK_CODES[block.kind]
        if code == _HEADING:
            self.headings.append(len(self))
            self.heading_levels.append(min(block.level, _DEEPEST))
        self.kinds.append(code)
        self._levels.append(min(block.level, _DEEPEST))
        self._words.append(block.marker)
        self._margins.append(block.margin)
        self.ends.append(block.end)
        self.starts.append(block.start)

    def _join(self, others: Blocks) -> None:
        before = len(self)
        self.headings.extend(number + before for number in others.headings)
        self.heading_levels += others.heading_levels
        self.kinds += others.kinds
        self._levels += others._levels
        self._margins.extend(others._margins)
        super()._join(others)

    def at(self, offset: int) -> int:
        """The number of the block that contains `offset`, else of the one before, else 0; O(log blocks)."""
        return max(bisect_right(self.starts, offset) - 1, 0)

    def _made(self, number: int) -> Block:
        kind = BLOCK_KINDS[self.kinds[number]]
        return Block(
            self.starts[number],
            self.ends[number],
            kind,
            self._levels[number],
            self._words[number],
            self._margins[number],
        )


class Marks(_Columns[Mark]):
    """The inline marks of a report, sorted by start; those of one block lie within it, and may be nested."""

    def __init__(self, marks: Iterable[Mark] = ()) -> None:
        self.kinds = bytearray()
        """An index into `MARK_KINDS` for each."""
        super().__init__(marks)

    def append(self, mark: Mark) -> None:
        """Add a mark, which must not begin before the last one."""
        self.kinds.append(_MARK_CODES[mark.kind])
        self._words.append(mark.target)
        self.ends.append(mark.end)
        self.starts.append(mark.start)

    def _join(self, others: Marks) -> None:
        self.kinds += others.kinds
        super()._join(others)

    def _made(self, number: int) -> Mark:
        kind = MARK_KINDS[self.kinds[number]]
        return Mark(self.starts[number], self.ends[number], kind, self._words[number])


class _Words:
    """A text for every number, most of them empty or the same as many others."""

    _SHORT = 16
    """Code points up to which a text is kept once only: markers are, the targets of links seldom repeat."""

    def __init__(self) -> None:
        self._numbers = array("I")
        self._texts = [""]
        self._known = {"": 0}

    def append(self, text: str) -> None:
        self._numbers.append(self._number(text))

    def extend(self, others: _Words) -> None:
        numbers = [self._number(text) for text in others._texts]
        self._numbers.extend(map(numbers.__getitem__, others._numbers))

    def _number(self, text: str) -> int:
        number = self._known.get(text)
        if number is None:
            number = len(self._texts)
            self._texts.append(text)
            if len(text) <= self._SHORT:
                self._known[text] = number
        return number

    def __getitem__(self, number: int) -> str:
        return self._texts[self._numbers[number]]
