"""How right the names are, against answers made by hand, and beside the bare model in the same run."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest

from benchmarks.entity_quality import measured
from benchmarks.scoring import ALL, NAMED, Answer, Scores, errors_of, pairs, scores_of, total
from reports.document import Report
from tests.entities.conftest import SEEDS

ANSWERS = SEEDS.parent / "benchmarks" / "answers"


class Measured(NamedTuple):
    """A report with what was found in it, and what its answers make of that."""

    folder: Path
    ours: Scores
    bare: Scores
    errors: list[str]


@pytest.fixture(scope="module")
def known() -> list[tuple[Report, list[Answer]]]:
    return [*pairs(SEEDS), *pairs(ANSWERS)]


@pytest.fixture(scope="module")
def all_measured(known: list[tuple[Report, list[Answer]]]) -> list[Measured]:
    return [
        Measured(
            Path(report.source).parent,
            scores_of(ours, answers),
            scores_of(bare, answers),
            errors_of(report.text, ours, answers),
        )
        for (report, answers), (ours, bare) in zip(known, measured(known), strict=True)
    ]


def test_the_answers_are_those_of_the_texts(known: list[tuple[Report, list[Answer]]]) -> None:
    assert len(known) > 10
    for report, answers in known:
        spans = [answer.spans[0] for answer in answers]
        assert spans == sorted(spans), report.title
        for span in spans:
            words = report.text[span.start : span.end]
            assert words == words.strip(), (report.title, words)
            assert words, report.title


def test_the_answers_of_the_seed_are_reached(all_measured: list[Measured]) -> None:
    (seed,) = (one for one in all_measured if one.folder == SEEDS)
    assert seed.ours.strict[ALL].asked == 82
    assert len(seed.errors) <= 1, seed.errors


@pytest.mark.parametrize("folder", ["seen", "unseen"])
@pytest.mark.parametrize("kind", [ALL, NAMED])
def test_the_rules_never_make_the_bare_model_worse(
    folder: str, kind: str, all_measured: list[Measured]
) -> None:
    some = [one for one in all_measured if one.folder.name == folder]
    ours, bare = total(one.ours for one in some), total(one.bare for one in some)
    assert ours.strict[kind].f >= bare.strict[kind].f
    assert ours.overlap[kind].f >= bare.overlap[kind].f
