"""TinyDB tables that decode only the rows somebody looks at, and encode only those that changed."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator, Mapping, MutableMapping
from typing import Any, cast

import msgspec
from tinydb import TinyDB
from tinydb.table import Table

from annotations.plain import Rows
from annotations.storage import LOCK_TIMEOUT, AtomicStorage


class RowView(Mapping[str, Mapping[str, Any]]):
    """The rows of a table by document id, decoded when asked for."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def __getitem__(self, key: str) -> Mapping[str, Any]:
        document: Mapping[str, Any] = msgspec.json.decode(self._rows[key])
        return document

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)


class EditedRows(MutableMapping[int, Mapping[str, Any]]):
    """What an updater of TinyDB gets to change.

    Updaters change documents in place, so a row is copied when it is touched, and the rows of the
    storage are as before until `settled` is taken.
    """

    def __init__(self, rows: Rows) -> None:
        self._rows = dict(rows)
        self._touched: dict[str, dict[str, Any]] = {}

    def __getitem__(self, doc_id: int) -> dict[str, Any]:
        key = str(doc_id)
        if key not in self._touched:
            self._touched[key] = msgspec.json.decode(self._rows[key])
        return self._touched[key]

    def __setitem__(self, doc_id: int, document: Mapping[str, Any]) -> None:
        key = str(doc_id)
        self._touched[key] = dict(document)
        # Keeps its line in the file if it has one.
        self._rows[key] = self._rows.get(key, msgspec.Raw(b"null"))

    def __delitem__(self, doc_id: int) -> None:
        del self._rows[str(doc_id)]
        self._touched.pop(str(doc_id), None)

    def __iter__(self) -> Iterator[int]:
        return (int(key) for key in self._rows if key.isdecimal())

    def __len__(self) -> int:
        return len(self._rows)

    def __contains__(self, doc_id: object) -> bool:
        return str(doc_id) in self._rows

    def settled(self) -> Rows:
        """Return the rows as they are now, the touched ones encoded."""
        for key, document in self._touched.items():
            self._rows[key] = msgspec.Raw(msgspec.json.encode(document))
        return self._rows


class RecordTable(Table):
    """A TinyDB table over `AtomicStorage`; each update is a transaction, or joins the one around it."""

    def put(
        self, documents: Mapping[int, Mapping[str, Any] | None], anew: Collection[int] = frozenset()
    ) -> None:
        """Set or, with `None`, remove whole documents by document id, in one update.

        Those in `anew` come after all others, wherever they were before.
        """

        def updater(table: MutableMapping[int, Mapping[str, Any]]) -> None:
            for doc_id, document in documents.items():
                if doc_id in table and (document is None or doc_id in anew):
                    del table[doc_id]
                if document is not None:
                    table[doc_id] = document

        self._update_table(cast("Callable[[dict[int, Mapping[str, Any]]], None]", updater))

    def _read_table(self) -> dict[str, Mapping[str, Any]]:
        rows = self._store.read_rows().get(self.name, {})
        return cast("dict[str, Mapping[str, Any]]", RowView(rows))

    def _update_table(self, updater: Callable[[dict[int, Mapping[str, Any]]], None]) -> None:
        storage = self._store
        with storage.transaction():
            tables = storage.read_rows()
            rows = EditedRows(tables.get(self.name, {}))
            updater(cast("dict[int, Mapping[str, Any]]", rows))
            storage.write_rows({**tables, self.name: rows.settled()})
        self.clear_cache()

    @property
    def _store(self) -> AtomicStorage:
        return cast("AtomicStorage", self._storage)


class RecordBase(TinyDB):
    """A TinyDB whose storage is atomic and whose tables are lazy."""

    table_class = RecordTable

    def __init__(self, path: str | os.PathLike[str], lock_timeout: float = LOCK_TIMEOUT) -> None:
        super().__init__(path, lock_timeout, storage=AtomicStorage)

    @property
    def file(self) -> AtomicStorage:
        """The storage under the tables."""
        return cast("AtomicStorage", self.storage)

    def records(self, name: str) -> RecordTable:
        """Return the table with that name."""
        return cast("RecordTable", self.table(name, cache_size=0))
