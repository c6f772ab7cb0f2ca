"""A date or a time of day in ISO 8601, where it is sure; relative ones against the date of the report.

dateparser was tried and left: it reads `the 1990s` as yesterday, `12` as a day of December, `03/08/2026` as
the eighth of March, and gives a month a day; told to be strict, it knows no `Thursday` and no `Aug. 3`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Final

from entities.lookup.numerals import number_in

_MONTHS: Final = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
    "november", "december",
)  # fmt: skip
_WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SHORT: Final = 3
"""Letters by which months and days of the week are told apart."""
_LONGEST: Final = 60
"""Code points of a mention that is read: more than any date takes."""
_SOON: Final = timedelta(days=60)
"""A day without a year that lies so little ahead of the report may be meant, or that of last year."""

_MONTH: Final = "(?P<month>" + "|".join(f"{name[:3]}(?:{name[3:]})?" for name in _MONTHS) + "|sept)"
_WEEKDAY: Final = (
    "(?P<weekday>" + "|".join(f"{name[:3]}(?:{name[3:]})?" for name in _WEEKDAYS) + "|tues|thurs?)"
)
_DAY: Final = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR: Final = r"(?P<year>1\d{3}|2[01]\d\d)"
_PART: Final = r"(?: (?:early |late )?(?:morning|afternoon|evening|night|noon|midnight))?"
_CLOCK: Final = (
    r"(?P<hour>\d{1,2})(?:(?:[:.]|(?<=\d\d)(?=\d\d (?:gmt|utc|hours)))(?P<minute>[0-5]\d))? ?(?P<half>am|pm)?"
    r"(?: (?P<zone>gmt|utc|local time|hours))?"
)
_AHEAD: Final = re.compile(
    r"\b(?:will|would|shall|(?:is|are|was|were) to|due|scheduled|expected|set to|plan(?:s|ned)?)\b[^.!?]*$"
    r"|\b(?:by|until|till|before|ahead of|next|coming|starting)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
"""Before a date that may lie ahead of the report."""
AHEAD_LOOKED_AT: Final = 60
"""Code points before a mention in which that is looked for."""


def report_date(published: str) -> date | None:
    """The day that is set for a report, `2026-11-22`; `None` for anything else."""
    try:
        return date.fromisoformat(published[:10]) if re.match(r"\d{4}-\d{2}-\d{2}(?!\d)", published) else None
    except ValueError:
        return None


def moment_in(words: str, published: date | None, before: str = "") -> str | None:
    """The date or time in ISO 8601: `2026-11-19`, `2026-08`, `2014`, `2026-11-20T15:00`, `T15:00`.

    `published` is the day of the report; without it nothing relative is known. `before` is what stands
    before the mention: behind `will` a Thursday is not the last one. `None` for a period (`last week`, `the
    1990s`), and for whatever may be two days.
    """
    if len(words) > _LONGEST:
        return None
    plain = _plain(words)
    ahead = _AHEAD.search(before) is not None
    for pattern, read in _READERS:
        match = pattern.fullmatch(plain)
        if match is not None:
            return read(match, published, ahead)
    return _with_clock(plain, published, ahead)


def _plain(words: str) -> str:
    """In lower case, without commas, points and articles."""
    plain = re.sub(r"\b([ap])\.m\b\.?", r"\1m", words.lower())
    plain = re.sub(r"(?<=[a-z])\.|,", " ", plain)
    plain = re.sub(r"\b(?:the|of|on)\b", " ", plain)
    return " ".join(plain.split())


def _with_clock(plain: str, published: date | None, ahead: bool) -> str | None:
    """A time of day, alone or with its day: `3 pm friday`, `friday at 3 pm`."""
    for pattern in _CLOCKS:
        match = pattern.fullmatch(plain)
        clock = _clock(match) if match else None
        if match is None or clock is None:
            continue
        day = match["rest"]
        if not day:
            return clock
        for reader, read in _READERS:
            of_day = reader.fullmatch(day)
            iso = read(of_day, published, ahead) if of_day else None
            if iso is not None and len(iso) == len("2026-11-22"):
                return iso + clock
        return None
    return None


def _clock(match: re.Match[str]) -> str | None:
    hour, minute, half, zone = int(match["hour"]), match["minute"], match["half"], match["zone"] or ""
    if half:
        if not 1 <= hour <= 12 or zone == "hours":
            return None
        hour = hour % 12 + (12 if half == "pm" else 0)
    elif minute is None or hour > 23 or (hour < 13 and len(match["hour"]) < 2 and not zone):
        return None
    return f"T{hour:02}:{minute or '00'}{'Z' if zone in {'gmt', 'utc'} else ''}"


# ---------------------------------------------------------------------- what a whole mention may be

_Reader = Callable[[re.Match[str], date | None, bool], str | None]


def _iso_day(match: re.Match[str], published: date | None, ahead: bool) -> str | None:
    del published, ahead
    year, month, day = (int(match[name]) for name in ("year", "month", "day"))
    return _day(year, month, day)


def _either_order(match: re.Match[str], published: date | None, ahead: bool) -> str | None:
    """`23/11/2026`: sure only where one of both cannot be a month, or both are the same."""
    del published, ahead
    first, second, year = (int(match[name]) for name in ("first", "second", "year"))
    days = {_day(year, second, first), _day(year, first, second)} - {None}
    return days.pop() if len(days) == 1 else None


def _day_of_month(match: re.Match[str], published: date | None, ahead: bool) -> str | None:
    """`Thursday, Aug. 3`, `3 August 2026`: without a year the last one before the report."""
    month, day = _number_of(match["month"], _MONTHS), int(match["day"])
    given = match["year"]
    if given:
        iso = _day(int(given), month, day)
    elif published is None or ahead:
        return None
    else:
        this_year = _day(published.year, month, day)
        if this_year and published < date.fromisoformat(this_year) <= published + _SOON:
            return None
        passed = this_year and date.fromisoformat(this_year) <= published
        iso = this_year if passed else _day(published.year - 1, month, day)
    weekday = match["weekday"]
    agrees = iso and (not weekday or date.fromisoformat(iso).weekday() == _number_of(weekday, _WEEKDAYS) - 1)
    return iso if agrees else None


def _month(match: re.Match[str], published: date | None, ahead: bool) -> str | None:
    """`August 2026`; `August` is the last one before the report."""
    month = _number_of(match["month"], _MONTHS)
    if match["year"]:
        return f"{match['year']}-{month:02}"
    if published is None or ahead:
        return None
    months_ahead = (month - published.month) % 12
    if 0 < months_ahead <= _SOON.days // 30:
        return None
    return f"{published.year - (month > published.month)}-{month:02}"


def _year(match: re.Match[str], published: date | None, ahead: bool) -> str | None:
    del published, ahead
    return match["year"]


def _weekday(match: re.Match[str], published: date | None, ahead: bool) -> str | None:
    """The last one up to the day of the report: wires call the day itself by its name."""
    if published is None or ahead:
        return None
    days = (published.weekday() - (_number_of(match["weekday"], _WEEKDAYS) - 1)) % 7
    return _back(published, days)


_AGO: Final = {"today": 0, "yesterday": 1, "tomorrow": -1, "tonight": 0, "last night": 1, "this": 0}


def _near(match: re.Match[str], published: date | None, ahead: bool) -> str | None:
    del ahead
    return _back(published, _AGO[match["near"]])


def _days_ago(match: re.Match[str], published: date | None, ahead: bool) -> str | None:
    del ahead
    number = number_in(match["number"])
    return _back(published, int(number)) if number is not None and number == int(number) else None


def _this_or_last(match: re.Match[str], published: date | None, ahead: bool) -> str | None:
    del ahead
    if published is None:
        return None
    step = {"last": -1, "this": 0, "next": 1}[match["which"]]
    if match["what"] == "year":
        return f"{published.year + step:04}"
    months = 12 * published.year + published.month - 1 + step
    return f"{months // 12:04}-{months % 12 + 1:02}"


_READERS: Final[tuple[tuple[re.Pattern[str], _Reader], ...]] = tuple(
    (re.compile(pattern), read)
    for pattern, read in (
        (rf"{_YEAR}-(?P<month>\d\d)-(?P<day>\d\d)", _iso_day),
        (rf"(?P<day>\d\d?)\.(?P<month>\d\d?)\.{_YEAR}", _iso_day),
        (rf"(?P<first>\d\d?)/(?P<second>\d\d?)/{_YEAR}", _either_order),
        (rf"(?:{_WEEKDAY} )?{_MONTH} {_DAY}(?: {_YEAR})?{_PART}", _day_of_month),
        (rf"(?:{_WEEKDAY} )?{_DAY} {_MONTH}(?: {_YEAR})?{_PART}", _day_of_month),
        (rf"{_MONTH}(?: {_YEAR})?", _month),
        (rf"(?:year )?{_YEAR}", _year),
        (rf"{_WEEKDAY}{_PART}", _weekday),
        (rf"(?P<near>today|yesterday|tomorrow|tonight|last night){_PART}", _near),
        (r"(?P<near>this) (?:morning|afternoon|evening)", _near),
        (r"(?P<number>[a-z0-9-]+) days? ago", _days_ago),
        (r"(?P<which>this|last|next) (?P<what>year|month)", _this_or_last),
    )
)
_CLOCKS: Final = tuple(
    re.compile(pattern)
    for pattern in (rf"(?:at |around )?{_CLOCK}(?: (?P<rest>\D.*|\d.*))?", rf"(?P<rest>.+?) at {_CLOCK}")
)


def _number_of(name: str, names: tuple[str, ...]) -> int:
    """Counted from 1."""
    return next(number for number, each in enumerate(names, 1) if each[:_SHORT] == name[:_SHORT])


def _day(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _back(published: date | None, days: int) -> str | None:
    try:
        return (published - timedelta(days=days)).isoformat() if published is not None else None
    except OverflowError:
        return None
