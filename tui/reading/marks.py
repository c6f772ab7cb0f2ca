"""What is marked in the list, annotations or suggestions, so that one key acts on all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator


class Marks:
    """Ids of annotations, or of suggestions where their sentences start, in the order of marking."""

    def __init__(self) -> None:
        self._ids: dict[str, None] = {}

    def __len__(self) -> int:
        return len(self._ids)

    def __iter__(self) -> Iterator[str]:
        return iter(self._ids)

    def __contains__(self, marked_id: object) -> bool:
        return marked_id in self._ids

    def toggle(self, marked_id: str) -> None:
        """Mark one, or unmark it."""
        if marked_id in self._ids:
            del self._ids[marked_id]
        else:
            self._ids[marked_id] = None

    def toggle_all(self, ids: Collection[str]) -> None:
        """Mark these and no others; if they are all marked already, none."""
        everything = dict.fromkeys(ids)
        self._ids = {} if everything.keys() <= self._ids.keys() else everything

    def clear(self) -> None:
        """Unmark all."""
        self._ids = {}

    def keep(self, is_there: Callable[[str], object]) -> None:
        """Forget those that are not there any more."""
        if not all(map(is_there, self._ids)):
            self._ids = {each: None for each in self._ids if is_there(each)}

    def hidden_from(self, in_sight: Iterable[str]) -> int:
        """How many are not among these."""
        return len(self._ids) - sum(each in self._ids for each in in_sight)
