"""What `n` and `N` walk, hits of a search or mentions of an entity, and where reading stood before."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.reading.holding import Work
    from tui.reading.selecting import Ends

More = Literal["", "…", "+"]


class Trail:
    """What `n` and `N` walk: the hits of a search, or the mentions of an entity; sorted spans.

    While the search goes on `starts` and `ends` may grow at their ends.
    """

    def __init__(
        self,
        name: str,
        kind: Literal["hit", "mention"],
        starts: Sequence[int],
        ends: Sequence[int],
        entity: str = "",
        *,
        more: More = "",
        part_of: Trail | None = None,
    ) -> None:
        """`entity` is the id of the chosen entity, empty for a search."""
        self.name = name
        self.kind = kind
        self.starts = starts
        self.ends = ends
        self.entity = entity
        self.more = more
        """Stands behind the count: `…` while the search goes on, `+` where it was stopped, else nothing."""
        self.part_of = part_of
        """The trail that these are the first known stops of; it takes their place when it has them too."""

    def __len__(self) -> int:
        return len(self.starts)

    @property
    def growing(self) -> bool:
        """Whether more stops may come."""
        return self.part_of is not None or self.more == "…"

    @property
    def count(self) -> str:
        """How many stops there are, as far as is known: `12`, `12…`, `12+`."""
        whole = self if self.part_of is None else self.part_of
        return f"{len(whole)}{whole.more}"

    def numbered(self, place: int | None) -> str:
        """A stop's number from 1; `…` where what is before it is not known, `–` for none."""
        if place is None:
            return "–"
        return "…" if self.part_of is not None else str(place + 1)

    def count_in(self, start: int, end: int) -> int:
        """How many stops begin in `[start, end)`."""
        return bisect_left(self.starts, end) - bisect_left(self.starts, start)

    def at(self, offset: int) -> int | None:
        """The number, from 0, of the hit that contains the offset."""
        place = bisect_right(self.starts, offset) - 1
        return place if place >= 0 and offset < self.ends[place] else None

    def after(self, offset: int, step: int) -> int:
        """The number of the next (`step` 1) or previous (-1) hit from an offset; goes round at the ends."""
        if step > 0:
            return bisect_right(self.starts, offset) % len(self)
        return (bisect_left(self.starts, offset) - 1) % len(self)

    def goes_round(self, offset: int, step: int) -> bool:
        """Whether there is no further hit that way, so that `after` begins at the other end."""
        if step > 0:
            return bisect_right(self.starts, offset) == len(self)
        return bisect_left(self.starts, offset) == 0


class Whereabouts(NamedTuple):
    """What a search leaves, and comes back to when it is given up."""

    ends: Ends
    held: str | None
    work: Work | None
    trail: Trail | None
