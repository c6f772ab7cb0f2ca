"""What is known of an entity beside the text, in the lines of its card."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from entities.lookup.facts import Fact
    from entities.lookup.locating import Location
    from entities.lookup.measures import Measure
    from entities.records import EntityType

_VALUES: Final[frozenset[EntityType]] = frozenset({"date", "time", "quantity", "money", "percent"})
_RELATIVE: Final[frozenset[EntityType]] = frozenset({"date", "time"})
_UNDATED: Final = "i sets the report's date"


def fact_lines(fact: Fact | None, kind: EntityType, *, dated: bool) -> tuple[str, ...]:
    """The lines of an entity of this type, none for those of which nothing can be known.

    `fact` is `None` while it is looked for; `dated` says whether the report has a date.
    """
    if kind == "place":
        first, *more = _where(fact)
        return (f"at    {first}", *more)
    if kind not in _VALUES:
        return ()
    unknown = fact is not None and fact.value is None
    more = [_UNDATED] if unknown and not dated and kind in _RELATIVE else []
    return (f"is    {_worth(fact)}", *more)


def _where(fact: Fact | None) -> tuple[str, ...]:
    if fact is None:
        return ("…",)
    location = fact.location
    if location is None:
        return (fact.problem or "not sure where",)
    of_capital = " · capital" if location.is_country else ""
    return (f"{_degrees(location)}{of_capital}", f"{fact.country} · GeoNames {location.geonames_id}")


def _degrees(location: Location) -> str:
    """`48.28 N 37.18 E`: the second place behind the point is about a kilometre."""
    north, east = location.latitude, location.longitude
    return f"{abs(north):.2f} {'N' if north >= 0 else 'S'} {abs(east):.2f} {'E' if east >= 0 else 'W'}"


def _worth(fact: Fact | None) -> str:
    if fact is None:
        return "…"
    if fact.value is None:
        return "not sure"
    from entities.lookup.values import Moment

    return fact.value.iso if isinstance(fact.value, Moment) else _amount(fact.value)


def _amount(measure: Measure) -> str:
    upper = f" to {measure.upper}" if measure.upper is not None else ""
    return " ".join(filter(None, (measure.bound, f"{measure.number}{upper}", measure.unit)))
