"""How the file of a captured text is now."""

from __future__ import annotations

import os
import socket
from hashlib import sha256
from pathlib import Path

import pytest

from annotations.records import storable
from annotations.texts import custody
from annotations.texts.custody import Custody, SourceNow, base_name, source_now

CONTENT = b"The bridge was hit.\n"
HASH = sha256(CONTENT).hexdigest()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "bridge.txt"
    path.write_bytes(CONTENT)
    return path


def of(path: Path | str) -> Custody:
    return Custody("bridge.txt", storable(str(path)), HASH, len(CONTENT), "2026-11-22T09:00:00Z")


def test_a_file_with_the_same_bytes_is_unchanged(file: Path) -> None:
    os.utime(file, (0, 0))
    assert source_now(of(file)) == SourceNow("unchanged")


def test_a_changed_file_is_told_with_its_hash(file: Path) -> None:
    file.write_bytes(b"The brigde was hit.\n")
    assert source_now(of(file)) == SourceNow("changed", sha256(file.read_bytes()).hexdigest())


def test_a_file_that_is_gone_is_told(file: Path) -> None:
    file.unlink()
    assert source_now(of(file)).state == "gone"
    assert source_now(of(file / "below")).state == "gone"
    assert source_now(of("/with\0nul")).state == "gone"


def test_a_source_without_a_path_is_not_looked_for() -> None:
    assert source_now(of("")).state == "no file"


@pytest.mark.parametrize("kind", ["a named pipe", "a folder", "a socket"])
def test_what_is_no_file_any_more_is_told_without_waiting(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "s"
    with socket.socket(socket.AF_UNIX) as server:
        {
            "a named pipe": lambda: os.mkfifo(path),
            "a folder": path.mkdir,
            "a socket": lambda: server.bind(str(path)),
        }[kind]()
        assert source_now(of(path)) == SourceNow("changed", why=f"it is {kind} now")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_told(file: Path) -> None:
    file.chmod(0)
    assert source_now(of(file)) == SourceNow("unreadable", why="no permission")


def test_a_file_too_large_for_a_report_is_not_read(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(custody, "MAX_BYTES", 10)
    assert source_now(of(file)).why == "it is too large for a report now"


def test_a_file_whose_name_is_no_utf_8_is_found_again(tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"\xff\xe4.txt")
    path.write_bytes(CONTENT)
    assert source_now(of(path)) == SourceNow("unchanged")


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("/wires/a.txt", "a.txt"),
        ("a.txt", "a.txt"),
        (r"C:\wires\a.txt", "a.txt"),
        ("-", "standard input"),
        ("./-", "standard input"),
    ],
)
def test_the_name_of_a_source_gives_no_folder_away(source: str, name: str) -> None:
    assert base_name(source) == name
