"""From the write of a key to what it does on the screen."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from pathlib import Path

from benchmarks.emulated import Change, Emulated, environment_in
from benchmarks.programs import HELLO, SEED, large_report, reader
from benchmarks.table import Row, percentile

AIM = 0.016
QUIET = 0.08
"""Seconds without output after which a key is done."""


class Times:
    """Of many keys: until the first change of the screen, and until the last."""

    def __init__(self, pressed: Iterable[list[Change]]) -> None:
        answered = [changes for changes in pressed if changes]
        self.first = [changes[0].after for changes in answered]
        self.last = [changes[-1].after for changes in answered]


def rows(presses: int) -> list[Row]:
    """Sentence moves, pages and tags on a short and on a long report; the floor is a bare app's key."""
    with tempfile.TemporaryDirectory() as home:
        folder = Path(home)
        floor = _floor(folder, presses)
        base = percentile(floor.last, 0.5), percentile(floor.last, 0.95)
        table = [Row("key of the bare app (the floor)", _both(*base))]
        large = large_report(folder)
        for name, report in (("seed", SEED), ("1 MB", large)):
            measured = _reader(folder, report, presses)
            table += [_row(f"{what}, {name}", times, base, aim=aim) for what, times, aim in measured]
        busy = _while_the_model_reads(folder, large, presses)
        table.append(_row("sentence move, 1 MB, while the model reads", busy.first, base, aim=None))
    return table


def _floor(home: Path, presses: int) -> Times:
    with Emulated(HELLO, environment_in(home)) as program:
        program.until_text("Hello, world 0")
        program.settle()
        return Times(program.press("j", QUIET) for _ in range(presses))


def _reader(home: Path, report: Path, presses: int) -> list[tuple[str, list[float], float | None]]:
    with Emulated(reader(home / f"{report.stem}.json", report), environment_in(home, model=False)) as program:
        program.until_text("0 tagged · saved")
        program.settle(0.8)
        program.press("j", QUIET)
        moves = Times(_alternating(program, "j", "k", presses))
        pages = Times(_alternating(program, " ", "\x15", presses))
        program.press("g", QUIET)
        tags = Times(_alternating(program, "u", "u", presses))
    return [
        ("sentence move", moves.last, AIM),
        ("page", pages.last, AIM),
        ("tag to painted", tags.first, AIM),
        ("tag to saved on the screen", tags.last, None),
    ]


def _while_the_model_reads(home: Path, report: Path, presses: int) -> Times:
    """Of these the first change counts: the pane of the entities changes too, twice a second."""
    with Emulated(reader(home / "busy.json", report), environment_in(home)) as program:
        program.until_text("0 tagged · saved")
        program.until_text("PEOPLE")
        return Times(_alternating(program, "j", "k", presses))


def _alternating(program: Emulated, there: str, back: str, presses: int) -> Iterable[list[Change]]:
    """Some keys there, as many back, so that neither end of the report is reached."""
    for number in range(presses):
        yield program.press(there if number // 8 % 2 == 0 else back, QUIET)


def _row(what: str, times: list[float], base: tuple[float, float], aim: float | None) -> Row:
    middle, high = percentile(times, 0.5), percentile(times, 0.95)
    return Row(
        what,
        _both(middle, high),
        _both(*base),
        f"{middle / base[0]:.1f} / {high / base[1]:.1f}",
        f"p95 < {aim * 1000:.0f} ms" if aim else "",
        high < aim if aim else None,
    )


def _both(middle: float, high: float) -> str:
    return f"{middle * 1000:.1f} / {high * 1000:.1f} ms"
