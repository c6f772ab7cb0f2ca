"""Putting a backup back: its content becomes a new generation, so that nothing of the present is lost.

It is written as one more change of the store. Other programs see it arrive, the history of each
report has it, and what was there before is the newest backup.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from itertools import chain

import msgspec

from annotations.corrections import EVERYWHERE
from annotations.damage.diagnosis import Diagnosis
from annotations.damage.inventory import KeptBase, take_inventory
from annotations.damage.repair import Repaired, refuse_foreign, repair
from annotations.damage.replay import copied, difference
from annotations.disk.backups import keep_backup
from annotations.disk.files import StoreFiles
from annotations.disk.locking import LOCK_TIMEOUT
from annotations.disk.storage import JournalStorage
from annotations.errors import StoreError, shown
from annotations.migrations import is_old
from annotations.plain import UNDECODABLE, Document, Tables
from annotations.recognise import FORMAT, META_DOC_ID, SCHEMA, Meta, meta_of
from annotations.records import Change, Edit, Table
from annotations.transaction import READING_FIELDS

LATEST = "latest"
_TABLES: tuple[Table, ...] = ("reports", "annotations", "decisions", "corrections")


class Restored(msgspec.Struct, frozen=True):
    """What was put back."""

    generation: int
    """Of the backup."""
    annotations: int
    back: int
    """The generation under which the content of before is kept as a backup."""
    repaired: Repaired | None
    """What had to be repaired first."""


def restore(
    path: str | os.PathLike[str],
    which: str,
    now: str,
    new_id: Callable[[], str],
    *,
    author: str = "",
    lock_timeout: float = LOCK_TIMEOUT,
) -> Restored:
    """Put back the backup of a generation, or the `latest`; `now` is ISO 8601 in UTC.

    A store that cannot be opened is repaired first. Raises `StoreError`, also when there is no such
    backup; then everything is as it was.
    """
    files = StoreFiles.of(path)
    diagnosis = Diagnosis(take_inventory(files))
    refuse_foreign(diagnosis)
    kept = _chosen(diagnosis, which)
    assert kept.base is not None
    wanted = _of_today(kept.base.tables)
    repaired = repair(path, now, new_id, lock_timeout=lock_timeout) if diagnosis.present is None else None
    storage = JournalStorage(path, lock_timeout)
    try:
        back = _put_back(storage, wanted, _Label(kept.backup.generation, now, new_id, author))
    finally:
        storage.close()
    return Restored(kept.backup.generation, len(wanted.get("annotations", {})), back, repaired)


class _Label(msgspec.Struct, frozen=True):
    """What the history will say of it."""

    generation: int
    now: str
    new_id: Callable[[], str]
    author: str

    def change(self, report: str, edits: list[Edit]) -> Change:
        return Change(
            id=self.new_id(),
            at=self.now,
            author=self.author,
            report=report,
            label=f"restored from backup {self.generation}",
            caret=0,
            edits=tuple(edits),
        )


def _chosen(diagnosis: Diagnosis, which: str) -> KeptBase:
    readable = [kept for kept in diagnosis.inventory.backups if kept.base is not None]
    for kept in readable:
        if which in (LATEST, str(kept.backup.generation)):
            return kept
    name, generations = shown(diagnosis.inventory.files.base), [each.backup.generation for each in readable]
    there = ", ".join(map(str, generations))
    raise StoreError(
        f"{name} has no backup {shown(which)} that can be read; there are {there}."
        if generations
        else f"{name} has no backup that can be read."
    )


def _of_today(tables: Tables) -> Tables:
    """The tables of a backup in today's schema: the changes of schema 1 are in the history already."""
    if not is_old(tables):
        return copied(tables)
    meta = meta_of(tables)
    assert meta is not None
    result = {name: rows for name, rows in copied(tables).items() if name != "changes"}
    result["meta"] = {str(META_DOC_ID): msgspec.Raw(msgspec.json.encode(Meta(FORMAT, SCHEMA, meta.created)))}
    return result


def _put_back(storage: JournalStorage, wanted: Tables, label: _Label) -> int:
    """Write it; returns the generation of the backup with what was there before."""
    with storage.transaction() as batch:
        # What was there before becomes a file of its own, whole, which can be put back in the same way.
        storage.fold()
        keep_backup(storage.files, storage.store, storage.generation)
        back = storage.generation
        before = copied(storage.tables)
        for put in difference(before, wanted):
            batch.put(put.table, put.doc_id, None if put.removes or put.doc_id is None else put.row)
        for report, edits in _edits(before, wanted).items():
            batch.log(report, msgspec.Raw(msgspec.json.encode(label.change(report, edits))))
    storage.fold()
    return back


def _edits(before: Tables, after: Tables) -> dict[str, list[Edit]]:
    """What becomes otherwise, by report."""
    found: dict[str, list[Edit]] = {}
    for table in _TABLES:
        old, new = dict(_documents(before, table)), dict(_documents(after, table))
        for identity in {**old, **new}:
            one, other = old.get(identity), new.get(identity)
            if one == other or (table == "reports" and _only_read(one, other)):
                continue
            report = (other or one or {}).get("report", "") if table != "reports" else identity
            found.setdefault(report, []).append(Edit(table, identity, one, other))
    everywhere = found.pop(EVERYWHERE, None)
    if everywhere:
        # Every log is that of a report; what holds in all of them is told in one.
        known = (identity for tables in (after, before) for identity, _ in _documents(tables, "reports"))
        home = next(chain(found, known), None)
        if home is not None:
            found.setdefault(home, []).extend(everywhere)
    return found


def _documents(tables: Tables, table: str) -> Iterator[tuple[str, Document]]:
    for row in tables.get(table, {}).values():
        try:
            document = msgspec.json.decode(row)
        except UNDECODABLE:
            continue
        if isinstance(document, dict) and isinstance(document.get("id"), str):
            yield document["id"], document


def _only_read(one: Document | None, other: Document | None) -> bool:
    """Whether two records of a report differ in nothing but where and when it was read last."""
    if one is None or other is None:
        return False
    return all(one.get(name) == other.get(name) for name in {**one, **other} if name not in READING_FIELDS)
