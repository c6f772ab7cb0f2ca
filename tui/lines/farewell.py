"""The line printed after quitting: what was recorded, and where it lies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.visible import visible

if TYPE_CHECKING:
    from pathlib import Path


def farewell(tagged: int, title: str, database: Path) -> str:
    """`tagged` is the number of annotations of the report called `title`, as it may be drawn."""
    where = visible(str(database))
    if not tagged:
        return f"No annotations of {title} yet; the place of reading is kept in {where}"
    count = f"{tagged} annotation{'' if tagged == 1 else 's'}"
    return f"{count} of {title} in {where} · report-reader export writes them as JSON"
