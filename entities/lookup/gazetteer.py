"""The gazetteer: which places of the world go by a name. One file, read by the row where it is asked."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from types import TracebackType
from typing import Any, Final, NamedTuple, Self

from entities.lookup.gazetteer_index import CITY, COUNTRY, INDEX, STATE
from entities.lookup.place_names import folded

NOT_BUILT: Final = (
    "Where places lie is not known: the gazetteer has not been built; "
    "`pip install .` in the folder of report-reader builds it."
)
_CALLED: Final = """
select id, places.name, country, state, latitude, longitude, population, kind, capital, main
from names join places on id = place where names.name = ? order by id
"""
_COUNTRY: Final = f"select name from places where country = ? and kind = {COUNTRY}"


class GazetteerUnavailable(Exception):
    """There is no gazetteer, or it cannot be read; its text is the sentence to show."""


class Candidate(NamedTuple):
    """A place of the world that goes by a name."""

    geonames_id: int
    name: str
    country: str
    """ISO 3166-1 alpha-2."""
    state: str
    """GeoNames' code of the region of the country it lies in; empty for a country."""
    latitude: float | None
    """Degrees north, of a country those of its capital; `None` for a state, which has none here."""
    longitude: float | None
    population: int
    kind: int
    capital: bool
    """Whether it is the capital of its country."""
    main: bool
    """Whether the name is the one that GeoNames gives first."""

    @property
    def at(self) -> tuple[float, float] | None:
        """Degrees north and east, if it has any."""
        if self.latitude is None or self.longitude is None:
            return None
        return self.latitude, self.longitude

    @property
    def is_city(self) -> bool:
        """Whether it is a town or a village."""
        return self.kind == CITY

    @property
    def is_country(self) -> bool:
        """Whether it is a country."""
        return self.kind == COUNTRY

    @property
    def is_state(self) -> bool:
        """Whether it is a state of the United States."""
        return self.kind == STATE


class Gazetteer:
    """An open gazetteer, for the thread that opened it; close it, or use it in a `with`."""

    def __init__(self, path: Path | None = None) -> None:
        """Open this index, else the one of this installation, in a millisecond.

        Raises `GazetteerUnavailable`.
        """
        path = path or INDEX
        if not path.is_file():
            raise GazetteerUnavailable(NOT_BUILT)
        # Nobody writes to it, so SQLite need not look for locks and journals: it may lie on a read-only disk.
        try:
            self._index = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
        except sqlite3.Error as error:
            raise GazetteerUnavailable(_unreadable(path, error)) from error
        self._path = path

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; may be called twice."""
        self._index.close()

    def country(self, code: str) -> str:
        """The name of a country by its ISO 3166-1 code; the code itself for one that is not there; a few ms.

        Raises `GazetteerUnavailable` when the file is damaged.
        """
        found = self._rows(_COUNTRY, code)
        return str(found[0][0]) if found else code

    def called(self, name: str) -> list[Candidate]:
        """All that go by exactly this name, whatever its case and accents; some 20 µs.

        Raises `GazetteerUnavailable` when the file is damaged.
        """
        wanted = folded(name)
        if not wanted:
            return []
        return [
            Candidate._make((*row[:8], bool(row[8]), bool(row[9]))) for row in self._rows(_CALLED, wanted)
        ]

    def _rows(self, query: str, value: str) -> list[Any]:
        try:
            return self._index.execute(query, (value,)).fetchall()
        except (sqlite3.Error, UnicodeEncodeError) as error:
            raise GazetteerUnavailable(_unreadable(self._path, error)) from error


def _unreadable(path: Path, error: Exception) -> str:
    return f"Where places lie is not known: {path} cannot be read ({error})."
