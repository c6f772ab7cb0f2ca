"""What may be typed where a report comes from: the rules of its fields, one function a field that has any."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from entities.lookup.dates import report_date

_DAY: Final = len("2026-11-22")


def why_refused(field: str, value: str) -> str:
    """One sentence on what is wrong with a value of a field of the report, `published`; empty if nothing is.

    A field may always be empty, and keeps what is there already, whoever wrote it.
    """
    check = _CHECKS.get(field)
    return check(value) if check is not None and value else ""


def _no_day(value: str) -> str:
    if report_date(value) is not None and len(value) == _DAY:
        return ""
    return f"“{value}” is no date: write year, month and day as in 2026-11-22."


_CHECKS: Final[dict[str, Callable[[str], str]]] = {"published": _no_day}
