"""Rows of a long list: each is made when it comes in sight, and found by its key without looking at all."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tui.panes.rows import PaneRow


class _Run(NamedTuple):
    """Rows that follow each other and are made alike, by number from 0."""

    first: int
    """The number of its first row among all."""
    make: Callable[[int], PaneRow]
    find: Callable[[str], int | None]
    """The number of the row with a key, if there is one."""


class LongRows:
    """The rows of a pane by number, as `LinePane.show` takes them, and `row`, which makes each."""

    def __init__(self) -> None:
        self._runs: list[_Run] = []
        self._count = 0

    def add(self, rows: Iterable[PaneRow]) -> None:
        """Add rows that are there; few, as they are all looked at for a key."""
        fixed = list(rows)
        self.add_list(
            len(fixed),
            fixed.__getitem__,
            lambda key: next((at for at, row in enumerate(fixed) if row.key == key), None),
        )

    def add_list(self, count: int, make: Callable[[int], PaneRow], find: Callable[[str], int | None]) -> None:
        """Add so many rows that `make` makes by number; `find` tells the number of the row with a key."""
        if count:
            self._runs.append(_Run(self._count, make, find))
            self._count += count

    def __len__(self) -> int:
        return self._count

    def place(self, key: str) -> int | None:
        """The number of the row with this key; `None` if there is none."""
        if key:
            for run in self._runs:
                at = run.find(key)
                if at is not None:
                    return run.first + at
        return None

    def row(self, number: int) -> PaneRow:
        """The row with this number."""
        run = self._runs[bisect_right(self._runs, number, key=lambda each: each.first) - 1]
        return run.make(number - run.first)

    def rows(self) -> list[PaneRow]:
        """All of them, for whoever has a short list."""
        return [self.row(number) for number in range(self._count)]
