"""A search in a thread of its own: first what is around the caret, then the whole text, piece by piece.

The thread that draws never waits for it: a step holds it up for a millisecond, and between two steps the
search can be given up.
"""

from __future__ import annotations

import time
from array import array
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from typing import TYPE_CHECKING

from tui.finding.search import Piece

if TYPE_CHECKING:
    from collections.abc import Callable

    from reports.search import Matcher, Query

BEFORE, BEHIND = 8_192, 57_344
"""Code points before and behind the caret that are searched first: many screens, and a millisecond."""
_EVERY = 0.05
"""Seconds between two pieces; each of them is drawn."""
_REST = 0.0005
"""Seconds between two steps in which a key gets its turn."""
_PAINTED = 0.02
"""Seconds until what was found around the caret is painted, in which nothing else shall use the processor."""

_one_at_a_time = Lock()
"""A pattern that takes long cannot be interrupted; it must not have a second one beside it."""


class Searcher:
    """Goes through a text once, or on from where an earlier search of it stopped."""

    def __init__(
        self,
        query: Query,
        text: str,
        reach: int,
        tell: Callable[[], object],
        *,
        near: int | None = None,
        at: int = 0,
        complete: bool = True,
    ) -> None:
        """`tell` is called in the thread whenever there is something to `take`.

        `[at, reach)` is gone through, the surroundings of `near` first; unless `complete` the text will
        be longer.
        """
        self._query = query
        self._text = text
        self._reach = reach
        self._tell = tell
        self._near = near
        self._at = at
        self._complete = complete
        self._pieces: SimpleQueue[Piece] = SimpleQueue()
        self._given_up = False

    def start(self) -> None:
        """Begin, in a thread that does not keep the program from ending."""
        Thread(target=self._search, name="search", daemon=True).start()

    def give_up(self) -> None:
        """End soon, and tell no more."""
        self._given_up = True

    def take(self, patience: float = 0) -> list[Piece]:
        """What was found since the last time; where nothing was, wait for the first so many seconds."""
        pieces: list[Piece] = []
        try:
            pieces.append(self._pieces.get(timeout=patience) if patience else self._pieces.get_nowait())
            while True:
                pieces.append(self._pieces.get_nowait())
        except Empty:
            return pieces

    # ------------------------------------------------------------------ in the thread

    def _search(self) -> None:
        # Here, since a reader that is only read needs none of it.
        from reports.search import Matcher, QueryError

        with _one_at_a_time:
            if self._given_up:
                return
            try:
                matcher = Matcher(self._query)
            except QueryError as error:
                self._hand_over(Piece(array("I"), array("I"), self._at, over=True, problem=str(error)))
                return
            if self._near is None or self._reach - self._at <= BEHIND or self._look_around(matcher):
                self._go_through(matcher)

    def _look_around(self, matcher: Matcher) -> bool:
        """Search what is around the caret; returns whether that was possible."""
        assert self._near is not None
        end = min(self._reach, self._near + BEHIND)
        complete = end == self._reach and self._complete
        possible = self._scan(matcher, max(0, self._near - BEFORE), end, complete=complete, near=True)
        time.sleep(_PAINTED)
        return possible

    def _go_through(self, matcher: Matcher) -> None:
        self._scan(matcher, self._at, self._reach, complete=self._complete, near=False)

    def _scan(self, matcher: Matcher, at: int, end: int, *, complete: bool, near: bool) -> bool:
        from reports.search import Scan, TooSlow

        scan = Scan(matcher, self._text, at, end, complete=complete)
        starts, ends = array("I"), array("I")
        told = time.monotonic()
        while not self._given_up:
            try:
                if not scan.over:
                    found = scan.step()
                    starts.extend([start for start, _ in found])
                    ends.extend([end for _, end in found])
            except TooSlow:
                self._hand_over(Piece(starts, ends, scan.at, over=True, problem=self._too_slow(scan.at)))
                return False
            if scan.over:
                self._hand_over(Piece(starts, ends, scan.at, near=near, over=not near))
                return True
            if not near and time.monotonic() - told >= _EVERY:
                self._hand_over(Piece(starts, ends, scan.at))
                starts, ends = array("I"), array("I")
                told = time.monotonic()
            time.sleep(_REST)
        return False

    def _too_slow(self, at: int) -> str:
        where = f"{100 * at // max(1, len(self._text))} %"
        return f"This pattern takes too long on this text: stopped at {where}."

    def _hand_over(self, piece: Piece) -> None:
        self._pieces.put(piece)
        if not self._given_up:
            self._tell()
