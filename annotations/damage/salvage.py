"""Reading what can be read of a TinyDB file that is no whole JSON any more, row by row."""

from __future__ import annotations

import json
import re
from typing import NamedTuple

import msgspec

from annotations.disk.basefile import JOURNAL_TABLE, Base, base_of
from annotations.plain import RECORD_TYPES, UNDECODABLE, Rows, Tables
from annotations.recognise import Meta

_KEY = re.compile(r'"((?:[^"\\\n]|\\.)*)"[ \t\n\r]*:[ \t\n\r]*\{')
_FIRST_ROW = re.compile(r'[ \t\n\r]*(?:"\d+"[ \t\n\r]*:|\})')
_STRUCTURE = " \t\n\r{},"
_extent_of = json.JSONDecoder().raw_decode
_decode_tables = msgspec.json.Decoder(Tables).decode
_decode_rows = msgspec.json.Decoder(dict[str, msgspec.Raw]).decode


class Stretch(NamedTuple):
    """Bytes that are no row."""

    table: str
    """The table it stands in; empty if that cannot be told."""
    doc_id: str
    """Empty if even that cannot be read."""
    content: bytes


class Salvaged(NamedTuple):
    """What a file holds that can be read."""

    base: Base
    whole: bool
    """Whether it is a TinyDB file as it should be."""
    lost: list[Stretch]
    """What cannot be read, in the order of the file."""


def salvage(content: bytes) -> Salvaged:
    """Read every row that is whole by itself; never raises, whatever the bytes are."""
    if not content:
        return Salvaged(Base(), True, [])
    try:
        tables = _decode_tables(content)
        content.decode()  # rows are bytes still, and JSON that is no UTF-8 opens nowhere else
    except UNDECODABLE:
        tables, lost = _Scan(content).tables()
        return Salvaged(base_of(tables), False, lost)
    misnamed = [name for name, rows in tables.items() if name != JOURNAL_TABLE and _are_books(rows)]
    if misnamed and JOURNAL_TABLE not in tables:
        tables[JOURNAL_TABLE] = tables.pop(misnamed[0])
        return Salvaged(base_of(tables), False, [])
    return Salvaged(base_of(tables), True, [])


class _Scan:
    """One pass over bytes that are no whole JSON.

    It goes by the keys: a number with an object behind it is a row, a name with such a row behind it
    a table. Text inside a row cannot pass for either, since its quotation marks are escaped.
    """

    def __init__(self, content: bytes) -> None:
        self._content = content
        # A character a byte, so that places are places in the bytes; the rows themselves stay bytes.
        self._text = content.decode("latin-1")
        self._table: str | None = None
        self._tables: Tables = {}
        self._lost: list[Stretch] = []

    def tables(self) -> tuple[Tables, list[Stretch]]:
        """Return the rows by table, and what lies between them."""
        place = searched = 0
        while (key := _KEY.search(self._text, searched)) is not None:
            name = key[1]
            if not name.isdecimal():
                searched = key.end()
                if _FIRST_ROW.match(self._text, searched):
                    self._leave_behind(place, key.start())
                    self._table, place = _name(name), searched
                    self._tables.setdefault(self._table, {})
                continue
            end = self._row(name, key.end() - 1)
            if end is None:
                # The next line may be whole: what is broken here goes no further than to the next key.
                searched = key.end()
                continue
            self._leave_behind(place, key.start())
            place = searched = end
        self._leave_behind(place, len(self._text))
        return self._tables, self._lost

    def _row(self, doc_id: str, begin: int) -> int | None:
        """Take the row that begins at a brace; returns the place after it, `None` if it is not whole."""
        try:
            end = _extent_of(self._text, begin)[1]
            row = _decode_rows(b'{"":%b}' % self._content[begin:end])[""]
            # Without its closing brace a row takes in all that follow, as if they were its fields.
            if any(name.isdecimal() for name in _decode_rows(row)):
                return None
        except (ValueError, *UNDECODABLE):
            return None
        table = self._table_of(row)
        if table is None:
            return None
        rows: Rows = self._tables.setdefault(table, {})
        if doc_id in rows:
            self._lost.append(Stretch(table, doc_id, self._content[begin:end]))
        else:
            rows[doc_id] = row
        return end

    def _table_of(self, row: msgspec.Raw) -> str | None:
        """The table a row belongs to: where the name of its table is broken, it stands under another's."""
        if _is(_Book, row):
            return JOURNAL_TABLE
        if self._table is None or (self._table in _SHAPES and not _is(_SHAPES[self._table], row)):
            return next((table for table, shape in _SHAPES.items() if _is(shape, row)), self._table)
        return self._table

    def _leave_behind(self, begin: int, end: int) -> None:
        if not self._text[begin:end].strip(_STRUCTURE):
            return
        for line in self._content[begin:end].split(b"\n"):
            text = line.strip(b" \t\r,")
            if text.strip(_STRUCTURE.encode()):
                key = re.match(rb'"(\d+)"', text)
                self._lost.append(Stretch(self._table or "", key[1].decode() if key else "", text))


class _Book(msgspec.Struct, forbid_unknown_fields=True):
    generation: int
    store: str = ""
    subject: str = ""
    offset: int = 0


_SHAPES: dict[str, type] = {"meta": Meta, **RECORD_TYPES}


def _are_books(rows: Rows) -> bool:
    return bool(rows) and all(_is(_Book, row) for row in rows.values())


def _is(shape: type, row: msgspec.Raw) -> bool:
    try:
        msgspec.json.decode(row, type=shape)
    except UNDECODABLE:
        return False
    return True


def _name(quoted: str) -> str:
    try:
        name: str = json.loads(f'"{quoted}"'.encode("latin-1"))
    except ValueError:
        return quoted
    return name
