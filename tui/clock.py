"""Times of the store, which are UTC, as the clock on the wall shows them."""

from __future__ import annotations

from datetime import UTC, datetime


def local_time(at: str) -> str:
    """`09:12:04` of an ISO 8601 time in UTC; empty if it is none."""
    try:
        moment = datetime.strptime(at, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    except ValueError:
        return ""
    return moment.astimezone().strftime("%H:%M:%S")


def local_day(at: str) -> str:
    """`2026-11-22 09:12` of an ISO 8601 time in UTC; empty if it is none."""
    try:
        moment = datetime.strptime(at, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    except ValueError:
        return ""
    return moment.astimezone().strftime("%Y-%m-%d %H:%M")
