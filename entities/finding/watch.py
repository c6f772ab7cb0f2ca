"""Notices that a worker has been silent for too long: it may also never come back from a block."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial


class Watch:
    """Calls `stuck`, once and in a thread of its own, when work began and nothing was heard for so long."""

    def __init__(self, seconds: float, stuck: Callable[[], None]) -> None:
        """Start watching; nothing is expected yet."""
        self._seconds = seconds
        self._stuck = stuck
        self._changed = threading.Condition()
        self._heard = 0
        self._expecting = False
        self._over = False
        threading.Thread(target=self._watch, name="entities-watch", daemon=True).start()

    def heard(self, *, more: bool) -> None:
        """Something was heard; `more`: something else is to follow in time."""
        with self._changed:
            self._heard += 1
            self._expecting = more
            self._changed.notify()

    def end(self) -> None:
        """Watch no longer; may be called twice."""
        with self._changed:
            self._over = True
            self._changed.notify()

    def _watch(self) -> None:
        with self._changed:
            while not self._over:
                before = self._heard
                self._changed.wait_for(
                    partial(self._is_news, before), self._seconds if self._expecting else None
                )
                if not self._is_news(before):
                    break
            else:
                return
        self._stuck()

    def _is_news(self, before: int) -> bool:
        return self._over or self._heard != before
