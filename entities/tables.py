"""The closed lists of `entities/data`, read once: words, names, countries and their demonyms."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

import msgspec

_FOLDER = Path(__file__).parent / "data"
_TAKES_S = ("an", "i", "er")


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`words.toml`: the lists the rules are made of."""

    with_article: frozenset[str]
    pronouns: frozenset[str]
    openers: frozenset[str]
    regions: tuple[str, ...]
    settlements: tuple[str, ...]
    about: tuple[str, ...]
    numbers: tuple[str, ...]
    scales: tuple[str, ...]
    units: tuple[str, ...]
    days: tuple[str, ...]
    hours: tuple[str, ...]
    times: tuple[str, ...]
    compounds: tuple[str, ...]
    before_names: tuple[str, ...]
    weapons: tuple[str, ...]
    weapon_adjectives: tuple[str, ...]
    prefixes: tuple[str, ...]
    function_words: frozenset[str]
    honorifics: frozenset[str]
    particles: frozenset[str]
    son_of: frozenset[str]
    family_first: frozenset[str]
    small: frozenset[str]


class Names(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`names.toml`: names that the model seldom finds, by their type."""

    product: tuple[str, ...]
    organisation: tuple[str, ...]
    ships: tuple[str, ...]
    """What the names of ships begin with."""
    formations: tuple[str, ...]
    """What the units of an army are called behind their number."""
    after_the: tuple[str, ...]
    """Organisations, by a common word with a capital behind `the`."""


class PlaceWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`places.toml`: what the choice of a place must know beside the gazetteer."""

    common_words: frozenset[str]
    regions: frozenset[str]
    region_endings: frozenset[str]


class Units(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`units.toml`: what units are called, by their symbols."""

    units: dict[str, tuple[str, ...]]
    times: dict[str, tuple[str, ...]]
    shares: dict[str, tuple[str, ...]]
    money: dict[str, tuple[str, ...]]


class Country(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A country's demonyms, and its other names."""

    of: tuple[str, ...]
    also: tuple[str, ...] = ()


class Countries(msgspec.Struct, frozen=True):
    """`countries.toml`, turned around."""

    of_demonym: dict[str, str]
    """The country a demonym belongs to; the demonym in lower case."""
    of_name: dict[str, str]
    """The country a name stands for, its own included; the name in lower case, without full stops."""
    demonyms: tuple[str, ...]
    """All demonyms as they are written, plurals included."""


@cache
def words() -> Words:
    """The lists of words."""
    return msgspec.convert(_read("words.toml"), Words)


@cache
def names() -> Names:
    """The names of weapons and armed actors."""
    return msgspec.convert(_read("names.toml"), Names)


@cache
def place_words() -> PlaceWords:
    """The lists about places."""
    return msgspec.convert(_read("places.toml"), PlaceWords)


@cache
def units() -> Units:
    """The lists of units."""
    return msgspec.convert(_read("units.toml"), Units)


@cache
def countries() -> Countries:
    """The countries, by demonym and by name."""
    table = msgspec.convert(_read("countries.toml")["countries"], dict[str, Country])
    demonyms = {word: name for name, country in table.items() for word in _with_plurals(country.of)}
    names_of = {word.casefold(): name for name, country in table.items() for word in (name, *country.also)}
    return Countries({word.casefold(): name for word, name in demonyms.items()}, names_of, tuple(demonyms))


def _with_plurals(words_of: tuple[str, ...]) -> list[str]:
    return [
        form for word in words_of for form in ((word, word + "s") if word.endswith(_TAKES_S) else (word,))
    ]


def _read(name: str) -> dict[str, object]:
    with (_FOLDER / name).open("rb") as file:
        return tomllib.load(file)
