"""Times of the store, which are UTC, as the clock on the wall shows them."""

from __future__ import annotations

from datetime import UTC, datetime


def local_time(at: str) -> str:
    """`09:12:04` of an ISO 8601 time in UTC; empty if it is none."""
    moment = _moment(at)
    return moment.strftime("%H:%M:%S") if moment is not None else ""


def local_day(at: str) -> str:
    """`2026-11-22 09:12` of an ISO 8601 time in UTC; empty if it is none."""
    moment = _moment(at)
    return moment.strftime("%Y-%m-%d %H:%M") if moment is not None else ""


def local_when(at: str, now: str) -> str:
    """`09:12:04` of a time on the day of `now`, else `2026-11-20 09:12`; both ISO 8601 in UTC."""
    return local_time(at) if _same_day(at, now) else local_day(at)


def local_date(at: str, now: str) -> str:
    """In one word: `09:12` of a time on the day of `now`, else `2026-11-20`; both ISO 8601 in UTC."""
    day, _, minute = local_day(at).partition(" ")
    return minute if _same_day(at, now) else day


def _same_day(at: str, now: str) -> bool:
    return local_day(at)[:10] == local_day(now)[:10]


def _moment(at: str) -> datetime | None:
    try:
        return datetime.strptime(at, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC).astimezone()
    except ValueError:
        return None
