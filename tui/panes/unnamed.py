"""The sources without a name in the entity pane: "officials", "the Ukrainian military", by count."""

from __future__ import annotations

from bisect import bisect_left
from functools import partial
from typing import TYPE_CHECKING

from tui.panes.rows import PaneRow, Piece, fitted, name_and_count

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from annotations.voices import UnnamedSource
    from tui.panes.long_rows import LongRows

UNNAMED = "UNNAMED SOURCES"
"""The title of their group."""
_NAME_CELLS = 24
_KIND_CELLS = 12


class UnnamedSources:
    """Those of a report in the order of the pane; one is found by its id in no time."""

    def __init__(self, sources: Sequence[UnnamedSource] = ()) -> None:
        """`sources`: the most frequent first."""
        self.sources = sources
        self._places = {each.id: at for at, each in enumerate(sources)}

    def get(self, source_id: str) -> UnnamedSource | None:
        """The one with this id."""
        place = self._places.get(source_id)
        return self.sources[place] if place is not None else None

    def narrowed(self, words: str) -> Sequence[UnnamedSource]:
        """Those whose words contain these, whatever the case; all if there are none."""
        folded = words.casefold()
        return [each for each in self.sources if folded in each.name.casefold()] if words else self.sources

    def place_in(self, some: Sequence[UnnamedSource], source_id: str) -> int | None:
        """Where among some of them, in the same order, one is; O(log sources)."""
        place = self._places.get(source_id)
        if place is None:
            return None
        at = bisect_left(some, place, key=lambda each: self._places[each.id])
        return at if at < len(some) and some[at].id == source_id else None


def add_unnamed(
    rows: LongRows,
    of: UnnamedSources,
    matching: Sequence[UnnamedSource],
    shown: int,
    chosen: str,
    width: int,
) -> None:
    """Their group, with so many of them listed; none: it is folded."""
    title = UNNAMED if shown else f"+ {UNNAMED}"
    rows.add([name_and_count(title, str(len(matching)), width, key=f"group:{UNNAMED}", role="dim", at=0)])
    listed = matching[:shown]
    _add(rows, of, listed, partial(_row, chosen, width))
    if 0 < len(listed) < len(matching):
        more = f" {len(matching) - len(listed)} more"
        rows.add([PaneRow((Piece(more, "dim"),), key=f"group:more:{UNNAMED}")])


def add_unnamed_to_drawer(
    rows: LongRows, of: UnnamedSources, matching: Sequence[UnnamedSource], chosen: str, width: int
) -> None:
    """One a row, as wide as the drawer."""
    _add(rows, of, matching, partial(_drawer_row, chosen, width))


def _add(
    rows: LongRows,
    of: UnnamedSources,
    some: Sequence[UnnamedSource],
    make: Callable[[UnnamedSource], PaneRow],
) -> None:
    rows.add_list(len(some), lambda at: make(some[at]), lambda key: of.place_in(some, key))


def _row(chosen: str, width: int, source: UnnamedSource) -> PaneRow:
    count = str(len(source.starts))
    return name_and_count(source.name, count, width, key=source.id, bar=source.id == chosen)


def _drawer_row(chosen: str, width: int, source: UnnamedSource) -> PaneRow:
    count = f"{len(source.starts):>3}"
    if width < _NAME_CELLS + _KIND_CELLS + 8:
        words = f"{fitted(source.name, width - 3 - len(count))} {count}"
    else:
        words = f"{fitted(source.name, _NAME_CELLS)} {fitted('no name', _KIND_CELLS)} {count}"
    return PaneRow((Piece(" "), Piece(words)), key=source.id, bar=source.id == chosen)
