"""Times of the store as the clock on the wall shows them."""

from __future__ import annotations

import time

import pytest

from tui.lines.clock import local_date, local_day, local_time, local_when

NIGHT, MORNING = "2026-11-21T23:30:00Z", "2026-11-22T08:00:00Z"


@pytest.fixture(autouse=True)
def in_kyiv(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "EET-2")
    time.tzset()


def test_the_day_is_that_of_the_wall_and_not_that_of_the_store() -> None:
    assert local_when(NIGHT, MORNING) == "01:30:00"
    assert local_date(NIGHT, MORNING) == "01:30"


def test_another_day_has_its_date() -> None:
    assert local_when("2026-11-21T21:59:59Z", MORNING) == "2026-11-21 23:59"
    assert local_date("2026-11-21T21:59:59Z", MORNING) == "2026-11-21"


def test_what_is_no_time_is_empty() -> None:
    assert {show("yesterday") for show in (local_time, local_day)} == {""}
    assert local_when("yesterday", MORNING) == local_date("yesterday", MORNING) == ""
