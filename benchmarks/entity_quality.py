"""How right the entities are: precision, recall and F against hand-made answers, and words a second.

    python benchmarks/entity_quality.py [FOLDER]

FOLDER holds pairs `name.txt` and `name.answers.json`; the default is `seeds`, which the rules were tuned
on. *Strict* is the same span (or one the answers also accept) and type, *overlap* any common code point
and the same type.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from entities.finder import EntitiesUnavailable, find_all  # noqa: E402
from entities.records import Findings  # noqa: E402
from reports.document import Block, Blocks, Report  # noqa: E402
from reports.loading import load  # noqa: E402

TYPES = {
    "PERSON": "person", "ORG": "organisation", "GPE": "place", "LOC": "place", "NORP": "group",
    "FAC": "facility", "EVENT": "event", "PRODUCT": "product", "DATE": "date", "TIME": "time",
    "QUANTITY": "quantity", "CARDINAL": "quantity", "MONEY": "money", "PERCENT": "percent",
}  # fmt: skip


class Answer(NamedTuple):
    """A mention by hand: the spans that are right, and the type."""

    spans: tuple[tuple[int, int], ...]
    type: str


class Score(NamedTuple):
    """Mentions that are right, found, and asked for."""

    right: int
    found: int
    asked: int

    @property
    def figures(self) -> tuple[float, float, float]:
        """Precision, recall and F, in percent."""
        precision = self.right / self.found if self.found else 0.0
        recall = self.right / self.asked if self.asked else 0.0
        both = precision + recall
        return 100 * precision, 100 * recall, 200 * precision * recall / both if both else 0.0


class Outcome(NamedTuple):
    """The two scores of a report, and its errors in words."""

    strict: Score
    overlap: Score
    errors: list[str]


def answers_in(path: Path) -> list[Answer]:
    """The mentions of an answers file, with the types of this program."""
    mentions = json.loads(path.read_text("utf-8"))["mentions"]
    return [
        Answer(
            ((one["start"], one["end"]), *(tuple(span) for span in one.get("alt", ()))),
            TYPES.get(one["type"], one["type"]),
        )
        for one in mentions
    ]


def compare(report: Report, findings: Findings, answers: list[Answer]) -> Outcome:
    """What of the findings is in the answers, and what is not."""
    found = {(m.start, m.end, m.type) for entity in findings.entities for m in entity.mentions}
    asked = {(*span, answer.type) for answer in answers for span in answer.spans}
    missed = [one for one in answers if not any((*span, one.type) in found for span in one.spans)]
    spurious = sorted(found - asked)
    strict = Score(len(answers) - len(missed), len(found), len(answers))
    touched = sum(
        any(_touches(one, span, answer.type) for one in found for span in answer.spans) for answer in answers
    )
    overlap = Score(touched, touched + sum(not _near(one, answers) for one in found), len(answers))
    errors = [f"missed   {answer.type:12} {_words(report, *answer.spans[0])}" for answer in missed]
    errors += [f"spurious {kind:12} {_words(report, start, end)}" for start, end, kind in spurious]
    return Outcome(strict, overlap, errors)


def _touches(found: tuple[int, int, str], span: tuple[int, int], kind: str) -> bool:
    return found[2] == kind and found[0] < span[1] and span[0] < found[1]


def _near(found: tuple[int, int, str], answers: list[Answer]) -> bool:
    return any(_touches(found, span, answer.type) for answer in answers for span in answer.spans)


def _words(report: Report, start: int, end: int) -> str:
    before, after = report.text[max(0, start - 20) : start], report.text[end : end + 20]
    return f"…{before}[{report.text[start:end]}]{after}…".replace("\n", " ")


def pairs(folder: Path) -> Iterator[tuple[Report, list[Answer]]]:
    """The reports of a folder that have answers beside them."""
    for answers in sorted(folder.glob("*.answers.json")):
        yield load(answers.with_name(answers.name.replace(".answers.json", ".txt"))), answers_in(answers)


def print_score(name: str, score: Score) -> None:
    """One line: `strict   P 98.8  R 97.6  F 98.2  (80 right, 81 found, 82 asked)`."""
    precision, recall, both = score.figures
    print(
        f"  {name:8} P {precision:5.1f}  R {recall:5.1f}  F {both:5.1f}"
        f"  ({score.right} right, {score.found} found, {score.asked} asked)"
    )


def words_a_second(report: Report, words: int = 60_000) -> float:
    """The speed on this report repeated to about so many words, the start of the worker not counted."""
    once = len(report.text.split())
    many = max(1, words // max(1, once))
    step = len(report.text) + 1
    blocks = Blocks(
        Block(block.start + at * step, block.end + at * step, block.kind)
        for at in range(many)
        for block in report.blocks
    )
    long = Report("-", "", "text/plain", "", "\n".join([report.text] * many), "", blocks)
    findings = find_all([report, long])
    next(findings)
    begun = time.perf_counter()
    next(findings)
    took = time.perf_counter() - begun
    findings.close()  # type: ignore[attr-defined]
    return once * many / took


def main() -> int:
    """Print the scores and errors of every report, and the speed; 2 when nothing can be measured."""
    known = list(pairs(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "seeds"))
    if not known:
        print("no pairs of NAME.txt and NAME.answers.json", file=sys.stderr)
        return 2
    try:
        outcomes = [
            compare(report, findings, answers)
            for (report, answers), findings in zip(
                known, find_all(report for report, _ in known), strict=True
            )
        ]
        for (report, _), outcome in zip(known, outcomes, strict=True):
            print(report.title)
            print_score("strict", outcome.strict)
            print_score("overlap", outcome.overlap)
            print(*(f"    {error}" for error in outcome.errors), sep="\n")
        print(f"{words_a_second(known[0][0]):.0f} words/s")
    except EntitiesUnavailable as unavailable:
        print(unavailable, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
