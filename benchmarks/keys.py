"""From the write of a key to what it does on the screen."""

from __future__ import annotations

import shutil
import statistics
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from benchmarks import texts
from benchmarks.emulated import Area, Change, Emulated, environment_in
from benchmarks.filling import filled
from benchmarks.programs import HELLO, reader
from benchmarks.table import Row, milliseconds, percentile

AIM = 0.016
QUIET = 0.08
"""Seconds without output after which a key is done."""
ARTICLE = Area(range(23, 86), range(2, 38))
"""The cells of the article at 120x40: what the keys change, and nothing that changes by itself."""
OFTEN = "the"
"""A word that is searched for."""

REPEATS, A_SECOND = 60, 30
"""How long a key is held, and how often a keyboard repeats it."""
RESIZES = 6
_SIZES = ((100, 30), (120, 40))


class Times:
    """Of many keys: until the first change of the screen, and until the last."""

    def __init__(self, pressed: Iterable[list[Change]]) -> None:
        answered = [changes for changes in pressed if changes]
        self.first = [changes[0].after for changes in answered]
        self.last = [changes[-1].after for changes in answered]


class Base(NamedTuple):
    """The bare app's key, in seconds."""

    middle: float
    high: float


def rows(home: Path, presses: int) -> list[Row]:
    """Every kind of move and a tag, on the seed and on 10 MB full of annotations and names."""
    floor = _floor(home, presses)
    base = Base(percentile(floor.last, 0.5), percentile(floor.last, 0.95))
    table = [Row("key of the bare app (the floor)", milliseconds(*base))]
    with Emulated(reader(home / "seed.json", texts.SEED), environment_in(home, model=False)) as program:
        _opened(program, "0 tagged · saved")
        table += _moves(program, "seed", base, presses, _SHORT)
    for report in (texts.plain(home, texts.LARGEST), texts.markdown(home, texts.LARGEST)):
        known = filled(report, home)
        with Emulated(reader(known.store, report), environment_in(home), watched=ARTICLE) as program:
            _opened(program, "5000 tagged · saved")
            name = f"10 MB {report.suffix}"
            table += _moves(program, name, base, presses, _LONG)
            table += _held(program, name)
            table.append(_resized(program, name))
    return table + list(_meanwhile(home, presses, base))


class _Kind(NamedTuple):
    what: str
    there: str
    back: str
    turns: int = 8
    """So many there, then as many back, so that neither end of the report is reached."""
    first: bool = False
    """Whether the first change of the screen is the answer, and what follows is not for the keyboard."""


_SENTENCE = _Kind("sentence", "j", "k")
_PAGE = _Kind("page", " ", "\x15", turns=2)
_TAG = _Kind("tag to painted", "u", "u", first=True)
_SHORT = (_SENTENCE, _PAGE, _TAG)
_LONG = (
    _SENTENCE,
    _PAGE._replace(turns=8),
    _Kind("block", "}", "{"),
    _Kind("hit", "n", "N"),
    _Kind("annotation", "]", "["),
    _TAG,
    _Kind("end and top", "G", "g", turns=1),
)
_HELD = ("j", " ", "}", "n", "]")


def _floor(home: Path, presses: int) -> Times:
    with Emulated(HELLO, environment_in(home)) as program:
        program.until_text("Hello, world 0")
        program.settle()
        return Times(program.press("j", QUIET) for _ in range(presses))


def _opened(program: Emulated, header: str) -> None:
    program.until_text(header)
    program.idle(0.8)
    program.press("j", QUIET)


def _moves(program: Emulated, name: str, base: Base, presses: int, kinds: tuple[_Kind, ...]) -> Iterator[Row]:
    for kind in kinds:
        if kind.there == "n":
            _search(program)
        before = program.computed
        pressed = Times(_pressed(program, kind, presses))
        computed = (program.computed - before) / presses
        times = pressed.first if kind.first else pressed.last
        row = _row(f"{kind.what}, {name}", times, base)
        yield row._replace(measured=f"{row.measured}, CPU {milliseconds(computed)}")
        if kind is _TAG and kinds is _SHORT:
            yield _row(f"tag to saved on the screen, {name}", pressed.last, base, aim=None)


def _search(program: Emulated) -> None:
    program.press("/", QUIET)
    program.press(OFTEN, QUIET)
    program.idle()
    program.press("\r", QUIET)
    program.idle()


def _pressed(program: Emulated, kind: _Kind, presses: int) -> Iterator[list[Change]]:
    for number in range(presses):
        yield program.press((kind.there, kind.back)[number // kind.turns % 2], QUIET)


def _held(program: Emulated, name: str) -> Iterator[Row]:
    """How far the screen is behind when a key that was held is let go."""
    for key in _HELD:
        behind = program.hold(key, REPEATS, A_SECOND)
        what = f"“{key}”" if key.strip() else "space"
        yield _behind(f"{what} held for {REPEATS / A_SECOND:.0f} s, {name}: behind", behind)


def _behind(what: str, seconds: float) -> Row:
    """The last repetition is on the screen before the next would have come."""
    aim = 1 / A_SECOND
    return Row(what, milliseconds(seconds), aim=f"< {aim * 1000:.0f} ms", met=seconds < aim)


def _resized(program: Emulated, name: str) -> Row:
    """Between two sizes and back; under the eye is what the cursor stands on."""
    program.press("j", QUIET)
    times: list[float] = []
    stayed = True
    first, _ = program.cursor
    for number in range(RESIZES):
        _, before = program.cursor
        columns, height = _SIZES[number % 2]
        times.append(program.resize(columns, height, QUIET)[-1].after)
        last, after = program.cursor
        there = last == first or first >= height - 2
        stayed = stayed and there and before.split()[:1] == after.split()[:1]
    return Row(
        f"resize between 120x40 and 100x30, {name}: quiet",
        f"{milliseconds(statistics.median(times), max(times))}; row {first} became {last}",
        aim="the text stays",
        met=stayed and first == last,
    )


def _meanwhile(home: Path, presses: int, base: Base) -> Iterator[Row]:
    """Keys while the rest of a report is read, and while the model reads."""
    for report in (texts.plain(home, texts.LARGEST), texts.markdown(home, texts.LARGEST)):
        name = f"10 MB {report.suffix}, while its rest is read"
        yield _row(f"sentence, {name}", Times(_while_it_is_read(home, report, presses)).last, base)
        with _new(home, report) as program:
            program.until_written(texts.FIRST_WORDS)
            yield _behind(
                f"“j” held for {REPEATS / A_SECOND:.0f} s, {name}: behind",
                program.hold("j", REPEATS, A_SECOND),
            )
    report = texts.plain(home, texts.LARGEST)
    nothing_known = {"XDG_CACHE_HOME": str(home / "another cache")}
    environment = environment_in(home) | nothing_known
    with Emulated(reader(home / "busy.json", report), environment, watched=ARTICLE) as program:
        program.until_text("0 tagged · saved")
        program.until_text("PEOPLE")
        busy = Times(_pressed(program, _SENTENCE, presses))
        yield _row("sentence, 10 MB .txt, while the model reads", busy.last, base)


def _while_it_is_read(home: Path, report: Path, presses: int) -> Iterator[list[Change]]:
    """Of as many starts as it takes; a plain text is there in a second."""
    left = presses
    while left > 0:
        with _new(home, report) as program:
            program.until_written(texts.FIRST_WORDS)
            while left > 0:
                changes = program.press("j", QUIET)
                if "% read" not in program.rows[0]:
                    break
                left -= 1
                yield changes


def _new(home: Path, report: Path) -> Emulated:
    """A reader that has never seen the report."""
    for left in home.glob("new.json*"):
        shutil.rmtree(left) if left.is_dir() else left.unlink()
    return Emulated(reader(home / "new.json", report), environment_in(home, model=False), watched=ARTICLE)


def _row(what: str, times: list[float], base: Base, aim: float | None = AIM) -> Row:
    middle, high = percentile(times, 0.5), percentile(times, 0.95)
    return Row(
        what,
        f"{milliseconds(middle, high)}, longest {milliseconds(max(times))}",
        milliseconds(*base),
        f"{middle / base.middle:.1f} / {high / base.high:.1f}",
        f"p95 < {aim * 1000:.0f} ms" if aim else "",
        high < aim if aim else None,
    )
