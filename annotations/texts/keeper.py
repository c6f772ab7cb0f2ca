"""Keeping the texts of opened reports behind the analyst's back: a thread while there is something to do."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass

import msgspec

from annotations.errors import CaptureError, shown
from annotations.texts.captures import Captures
from reports.document import Report

_log = logging.getLogger(__name__)


class TextNews(msgspec.Struct, frozen=True):
    """Something of the kept texts that the analyst must know."""

    sentence: str
    kept: bool
    """Whether the text is kept now."""


@dataclass(slots=True)
class _Job:
    """One opened report, as long as the program runs: what was lost can be kept again."""

    report: Report
    path: str
    captured: str
    waiting: bool = True
    trouble: str = ""
    """Why it is not kept, in a sentence."""
    doubted: bool = False
    """Whether it has been found missing or altered since it was kept."""


class TextKeeper:
    """Takes opened reports at once and keeps their texts; what cannot be kept is tried again when asked.

    `on_news` is called from the thread: when a text cannot be kept (once for each reason), when it could
    be after all, and when a damaged one was put right.
    """

    def __init__(self, captures: Captures, on_news: Callable[[TextNews], None] = lambda _: None) -> None:
        self._captures = captures
        self._on_news = on_news
        self._jobs: dict[tuple[str, str, str], _Job] = {}
        self._changed = threading.Condition()
        self._runs = False
        self._closing = False

    @property
    def trouble(self) -> str:
        """Why texts are not kept, in whole sentences; empty if all are."""
        with self._changed:
            return " ".join(dict.fromkeys(job.trouble for job in self._jobs.values() if job.trouble))

    def trouble_of(self, text_sha256: str) -> str:
        """Why this text is not kept, in whole sentences; empty if it is, as far as is known."""
        with self._changed:
            jobs = [job for (text, _, _), job in self._jobs.items() if text == text_sha256]
        return " ".join(dict.fromkeys(job.trouble for job in jobs if job.trouble))

    def keep(self, report: Report, path: str, captured: str) -> None:
        """Keep an opened report, see `Captures.keep`; returns at once."""
        with self._changed:
            known = self._jobs.setdefault(
                (report.text_sha256, report.sha256, path), _Job(report, path, captured)
            )
            known.waiting = True
            self._begin()

    def retry(self) -> None:
        """Try again what could not be kept, or is known to be lost; returns at once."""
        with self._changed:
            for job in self._jobs.values():
                job.waiting = job.waiting or bool(job.trouble) or job.doubted
            self._begin()

    def keep_all(self) -> None:
        """Look after every report opened so far, and tell anew what cannot be kept; returns at once."""
        with self._changed:
            for job in self._jobs.values():
                job.waiting, job.doubted = True, job.doubted or bool(job.trouble)
                job.trouble = ""
            self._begin()

    def doubt(self, text_sha256: str) -> None:
        """A text was found missing or altered: the next `retry` keeps it again."""
        with self._changed:
            for (text, _, _), job in self._jobs.items():
                job.doubted = job.doubted or text == text_sha256

    def settle(self, timeout: float) -> bool:
        """Wait until nothing is under way, for at most `timeout` seconds; returns whether that is so."""
        with self._changed:
            return self._changed.wait_for(lambda: not self._runs, timeout)

    def close(self, timeout: float) -> bool:
        """Try once more, for at most `timeout` seconds, then take nothing more; whether all is kept."""
        self.retry()
        settled = self.settle(timeout)
        with self._changed:
            self._closing = True
        return settled and not self.trouble

    # ------------------------------------------------------------------ the thread

    def _begin(self) -> None:
        """Start the thread if there is something for it to do; the caller has the condition."""
        if self._runs or self._closing or self._next() is None:
            return
        self._runs = True
        # A thread only while it is needed, and none that holds up the end of a program with a dead disk.
        threading.Thread(target=self._run, name="captured texts", daemon=True).start()

    def _next(self) -> _Job | None:
        return next((job for job in self._jobs.values() if job.waiting), None)

    def _run(self) -> None:
        while True:
            with self._changed:
                job = None if self._closing else self._next()
                if job is None:
                    self._runs = False
                    self._changed.notify_all()
                    return
                job.waiting = False
            self._keep(job)

    def _keep(self, job: _Job) -> None:
        news: TextNews | None = None
        title = shown(job.report.title)
        try:
            done = self._captures.keep(job.report, job.path, job.captured)
        except CaptureError as error:
            trouble = str(error)
        except Exception as error:
            # A defect of ours must not end the thread: what waits behind this report would never be kept.
            trouble = f"The text of {title} is not kept ({type(error).__name__}: {error}); please report it."
        else:
            trouble = ""
            if done == "put right":
                sentence = f"The kept text of {title} was damaged: it is kept anew, the old file beside it."
                news = TextNews(sentence, kept=True)
            elif job.trouble or job.doubted:
                news = TextNews(f"The text of {title} is kept now.", kept=True)
        if trouble and trouble != job.trouble:
            news = TextNews(trouble, kept=False)
        with self._changed:
            job.trouble, job.doubted = trouble, False
        if news is not None:
            self._tell(news)

    def _tell(self, news: TextNews) -> None:
        try:
            self._on_news(news)
        except Exception:
            # The screen may be gone already; keeping goes on without it.
            _log.exception("a listener of the captured texts failed")
