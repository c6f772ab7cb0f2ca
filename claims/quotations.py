"""The quoted stretches of a block: what stands there is somebody's words, not the report's.

Marks are told apart by what stands beside them, as apostrophes and inches look the same. A quotation may
run over sentences; a mark that never closes opens nothing, unless the next paragraph opens with one as well,
which is how a quotation goes on over paragraphs.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections.abc import Iterator
from typing import Final

from reports.blocks import Span

LONGEST: Final = 4_000
"""Code points between two marks at most."""
LONGEST_SINGLE: Final = 600
"""The same for ' and ‘, which are apostrophes more often."""

_MARK = re.compile(r"''(?!')|``|[\"“”„«»‹›]|(?<![^\W_])['‘](?=\w)(?!\d0s|n['’]|(?:em|til|tis|cause)\b)")
_CLOSERS: Final = {"“": '”“"', "„": '“”"', "«": "»", "»": "«", "‹": "›", "›": "‹", "”": "”"}
# After a stop or a letter, and before no letter: an apostrophe inside a word has letters on both sides.
_SINGLE_CLOSE = re.compile(r"(?<=[.,!?…])['’](?!\w)|(?<=[^\W_])['’](?!\w)")


class Quotations:
    """The quoted stretches of a block, marks included, in order and without overlap."""

    def __init__(self, text: str, start: int, end: int, *, goes_on: bool = False) -> None:
        """Find those of `text[start:end]`; `goes_on`: the next block opens with a mark of quotation."""
        self.starts = array("I")
        self.ends = array("I")
        for quoted in _quoted(text, start, end, goes_on):
            self.starts.append(quoted.start)
            self.ends.append(quoted.end)

    def around(self, offset: int) -> Span | None:
        """The quotation that a code point stands in, its marks included."""
        at = bisect_right(self.starts, offset) - 1
        return Span(self.starts[at], self.ends[at]) if at >= 0 and offset < self.ends[at] else None

    def within(self, start: int, end: int) -> list[Span]:
        """The quotations that touch `[start, end)`, cut to it."""
        at = max(bisect_right(self.starts, start) - 1, 0)
        found = []
        while at < len(self.starts) and self.starts[at] < end:
            if self.ends[at] > start:
                found.append(Span(max(self.starts[at], start), min(self.ends[at], end)))
            at += 1
        return found

    def hold(self, text: str, start: int, end: int) -> bool:
        """Whether everything that is said in `text[start:end]` is quoted: nothing else has letters there."""
        quoted = self.within(start, end)
        if not quoted:
            return False
        at = start
        for one in quoted:
            if any(map(str.isalnum, text[at : one.start])):
                return False
            at = one.end
        return not any(map(str.isalnum, text[at:end]))


def opens_with_a_mark(text: str, start: int) -> bool:
    """Whether a block that begins there opens with a mark of quotation."""
    return text[start : start + 1] in tuple('"“„«‹»‘')


def _quoted(text: str, start: int, end: int, goes_on: bool) -> Iterator[Span]:
    at = start
    while mark := _MARK.search(text, at, end):
        opened = mark.start()
        at = mark.end()
        if not _opens(text, opened, at, start, end):
            continue
        closed = _close(text, opened, mark.group(), end)
        if closed is not None:
            yield Span(opened, closed)
            at = closed
        elif goes_on and text[opened] in '"“„«':
            yield Span(opened, min(end, opened + LONGEST))
            return


def _opens(text: str, at: int, behind_it: int, start: int, end: int) -> bool:
    """Whether the mark there may open: a blank or a bracket before it, a word behind it."""
    before = text[at - 1] if at > start else " "
    behind = text[behind_it] if behind_it < end else " "
    if text[at] in "«»‹›":
        # French sets blanks inside its marks.
        return not before.isalnum() or text[at] in "«‹"
    return not (before.isalnum() or before in ".,!?%") and not behind.isspace()


def _close(text: str, opened: int, mark: str, end: int) -> int | None:
    """Behind the mark that closes the one at `opened`, or nothing."""
    if len(mark) == 2:
        found = text.find("''", opened + 2, min(end, opened + LONGEST))
        return None if found < 0 else found + 2
    if mark in "'‘":
        return _close_single(text, opened, min(end, opened + LONGEST_SINGLE))
    stop = min(end, opened + LONGEST)
    if mark != '"':
        places = [text.find(closer, opened + 1, stop) for closer in _CLOSERS.get(mark, mark)]
        found = min((place for place in places if place >= 0), default=-1)
        return None if found < 0 else found + 1
    at = opened
    while (at := text.find('"', at + 1, stop)) >= 0:
        # A digit before it: inches. A blank before it and none behind it: another one opens.
        if text[at - 1].isspace() and at + 1 < end and not text[at + 1].isspace():
            return None
        return at + 1
    return None


def _close_single(text: str, opened: int, stop: int) -> int | None:
    """Behind a mark after a stop, else the first that can be no plural's apostrophe, else the first."""
    first = sure = None
    for match in _SINGLE_CLOSE.finditer(text, opened + 1, stop):
        before, behind = text[match.start() - 1], text[match.end() : match.end() + 1]
        if before in ".,!?…":
            return match.end()
        first = first or match.end()
        if sure is None and (before not in "sS" or not behind.isspace()):
            sure = match.end()
    return sure or first


def left_open(text: str, start: int, end: int) -> bool:
    """Whether a block ends inside a quotation that the next one goes on with."""
    start = max(start, end - LONGEST)
    found = Quotations(text, start, end, goes_on=True)
    return bool(found.ends) and found.ends[-1] == end and text[end - 1] not in "\"”“»'’"
