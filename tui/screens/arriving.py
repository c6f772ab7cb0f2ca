"""The rest of a long report, read beside the keyboard while the beginning is on the screen."""

from __future__ import annotations

import time
from collections import deque
from typing import TYPE_CHECKING

from reports.visible import visible
from tui.messages import ReportGrew
from tui.screens.base import ReaderBase

if TYPE_CHECKING:
    from reports.opening import Stretch

_TOLD_EVERY = 0.1
"""Seconds between two times that the screen takes over what has been read, at least."""
_TOLD_FROM = 0.05
"""And the share of the text that is new then, at least: appending to a text copies it."""


class Arriving(ReaderBase):
    """Reads what is not there yet in a thread, and takes it over piece by piece."""

    def read_on(self) -> None:
        """Begin to read the rest; returns at once."""
        self._read_already: deque[Stretch] = deque()
        self.run_worker(self._read, thread=True, name="read the report", exit_on_error=True)

    def _read(self) -> None:
        """Read to the end, or until the screen is gone; in a thread."""
        told, length, new = time.monotonic(), len(self.report.text), 0
        for stretch in self.opening.stretches():
            self._read_already.append(stretch)
            new += len(stretch.text)
            if time.monotonic() - told >= _TOLD_EVERY and new >= _TOLD_FROM * length:
                told, length, new = time.monotonic(), length + new, 0
                self.post_message(ReportGrew())
            self.reader_app.give_way()
            if not self.is_running:
                return
        self.post_message(ReportGrew())

    def on_report_grew(self) -> None:
        """Take over what has been read."""
        stretches = [self._read_already.popleft() for _ in range(len(self._read_already))]
        if not stretches:
            return
        reading = self.reading
        self.opening.take(*stretches)
        reading.share = self.opening.share
        self.state.hidden = self.opening.hidden
        notices = " ".join(notice for stretch in stretches for notice in stretch.notices)
        if notices:
            self.state.alarm = f"{self.state.alarm} {visible(notices)}".strip()
        anew = any(stretch.anew for stretch in stretches)
        if anew:
            self._settle_anew()
        self.report_grown(anew=anew)
        self.views.grown(anew=anew)
        if self.report.complete:
            self.on_report_complete()
        self.show_cursor()

    def _settle_anew(self) -> None:
        """The caret into another text; where reading stopped is looked for if it has not been moved yet."""
        reading = self.reading
        moved = reading.caret != self._first_caret
        reading.go(reading.caret if moved else reading.sentences.span(0).start)
        if not moved:
            self._first_caret = reading.caret

    def report_grown(self, *, anew: bool) -> None:
        """There is more of the report; `anew`: it has begun again, with another text."""

    def on_report_complete(self) -> None:
        """All of the report is there."""
