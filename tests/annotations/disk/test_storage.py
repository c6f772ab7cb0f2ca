from __future__ import annotations

import errno
import json
import os
import shutil
import socket
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from tinydb import TinyDB, where

from annotations.disk.files import StoreFiles
from annotations.disk.storage import JournalStorage
from annotations.disk.tables import RecordBase, RecordTable
from annotations.errors import StoreError

ROOT = Path(__file__).parents[3]


def files_of(path: Path) -> StoreFiles:
    return StoreFiles.of(path)


def table_of(path: Path) -> RecordTable:
    return RecordBase(path).records("t")


def rows_of(path: Path) -> dict[int, object]:
    """What a program that opens the store now finds in its table."""
    return {row.doc_id: dict(row) for row in table_of(path).all()}


def version_of(table: RecordTable) -> int:
    """How often the TinyDB file was read as a whole."""
    return storage_of(table).version


def storage_of(table: RecordTable) -> JournalStorage:
    storage = table._storage
    assert isinstance(storage, JournalStorage)
    return storage


def stock_rows(path: Path, name: str = "t") -> list[dict[str, object]]:
    with TinyDB(path, access_mode="r") as stock:
        return [dict(row) for row in stock.table(name)]


# TinyDB's own


def test_tinydb_works_on_it_and_stock_tinydb_reads_what_it_folded(path: Path) -> None:
    with TinyDB(path, storage=JournalStorage) as base:
        base.insert({"name": "Ärgård 🌉"})
        base.table("people").insert_multiple([{"n": 1}, {"n": 2}])
        base.update({"seen": True}, where("name").exists())
        assert base.storage.fold()
    with TinyDB(path) as stock:
        assert stock.all() == [{"name": "Ärgård 🌉", "seen": True}]
        assert stock.table("people").get(doc_id=2) == {"n": 2}
        stock.table("people").remove(doc_ids=[1])
    with TinyDB(path, storage=JournalStorage) as base:
        assert base.table("people").all() == [{"n": 2}]
        base.drop_tables()
        assert base.tables() == set()
    assert JournalStorage(path).read() is None


def test_lazy_tables_answer_and_change_as_tinydbs_own(path: Path) -> None:
    base = RecordBase(path)
    table = base.records("t")
    first = table.insert({"name": "Ann", "age": 30})
    second = table.insert({"name": "Bea", "age": 40})
    table.update({"age": 31}, doc_ids=[first])
    assert table.get(doc_id=first) == {"name": "Ann", "age": 31}
    assert [row["name"] for row in table.search(where("age") > 35)] == ["Bea"]
    assert table.remove(where("name") == "Bea") == [second]
    assert len(table) == 1
    base.file.fold()
    assert stock_rows(path) == [{"name": "Ann", "age": 31}]


def test_tables_can_be_dropped_one_by_one_and_all(path: Path) -> None:
    base = RecordBase(path)
    base.records("a").put({1: {"n": 1}})
    base.records("b").put({1: {"n": 1}})
    base.drop_table("a")
    assert RecordBase(path).tables() == {"b"}
    base.drop_tables()
    assert RecordBase(path).tables() == set()
    base.records("a").put({2: {"n": 2}})
    base.file.fold()
    assert stock_rows(path, "a") == [{"n": 2}]
    assert stock_rows(path, "b") == []


@pytest.mark.parametrize("folded", [True, False], ids=["folded", "not folded"])
def test_rows_that_are_not_touched_go_back_byte_for_byte(path: Path, folded: bool) -> None:
    odd = b'{"x": 1.10,  "big": 123456789012345678901234567890, "u": "\\u00e4"}'
    path.write_bytes(b'{"t": {"1": ' + odd + b', "2": {"n": 1}}}')
    base = RecordBase(path)
    base.records("t").put({3: {"n": 3}})
    base.records("t").update({"n": 2}, where("n") == 1)
    if folded:
        base.file.fold()
    assert odd in path.read_bytes()
    assert odd not in (files_of(path).journal.read_bytes() if not folded else b"")


def test_an_update_by_a_condition_writes_only_the_rows_it_changed(path: Path) -> None:
    table = table_of(path)
    table.put({number: {"n": number, "text": "x" * 100} for number in range(1, 1001)})
    before = files_of(path).journal.stat().st_size
    table.update({"found": True}, where("n") == 500)
    assert files_of(path).journal.stat().st_size - before < 1000
    assert rows_of(path)[500] == {"n": 500, "text": "x" * 100, "found": True}


def test_a_value_of_another_type_that_python_calls_equal_is_a_change(path: Path) -> None:
    table = table_of(path)
    table.put({1: {"seen": 1}})
    table.update({"seen": True})
    assert json.dumps(rows_of(path)[1]) == '{"seen": true}'


def test_a_table_answers_from_what_is_there_now_and_not_from_what_it_answered_before(path: Path) -> None:
    one, other = RecordBase(path).table("t"), RecordBase(path).table("t")
    one.insert({"n": 1})
    assert len(one.search(where("n") == 1)) == 1
    other.insert({"n": 1})
    assert len(one.search(where("n") == 1)) == 2


def test_document_ids_given_out_by_two_programs_are_never_the_same(path: Path) -> None:
    one, other = RecordBase(path).table("t"), RecordBase(path).table("t")
    for _ in range(50):
        one.insert_multiple([{"by": "one"}] * 2)
        other.insert({"by": "other"})
    rows = rows_of(path)
    assert len(rows) == 150
    assert all(0 < doc_id < 2**53 for doc_id in rows)


# A transaction


def test_opening_and_reading_makes_no_file(path: Path) -> None:
    storage = JournalStorage(path)
    assert storage.read() is None
    assert not storage.exists
    assert list(path.parent.iterdir()) == []


def test_an_exception_in_a_transaction_leaves_everything_as_it_was(path: Path) -> None:
    base = RecordBase(path)
    base.records("t").put({1: {"a": 1}})
    before = files_of(path).journal.read_bytes()

    def fail_half_way() -> None:
        with base.file.transaction():
            base.records("t").put({2: {"a": 2}})
            raise KeyError

    with pytest.raises(KeyError):
        fail_half_way()
    assert files_of(path).journal.read_bytes() == before
    assert base.records("t").all() == [{"a": 1}]


def test_a_transaction_sees_what_it_did_itself_and_others_do_not(path: Path) -> None:
    base, other = RecordBase(path), RecordBase(path)
    base.records("t").put({1: {"a": 1}, 2: {"a": 2}})
    with base.file.transaction():
        base.records("t").put({1: {"a": "new"}, 2: None, 3: {"a": 3}})
        assert [row["a"] for row in base.records("t")] == ["new", 3]
        assert [row["a"] for row in other.records("t")] == [1, 2]
    assert [row["a"] for row in other.records("t")] == ["new", 3]


def test_a_transaction_over_two_tables_is_one_line(path: Path) -> None:
    base = RecordBase(path)
    base.records("t").put({1: {}})
    before = files_of(path).journal.read_bytes()
    with base.file.transaction():
        base.records("a").put({1: {}})
        assert files_of(path).journal.read_bytes() == before
        base.records("b").put({1: {}})
    added = files_of(path).journal.read_bytes()[len(before) :]
    assert added.count(b"\n") == 1
    assert RecordBase(path).tables() == {"t", "a", "b"}


def test_an_updater_that_changes_documents_in_place_and_then_fails_has_changed_nothing(path: Path) -> None:
    table = table_of(path)
    table.put({1: {"tags": ["a"]}, 2: {"tags": ["b"]}})

    def spoil(document: object) -> None:
        assert isinstance(document, dict)
        document["tags"].append("spoilt")
        if document["tags"][0] == "b":
            raise KeyError

    with pytest.raises(KeyError):
        table.update(spoil)
    assert [row["tags"] for row in table.all()] == [["a"], ["b"]]
    assert rows_of(path) == {1: {"tags": ["a"]}, 2: {"tags": ["b"]}}


def refuse(code: int) -> Callable[[int], None]:
    def refused(descriptor: int) -> None:
        raise OSError(code, os.strerror(code))

    return refused


@pytest.mark.parametrize(
    ("code", "why"),
    [(errno.ENOSPC, "disk full"), (errno.EIO, "disk error"), (errno.EROFS, "file system is read-only")],
)
def test_a_disk_that_refuses_leaves_files_and_memory_as_they_were(
    path: Path, monkeypatch: pytest.MonkeyPatch, code: int, why: str
) -> None:
    table = table_of(path)
    table.put({1: {"tags": ["a"]}})
    before = {each: each.read_bytes() for each in path.parent.iterdir() if each.is_file()}

    with monkeypatch.context() as broken:
        broken.setattr(os, "fdatasync", refuse(code))
        broken.setattr(os, "fsync", refuse(code))
        for _ in range(2):
            with pytest.raises(StoreError, match=why) as refusal:
                table.update(lambda document: document["tags"].append("b"))
            assert refusal.value.why == why
            assert str(path) in str(refusal.value)
            assert table.all() == [{"tags": ["a"]}]
            assert {each: each.read_bytes() for each in before} == before
            assert rows_of(path) == {1: {"tags": ["a"]}}
    assert not files_of(path).temporary.exists()
    table.put({2: {"tags": []}})
    assert rows_of(path) == {1: {"tags": ["a"]}, 2: {"tags": []}}


def test_a_disk_that_is_full_in_the_middle_of_a_line_leaves_the_lines_before(path: Path) -> None:
    program = (
        "import resource, signal, sys\n"
        "from annotations.disk.tables import RecordBase\n"
        "from annotations.errors import StoreError\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "table = RecordBase(sys.argv[1]).records('t')\n"
        "table.put({1: {'a': 1}})\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))\n"
        "try: table.put({2: {'a': 'x' * 100000}})\n"
        "except StoreError as error: print(error.why)\n"
        "table.put({3: {'a': 3}})\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, path], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert done.stdout == "file too large\n"
    assert rows_of(path) == {1: {"a": 1}, 3: {"a": 3}}


def test_a_line_is_on_disk_before_the_write_returns(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table = table_of(path)
    table.put({1: {}})
    happened: list[str] = []
    for name in ("write", "fdatasync", "fsync"):
        real = getattr(os, name)

        def noted(*given: object, name: str = name, real: Callable[..., object] = real) -> object:
            happened.append(name)
            return real(*given)

        monkeypatch.setattr(os, name, noted)
    table.put({2: {}})
    assert happened == ["write", "fdatasync"]


# Folding


def test_a_folded_file_is_on_disk_before_it_takes_the_old_ones_place_and_the_journal_moves_last(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    base = RecordBase(path)
    base.records("t").put({1: {}})
    happened: list[str] = []
    fsync, replace, rename = os.fsync, Path.replace, Path.rename

    def noted_fsync(descriptor: int) -> None:
        happened.append("folder" if stat.S_ISDIR(os.fstat(descriptor).st_mode) else "file")
        fsync(descriptor)

    def noted_replace(self: Path, target: Path) -> Path:
        happened.append(f"{target.name} in its place")
        return replace(self, target)

    def noted_rename(self: Path, target: Path) -> Path:
        happened.append(f"{self.name} to {target.parent.name}")
        return rename(self, target)

    monkeypatch.setattr(os, "fsync", noted_fsync)
    monkeypatch.setattr(Path, "replace", noted_replace)
    monkeypatch.setattr(Path, "rename", noted_rename)
    assert base.file.fold()
    assert happened[:3] == ["file", f"{path.name} in its place", "folder"]
    moved = happened.index(f"{path.name}.journal to {path.name}.history")
    assert happened[moved + 1 :] == ["folder", "folder"]


def test_what_is_folded_lies_in_the_history_and_nothing_is_folded_twice(path: Path) -> None:
    base = RecordBase(path)
    base.records("t").put({1: {}})
    journal = files_of(path).journal.read_bytes()
    assert base.file.fold()
    assert not base.file.fold()
    assert not files_of(path).journal.exists()
    (segment,) = files_of(path).history.iterdir()
    assert segment.read_bytes().startswith(journal)


def test_a_fold_that_is_given_up_leaves_everything_as_it_was(path: Path) -> None:
    base = RecordBase(path)
    base.records("t").put({number: {"n": number} for number in range(1, 2001)})
    before = {each.name: each.read_bytes() for each in path.parent.iterdir() if each.is_file()}
    patience = iter([True, True])
    assert not base.file.fold(lambda: next(patience, False))
    assert {each.name: each.read_bytes() for each in path.parent.iterdir() if each.is_file()} == before
    base.records("t").put({1: {"n": "after"}})
    assert rows_of(path)[1] == {"n": "after"}
    assert base.file.fold()
    assert len(stock_rows(path)) == 2000


def test_many_rows_are_written_a_line_each(path: Path) -> None:
    base = RecordBase(path)
    base.records("t").put({number: {"n": number} for number in range(1, 2001)})
    base.file.fold()
    lines = path.read_text().splitlines()
    assert sum(line.startswith('"') and '{"n":' in line for line in lines) == 2000
    assert msgspec.json.decode(path.read_bytes())["t"]["2000"] == {"n": 2000}


def test_a_small_journal_need_not_be_folded_and_a_large_one_has_to_be(path: Path) -> None:
    base = RecordBase(path)
    base.records("t").put({1: {"text": "x" * 1000}})
    assert not base.file.fold_is_due
    base.records("t").put({1: {"text": "x" * 5_000_000}})
    assert base.file.fold_is_due
    base.file.fold()
    assert not base.file.fold_is_due
    base.records("t").put({1: {"text": "x" * 4_500_000}})
    assert not base.file.fold_is_due  # the file itself is larger
    base.records("t").put({1: {"text": "x" * 1_000_000}})
    assert base.file.fold_is_due


# Following


def test_two_bases_on_one_file_lose_nothing_of_each_other(path: Path) -> None:
    one, other = table_of(path), table_of(path)
    one.put({1: {"by": "one"}})
    other.put({2: {"by": "other"}})
    one.put({3: {"by": "one"}})
    assert [row.doc_id for row in other.all()] == [1, 2, 3]


def test_a_file_is_read_again_only_when_it_is_another(path: Path) -> None:
    path.write_text('{"t": {"1": {}}}')
    storage = JournalStorage(path)
    assert storage.refresh()
    assert storage.version == 1
    storage.take_news()
    assert not storage.refresh()
    path.write_text('{"t": {"1": {}, "2": {}}}')
    assert storage.refresh()
    assert storage.version == 2
    assert set(storage.rows("t")) == {"1", "2"}


def test_a_second_program_follows_through_any_number_of_folds_and_reads_the_file_once(path: Path) -> None:
    one, other = table_of(path), table_of(path)
    one.put({0: {"n": 0}})
    other.all()
    first = version_of(other)
    for number in range(1, 20):
        one.put({number: {"n": number}})
        if number % 3 == 0:
            storage_of(one).fold()
        assert len(other) == number + 1
        if number % 4 == 0:
            storage_of(other).fold()
        if number % 5 == 0:
            other.put({number: {"n": number}})
    assert version_of(other) == first
    assert rows_of(path) == {row.doc_id: dict(row) for row in other.all()}


def test_a_second_program_that_slept_through_many_folds_follows_them_and_reads_the_file_once(
    path: Path,
) -> None:
    one, other = table_of(path), table_of(path)
    one.put({1: {"n": 1}})
    other.all()
    first = version_of(other)
    for number in range(2, 40):
        one.put({number: {"n": number}, number - 1: None})
        storage_of(one).fold()
    assert [row["n"] for row in other.all()] == [39]
    assert version_of(other) == first
    other.put({40: {"n": 40}})
    assert set(rows_of(path)) == {39, 40}


def test_a_second_program_that_slept_through_a_fold_has_what_somebody_changed_by_hand_before_it(
    path: Path,
) -> None:
    one, other = table_of(path), table_of(path)
    one.put({1: {"n": 1}})
    storage_of(one).fold()
    one.put({2: {"n": 2}})
    assert len(other) == 2
    with TinyDB(path) as stock:
        stock.table("t").update({"seen": True})
    one.put({3: {"n": 3}})
    storage_of(one).fold()
    assert [row.get("seen") for row in other.all()] == [True, None, None]
    other.put({4: {"n": 4}})
    storage_of(other).fold()
    assert [row.get("seen") for row in stock_rows(path)] == [True, None, None, None]


# Files that somebody changed behind our back


def test_who_had_read_a_line_that_was_taken_back_believes_what_was_written_in_its_place(path: Path) -> None:
    mine, theirs = table_of(path), table_of(path)
    mine.put({1: {"a": 1}})
    journal = files_of(path).journal
    end = journal.stat().st_size
    mine.put({2: {"a": 1}})
    assert {row.doc_id for row in theirs.all()} == {1, 2}
    # As a program does whose disk refused to keep the line, and that ends then.
    os.truncate(journal, end)
    table_of(path).put({3: {"a": 1}})
    assert {row.doc_id for row in theirs.all()} == {1, 3}
    theirs.put({4: {"a": 1}})
    assert storage_of(theirs).fold()
    assert set(rows_of(path)) == {1, 3, 4}


def test_what_stock_tinydb_changed_in_place_is_taken_over(path: Path) -> None:
    base = RecordBase(path)
    table = base.records("t")
    table.put({1: {"a": 1}})
    base.file.fold()
    with TinyDB(path) as stock:
        stock.table("t").update({"seen": True})
    assert table.all() == [{"a": 1, "seen": True}]
    table.put({2: {"a": 2}})
    assert rows_of(path) == {1: {"a": 1, "seen": True}, 2: {"a": 2}}


def test_what_stock_tinydb_changed_while_a_journal_lay_beside_it_stays_unless_the_journal_says_else(
    path: Path,
) -> None:
    base = RecordBase(path)
    base.records("t").put({1: {"a": 1}})
    base.file.fold()
    base.records("t").put({2: {"a": 2}})
    with TinyDB(path) as stock:
        stock.table("t").update({"seen": True})
        stock.table("mine").insert({"n": 1})
    assert base.records("t").all() == [{"a": 1, "seen": True}, {"a": 2}]
    base.file.fold()
    assert stock_rows(path, "mine") == [{"n": 1}]


def test_a_store_whose_file_was_deleted_while_open_comes_back_whole(path: Path) -> None:
    table = table_of(path)
    table.put({1: {"a": 1}})
    storage_of(table).fold()
    table.put({2: {"a": 2}})
    path.unlink()
    assert len(table) == 2
    table.put({3: {"a": 3}})
    assert rows_of(path) == {1: {"a": 1}, 2: {"a": 2}, 3: {"a": 3}}
    storage_of(table).fold()
    assert stock_rows(path) == [{"a": 1}, {"a": 2}, {"a": 3}]


def test_a_store_of_which_everything_was_deleted_while_open_comes_back_whole(path: Path) -> None:
    table = table_of(path)
    table.put({1: {"a": 1}})
    for each in path.parent.iterdir():
        each.unlink()
    table.put({2: {"a": 2}})
    assert rows_of(path) == {1: {"a": 1}, 2: {"a": 2}}


def test_a_journal_that_was_deleted_while_open_is_written_again(path: Path) -> None:
    table = table_of(path)
    table.put({1: {"a": 1}})
    files_of(path).journal.unlink()
    assert len(table) == 1
    table.put({2: {"a": 2}})
    assert rows_of(path) == {1: {"a": 1}, 2: {"a": 2}}
    storage_of(table).fold()
    assert stock_rows(path) == [{"a": 1}, {"a": 2}]


def test_a_journal_that_another_took_the_place_of_is_read_instead(path: Path, tmp_path: Path) -> None:
    table = table_of(path)
    table.put({1: {"a": 1}})
    shutil.copytree(path.parent, tmp_path / "copy")
    copy = table_of(tmp_path / "copy" / path.name)
    copy.put({2: {"a": 2}})
    files_of(tmp_path / "copy" / path.name).journal.replace(files_of(path).journal)
    assert len(table) == 2
    table.put({3: {"a": 3}})
    assert set(rows_of(path)) == {1, 2, 3}


def test_a_file_that_becomes_unreadable_is_not_written_over(path: Path) -> None:
    table = table_of(path)
    table.put({1: {"a": 1}})
    path.write_text('{"t": {"1": {"a"')
    for _ in range(2):
        with pytest.raises(StoreError, match="no whole JSON"):
            table.put({2: {"a": 2}})
    assert path.read_text() == '{"t": {"1": {"a"'


def test_a_file_that_is_emptied_while_open_comes_back_whole(path: Path) -> None:
    table = table_of(path)
    table.put({1: {"a": 1}})
    storage_of(table).fold()
    path.write_bytes(b"")
    table.put({2: {"a": 2}})
    assert rows_of(path) == {1: {"a": 1}, 2: {"a": 2}}


# Files and journals that do not belong together


def a_store(folder: Path, *names: str) -> Path:
    """A folded store with a row for each name, and a journal with one more."""
    folder.mkdir(exist_ok=True)
    path = folder / "annotations.json"
    base = RecordBase(path)
    for number, name in enumerate(names, 1):
        base.records("t").put({number: {"name": name}})
        base.file.fold()
    base.records("t").put({99: {"name": "in the journal"}})
    base.close()
    return path


def bytes_in(folder: Path) -> dict[Path, bytes]:
    return {
        each: each.read_bytes()
        for each in folder.rglob("*")
        if each.is_file() and not each.name.endswith(".lock")
    }


@pytest.mark.parametrize(
    ("kind", "said"),
    [("another store's", "is the journal of another store"), ("older", "is an older copy than its journal")],
)
def test_a_file_beside_a_journal_it_does_not_go_with_is_shown_and_not_written(
    tmp_path: Path, kind: str, said: str
) -> None:
    path = a_store(tmp_path / "one", "Ann")
    if kind == "older":
        old = path.read_bytes()
        path = a_store(tmp_path / "one", "Ann", "Bea", "Cleo")
        path.write_bytes(old)
    else:
        other = a_store(tmp_path / "other", "Dora")
        shutil.copy(files_of(other).journal, files_of(path).journal)
    before = bytes_in(tmp_path)
    base = RecordBase(path)
    assert [row["name"] for row in base.records("t")] == ["Ann"]
    assert said in base.file.obstacle
    for _ in range(2):
        with pytest.raises(StoreError, match=said) as refusal:
            base.records("t").put({2: {"name": "lost?"}})
        assert refusal.value.why == "read-only"
    assert not base.file.fold()
    assert bytes_in(tmp_path) == before


@pytest.mark.parametrize(
    ("content", "said"), [(None, "is not there"), (b"", "is empty"), (b"{}", "is empty")]
)
def test_a_journal_whose_file_is_gone_or_empty_is_not_taken_for_a_new_store(
    tmp_path: Path, content: bytes | None, said: str
) -> None:
    path = a_store(tmp_path / "one", "Ann")
    path.unlink()
    if content is not None:
        path.write_bytes(content)
    before = bytes_in(tmp_path)
    for _ in range(2):
        with pytest.raises(StoreError, match=f"{said}, but its journal") as refusal:
            RecordBase(path).records("t").put({2: {}})
        assert refusal.value.why == "the file is gone"
    assert bytes_in(tmp_path) == before


@pytest.mark.parametrize("kind", ["folder", "socket", "pipe"])
def test_a_journal_that_is_no_file_is_named_and_never_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    path = a_store(tmp_path / "one", "Ann")
    journal = files_of(path).journal
    journal.unlink()
    monkeypatch.chdir(journal.parent)  # the names of sockets must be short
    with socket.socket(socket.AF_UNIX) as listener:
        match kind:
            case "folder":
                journal.mkdir()
            case "pipe":
                os.mkfifo(journal)
            case _:
                listener.bind(journal.name)
        with pytest.raises(StoreError, match="its journal is a "):
            RecordBase(path).records("t").put({2: {"text": "x" * 1_000_000}})
    assert stock_rows(path) == [{"name": "Ann"}]


def test_a_journal_left_by_a_fold_that_was_cut_short_goes_to_the_history_and_nothing_is_done_twice(
    tmp_path: Path,
) -> None:
    path = a_store(tmp_path / "one", "Ann")
    journal = files_of(path).journal
    content = journal.read_bytes()
    base = RecordBase(path)
    base.records("t").put({99: None, 100: {"name": "later"}})
    later = journal.read_bytes()
    base.file.fold()
    base.records("t").put({100: {"name": "latest"}})
    base.file.fold()
    journal.write_bytes(content)  # as if the fold had not come to moving it away
    assert later.startswith(content)
    assert rows_of(path) == {1: {"name": "Ann"}, 100: {"name": "latest"}}
    assert journal.exists()
    table_of(path).put({2: {"name": "Bea"}})
    assert set(rows_of(path)) == {1, 2, 100}
    assert content in [each.read_bytes() for each in files_of(path).history.iterdir()]


def test_a_store_put_back_to_an_earlier_state_does_not_take_the_later_history_for_its_own(
    tmp_path: Path,
) -> None:
    path = a_store(tmp_path / "one", "Ann")
    RecordBase(path).file.fold()
    base = RecordBase(path)
    base.file.refresh()
    base.file.fold()
    old, generation = path.read_bytes(), base.file.generation
    with base.file.transaction() as batch:
        batch.log("r", msgspec.Raw(b'{"is": "undone by this"}'))
    base.file.fold()
    base.close()
    path.write_bytes(old)
    base = RecordBase(path)
    with base.file.transaction() as batch:
        batch.log("r", msgspec.Raw(b'{"is": "new"}'))
    assert base.file.generation > generation
    assert base.file.last_line("r").generation == base.file.generation
    assert not files_of(path).segment(base.file.store, base.file.generation).exists()


# Modes, folders, links, locks


def test_everything_of_a_new_store_is_private(tmp_path: Path) -> None:
    path = a_store(tmp_path / "one", "Ann", "Bea")
    base = RecordBase(path)
    with base.file.transaction() as batch:
        batch.log("r", msgspec.Raw(b"{}"))
    base.file.fold()
    base.records("t").put({5: {}})
    files = files_of(path)
    for each in (path, files.journal, files.lock, *files.history.iterdir(), *files.backups.iterdir()):
        assert stat.S_IMODE(each.stat().st_mode) == 0o600, each
    for each in (files.history, files.backups):
        assert stat.S_IMODE(each.stat().st_mode) == 0o700


def test_whoever_may_write_the_file_may_write_its_journal_and_its_folders(path: Path) -> None:
    path.write_text('{"t": {"1": {}}}')
    path.chmod(0o660)
    base = RecordBase(path)
    with base.file.transaction() as batch:
        batch.log("r", msgspec.Raw(b"{}"))
    base.file.fold()
    base.records("t").put({5: {}})
    files = files_of(path)
    for each in (path, files.journal, files.lock, *files.history.iterdir(), *files.backups.iterdir()):
        assert stat.S_IMODE(each.stat().st_mode) == 0o660, each
    for each in (files.history, files.backups):
        assert stat.S_IMODE(each.stat().st_mode) == 0o770


def test_a_missing_folder_is_made_by_the_first_write(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "store.json"
    table_of(path).put({1: {}})
    assert path.exists()


def test_a_folder_that_vanished_is_not_made_again(tmp_path: Path) -> None:
    path = tmp_path / "disk" / "store.json"
    table = table_of(path)
    table.put({1: {}})
    shutil.rmtree(path.parent)
    with pytest.raises(StoreError, match="is its disk connected"):
        table.put({2: {}})
    assert not path.parent.exists()


@pytest.mark.parametrize("store", ["/../../x", "a\0b", "..", "\ud800ab", "ä b"])
def test_the_id_of_a_store_from_elsewhere_leads_to_no_other_folder(tmp_path: Path, store: str) -> None:
    files = files_of(tmp_path / "a.json")
    for path in (files.segment(store, 1), files.backup(store, 1)):
        assert path.parent in (files.history, files.backups)
        assert path.name.isascii()
        assert path.name.isprintable()


def test_a_symbolic_link_stays_one_and_everything_lies_beside_the_file_itself(tmp_path: Path) -> None:
    real, link = tmp_path / "there" / "real.json", tmp_path / "link.json"
    real.parent.mkdir()
    link.symlink_to(real)
    base = RecordBase(link)
    base.records("t").put({1: {}})
    base.file.fold()
    assert link.is_symlink()
    assert stock_rows(real) == [{}]
    assert sorted(tmp_path.iterdir()) == [link, real.parent]


def test_what_a_killed_program_left_half_written_is_removed(path: Path) -> None:
    files_of(path).temporary.write_text("{half")
    base = RecordBase(path)
    base.records("t").put({1: {}})
    base.file.fold()
    assert not files_of(path).temporary.exists()
