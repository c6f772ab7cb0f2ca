"""Where the places of reports lie, for the commands: without a gazetteer they say so and go on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from entities.lookup.gazetteer import GazetteerUnavailable
from entities.lookup.locating import Location, locate_all
from entities.records import Findings
from report_reader.output import say

_Key = TypeVar("_Key")


def locations_of(findings: Mapping[_Key, Findings]) -> dict[_Key, dict[int, Location]]:
    """The locations of the places of each; none, with a sentence to standard error, without a gazetteer."""
    if not any(some.entities.of_type("place") for some in findings.values()):
        return {}
    try:
        return locate_all(findings)
    except GazetteerUnavailable as error:
        say(str(error))
        return {}
