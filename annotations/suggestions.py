"""What the machine suggests of a report and nobody has decided on yet.

A sentence is a stop when a claim suggests a tag for it. A tag of it is open until it was taken or dismissed
there, or until an annotation that shares a code point with the sentence carries it. A change looks again only
at the sentences it touched.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from annotations.decisions import Decisions
from annotations.index import AnnotationIndex
from annotations.ranks import Ranks
from annotations.records import Annotation
from claims.records import SUGGESTED_TAGS, Claim, Claims
from reports.document import Span

_BITS = {tag: 1 << at for at, tag in enumerate(SUGGESTED_TAGS)}
_TAGS = tuple(tuple(tag for tag in SUGGESTED_TAGS if bits & _BITS[tag]) for bits in range(1 << len(_BITS)))
_OPEN = bytes(1 if bits else 0 for bits in range(256))
SLICE = 500
"""Stops that are looked at in one step."""


class Suggestion(NamedTuple):
    """The tags that are suggested for a sentence and not decided on."""

    sentence: Span
    tags: tuple[str, ...]
    """In the order of the default tag set."""


class Stops(NamedTuple):
    """The sentences that claims suggest tags for, in columns; made where nobody waits for it."""

    starts: Sequence[int]
    ends: Sequence[int]
    tags: bytes
    """A bit a tag."""

    @classmethod
    def of(cls, claims: Claims) -> Stops:
        """Those of all claims; O(claims)."""
        starts, ends, tags = array("I"), array("I"), bytearray()
        claim_starts, claim_ends = claims.spans[0], claims.spans[1]
        for number in range(len(claims)):
            bits = sum(_BITS[tag] for tag in claims.tags_of(number))
            if not bits:
                continue
            if starts and starts[-1] == claim_starts[number]:
                tags[-1] |= bits
                continue
            starts.append(claim_starts[number])
            ends.append(claim_ends[number])
            tags.append(bits)
        return cls(starts, ends, bytes(tags))


class Suggestions:
    """The suggestions of one report that are open. Offsets are code points."""

    def __init__(self, claims: Claims, stops: Stops, index: AnnotationIndex, decisions: Decisions) -> None:
        """Looks at nothing yet; who wants to know `count` calls `work` until all is looked at."""
        self.claims = claims
        self._stops = stops
        self._index = index
        self._decisions = decisions
        self._open = bytearray(stops.tags)
        """A bit a tag, for each stop."""
        self._left = Ranks(stops.tags.translate(_OPEN))
        """The stops with an open tag."""
        self._known = bytearray(len(stops.tags))
        self._looked = 0
        self._seen = (index.version, decisions.version)
        self._news: list[int] = []
        self.times_begun = 0
        """How many times so much changed at once that everything is found out anew, in steps."""

    # ------------------------------------------------------------------ questions

    @property
    def complete(self) -> bool:
        """Whether all stops were looked at."""
        return self._looked == len(self._open)

    def work(self) -> bool:
        """Look at some more of the stops; returns whether there are more."""
        beyond = min(self._looked + SLICE, len(self._open))
        for stop in range(self._looked, beyond):
            self._open_at(stop)
        self._looked = beyond
        return not self.complete

    @property
    def count(self) -> int | None:
        """How many sentences have an open suggestion; `None` before all were looked at."""
        self._catch_up()
        return self._left.count if self.complete else None

    def at(self, start: int) -> Suggestion | None:
        """Return what is open for the sentence that starts there."""
        self._catch_up()
        stop = self.stop_at(start)
        return self._suggestion(stop) if stop is not None else None

    def next_after(self, offset: int) -> Suggestion | None:
        """Return the first that starts behind the offset."""
        self._catch_up()
        stop: int | None = bisect_right(self._stops.starts, offset) - 1
        while stop is not None and (stop := self._left.next_after(stop)) is not None:
            if (found := self._suggestion(stop)) is not None:
                return found
        return None

    def previous_before(self, offset: int) -> Suggestion | None:
        """Return the last that starts before the offset."""
        self._catch_up()
        stop: int | None = bisect_left(self._stops.starts, offset)
        while stop is not None and (stop := self._left.previous_before(stop)) is not None:
            if (found := self._suggestion(stop)) is not None:
                return found
        return None

    def between(self, start: int, end: int, most: int | None = None) -> list[Suggestion]:
        """Return those whose sentence shares a code point with `[start, end)`, at most so many."""
        self._catch_up()
        stops = self._stops_between(start, end)
        found: list[Suggestion] = []
        stop = self._left.next_after(stops.start - 1)
        while stop is not None and stop < stops.stop and len(found) != most:
            suggestion = self._suggestion(stop)
            if suggestion is not None:
                found.append(suggestion)
            stop = self._left.next_after(stop)
        return found

    def any_starts_in(self, start: int, end: int) -> bool:
        """Return whether a sentence with an open suggestion starts in `[start, end)`."""
        found = self.next_after(start - 1)
        return found is not None and found.sentence.start < end

    def claims_at(self, start: int) -> list[Claim]:
        """Return all claims of the sentence that starts there, decided on or not."""
        return [self.claims[number] for number in self.claims.within(start, start + 1)]

    def claims_of(self, suggestion: Suggestion) -> list[Claim]:
        """Return the claims that suggest one of these tags of the sentence."""
        tags = set(suggestion.tags)
        return [each for each in self.claims_at(suggestion.sentence.start) if tags.intersection(each.tags)]

    def cues_between(self, start: int, end: int) -> list[Span]:
        """Return the cues of what is open there, in the sentences that they suggest something for."""
        claims = (claim for each in self.between(start, end) for claim in self.claims_of(each))
        return [claim.cue for claim in claims if not claim.derived]

    def differs(self, other: Suggestions | None, start: int, end: int) -> bool:
        """Whether something else is open for `[start, end)` than in another one, or shown by other words."""
        there = (other.between(start, end), other.cues_between(start, end)) if other is not None else ([], [])
        return there != (self.between(start, end), self.cues_between(start, end))

    def around(self, span: Span) -> Span:
        """The span with all of the sentences it touches that anything was ever suggested for."""
        stops = self._stops_between(span.start, span.end)
        if not stops:
            return span
        first, last = self._stops.starts[stops[0]], self._stops.ends[stops[-1]]
        return Span(min(first, span.start), max(last, span.end))

    # ------------------------------------------------------------------ those that are open, by place

    @property
    def stop_count(self) -> int:
        """How many sentences there are that anything was ever suggested for; they are numbered from 0."""
        return len(self._open)

    def stop_at(self, start: int) -> int | None:
        """The number of the sentence that starts there; `None` if nothing was ever suggested for it."""
        stop = bisect_left(self._stops.starts, start)
        there = stop < len(self._stops.starts) and self._stops.starts[stop] == start
        return stop if there else None

    def start_of(self, stop: int) -> int:
        """Where the sentence with this number starts."""
        return self._stops.starts[stop]

    def open_at(self, stop: int) -> Suggestion | None:
        """What is open for a sentence by its number."""
        return self._suggestion(stop)

    def stop_of(self, place: int) -> int:
        """The number of the sentence at this place among the open ones; `IndexError` beyond them."""
        self._catch_up()
        return self._left.at(place)

    def place(self, start: int) -> int | None:
        """The place among the open ones of the sentence that starts there; `None` if nothing is."""
        self._catch_up()
        stop = self.stop_at(start)
        return self._left.place(stop) if stop is not None else None

    @property
    def version(self) -> int:
        """How many times a sentence was decided on, or not any more."""
        self._catch_up()
        return len(self._news)

    def news(self, version: int) -> Sequence[int]:
        """The numbers of the sentences that this happened to since that version."""
        self._catch_up()
        return self._news[version:]

    # ------------------------------------------------------------------ keeping up

    def _stops_between(self, start: int, end: int) -> range:
        return range(bisect_right(self._stops.ends, start), bisect_left(self._stops.starts, end))

    def _suggestion(self, stop: int) -> Suggestion | None:
        bits = self._open_at(stop)
        span = Span(self._stops.starts[stop], self._stops.ends[stop])
        return Suggestion(span, _TAGS[bits]) if bits else None

    def _open_at(self, stop: int) -> int:
        if not self._known[stop]:
            self._look_at(stop)
        return self._open[stop]

    def _catch_up(self) -> None:
        annotations, decisions = self._index.news(self._seen[0]), self._decisions.news(self._seen[1])
        self._seen = (self._seen[0] + len(annotations), self._seen[1] + len(decisions))
        for start in decisions:
            self._look_between(start, start + 1)
        for pair in annotations:
            for start, end in {span for each in pair for span in _spans(each)}:
                self._look_between(start, end)

    def _look_between(self, start: int, end: int) -> None:
        stops = self._stops_between(start, end)
        if len(stops) > SLICE:
            self._forget()
        else:
            for stop in stops:
                self._look_at(stop)

    def _forget(self) -> None:
        self._open[:] = self._stops.tags
        self._left = Ranks(self._stops.tags.translate(_OPEN))
        self._known = bytearray(len(self._open))
        self._looked = 0
        self.times_begun += 1

    def _look_at(self, stop: int) -> None:
        start, end = self._stops.starts[stop], self._stops.ends[stop]
        decided = set(self._decisions.made(start))
        for annotation in self._index.touching(Span(start, end)):
            decided.update(annotation.tags)
        bits = self._stops.tags[stop] & ~sum(_BITS[tag] for tag in decided & _BITS.keys())
        self._known[stop] = 1
        if bits != self._open[stop]:
            self._open[stop] = bits
            self._left.choose(stop, stop + 1, chosen=bool(bits))
            self._news.append(stop)


def _spans(annotation: Annotation | None) -> set[tuple[int, int]]:
    return {(anchor.start, anchor.end) for anchor in annotation.spans} if annotation is not None else set()
