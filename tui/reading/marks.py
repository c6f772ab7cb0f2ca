"""Annotations that are marked in the list, so that one key acts on all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from annotations.index import AnnotationIndex


class Marks:
    """Ids of annotations, in the order of marking."""

    def __init__(self) -> None:
        self._ids: dict[str, None] = {}

    def __len__(self) -> int:
        return len(self._ids)

    def __iter__(self) -> Iterator[str]:
        return iter(self._ids)

    def __contains__(self, annotation_id: object) -> bool:
        return annotation_id in self._ids

    def toggle(self, annotation_id: str) -> None:
        """Mark one, or unmark it."""
        if annotation_id in self._ids:
            del self._ids[annotation_id]
        else:
            self._ids[annotation_id] = None

    def toggle_all(self, annotation_ids: Collection[str]) -> None:
        """Mark these and no others; if they are all marked already, none."""
        everything = dict.fromkeys(annotation_ids)
        self._ids = {} if everything.keys() <= self._ids.keys() else everything

    def clear(self) -> None:
        """Unmark all."""
        self._ids = {}

    def drop_removed(self, index: AnnotationIndex) -> None:
        """Forget those that are not there any more."""
        if any(each not in index for each in self._ids):
            self._ids = {each: None for each in self._ids if each in index}

    def hidden_from(self, in_sight: Iterable[str]) -> int:
        """How many are not among these."""
        return len(self._ids) - sum(each in self._ids for each in in_sight)
