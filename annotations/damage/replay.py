"""What the history says the tables are: its lines applied one after another, from the beginning."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import NamedTuple

import msgspec

from annotations.damage.inventory import Inventory, KeptBase
from annotations.damage.salvage import salvage
from annotations.disk.batch import apply
from annotations.disk.lines import Folded, Identity, Put
from annotations.migrations import is_old
from annotations.plain import UNDECODABLE, Tables
from annotations.recognise import meta_of

_SPACED = re.compile(rb'\{"(?:[^"\\]|\\.)*": ')
REPAIRED: Identity = (0, 0, 0)
"""In the place of the file that was folded: whatever it was, the lines up to here give the new one."""


class Replayed(NamedTuple):
    """The tables at one moment."""

    tables: Tables
    certain: bool
    """Whether they were made from the lines, and nothing of those is missing."""
    pure: Tables
    """What the lines alone give, without the backups: what any later replay will give again."""


def replayed(inventory: Inventory, before: int | None) -> Replayed:
    """Return the tables as the history has them at the fold into a generation; `None` is to its end.

    Where the lines are not complete a backup takes their place. One that another program wrote
    before it became a backup adds what that wrote: of such changes the lines do not know.
    """
    pure = _origin(inventory)
    certain = pure is not None
    pure = pure or {}
    tables = copied(pure)
    kept = [
        each for each in reversed(inventory.backups) if each.base is not None and _counts(each, inventory)
    ]
    due, written, joined = 1, 0, True
    for segment in inventory.segments:
        if before is not None and segment.generation >= before:
            break
        while kept and kept[0].backup.generation <= segment.generation:
            base = kept.pop(0)
            current = certain and joined and base.backup.generation == segment.generation
            tables = _with_backup(tables, base, written) if current else _of(base)
        certain = certain and segment.generation == due and segment.number == 1 and segment.complete
        puts = [put for line in segment.lines for put in line.entry.puts]
        apply(tables, puts)
        apply(pure, puts)
        folded = segment.folded
        joined = _is_joined(folded, written, joined)
        due = folded.generation if folded is not None else segment.generation + 1
        written = folded.base[2] if folded is not None else 0
    for left in kept:
        if before is not None and left.backup.generation > before:
            break
        current = certain and joined and left.backup.generation == due
        tables = _with_backup(tables, left, written) if current else _of(left)
    return Replayed(tables, certain and joined and (before is None or due == before), pure)


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
    except UNDECODABLE:
        return False


def by_stock_tinydb(row: msgspec.Raw) -> bool:
    """Return whether a row reads as Python's `json` writes it, and not as this program does."""
    if _SPACED.match(bytes(row)) is None:  # asked of every row, and nearly always answered here
        return False
    try:
        document = json.loads(bytes(row))
    except ValueError:
        return False
    return json.dumps(document).encode() == bytes(row) != msgspec.json.encode(document)


def merged(known: Tables, found: Tables, *, whole: bool, untouched: bool = False) -> Tables:
    """What the history says, with what the file has beyond it.

    Rows that another program wrote with stock TinyDB are told by how they are written; the history
    does not know of them, nor, if the file is `whole`, of those it removed. All others are damaged.
    While the file is `untouched` since it was folded, so are rows that the history has never seen.
    """
    rows = [(table, doc_id, row) for table in found for doc_id, row in found[table].items()]
    foreign = {(table, doc_id) for table, doc_id, row in rows if by_stock_tinydb(row)}
    result = copied(known)
    if foreign and whole:
        for table in known.keys() & found.keys():
            result[table] = {doc_id: row for doc_id, row in known[table].items() if doc_id in found[table]}
    ours = not untouched and (meta_of(found) is not None or "meta" not in known)
    twins = set(_ids(known))
    # Under a damaged number, or the damaged name of its table, a row is still the same bytes.
    elsewhere = {bytes(row) for rows in known.values() for row in rows.values()}
    for table, doc_id, row in rows:
        there = known.get(table, {}).get(doc_id)
        beyond = there is None and ours and _id_of(row) not in twins and bytes(row) not in elsewhere
        if beyond or (table, doc_id) in foreign:
            result.setdefault(table, {})[doc_id] = row
    return result


def copied(tables: Tables) -> Tables:
    """Return tables that can be changed without changing these."""
    return {name: dict(rows) for name, rows in tables.items()}


def _is_joined(folded: Folded | None, written_ns: int, joined: bool) -> bool:
    """Whether the lines so far still lead to the TinyDB file, and nobody has put another in its place."""
    if folded is None or folded.of is None:
        return joined
    return folded.of == REPAIRED or (joined and (not written_ns or folded.of[2] == written_ns))


def _with_backup(tables: Tables, kept: KeptBase, written_ns: int) -> Tables:
    """The tables with what another program wrote, if one did since this one wrote the file."""
    return tables if kept.written_ns == written_ns else merged(tables, _of(kept), whole=True)


def _of(kept: KeptBase) -> Tables:
    return copied(kept.base.tables) if kept.base is not None else {}


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


class _Id(msgspec.Struct):
    id: str = ""


def _ids(tables: Tables) -> Iterator[str]:
    for rows in tables.values():
        for row in rows.values():
            identity = _id_of(row)
            if identity is not None:
                yield identity


def _id_of(row: msgspec.Raw) -> str | None:
    try:
        return msgspec.json.decode(row, type=_Id).id or None
    except UNDECODABLE:
        return None
