"""Which place of the world a place of the report is, where that is sure; where it is not, none.

A name is looked up exactly. Of several places that go by it one is taken if it is `_SURE` times as likely as
any other: a place is as likely as it is populous, and much more so near other places of the report, or in a
country or region that the report names. What was found in one round is what the next one stands on.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple, TypeVar

from entities.lookup.gazetteer import Candidate, Gazetteer
from entities.lookup.nearness import Nearness, kilometres
from entities.lookup.place_names import folded
from entities.records import Entity, Findings
from entities.tables import place_words

_SURE: Final = 5.0
"""How many times as likely as the next one a place has to be."""
_SAID: Final = 1000.0
"""How much likelier a place is in a region the report names, `Donetsk region`, or names behind the name."""
_NEAR: Final = ((100.0, 1000.0), (200.0, 100.0))
"""... with another place of the report within so many kilometres."""
_NAMED: Final = 20.0
"""... in a country that the report names, or where another of its places lies."""
_CAPITAL: Final = 5.0
"""... as the capital of its country."""
_OTHER_NAME: Final = 1 / 3
"""... by a name that is not its first one."""
_KNOWN_EVERYWHERE: Final = 100_000
"""Weight, in inhabitants, from which a place needs nothing else of the report to speak for it."""
_STATE_OR_CITY: Final = 500_000
"""Inhabitants from which a city is meant by the name it shares with a state: New York, Washington."""
_BESIDE_KM: Final = 30.0
_ROUNDS: Final = 5
_Key = TypeVar("_Key")

_AT_ONCE: Final = 200
"""Names between two rests."""
_MENTIONS_LOOKED_AT: Final = 5
"""Of an entity, for what is named behind it: `Springfield, Illinois`."""


class Location(NamedTuple):
    """Where a place lies."""

    geonames_id: int
    name: str
    """As GeoNames has it."""
    country: str
    """ISO 3166-1 alpha-2."""
    latitude: float
    """Degrees north (WGS 84); of a country those of its capital."""
    longitude: float
    """Degrees east."""
    is_country: bool


def locate(
    findings: Findings, gazetteer: Gazetteer, rest: Callable[[], object] = lambda: None
) -> dict[int, Location]:
    """By their numbers the entities of the findings whose place is sure.

    Ten thousand names take one to two seconds, so it belongs into a thread, that in which the gazetteer was
    opened; `rest` is called about every 10 ms. The same findings have the same locations. Raises
    `GazetteerUnavailable`.
    """
    places = findings.entities.of_type("place")
    names = [_Name.of(number, findings, gazetteer) for number in _resting(places, rest)]
    names = [name for name in names if name.candidates]
    found: dict[int, Candidate] = {}
    for _ in range(_ROUNDS):
        context = _Context(names, found)
        before, found = found, {}
        for name in _resting(names, rest):
            chosen = _chosen(name, context)
            if chosen is not None:
                found[name.number] = chosen
        if found == before:
            break
    regions = {name.number for name in names if name.is_region}
    return {number: _location(place) for number, place in found.items() if number not in regions}


def locate_all(findings: Mapping[_Key, Findings]) -> dict[_Key, dict[int, Location]]:
    """The locations of each; opens the gazetteer for it. Raises `GazetteerUnavailable`."""
    with Gazetteer() as gazetteer:
        return {key: locate(some, gazetteer) for key, some in findings.items()}


_T = TypeVar("_T")


def _resting(some: Iterable[_T], rest: Callable[[], object]) -> Iterator[_T]:
    for at, one in enumerate(some):
        if at % _AT_ONCE == _AT_ONCE - 1:
            rest()
        yield one


@dataclass(slots=True)
class _Name:
    """A place of the report, and the places of the world that go by its name."""

    number: int
    candidates: list[Candidate]
    is_region: bool = False
    """Whether it is a region named after a town: the candidates are those of the town."""
    is_common: bool = False
    """Whether it is an English word as well."""
    has_people: bool = False
    """Whether the report speaks of its people: `Georgian`."""
    behind: list[set[tuple[str, str]]] = field(default_factory=list)
    """What is named behind it, `Springfield, Illinois`: the countries, or states of theirs, of that name."""

    @classmethod
    def of(cls, number: int, findings: Findings, gazetteer: Gazetteer) -> _Name:
        """The entity with this number."""
        entity = findings.entities[number]
        for name in (entity.name, *(alias for alias in entity.aliases if alias not in entity.demonyms)):
            head, _, behind = name.partition(",")
            plain = folded(head)
            candidates = gazetteer.called(plain) if plain not in place_words().regions else []
            town = _without_ending(plain) if not candidates else ""
            candidates = _apart(candidates)
            if town:
                candidates = [each for each in gazetteer.called(town) if each.is_city]
            if candidates:
                made = cls(number, candidates, bool(town), plain in place_words().common_words)
                made.has_people = bool(entity.demonyms)
                named = [behind] if behind else _named_behind(findings, entity)
                made.behind = [lands for lands in (_lands(each, gazetteer) for each in named) if lands]
                return made
        return cls(number, [])


def _apart(candidates: list[Candidate]) -> list[Candidate]:
    """Without those that only share the name of a place beside them: Delhi is called New Delhi, too."""
    first = [each.at for each in candidates if each.main and each.is_city]
    return [each for each in candidates if each.main or not _beside(each.at, first)]


def _beside(one: tuple[float, float] | None, others: Iterable[tuple[float, float] | None]) -> bool:
    return any(one and other and kilometres(one, other) <= _BESIDE_KM for other in others)


def _without_ending(name: str) -> str:
    """The town a region is named after, `donetsk region`; empty for what is no region."""
    head, _, ending = name.rpartition(" ")
    return head if ending in place_words().region_endings else ""


def _lands(name: str, gazetteer: Gazetteer) -> set[tuple[str, str]]:
    """The countries and states that go by a name, by code."""
    return {(each.country, each.state) for each in gazetteer.called(name) if not each.is_city}


def _named_behind(findings: Findings, entity: Entity) -> list[str]:
    """The places that stand right behind the entity and a comma."""
    names = []
    for mention in entity.mentions[:_MENTIONS_LOOKED_AT]:
        if not findings.mentions.text.startswith(", ", mention.end):
            continue
        for number, _ in findings.entities_in(mention.end + 2, mention.end + 3):
            behind = findings.mentions[number]
            if behind.type == "place":
                names.append(behind.text)
    return names


class _Context:
    """What the report says about where things happen, as far as it is known by now."""

    def __init__(self, names: Iterable[_Name], found: Mapping[int, Candidate]) -> None:
        self._countries: Counter[str] = Counter()
        self._regions: defaultdict[tuple[str, str], set[int]] = defaultdict(set)
        self._country_of: dict[int, str] = {}
        self._near = Nearness()
        for name in names:
            place = found.get(name.number) or _country_or_state(name)
            if place is not None:
                self._take(name, place)

    def _take(self, name: _Name, place: Candidate) -> None:
        self._countries[place.country] += 1
        self._country_of[name.number] = place.country
        if place.is_state or name.is_region:
            self._regions[place.country, place.state].add(name.number)
        if place.is_city and place.at is not None:
            self._near.add(name.number, *place.at)

    def names_country(self, country: str, besides: int) -> bool:
        """Whether another entity than `besides` is this country or lies in it."""
        return self._countries[country] > (self._country_of.get(besides) == country)

    def support(self, name: _Name, place: Candidate) -> float:
        """How much likelier the report makes it that `name` is `place`."""
        here = {(place.country, ""), (place.country, place.state)}
        if name.behind and all(here & lands for lands in name.behind):
            return _SAID * _SAID
        if self._regions.get((place.country, place.state), set()) - {name.number}:
            return _SAID
        if place.at is not None:
            to_next = self._near.to_other(name.number, *place.at)
            for within, support in _NEAR:
                if to_next <= within:
                    return support
        return _NAMED if self.names_country(place.country, name.number) else 1.0


def _country_or_state(name: _Name) -> Candidate | None:
    """What the name is whatever else the report says: a state, or a country that is not called as one."""
    kinds = [each for each in name.candidates if not each.is_city]
    return kinds[0] if len(kinds) == 1 else None


def _chosen(name: _Name, context: _Context) -> Candidate | None:
    """The place that the name is, if that is sure."""
    country = next((each for each in name.candidates if each.is_country), None)
    if country is not None:
        return country if _is_the_country(name, country, context) else None
    cities: Iterable[Candidate] = name.candidates
    if any(each.is_state for each in name.candidates):
        cities = [each for each in cities if each.is_city and each.population >= _STATE_OR_CITY]
    return _likeliest(name, cities, context)


def _is_the_country(name: _Name, country: Candidate, context: _Context) -> bool:
    """Whether a name that a country has is that country: Georgia may be a state, Lebanon lie in Tennessee."""
    if any(all(state for _, state in lands) for lands in name.behind):
        return False
    if name.has_people or not any(each.is_state for each in name.candidates):
        return True
    return not context.names_country("US", name.number) or context.names_country(country.country, name.number)


def _likeliest(name: _Name, cities: Iterable[Candidate], context: _Context) -> Candidate | None:
    rated = sorted(_rated(name, cities, context), key=lambda one: one[0], reverse=True)
    if not rated:
        return None
    (best, support, place), *others = rated
    if others and best < _SURE * others[0][0]:
        return None
    known = best >= _KNOWN_EVERYWHERE and not name.is_common
    return place if support > 1 or known else None


def _rated(
    name: _Name, cities: Iterable[Candidate], context: _Context
) -> Iterator[tuple[float, float, Candidate]]:
    for place in cities:
        support = context.support(name, place)
        weight = max(place.population, 1) * (1 if place.main else _OTHER_NAME)
        yield weight * support * (_CAPITAL if place.capital else 1), support, place


def _location(place: Candidate) -> Location:
    assert place.latitude is not None
    assert place.longitude is not None
    return Location(
        place.geonames_id, place.name, place.country, place.latitude, place.longitude, place.is_country
    )
