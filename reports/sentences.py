"""The sentences of a report: where each starts and ends, found by rule in a few milliseconds a megabyte.

Rules, not a language model: the reader shows sentences before any model has answered, and they must not
move under the cursor when it does. A sentence lies within one block; in hard-wrapped text it
goes over line breaks. A heading, a table row and a line of code are one sentence each.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator

from reports.abbreviations import abbreviates
from reports.decoding import BLANK_CHARACTERS, BLANKS
from reports.document import Block, Span

_CLOSE = "\"'”’»›)\\]}"
_OPEN = "\"'“‘„«‹(\\[{"
_STOPS = ".!?…‽؟۔।。！？｡"
# A run of stops: after ideographic ones a sentence is over; after the others white space and the next word
# must follow (the mark of a quoted line may stand in between). The pattern begins with a plain class, which
# `re` searches for several times faster than for a lookbehind (70 ms for 10 MB); the lookbehind keeps a
# megabyte of dots linear: only the first of a run is tried.
_END = re.compile(
    rf"(?P<stop>[{_STOPS}](?<![{_STOPS}].)[{_STOPS}]*+)"
    rf"(?:(?<=[。！？｡])(?P<wide>[」』”’）〕】]*+)"
    rf"|(?P<close>[{_CLOSE}]*+(?:[ \xa0\u202f]»(?=\s))?+(?:\[\d{{1,3}}\])*+)(?=\s)"
    rf"(?=[{BLANKS}\n]*+(?P<begins>)\s*+(?:(?<=\n)[{BLANKS}>]++)?"
    rf"(?P<open>[{_OPEN}]*+)(?P<next>\w{{0,16}})(?P<odd>[^\w\s]?)))"
)
# `"We will win!" Zelensky said.` goes on after the stop inside its quotation.
_SAID = re.compile(
    r"\s+(?:[A-Z][\w'’-]*\s+){1,4}(?:said|says|told|asked|added|wrote|replied|shouted|claimed|warned|insisted)\b"
)
_SEEN = re.compile(rf"[^\n{BLANKS}]")
_WORDS_OF_QUOTATION = re.compile(rf"[^\n{BLANKS}>]")
_CODE_LINE = re.compile(rf"[^\n{BLANKS}](?:.*[^\n{BLANKS}])?")


class SentenceIndex:
    """Where every sentence of a text starts and ends; offsets in code points, numbers from 0.

    Sentences are sorted, do not overlap, lie within one block, and begin and end with something to see.
    Rules (`-----`) have none, unless the text has nothing else; so that of a whole report is never empty.
    """

    def __init__(self, text: str = "", blocks: Iterable[Block] = ()) -> None:
        self.starts = array("I")
        self.ends = array("I")
        rules: list[Block] = []
        for block in blocks:
            if block.kind == "rule":
                rules.append(block)
            for start, end in sentence_spans(text, block):
                self.append(start, end)
        if not self.starts:
            for block in rules:
                self.append(block.start, block.end)

    def __len__(self) -> int:
        return len(self.starts)

    def span(self, number: int) -> Span:
        """The sentence of that number; raises `IndexError` beyond the last."""
        return Span(self.starts[number], self.ends[number])

    def at(self, offset: int) -> int:
        """The number of the sentence that contains `offset`, else of the nearest before it, else 0."""
        return max(bisect_right(self.starts, offset) - 1, 0)

    def append(self, start: int, end: int) -> None:
        """Add a sentence behind the last one."""
        self.ends.append(end)
        self.starts.append(start)

    def extend(self, others: SentenceIndex) -> None:
        """Add the sentences of what follows."""
        self.ends.extend(others.ends)
        self.starts.extend(others.starts)

    def clear(self) -> None:
        """Forget all of them."""
        del self.starts[:], self.ends[:]


def sentence_spans(text: str, block: Block, shift: int = 0) -> Iterator[tuple[int, int]]:
    """The sentences of a block, one after the other; `text` begins at the offset `shift` of the report."""
    begin, end = block.start - shift, block.end - shift
    if block.kind == "rule":
        return
    if block.kind == "code":
        for line in _CODE_LINE.finditer(text, begin, end):
            yield line.start() + shift, line.end() + shift
        return
    quoted = block.kind == "quotation"
    around = BLANK_CHARACTERS + ">" if quoted else BLANK_CHARACTERS
    start = begin
    if text[start] in around:
        start = _behind_blanks(text, begin, end, quoted)
        if start == end:
            # Nothing but blanks, or the marks of a quotation, which are a sentence then.
            start = _behind_blanks(text, begin, end, quoted=False)
            around = BLANK_CHARACTERS
            if start == end:
                return
    if block.kind not in ("heading", "row"):
        for stop, following in sentence_ends(text, start, end):
            if quoted and "\n" in text[stop:following]:
                following = _behind_blanks(text, following, end, quoted)
            if following >= end:
                break
            yield start + shift, stop + shift
            start = following
    if text[end - 1] in around:
        end = start + len(text[start:end].rstrip(around))
    yield start + shift, end + shift


def _behind_blanks(text: str, start: int, end: int, quoted: bool) -> int:
    """Where what is to be seen begins, behind the marks of a quotation too; `end` if there is nothing."""
    seen = (_WORDS_OF_QUOTATION if quoted else _SEEN).search(text, start, end)
    return seen.start() if seen else end


def sentence_ends(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The offsets after the stops that end a sentence inside `text[start:end]`, a block.

    With each comes where the next sentence begins, or `end` where none does.
    """
    for found in _END.finditer(text, start, end):
        stop, wide, close, opening, following, odd = found.group(
            "stop", "wide", "close", "open", "next", "odd"
        )
        if wide is not None:
            seen = _SEEN.search(text, found.end(), end)
            yield found.end(), seen.start() if seen else end
            continue
        if following[:1].islower() or (not following and not odd and not opening):
            continue
        at = found.start()
        if stop == ".":
            before = text[at - 1]
            if (before == " " or before in BLANK_CHARACTERS) and at > start:
                continue  # a spaced ellipsis; only `?` and `!` are set apart, in French
            if not close and abbreviates(text, start, at, following):
                continue
        elif stop[0] in ".…":
            if text[at - 1] in BLANK_CHARACTERS and at > start:
                continue
        elif close and stop[0] in "!?" and _SAID.match(text, found.end(), end):
            continue
        yield found.end(), found.start("begins")
