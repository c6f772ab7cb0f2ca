"""What must hold of a store whatever was done to the program that wrote it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

import msgspec
from tinydb import TinyDB

from annotations.disk.files import StoreFiles
from annotations.disk.lines import Entry, lines_in
from annotations.disk.storage import JournalStorage
from annotations.history.chain import Gap
from annotations.plain import RECORD_TYPES, Document, Tables, plain, typed
from annotations.records import Change
from annotations.store import AnnotationStore

from .work import RECORD, REPORT, commit, made, opened

Plain = dict[str, dict[str, Document]]
"""Tables of decoded rows."""
NOTHING: Plain = {}
_FOLDED = re.compile(rb"^.*\"folded\":.*$", re.MULTILINE)


def prove(path: Path, acknowledged: Iterable[str], *, origin: Plain = NOTHING, notice: str = "") -> set[str]:
    """Every acknowledged change is there, no half one, and the store goes on; returns the ids that are there.

    `origin`: what the tables were before the history begins. `notice` is what the store is to say of itself.
    """
    with opened(path) as store:
        assert store.notice == notice
        there = changes_in(store, REPORT)
        assert set(acknowledged) <= set(there)
        assert_records_follow_the_log(store)
    assert_stock_tinydb_reads(path, *StoreFiles.of(path).backups.glob("*"), *path.parent.glob("*.schema-?"))
    assert_history_gives_the_tables(path, origin)
    prove_it_goes_on(path, origin=origin)
    return set(there)


def prove_it_goes_on(path: Path, *, origin: Plain = NOTHING) -> None:
    """Another write, an undo and a fold: nothing is lost by them, and nothing is left lying about."""
    with opened(path) as store:
        name = f"later{sum(change_id.startswith('later') for change_id in changes_in(store, REPORT))}"
        before = all_records(store)
        store.write([commit(name, 0)])
        done = next(store.changes(REPORT))
        assert isinstance(done, Change)
        assert store.annotation(REPORT, f"{name}-0") == made(name, 0)
        store.write(
            [msgspec.structs.replace(commit(name, 0), change=done.reversed("undo", f"{name}-undo", ""))]
        )
        assert {**before, ("reports", REPORT): plain(RECORD)} == all_records(store)
        assert store.fold()
        records = all_records(store)
    files = StoreFiles.of(path)
    assert not files.journal.exists()
    assert not list(path.parent.glob("*.tmp*"))
    with TinyDB(path, access_mode="r") as stock:
        for table in ("annotations", "decisions", "tags", "corrections", "reports"):
            assert {row["id"]: _as_today(table, row) for row in stock.table(table)} == {
                identity: record for (name, identity), record in records.items() if name == table
            }
    assert_history_gives_the_tables(path, origin)
    with opened(path) as store:
        assert_records_follow_the_log(store)


def changes_in(store: AnnotationStore, report: str) -> list[str]:
    """Ids of the changes in the log of a report, the oldest first; each is there once, none is missing."""
    log = list(store.changes(report))
    assert not any(isinstance(change, Gap) for change in log)
    found = [change.id for change in log if isinstance(change, Change)][::-1]
    assert len(set(found)) == len(found)
    return found


def all_records(store: AnnotationStore) -> dict[tuple[str, str], Document]:
    """Every record by table and id."""
    reports = {*store.annotated_reports(), *(each.id for each in store.reports())}
    annotations = (each for report in reports for each in store.annotations(report))
    decisions = (each for report in reports for each in store.decisions(report))
    return {
        **{("annotations", each.id): plain(each) for each in annotations},
        **{("decisions", each.id): plain(each) for each in decisions},
        **{("tags", each.id): plain(each) for each in store.tags()},
        **{("corrections", each.id): plain(each) for each in store.corrections(REPORT)},
        **{("reports", each.id): plain(each) for each in store.reports()},
    }


def assert_records_follow_the_log(store: AnnotationStore) -> None:
    """The records are what the changes in the log made of them: none without its log, and no half change."""
    expected: dict[tuple[str, str], Document] = {}
    for report in store.reports():
        assert changes_in(store, report.id) is not None
        log = [change for change in store.changes(report.id) if isinstance(change, Change)]
        for edit in (edit for change in reversed(log) for edit in change.edits):
            if edit.after is None:
                expected.pop((edit.table, edit.id), None)
            else:
                expected[edit.table, edit.id] = _as_today(edit.table, edit.after)
    found = {key: record for key, record in all_records(store).items() if key[0] != "reports"}
    # Of a report the caret moves without a change, so it is not compared.
    assert found == {key: record for key, record in expected.items() if key[0] != "reports"}


def _as_today(table: str, document: Document) -> Document:
    """With the fields that an older version did not write."""
    return plain(typed(RECORD_TYPES[table], dict(document)))


def assert_stock_tinydb_reads(*paths: Path) -> None:
    """Whatever is at these paths is a TinyDB file: the store's own, a backup, a copy of an older version."""
    for path in filter(Path.exists, paths):
        with TinyDB(path, access_mode="r") as stock:
            for name in stock.tables():
                stock.table(name).all()


def assert_history_gives_the_tables(path: Path, origin: Plain = NOTHING) -> None:
    """Every line of the history and of the journal, from nothing, gives the tables as they are.

    And the segments follow each other: none is there twice, none comes after a later one.
    """
    segments = [entries_of(file) for file in segments_of(path)]
    assert all(segments)
    generations = [{entry.generation for entry in entries} for entries in segments]
    assert all(len(each) == 1 for each in generations)
    in_order = [next(iter(each)) for each in generations]
    assert all(one < other for one, other in pairwise(in_order))
    for entries, (_, following) in zip(segments, pairwise([*in_order, 0]), strict=False):
        closing = [entry.folded.generation for entry in entries if entry.folded is not None]
        assert not following or len(closing) <= 1
        assert not following or all(generation <= following for generation in closing)
    tables: Tables = {
        table: {key: msgspec.Raw(msgspec.json.encode(row)) for key, row in rows.items()}
        for table, rows in origin.items()
    }
    for put in (put for entries in segments for entry in entries for put in entry.puts):
        if put.doc_id is None:
            tables.pop(put.table, None)
        elif put.removes:
            tables.get(put.table, {}).pop(put.doc_id, None)
        else:
            tables.setdefault(put.table, {})[put.doc_id] = put.row
    assert _decoded(tables) == tables_of(path)


def segments_of(path: Path) -> list[Path]:
    """The folded journals in their order, and the one that is not folded yet if there is something in it."""
    files = StoreFiles.of(path)
    found = sorted(files.history.iterdir()) if files.history.exists() else []
    return [*found, files.journal] if entries_of(files.journal) else found


def entries_of(journal: Path) -> list[Entry]:
    """The whole lines of a journal; none if it is not there."""
    return [line.entry for line in lines_in(journal.read_bytes()).lines] if journal.exists() else []


def tables_of(path: Path) -> Plain:
    """The tables as the storage reads them."""
    storage = JournalStorage(path)
    try:
        storage.refresh()
        return _decoded(storage.tables)
    finally:
        storage.close()


def contents_below(folder: Path) -> dict[str, bytes]:
    """Every file by its name in the folder, and what is in it, but for when and where the disk put it."""
    return {
        str(each.relative_to(folder)): _FOLDED.sub(b"folded", each.read_bytes())
        for each in folder.rglob("*")
        if each.is_file()
    }


def _decoded(tables: Tables) -> Plain:
    return {
        name: {key: msgspec.json.decode(row) for key, row in rows.items()}
        for name, rows in tables.items()
        if rows
    }
