"""The same texts in the reader, in `less` and `vim`, and in Textual's widgets: how each bears their size."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from benchmarks import texts
from benchmarks.emulated import CLOCK, Emulated, environment_in
from benchmarks.memory import peak_of
from benchmarks.programs import Pager, pagers
from benchmarks.table import milliseconds, percentile, table

QUIET = 0.08
"""Seconds without output, and without computing, after which a key is done."""
QUICK = 2.0
"""Seconds to the first text up to which a program is started more than once."""
SOME = 8
"""Keys from which on a 95th percentile is worth telling."""

_HEADS = ("text", "program", "first text", "line or sentence", "page", "to the end", "peak memory")


class Given(NamedTuple):
    """How much is asked of a program."""

    runs: int
    """Starts."""
    presses: int
    """Keys of a kind."""
    limit: float
    """Seconds to the first text after which it is given up."""
    seconds: float = 3.0
    """For keys of a kind, after which no more are pressed."""


class GivenUp(Exception):
    """A program did not show the text in time; `peak` is what it took until then, in megabytes."""

    def __init__(self, peak: float) -> None:
        super().__init__()
        self.peak = peak


def printed(home: Path, given: Given) -> str:
    """A table of all texts in all programs that are installed."""
    return table(_HEADS, list(_lines(home, given)))


def _lines(home: Path, given: Given) -> Iterator[tuple[str, ...]]:
    _warm(home, given)
    given_up: set[tuple[str, str]] = set()
    for name, text in _texts(home):
        for pager in pagers(home):
            kind = pager.name, text.suffix
            if not pager.can_be_run(text):
                continue
            if kind in given_up:
                yield name, pager.name, "not tried", "", "", "", ""
                continue
            try:
                yield name, pager.name, *_measured(pager, text, home, given)
            except GivenUp as reason:
                given_up.add(kind)
                yield name, pager.name, f"not in {given.limit:.0f} s", "", "", "", f"{reason.peak:.0f} MB"


def _warm(home: Path, given: Given) -> None:
    """Start everything once, so that it is compiled and in the disk cache."""
    text = texts.markdown(home, 4_000)
    for pager in pagers(home):
        if pager.can_be_run(text):
            with Emulated(pager.command(text), environment_in(home, model=False)) as program:
                program.until_written(texts.FIRST_WORDS, given.limit)


def _texts(folder: Path) -> Iterator[tuple[str, Path]]:
    yield "4 KB", texts.SEED
    for size in (texts.LARGE, texts.LARGEST):
        yield f"{size // texts.LARGE} MB", texts.plain(folder, size)
    for size in (4_000, texts.LARGE, texts.LARGEST):
        path = texts.markdown(folder, size)
        yield f"{path.stem}, Markdown", path


def _measured(pager: Pager, text: Path, home: Path, given: Given) -> tuple[str, ...]:
    """The cells of a line behind the names."""
    started: list[float] = []
    while len(started) < given.runs and all(each < QUICK for each in started):
        with Emulated(pager.command(text), environment_in(home, model=False)) as program:
            try:
                started.append(program.until_written(texts.FIRST_WORDS, given.limit))
            except TimeoutError as error:
                raise GivenUp(peak_of(program.process)) from error
            if len(started) == given.runs or started[-1] >= QUICK:
                keys = _keys(program, pager, text, given)
                return milliseconds(statistics.median(started)), *keys, f"{peak_of(program.process):.0f} MB"
    raise AssertionError("a program is started at least once")


def _keys(program: Emulated, pager: Pager, text: Path, given: Given) -> tuple[str, str, str]:
    """What a key of each kind takes; in a text of a page or two every other goes back."""
    program.idle(limit=given.limit)
    turns = 8 if text.stat().st_size >= texts.LARGE else 1
    line = _pressed(program, pager.keys.line, turns, given)
    page = _pressed(program, pager.keys.page, turns, given)
    end = _pressed(program, pager.keys.end, 1, given._replace(presses=4))
    return _told(line), _told(page), milliseconds(statistics.median(end)) if end else "–"


def _pressed(program: Emulated, keys: tuple[str, str], turns: int, given: Given) -> list[float]:
    """Seconds from each key to the last change that it makes on the screen."""
    end = CLOCK() + given.seconds
    times: list[float] = []
    for key in _there_and_back(keys, turns, given.presses):
        if changes := program.press(key, QUIET, limit=given.limit, busy=True):
            times.append(changes[-1].after)
        if CLOCK() > end:
            break
    return times


def _there_and_back(keys: tuple[str, str], turns: int, presses: int) -> Iterable[str]:
    return (keys[number // turns % 2] for number in range(presses))


def _told(times: list[float]) -> str:
    if not times:
        return "–"
    middle = statistics.median(times)
    if len(times) < SOME:
        return f"{milliseconds(middle)} (of {len(times)})"
    return milliseconds(middle, percentile(times, 0.95))
