from __future__ import annotations

from collections.abc import Sequence

import pytest

from tests.growth import assert_growth, assert_linear


def constant(numbers: Sequence[int]) -> int:
    return sum(range(300_000)) + numbers[0]


def linear(numbers: Sequence[int]) -> int:
    return sum(number % 7 for number in numbers)


def quadratic(numbers: Sequence[int]) -> int:
    return sum(number in numbers for number in numbers)


def numbers(size: int) -> list[int]:
    return list(range(size))


def test_linear_work_passes() -> None:
    assert_linear(numbers, linear, 25_000)
    assert_linear(numbers, sorted, 50_000)


def test_quadratic_work_is_refused() -> None:
    with pytest.raises(AssertionError, match="16 times as much costs"):
        assert_linear(numbers, quadratic, 200)


def test_other_growth_can_be_allowed() -> None:
    assert_growth(0, numbers, constant, 20_000)
    assert_growth(2, numbers, quadratic, 100)
    with pytest.raises(AssertionError, match="16 times as much costs"):
        assert_growth(0, numbers, linear, 25_000)


def test_work_that_costs_nothing_is_not_compared() -> None:
    assert_growth(0, numbers, quadratic, 1)
