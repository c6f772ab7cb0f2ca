"""What keeping costs, beside stock TinyDB on the same records in the same run.

Each side of a comparison is a process of its own, so that memory and caches are its own too.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.table import Row

SIZES = (100, 10_000, 100_000)
"""Annotations in the store."""
PER_REPORT = 100


def rows(sizes: tuple[int, ...] = SIZES) -> list[Row]:
    """Saving one tag, loading, folding, memory and bytes at each size; then what a long history costs."""
    found: list[Row] = []
    saves: list[float] = []
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "store.json"
            _side("make", path, size)
            ours = _side("ours", path, size)
            stock = _side("stock", path, size)
            saves.append(ours["save"])
            found += _compared(size, ours, stock)
            if size == max(sizes):
                found.append(_history(path, size))
    if len(saves) > 1:
        found.append(
            Row(
                f"save one tag, {sizes[-1]} against {sizes[0]} annotations",
                _ms(saves[-1]),
                _ms(saves[0]),
                f"{saves[-1] / saves[0]:.1f}",
                "flat",
            )
        )
    return found


def _compared(size: int, ours: dict[str, Any], stock: dict[str, Any]) -> list[Row]:
    name = f"{size} annotations"
    gain = stock["save"] / ours["save"]
    aim = size == max(SIZES)
    return [
        Row(
            f"save one tag, {name}",
            f"{_ms(ours['save'])}, p95 {_ms(ours['save_p95'])}",
            _ms(stock["save"]),
            f"1/{gain:.0f}",
            "≤ 1/100" if aim else "",
            gain >= 100 if aim else None,
        ),
        Row(
            f"load until the first read, {name}",
            _ms(ours["load"]),
            _ms(stock["load"]),
            f"{ours['load'] / stock['load']:.2f}",
            "≤ 1",
            ours["load"] <= stock["load"],
        ),
        Row(
            f"fold, {name}",
            _ms(ours["fold"]),
            f"{_ms(stock['save'])} (one insert)",
            f"{ours['fold'] / stock['save']:.2f}",
        ),
        Row(
            f"memory, {name}",
            f"{ours['memory']:.0f} MB",
            f"{stock['memory']:.0f} MB",
            f"{ours['memory'] / stock['memory']:.2f}",
        ),
        Row(
            f"bytes written per tag, {name}",
            f"{ours['bytes']:.0f}",
            f"{stock['bytes']:.0f}",
            f"1/{stock['bytes'] / ours['bytes']:.0f}",
        ),
    ]


def _history(path: Path, size: int) -> Row:
    """The same store, its history taken away: opening must not be faster for it."""
    history = path.with_name(path.name + ".history")
    away = path.with_name("elsewhere")
    ratios: list[float] = []
    for _ in range(3):
        with_it = _side("load", path, size)
        history.rename(away)
        without = _side("load", path, size)
        away.rename(history)
        ratios.append(with_it["load"] / without["load"])
    return Row(
        f"load with a history of {size} changes",
        _ms(with_it["load"]),
        f"{_ms(without['load'])} (none)",
        f"{median_of(ratios):.2f}",
        "no slower",
    )


def _side(kind: str, path: Path, size: int) -> dict[str, Any]:
    # What the side before has written must not be on its way to the disk while this one waits for it.
    os.sync()
    command = [sys.executable, "-m", "benchmarks.store_sides", kind, str(path), str(size)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    measured: dict[str, Any] = json.loads(done.stdout)
    return measured


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.2f} ms" if seconds < 0.01 else f"{seconds * 1000:.0f} ms"


def median_of(times: list[float]) -> float:
    """The median of some seconds."""
    return statistics.median(times)
