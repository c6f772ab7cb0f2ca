from __future__ import annotations

import errno
import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest
from tinydb import TinyDB, where

from annotations.errors import StoreError
from annotations.storage import AtomicStorage
from annotations.tables import RecordBase


def test_tinydb_works_on_it_and_stock_tinydb_reads_what_it_wrote(path: Path) -> None:
    with TinyDB(path, storage=AtomicStorage) as base:
        base.insert({"name": "Ärgård 🌉"})
        base.table("people").insert_multiple([{"n": 1}, {"n": 2}])
        base.update({"seen": True}, where("name").exists())
    with TinyDB(path) as stock:
        assert stock.all() == [{"name": "Ärgård 🌉", "seen": True}]
        assert stock.table("people").get(doc_id=2) == {"n": 2}
        stock.table("people").remove(doc_ids=[1])
    with TinyDB(path, storage=AtomicStorage) as base:
        assert base.table("people").all() == [{"n": 2}]
        base.drop_tables()
        assert base.tables() == set()


def test_lazy_tables_answer_and_change_as_tinydbs_own(path: Path) -> None:
    base = RecordBase(path)
    table = base.records("people")
    first = table.insert({"name": "Ann", "age": 30})
    table.insert({"name": "Bea", "age": 40})
    table.update({"age": 31}, doc_ids=[first])
    assert table.get(doc_id=first) == {"name": "Ann", "age": 31}
    assert [row["name"] for row in table.search(where("age") > 35)] == ["Bea"]
    assert table.remove(where("name") == "Bea") == [2]
    assert len(table) == 1
    assert TinyDB(path).table("people").all() == [{"name": "Ann", "age": 31}]


def test_rows_that_are_not_touched_go_back_byte_for_byte(path: Path) -> None:
    odd = b'{"x": 1.10,  "big": 123456789012345678901234567890, "u": "\\u00e4"}'
    path.write_bytes(b'{"people": {"1": ' + odd + b"}}")
    RecordBase(path).records("people").put({2: {"name": "Ann"}})
    assert odd in path.read_bytes()


def test_two_bases_on_one_file_lose_nothing_of_each_other(path: Path) -> None:
    one, other = RecordBase(path).records("t"), RecordBase(path).records("t")
    one.put({1: {"by": "one"}})
    other.put({2: {"by": "other"}})
    one.put({3: {"by": "one"}})
    assert [row.doc_id for row in other.all()] == [1, 2, 3]


def test_opening_and_reading_makes_no_file(path: Path) -> None:
    storage = AtomicStorage(path)
    assert storage.read() is None
    assert not storage.exists
    assert list(path.parent.iterdir()) == []


def test_a_file_is_read_again_only_when_it_is_another(path: Path) -> None:
    path.write_text('{"t": {"1": {}}}')
    storage = AtomicStorage(path)
    assert storage.refresh()
    assert not storage.refresh()
    path.write_text('{"t": {"1": {}, "2": {}}}')
    assert storage.refresh()
    assert set(storage.rows["t"]) == {"1", "2"}


def test_an_exception_in_a_transaction_leaves_everything_as_it_was(path: Path) -> None:
    base = RecordBase(path)
    base.records("t").put({1: {"a": 1}})
    before = path.read_bytes()

    def fail_half_way() -> None:
        with base.file.transaction():
            base.records("t").put({2: {"a": 2}})
            raise KeyError

    with pytest.raises(KeyError):
        fail_half_way()
    assert path.read_bytes() == before
    assert base.records("t").all() == [{"a": 1}]


def test_a_transaction_over_two_tables_is_one_write(path: Path) -> None:
    base = RecordBase(path)
    with base.file.transaction():
        base.records("a").put({1: {}})
        assert not path.exists()
        base.records("b").put({1: {}})
    assert json.loads(path.read_bytes()) == {"a": {"1": {}}, "b": {"1": {}}}


def test_an_existing_file_keeps_its_mode_and_a_new_one_is_private(path: Path) -> None:
    table = RecordBase(path).records("t")
    table.put({1: {}})
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    path.chmod(0o664)
    table.put({2: {}})
    assert stat.S_IMODE(path.stat().st_mode) == 0o664


def test_a_missing_folder_is_made_by_the_first_write(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "store.json"
    RecordBase(path).records("t").put({1: {}})
    assert path.exists()


def test_a_symbolic_link_stays_one(tmp_path: Path) -> None:
    real, link = tmp_path / "real.json", tmp_path / "link.json"
    link.symlink_to(real)
    RecordBase(link).records("t").put({1: {}})
    assert link.is_symlink()
    assert real.exists()


def test_a_write_is_on_disk_before_it_takes_the_old_ones_place(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    happened: list[str] = []
    fsync, rename = os.fsync, Path.replace

    def noted_fsync(descriptor: int) -> None:
        happened.append("folder" if stat.S_ISDIR(os.fstat(descriptor).st_mode) else "file")
        fsync(descriptor)

    def noted_rename(self: Path, target: Path) -> Path:
        happened.append("rename")
        return rename(self, target)

    monkeypatch.setattr(os, "fsync", noted_fsync)
    monkeypatch.setattr(Path, "replace", noted_rename)
    RecordBase(path).records("t").put({1: {}})
    assert happened == ["file", "rename", "folder"]


@pytest.mark.parametrize(
    ("code", "why"),
    [(errno.ENOSPC, "disk full"), (errno.EIO, "disk error"), (errno.EROFS, "file system is read-only")],
)
def test_a_disk_that_refuses_leaves_the_old_file_and_no_rubbish(
    path: Path, monkeypatch: pytest.MonkeyPatch, code: int, why: str
) -> None:
    table = RecordBase(path).records("t")
    table.put({1: {"a": 1}})
    before = path.read_bytes()

    def refuse(descriptor: int) -> None:
        raise OSError(code, os.strerror(code))

    with monkeypatch.context() as broken:
        broken.setattr(os, "fsync", refuse)
        with pytest.raises(StoreError, match=why) as refusal:
            table.put({2: {"a": 2}})
    assert refusal.value.why == why
    assert str(path) in str(refusal.value)
    assert path.read_bytes() == before
    assert sorted(each.name for each in path.parent.iterdir()) == [path.name, path.name + ".lock"]
    table.put({2: {"a": 2}})
    assert len(TinyDB(path).table("t")) == 2


def test_a_disk_that_is_full_in_the_middle_of_the_file_leaves_the_old_one(path: Path) -> None:
    program = (
        "import resource, signal, sys\n"
        "from annotations.tables import RecordBase\n"
        "from annotations.errors import StoreError\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "table = RecordBase(sys.argv[1]).records('t')\n"
        "table.put({1: {'a': 1}})\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))\n"
        "try: table.put({2: {'a': 'x' * 100000}})\n"
        "except StoreError as error: print(error.why)\n"
    )
    done = subprocess.run([sys.executable, "-c", program, path], capture_output=True, text=True, check=True)
    assert done.stdout == "file too large\n"
    assert TinyDB(path).table("t").all() == [{"a": 1}]


def test_a_lock_that_another_program_holds_is_waited_for_and_then_named(path: Path) -> None:
    holder = RecordBase(path)
    with holder.file.transaction(), pytest.raises(StoreError, match="held by another program"):
        RecordBase(path, lock_timeout=0.05).records("t").put({1: {}})
    RecordBase(path, lock_timeout=0.05).records("t").put({1: {}})


def test_the_lock_of_a_killed_program_blocks_nobody(path: Path) -> None:
    program = (
        "import os, signal, sys\n"
        "from annotations.tables import RecordBase\n"
        "with RecordBase(sys.argv[1]).file.transaction(): os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    assert subprocess.run([sys.executable, "-c", program, path], check=False).returncode == -9
    RecordBase(path, lock_timeout=0.05).records("t").put({1: {}})


def test_what_a_killed_program_left_half_written_is_removed(path: Path) -> None:
    path.with_name(path.name + ".tmp").write_text("{half")
    RecordBase(path).records("t").put({1: {}})
    assert not path.with_name(path.name + ".tmp").exists()


def test_a_store_that_was_deleted_while_open_comes_back_whole(path: Path) -> None:
    table = RecordBase(path).records("t")
    table.put({1: {"a": 1}})
    path.unlink()
    table.put({2: {"a": 2}})
    assert TinyDB(path).table("t").all() == [{"a": 1}, {"a": 2}]


def test_a_file_that_becomes_unreadable_is_not_written_over(path: Path) -> None:
    table = RecordBase(path).records("t")
    table.put({1: {"a": 1}})
    path.write_text('{"t": {"1": {"a"')
    with pytest.raises(StoreError, match="no whole JSON"):
        table.put({2: {"a": 2}})
    assert path.read_text() == '{"t": {"1": {"a"'


def test_many_rows_are_written_a_line_each(path: Path) -> None:
    RecordBase(path).records("t").put({number: {"n": number} for number in range(1, 2001)})
    lines = path.read_text().splitlines()
    assert len(lines) == 1 + 2000 + 1
    assert msgspec.json.decode(path.read_bytes())["t"]["2000"] == {"n": 2000}
