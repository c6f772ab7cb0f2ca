"""The entities of a report, found in another process and told as they come.

This is what the reader uses; it imports neither spaCy nor anything slow.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing
from functools import partial
from typing import NamedTuple

from entities.finding.cache import EntityCache
from entities.finding.desk import Desk, Progress
from entities.finding.job import NAMES, Job
from entities.finding.model import EntitiesUnavailable
from entities.records import Findings, Found
from reports.document import Report

__all__ = [
    "EntitiesUnavailable", "EntityFinder", "Found", "Progress", "Unavailable", "Update",
    "find_all", "find_entities", "read_all",
]  # fmt: skip


class Unavailable(NamedTuple):
    """Nothing (more) will be found: one sentence that says what is missing and how to get it."""

    sentence: str


Update = Progress | Found | Unavailable


class EntityFinder:
    """Finds the entities of one report at a time, away from the thread that draws.

    `on_update` is called from a thread of the finder's, never from the caller's: a Textual app hands it
    on with `call_from_thread` or `post_message`. An update that is under way when `stop` or `start` is
    called may still arrive after it. The last update of a report is a complete `Found` or `Unavailable`.
    """

    def __init__(
        self,
        model: str,
        cache: EntityCache | None,
        on_update: Callable[[Update], None],
        job: Job = NAMES,
    ) -> None:
        """Start nothing yet; `model` is a spaCy pipeline the user installed, empty: the pinned one."""
        self._new_desk = partial(Desk, model, cache, job)
        self._on_update = on_update
        self._run: _Run | None = None

    def start(self, report: Report, first_block: int = 0) -> None:
        """Find the entities of this report instead of the last one, those of `first_block` first.

        Returns at once. Findings in the cache are told without starting a process.
        """
        self.stop()
        self._run = _Run(report, first_block, self._new_desk(), self._on_update)
        threading.Thread(target=self._run.work, name="entities", daemon=True).start()

    def look_at(self, block: int) -> None:
        """Read this block and those after it next: what is on the screen now. Returns at once."""
        if self._run is not None:
            self._run.look_at(block)

    def pause(self) -> None:
        """Read no further for now: what was found so far is told, and stays. Returns at once."""
        if self._run is not None:
            self._run.hold(True)

    def resume(self) -> None:
        """Read on where `pause` stopped it. Returns at once."""
        if self._run is not None:
            self._run.hold(False)

    def stop(self) -> None:
        """Find no more, and end the worker; returns at once, and may be called at any time, also twice."""
        run, self._run = self._run, None
        if run is not None:
            run.stop()


def find_entities(
    report: Report, model: str = "", cache: EntityCache | None = None, job: Job = NAMES
) -> Findings:
    """All entities of a report; waits for them. Raises `EntitiesUnavailable` with the sentence to show."""
    return next(find_all([report], model, cache, job))


def find_all(
    reports: Iterable[Report], model: str = "", cache: EntityCache | None = None, job: Job = NAMES
) -> Iterator[Findings]:
    """The entities of each report in turn, as `read_all` finds them."""
    with closing(read_all(reports, model, cache, job)) as all_found:
        for found in all_found:
            yield found.findings


def read_all(
    reports: Iterable[Report], model: str = "", cache: EntityCache | None = None, job: Job = NAMES
) -> Generator[Found, None, None]:
    """All that is found in each report in turn, by one worker. Raises `EntitiesUnavailable`.

    Close the generator, or run it to its end, in the thread that began it.
    """
    desk = Desk(model, cache, job)
    with closing(desk):
        for report in reports:
            *_, last = desk.updates(report)
            assert isinstance(last, Found)
            yield last


class _Run:
    """One report on its way through a desk of its own, told to a callback."""

    def __init__(self, report: Report, first: int, desk: Desk, on_update: Callable[[Update], None]) -> None:
        self._report = report
        self._first = first
        self._desk = desk
        self._on_update = on_update
        self._stopped = threading.Event()

    def work(self) -> None:
        """Tell everything; the body of the finder's thread."""
        with closing(self._desk):
            try:
                for update in self._desk.updates(self._report, self._first):
                    self._tell(update)
            except EntitiesUnavailable as unavailable:
                self._tell(Unavailable(str(unavailable)))

    def look_at(self, block: int) -> None:
        """Read this block next."""
        self._desk.look_at(block)

    def hold(self, held: bool) -> None:
        """Read no further for now, or go on."""
        self._desk.hold(held)

    def stop(self) -> None:
        """Tell nothing more, and end the worker."""
        self._stopped.set()
        self._desk.close()

    def _tell(self, update: Update) -> None:
        if not self._stopped.is_set():
            self._on_update(update)
