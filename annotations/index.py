"""The annotations of one report, found by place in logarithmic time.

Two sorted lists: the annotations in text order, and their fragments with a running maximum of
the ends, so that "what contains this offset" walks back only as far as something can still reach.
Offsets are code points; spans are half-open.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from annotations.records import Annotation
from reports.document import Span

Key = tuple[int, int, str]
"""Start, minus the end, id: text order, and of two that start together the longer first."""


class AnnotationIndex:
    """All annotations of one report; adding, replacing and removing keeps every order at hand."""

    def __init__(self, annotations: Iterable[Annotation] = ()) -> None:
        self._by_id: dict[str, Annotation] = {annotation.id: annotation for annotation in annotations}
        self._order: list[Key] = sorted(_key(annotation) for annotation in self._by_id.values())
        self._fragments: list[Key] = sorted(
            fragment for annotation in self._by_id.values() for fragment in _fragments(annotation)
        )
        self._reach: list[int] = []
        self._counts: Counter[str] = Counter(
            tag for annotation in self._by_id.values() for tag in annotation.tags
        )
        furthest = 0
        for _, minus_end, _ in self._fragments:
            furthest = max(furthest, -minus_end)
            self._reach.append(furthest)

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
        return bisect_left(self._order, _key(self._by_id[annotation_id]))

    def counts(self) -> dict[str, int]:
        """Return how many annotations carry each tag id."""
        return {tag: count for tag, count in self._counts.items() if count}

    def add(self, annotation: Annotation) -> None:
        """Add an annotation, in the place of the one with its id if there is one."""
        self.remove(annotation.id)
        self._by_id[annotation.id] = annotation
        insort(self._order, _key(annotation))
        self._counts.update(annotation.tags)
        for fragment in _fragments(annotation):
            place = bisect_left(self._fragments, fragment)
            self._fragments.insert(place, fragment)
            self._reach.insert(place, 0)
            self._settle(place)

    replace = add

    def remove(self, annotation_id: str) -> None:
        """Remove the annotation with that id, if it is there."""
        annotation = self._by_id.pop(annotation_id, None)
        if annotation is None:
            return
        del self._order[bisect_left(self._order, _key(annotation))]
        self._counts.subtract(annotation.tags)
        for fragment in _fragments(annotation):
            place = bisect_left(self._fragments, fragment)
            del self._fragments[place], self._reach[place]
            self._settle(place)

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
        return self._smallest_first(self._overlapping(offset, offset + 1))

    def touching(self, span: Span) -> list[Annotation]:
        """Return the annotations that share a code point with the span, smallest first."""
        return self._smallest_first(self._overlapping(span[0], span[1]))

    def between(self, start: int, end: int) -> list[Annotation]:
        """Return the annotations that share a code point with `[start, end)`, in text order."""
        distinct = dict.fromkeys(identity for _, _, identity in sorted(self._overlapping(start, end)))
        return [self._by_id[identity] for identity in distinct]

    def next_after(self, offset: int, held: str | None = None) -> Annotation | None:
        """Return what `]` holds: those at the caret first, outer before inner, then the next in the text."""
        here = sorted(_key(self._by_id[identity]) for identity in self._at(offset))
        if held is None or held not in self._by_id:
            return self._by_id[here[0][2]] if here else self._from(bisect_left(self._order, (offset + 1,)))
        key = _key(self._by_id[held])
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
        here = sorted(_key(self._by_id[identity]) for identity in self._at(offset))
        if held is None or held not in self._by_id:
            return self._by_id[here[0][2]] if here else self._from(bisect_left(self._order, (offset,)) - 1)
        key = _key(self._by_id[held])
        # From the start of the held one the way back is simply the text order; from its middle,
        # those at the caret come first.
        if offset != key[0] and key in here[1:]:
            return self._by_id[here[here.index(key) - 1][2]]
        return self._from(bisect_left(self._order, key) - 1)

    def _from(self, place: int) -> Annotation | None:
        return self[place] if 0 <= place < len(self._order) else None

    def _at(self, offset: int) -> set[str]:
        return {identity for _, _, identity in self._overlapping(offset, offset + 1)}

    def _overlapping(self, start: int, end: int) -> list[Key]:
        found: list[Key] = []
        place = bisect_left(self._fragments, (end,)) - 1
        while place >= 0 and self._reach[place] > start:
            if -self._fragments[place][1] > start:
                found.append(self._fragments[place])
            place -= 1
        return found

    def _smallest_first(self, fragments: Sequence[Key]) -> list[Annotation]:
        by_size = sorted(
            fragments, key=lambda fragment: (-fragment[1] - fragment[0], -fragment[0], fragment[2])
        )
        return [self._by_id[identity] for identity in dict.fromkeys(identity for _, _, identity in by_size)]

    def _settle(self, place: int) -> None:
        """Bring the running maximum up to date from `place` on, until it is as it was."""
        furthest = self._reach[place - 1] if place else 0
        first = place
        while place < len(self._fragments):
            furthest = max(furthest, -self._fragments[place][1])
            if self._reach[place] == furthest and place > first:
                return
            self._reach[place] = furthest
            place += 1


def _key(annotation: Annotation) -> Key:
    return annotation.start, -annotation.end, annotation.id


def _fragments(annotation: Annotation) -> Iterator[Key]:
    for anchor in annotation.spans:
        yield anchor.start, -anchor.end, annotation.id
