from __future__ import annotations

import errno
import gzip
import os
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from annotations.captures import Captures
from annotations.errors import CaptureError
from reports.document import Block, Mark, Report


@pytest.fixture
def captures(tmp_path: Path) -> Captures:
    return Captures(tmp_path / "annotations.json.texts")


def file_of(captures: Captures, report: Report) -> Path:
    return captures.folder / f"{report.text_sha256}.json.gz"


def test_a_kept_report_comes_back_whole(captures: Captures, report: Report) -> None:
    rich = replace(
        report, blocks=(Block(0, 3, "heading", 2, "•"),), marks=(Mark(0, 2, "link", "x"),), notices=("a",)
    )
    captures.keep(rich)
    assert captures.load(report.text_sha256) == rich


def test_hostile_text_comes_back_code_point_for_code_point(captures: Captures, report_of: Any) -> None:
    report = report_of("a\x00\x1b[2J\u202e\u2028\ufeff\U0010ffff\r b")
    captures.keep(report)
    assert captures.load(report.text_sha256).text == report.text  # type: ignore[union-attr]


def test_looking_for_a_text_makes_no_folder(captures: Captures, report: Report) -> None:
    assert captures.load(report.text_sha256) is None
    assert not captures.folder.exists()


def test_keeping_twice_writes_once(captures: Captures, report: Report) -> None:
    captures.keep(report)
    before = file_of(captures, report).stat()
    captures.keep(report)
    assert file_of(captures, report).stat().st_ino == before.st_ino
    assert len(list(captures.folder.iterdir())) == 1


def test_the_same_report_gives_the_same_bytes_at_any_time(
    captures: Captures, report: Report, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    captures.keep(report)
    later = Captures(tmp_path / "later")
    monkeypatch.setattr(time, "time", lambda: 2_000_000_000.0)
    later.keep(report)
    assert file_of(captures, report).read_bytes() == file_of(later, report).read_bytes()


def test_the_folder_and_the_texts_are_private(captures: Captures, report: Report) -> None:
    captures.keep(report)
    assert captures.folder.stat().st_mode & 0o077 == 0
    assert file_of(captures, report).stat().st_mode & 0o077 == 0


def test_an_altered_text_is_named_and_keeping_puts_it_right(captures: Captures, report: Report) -> None:
    captures.keep(report)
    path = file_of(captures, report)
    path.write_bytes(gzip.compress(gzip.decompress(path.read_bytes()).replace(b"bridge", b"brigde")))
    with pytest.raises(CaptureError, match="was altered"):
        captures.load(report.text_sha256)
    captures.keep(report)
    assert captures.load(report.text_sha256) == report


@pytest.mark.parametrize(
    "damage",
    [b"", b"no gzip", gzip.compress(b"{}"), gzip.compress(b"\xff"), "half", "flipped"],
    # Named, since gzip writes the time into its header and parallel runs must collect the same names.
    ids=["empty", "no gzip", "no report", "no text", "half", "flipped"],
)
def test_a_damaged_text_is_named(captures: Captures, report: Report, damage: bytes | str) -> None:
    captures.keep(report)
    path = file_of(captures, report)
    whole = path.read_bytes()
    made = {"half": whole[: len(whole) // 2], "flipped": whole[:40] + bytes([whole[40] ^ 255]) + whole[41:]}
    path.write_bytes(damage if isinstance(damage, bytes) else made[damage])
    with pytest.raises(CaptureError, match=r"damaged|altered"):
        captures.load(report.text_sha256)


def test_a_name_that_is_no_hash_leads_nowhere(captures: Captures) -> None:
    with pytest.raises(CaptureError, match="not the SHA-256"):
        captures.load("../../etc/passwd")


def test_a_folder_in_the_place_of_a_text_is_named(captures: Captures, report: Report) -> None:
    file_of(captures, report).mkdir(parents=True)
    with pytest.raises(CaptureError, match="a folder"):
        captures.load(report.text_sha256)


def test_a_full_disk_is_said_and_leaves_nothing_half(
    captures: Captures, report: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: int) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(CaptureError, match="disk full"):
        captures.keep(report)
    assert list(captures.folder.iterdir()) == []
