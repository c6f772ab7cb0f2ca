"""A search of the report as it stands: what is sought, what has been found by now, where the caret goes."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from typing import TYPE_CHECKING, NamedTuple

from reports.visible import visible
from tui.reading.trail import Trail

if TYPE_CHECKING:
    from reports.search import Query


class Piece(NamedTuple):
    """What the thread of a search hands over. Offsets are code points."""

    starts: array[int]
    ends: array[int]
    at: int
    """Every hit that begins before is known."""
    near: bool = False
    """Whether these are the hits around the caret, which are known before those of the whole text."""
    over: bool = False
    """Whether the text, as far as it has been read, has been gone through."""
    problem: str = ""
    """Why the search ends here."""


class Search:
    """One search of a report, from the query to the last hit. Belongs to the thread that draws."""

    def __init__(self, query: Query, origin: int) -> None:
        """`origin` is the place in the text from which the first hit is looked for."""
        self.query = query
        self.origin = origin
        self.at = 0
        """Every hit that begins before is known; where the search goes on."""
        self.over = False
        self.problem = ""
        self.trail: Trail | None = None
        """The hits to be shown; none as long as nothing is known."""
        self._starts, self._ends = array("I"), array("I")
        self._known = Trail(f"“{visible(query.words)}”", "hit", self._starts, self._ends, more="…")
        self._near_end = 0
        self._begun: tuple[int, bool] | None = None
        self._running = False

    def begin(self, reach: int, *, complete: bool) -> bool:
        """Whether a thread has to search on, now that the text reaches so far; it is taken to begin then."""
        if self.over or self._running or self._begun == (reach, complete):
            return False
        self._begun = reach, complete
        self._running = True
        return True

    def interrupt(self) -> None:
        """The thread was told to give up; `begin` takes it up again at `at`."""
        self._running, self._begun = False, None

    @property
    def fruitless(self) -> bool:
        """Whether it is known that there is no hit at all."""
        return self.over and not self.problem and not len(self._known)

    @property
    def failed(self) -> bool:
        """Whether it came to an end without finding anything: this cannot be sought."""
        return bool(self.problem) and not len(self._known)

    def take(self, piece: Piece) -> None:
        """Take over what was found."""
        complete = self._begun is None or self._begun[1]
        if piece.near:
            self._near_end = piece.at
            self.trail = Trail(
                self._known.name, "hit", piece.starts, piece.ends, part_of=self._known, more="…"
            )
        else:
            self._ends.extend(piece.ends)
            self._starts.extend(piece.starts)
            self.at = piece.at
            if self.at >= self._near_end:
                self.trail = self._known
        if piece.over:
            self.problem = piece.problem
            self._running = False
            self.over = complete or bool(piece.problem)
            if self.over:
                self._known.more = "+" if piece.problem else ""
                self.trail = self._known

    @property
    def landing(self) -> int | None:
        """Where the caret goes: into the hit at the origin or the next one, or, if there is none, the first.

        `None` as long as that is not known.
        """
        trail = self.trail
        if trail is None:
            return None
        if trail.at(self.origin) is not None:
            return self.origin
        place = bisect_left(trail.starts, self.origin)
        if place < len(trail):
            return trail.starts[place]
        return trail.starts[0] if self.over and len(trail) else None
