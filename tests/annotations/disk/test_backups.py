from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from annotations.disk.backups import KEPT, backups
from annotations.disk.files import StoreFiles
from annotations.store import AnnotationStore
from reports.document import Span
from tests.annotations.conftest import Desk

if TYPE_CHECKING:
    from reports.document import Report


def fold_a_change(store: AnnotationStore, desk: Desk) -> None:
    place = len(desk.log)
    desk.editor.toggle_tag(Span(place, place + 1), "contested", place)
    desk.save(store)
    assert store.fold()


def test_the_files_before_the_last_folds_are_kept_whole_the_newest_first(path: Path, desk: Desk) -> None:
    store = AnnotationStore.open(path)
    files: list[bytes] = []
    for _ in range(KEPT + 3):
        fold_a_change(store, desk)
        files.append(path.read_bytes())
    kept = backups(StoreFiles.of(path))
    assert [each.path.read_bytes() for each in kept] == files[-2 : -2 - KEPT : -1]
    assert [each.size for each in kept] == [each.path.stat().st_size for each in kept]
    assert [each.generation for each in kept] == sorted((each.generation for each in kept), reverse=True)


def test_a_backup_opens_as_the_store_it_was(path: Path, desk: Desk, tmp_path: Path) -> None:
    store = AnnotationStore.open(path)
    fold_a_change(store, desk)
    before = store.annotations(desk.record.id)
    fold_a_change(store, desk)
    copy = tmp_path / "elsewhere.json"
    copy.write_bytes(backups(store.files)[0].path.read_bytes())
    assert AnnotationStore.open(copy).annotations(desk.record.id) == before


def test_a_fold_of_where_reading_stopped_keeps_no_backup(path: Path, desk: Desk) -> None:
    store = AnnotationStore.open(path)
    fold_a_change(store, desk)
    fold_a_change(store, desk)
    before = backups(store.files)
    for caret in range(1, 4):
        desk.editor.remember_place(caret, 0)
        desk.save(store)
        assert store.fold()
    assert backups(store.files) == before


def test_a_new_store_under_an_old_name_has_backups_of_its_own_and_takes_none_away(
    path: Path, desk: Desk, report: Report
) -> None:
    old = AnnotationStore.open(path)
    for _ in range(KEPT + 3):
        fold_a_change(old, desk)
    kept = {each.path for each in backups(old.files)}
    old.close()
    path.unlink()
    store, again = AnnotationStore.open(path), Desk(report, name="again")
    for _ in range(3):
        fold_a_change(store, again)
    assert kept < {each.path for each in backups(store.files)}


def test_a_file_system_without_links_gets_copies(
    path: Path, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.EOPNOTSUPP, os.strerror(errno.EOPNOTSUPP))

    monkeypatch.setattr(os, "link", refuse)
    store = AnnotationStore.open(path)
    fold_a_change(store, desk)
    before = path.read_bytes()
    fold_a_change(store, desk)
    assert backups(store.files)[0].path.read_bytes() == before


def test_without_a_folder_there_are_no_backups_and_foreign_files_are_none(path: Path) -> None:
    files = StoreFiles.of(path)
    assert backups(files) == []
    files.backups.mkdir()
    (files.backups / "notes.txt").write_text("mine")
    assert backups(files) == []
