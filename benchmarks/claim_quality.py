"""How right the claims are: precision and recall of sources and suggested tags, against answers by hand.

    python -m benchmarks.claim_quality [FOLDER]

FOLDER holds pairs `name.txt` and `name.answers.json`; the default is `seeds`, which the lexicon was tuned
on. A *source* is right when it overlaps the one of the answers in the same sentence; *exact* compares the
words. A tag is *direct* when it follows from its sentence's own words, *derived* when from a neighbour's.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.scoring import Score
from claims.job import claims_job
from claims.records import SUGGESTED_TAGS, Claims, claims_in
from entities.finding.finder import EntitiesUnavailable, read_all
from reports.blocks import Span
from reports.document import Report
from reports.loading import load

ROOT = Path(__file__).resolve().parent.parent


class Outcome(NamedTuple):
    """The scores of a report by what they are of, and its errors in words."""

    scores: dict[str, Score]
    errors: list[str]


def compare(report: Report, claims: Claims, sentences: list[dict[str, Any]]) -> Outcome:
    """What of the claims is in the answers, and what is not."""
    scores, errors = _sources(report, claims, sentences)
    for derived, name, key in ((False, "direct", "tags"), (True, "derived", "context_tags")):
        found = {
            (claim.sentence.start, tag) for claim in claims if claim.derived == derived for tag in claim.tags
        }
        asked = {(sentence["start"], tag) for sentence in sentences for tag in sentence[key]}
        for tag in SUGGESTED_TAGS:
            of_found = {one for one in found if one[1] == tag}
            of_asked = {one for one in asked if one[1] == tag}
            if of_found or of_asked:
                scores[f"{tag}, {name}"] = Score(
                    len(of_found), len(of_found & of_asked), len(of_asked), len(of_found & of_asked)
                )
        ends = {sentence["start"]: sentence["end"] for sentence in sentences}
        for what, wrong in (("spurious", found - asked), ("missed", asked - found)):
            errors += [
                f"{what:8} {name:8} {tag:15} {_words(report, start, ends.get(start, start + 80))}"
                for start, tag in sorted(wrong)
            ]
    return Outcome(scores, errors)


def _sources(
    report: Report, claims: Claims, sentences: list[dict[str, Any]]
) -> tuple[dict[str, Score], list[str]]:
    found = {(claim.sentence.start, claim.source) for claim in claims if claim.source and not claim.derived}
    asked = {(sentence["start"], span) for sentence in sentences for span in _asked_sources(sentence)}
    touched = {one for one in asked if any(_touch(one, other) for other in found if other[1])}
    right = sum(any(_touch(one, other) for other in asked) for one in found)
    exact = sum(
        _plain(report, span) in {_plain(report, other) for at, other in found if at == start and other}
        for start, span in asked
    )
    errors = [f"missed   source   {_words(report, *span)}" for _, span in sorted(asked - touched)]
    errors += [
        f"spurious source   {_words(report, *span)}"
        for start, span in sorted(found)
        if span and not any(_touch((start, span), other) for other in asked)
    ]
    scores = {
        "sources": Score(len(found), right, len(asked), len(touched)),
        "sources, exact": Score(len(found), exact, len(asked), exact),
    }
    return scores, errors


def _asked_sources(sentence: dict[str, Any]) -> Iterator[Span]:
    for attribution in sentence["attributions"]:
        sources = attribution["source"] or []
        for source in sources if isinstance(sources, list) else [sources]:
            yield Span(source["start"], source["end"])


def _touch(one: tuple[int, Span | None], other: tuple[int, Span | None]) -> bool:
    (start, span), (there, over) = one, other
    return bool(span and over) and start == there and span.start < over.end and over.start < span.end


def _plain(report: Report, span: Span) -> str:
    return report.text[span.start : span.end].strip(" ,").removesuffix("'s")


def _words(report: Report, start: int, end: int) -> str:
    words = " ".join(report.text[start:end].split())
    return f"“{words if len(words) < 90 else words[:89] + '…'}”"


def pairs(folder: Path) -> Iterator[tuple[Report, list[dict[str, Any]]]]:
    """The reports of a folder that have answers about their sentences beside them, with those."""
    for path in sorted(folder.glob("*.answers.json")):
        answers = json.loads(path.read_text("utf-8"))
        if "sentences" in answers:
            yield load(path.with_name(path.name.replace(".answers.json", ".txt"))), answers["sentences"]


def _figures(score: Score) -> str:
    figures = f"P {score.precision:5.1f}  R {score.recall:5.1f}  F {score.f:5.1f}"
    return f"{figures}  ({score.right} of {score.found} right, {score.met} of {score.asked} met)"


def main() -> int:
    """Print the scores and errors of every report; 2 when nothing can be measured."""
    known = list(pairs(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "seeds"))
    if not known:
        print("no pairs of NAME.txt and NAME.answers.json", file=sys.stderr)
        return 2
    try:
        with closing(read_all((report for report, _ in known), job=claims_job())) as all_found:
            for (report, sentences), found in zip(known, all_found, strict=True):
                outcome = compare(report, claims_in(found.beside, len(report.text)), sentences)
                print(report.title)
                for name, score in outcome.scores.items():
                    print(f"  {name:24} {_figures(score)}")
                print(*(f"    {error}" for error in outcome.errors), sep="\n")
    except EntitiesUnavailable as unavailable:
        print(unavailable, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
