"""What was said of the entities of one report, here or for all reports, in the order in which it holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from annotations.records import EntityCorrection
from entities.correcting.corrections import Correction, in_words

EVERYWHERE = ""
"""The report of a correction that holds in all of them."""


class Corrections:
    """The corrections that hold in one report."""

    def __init__(self, corrections: Iterable[EntityCorrection] = ()) -> None:
        self._by_id = {each.id: each for each in corrections}
        self._listed: tuple[object, tuple[Correction, ...]] = (None, ())
        """The records that were put into order last, and what they say."""

    def __len__(self) -> int:
        return len(self._by_id)

    def __iter__(self) -> Iterator[EntityCorrection]:
        """In the order in which they hold."""
        return iter(_ordered(self._by_id))

    @property
    def said(self) -> tuple[Correction, ...]:
        """What `entities.correcting.applying` applies; the same object until it is something else.

        Any thread may ask, also while something is being said in another one.
        """
        by_id, (listed, said) = self._by_id, self._listed
        if listed is not by_id:
            said = tuple(each.says for each in _ordered(by_id))
            self._listed = (by_id, said)
        return said

    @property
    def next_turn(self) -> int:
        """The turn of what is said now: behind all that is known."""
        return max((each.turn for each in self._by_id.values()), default=0) + 1

    def add(self, correction: EntityCorrection) -> None:
        """Add a correction."""
        self._by_id = {**self._by_id, correction.id: correction}

    def remove(self, identity: str) -> None:
        """Remove the correction with that id, if it is there."""
        self._by_id = {each: said for each, said in self._by_id.items() if each != identity}

    def take_over(self, corrections: Iterable[EntityCorrection]) -> None:
        """Have these corrections instead."""
        there = {each.id: each for each in corrections}
        if there != self._by_id:
            self._by_id = there


def _ordered(by_id: Mapping[str, EntityCorrection]) -> list[EntityCorrection]:
    """By turn; where two programs gave the same one, both have the same order."""
    return sorted(by_id.values(), key=lambda each: (each.turn, each.created, each.id))


def told(correction: EntityCorrection) -> str:
    """What was said, in words, and where it holds."""
    return in_words(correction.says) + (" in all reports" if correction.report == EVERYWHERE else "")
