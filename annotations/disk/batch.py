"""What one transaction is going to write, and what writing does to the tables."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import msgspec

from annotations.disk.lines import REMOVED, Put
from annotations.plain import Tables


class _Part(NamedTuple):
    puts: list[Put]
    changes: list[tuple[str, msgspec.Raw]]


class Batch:
    """What one transaction is going to write: rows as they become, and what was done."""

    def __init__(self) -> None:
        self.parts = [_Part([], [])]
        """A line of the journal each."""
        self.begins = False
        """Whether the history of what is logged begins here, whatever lines about it came before."""

    def __bool__(self) -> bool:
        return any(part.puts or part.changes for part in self.parts)

    def puts(self, table: str) -> list[Put]:
        """Return what becomes of the rows of a table."""
        return [put for part in self.parts for put in part.puts if put.table == table]

    def tables(self) -> list[str]:
        """Return the names of the tables that are touched."""
        return list(dict.fromkeys(put.table for part in self.parts for put in part.puts))

    def put(self, table: str, doc_id: str | None, row: msgspec.Raw | None) -> None:
        """Set a row, remove it, or remove the whole table."""
        self.parts[-1].puts.append(Put(table, doc_id, REMOVED if row is None else row))

    def log(self, subject: str, change: msgspec.Raw) -> None:
        """Have a change kept in the history, under its subject."""
        self.parts[-1].changes.append((subject, change))

    def cut(self) -> None:
        """Begin another line: what is read back one by one should not stand on one long one.

        A program killed in the middle may leave the lines before, so the last one has to be what
        makes them count.
        """
        self.parts.append(_Part([], []))


def apply(tables: Tables, puts: Iterable[Put]) -> None:
    """Do to the tables what lines of the journal say, in place."""
    for put in puts:
        if put.doc_id is None:
            tables.pop(put.table, None)
        elif put.removes:
            tables.get(put.table, {}).pop(put.doc_id, None)
        else:
            tables.setdefault(put.table, {})[put.doc_id] = put.row
