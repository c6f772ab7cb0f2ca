"""Stores of older schemas: read as they are, and brought up to today's when they may be written.

Schema 1 kept the log of changes as a table of the TinyDB file; since schema 2 it is the history.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from annotations.disk.durable import replace_file
from annotations.errors import StoreError, shown, why_not
from annotations.plain import UNDECODABLE, Tables
from annotations.recognise import FORMAT, META_DOC_ID, SCHEMA, Meta, meta_of
from annotations.records import Change, Edit

if TYPE_CHECKING:
    from annotations.disk.storage import JournalStorage


class _ChangeOfSchema1(msgspec.Struct, frozen=True):
    """A change with what became of it."""

    id: str
    at: str
    report: str
    label: str
    caret: int
    edits: tuple[Edit, ...]
    author: str = ""
    undone: bool = False
    dropped: bool = False

    def log(self) -> list[Change]:
        """The change, and the undo of one that was taken back."""
        change = Change(
            id=self.id,
            at=self.at,
            author=self.author,
            report=self.report,
            label=self.label,
            caret=self.caret,
            edits=self.edits,
        )
        # When it was undone nobody noted: the time of the change itself is the nearest known.
        return [change, change.reversed("undo", f"{self.id}-undone", self.at)] if self.undone else [change]


def is_old(tables: Tables) -> bool:
    """Return whether these are the tables of an older schema."""
    meta = meta_of(tables)
    return meta is not None and meta.schema < SCHEMA


def changes_in(tables: Tables) -> list[Change]:
    """Return the changes that a store of schema 1 kept in its own file, oldest first.

    A change that cannot be read, and all before it, stay in the copy that is kept of the file: what
    can be undone ends with it, since the later ones build on it.
    """
    done: list[Change] = []
    redoable: list[Change] = []
    for row in tables.get("changes", {}).values():
        try:
            change = msgspec.json.decode(row, type=_ChangeOfSchema1)
        except UNDECODABLE:
            done.clear()
            redoable.clear()
            continue
        first, *undo = change.log()
        done.append(first)
        # What was overtaken by a new change was undone before it; the others were undone last.
        (done if change.dropped else redoable).extend(undo)
    return done + redoable[::-1]


def migrate(storage: JournalStorage) -> Path:
    """Bring a store up to today's schema and return the copy that is kept of the old file.

    Raises `StoreError`, and then the file is as it was.
    """
    meta = meta_of(storage.tables)
    assert meta is not None
    # Before the lock is taken: with that, a file that had no journal so far is written anew already.
    copy = _copy(storage.path, meta.schema)
    with storage.transaction() as batch:
        if not is_old(storage.tables):
            return copy  # another program was here first
        batch.begins = True  # a program killed in the middle of this may have left some of the lines
        for change in changes_in(storage.tables):
            batch.log(change.report, msgspec.Raw(msgspec.json.encode(change)))
            batch.cut()
        # Last, since it is what makes the lines before it count.
        if "changes" in storage.tables:
            batch.put("changes", None, None)
        batch.put(
            "meta", str(META_DOC_ID), msgspec.Raw(msgspec.json.encode(Meta(FORMAT, SCHEMA, meta.created)))
        )
    storage.fold()
    return copy


def _copy(path: Path, schema: int) -> Path:
    """Keep the file of the old schema beside the new one, under a name that nothing has."""
    copy = path.with_name(f"{path.name}.schema-{schema}")
    number = 1
    try:
        content = path.read_bytes()
        while copy.exists() and copy.read_bytes() != content:
            number += 1
            copy = path.with_name(f"{path.name}.schema-{schema}.{number}")
        if not copy.exists():
            # Under its name only when it is whole: each attempt on a full disk would leave half a one.
            replace_file(copy, [content], copy.with_name(copy.name + ".tmp"))
    except OSError as error:
        why = why_not(error)
        raise StoreError(
            f"{shown(path)} is of an older version, and no copy of it can be kept: {why};"
            " make room or permission in its folder and try again.",
            why,
        ) from error
    return copy
