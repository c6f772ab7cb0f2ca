"""TinyDB tables that decode only the rows somebody looks at, and encode only those that changed."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Collection, Iterator, Mapping, MutableMapping
from typing import Any, cast

import msgspec
from tinydb import TinyDB
from tinydb.storages import Storage
from tinydb.table import Table

from annotations.disk.batch import Batch
from annotations.disk.locking import LOCK_TIMEOUT
from annotations.disk.storage import JournalStorage
from annotations.plain import DOC_ID_BITS, Rows


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

    Updaters change documents in place, so a row is copied when it is touched: a write that fails
    must not leave the memory changed. What was done is asked for with `hand_over`.
    """

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        self._touched: dict[str, dict[str, Any]] = {}
        self._removed: set[str] = set()

    def __getitem__(self, doc_id: int) -> dict[str, Any]:
        key = str(doc_id)
        if key not in self._touched:
            if key in self._removed:
                raise KeyError(doc_id)
            self._touched[key] = msgspec.json.decode(self._rows[key])
        return self._touched[key]

    def __setitem__(self, doc_id: int, document: Mapping[str, Any]) -> None:
        self._touched[str(doc_id)] = dict(document)

    def __delitem__(self, doc_id: int) -> None:
        key = str(doc_id)
        if doc_id not in self:
            raise KeyError(doc_id)
        self._touched.pop(key, None)
        if key in self._rows:
            self._removed.add(key)

    def __iter__(self) -> Iterator[int]:
        there = (key for key in self._rows if key not in self._removed)
        new = (key for key in self._touched if key not in self._rows or key in self._removed)
        return (int(key) for key in [*there, *new] if key.isdecimal())

    def __len__(self) -> int:
        new = sum(key not in self._rows or key in self._removed for key in self._touched)
        return len(self._rows) - len(self._removed) + new

    def __contains__(self, doc_id: object) -> bool:
        key = str(doc_id)
        return key in self._touched or (key in self._rows and key not in self._removed)

    def hand_over(self, table: str, batch: Batch) -> None:
        """Put what was touched and removed into a transaction's batch."""
        for key in self._removed:
            batch.put(table, key, None)
        for key, document in self._touched.items():
            row = msgspec.json.encode(document)
            # Looking is touching, and a condition looks at every row. Compared as JSON, since in Python
            # 1 equals True.
            if key not in self._removed and key in self._rows and row == _encoded_anew(self._rows[key]):
                continue
            batch.put(table, key, msgspec.Raw(row))


def _encoded_anew(row: msgspec.Raw) -> bytes:
    return msgspec.json.encode(msgspec.json.decode(row))


class RecordTable(Table):
    """A TinyDB table over `JournalStorage`; each update is a transaction, or joins the one around it."""

    def __init__(self, storage: Storage, name: str, cache_size: int = 0, persist_empty: bool = False) -> None:
        # No answer is kept unless it is asked for: other programs write, too.
        super().__init__(storage, name, cache_size, persist_empty)

    def put(
        self, documents: Mapping[int, Mapping[str, Any] | None], anew: Collection[int] = frozenset()
    ) -> None:
        """Set or, with `None`, remove whole documents by document id, in one update.

        Those in `anew` come after all others, wherever they were before.
        """
        with self._store.transaction() as batch:
            for doc_id, document in documents.items():
                if document is None or doc_id in anew:
                    batch.put(self.name, str(doc_id), None)
                if document is not None:
                    batch.put(self.name, str(doc_id), msgspec.Raw(msgspec.json.encode(document)))

    def _get_next_id(self) -> int:
        # Not the next number: two programs would give the same one to two documents.
        rows = self._store.rows(self.name)
        while True:
            number = secrets.randbits(DOC_ID_BITS)
            if number and str(number) not in rows:
                return number

    def _read_table(self) -> dict[str, Mapping[str, Any]]:
        self._store.refresh()
        return cast("dict[str, Mapping[str, Any]]", RowView(self._store.rows(self.name)))

    def _update_table(self, updater: Callable[[dict[int, Mapping[str, Any]]], None]) -> None:
        with self._store.transaction() as batch:
            rows = EditedRows(self._store.rows(self.name))
            updater(cast("dict[int, Mapping[str, Any]]", rows))
            rows.hand_over(self.name, batch)
        self.clear_cache()

    @property
    def _store(self) -> JournalStorage:
        return cast("JournalStorage", self._storage)


class RecordBase(TinyDB):
    """A TinyDB whose storage is a journal, and whose tables are lazy."""

    table_class = RecordTable

    def __init__(self, path: str | os.PathLike[str], lock_timeout: float = LOCK_TIMEOUT) -> None:
        super().__init__(path, lock_timeout, storage=JournalStorage)

    @property
    def file(self) -> JournalStorage:
        """The storage under the tables."""
        return cast("JournalStorage", self.storage)

    def records(self, name: str) -> RecordTable:
        """Return the table with that name."""
        return cast("RecordTable", self.table(name))
