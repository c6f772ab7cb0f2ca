"""Which sentences of a report have a tag, and which nobody has looked at.

A sentence has a tag when an annotation with at least one tag shares a code point with it; a note alone is
none. One byte a sentence, so that finding the next one and counting run at the speed of C, also among
hundreds of thousands; a change looks again only at the sentences it touched. A report may be growing:
sentences that are added at its end are taken up with the next question.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from itertools import accumulate, compress
from typing import Protocol

from annotations.index import AnnotationIndex, Key
from annotations.records import Annotation

BLOCK = 1024
"""Sentences whose untagged ones are counted together."""
SLICE = 2000
"""Annotations that are looked at in one step: 4 ms on a machine of 2020."""
_UNTAGGED, _TAGGED = b"\0", b"\1"
_SWAP = bytes.maketrans(_UNTAGGED + _TAGGED, _TAGGED + _UNTAGGED)


class Sentences(Protocol):
    """Where the sentences start and end: sorted, apart from each other, never changed once they are there."""

    starts: array[int]
    ends: array[int]

    def __len__(self) -> int: ...


class Coverage:
    """The sentences without a tag, by number; places among them count from 0."""

    def __init__(self, sentences: Sentences, index: AnnotationIndex) -> None:
        """Looks at nothing yet: `work` does, in steps, or the first question, at once."""
        self._sentences = sentences
        self._index = index
        self._flags = bytearray(len(sentences))
        self._version = index.version
        self._unread: list[Key] | None = index.keys()
        self._left: list[int] = []
        """Of each block of sentences, how many have no tag."""
        self._befores: list[int] = [0]
        """Of each block, how many there are before it; at the end of all."""
        self._numbers: tuple[int, list[int]] = (-1, [])
        """The block that was asked about last, and those in it: a list asks row by row."""
        self._count_blocks(0, len(self._flags))

    # ------------------------------------------------------------------ questions

    @property
    def complete(self) -> bool:
        """Whether a question is answered without looking at all annotations first."""
        return self._unread is None

    def work(self) -> bool:
        """Look at some more of the annotations; returns whether there are more."""
        if self._unread is not None:
            for key in self._unread[-SLICE:]:
                annotation = self._index.get(key[2])
                if annotation is not None:
                    self._paint(annotation, 0, len(self._flags))
            del self._unread[-SLICE:]
            if not self._unread:
                self._unread = None
                self._count_blocks(0, len(self._flags))
        return self._unread is not None

    @property
    def count(self) -> int:
        """How many sentences have no tag."""
        self._catch_up()
        return self._befores[-1]

    def next_after(self, number: int) -> int | None:
        """Return the first sentence without a tag after this one; `None` if there is none."""
        self._catch_up()
        found = self._flags.find(_UNTAGGED, number + 1)
        return found if found >= 0 else None

    def sentence(self, place: int) -> int:
        """Return the sentence at this place among those without a tag; raises `IndexError` beyond them."""
        self._catch_up()
        if not 0 <= place < self._befores[-1]:
            raise IndexError(place)
        block = bisect_right(self._befores, place) - 1
        if self._numbers[0] != block:
            first = block * BLOCK
            untagged = self._flags[first : first + BLOCK].translate(_SWAP)
            self._numbers = (block, list(compress(range(first, first + BLOCK), untagged)))
        return self._numbers[1][place - self._befores[block]]

    def place(self, number: int) -> int | None:
        """Return the place of a sentence among those without a tag; `None` if it has one."""
        self._catch_up()
        if not 0 <= number < len(self._flags) or self._flags[number]:
            return None
        block = number // BLOCK
        return self._befores[block] + self._flags.count(_UNTAGGED, block * BLOCK, number)

    # ------------------------------------------------------------------ keeping up

    def _catch_up(self) -> None:
        while self.work():
            pass
        news = self._index.news(self._version)
        self._version += len(news)
        grown_from = len(self._flags)
        if len(self._sentences) > grown_from:
            self._flags.extend(bytes(len(self._sentences) - grown_from))
            self._look_again(grown_from, len(self._flags))
        for before, after in news:
            old, new = _tagged_spans(before), _tagged_spans(after)
            for start, end in old - new:
                self._look_again(*self._touched(start, end))
            for start, end in new - old:
                first, beyond = self._touched(start, end)
                self._set(first, min(beyond, len(self._flags)))
                self._count_blocks(first, beyond)

    def _look_again(self, first: int, beyond: int) -> None:
        """See which of the sentences `[first, beyond)` have a tag."""
        beyond = min(beyond, len(self._flags))
        if first >= beyond:
            return
        self._flags[first:beyond] = bytes(beyond - first)
        start, end = self._sentences.starts[first], self._sentences.ends[beyond - 1]
        for annotation in self._index.between(start, end):
            self._paint(annotation, first, beyond)
        self._count_blocks(first, beyond)

    def _paint(self, annotation: Annotation, first: int, beyond: int) -> None:
        for start, end in _tagged_spans(annotation):
            low, high = self._touched(start, end)
            self._set(max(low, first), min(high, beyond))

    def _set(self, first: int, beyond: int) -> None:
        if first < beyond:
            self._flags[first:beyond] = _TAGGED * (beyond - first)

    def _touched(self, start: int, end: int) -> tuple[int, int]:
        """The sentences that share a code point with a span: the first, and the one beyond the last."""
        return bisect_right(self._sentences.ends, start), bisect_left(self._sentences.starts, end)

    def _count_blocks(self, first: int, beyond: int) -> None:
        self._numbers = (-1, [])
        for block in range(first // BLOCK, -(-min(beyond, len(self._flags)) // BLOCK)):
            count = self._flags.count(_UNTAGGED, block * BLOCK, (block + 1) * BLOCK)
            if block < len(self._left):
                self._left[block] = count
            else:
                self._left.append(count)
        self._befores = [0, *accumulate(self._left)]


def _tagged_spans(annotation: Annotation | None) -> set[tuple[int, int]]:
    if annotation is None or not annotation.tags:
        return set()
    return {(anchor.start, anchor.end) for anchor in annotation.spans}
