"""How much memory the reader takes, beside the bare app; and the process of the language model.

*Peak* is the most that was resident at once. *Held* is what is there when all is quiet; pages that processes
share are shared out (PSS). A megabyte has 2**20 bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import psutil

from benchmarks import texts
from benchmarks.emulated import CLOCK, LIMIT, Emulated, environment_in
from benchmarks.filling import ANNOTATIONS, filled
from benchmarks.programs import HELLO, reader
from benchmarks.table import Row

MEGABYTE = 1 << 20
ALLOWED = 40.0
"""Megabytes over the bare app that are not for the text."""
TIMES_THE_TEXT = 4
"""How often the text, as Python keeps it, may be there besides."""
GONE = 3.0
"""Seconds in which a process that is not needed any more has to be gone."""


class Taken(NamedTuple):
    """Megabytes of one process."""

    peak: float
    held: float

    def __str__(self) -> str:
        return f"{self.peak:.0f} MB peak, {self.held:.0f} MB held"


def rows(home: Path, model_seconds: float) -> list[Row]:
    """The bare app, the seed, 10 MB of every kind with little and with much known of it, the model."""
    with Emulated(HELLO, environment_in(home)) as program:
        program.until_text("Hello, world 0")
        base = _settled(program)
    table = [Row("memory, bare app", str(base))]
    table.append(_row("memory, seed", _read(home, home / "seed.json", texts.SEED), base, None))
    for name, make in (
        ("ASCII", texts.ascii_only),
        ("Cyrillic", texts.cyrillic),
        ("ASCII and one emoji", texts.with_one_emoji),
        ("Markdown", texts.markdown),
    ):
        known = filled(make(home, texts.LARGEST), home)
        limit = base.peak + ALLOWED + TIMES_THE_TEXT * known.code_points * known.bytes_each / MEGABYTE
        bare = _read(home, home / f"{known.report.name}, bare.json", known.report)
        full = _read(home, known.store, known.report, ANNOTATIONS)
        table.append(_row(f"memory, 10 MB {name}", bare, base, limit))
        table.append(_row(f"memory, 10 MB {name}, annotations and mentions", full, base, limit))
    return table + list(_of_the_model(home, model_seconds))


def held_by(process: psutil.Process) -> float:
    """Megabytes: the proportional set size where the system tells it, else the resident set."""
    return _told(process, "smaps_rollup", "Pss")


def peak_of(process: psutil.Process) -> float:
    """Megabytes: the most that was resident at once; what is resident now where the system tells no other."""
    return _told(process, "status", "VmHWM")


def _told(process: psutil.Process, file: str, name: str) -> float:
    try:
        text = Path(f"/proc/{process.pid}/{file}").read_text()
    except OSError:
        text = ""
    found = re.search(rf"^{name}:\s+(\d+)", text, re.MULTILINE)
    return int(found[1]) * 1024 / MEGABYTE if found else process.memory_info().rss / MEGABYTE


def _settled(program: Emulated) -> Taken:
    program.idle(0.8)
    return Taken(peak_of(program.process), held_by(program.process))


def _read(home: Path, store: Path, report: Path, annotations: int = 0) -> Taken:
    """Opened to its end, read in at the top and at the end, one sentence tagged and the tag taken off.

    Where nothing is known of a report, no model looks at it either.
    """
    with Emulated(reader(store, report), environment_in(home, model=bool(annotations))) as program:
        program.until_text(f"{annotations} tagged · saved")
        program.idle()
        for key in ("j", " ", "u", "u", "G", "k", "g"):
            program.press(key, 0.1, busy=True)
        return _settled(program)


def _of_the_model(home: Path, seconds: float) -> Iterator[Row]:
    """Of its process: while it reads 1 MB to the end, and some of 10 MB, until the reader is quit."""
    environment = environment_in(home) | {"XDG_CACHE_HOME": str(home / "nothing found yet")}
    for size, limit in ((texts.LARGE, LIMIT), (texts.LARGEST, seconds)):
        report = texts.plain(home, size)
        with Emulated(reader(home / "model.json", report), environment) as program:
            worker = _worker_of(program)
            peak, ended = _while_it_reads(program, worker, limit)
            if not ended:
                program.press("q", 0.1)
            gone = _is_gone(program, worker)
            how_far = "to its end" if ended else f"for {limit:.0f} s, then quit"
            yield Row(
                f"memory, the model's process, {report.stem} {how_far}",
                f"{peak:.0f} MB peak, {'gone' if gone else 'still there'} afterwards",
                aim="gone",
                met=gone,
            )


def _worker_of(program: Emulated) -> psutil.Process:
    program.until(lambda _: bool(program.process.children()))
    return program.process.children()[0]


def _while_it_reads(program: Emulated, worker: psutil.Process, limit: float) -> tuple[float, bool]:
    """Its peak, and whether it ended in these seconds."""
    end, peak = CLOCK() + limit, 0.0
    while CLOCK() < end:
        try:
            peak = max(peak, peak_of(worker))
        except psutil.NoSuchProcess:
            return peak, True
        program.settle(0.02)
    return peak, False


def _is_gone(program: Emulated, worker: psutil.Process) -> bool:
    end = CLOCK() + GONE
    while worker.is_running() and CLOCK() < end:
        program.settle(0.05)
    return not worker.is_running()


def _row(what: str, taken: Taken, base: Taken, limit: float | None) -> Row:
    return Row(
        what,
        str(taken),
        f"{base.peak:.0f} MB",
        f"{taken.peak / base.peak:.1f}",
        f"≤ {limit:.0f} MB" if limit is not None else "",
        taken.peak <= limit if limit is not None else None,
    )
