"""What `n` and `N` walk, hits of a search or mentions of an entity, and where reading stood before."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.holding import Work
    from tui.selecting import Ends


class Trail:
    """What `n` and `N` walk: the hits of a search, or the mentions of an entity; sorted spans."""

    def __init__(
        self,
        name: str,
        kind: Literal["hit", "mention"],
        starts: Sequence[int],
        ends: Sequence[int],
        entity: str = "",
    ) -> None:
        """`entity` is the id of the chosen entity, empty for a search."""
        self.name = name
        self.kind = kind
        self.starts = starts
        self.ends = ends
        self.entity = entity

    def __len__(self) -> int:
        return len(self.starts)

    def at(self, offset: int) -> int | None:
        """The number, from 0, of the hit that contains the offset."""
        place = bisect_right(self.starts, offset) - 1
        return place if place >= 0 and offset < self.ends[place] else None

    def after(self, offset: int, step: int) -> int:
        """The number of the next (`step` 1) or previous (-1) hit from an offset; goes round at the ends."""
        if step > 0:
            return bisect_right(self.starts, offset) % len(self)
        return (bisect_left(self.starts, offset) - 1) % len(self)


class Whereabouts(NamedTuple):
    """What a search leaves, and comes back to when it is given up."""

    ends: Ends
    held: str | None
    work: Work | None
    trail: Trail | None
