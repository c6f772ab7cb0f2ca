"""How the cost of a function grows with its input: what tests compare, as no test may fail on a time.

A time says as much about the machine as about the code. So the CPU time of one input is compared with that
of one `times` as large, measured side by side. The limit lies halfway, as factors go, between the growth
that is allowed and the next worse one: with 16 times as much, linear work takes 16 times as long, quadratic
work 256 times, and 64 times is the limit. Either would have to be measured four times wrong.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

FLOOR = 0.005
"""Seconds of CPU time below which the large input is cheap enough, whatever the small one took."""
ROUNDS = 4
"""Measurements until the growth is refused: what disturbs one of them does not disturb all."""


def assert_linear(make: Callable[[int], T], run: Callable[[T], object], small: int, times: int = 16) -> None:
    """`run(make(size))` grows no faster than `size`, from `small` to `times` as much; see `assert_growth`."""
    assert_growth(1, make, run, small, times)


def assert_growth(
    power: int, make: Callable[[int], T], run: Callable[[T], object], small: int, times: int = 16
) -> None:
    """The cost of `run(make(size))` grows no faster than `size ** power`; 0: not at all.

    Only `run` is measured, several times with the same input, which it must leave as it is. `small` is so
    large that what does not depend on the size costs little next to what does.
    """
    little, much = make(small), make(small * times)
    limit = times ** (power + 0.5)
    cost_of_little = cost_of_much = float("inf")
    for _ in range(ROUNDS):
        # The large one first: it pays for what is compiled and loaded only once.
        cost_of_much = min(cost_of_much, _cost(run, much))
        if cost_of_much < FLOOR:
            return
        cost_of_little = min(cost_of_little, *(_cost(run, little) for _ in range(3)))
        if cost_of_much <= limit * cost_of_little:
            return
    raise AssertionError(
        f"{times} times as much costs {cost_of_much / max(cost_of_little, 1e-9):.0f} times as much "
        f"CPU time, allowed are {limit:.0f}"
    )


def _cost(run: Callable[[T], object], given: T) -> float:
    collects = gc.isenabled()
    gc.disable()
    try:
        before = time.process_time()
        run(given)
        return time.process_time() - before
    finally:
        if collects:
            gc.enable()
