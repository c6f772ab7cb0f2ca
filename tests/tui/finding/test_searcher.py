"""The thread of a search: what is near first, everything in the end, and that it can be given up."""

from __future__ import annotations

import re
import threading
from array import array
from typing import Any

import pytest

from reports.search import Query, Scan
from tui.finding.search import Piece
from tui.finding.searcher import BEFORE, BEHIND, Searcher

SENTENCE = "The front line has advanced to within a few kilometres. "


def ran(query: Query, text: str, **how: Any) -> list[Piece]:
    """All that a search tells until it is over."""
    searcher = Searcher(query, text, how.pop("reach", len(text)), lambda: None, **how)
    searcher.start()
    pieces: list[Piece] = []
    while not (pieces and pieces[-1].over):
        pieces += searcher.take(5)
    return pieces


def all_starts(pieces: list[Piece]) -> list[int]:
    return [start for piece in pieces if not piece.near for start in piece.starts]


def test_what_is_around_the_caret_is_told_first() -> None:
    text = SENTENCE * 50_000
    caret = len(text) // 2
    first, *others = ran(Query("front"), text, near=caret)
    assert first.near
    assert caret - BEFORE <= first.starts[0] < caret < caret + BEHIND / 2 < first.starts[-1] < first.at
    assert all_starts(others) == list(range(4, len(text), len(SENTENCE)))
    assert not any(piece.near for piece in others)


def test_a_short_text_is_searched_in_one_go() -> None:
    (piece,) = ran(Query("front"), SENTENCE * 3, near=0)
    assert (list(piece.starts), piece.near, piece.over) == ([4, 60, 116], False, True)
    assert list(piece.ends) == [9, 65, 121]


def test_a_search_goes_on_where_an_earlier_one_stopped() -> None:
    text = SENTENCE * 3_000
    before = ran(Query("front"), text, reach=len(text) // 2, complete=False)
    after = ran(Query("front"), text, at=before[-1].at)
    assert all_starts(before + after) == list(range(4, len(text), len(SENTENCE)))


def test_what_is_no_pattern_is_told() -> None:
    (piece,) = ran(Query("(", expression=True), SENTENCE)
    assert piece.problem == "No pattern yet: missing ) at character 2."
    assert piece.over


def test_a_pattern_that_takes_too_long_is_told_with_what_was_found_before_and_where() -> None:
    text = SENTENCE * 10_000 + "a" * 560_000 + "!"
    pieces = ran(Query("front|(a+)+$", expression=True), text)
    assert re.fullmatch(r"This pattern takes too long on this text: stopped at \d\d %\.", pieces[-1].problem)
    assert len(all_starts(pieces)) > 7_000


def test_a_search_that_is_given_up_goes_no_further(monkeypatch: pytest.MonkeyPatch) -> None:
    begun, go_on = threading.Event(), threading.Event()
    steps = []
    step = Scan.step

    def slow_step(scan: Scan) -> list[tuple[int, int]]:
        steps.append(scan.at)
        begun.set()
        go_on.wait(10)
        return step(scan)

    monkeypatch.setattr(Scan, "step", slow_step)
    told: list[int] = []
    searcher = Searcher(Query("front"), SENTENCE * 30_000, 1_000_000, lambda: told.append(1))
    searcher.start()
    begun.wait(10)
    searcher.give_up()
    go_on.set()
    monkeypatch.undo()
    # One search at a time: the next one begins when the one that was given up has ended.
    assert ran(Query("line"), SENTENCE)[-1].starts == array("I", [10])
    assert (len(steps), told) == (1, [])
