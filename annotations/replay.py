"""What the history says the tables are: its lines applied one after another, from the beginning."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import NamedTuple

import msgspec

from annotations.inventory import Inventory, KeptBase, Segment
from annotations.journal import Location, Put
from annotations.migrations import is_old
from annotations.plain import Tables
from annotations.recognise import meta_of
from annotations.salvage import salvage


class Replayed(NamedTuple):
    """The tables at one moment."""

    tables: Tables
    certain: bool
    """Whether nothing is missing in what they were made from."""
    pure: Tables
    """What the lines alone give, without the backups: what any later replay will give again."""


def replayed(inventory: Inventory, before: int | None) -> Replayed:
    """Return the tables as the history has them at the fold into a generation; `None` is to its end.

    A backup is taken over where the lines are not complete, or where another program wrote the file
    that became it: of such changes the lines do not know.
    """
    pure = _origin(inventory)
    certain = pure is not None
    pure = pure or {}
    tables = copied(pure)
    kept = [
        each for each in reversed(inventory.backups) if each.base is not None and _counts(each, inventory)
    ]
    due, written = 1, 0
    for segment in inventory.segments:
        if before is not None and segment.generation >= before:
            break
        while kept and kept[0].backup.generation <= segment.generation:
            base = kept.pop(0)
            exact = base.backup.generation == segment.generation
            if not (certain and exact and base.written_ns == written) and base.base is not None:
                tables, certain = copied(base.base.tables), exact
        certain = certain and segment.generation == due and segment.number == 1 and segment.complete
        puts = [put for line in segment.lines for put in line.entry.puts]
        apply(tables, puts)
        apply(pure, puts)
        folded = segment.folded
        due = folded.generation if folded is not None else segment.generation + 1
        written = folded.base[2] if folded is not None else 0
    for left in kept:
        generation = left.backup.generation
        if before is not None and generation > before:
            break
        if not (certain and generation == due and left.written_ns == written) and left.base is not None:
            tables, certain, due = copied(left.base.tables), True, generation
    return Replayed(tables, certain and (before is None or due == before), pure)


def apply(tables: Tables, puts: Iterable[Put]) -> None:
    """Bring tables up to what a line says."""
    for put in puts:
        if put.doc_id is None:
            tables.pop(put.table, None)
        elif put.removes:
            tables.get(put.table, {}).pop(put.doc_id, None)
        else:
            tables.setdefault(put.table, {})[put.doc_id] = put.row


def difference(have: Tables, want: Tables) -> list[Put]:
    """Return what turns one state into the other."""
    nothing = msgspec.Raw(b"null")
    puts = [Put(name, None, nothing) for name in have if name not in want]
    for name, rows in want.items():
        there = have.get(name, {})
        puts += [Put(name, doc_id, nothing) for doc_id in there if doc_id not in rows]
        puts += [
            Put(name, doc_id, row)
            for doc_id, row in rows.items()
            if doc_id not in there or bytes(there[doc_id]) != bytes(row)
        ]
    return puts


def same_row(one: msgspec.Raw, other: msgspec.Raw) -> bool:
    """Return whether two rows say the same, however they are written."""
    if bytes(one) == bytes(other):
        return True
    try:
        return bool(msgspec.json.decode(one) == msgspec.json.decode(other))
    except (msgspec.DecodeError, UnicodeDecodeError):
        return False


def by_stock_tinydb(row: msgspec.Raw) -> bool:
    """Return whether a row reads as Python's `json` writes it, and not as this program does."""
    try:
        document = json.loads(bytes(row))
    except ValueError:
        return False
    return json.dumps(document).encode() == bytes(row) != msgspec.json.encode(document)


def ends_of(segments: Iterable[Segment]) -> dict[str, Location]:
    """Return by subject where its last line that can be read stands."""
    return {
        subject: Location(segment.generation, line.offset)
        for segment in segments
        if segment.number == 1
        for line in segment.lines
        for subject in line.entry.before
    }


def copied(tables: Tables) -> Tables:
    """Return tables that can be changed without changing these."""
    return {name: dict(rows) for name, rows in tables.items()}


def _counts(kept: KeptBase, inventory: Inventory) -> bool:
    # A fold that was cut short leaves a second name of the file itself, with the same damage.
    return kept.inode != inventory.inode


def _origin(inventory: Inventory) -> Tables | None:
    """What there was before the first line; `None` if that is not known.

    A store begins empty, or with what it had when it was brought over from an older schema.
    """
    if not inventory.segments or inventory.segments[0].generation > 1:
        return None
    lines = inventory.segments[0].lines
    puts = [put for line in lines for put in line.entry.puts]
    migrated = any(put.table == "changes" and put.doc_id is None for put in puts)
    first: Tables = {}
    apply(first, [put for put in puts if put.table == "meta"])
    meta = meta_of(first)
    base = inventory.files.base
    for path in sorted(base.parent.glob(f"{_escaped(base.name)}.schema-*"), reverse=True):
        try:
            old = salvage(path.read_bytes())
        except OSError:
            continue
        before = meta_of(old.base.tables)
        if old.whole and is_old(old.base.tables) and before and meta and before.created == meta.created:
            return copied(old.base.tables)
    return None if migrated else {}


def _escaped(name: str) -> str:
    """A file name as a pattern that matches nothing else."""
    return "".join(f"[{character}]" if character in "*?[" else character for character in name)
