"""A quantity, a sum, a share or a duration as number and unit, where both are sure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from typing import Final, Literal, NamedTuple

from entities.lookup.numerals import NUMERAL, SCALES, number_in
from entities.naming.patterns import one_of
from entities.records import EntityType
from entities.tables import units

Bound = Literal["", "about", "at least", "at most"]

_BOUNDS: Final[dict[str, Bound]] = {
    "about": "about", "around": "about", "nearly": "about", "almost": "about", "roughly": "about",
    "approximately": "about", "some": "about", "an estimated": "about", "~": "about",
    "over": "at least", "more than": "at least", "at least": "at least", "no fewer than": "at least",
    "no less than": "at least", "up to": "at most", "at most": "at most", "less than": "at most",
    "fewer than": "at most", "under": "at most", "no more than": "at most", "as many as": "at most",
    "as much as": "at most",
}  # fmt: skip
_NEED_A_UNIT: Final = frozenset({"money", "percent", "date", "time"})
_MORE: Final = r"(?:a further|another|an additional|a total of|the)"
"""What stands before a number and says nothing of it."""
_LONGEST: Final = 80
"""Code points of a mention that is read: more than any amount takes."""
_DASHES: Final = str.maketrans("−–—", "---")


class Measure(NamedTuple):
    """So many of something."""

    number: int | float
    upper: int | float | None = None
    """The other end of a range."""
    unit: str = ""
    """A symbol of `units.toml`, or an ISO 4217 code; empty for what is counted."""
    bound: Bound = ""
    """How exact the report says it is."""


def measure_in(words: str, kind: EntityType) -> Measure | None:
    """What a mention of this type measures, `None` where that is not sure: `several`, `1.000`, `dozens`."""
    if len(words) > _LONGEST:
        return None
    match = _pattern(kind).fullmatch(" ".join(words.lower().translate(_DASHES).split()))
    if match is None:
        return None
    named = [name for name in (match["sign"], match["unit"]) if name]
    if len(named) > 1 or (kind in _NEED_A_UNIT and not named):
        return None
    numbers = _numbers(match["number"], match["upper"], short_scales=bool(match["sign"]))
    if numbers is None:
        return None
    low, *high = (int(each) if each == each.to_integral_value() else float(each) for each in numbers)
    bound = "at least" if match["more"] else _BOUNDS[match["bound"]] if match["bound"] else ""
    unit = _symbols(kind)[named[0]] if named else ""
    return Measure(-low if match["minus"] else low, high[0] if high else None, unit, bound)


def _numbers(first: str, second: str | None, *, short_scales: bool) -> list[Decimal] | None:
    """One number, or both ends of a range; in `10 to 15 million` both are millions."""
    low = number_in(first, short_scales=short_scales)
    if second is None or low is None:
        return None if low is None else [low]
    high = number_in(second, short_scales=short_scales)
    scale = SCALES.get(second.rpartition(" ")[2], 1)
    if first.replace(".", "").isdigit():
        low *= scale
    return [low, high] if high is not None and low < high else None


@cache
def _symbols(kind: EntityType) -> Mapping[str, str]:
    """The symbol of each name of a unit that a mention of this type may have, plurals included."""
    tables = {"money": units().money, "percent": units().shares, "date": units().times, "time": units().times}
    table = tables.get(kind, units().units | units().times)
    symbols = {name: symbol for symbol, names in table.items() for name in names}
    return {f"{name}s": symbol for name, symbol in symbols.items() if name[-1].isalpha()} | symbols


@cache
def _pattern(kind: EntityType) -> re.Pattern[str]:
    symbols = _symbols(kind)
    signs = one_of(name for name in symbols if not name[-1].isalpha()) if kind == "money" else "(?!)"
    number = rf"{NUMERAL}(?:[kmbt]n?\b)?" if kind == "money" else NUMERAL
    return re.compile(
        rf"(?:{_MORE} )?(?:(?P<bound>{one_of(_BOUNDS)})(?: |(?<=~)))?"
        rf"(?P<minus>-)?(?P<sign>{signs})? ?(?P<number>{number})"
        rf"(?: ?(?:-|to|or) ?(?:{signs})?(?P<upper>{number}))?"
        rf"(?:[ -]?(?P<unit>{one_of(symbols)}))?(?P<more> or more)?"
    )
