"""How right entities are against answers made by hand: precision, recall and F, in all and by type.

*Strict* is the same span (or one the answers also accept) and type; *overlap* is any common code point
and the same type.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from reports.document import Report
from reports.loading import load

TYPES = {
    "PERSON": "person", "ORG": "organisation", "GPE": "place", "LOC": "place", "NORP": "group",
    "FAC": "facility", "EVENT": "event", "PRODUCT": "product", "DATE": "date", "TIME": "time",
    "QUANTITY": "quantity", "CARDINAL": "quantity", "MONEY": "money", "PERCENT": "percent",
}  # fmt: skip
"""Our types for the labels of the model's kind of answers; what is not here is `other`."""
NAMES = frozenset({"person", "organisation", "place", "group", "facility", "event", "product", "other"})
"""The types that are named, not counted."""
ALL = "all"
NAMED = "named"

_ARTICLE = re.compile(r"(?:the|a|an)\s+", re.IGNORECASE)
_POSSESSIVE = re.compile(r"['’]s?$")


class Span(NamedTuple):
    """A mention: half-open, in code points of the report."""

    start: int
    end: int
    type: str

    def touches(self, other: Span) -> bool:
        """Whether it has the type of the other one, and a code point in common."""
        return self.type == other.type and self.start < other.end and other.start < self.end


class Answer(NamedTuple):
    """A mention by hand: the spans that are right, the best one first; all have the same type."""

    spans: tuple[Span, ...]

    @property
    def type(self) -> str:
        """What kind of thing is mentioned."""
        return self.spans[0].type


class Score(NamedTuple):
    """Mentions that were found, and right of them; mentions that were asked for, and met of them."""

    found: int = 0
    right: int = 0
    asked: int = 0
    met: int = 0

    def __add__(self, other: object) -> Score:
        assert isinstance(other, Score)
        return Score(*(mine + theirs for mine, theirs in zip(self, other, strict=True)))

    @property
    def precision(self) -> float:
        """Of what was found, how much is right, in percent."""
        return 100 * self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """Of what was asked for, how much was found, in percent."""
        return 100 * self.met / self.asked if self.asked else 0.0

    @property
    def f(self) -> float:
        """The harmonic mean of the two, in percent."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


class Scores(NamedTuple):
    """One report's scores by type, `all` and `named` among them."""

    strict: dict[str, Score]
    overlap: dict[str, Score]


def answers_in(path: Path) -> list[Answer]:
    """The mentions of an answers file, with the types of this program."""
    mentions = json.loads(path.read_text("utf-8"))["mentions"]
    return [
        Answer(
            tuple(
                Span(start, end, TYPES.get(one["type"], one["type"]))
                for start, end in ((one["start"], one["end"]), *one.get("alt", ()))
            )
        )
        for one in mentions
    ]


def pairs(folder: Path) -> Iterator[tuple[Report, list[Answer]]]:
    """The reports of a folder, and of those in it, that have answers beside them."""
    for answers in sorted(folder.rglob("*.answers.json")):
        yield load(answers.with_name(answers.name.replace(".answers.json", ".txt"))), answers_in(answers)


def as_answered(text: str, start: int, end: int, label: str) -> Span:
    """A name that the bare model finds, with the type and the borders that answers have by convention."""
    article = _ARTICLE.match(text, start, end)
    owner = _POSSESSIVE.search(text[start:end])
    return Span(
        article.end() if article else start,
        start + owner.start() if owner else end,
        TYPES.get(label, "other"),
    )


def scores_of(found: Iterable[Span], answers: list[Answer]) -> Scores:
    """The scores of what was found in one report."""
    spans = set(found)
    exact = {span for answer in answers for span in answer.spans}
    strict: dict[str, Score] = {}
    overlap: dict[str, Score] = {}
    for span in spans:
        near = any(span.touches(one) for one in exact)
        _count(strict, span.type, Score(found=1, right=span in exact))
        _count(overlap, span.type, Score(found=1, right=near))
    for answer in answers:
        met = any(span in spans for span in answer.spans)
        touched = any(span.touches(one) for span in answer.spans for one in spans)
        _count(strict, answer.type, Score(asked=1, met=met))
        _count(overlap, answer.type, Score(asked=1, met=touched))
    return Scores(strict, overlap)


def _count(scores: dict[str, Score], kind: str, score: Score) -> None:
    for key in (kind, ALL, *([NAMED] if kind in NAMES else [])):
        scores[key] = scores.get(key, Score()) + score


def total(several: Iterable[Scores]) -> Scores:
    """The scores of several reports as those of one."""
    strict: dict[str, Score] = {}
    overlap: dict[str, Score] = {}
    for one in several:
        for into, scores in ((strict, one.strict), (overlap, one.overlap)):
            for kind, score in scores.items():
                into[kind] = into.get(kind, Score()) + score
    return Scores(strict, overlap)


def errors_of(text: str, found: Iterable[Span], answers: list[Answer]) -> list[str]:
    """What was missed and what was found that is in no answer, a line each, with the words around it."""
    spans = set(found)
    exact = {span for answer in answers for span in answer.spans}
    missed = [answer.spans[0] for answer in answers if not any(span in spans for span in answer.spans)]
    return [f"missed   {_words(text, span)}" for span in missed] + [
        f"spurious {_words(text, span)}" for span in sorted(spans - exact)
    ]


def _words(text: str, span: Span) -> str:
    before, after = text[max(0, span.start - 20) : span.start], text[span.end : span.end + 20]
    return f"{span.type:12} …{before}[{text[span.start : span.end]}]{after}…".replace("\n", " ")
