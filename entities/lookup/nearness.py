"""How near the next place of the report is: a grid in space, so that ten thousand places stay quick."""

from __future__ import annotations

import math
from collections import defaultdict
from itertools import product
from typing import Final

FARTHEST_KM: Final = 200.0
"""What lies farther away is not near."""
_EARTH_KM: Final = 6371.0
_EDGE: Final = 2 * math.sin(FARTHEST_KM / _EARTH_KM / 2)
"""The chord through the unit sphere between two places that are just near, and the edge of a cell."""
_KEPT_OF_A_CELL: Final = 8
"""Places that are compared: where there are more, any of them is as near as the others."""
_AROUND: Final = tuple(product((-1, 0, 1), repeat=3))

_Point = tuple[float, float, float]


class Nearness:
    """Places of the report, on the unit sphere: no edge at 180 degrees, no narrowing at a pole."""

    def __init__(self) -> None:
        self._cells: defaultdict[tuple[int, int, int], list[tuple[int, _Point]]] = defaultdict(list)

    def add(self, owner: int, latitude: float, longitude: float) -> None:
        """Take the place of an entity, in degrees."""
        point = _point(latitude, longitude)
        cell = self._cells[_cell(point)]
        if len(cell) < _KEPT_OF_A_CELL:
            cell.append((owner, point))

    def to_other(self, owner: int, latitude: float, longitude: float) -> float:
        """Kilometres from these degrees to the next place of another entity; infinite when none is near."""
        point = _point(latitude, longitude)
        x, y, z = _cell(point)
        chord = min(
            (
                math.dist(point, there)
                for dx, dy, dz in _AROUND
                for other, there in self._cells.get((x + dx, y + dy, z + dz), ())
                if other != owner
            ),
            default=math.inf,
        )
        return 2 * _EARTH_KM * math.asin(chord / 2) if chord <= _EDGE else math.inf


def kilometres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """From one place to another, both in degrees north and east."""
    return 2 * _EARTH_KM * math.asin(min(1.0, math.dist(_point(*one), _point(*other)) / 2))


def _point(latitude: float, longitude: float) -> _Point:
    north, east = math.radians(latitude), math.radians(longitude)
    return math.cos(north) * math.cos(east), math.cos(north) * math.sin(east), math.sin(north)


def _cell(point: _Point) -> tuple[int, int, int]:
    return math.floor(point[0] / _EDGE), math.floor(point[1] / _EDGE), math.floor(point[2] / _EDGE)
