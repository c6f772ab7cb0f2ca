"""Workers that die over a block: the real worker and model, and a module that kills itself."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from entities.finding import desk
from entities.finding.cache import EntityCache
from entities.finding.finder import EntitiesUnavailable, EntityFinder, Found, Progress, read_all
from entities.finding.job import Job
from entities.finding.model import model_label
from tests.entities.conftest import report_of
from tests.entities.crashing_worker import MINE, MIRE
from tests.entities.finding.test_finder import Told, wait_until, workers_of

CRASHING = Job("tests.entities.crashing_worker", "crashing 1")
TEXT = f"""Volodymyr Zelensky spoke in Lviv.
The {MINE} is a block that no worker survives, wrote Vadim Filashkin.
Andrei Bocharov answered from Volgograd."""


def named(found: Found) -> set[str]:
    return {each.text for each in found.findings.mentions}


def test_a_block_that_crashes_the_worker_twice_is_left_out_and_named(tmp_path: Path) -> None:
    report, cache = report_of(TEXT), EntityCache(tmp_path)
    told = Told()
    EntityFinder("", cache, told, CRASHING).start(report)
    last = told.last()
    assert isinstance(last, Found)
    assert {"Lviv", "Volgograd"} <= named(last)
    assert "Vadim Filashkin" not in named(last)
    assert last.notices == (
        f"Block 2 (“The {MINE} is a block that no worker …”) made the language model stop twice "
        "and was left out.",
    )
    # The next time it may be read: what is kept is whole.
    assert cache.load(report, CRASHING.label(model_label())) is None


def test_several_such_blocks_are_all_found_and_told_in_one_sentence() -> None:
    lines = [f"{MINE} number {at}." if at in (2, 5) else f"Line {at} is about Lviv." for at in range(8)]
    (found,) = read_all([report_of("\n".join(lines))], job=CRASHING)
    assert found.findings.complete
    assert len(found.findings.mentions) >= 6
    assert found.notices == (
        f"Blocks 3 (“{MINE} number 2.”), 6 (“{MINE} number 5.”) made the language model stop twice "
        "and were left out.",
    )


def test_what_was_found_does_not_shrink_when_a_worker_is_replaced() -> None:
    # A batch of its own before the one that crashes, so that something is told of it.
    calm = "\n".join(f"Line {at} is about Lviv and Kyiv, in quite some words." for at in range(200))
    told = Told()
    EntityFinder("", None, told, CRASHING).start(report_of(f"{calm}\n{TEXT}"))
    told.last()
    sizes = [len(one.findings.mentions) for _, one in told.updates if isinstance(one, Found)]
    assert sizes == sorted(sizes)


def test_a_worker_that_dies_of_no_block_is_given_up() -> None:
    job = CRASHING._replace(arguments=("at the end",))
    with pytest.raises(EntitiesUnavailable, match=r"stopped 2 times \(signal 9\) and is left alone"):
        list(read_all([report_of("All is calm in Lviv.")], job=job))


def test_names_are_shown_when_what_is_read_beside_them_fails() -> None:
    job = CRASHING._replace(arguments=("cannot tell",))
    (found,) = read_all([report_of("All is calm in Lviv.")], job=job)
    assert named(found) == {"Lviv"}
    assert found.notices == (
        "Only names are shown: what is read beside them failed (RuntimeError: nothing to tell).",
    )


def test_a_block_that_the_worker_hangs_over_twice_is_left_out_as_well(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(desk, "STUCK", 10.0)
    (found,) = read_all([report_of(TEXT.replace(MINE, MIRE))], job=CRASHING)
    assert {"Lviv", "Volgograd"} <= named(found)
    (notice,) = found.notices
    assert notice.startswith(f"Block 2 (“The {MIRE} is")


def own(before: set[int]) -> list[int]:
    return [each.pid for each in workers_of(os.getpid(), CRASHING.module) if each.pid not in before]


def test_a_worker_that_dies_while_it_is_held_is_not_replaced_until_it_goes_on() -> None:
    before = set(own(set()))
    told = Told()
    finder = EntityFinder("", None, told, CRASHING)
    finder.start(report_of("All is calm in Lviv."))
    finder.pause()
    told.until(lambda one: isinstance(one, Progress) and one.held)
    (worker,) = own(before)
    os.kill(worker, signal.SIGKILL)
    wait_until(lambda: not own(before))
    finder.resume()
    last = told.last()
    assert isinstance(last, Found)
    assert named(last) == {"Lviv"}


def test_a_report_that_is_held_is_read_no_further_and_goes_on_where_it_was() -> None:
    text = "\n".join(f"Line {at} is about Lviv and Kyiv, in quite some words." for at in range(2_000))
    told = Told()
    finder = EntityFinder("", None, told, CRASHING)
    finder.start(report_of(text))
    told.until(lambda one: isinstance(one, Found) and bool(one.findings.mentions))
    finder.pause()
    progress = told.until(lambda one: isinstance(one, Progress) and one.held)
    held = [one for _, one in told.updates if isinstance(one, Found)][-1]
    assert isinstance(progress, Progress)
    assert held.findings.done == progress.done < progress.total
    finder.resume()
    last = told.last()
    finder.stop()
    assert isinstance(last, Found)
    assert len(last.findings.mentions) > len(held.findings.mentions)
    # Nothing was read twice: one worker, and no block begun anew.
    steps = [one.done for _, one in told.updates if isinstance(one, Progress)]
    assert steps == sorted(steps)
