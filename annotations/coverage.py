"""Which sentences of a report have a tag, and which nobody has looked at.

A sentence has a tag when an annotation with at least one tag shares a code point with it; a note alone is
none. A change looks again only at the sentences it touched. A report may be growing: sentences that are
added at its end are taken up with the next question.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from typing import Protocol

from annotations.index import AnnotationIndex, Key
from annotations.ranks import Ranks
from annotations.records import Annotation

SLICE = 2000
"""Annotations that are looked at in one step: 4 ms on a machine of 2020."""


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
        self._untagged = Ranks(b"\1" * len(sentences))
        self._version = index.version
        self._unread: list[Key] | None = index.keys()

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
                    self._paint(annotation, 0, len(self._untagged))
            del self._unread[-SLICE:]
            if not self._unread:
                self._unread = None
        return self._unread is not None

    @property
    def count(self) -> int:
        """How many sentences have no tag."""
        self._catch_up()
        return self._untagged.count

    def next_after(self, number: int) -> int | None:
        """Return the first sentence without a tag after this one; `None` if there is none."""
        self._catch_up()
        return self._untagged.next_after(number)

    def sentence(self, place: int) -> int:
        """Return the sentence at this place among those without a tag; raises `IndexError` beyond them."""
        self._catch_up()
        return self._untagged.at(place)

    def place(self, number: int) -> int | None:
        """Return the place of a sentence among those without a tag; `None` if it has one."""
        self._catch_up()
        return self._untagged.place(number)

    # ------------------------------------------------------------------ keeping up

    def _catch_up(self) -> None:
        while self.work():
            pass
        news = self._index.news(self._version)
        self._version += len(news)
        grown_from = len(self._untagged)
        if len(self._sentences) > grown_from:
            self._untagged.add(len(self._sentences) - grown_from, chosen=True)
            self._look_again(grown_from, len(self._untagged))
        for before, after in news:
            old, new = _tagged_spans(before), _tagged_spans(after)
            for start, end in old - new:
                self._look_again(*self._touched(start, end))
            for start, end in new - old:
                self._untagged.choose(*self._touched(start, end), chosen=False)

    def _look_again(self, first: int, beyond: int) -> None:
        """See which of the sentences `[first, beyond)` have a tag."""
        beyond = min(beyond, len(self._untagged))
        if first >= beyond:
            return
        self._untagged.choose(first, beyond)
        start, end = self._sentences.starts[first], self._sentences.ends[beyond - 1]
        for annotation in self._index.between(start, end):
            self._paint(annotation, first, beyond)

    def _paint(self, annotation: Annotation, first: int, beyond: int) -> None:
        for start, end in _tagged_spans(annotation):
            low, high = self._touched(start, end)
            self._untagged.choose(max(low, first), min(high, beyond), chosen=False)

    def _touched(self, start: int, end: int) -> tuple[int, int]:
        """The sentences that share a code point with a span: the first, and the one beyond the last."""
        return bisect_right(self._sentences.ends, start), bisect_left(self._sentences.starts, end)


def _tagged_spans(annotation: Annotation | None) -> set[tuple[int, int]]:
    if annotation is None or not annotation.tags:
        return set()
    return {(anchor.start, anchor.end) for anchor in annotation.spans}
