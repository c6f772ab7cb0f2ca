"""The Admiralty code: how reliable a source is, and how credible what it says.

Two scales that say nothing of each other: a source that is usually reliable may say something improbable. So
they are never put together to one number. Meanings and machine tags are those of the MISP taxonomy
`admiralty-scale`.
"""

from __future__ import annotations

from typing import Literal

import msgspec

Reliability = Literal["", "A", "B", "C", "D", "E", "F"]
Credibility = Literal["", "1", "2", "3", "4", "5", "6"]
Scale = Literal["source", "information"]

RELIABILITY: dict[Reliability, str] = {
    "A": "completely reliable",
    "B": "usually reliable",
    "C": "fairly reliable",
    "D": "not usually reliable",
    "E": "unreliable",
    "F": "reliability cannot be judged",
}
"""What is said of the source."""
CREDIBILITY: dict[Credibility, str] = {
    "1": "confirmed by other sources",
    "2": "probably true",
    "3": "possibly true",
    "4": "doubtful",
    "5": "improbable",
    "6": "truth cannot be judged",
}
"""What is said of the information."""


class Grade(msgspec.Struct, frozen=True):
    """A letter for the source and a digit for the information; either may be missing, as an empty string."""

    source: Reliability = ""
    information: Credibility = ""

    def __bool__(self) -> bool:
        return bool(self.source or self.information)

    def __str__(self) -> str:
        """As it is written: `B2`, or `B` or `2` alone."""
        return self.source + self.information

    @property
    def meanings(self) -> tuple[tuple[str, str], ...]:
        """Each sign that is given, with what it means: `B`, `usually reliable`."""
        each = (
            (self.source, RELIABILITY.get(self.source)),
            (self.information, CREDIBILITY.get(self.information)),
        )
        return tuple((sign, meaning) for sign, meaning in each if meaning)

    @property
    def words(self) -> str:
        """What it means: `usually reliable · probably true`."""
        return " · ".join(meaning for _, meaning in self.meanings)

    @property
    def machine_tags(self) -> tuple[str, ...]:
        """The tags that MISP knows it by: `admiralty-scale:source-reliability="b"`."""
        predicates = (("source-reliability", self.source), ("information-credibility", self.information))
        return tuple(f'admiralty-scale:{name}="{sign.lower()}"' for name, sign in predicates if sign)


UNGRADED = Grade()
