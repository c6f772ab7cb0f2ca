"""Spans of one report, found by place: the fragments of all annotations, in chunks.

Each chunk, and each beginning of a chunk, knows how far its fragments reach. So "what contains this
offset" walks back only where something still reaches, and a fragment that comes or goes moves only its
own chunk, also below an annotation of the whole text.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from itertools import accumulate

Fragment = tuple[int, int, str]
"""Start, minus the end, id: text order, and of two that start together the longer first."""

CHUNK = 256
"""Fragments of a chunk when it is made; with twice as many it is cut in two."""


class Fragments:
    """A sorted collection of fragments. Offsets are code points, spans half-open."""

    def __init__(self, fragments: Iterable[Fragment] = (), chunk: int = CHUNK) -> None:
        everything = sorted(fragments)
        self._most = 2 * chunk
        self._chunks = [everything[n : n + chunk] for n in range(0, len(everything), chunk)]
        self._firsts = [chunk[0] for chunk in self._chunks]
        self._reaches = [_reaches(chunk) for chunk in self._chunks]
        """Of each chunk, for every place in it the furthest end up to there."""
        self._settle()

    def add(self, fragment: Fragment) -> None:
        """Add a fragment."""
        if not self._chunks:
            self._put(0, 0, [[fragment]])
            return
        number = self._chunk_of(fragment)
        chunk = self._chunks[number]
        chunk.insert(bisect_left(chunk, fragment), fragment)
        half = len(chunk) // 2
        self._put(number, 1, [chunk] if len(chunk) < self._most else [chunk[:half], chunk[half:]])

    def remove(self, fragment: Fragment) -> None:
        """Remove a fragment that is there."""
        number = self._chunk_of(fragment)
        chunk = self._chunks[number]
        del chunk[bisect_left(chunk, fragment)]
        self._put(number, 1, [chunk] if chunk else [])

    def overlapping(self, start: int, end: int) -> list[Fragment]:
        """Return the fragments that share a code point with `[start, end)`, the last one first."""
        found: list[Fragment] = []
        number = bisect_left(self._firsts, (end,)) - 1
        while number >= 0 and self._furthest[number] > start:
            chunk, reaches = self._chunks[number], self._reaches[number]
            place = bisect_left(chunk, (end,)) - 1
            while place >= 0 and reaches[place] > start:
                if -chunk[place][1] > start:
                    found.append(chunk[place])
                place -= 1
            number -= 1
        return found

    def _chunk_of(self, fragment: Fragment) -> int:
        return max(0, bisect_right(self._firsts, fragment) - 1)

    def _put(self, number: int, count: int, chunks: list[list[Fragment]]) -> None:
        """Put chunks in the place of `count` others, and bring what is known of them up to date."""
        self._chunks[number : number + count] = chunks
        self._firsts[number : number + count] = [chunk[0] for chunk in chunks]
        self._reaches[number : number + count] = [_reaches(chunk) for chunk in chunks]
        self._settle()

    def _settle(self) -> None:
        self._furthest = list(accumulate((reaches[-1] for reaches in self._reaches), max))


def _reaches(chunk: list[Fragment]) -> list[int]:
    return list(accumulate((-minus_end for _, minus_end, _ in chunk), max))
