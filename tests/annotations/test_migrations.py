"""Stores of every version that was ever written; see `versions/`."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tinydb import TinyDB

from annotations import migrations
from annotations.disk.basefile import read_base
from annotations.errors import StoreError
from annotations.migrations import is_old
from annotations.operations import Remember
from annotations.plain import plain
from annotations.recognise import SCHEMA
from annotations.records import Change
from annotations.store import AnnotationStore
from reports.document import Report, Span

VERSIONS = Path(__file__).parent / "versions"
FIRST = VERSIONS / "schema-1.json"
STORES = {
    str(path.relative_to(VERSIONS)): path
    for path in sorted([*VERSIONS.glob("schema-*.json"), *VERSIONS.glob("schema-*/*.json")])
}
BRIDGE, OTHER = "829bcec9-15fe-5b85-979f-155d1294fa87", "9683660a-8945-50db-8e90-83bb2179c533"
OTHER_TEXT = "Another wire. It says nothing at all."

# All of them were made of the same work, so what they hold is told once.
LOG = [
    ("change", "+ unverified"),
    ("change", "+ official claim"),
    ("change", "+ needs a source"),
    ("change", "note · who: Governor Björn Ålund"),
    ("change", "disputed by: the army"),
    ("change", "report: title, publisher, date, url"),
    ("change", "+ contested"),
    ("undo", "+ contested"),
    ("change", "+ contested"),
    ("change", "+ unverified"),
    ("change", "note"),
    ("undo", "note"),
    ("undo", "+ unverified"),
]
UNDONE = [
    "+ contested",
    "report: title, publisher, date, url",
    "disputed by: the army",
    "note · who: Governor Björn Ålund",
    "+ needs a source",
    "+ official claim",
    "+ unverified",
]
REDONE = ["+ unverified", "note"]


def placed(folder: Path, version: Path) -> Path:
    """A copy of a store with everything that lies beside it."""
    path = folder / "annotations.json"
    for each in version.parent.iterdir():
        if each.name.startswith(version.name):
            target = path.with_name(path.name + each.name.removeprefix(version.name))
            if each.is_dir():
                shutil.copytree(each, target)
            else:
                shutil.copyfile(each, target)
    return path


@pytest.fixture(params=STORES)
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A store as some version left it."""
    return placed(tmp_path, STORES[request.param])


@pytest.fixture
def first(tmp_path: Path) -> Path:
    """A store as the first version left it."""
    return placed(tmp_path, FIRST)


def records_in(store: AnnotationStore) -> dict[str, dict[str, Any]]:
    """All records by table and id, as JSON values."""
    reports = store.reports()
    return {
        "reports": {report.id: plain(report) for report in reports},
        "annotations": {each.id: plain(each) for report in reports for each in store.annotations(report.id)},
        "tags": {tag.id: plain(tag) for tag in store.tags()},
    }


def records_written() -> dict[str, dict[str, Any]]:
    """The same of the first version, read without any code of ours; there were no grades then."""
    tables = json.loads(FIRST.read_bytes())
    written = {
        table: {row["id"]: row for row in tables[table].values()}
        for table in ("reports", "annotations", "tags")
    }
    for row in written["annotations"].values():
        row["grade"] = {"source": "", "information": ""}
    return written


def log_of(store: AnnotationStore, report: str = BRIDGE) -> list[tuple[str, str]]:
    """The log of a report, oldest first."""
    said = [
        (change.kind, change.label) if isinstance(change, Change) else ("gap", "")
        for change in store.changes(report)
    ]
    return said[::-1]


def unwound(editor: Any) -> list[str]:
    labels = []
    while change := editor.undo():
        labels.append(change.label)
    return labels


def rewound(editor: Any) -> list[str]:
    labels = []
    while change := editor.redo():
        labels.append(change.label)
    return labels


def everything_in(folder: Path) -> dict[str, bytes]:
    return {str(each.relative_to(folder)): each.read_bytes() for each in folder.rglob("*") if each.is_file()}


def test_there_is_a_store_of_every_schema_up_to_todays() -> None:
    schemas = {name.removeprefix("schema-").partition("/")[0].removesuffix(".json") for name in STORES}
    assert schemas == {str(schema) for schema in range(1, SCHEMA + 1)}


def test_every_version_opens_with_all_its_records_and_its_log(old: Path) -> None:
    store = AnnotationStore.open(old)
    assert (store.notice, store.unreadable(), store.read_only) == ("", (), False)
    assert records_in(store) == records_written()
    assert log_of(store) == LOG
    assert log_of(store, OTHER) == [("change", "+ unverified")]


def test_every_version_is_shown_whole_by_whoever_only_reads_and_stays_as_it_is(old: Path) -> None:
    before = everything_in(old.parent)
    store = AnnotationStore.open(old, read_only=True)
    assert records_in(store) == records_written()
    assert log_of(store) == LOG
    assert log_of(store, OTHER) == [("change", "+ unverified")]
    assert everything_in(old.parent) == before


def test_every_version_can_be_undone_to_its_beginning(old: Path, report: Report, desk_on: Any) -> None:
    store = AnnotationStore.open(old)
    desk = desk_on(report, store, name="later")
    assert unwound(desk.editor) == UNDONE
    desk.save(store)
    again = AnnotationStore.open(old)
    assert (again.annotations(BRIDGE), again.tags()) == ([], ())
    assert again.report(BRIDGE).title == "bridge.txt"  # type: ignore[union-attr]


def test_every_version_can_be_redone_to_its_end(old: Path, report: Report, desk_on: Any) -> None:
    store = AnnotationStore.open(old)
    desk = desk_on(report, store, name="later")
    assert rewound(desk.editor) == REDONE
    desk.save(store)
    last = AnnotationStore.open(old).annotations(BRIDGE)[-1]
    assert (last.tags, last.note) == (("unverified", "contested"), "taken back")


def test_the_other_author_of_every_version_takes_back_her_own(
    old: Path, report_of: Any, desk_on: Any
) -> None:
    store = AnnotationStore.open(old)
    report = report_of(OTHER_TEXT, "wires/other.md")
    assert unwound(desk_on(report, store, name="mine").editor) == []
    assert unwound(desk_on(report, store, author="ann", name="anns").editor) == ["+ unverified"]


def test_every_version_is_written_on_and_folded_for_stock_tinydb(
    old: Path, report: Report, desk_on: Any
) -> None:
    store = AnnotationStore.open(old)
    desk = desk_on(report, store, name="new")
    desk.editor.toggle_tag(Span(20, 25), "contested", 20)
    desk.save(store)
    store.fold()
    with TinyDB(old, access_mode="r") as stock:
        assert {row["id"] for row in stock.table("annotations")} == {
            *records_written()["annotations"],
            *(each.id for each in desk.editor.index),
        }
        (meta,) = stock.table("meta").all()
    assert (meta["schema"], meta["created"]) == (SCHEMA, "2026-11-22T09:00:02Z")
    assert log_of(AnnotationStore.open(old)) == [*LOG, ("change", "+ contested")]


# From schema 1


def copies(path: Path) -> list[bytes]:
    return [each.read_bytes() for each in path.parent.iterdir() if ".schema-" in each.name]


def test_a_copy_of_the_old_file_is_kept_byte_for_byte(first: Path) -> None:
    AnnotationStore.open(first)
    assert copies(first) == [FIRST.read_bytes()]
    AnnotationStore.open(first)
    assert copies(first) == [FIRST.read_bytes()]


def test_a_change_of_schema_1_that_cannot_be_read_ends_what_can_be_undone(first: Path) -> None:
    content = json.loads(first.read_bytes())
    rows = content["changes"]
    third = next(key for key, row in rows.items() if row["id"] == "id-0005")
    rows[third]["edits"] = "gone"
    first.write_text(json.dumps(content))
    damaged = first.read_bytes()
    for read_only in (True, False):
        assert log_of(AnnotationStore.open(first, read_only)) == LOG[3:]
    assert copies(first) == [damaged]


def test_a_report_record_that_is_damaged_migrates_as_it_is(first: Path) -> None:
    content = json.loads(first.read_bytes())
    content["annotations"]["5"] = {"id": 7}
    first.write_text(json.dumps(content))
    store = AnnotationStore.open(first)
    assert len(store.unreadable()) == 1
    assert json.loads(first.read_bytes())["annotations"]["5"] == {"id": 7}


def test_two_programs_that_open_an_old_store_at_once_migrate_it_once(first: Path) -> None:
    stores = [AnnotationStore.open(first, read_only=True)]
    stores += [AnnotationStore.open(first) for _ in range(2)]
    for store in stores:
        store.refresh()
        assert log_of(store) == LOG
        assert records_in(store) == records_written()
    assert copies(first) == [FIRST.read_bytes()]


STEPS = ("write", "fsync", "fdatasync", "rename", "replace", "link", "unlink", "mkdir", "chmod")


class Killed(BaseException):
    """In the place of a signal: nothing runs after it but what would run in no case."""


def kill_at(number: int, monkeypatch: pytest.MonkeyPatch) -> Callable[[], int]:
    """Make the step with that number the last one; returns how many there were."""
    made = 0

    def counted(name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def step(*given: Any, **named: Any) -> Any:
            nonlocal made
            made += 1
            if made > number:
                raise Killed(name)
            return real(*given, **named)

        return step

    for name in STEPS:
        monkeypatch.setattr(os, name, counted(name, getattr(os, name)))
    return lambda: made


def test_a_migration_that_is_killed_at_any_step_is_completed_by_the_next_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    number, steps = 0, 1
    while number < steps:
        folder = tmp_path / str(number)
        folder.mkdir()
        path = placed(folder, FIRST)
        with monkeypatch.context() as killing:
            count = kill_at(number, killing)
            try:
                AnnotationStore.open(path)
            except Killed:
                steps = number + 2
            else:
                steps = count()
        for read_only in (True, False):
            store = AnnotationStore.open(path, read_only)
            assert (store.notice, store.unreadable()) == ("", ()), number
            assert records_in(store) == records_written(), number
            assert log_of(store) == LOG, number
            assert log_of(store, OTHER) == [("change", "+ unverified")], number
        assert FIRST.read_bytes() in copies(path), number
        number += 1
    assert number > 10


def test_a_migration_that_was_cut_off_among_its_lines_begins_the_log_anew(
    first: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = os.write

    def half(descriptor: int, content: Any) -> int:
        written = write(descriptor, bytes(content)[: len(content) * 2 // 3])
        monkeypatch.undo()
        raise Killed(str(written))

    monkeypatch.setattr(os, "write", half)
    monkeypatch.setattr(os, "ftruncate", lambda *_: None)
    with pytest.raises(Killed):
        AnnotationStore.open(first)
    assert Path(f"{first}.journal").stat().st_size > 1000
    store = AnnotationStore.open(first)
    assert log_of(store) == LOG
    assert records_in(store) == records_written()


@pytest.mark.parametrize("why", ["disk full", "no permission"])
def test_an_old_store_that_cannot_be_migrated_stays_as_it_is_and_says_why(
    first: Path, monkeypatch: pytest.MonkeyPatch, why: str
) -> None:
    code = {"disk full": 28, "no permission": 13}[why]

    def refuse(*_: Any, **__: Any) -> None:
        raise OSError(code, os.strerror(code))

    with monkeypatch.context() as disk:
        disk.setattr(os, "fsync", refuse)
        store = AnnotationStore.open(first)
        assert why in store.notice
        assert log_of(store) == LOG
        remember = Remember(store.reports()[0])
        with pytest.raises(StoreError, match=why):
            store.write([remember])
        assert first.read_bytes() == FIRST.read_bytes()
    store.write([remember])
    assert store.notice == ""
    assert not is_old(read_base(first)[0].tables)
    assert log_of(AnnotationStore.open(first)) == LOG


# From the future


@pytest.mark.parametrize("state", ["folded", "crashed"])
def test_a_store_of_a_schema_to_come_is_shown_and_neither_migrated_nor_written(
    tmp_path: Path, state: str
) -> None:
    path = placed(tmp_path, STORES[f"schema-2/{state}.json"])
    content = json.loads(path.read_bytes())
    content["meta"]["1"]["schema"] = SCHEMA + 1
    path.write_text(json.dumps(content))
    before = everything_in(path.parent)
    store = AnnotationStore.open(path)
    assert store.read_only
    assert "newer report-reader" in store.notice
    assert records_in(store) == records_written()
    assert log_of(store) == LOG
    with pytest.raises(StoreError, match="newer report-reader"):
        store.write([Remember(store.reports()[0])])
    assert not store.fold()
    assert everything_in(path.parent) == before


def test_what_a_newer_program_made_of_the_store_meanwhile_is_not_migrated_again(
    first: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = migrations._copy

    def and_a_newer_program(path: Path, schema: int) -> Path:
        kept = copy(path, schema)
        content = json.loads(path.read_bytes())
        content["meta"]["1"]["schema"] = SCHEMA + 1
        path.write_text(json.dumps(content))
        return kept

    monkeypatch.setattr(migrations, "_copy", and_a_newer_program)
    store = AnnotationStore.open(first)
    assert "newer report-reader" in store.notice
    assert json.loads(first.read_bytes())["meta"]["1"]["schema"] == SCHEMA + 1
