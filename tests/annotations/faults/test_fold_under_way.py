"""A program that reads while another one folds, or makes the store."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from annotations.store import AnnotationStore

from .calls import Call, Calls
from .proofs import changes_in
from .work import REPORT, commit, opened, save


class Meanwhile:
    """Has another program do something just before a call of that name on that file."""

    def __init__(self, name: str, file: str, work: Callable[[], None]) -> None:
        self.done = False
        self._name, self._file, self._work = name, file, work

    def __call__(self, call: Call, whole: Callable[[], object], _half: Callable[[], object]) -> object:
        if not self.done and call.name == self._name and call.path.endswith(self._file):
            self.done = True
            self._work()
        return whole()


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("stat", "a.json"),
        ("open for reading", "a.json"),
        ("read", "a.json"),
        ("open for reading", ".journal"),
        ("pread", ".journal"),
        ("fstat", ".journal"),
    ],
)
@pytest.mark.parametrize("journaled", [True, False])
def test_a_store_that_is_folded_while_it_is_opened_is_read_whole_and_may_be_written(
    path: Path, name: str, file: str, journaled: bool
) -> None:
    saved: list[str] = []
    with opened(path) as other:
        save(other, saved.append, "old", 0, 2)

        def fold_and_write() -> None:
            other.fold()
            if journaled:
                save(other, saved.append, "new", 0)

        with Calls(path.parent, meanwhile := Meanwhile(name, file, fold_and_write)).watched():
            store = AnnotationStore.open(path)
            assert meanwhile.done
            assert not store.read_only
            assert store.notice == ""
            store.refresh()
            assert not store.read_only
            assert set(changes_in(store, REPORT)) == set(saved)
            store.write([commit("w", 0)])
            store.close()


@pytest.mark.parametrize(("name", "file"), [("stat", "a.json"), ("stat", ".journal")])
def test_a_store_that_is_made_while_it_is_looked_for_is_found(path: Path, name: str, file: str) -> None:
    saved: list[str] = []

    def make() -> None:
        with opened(path) as other:
            save(other, saved.append, "new", 0, 2)

    with Calls(path.parent, meanwhile := Meanwhile(name, file, make)).watched():
        store = AnnotationStore.open(path)
        assert meanwhile.done
        store.refresh()
        assert not store.read_only
        assert set(changes_in(store, REPORT)) == set(saved)
        store.close()
