"""What is found in a report: from the cache, or by a worker, or by as many as it takes."""

from __future__ import annotations

import threading
from collections.abc import Generator, Iterator
from contextlib import closing
from typing import NamedTuple

from entities.finding.blame import Blame
from entities.finding.cache import EntityCache
from entities.finding.job import Job
from entities.finding.model import WITHOUT, EntitiesUnavailable, Model, find_model, model_label
from entities.finding.process import WorkerProcess
from entities.finding.watch import Watch
from entities.finding.wire import Begun, Failed, Hold, Look, Read, Step, body_of
from entities.records import Findings, Found
from reports.document import Report

STUCK = 120.0
"""Seconds that a worker may be silent over a batch, which takes it one or two; then it counts as dead."""


class Progress(NamedTuple):
    """Blocks read, of all blocks of the report; told at most twice a second."""

    done: int
    total: int
    held: bool = False
    """Whether reading has been paused, and all that was found so far has been told."""


class Desk:
    """Finds what is in one report after the other; all but `updates` may be called from any thread."""

    def __init__(self, model: str, cache: EntityCache | None, job: Job) -> None:
        self._model = model
        self._cache = cache
        self._job = job
        self._worker: WorkerProcess | None = None
        self._closed = False
        self._lock = threading.Lock()
        self._first = 0
        self._going = threading.Event()
        self._going.set()

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
        blame = Blame()
        told = 0
        for update in self._attempts(report, find_model(self._model), blame):
            if not isinstance(update, Found):
                yield update
                continue
            # A worker that takes the place of a dead one begins anew: what was found stays meanwhile.
            if update.findings.done >= told:
                told = update.findings.done
                yield update
            # What was left out now may be found the next time.
            if update.findings.complete and not blame.left_out and self._cache:
                self._cache.save(report, label, update)

    def look_at(self, block: int) -> None:
        """Read this block next."""
        with self._lock:
            self._first = block
            worker = self._worker
        if worker is not None:
            worker.send(Look(block))

    def hold(self, held: bool) -> None:
        """Read no further for now, or go on."""
        with self._lock:
            if held:
                self._going.clear()
            else:
                self._going.set()
            worker = self._worker
        if worker is not None:
            worker.send(Hold(held))

    def close(self) -> None:
        """End the worker; may be called twice."""
        with self._lock:
            self._closed = True
            self._going.set()
            worker, self._worker = self._worker, None
        if worker is not None:
            worker.end()

    def _attempts(self, report: Report, model: Model, blame: Blame) -> Iterator[Progress | Found]:
        while True:
            try:
                yield from self._attempt(report, model, blame)
                return
            except _WorkerDied as died:
                if self._closed:
                    return
                if not blame.died():
                    raise EntitiesUnavailable(
                        f"The language model stopped {blame.deaths} times ({died}) and is left alone; "
                        f"{WITHOUT}."
                    ) from died
            # A worker that died while it was held is missed by nobody yet.
            self._going.wait()

    def _attempt(self, report: Report, model: Model, blame: Blame) -> Iterator[Progress | Found]:
        worker = self._running(model)
        if worker is None:
            return
        with self._lock:
            # In one step with `look_at` and `hold`: what came ahead of the report would be lost.
            request = Read(len(report.blocks), self._first, blame.alone, blame.left_out)
            worker.send(request, body_of(report))
            if not self._going.is_set():
                worker.send(Hold(True))
        with closing(self._replies(worker, report)) as replies:
            for reply in replies:
                if isinstance(reply, Failed):
                    raise EntitiesUnavailable(reply.sentence)
                if isinstance(reply, Begun):
                    blame.begun(reply.blocks)
                elif isinstance(reply, Step):
                    yield Progress(reply.done, reply.total, reply.held)
                else:
                    yield reply
                    if reply.findings.complete:
                        return
        self._bury(worker)

    def _replies(
        self, worker: WorkerProcess, report: Report
    ) -> Generator[Step | Begun | Found | Failed, None, None]:
        """What the worker says; it is ended when it hangs over a block. While it is held it may be silent."""
        watch = Watch(STUCK, worker.end)
        try:
            for reply in worker.replies(report.text):
                watch.heard(more=not (isinstance(reply, Step) and reply.held))
                yield reply
        finally:
            watch.end()

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


class _WorkerDied(Exception):
    """The worker ended before it was done; its text says how."""


def _how_it_ended(code: int) -> str:
    return f"signal {-code}" if code < 0 else f"exit code {code}"
