"""The entities of a report, found in another process and told as they come.

This is what the reader uses; it imports neither spaCy nor anything slow.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing
from functools import partial
from typing import NamedTuple

from entities.cache import EntityCache
from entities.job import NAMES, Job
from entities.model import WITHOUT, EntitiesUnavailable, Model, find_model, model_label
from entities.process import WorkerProcess
from entities.records import Findings, Found
from entities.wire import Failed, Look, Read, Step, body_of
from reports.document import Report

__all__ = [
    "EntitiesUnavailable", "EntityFinder", "Found", "Progress", "Unavailable", "Update",
    "find_all", "find_entities", "read_all",
]  # fmt: skip

ATTEMPTS = 2
"""Workers that are started for a report: one that dies is replaced once."""


class Progress(NamedTuple):
    """Blocks read, of all blocks of the report; told at most twice a second."""

    done: int
    total: int


class Unavailable(NamedTuple):
    """Nothing (more) will be found: one sentence that says what is missing and how to get it."""

    sentence: str


Update = Progress | Found | Unavailable


class _WorkerDied(Exception):
    """The worker ended before it was done; its text says how."""


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
        self._new_desk = partial(_Desk, model, cache, job)
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
    desk = _Desk(model, cache, job)
    with closing(desk):
        for report in reports:
            *_, last = desk.updates(report)
            assert isinstance(last, Found)
            yield last


class _Desk:
    """A worker, if one is needed, and what is asked of it; `look_at` and `close` may come from any thread."""

    def __init__(self, model: str, cache: EntityCache | None, job: Job) -> None:
        self._model = model
        self._cache = cache
        self._job = job
        self._worker: WorkerProcess | None = None
        self._closed = False
        self._lock = threading.Lock()
        self._first = 0

    def updates(self, report: Report, first: int = 0) -> Iterator[Progress | Found]:
        """Everything there is to tell of a report, a complete `Found` last unless the desk is closed.

        Raises `EntitiesUnavailable`.
        """
        if not report.blocks:
            yield Found(Findings())
            return
        label = self._job.label(model_label(self._model))
        kept = self._cache.load(report, label) if self._cache else None
        if kept is not None:
            yield kept
            return
        self._first = first
        yield Progress(0, len(report.blocks))
        for update in self._attempts(report, find_model(self._model)):
            yield update
            if isinstance(update, Found) and update.findings.complete and self._cache:
                self._cache.save(report, label, update)

    def look_at(self, block: int) -> None:
        """Read this block next."""
        with self._lock:
            self._first = block
            worker = self._worker
        if worker is not None:
            worker.send(Look(block))

    def close(self) -> None:
        """End the worker; may be called twice."""
        with self._lock:
            self._closed = True
            worker, self._worker = self._worker, None
        if worker is not None:
            worker.end()

    def _attempts(self, report: Report, model: Model) -> Iterator[Progress | Found]:
        how = ""
        for _ in range(ATTEMPTS):
            try:
                yield from self._attempt(report, model)
                return
            except _WorkerDied as died:
                how = str(died)
        if not self._closed:
            raise EntitiesUnavailable(
                f"The language model stopped {ATTEMPTS} times ({how}) and is left alone; {WITHOUT}."
            )

    def _attempt(self, report: Report, model: Model) -> Iterator[Progress | Found]:
        worker = self._running(model)
        if worker is None:
            return
        with self._lock:
            # In one step with `look_at`: a hint that came ahead of the report would be lost.
            worker.send(Read(len(report.blocks), self._first), body_of(report))
        for reply in worker.replies(report.text):
            if isinstance(reply, Failed):
                raise EntitiesUnavailable(reply.sentence)
            if isinstance(reply, Step):
                yield Progress(reply.done, reply.total)
                continue
            yield reply
            if reply.findings.complete:
                return
        self._bury(worker)

    def _running(self, model: Model) -> WorkerProcess | None:
        """The worker, started if there is none; `None` when the desk is closed."""
        with self._lock:
            if self._closed:
                return None
            if self._worker is None:
                try:
                    self._worker = WorkerProcess(model, self._job)
                except OSError as error:
                    raise EntitiesUnavailable(
                        f"The language model cannot be started ({error}); {WITHOUT}."
                    ) from error
            return self._worker

    def _bury(self, worker: WorkerProcess) -> None:
        """Take the dead worker away; raises `_WorkerDied`, unless it was ended on purpose."""
        with self._lock:
            if self._closed:
                return
            self._worker = None
        worker.end()
        raise _WorkerDied(_how_it_ended(worker.wait()))


class _Run:
    """One report on its way through a desk of its own, told to a callback."""

    def __init__(self, report: Report, first: int, desk: _Desk, on_update: Callable[[Update], None]) -> None:
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

    def stop(self) -> None:
        """Tell nothing more, and end the worker."""
        self._stopped.set()
        self._desk.close()

    def _tell(self, update: Update) -> None:
        if not self._stopped.is_set():
            self._on_update(update)


def _how_it_ended(code: int) -> str:
    return f"signal {-code}" if code < 0 else f"exit code {code}"
