"""What is read beside the names: with the real worker, the real model, and a small companion."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from entities.finding.cache import EntityCache
from entities.finding.finder import EntityFinder, Found, find_all, find_entities, read_all
from entities.finding.job import Job
from entities.finding.model import model_label
from reports.document import Report
from tests.entities.conftest import MakeReport
from tests.entities.finding.test_finder import Told
from tests.entities.listening_worker import UNREADABLE

LISTENING = Job("tests.entities.listening_worker", "listening 1")
TEXT = f"""Volodymyr Zelensky said the bridge at Kyiv stands.
This line is {UNREADABLE} for the companion, Vadim Filashkin wrote.
The army denied it."""


def heard(found: Found) -> Any:
    return json.loads(bytes(found.beside))


@pytest.fixture(scope="module")
def both(seed: Report) -> tuple[Found, Found]:
    """What is found of the hand-made text, then of the seed."""
    from tests.entities.conftest import report_of

    first, second = read_all([report_of(TEXT), seed], job=LISTENING._replace(arguments=("A notice.",)))
    return first, second


def test_a_companion_is_given_each_piece_once_and_tells_what_it_found(both: tuple[Found, Found]) -> None:
    beside = heard(both[0])
    lines = TEXT.split("\n")
    assert [TEXT[start:end] for start, end, _ in beside["heard"]] == [lines[0], lines[2]]
    assert [block for _, _, block in beside["heard"]] == [0, 2]
    assert beside["verbs"] == ["said", "stands", "denied"]


def test_a_companion_knows_the_names_when_it_tells(both: tuple[Found, Found]) -> None:
    assert heard(both[0])["names"] == ["Volodymyr Zelensky", "Kyiv", "Vadim Filashkin"]


def test_a_companion_hears_of_one_report_only(both: tuple[Found, Found], seed: Report) -> None:
    assert len(heard(both[1])["heard"]) == len(seed.blocks)


def test_the_names_are_those_that_are_found_alone(both: tuple[Found, Found], seed: Report) -> None:
    assert find_entities(seed) == both[1].findings


def test_what_a_job_has_to_say_comes_with_everything_found(both: tuple[Found, Found]) -> None:
    assert [each.notices for each in both] == [("A notice.",)] * 2


def test_what_was_found_beside_the_names_is_kept_with_them(
    tmp_path: Path, make_report: MakeReport, monkeypatch: pytest.MonkeyPatch
) -> None:
    report, cache = make_report(TEXT), EntityCache(tmp_path)
    (found,) = read_all([report], cache=cache, job=LISTENING)
    monkeypatch.setattr("entities.finding.desk.find_model", lambda name: pytest.fail("a worker is started"))
    assert list(read_all([report], cache=cache, job=LISTENING)) == [found]
    assert list(find_all([report], cache=cache, job=LISTENING)) == [found.findings]
    told = Told()
    EntityFinder("", cache, told, LISTENING).start(report)
    assert told.last() == found


def test_what_another_job_found_is_not_used(tmp_path: Path, make_report: MakeReport) -> None:
    report, cache = make_report(TEXT), EntityCache(tmp_path)
    (found,) = read_all([report], cache=cache, job=LISTENING)
    assert cache.load(report, LISTENING.label(model_label())) == found
    assert cache.load(report, LISTENING._replace(version="listening 2").label(model_label())) is None
    assert cache.load(report, model_label()) is None


def test_a_job_whose_module_is_not_there_is_told(make_report: MakeReport) -> None:
    told = Told()
    EntityFinder("", None, told, Job(f"tests.no_module_{os.getpid()}")).start(make_report(TEXT))
    assert "stopped 2 times (exit code 1)" in getattr(told.last(), "sentence", "")
