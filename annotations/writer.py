"""Saving behind the analyst's back: a thread that takes operations at once and says when they are on disk.

It is the only one that touches the store's files: between two saves it looks for what other
programs wrote, and folds the journal when a killed program left one, when it is large, and at the end.
"""

from __future__ import annotations

import atexit
import logging
import threading
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Protocol, TypeVar

import msgspec

from annotations.errors import Busy, StoreError, Superseded
from annotations.operations import Operation, Remember

if TYPE_CHECKING:
    from annotations.arrivals import Arrived


class Saved(msgspec.Struct, frozen=True):
    """All is on disk. `at` is when the last of it got there, ISO 8601 in UTC; empty before the first."""

    at: str


class Saving(msgspec.Struct, frozen=True):
    """So many operations are not on disk yet; `since` is the monotonic clock, in seconds, of the oldest."""

    count: int
    since: float


class NotSaved(msgspec.Struct, frozen=True):
    """So many changes could not be written; they are kept in memory. `why` is a few words."""

    count: int
    why: str
    sentence: str = ""
    """The whole sentence, with the file and what to do."""


SaveState = Saved | Saving | NotSaved


_T = TypeVar("_T")
_log = logging.getLogger(__name__)


_LONGEST_WAIT = 10.0
"""Seconds between two looks at a file that cannot be read: each look reads it as a whole."""
LOOK_EVERY = 0.4
"""Seconds between two looks for what other programs wrote: less than a second, and next to no work."""


class Writable(Protocol):
    """What the writer needs of a store."""

    def write(self, operations: Sequence[Operation]) -> None:
        """Do all or none, durably; raises `StoreError` or `Superseded`."""

    def refresh(self) -> bool:
        """Read in what other programs wrote; raises `StoreError`."""

    def take_arrived(self) -> Sequence[Arrived]:
        """Return what other programs did since the last time this was asked."""

    @property
    def unfolded(self) -> bool:
        """Whether the TinyDB file lacks something that the journal has."""

    @property
    def fold_is_due(self) -> bool:
        """Whether the journal has grown so large that it should be folded."""

    def fold(self, keep_going: Callable[[], bool]) -> bool:
        """Bring everything into the TinyDB file, unless told to stop; raises `StoreError`."""


def utc_now() -> str:
    """Return the time as ISO 8601 in UTC, to the second, with a Z."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class BackgroundWriter:
    """One thread that writes to the store, in the order of asking, as many at once as have gathered.

    `on_state` is called from that thread whenever the state changes, `on_refused` for each
    operation that another program's changes stand against: it is not written, and the others are;
    `on_arrived` with what other programs wrote.
    What could not be written stays in the queue, and is tried again by `retry`, by `flush` and with
    the next `submit`; where another program held the store, by itself. The queue is flushed when the
    interpreter ends, should nobody have called `close`.
    """

    def __init__(
        self,
        store: Writable,
        on_state: Callable[[SaveState], None] = lambda _: None,
        on_refused: Callable[[Superseded], None] = lambda _: None,
        on_arrived: Callable[[Sequence[Arrived]], None] = lambda _: None,
        *,
        now: Callable[[], str] = utc_now,
        clock: Callable[[], float] = time.monotonic,
        look_every: float = LOOK_EVERY,
    ) -> None:
        self._store = store
        self._on_state = on_state
        self._on_refused = on_refused
        self._on_arrived = on_arrived
        self._look_every = self._look_after = look_every
        self._deadline = float("inf")
        self._now = now
        self._clock = clock
        self._queue: list[tuple[Operation, float]] = []
        self._state: SaveState = Saved("")
        self._held_up = False
        self._busy = False
        """Whether only another program's lock holds it up."""
        self._closing = False
        self._changed = threading.Condition()
        self._thread = threading.Thread(target=self._run, name="store writer", daemon=True)
        self._thread.start()
        atexit.register(self.close)

    @property
    def state(self) -> SaveState:
        """How saving stands; safe to ask from any thread."""
        with self._changed:
            if self._queue and isinstance(self._state, Saved):
                return Saving(len(self._queue), self._queue[0][1])
            return self._state

    def pending(self) -> list[Operation]:
        """Return what is not on disk, in order; after a failed `close` it can be saved elsewhere."""
        with self._changed:
            return [operation for operation, _ in self._queue]

    def submit(self, operation: Operation) -> None:
        """Take an operation and return at once. What comes after `close` stays `pending`, not written."""
        with self._changed:
            self._queue.append((operation, self._clock()))
            self._held_up = False
            self._changed.notify_all()

    def retry(self) -> None:
        """Try again what could not be written; returns at once."""
        with self._changed:
            self._held_up = False
            self._changed.notify_all()

    def flush(self, timeout: float = 5.0) -> bool:
        """Wait until everything is on disk, for at most `timeout` seconds; returns whether it is."""
        with self._changed:
            self._held_up = False
            self._changed.notify_all()
            self._changed.wait_for(lambda: not self._queue or self._held_up, timeout)
            return not self._queue

    def close(self, timeout: float = 5.0) -> bool:
        """Flush, fold and end the thread, within `timeout` seconds; returns whether everything is on disk.

        A fold that takes longer is given up: the journal has everything, and the next start folds.
        """
        if self._closing:
            return not self.pending()
        self._deadline = self._clock() + timeout
        saved = self.flush(timeout)
        with self._changed:
            self._closing = True
            self._changed.notify_all()
        self._thread.join(max(0.0, self._deadline - self._clock()))
        atexit.unregister(self.close)
        return saved

    def _run(self) -> None:
        self._fold(when=self._store.unfolded)  # what a program left that was killed
        while True:
            with self._changed:
                self._changed.wait_for(self._has_work, self._look_after)
                if self._closing:
                    break
                self._held_up = self._held_up and not self._busy
                batch = [] if self._held_up else [operation for operation, _ in self._queue]
                since = self._queue[0][1] if batch else 0.0
            if batch:
                self._announce(Saving(len(batch), since))
                self._try(batch)
            else:
                self._look()
            self._pass_on()
            if not self.pending():
                self._fold(when=self._store.fold_is_due)
        self._fold(when=self._store.unfolded)

    def _has_work(self) -> bool:
        return self._closing or (bool(self._queue) and not self._held_up)

    def _look(self) -> None:
        try:
            self._store.refresh()
        except StoreError as error:
            # What is on the screen is still what was read last; the next change will say it to her.
            _log.warning("%s", error)
            self._look_after = min(_LONGEST_WAIT, self._look_after * 2)
        except Exception:
            # Nor must a defect of ours end the thread: nothing would be saved any more.
            _log.exception("reading what other programs wrote failed")
            self._look_after = min(_LONGEST_WAIT, self._look_after * 2)
        else:
            self._look_after = self._look_every

    def _pass_on(self) -> None:
        arrived = self._store.take_arrived()
        if arrived:
            self._tell(self._on_arrived, arrived)

    def _fold(self, *, when: bool) -> None:
        """Fold if need be, unless there is something to save, or no time left."""
        if not when:
            return
        try:
            self._store.fold(self._may_fold_on)
        except StoreError as error:
            # Nothing is lost by that: the journal has what the TinyDB file lacks.
            _log.warning("%s", error)
        except Exception:
            _log.exception("folding failed")

    def _may_fold_on(self) -> bool:
        """Whether there is time left, and nothing has come that would have to wait to be saved."""
        with self._changed:
            return self._clock() < self._deadline and (self._held_up or not self._queue)

    def _try(self, batch: list[Operation]) -> None:
        try:
            self._store.write(batch)
        except Superseded as refusal:
            self._take_off([refusal.operation])
            self._tell(self._on_refused, refusal)
        except StoreError as error:
            self._hold_up(error.why, str(error), busy=isinstance(error, Busy))
        except Exception as error:
            # A defect of ours must not end the thread: the screen would wait for "saved" for ever.
            self._hold_up(
                "internal error", f"Saving failed ({type(error).__name__}: {error}); please report it."
            )
        else:
            self._take_off(batch)

    def _take_off(self, operations: Sequence[Operation]) -> None:
        # By identity: two equal operations, as two undos after each other, are two.
        done = {id(operation) for operation in operations}
        with self._changed:
            self._queue = [entry for entry in self._queue if id(entry[0]) not in done]
            left = len(self._queue)
            state: SaveState = Saving(left, self._queue[0][1]) if left else Saved(self._now())
            self._state = state
            self._changed.notify_all()
        self._tell(self._on_state, state)

    def _hold_up(self, why: str, sentence: str, *, busy: bool = False) -> None:
        with self._changed:
            self._held_up, self._busy = True, busy
            # Where reading stopped is written along, but it is no change of hers.
            changes = sum(not isinstance(operation, Remember) for operation, _ in self._queue)
            self._state = state = NotSaved(max(1, changes), why, sentence)
            self._changed.notify_all()
        self._tell(self._on_state, state)

    def _announce(self, state: Saving) -> None:
        """Tell of a new attempt; a failure stays on the screen until an attempt has succeeded."""
        with self._changed:
            if isinstance(self._state, NotSaved):
                return
            self._state = state
        self._tell(self._on_state, state)

    @staticmethod
    def _tell(listener: Callable[[_T], None], news: _T) -> None:
        try:
            listener(news)
        except Exception:
            # The screen may be gone already; saving goes on without it.
            _log.exception("a listener of the store writer failed")
