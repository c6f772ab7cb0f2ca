"""The annotations that a filter lets through: found in steps, then kept up to date by what changes."""

from __future__ import annotations

from bisect import bisect_left, insort
from typing import TYPE_CHECKING

from annotations.index import key_of
from annotations.query import Query, folded
from tui.finding.listing import ANNOTATION

if TYPE_CHECKING:
    from collections.abc import Callable

    from annotations.index import AnnotationIndex, Key
    from annotations.records import Annotation
    from tui.finding.listing import ListFilter

SLICE = 1000
"""Annotations a filter is applied to in one step: 4 ms on a machine of 2020 where their words are new."""


class FoldedTexts:
    """The words of annotations as queries are compared with them, kept until an annotation changes."""

    def __init__(self, label_of: Callable[[str], str]) -> None:
        self.label_of = label_of
        self._known: dict[str, tuple[Annotation, str]] = {}

    def of(self, annotation: Annotation) -> str:
        """All words of an annotation."""
        known = self._known.get(annotation.id)
        if known is not None and known[0] is annotation:
            return known[1]
        text = folded(annotation, self.label_of)
        self._known[annotation.id] = (annotation, text)
        return text


class Matching:
    """The annotations a filter lets through, in the order of the text."""

    def __init__(self, index: AnnotationIndex, texts: FoldedTexts, list_filter: ListFilter) -> None:
        self._index = index
        self._texts = texts
        self._tags = list_filter.tags
        self._query = Query(list_filter.text)
        self._begin()

    def _begin(self) -> None:
        self._version = self._index.version
        self._keys: list[Key] = []
        self._to_look_at = self._index.keys()
        self._looked_at = 0

    def __len__(self) -> int:
        self._catch_up()
        return len(self._keys)

    def key(self, number: int) -> str:
        """The key of a row."""
        return ANNOTATION + self._keys[number][2]

    def place(self, key: str) -> int | None:
        """The number of the row with a key."""
        annotation = self._index.get(key.removeprefix(ANNOTATION))
        if annotation is None:
            return None
        wanted = key_of(annotation)
        place = bisect_left(self._keys, wanted)
        return place if place < len(self._keys) and self._keys[place] == wanted else None

    def work(self) -> bool:
        """Apply the filter to some more annotations; returns whether there are more."""
        self._catch_up()
        get, accepts = self._index.get, self._accepts
        for key in self._to_look_at[self._looked_at : self._looked_at + SLICE]:
            annotation = get(key[2])
            if annotation is not None and accepts(annotation):
                self._keys.append(key)
        self._looked_at += SLICE
        return not self.complete

    @property
    def complete(self) -> bool:
        """Whether the filter has been applied to all."""
        return self._looked_at >= len(self._to_look_at)

    def _catch_up(self) -> None:
        news = self._index.news(self._version)
        if news and not self.complete:
            self._begin()
            return
        self._version += len(news)
        for before, after in news:
            if before is not None:
                key = key_of(before)
                place = bisect_left(self._keys, key)
                if place < len(self._keys) and self._keys[place] == key:
                    del self._keys[place]
            if after is not None and self._accepts(after):
                insort(self._keys, key_of(after))

    def _accepts(self, annotation: Annotation) -> bool:
        if self._tags and self._tags.isdisjoint(annotation.tags):
            return False
        return not self._query or self._query.accepts(
            annotation, self._texts.of(annotation), self._texts.label_of
        )
