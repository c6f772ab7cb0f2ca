"""Whose file it is: ours, nobody's yet, an older or newer program's, or another program's."""

from __future__ import annotations

import os

import msgspec

from annotations.errors import StoreError, shown
from annotations.plain import RECORD_TYPES, UNDECODABLE, Tables

FORMAT = "report-reader/store"
SCHEMA = 2
"""1: the changes are a table of the TinyDB file. 2: they are in the journal and its history."""
META_DOC_ID = 1


class Meta(msgspec.Struct, frozen=True):
    """The one row of the table `meta`."""

    format: str
    schema: int
    created: str = ""
    """When the first record was written, ISO 8601 in UTC."""


def recognise(path: str | os.PathLike[str], tables: Tables) -> str:
    """Return why the file may only be read, as a sentence; nothing when it may be written.

    Raises `StoreError` for a file of another program. Empty tables are nobody's: the file of a
    `TinyDB(path)` that was only opened is a new store.
    """
    name = shown(path)
    meta = meta_of(tables)
    if meta is not None and meta.schema > SCHEMA:
        return (
            f"{name} was written by a newer report-reader (schema {meta.schema}, this one knows {SCHEMA}):"
            " it is open for reading only; update report-reader to change it."
        )
    if meta is not None or not any(tables.values()):
        return ""
    if _holds_records(tables):
        return (
            f"{name} has lost the row that says it is a store of report-reader: it is open for reading only;"
            " `report-reader check --repair` puts it back."
        )
    used = ", ".join(f"“{shown(table)}”" for table, rows in sorted(tables.items()) if rows)
    raise StoreError(
        f"{name} is the TinyDB file of another program (tables {used}); it was left as it is,"
        " name another file with --db."
    )


def meta_of(tables: Tables) -> Meta | None:
    """Return what the file says of itself; `None` if it says nothing."""
    for row in tables.get("meta", {}).values():
        try:
            meta = msgspec.json.decode(row, type=Meta)
        except UNDECODABLE:
            continue
        if meta.format == FORMAT:
            return meta
    return None


def _holds_records(tables: Tables) -> bool:
    for table, kind in RECORD_TYPES.items():
        for row in tables.get(table, {}).values():
            try:
                msgspec.json.decode(row, type=kind)
            except UNDECODABLE:
                continue
            return True
    return False
