from __future__ import annotations

import pytest

from entities.lookup.facts import Fact
from entities.lookup.locating import Location
from entities.lookup.measures import Measure
from entities.lookup.values import Moment
from entities.records import EntityType
from tui.lines.fact_words import fact_lines

POKROVSK = Location(704422, "Pokrovsk", "UA", 48.28014, 37.17706, False)
CHILE = Location(3895114, "Chile", "CL", -33.45694, -70.64827, True)


@pytest.mark.parametrize(
    ("fact", "kind", "lines"),
    [
        (Fact(POKROVSK, "Ukraine"), "place", ("at    48.28 N 37.18 E", "Ukraine · GeoNames 704422")),
        (Fact(CHILE, "Chile"), "place", ("at    33.46 S 70.65 W · capital", "Chile · GeoNames 3895114")),
        (Fact(), "place", ("at    not sure where",)),
        (Fact(problem="The file is gone."), "place", ("at    The file is gone.",)),
        (None, "place", ("at    …",)),
        (Fact(value=Moment("2026-11-19")), "date", ("is    2026-11-19",)),
        (Fact(value=Measure(160, None, "km2", "about")), "quantity", ("is    about 160 km2",)),
        (Fact(value=Measure(10, 15, "%")), "percent", ("is    10 to 15 %",)),
        (Fact(value=Measure(24)), "quantity", ("is    24",)),
        (Fact(), "quantity", ("is    not sure",)),
        (Fact(), "date", ("is    not sure",)),
        (None, "time", ("is    …",)),
        (Fact(), "person", ()),
    ],
)
def test_a_fact_is_a_line_or_two(fact: Fact | None, kind: EntityType, lines: tuple[str, ...]) -> None:
    assert fact_lines(fact, kind, dated=True) == lines


def test_without_a_date_of_the_report_a_date_says_how_to_set_it() -> None:
    assert fact_lines(Fact(), "date", dated=False) == ("is    not sure", "i sets the report's date")
    assert fact_lines(Fact(), "quantity", dated=False) == ("is    not sure",)
