from __future__ import annotations

import errno
import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import filelock
import pytest

from annotations.disk.files import StoreFiles
from annotations.disk.locking import StoreLock
from annotations.disk.tables import RecordBase
from annotations.errors import StoreError

ROOT = Path(__file__).parents[3]


def hold(path: Path, timeout: float = 0.05) -> None:
    with StoreLock(StoreFiles.of(path), timeout).held(new=True):
        pass


def test_a_lock_that_another_program_holds_is_waited_for_and_then_named(path: Path) -> None:
    with (
        StoreLock(StoreFiles.of(path), 0).held(new=True),
        pytest.raises(StoreError, match="held by another program") as refusal,
    ):
        hold(path)
    assert str(path) in str(refusal.value)
    assert refusal.value.why == "another program holds the file"
    hold(path)


def test_a_transaction_keeps_other_writers_out_and_readers_not(path: Path) -> None:
    holder = RecordBase(path)
    holder.records("t").put({1: {}})
    with holder.file.transaction():
        with pytest.raises(StoreError, match="held by another program"):
            RecordBase(path, lock_timeout=0.05).records("t").put({2: {}})
        assert len(RecordBase(path).records("t")) == 1
    RecordBase(path, lock_timeout=0.05).records("t").put({2: {}})


def test_the_lock_of_a_killed_program_blocks_nobody(path: Path) -> None:
    program = (
        "import os, signal, sys\n"
        "from annotations.disk.tables import RecordBase\n"
        "with RecordBase(sys.argv[1]).file.transaction(): os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    done = subprocess.run([sys.executable, "-c", program, path], check=False, cwd=ROOT)
    assert done.returncode == -signal.SIGKILL
    RecordBase(path, lock_timeout=0.05).records("t").put({1: {}})


@pytest.mark.parametrize("mode", [0o600, 0o660])
def test_whoever_may_write_the_file_may_lock_it(path: Path, mode: int) -> None:
    path.write_text("{}")
    path.chmod(mode)
    hold(path)
    assert stat.S_IMODE(StoreFiles.of(path).lock.stat().st_mode) == mode


def test_a_folder_that_is_gone_is_made_for_a_new_store_only(tmp_path: Path) -> None:
    path = tmp_path / "disk" / "store.json"
    lock = StoreLock(StoreFiles.of(path), 0.05)
    with pytest.raises(StoreError, match="is gone; bring it back"), lock.held(new=False):
        pass
    assert not path.parent.exists()
    hold(path)
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


@pytest.mark.parametrize(
    ("error", "said", "why"),
    [
        (OSError(errno.ENOLCK, "No locks available"), "a file system without locks", None),
        (NotImplementedError("no flock"), "a file system without locks", None),
        (
            PermissionError(errno.EACCES, os.strerror(errno.EACCES)),
            "make its folder writable",
            "no permission",
        ),
        (OSError(errno.EROFS, os.strerror(errno.EROFS)), "cannot be locked", "file system is read-only"),
    ],
)
def test_a_lock_that_cannot_be_had_is_said_with_what_to_do(
    path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception, said: str, why: str | None
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(filelock.FileLock, "acquire", refuse)
    with pytest.raises(StoreError, match=said) as refusal:
        hold(path)
    assert str(path) in str(refusal.value)
    assert refusal.value.why == (why or "file system without locks")
