"""Names and claims from one real worker: what comes with what, and what happens when the lexicon is bad."""

from __future__ import annotations

import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest

from claims.job import claims_job
from claims.records import Claims, claims_in
from entities.finding.cache import EntityCache
from entities.finding.finder import EntityFinder, Found, find_entities, read_all
from reports.document import Report
from tests.entities.conftest import SEEDS, report_of
from tests.entities.finding.test_finder import HOSTILE, Told, repeated

ROOT = SEEDS.parent


@pytest.fixture(scope="module")
def seed() -> Report:
    from reports.loading import load

    return load(SEEDS / "soldiers-remains-handover.txt")


@pytest.fixture(scope="module")
def found(seed: Report) -> dict[str, Found]:
    """What one worker finds in the seed and in hostile texts."""
    reports = {"seed": seed} | {name: report_of(text) for name, text in HOSTILE.items()}
    return dict(zip(reports, read_all(reports.values(), job=claims_job()), strict=True))


def claims_of(found: Found, report: Report) -> Claims:
    return claims_in(found.beside, len(report.text))


def said(report: Report, claims: Claims) -> set[tuple[str, str]]:
    """Who says it, and by which words that is seen."""
    text = report.text
    return {(text[slice(*claim.source)] if claim.source else "", text[slice(*claim.cue)]) for claim in claims}


def test_who_says_what_comes_with_the_names(found: dict[str, Found], seed: Report) -> None:
    told = said(seed, claims_of(found["seed"], seed))
    assert ("Zelensky", "said") in told
    assert ("a local official", "according to") in told
    assert not found["seed"].notices


def test_the_names_are_those_that_are_found_alone(found: dict[str, Found], seed: Report) -> None:
    assert found["seed"].findings == find_entities(seed)


@pytest.mark.parametrize("name", HOSTILE)
def test_no_text_stops_it_and_every_claim_lies_in_the_text(name: str, found: dict[str, Found]) -> None:
    report = report_of(HOSTILE[name])
    claims = claims_of(found[name], report)
    assert found[name].findings.complete
    assert not found[name].notices
    for claim in claims:
        assert claim.sentence.start <= claim.sentence.end <= len(report.text)
        assert report.text[slice(*claim.cue)]
    assert all(a.sentence <= b.sentence for a, b in pairwise(claims))


QUIP = 'Vadim Filashkin quipped that the bridge would be open. "We are calm," he said.'


def test_words_that_the_user_added_are_used(tmp_path: Path) -> None:
    report = report_of(QUIP)
    (plain,) = read_all([report], job=claims_job())
    (tmp_path / "mine.toml").write_text(
        '[[verb]]\nwords = ["quip"]\nforms = ["quipped"]\nexample = "She {} that the road was open."\n'
    )
    (mine,) = read_all([report], job=claims_job(tmp_path))
    assert ("Vadim Filashkin", "quipped") not in said(report, claims_of(plain, report))
    assert ("Vadim Filashkin", "quipped") in said(report, claims_of(mine, report))


def test_a_lexicon_that_cannot_be_used_costs_the_claims_and_not_the_names(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text("[[verb]\n")
    report, cache = report_of(QUIP), EntityCache(tmp_path / "cache")
    (found,) = read_all([report], cache=cache, job=claims_job(tmp_path))
    assert [each.text for each in found.findings.mentions] == ["Vadim Filashkin"]
    assert not found.beside
    (notice,) = found.notices
    assert notice.startswith("Nothing is said of who says what: ")
    assert "mine.toml" in notice
    assert list(read_all([report], cache=cache, job=claims_job(tmp_path))) == [found]
    # Mended, all is looked for again.
    (tmp_path / "mine.toml").write_text("")
    (mended,) = read_all([report], cache=cache, job=claims_job(tmp_path))
    assert not mended.notices
    assert claims_of(mended, report)


def test_only_other_words_make_another_job(tmp_path: Path) -> None:
    assert claims_job(tmp_path / "none") == claims_job()
    empty = claims_job(tmp_path)
    (tmp_path / "notes.txt").write_text("no words")
    assert claims_job(tmp_path) == empty
    (tmp_path / "mine.toml").write_text("")
    mine = claims_job(tmp_path)
    assert mine.version != empty.version
    (tmp_path / "mine.toml").rename(tmp_path / "hers.toml")
    assert claims_job(tmp_path).version != mine.version


def test_who_says_what_on_the_screen_comes_first(seed: Report) -> None:
    long = repeated(seed, 40)
    looked_at = len(long.blocks) - 24
    told = Told()
    finder = EntityFinder("", None, told, claims_job())
    finder.start(long, looked_at)
    first = told.until(lambda one: isinstance(one, Found) and bool(one.beside))
    finder.stop()
    assert isinstance(first, Found)
    assert not first.findings.complete
    claims = claims_of(first, long)
    assert claims
    assert claims[0].sentence.start >= long.blocks[looked_at].start


def test_the_job_is_made_without_what_it_runs() -> None:
    code = "import sys, claims.job; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert not set(done.stdout.split()) & {"spacy", "claims.lexicon", "claims.companion", "tomllib"}
