"""What is asked for again after the disk refused, and nobody knows whether it was written."""

from __future__ import annotations

import errno
import os
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from annotations import catalogue
from annotations.errors import StoreError
from annotations.records import Change
from annotations.store import AnnotationStore
from reports.document import Report, Span

if TYPE_CHECKING:
    from tests.annotations.conftest import Desk

SENTENCE = Span(0, 64)
WORDS = Span(4, 10)


@pytest.fixture
def store(path: Path, desk: Desk) -> AnnotationStore:
    store = AnnotationStore.open(path)
    desk.editor.toggle_tag(SENTENCE, "unverified", 0)
    desk.editor.annotate(SENTENCE, caret=0, note="first")
    desk.save(store)
    return store


def refuse(*_: object) -> None:
    raise OSError(errno.EIO, os.strerror(errno.EIO))


def save_unknown(store: AnnotationStore, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Write what the desk has; the disk takes it, says that it did not, and does not give it back."""
    operations, desk.operations[:] = list(desk.operations), []
    with monkeypatch.context() as disk:
        disk.setattr(os, "fdatasync", refuse)
        disk.setattr(os, "ftruncate", refuse)
        with pytest.raises(StoreError, match="disk error"):
            store.write(operations)
    return operations


def do(desk: Desk, what: str) -> None:
    match what:
        case "change":
            desk.editor.toggle_tag(WORDS, "contested", 4)
        case "undo":
            desk.editor.undo()
        case "redo":
            desk.editor.redo()
        case _:
            desk.editor.toggle_tag(WORDS, "contested", 4)
            desk.editor.undo()
            desk.editor.redo()
            desk.editor.toggle_tag(SENTENCE, "contested", 0)
            desk.editor.undo()


def ids(store: AnnotationStore, report: str) -> list[str]:
    return [change.id for change in store.changes(report) if isinstance(change, Change)]


@pytest.mark.parametrize("what", ["change", "undo", "redo", "all of them"])
@pytest.mark.parametrize("between", ["nothing", "a look", "a fold", "another program's change and fold"])
def test_what_may_have_been_written_is_not_done_twice(
    store: AnnotationStore,
    path: Path,
    report: Report,
    desk: Desk,
    desk_on: Any,
    monkeypatch: pytest.MonkeyPatch,
    what: str,
    between: str,
) -> None:
    if what == "redo":
        desk.editor.undo()
        desk.save(store)
    do(desk, what)
    operations = save_unknown(store, desk, monkeypatch)
    expected = [change.id for change in reversed(desk.log)]
    match between:
        case "a look":
            store.refresh()
        case "a fold":
            store.refresh()
            store.fold()
        case "another program's change and fold":
            other = AnnotationStore.open(path)
            theirs = desk_on(report, other, author="ann", name="theirs")
            theirs.editor.toggle_tag(Span(20, 25), "contested", 20)
            theirs.save(other)
            other.fold()
            expected.insert(0, theirs.log[0].id)
    store.write(operations)
    store.write(operations)
    for each in (store, AnnotationStore.open(path)):
        assert ids(each, desk.record.id) == expected
        mine = [one for one in each.annotations(desk.record.id) if not one.author]
        assert mine == list(desk.editor.index)


def test_what_was_taken_back_by_the_disk_is_done_when_it_is_asked_for_again(
    store: AnnotationStore, path: Path, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    do(desk, "all of them")
    operations, desk.operations[:] = list(desk.operations), []
    with monkeypatch.context() as disk:
        disk.setattr(os, "fdatasync", refuse)
        for _ in range(3):
            with pytest.raises(StoreError, match="disk error"):
                store.write(operations)
    assert len(ids(AnnotationStore.open(path), desk.record.id)) == 2
    store.write(operations)
    for each in (store, AnnotationStore.open(path)):
        assert ids(each, desk.record.id) == [change.id for change in reversed(desk.log)]
        assert each.annotations(desk.record.id) == list(desk.editor.index)


def test_records_whose_numbers_are_all_the_same_at_first_keep_rows_of_their_own(
    path: Path, report: Report, desk_on: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catalogue, "blake2b", lambda *_, **__: blake2b(b"", digest_size=8))
    one, other = AnnotationStore.open(path), AnnotationStore.open(path)
    mine, theirs = desk_on(report, one, name="mine"), desk_on(report, other, author="ann", name="theirs")
    for place in range(0, 50, 10):
        for desk, store in ((mine, one), (theirs, other)):
            desk.editor.toggle_tag(Span(place, place + 5), "contested", place)
            desk.editor.new_tag(f"{desk.name} {place}")
            desk.save(store)
    one.fold()
    found = AnnotationStore.open(path)
    assert found.unreadable() == ()
    assert len(found.annotations(mine.record.id)) == 10
    assert len(found.tags()) == 10
