"""Searching one report: what is typed, the trail it makes, where the caret goes, and the way back.

A plain class without a terminal: the screen hands over what is typed and what a thread finds, and draws.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from reports.visible import visible
from tui.finding.search import Search
from tui.reading.selecting import Ends

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reports.search import Query
    from tui.finding.search import Piece
    from tui.panes.entities import EntityList
    from tui.reading.reading import Reading
    from tui.reading.trail import Whereabouts

_NO_TRAIL = "n and N walk the hits of a search (/) or the mentions of an entity (f2, enter)."
_SEARCHING_ON = "The search goes on; the caret goes to the next hit as soon as it is found."


class _Before(NamedTuple):
    """What a search takes the place of."""

    whereabouts: Whereabouts
    chosen: str
    """The id of the entity whose mentions were the trail."""
    search: Search | None


class Seeking:
    """The search of one report: the one that is being typed, or the one whose hits are the trail."""

    def __init__(self, reading: Reading, entities: EntityList) -> None:
        self._reading = reading
        self._entities = entities
        self.search: Search | None = None
        """The one that is the trail, or will be with its first hit."""
        self.said = ""
        """What the target line has to say of it: why it ended, that nothing was found."""
        self._typing = False
        self._origin = 0
        self._before = _Before(reading.whereabouts, "", None)
        self._left: Whereabouts | None = None
        """Where the caret waits for the first hit; `None` when it has got there."""
        self._wanted: tuple[int, Whereabouts] | None = None
        """A step along the trail that waits for the next hit, and where from."""

    # ------------------------------------------------------------------ while it is typed

    def begin(self) -> None:
        """The query is going to be typed."""
        reading = self._reading
        self._before = _Before(reading.whereabouts, self._entities.chosen, self.search)
        self._origin = reading.caret
        self._typing = True

    def seek(self, query: Query) -> None:
        """Seek this from now on. What is in sight of the last search stays until something is known."""
        self.said = ""
        self._wanted = None
        self._left = self._reading.whereabouts
        self.search = Search(query, self._origin) if query.seeks else None
        if self.search is None:
            self._stand_back()

    def keep(self) -> bool:
        """The query is typed; `False` if it cannot be sought and has to be typed on."""
        search = self.search
        if search is not None and search.failed:
            self.said = search.problem
            return False
        self._typing = False
        if search is None:
            self.give_up()
        elif search.fruitless:
            self._not_there(search)
        elif self._left is not None:
            self._left = self._reading.whereabouts
        return True

    def give_up(self) -> None:
        """Everything is as it was before; an earlier search that was not over goes on."""
        self._typing = False
        self.said = ""
        self._wanted = self._left = None
        self._reading.return_to(self._before.whereabouts)
        self._entities.chosen = self._before.chosen
        self.search = self._before.search
        if self.search is not None:
            self.search.interrupt()

    def begin_anew(self) -> None:
        """The report is another one now: every place in it is void, and what was sought is sought again.

        Offsets stay what they are as far as the new text has something there.
        """
        reading, before = self._reading, self._before
        settle = reading.selecting.navigator.settle
        reading.trail = None
        self._wanted = None
        self._origin = settle(self._origin)
        back = before.whereabouts._replace(ends=Ends(None, settle(before.whereabouts.ends.caret)), trail=None)
        self._before = _Before(back, "", _again(before.search))
        if self._left is not None:
            self._left = reading.whereabouts
        self.search = _again(self.search)

    def end(self) -> None:
        """Another trail is chosen, or none."""
        self.search = self._wanted = self._left = None

    @property
    def words(self) -> str:
        """Where on the hits the caret is: `3/1204…`, `no hit`; empty where nothing is sought."""
        search = self.search
        if search is None or search.failed:
            return ""
        if search.fruitless:
            return "no hit"
        trail = search.trail
        return f"{trail.numbered(trail.at(self._reading.caret))}/{trail.count}" if trail is not None else "…"

    # ------------------------------------------------------------------ what is found

    def take(self, pieces: Iterable[Piece]) -> None:
        """Hits were found."""
        search = self.search
        if search is None:
            return
        for piece in pieces:
            search.take(piece)
        self.said = search.problem
        if search.fruitless or search.failed:
            self._find_nothing(search)
        elif search.trail is not None:
            self._reading.trail = search.trail
            self._entities.chosen = ""
            self._land(search)
            self._take_wanted_step()

    def _find_nothing(self, search: Search) -> None:
        if not self._typing:
            self._not_there(search)
        elif search.fruitless:
            self._stand_back()

    def _not_there(self, search: Search) -> None:
        """There will be no hit: what was before the search is the trail again."""
        moved = self._left is None or self._reading.whereabouts != self._left
        now = self._reading.whereabouts
        self.give_up()
        if moved:
            self._reading.return_to(now._replace(trail=self._before.whereabouts.trail))
        self.said = search.problem or f"“{visible(search.query.words)}” is not in this report."

    def _stand_back(self) -> None:
        """Reading stands where it was, with nothing marked."""
        self._reading.return_to(self._before.whereabouts._replace(trail=None))
        self._entities.chosen = ""
        self._left = self._reading.whereabouts

    def _land(self, search: Search) -> None:
        """To the first hit, unless the caret went elsewhere meanwhile."""
        landing = search.landing
        if self._left is None or landing is None:
            return
        there = self._reading.whereabouts._replace(trail=self._left.trail) == self._left
        self._left = None
        if there or self._typing:
            self._reading.go(landing)

    # ------------------------------------------------------------------ walking

    def walk(self, step: int) -> str:
        """`n` (1), `N` (-1): the caret to the next stop of the trail. Returns what is to be said of it."""
        reading = self._reading
        trail, caret = reading.trail, reading.caret
        self._wanted = None
        if trail is None or not (len(trail) or trail.growing):
            return _NO_TRAIL
        goes_round = trail.goes_round(caret, step)
        if goes_round and trail.growing:
            self._wanted = (step, reading.whereabouts)
            return _SEARCHING_ON
        reading.walk(step)
        if self._typing:
            self._origin = reading.caret
        if not goes_round:
            return ""
        if len(trail) == 1:
            return f"This is the only {trail.kind}."
        return f"No further {trail.kind}: from the {'top' if step > 0 else 'end'} again."

    def _take_wanted_step(self) -> None:
        if self._wanted is None:
            return
        step, left = self._wanted
        if self._reading.whereabouts._replace(trail=None) != left._replace(trail=None):
            self._wanted = None
        else:
            said = self.walk(step)
            self.said = self.said or said


def _again(search: Search | None) -> Search | None:
    """The same search from its beginning."""
    return Search(search.query, search.origin) if search is not None else None
