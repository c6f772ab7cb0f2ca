"""Where a place lies and what a date or quantity says, as they stand in an export: absent where not sure."""

from __future__ import annotations

from datetime import date

from msgspec import UNSET, UnsetType

from annotations.exports.types import ExportedLocation, ExportedValue
from entities.lookup.locating import Location
from entities.lookup.values import Moment, value_of
from entities.records import Mention


def exported_location(location: Location | None) -> ExportedLocation | UnsetType:
    """The place in the gazetteer."""
    if location is None:
        return UNSET
    return ExportedLocation(location.geonames_id, location.country, location.latitude, location.longitude)


def exported_value(mention: Mention, text: str, published: date | None) -> ExportedValue | UnsetType:
    """The value of a mention in the text of a report of this day."""
    value = value_of(mention, text, published)
    if value is None:
        return UNSET
    if isinstance(value, Moment):
        return ExportedValue(iso=value.iso)
    return ExportedValue(
        number=value.number,
        upper=UNSET if value.upper is None else value.upper,
        unit=value.unit or UNSET,
        bound=value.bound or UNSET,
    )
