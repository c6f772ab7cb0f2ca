"""Which place of the world is meant: on the gazetteer that is built, with all that go by a name."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing

import pytest

from entities.gathering import Gathering
from entities.lookup.gazetteer import Gazetteer
from entities.lookup.gazetteer_index import INDEX
from entities.lookup.locating import Location, locate
from entities.records import EntityType, Findings
from tests.entities.fabricated import gathered
from tests.growth import assert_linear


@pytest.fixture(scope="module")
def gazetteer() -> Iterator[Gazetteer]:
    if not INDEX.is_file():
        pytest.skip("the gazetteer has not been built: pip install -e . builds it")
    with Gazetteer() as opened:
        yield opened


def _findings(*places: str) -> Findings:
    """A report that names these places, one sentence apart; what ends in `*` names a people."""
    found: list[tuple[str, EntityType]] = [
        (place.rstrip("*"), "group" if place.endswith("*") else "place") for place in places
    ]
    return gathered(*found).findings(1, 1)


def _located(gazetteer: Gazetteer, findings: Findings) -> dict[str, Location]:
    return {findings.entities[at].name: place for at, place in locate(findings, gazetteer).items()}


SEED = (
    "Ukraine", "Russian*", "Kiev", "Moscow", "Pokrovsk", "Kostiantynivka", "Donetsk region", "Volgograd",
    "Volgograd region", "Salavat", "Bashkortostan",
)  # fmt: skip
"""The places of the report in `seeds/`."""


@pytest.mark.parametrize(
    ("name", "geonames"),
    [
        ("Pokrovsk", 704422), ("Kostiantynivka", 705104), ("Volgograd", 472757), ("Salavat", 499292),
        ("Kiev", 703448), ("Moscow", 524901), ("Ukraine", 690791), ("Russia", 2017370),
    ],
)  # fmt: skip
def test_the_places_of_the_seed_are_the_right_ones(gazetteer: Gazetteer, name: str, geonames: int) -> None:
    assert _located(gazetteer, _findings(*SEED))[name].geonames_id == geonames


@pytest.mark.parametrize("name", ["Donetsk region", "Volgograd region", "Bashkortostan"])
def test_a_region_is_not_the_town_it_is_named_after(gazetteer: Gazetteer, name: str) -> None:
    assert name not in _located(gazetteer, _findings(*SEED))


CASES = [
    # name, what else the report names, the place or none
    ("Springfield", (), None),
    ("Springfield", ("American*",), None),
    ("Springfield", ("Illinois", "Chicago"), 4250542),
    ("Georgia", (), 614540),
    ("Georgia", ("Tbilisi", "Washington"), 614540),
    ("Georgia", ("Atlanta", "United States"), None),
    ("Tripoli", (), 2210247),
    ("Tripoli", ("Libya",), 2210247),
    ("Tripoli", ("Beirut", "Lebanese*"), 266826),
    ("Tripoli", ("Lebanon",), None),
    ("San José", (), None),
    ("San José", ("Costa Rica",), 3621849),
    ("San Jose", ("California", "Oakland"), 5392171),
    ("Alexandria", ("Cairo",), 361058),
    ("Alexandria", ("Virginia", "Washington"), 4744091),
    ("Alexandria", ("Romania", "Bucharest"), 686502),
    ("Pokrovsk", (), None),
    ("Pokrovsk", ("Ukraine", "Russia"), None),
    ("Pokrovsk", ("Ukraine", "Russia", "Dobropillia"), 704422),
    ("Pokrovsk", ("Yakutsk", "Russia"), 2017824),
    ("Donetsk", (), 709717),
    ("Donetsk", ("Rostov-on-Don", "Luhansk", "Russia"), None),
    ("Donetsk", ("Makiivka", "Luhansk", "Russia"), 709717),
    ("Donetsk", ("Rostov region", "Shakhty"), None),
    ("Lebanon", (), 272103),
    ("Lebanon", ("Beirut", "American*"), 272103),
    ("Reading", (), None),
    ("Reading", ("London",), 2639577),
    ("Reading", ("Pennsylvania", "Philadelphia"), 5207728),
    ("Nice", (), None),
    ("Nice", ("France",), 2990440),
    ("Of", (), None),
    ("Of", ("Britain",), None),
    ("Of", ("Trabzon", "Turkey"), 741240),
    ("War", ("Ukraine",), None),
    ("Said", ("Egypt",), None),
    ("Ontario", ("Canada",), None),
    ("Gaza", ("Israel",), None),
    ("Gaza City", ("Israel",), 281133),
    ("Texas", (), None),
    ("New York", (), 5128581),
    ("Washington", ("Russia",), 4140963),
    ("London", ("Canada",), 2643743),
    ("London", ("Canada", "Toronto"), None),
    ("London", ("United Kingdom", "Canada"), 2643743),
    ("Paris", ("United States",), 2988507),
    ("St. Petersburg", (), 498817),
    ("Czech Republic", (), 3077311),
    ("Odessa", ("Ukraine", "Mykolaiv"), 698740),
    ("New Delhi", ("India",), 1261481),
    ("Soviet Union", (), None),
    ("Scotland", (), None),
]


@pytest.mark.parametrize(("name", "others", "geonames"), CASES)
def test_a_name_is_the_place_that_the_report_speaks_for(
    gazetteer: Gazetteer, name: str, others: tuple[str, ...], geonames: int | None
) -> None:
    place = _located(gazetteer, _findings(name, *others)).get(name)
    assert (place.geonames_id if place else None) == geonames


def test_what_is_named_behind_a_name_tells_where_it_is(gazetteer: Gazetteer) -> None:
    text = "In Springfield, Missouri, and in Lebanon, Tennessee, it rained."
    gathering = Gathering(text)
    for name in ("Springfield", "Missouri", "Lebanon", "Tennessee"):
        start = text.index(name)
        gathering.add(start, start + len(name), "place")
    located = _located(gazetteer, gathering.findings(1, 1))
    assert located["Springfield"].geonames_id == 4409896
    assert "Lebanon" not in located


def test_the_order_of_the_names_does_not_matter(gazetteer: Gazetteer) -> None:
    there, back = (_located(gazetteer, _findings(*names)) for names in (SEED, SEED[::-1]))
    assert there == back


def test_no_places_are_nowhere(gazetteer: Gazetteer) -> None:
    assert locate(Findings(), gazetteer) == {}
    assert locate(gathered(("Kyiv", "person")).findings(1, 1), gazetteer) == {}


def test_a_thread_of_its_own_may_ask(gazetteer: Gazetteer) -> None:
    found: list[dict[str, Location]] = []

    def look() -> None:
        with Gazetteer() as opened:
            found.append(_located(opened, _findings(*SEED)))

    thread = threading.Thread(target=look)
    thread.start()
    thread.join()
    assert found == [_located(gazetteer, _findings(*SEED))]


def test_twice_as_many_names_take_twice_as_long(gazetteer: Gazetteer) -> None:
    with closing(sqlite3.connect(INDEX)) as index:
        names = [name for (name,) in index.execute("select distinct name from places order by name")]

    def some(count: int) -> Findings:
        return _findings(*names[:: len(names) // count][:count])

    assert_linear(some, lambda findings: locate(findings, gazetteer), 500)


def test_the_thread_rests_between_many_names(gazetteer: Gazetteer) -> None:
    rests: list[None] = []
    locate(_findings(*(f"Nowhere{at}" for at in range(1000))), gazetteer, lambda: rests.append(None))
    assert len(rests) >= 4
