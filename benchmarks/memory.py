"""How much memory the reader holds, beside the bare app; pages that processes share are shared out (PSS)."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

import psutil

from benchmarks.emulated import Emulated, environment_in
from benchmarks.programs import HELLO, SEED, large_report, reader
from benchmarks.table import Row

MEGABYTE = 1 << 20


def rows() -> list[Row]:
    """The bare app, the reader on a short and on a long report, and the process of the language model."""
    with tempfile.TemporaryDirectory() as home:
        folder = Path(home)
        with Emulated(HELLO, environment_in(folder)) as program:
            program.until_text("Hello, world 0")
            program.settle(0.5)
            base = held_by(program.process)
        small, worker = _reader(folder, SEED, model=True)
        large, _ = _reader(folder, large_report(folder), model=False)
    return [
        Row("memory, bare app", f"{base:.0f} MB"),
        _row("memory, seed", small, base),
        _row("memory, 1 MB", large, base),
        _row("memory, the model's process", worker, base),
    ]


def held_by(process: psutil.Process) -> float:
    """Megabytes: the proportional set size where the system tells it, else the resident set."""
    try:
        found = re.search(
            r"^Pss:\s+(\d+)", Path(f"/proc/{process.pid}/smaps_rollup").read_text(), re.MULTILINE
        )
    except OSError:
        found = None
    return int(found[1]) * 1024 / MEGABYTE if found else process.memory_info().rss / MEGABYTE


def _reader(folder: Path, report: Path, *, model: bool) -> tuple[float, float]:
    with Emulated(
        reader(folder / f"{report.stem}.json", report), environment_in(folder, model=model)
    ) as program:
        program.until_text("0 tagged · saved")
        worker = 0.0
        if model:
            program.until(lambda _: bool(program.process.children()))
            (child,) = program.process.children()
            while not any("by machine" in row for row in program.rows):
                worker = max(worker, _of_living(child))
                program.settle(0.05)
        for key in "jju":
            program.press(key, 0.2)
        program.settle(0.5)
        return held_by(program.process), worker


def _of_living(process: psutil.Process) -> float:
    try:
        return held_by(process)
    except psutil.NoSuchProcess:
        return 0.0


def _row(what: str, megabytes: float, base: float) -> Row:
    return Row(what, f"{megabytes:.0f} MB", f"{base:.0f} MB", f"{megabytes / base:.1f}")
