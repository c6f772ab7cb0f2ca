"""What the worker holds: bounded while it reads, and given back as soon as nobody needs it."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from contextlib import suppress

import psutil
import pytest

from entities import gathering
from entities.finding.finder import EntityFinder, Found, Unavailable, Update
from entities.gathering import Gathering
from entities.naming.usage import usage_of
from reports.document import Report
from tests.entities.conftest import report_of
from tests.entities.fabricated import text_with
from tests.entities.finding.test_finder import Told, repeated, wait_until, workers_of

LINES = 1_000
BYTES_A_CODE_POINT = 64
"""Of the text a worker reads more: it holds the text, twelve bytes a mention, and each name once."""


def own_workers(since: set[int]) -> list[psutil.Process]:
    return [each for each in workers_of(os.getpid()) if each.pid not in since]


@pytest.fixture
def before() -> set[int]:
    """The workers of other tests that still run."""
    return {each.pid for each in workers_of(os.getpid())}


def most_held(report: Report, before: set[int]) -> int:
    """The largest resident set of a worker while it reads the report, in bytes."""
    held = [0]
    done = threading.Event()

    def tell(update: Update) -> None:
        for worker in own_workers(before):
            with suppress(psutil.Error):
                held.append(worker.memory_info().rss)
        if isinstance(update, Unavailable) or (isinstance(update, Found) and update.findings.complete):
            done.set()

    EntityFinder("", None, tell).start(report)
    done.wait()
    wait_until(lambda: not own_workers(before))
    return max(held)


def test_four_times_the_text_takes_a_few_bytes_a_code_point_more(before: set[int]) -> None:
    # Every line has a name of its own: a word the model has never seen.
    once, four_times = (report_of(text_with(lines, lines)) for lines in (LINES, 4 * LINES))
    more = most_held(four_times, before) - most_held(once, before)
    assert more < BYTES_A_CODE_POINT * (len(four_times.text) - len(once.text))


def threads_of_the_finder() -> set[threading.Thread]:
    return {each for each in threading.enumerate() if each.name.startswith("entities")}


def stop_it(finder: EntityFinder, told: Told, seed: Report) -> None:
    finder.stop()


def read_another(finder: EntityFinder, told: Told, seed: Report) -> None:
    finder.start(seed)
    told.last()


@pytest.mark.parametrize("end", [stop_it, read_another])
def test_a_report_that_is_left_costs_nothing_any_more(
    end: Callable[[EntityFinder, Told, Report], None], before: set[int], seed: Report
) -> None:
    threads = threads_of_the_finder()
    told = Told()
    finder = EntityFinder("", None, told)
    finder.start(repeated(seed, 400))
    told.until(lambda one: isinstance(one, Found))
    (first,) = own_workers(before)
    end(finder, told, seed)
    wait_until(lambda: not first.is_running() or first.status() == psutil.STATUS_ZOMBIE)
    wait_until(lambda: not own_workers(before))
    wait_until(lambda: threads_of_the_finder() <= threads)


def test_a_report_that_is_read_to_its_end_leaves_no_process_and_no_thread(
    before: set[int], seed: Report
) -> None:
    threads = threads_of_the_finder()
    told = Told()
    # Nobody says `stop`: the reader goes on for hours with what was found.
    finder = EntityFinder("", None, told)
    finder.start(seed)
    last = told.last()
    assert isinstance(last, Found)
    assert last.findings.mentions
    wait_until(lambda: not own_workers(before))
    wait_until(lambda: threads_of_the_finder() <= threads)


def test_a_report_with_too_many_mentions_is_cut_short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gathering, "MOST_MENTIONS", 3)
    few = Gathering("a b c d e")
    for at in range(0, 9, 2):
        few.add(at, at + 1, "other")
    assert [each.text for each in few.findings(1, 1).mentions] == ["a", "b", "c"]


def test_the_words_of_a_dump_are_not_all_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("entities.naming.usage.VOCABULARY", 5)
    text = " ".join(f"word{chr(97 + at)} met Name{chr(97 + at)}" for at in range(20))
    usage = usage_of(text, [0], [len(text)])
    assert (len(usage.lower), len(usage.names)) == (5, 5)
