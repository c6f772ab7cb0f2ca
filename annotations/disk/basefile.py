"""The TinyDB file itself: read whole, written whole."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

import msgspec

from annotations.disk.durable import NotAFile, read_whole
from annotations.disk.lines import Identity, Location
from annotations.errors import StoreError, shown
from annotations.plain import UNDECODABLE, Rows, Tables

JOURNAL_TABLE = "journal"
"""Which journal the file goes with, and where in the history the changes of each report end."""
_CHUNK_ROWS = 512
_decode_tables = msgspec.json.Decoder(Tables).decode


class _Bookkeeping(msgspec.Struct, frozen=True, omit_defaults=True):
    """A row of the journal's table: the first kind once, the second once a subject."""

    generation: int
    store: str = ""
    subject: str = ""
    offset: int = 0


class Abandoned(Exception):
    """The writing of the file was stopped on request."""


@dataclass(slots=True)
class Base:
    """What a TinyDB file holds."""

    tables: Tables = field(default_factory=dict)
    store: str = ""
    """The id of the store; empty if the file has never had a journal."""
    generation: int = 0
    heads: dict[str, Location] = field(default_factory=dict)
    """By subject, where its last line in the history stands."""


def status_of(path: Path) -> os.stat_result | None:
    """Return the status of a file; `None` if it is not there. Raises other `OSError`."""
    try:
        return path.stat()
    except FileNotFoundError:
        return None


def identity_of(status: os.stat_result) -> Identity:
    """Return what tells this version of a file from every other."""
    return status.st_ino, status.st_size, status.st_mtime_ns


def read_base(path: Path) -> tuple[Base, Identity]:
    """Read a TinyDB file. Raises `OSError`, and `StoreError` for what is none; no bytes are no tables."""
    try:
        content, status = read_whole(path)
    except NotAFile as error:
        raise StoreError(f"{shown(path)} is {error.kind}, not a file; name another one with --db.") from error
    return base_of(_parsed(path, content) if content else {}), identity_of(status)


def base_of(tables: Tables) -> Base:
    """Return what these tables are as a file's: the journal's own is taken out of them."""
    base = Base(tables)
    _keep_books(base)
    return base


def encoded(base: Base, generation: int, keep_going: Callable[[], bool] = lambda: True) -> Iterator[bytes]:
    """Yield the file in pieces, a row a line; raises `Abandoned` when `keep_going` says no.

    In pieces, because one call over everything would keep the interpreter from drawing a frame;
    a row a line, so that a person with an editor, or `check --repair`, can mend what a bad disk broke.
    """
    opening = b"{"
    for name, rows in _with_books(base, generation).items():
        yield opening + msgspec.json.encode(name) + b":{"
        opening = b",\n"
        before = b"\n"
        entries = iter(rows.items())
        while chunk := list(islice(entries, _CHUNK_ROWS)):
            if not keep_going():
                raise Abandoned
            yield before + b",\n".join(msgspec.json.encode({key: row})[1:-1] for key, row in chunk)
            before = b",\n"
        yield b"\n}"
    yield b"}\n"


def _parsed(path: Path, content: bytes) -> Tables:
    name = shown(path)
    try:
        return _decode_tables(content)
    except msgspec.ValidationError as error:
        raise StoreError(
            f"{name} is JSON of another shape, not a TinyDB file; it was left as it is,"
            " name another file with --db."
        ) from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise StoreError(
            f"{name} is no whole JSON ({shown(str(error))}); it was left as it is,"
            " `report-reader check` says what can be done."
        ) from error
    except RecursionError as error:
        raise StoreError(
            f"{name} is JSON nested too deeply for a TinyDB file; it was left as it is,"
            " name another file with --db."
        ) from error


def _keep_books(base: Base) -> None:
    """Take the journal's table out of the others."""
    for row in base.tables.pop(JOURNAL_TABLE, {}).values():
        try:
            entry = msgspec.json.decode(row, type=_Bookkeeping)
        except UNDECODABLE:
            # Without its id the file goes with no journal, and is opened for reading only if there is one.
            continue
        if entry.store and (entry.subject or entry.offset):
            # Two rows run into one: neither says what it said.
            continue
        if entry.store:
            base.store, base.generation = entry.store, entry.generation
        elif entry.subject:
            base.heads[entry.subject] = Location(entry.generation, entry.offset)


def _with_books(base: Base, generation: int) -> Tables:
    own = [_Bookkeeping(generation, base.store)]
    own += [
        _Bookkeeping(place.generation, subject=subject, offset=place.offset)
        for subject, place in base.heads.items()
    ]
    books: Rows = {
        str(number): msgspec.Raw(msgspec.json.encode(entry)) for number, entry in enumerate(own, 1)
    }
    return {JOURNAL_TABLE: books, **base.tables}
