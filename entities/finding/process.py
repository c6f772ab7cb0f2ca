"""The worker as its reader sees it: a process that is started, written to, listened to and ended."""

from __future__ import annotations

import os
import queue
import subprocess
import sys
import sysconfig
import threading
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import BinaryIO, cast

import msgspec

from entities.finding.job import NAMES, Job
from entities.finding.model import Model
from entities.finding.wire import (
    Begun,
    Failed,
    Load,
    Request,
    Snapshot,
    Step,
    found_behind,
    line_of,
    read_reply,
)
from entities.records import Found

GRACE = 1.0
"""Seconds a worker has to end before it is killed."""

_ROOT = Path(__file__).resolve().parents[2]
_ONE_THREAD = (
    "OMP_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "MKL_NUM_THREADS",
    "BLIS_NUM_THREADS",
    "NUMEXPR_NUM_THREADS",
)
_OFFLINE = {"HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1", "TOKENIZERS_PARALLELISM": "false"}


class WorkerProcess:
    """One running worker. Make it, listen to it and end it in one thread: on Linux it ends with that thread.

    `send` and `end` may be called from any thread, and do not wait.
    """

    def __init__(self, model: Model, job: Job = NAMES) -> None:
        """Start the worker of a job with this model; raises `OSError` when no process can be started."""
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", job.module, *job.arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(),
        )
        self._outgoing: queue.SimpleQueue[Iterable[bytes] | None] = queue.SimpleQueue()
        threading.Thread(target=self._write, name="entities-requests", daemon=True).start()
        self.send(Load(model, os.getpid()))

    @property
    def pid(self) -> int:
        """The worker's process id."""
        return self._process.pid

    def send(self, request: Request, body: Iterable[bytes] = ()) -> None:
        """Have a request written, with the pieces that follow its line, after those sent before."""
        self._outgoing.put(chain([line_of(request)], body))

    def replies(self, text: str = "") -> Iterator[Step | Begun | Found | Failed]:
        """What the worker says of a report with this text, as it comes, until it ends or says no reply."""
        stream = cast(BinaryIO, self._process.stdout)
        try:
            while reply := read_reply(stream):
                if not isinstance(reply, Snapshot):
                    yield reply
                    continue
                yield found_behind(reply, stream.read(reply.size), text)
        except (OSError, ValueError, msgspec.DecodeError):
            # Not what a worker says: for its reader the same as one that says nothing more.
            return

    def end(self) -> None:
        """End the worker, at the latest after `GRACE` seconds; does not wait for it."""
        self._outgoing.put(None)
        if self._process.poll() is None:
            self._process.terminate()
        threading.Thread(target=self._reap, name="entities-reaper", daemon=True).start()

    def wait(self) -> int:
        """Wait for the worker, which has closed its output, to end; its exit code, negative: the signal."""
        self._reap()
        return self._process.returncode

    def _reap(self) -> None:
        try:
            self._process.wait(GRACE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _write(self) -> None:
        stream = cast(BinaryIO, self._process.stdin)
        try:
            while (pieces := self._outgoing.get()) is not None:
                stream.writelines(pieces)
                stream.flush()
            stream.close()
        except (OSError, ValueError):
            # The worker is gone; whoever listens to it learns that from the end of its output.
            return


def _environment() -> dict[str, str]:
    """The worker's environment: one thread, no network, this very package."""
    environment = os.environ | dict.fromkeys(_ONE_THREAD, "1") | _OFFLINE
    installed = {Path(sysconfig.get_path(name)).resolve() for name in ("purelib", "platlib")}
    if _ROOT not in installed:
        # A checkout: `-P` leaves out the current folder, so the checkout is named.
        paths = [str(_ROOT), *filter(None, [os.environ.get("PYTHONPATH", "")])]
        environment["PYTHONPATH"] = os.pathsep.join(paths)
    return environment
