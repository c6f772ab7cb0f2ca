"""The annotations of one report, found by place in logarithmic time.

The annotations in text order, their fragments by place, and the gaps between those of one. What follows
from the annotations asks for the news since it last looked, so that it costs as much as was changed.
Offsets are code points; spans are half-open.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from annotations.fragments import Fragment, Fragments
from annotations.records import Annotation
from reports.document import Span

Key = Fragment
"""Of a whole annotation: start, minus the end, id; so sorted is the order of the text."""
News = tuple[Annotation | None, Annotation | None]
"""An annotation before and after; `None` is "not there"."""


class AnnotationIndex:
    """All annotations of one report; adding, replacing and removing keeps every order at hand."""

    def __init__(self, annotations: Iterable[Annotation] = ()) -> None:
        self._by_id: dict[str, Annotation] = {annotation.id: annotation for annotation in annotations}
        self._order: list[Key] = sorted(key_of(annotation) for annotation in self._by_id.values())
        self._fragments = Fragments(
            fragment for annotation in self._by_id.values() for fragment in _fragments(annotation)
        )
        self._gaps = Fragments(gap for annotation in self._by_id.values() for gap in _gaps(annotation))
        self._counts: Counter[str] = Counter(
            tag for annotation in self._by_id.values() for tag in annotation.tags
        )
        self._sources: Counter[str] = Counter(
            name for annotation in self._by_id.values() for name in _names(annotation)
        )
        self._news: list[News] = []

    def __len__(self) -> int:
        return len(self._by_id)

    def __iter__(self) -> Iterator[Annotation]:
        return (self._by_id[identity] for _, _, identity in self._order)

    def __contains__(self, annotation_id: object) -> bool:
        return annotation_id in self._by_id

    def __getitem__(self, place: int) -> Annotation:
        """Return the annotation at that place of the text order."""
        return self._by_id[self._order[place][2]]

    def get(self, annotation_id: str) -> Annotation | None:
        """Return the annotation with that id."""
        return self._by_id.get(annotation_id)

    def rank(self, annotation_id: str) -> int:
        """Return its place in the text order, from 0; raises `KeyError` if it is not there."""
        return bisect_left(self._order, key_of(self._by_id[annotation_id]))

    def keys(self) -> list[Key]:
        """Return the keys of all annotations in the order of the text, as a list of the caller's own."""
        return self._order.copy()

    def counts(self) -> dict[str, int]:
        """Return how many annotations carry each tag id."""
        return {tag: count for tag, count in self._counts.items() if count}

    def sources(self) -> list[str]:
        """Return the names of all who say or dispute something here, the most frequent first."""
        return [name for name, count in self._sources.most_common() if count > 0]

    @property
    def version(self) -> int:
        """How many times an annotation was added, replaced or removed."""
        return len(self._news)

    def news(self, version: int) -> Sequence[News]:
        """Return what was added, replaced or removed since that version, the oldest first."""
        return self._news[version:]

    def add(self, annotation: Annotation) -> None:
        """Add an annotation, in the place of the one with its id if there is one."""
        before = self._by_id.get(annotation.id)
        if before is None or before.spans != annotation.spans:
            self._take_out(annotation.id)
            insort(self._order, key_of(annotation))
            for fragment in _fragments(annotation):
                self._fragments.add(fragment)
            for gap in _gaps(annotation):
                self._gaps.add(gap)
        else:
            self._count(before, -1)
        self._by_id[annotation.id] = annotation
        self._count(annotation, 1)
        self._news.append((before, annotation))

    replace = add

    def remove(self, annotation_id: str) -> None:
        """Remove the annotation with that id, if it is there."""
        before = self._take_out(annotation_id)
        if before is not None:
            self._news.append((before, None))

    def _take_out(self, annotation_id: str) -> Annotation | None:
        annotation = self._by_id.pop(annotation_id, None)
        if annotation is not None:
            del self._order[bisect_left(self._order, key_of(annotation))]
            self._count(annotation, -1)
            for fragment in _fragments(annotation):
                self._fragments.remove(fragment)
            for gap in _gaps(annotation):
                self._gaps.remove(gap)
        return annotation

    def _count(self, annotation: Annotation, times: int) -> None:
        for tag in annotation.tags:
            self._counts[tag] += times
        for name in _names(annotation):
            self._sources[name] += times

    def exact(self, span: Span, author: str) -> Annotation | None:
        """Return the annotation by that author with exactly that span as its only fragment.

        Two programs can make two such at once; then it is the oldest.
        """
        place = bisect_left(self._order, (span[0], -span[1], ""))
        found: list[Annotation] = []
        while place < len(self._order) and self._order[place][:2] == (span[0], -span[1]):
            annotation = self[place]
            if len(annotation.spans) == 1 and annotation.author == author:
                found.append(annotation)
            place += 1
        return min(found, key=lambda annotation: (annotation.created, annotation.id)) if found else None

    def at(self, offset: int) -> list[Annotation]:
        """Return the annotations with a fragment that contains the offset, smallest first."""
        return self._smallest_first(self._fragments.overlapping(offset, offset + 1))

    def touching(self, span: Span) -> list[Annotation]:
        """Return the annotations that share a code point with the span, smallest first."""
        return self._smallest_first(self._fragments.overlapping(span[0], span[1]))

    def between(self, start: int, end: int) -> list[Annotation]:
        """Return the annotations that share a code point with `[start, end)`, in text order."""
        return self._in_order(self._fragments.overlapping(start, end))

    def across(self, start: int, end: int) -> list[Annotation]:
        """Return the annotations of which `[start, end)` touches words or what lies between their words."""
        return self._in_order(self._fragments.overlapping(start, end) + self._gaps.overlapping(start, end))

    def any_starts_in(self, start: int, end: int) -> bool:
        """Return whether an annotation starts in `[start, end)`; O(log annotations)."""
        place = bisect_left(self._order, (start,))
        return place < len(self._order) and self._order[place][0] < end

    def next_after(self, offset: int, held: str | None = None) -> Annotation | None:
        """Return what `]` holds: those at the caret first, outer before inner, then the next in the text."""
        here = sorted(key_of(self._by_id[identity]) for identity in self._at(offset))
        if held is None or held not in self._by_id:
            return self._by_id[here[0][2]] if here else self._from(bisect_left(self._order, (offset + 1,)))
        key = key_of(self._by_id[held])
        if key not in here:
            return self._from(bisect_right(self._order, key))
        later = here[here.index(key) + 1 :]
        return (
            self._by_id[later[0][2]]
            if later
            else self._from(bisect_left(self._order, (max(offset, key[0]) + 1,)))
        )

    def previous(self, offset: int, held: str | None = None) -> Annotation | None:
        """Return what `[` holds: with none held one at the caret, outermost first, else the one before."""
        here = sorted(key_of(self._by_id[identity]) for identity in self._at(offset))
        if held is None or held not in self._by_id:
            return self._by_id[here[0][2]] if here else self._from(bisect_left(self._order, (offset,)) - 1)
        key = key_of(self._by_id[held])
        # From the start of the held one the way back is simply the text order; from its middle,
        # those at the caret come first.
        if offset != key[0] and key in here[1:]:
            return self._by_id[here[here.index(key) - 1][2]]
        return self._from(bisect_left(self._order, key) - 1)

    def _from(self, place: int) -> Annotation | None:
        return self[place] if 0 <= place < len(self._order) else None

    def _at(self, offset: int) -> set[str]:
        return {identity for _, _, identity in self._fragments.overlapping(offset, offset + 1)}

    def _in_order(self, fragments: Iterable[Key]) -> list[Annotation]:
        distinct = dict.fromkeys(identity for _, _, identity in sorted(fragments))
        return [self._by_id[identity] for identity in distinct]

    def _smallest_first(self, fragments: Sequence[Key]) -> list[Annotation]:
        by_size = sorted(
            fragments, key=lambda fragment: (-fragment[1] - fragment[0], -fragment[0], fragment[2])
        )
        return [self._by_id[identity] for identity in dict.fromkeys(identity for _, _, identity in by_size)]


def key_of(annotation: Annotation) -> Key:
    """Return the key it is sorted by."""
    return annotation.start, -annotation.end, annotation.id


def _fragments(annotation: Annotation) -> Iterator[Key]:
    for anchor in annotation.spans:
        yield anchor.start, -anchor.end, annotation.id


def _gaps(annotation: Annotation) -> Iterator[Key]:
    for before, after in pairwise(annotation.spans):
        if before.end < after.start:
            yield before.end, -after.start, annotation.id


def _names(annotation: Annotation) -> list[str]:
    return [who.text for who in (*annotation.attribution, *annotation.disputed_by)]
