from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entities.lookup.dates import moment_in, report_date
from entities.lookup.measures import Measure, measure_in
from entities.lookup.numerals import number_in, spelled
from entities.lookup.values import Moment, value_of, value_of_entity
from entities.records import EntityType, Mention
from tests.entities.fabricated import Made, findings_of

SUNDAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("words", "iso"),
    [
        ("Aug. 3, 2026", "2026-08-03"), ("3 August 2026", "2026-08-03"),
        ("the 24th of February 2022", "2022-02-24"),
        ("Sunday, November 22, 2026", "2026-11-22"), ("Sept. 11, 2001", "2001-09-11"),
        ("2026-08-03", "2026-08-03"),
        ("3.8.2026", "2026-08-03"), ("23/08/2026", "2026-08-23"), ("08/08/2026", "2026-08-08"),
        ("Feb 29, 2024", "2024-02-29"), ("August 2026", "2026-08"), ("2014", "2014"),
        ("the year 2014", "2014"),
        ("9 a.m.", "T09:00"), ("12 a.m.", "T00:00"), ("12.30 p.m.", "T12:30"), ("19:00", "T19:00"),
        ("1900 GMT", "T19:00Z"), ("9:30 UTC", "T09:30Z"), ("Aug. 3, 2026 at 3 p.m.", "2026-08-03T15:00"),
    ],
)  # fmt: skip
def test_what_is_said_in_full_needs_no_date_of_the_report(words: str, iso: str) -> None:
    assert moment_in(words, None) == iso


@pytest.mark.parametrize(
    ("words", "iso"),
    [
        ("Thursday", "2026-11-19"), ("Thurs.", "2026-11-19"), ("Sunday", "2026-11-22"),
        ("Monday morning", "2026-11-16"),
        ("yesterday", "2026-11-21"), ("today", "2026-11-22"), ("last night", "2026-11-21"),
        ("tomorrow", "2026-11-23"),
        ("two days ago", "2026-11-20"), ("10 days ago", "2026-11-12"), ("Aug. 3", "2026-08-03"),
        ("3rd of August", "2026-08-03"),
        ("Monday, Aug. 3", "2026-08-03"), ("Feb. 24", "2026-02-24"), ("August", "2026-08"),
        ("March", "2026-03"),
        ("this year", "2026"), ("last year", "2025"), ("last month", "2026-10"), ("next month", "2026-12"),
        ("3 p.m. Friday", "2026-11-20T15:00"), ("Friday at 3:30 p.m.", "2026-11-20T15:30"),
    ],
)  # fmt: skip
def test_what_is_relative_is_taken_from_the_date_of_the_report(words: str, iso: str) -> None:
    assert moment_in(words, SUNDAY) == iso
    assert moment_in(words, None) is None


@pytest.mark.parametrize(
    "words",
    [
        "last week", "the 1990s", "recent days", "overnight", "a decade", "early August", "summer 2023",
        "2014-2019",
        "between March and May", "next Thursday", "the day before", "12", "Feb. 30", "Feb. 29",
        "31 April 2020",
        "Thursday, Aug. 3", "Thursday, Aug. 3, 2026", "03/08/2026", "2026-13-01", "13 p.m.", "9:30", "noon",
        "Nov. 25",
        "December", "January", "2 p.m. to 4 p.m.", "9999999 days ago", "a million days ago", "", " ",
        "half a day ago",
    ],
)  # fmt: skip
def test_a_period_and_whatever_may_be_two_days_has_no_value(words: str) -> None:
    assert moment_in(words, SUNDAY) is None


@pytest.mark.parametrize("before", ["They will meet on ", "until ", "The talks are due to resume on ", "by "])
def test_a_day_that_may_lie_ahead_is_not_the_last_one(before: str) -> None:
    assert moment_in("Thursday", SUNDAY, before) is None
    assert moment_in("Aug. 3", SUNDAY, before) is None
    assert moment_in("Aug. 3, 2026", SUNDAY, before) == "2026-08-03"


@pytest.mark.parametrize(
    "before", ["They met on ", "It will rain. They met on ", "killed by a drone on ", "since "]
)
def test_what_stands_before_a_past_day_does_not_hide_it(before: str) -> None:
    assert moment_in("Thursday", SUNDAY, before) == "2026-11-19"


@pytest.mark.parametrize(
    ("published", "day"),
    [
        ("2026-11-22", SUNDAY), ("2026-11-22T09:12:04Z", SUNDAY), ("", None), ("yesterday", None),
        ("2026-11-31", None), ("22.11.2026", None), ("2026-11-221", None),
    ],
)  # fmt: skip
def test_the_date_of_a_report_is_one_in_iso_8601(published: str, day: date | None) -> None:
    assert report_date(published) == day


FORMS = ["%B %d, %Y", "%d %B %Y", "%a, %b. %d %Y", "%A, %d %b %Y", "%Y-%m-%d", "%d.%m.%Y"]


@given(st.dates(date(1000, 1, 1), date(2199, 12, 31)), st.sampled_from(FORMS))
def test_every_day_is_read_however_it_is_written(day: date, form: str) -> None:
    assert moment_in(day.strftime(form), None) == day.isoformat()


@given(st.dates(date(1000, 1, 1), date(2199, 12, 31)), st.integers(0, 6))
def test_a_day_of_the_week_is_within_the_week_before_the_report(published: date, back: int) -> None:
    day = published - timedelta(days=back)
    assert moment_in(f"{day:%A}", published) == day.isoformat()


@given(st.text(), st.dates(), st.text())
def test_no_text_and_no_date_are_too_odd_for_a_moment(words: str, published: date, before: str) -> None:
    moment_in(words, published, before)


@pytest.mark.parametrize("published", [date.min, date.max])
@pytest.mark.parametrize(
    "words", ["tomorrow", "yesterday", "Thursday", "Aug. 3", "last year", "next year", "last month"]
)
def test_the_ends_of_the_calendar_are_no_trouble(words: str, published: date) -> None:
    moment_in(words, published)


QUANTITIES: list[tuple[str, EntityType, Measure | None]] = [
    ("about 160 square kilometres", "quantity", Measure(160, None, "km2", "about")),
    ("a further 170 square kilometres", "quantity", Measure(170, None, "km2")),
    ("over 13,000", "quantity", Measure(13000, bound="at least")),
    ("1,000", "quantity", Measure(1000)),
    ("three and a half years", "date", Measure(3.5, unit="year")),
    ("more than three and a half years", "date", Measure(3.5, None, "year", "at least")),
    ("two and a half million", "quantity", Measure(2500000)),
    ("250-kilogram", "quantity", Measure(250, unit="kg")),
    ("fewer than 20", "quantity", Measure(20, bound="at most")),
    ("as many as 300", "quantity", Measure(300, bound="at most")),
    ("200 or more", "quantity", Measure(200, bound="at least")),
    ("two dozen", "quantity", Measure(24)),
    ("half a million", "quantity", Measure(500000)),
    ("one hundred and fifty", "quantity", Measure(150)),
    ("10-15", "quantity", Measure(10, 15)),
    ("10 to 15 million", "quantity", Measure(10000000, 15000000)),
    ("−5 degrees", "quantity", Measure(-5, unit="°")),
    ("two hours", "time", Measure(2, unit="h")),
    ("12.5%", "percent", Measure(12.5, unit="%")),
    ("5 percentage points", "percent", Measure(5, unit="pp")),
    ("$1.2 billion", "money", Measure(1200000000, unit="dollar")),
    ("US$5m", "money", Measure(5000000, unit="USD")),
    ("€1.5-2 billion", "money", Measure(1500000000, 2000000000, "EUR")),
    ("2,300 hryvnias", "money", Measure(2300, unit="UAH")),
    ("300 rubles", "money", Measure(300, unit="ruble")),
    ("dozens", "quantity", None),
    ("several", "quantity", None),
    ("hundreds of", "quantity", None),
    ("1.000", "quantity", None),
    ("1,5", "quantity", None),
    ("1,00,000", "quantity", None),
    ("one two", "quantity", None),
    ("million", "quantity", None),
    ("100 parsecs", "quantity", None),
    ("$500 to 1 million", "money", None),
    ("5 to 3", "quantity", None),
    ("Belarusian rubles", "money", None),
    ("5", "percent", None),
    ("2014", "time", None),
    ("12345678901234567890", "quantity", None),
    ("", "quantity", None),
]


@pytest.mark.parametrize(("words", "kind", "measure"), QUANTITIES)
def test_a_quantity_is_a_number_and_a_unit_where_both_are_sure(
    words: str, kind: EntityType, measure: Measure | None
) -> None:
    assert measure_in(words, kind) == measure


@given(st.integers(0, 10**12))
def test_every_whole_number_is_read_in_digits_and_in_words(number: int) -> None:
    assert number_in(f"{number:,}") == number
    assert number_in(spelled(number)) == number


@given(st.text(), st.sampled_from(["quantity", "money", "percent", "date", "time"]))
def test_no_text_is_too_odd_for_a_measure(words: str, kind: EntityType) -> None:
    measure_in(words, kind)


@pytest.mark.parametrize("piece", ["a hundred and ", "1,000 ", "twenty-", "one thousand million ", "1.", "-"])
def test_the_longest_mention_is_read_at_once(piece: str) -> None:
    assert measure_in(piece * 10_000, "quantity") is None
    assert moment_in(piece * 10_000, SUNDAY) is None


def test_a_mention_has_the_value_of_its_words_at_their_place() -> None:
    text = "They met on Thursday, and will meet on Thursday for two hours."
    met, meet = text.index("Thursday"), text.rindex("Thursday")
    assert value_of(Mention(met, met + 8, "Thursday", "date"), text, SUNDAY) == Moment("2026-11-19")
    assert value_of(Mention(meet, meet + 8, "Thursday", "date"), text, SUNDAY) is None
    hours = text.index("two hours")
    assert value_of(Mention(hours, hours + 9, "two hours", "time"), text, None) == Measure(2, unit="h")
    assert value_of(Mention(met, met + 8, "Thursday", "person"), text, SUNDAY) is None


def test_an_entity_has_the_value_that_all_its_mentions_have() -> None:
    text = "It rained on Thursday. It will rain on Thursday."
    first, second = text.index("Thursday"), text.rindex("Thursday")
    once = Made("date:thursday", "date", "Thursday", (), [(first, first + 8, "date")])
    twice = once._replace(mentions=[*once.mentions, (second, second + 8, "date")])
    assert value_of_entity(findings_of(text, [once]).entities[0], SUNDAY) == Moment("2026-11-19")
    assert value_of_entity(findings_of(text, [twice]).entities[0], SUNDAY) is None
