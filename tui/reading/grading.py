"""A grade while it is typed: a letter and a digit in any order, each taken back by itself."""

from __future__ import annotations

from typing import NamedTuple, get_args

import msgspec

from annotations.grades import CREDIBILITY, RELIABILITY, UNGRADED, Grade, Scale

_SCALES: tuple[Scale, ...] = get_args(Scale)


class _Typed(NamedTuple):
    """How far typing has come."""

    grade: Grade
    given: frozenset[Scale] = frozenset()
    """Scales of which a sign was typed."""
    touched: frozenset[Scale] = frozenset()
    """Those, and what was taken off."""


class Grading:
    """What the keys of the grade's prompt mean."""

    def __init__(self, present: Grade = UNGRADED) -> None:
        """`present` is the grade there is, of which a single sign may be replaced."""
        self._now = _Typed(present)
        self._before: list[_Typed] = []

    @property
    def grade(self) -> Grade:
        """The grade as it stands."""
        return self._now.grade

    @property
    def done(self) -> bool:
        """Whether a letter and a digit were typed, so that nothing is left to ask."""
        return len(self._now.given) == len(_SCALES)

    @property
    def touched(self) -> bool:
        """Whether anything was typed or taken off."""
        return bool(self._now.touched)

    @property
    def asked(self) -> Scale:
        """What is asked next: the letter, and when that was typed, the digit."""
        return "information" if "source" in self._now.given else "source"

    def take(self, sign: str) -> bool:
        """Take a letter, in either case, or a digit; returns whether it is one of the code."""
        sign = sign.upper()
        if sign in RELIABILITY:
            self._give("source", msgspec.structs.replace(self.grade, source=sign))
        elif sign in CREDIBILITY:
            self._give("information", msgspec.structs.replace(self.grade, information=sign))
        else:
            return False
        return True

    def take_back(self) -> None:
        """Take back what was typed last; with nothing typed, the digit that was there, then the letter."""
        if self._before:
            self._now = self._before.pop()
        elif self.grade.information:
            self._take_off(msgspec.structs.replace(self.grade, information=""), "information")
        else:
            self._take_off(UNGRADED, "source")

    def clear(self) -> None:
        """Take the whole grade off."""
        self._before.append(self._now)
        self._take_off(UNGRADED, *_SCALES)

    def applied(self, grade: Grade) -> Grade:
        """Return another annotation's grade with what was typed or taken off here; the rest of it stays."""
        return msgspec.structs.replace(
            grade, **{scale: getattr(self.grade, scale) for scale in self._now.touched}
        )

    def _give(self, scale: Scale, grade: Grade) -> None:
        self._before.append(self._now)
        self._now = _Typed(grade, self._now.given | {scale}, self._now.touched | {scale})

    def _take_off(self, grade: Grade, *scales: Scale) -> None:
        self._now = _Typed(grade, frozenset(), self._now.touched | set(scales))


def shared(grades: list[Grade]) -> Grade:
    """Return what several annotations have in common: the letter, the digit, both or nothing."""
    first = grades[0] if grades else UNGRADED
    return Grade(
        first.source if all(each.source == first.source for each in grades) else "",
        first.information if all(each.information == first.information for each in grades) else "",
    )
