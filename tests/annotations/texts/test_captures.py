from __future__ import annotations

import errno
import gzip
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
import tracemalloc
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from annotations.errors import CaptureError
from annotations.texts import capture_file
from annotations.texts.captures import Captures, Kept
from annotations.texts.custody import Custody
from reports.document import Block, Blocks, Mark, Marks, Report


@pytest.fixture
def captures(tmp_path: Path) -> Captures:
    return Captures(tmp_path / "annotations.json.texts")


PATH, TIME = "/wires/bridge.txt", "2026-11-22T09:00:00Z"
ROOT = Path(__file__).parents[3]
VERSION_1 = Path(__file__).parents[1] / "versions" / "schema-1.json.texts"


def keep(captures: Captures, report: Report, path: str = PATH, captured: str = TIME) -> Kept:
    return captures.keep(report, path, captured)


def texts_in(captures: Captures) -> list[Path]:
    """What is in the folder beside the lock."""
    return [each for each in captures.folder.iterdir() if each.name != ".lock"]


def custody_of(captures: Captures, report: Report) -> tuple[Custody, ...]:
    capture = captures.capture(report.text_sha256)
    assert capture is not None
    return capture.custody


def state_of(path: Path) -> tuple[int, int]:
    return path.stat().st_ino, path.stat().st_mtime_ns


def file_of(captures: Captures, report: Report) -> Path:
    return captures.folder / f"{report.text_sha256}.json.gz"


def test_a_kept_report_comes_back_whole(captures: Captures, report: Report) -> None:
    rich = replace(
        report,
        blocks=Blocks([Block(0, 3, "heading", 2, "•")]),
        marks=Marks([Mark(0, 2, "link", "x")]),
        notices=("a",),
    )
    keep(captures, rich)
    assert captures.load(report.text_sha256) == rich


def test_hostile_text_comes_back_code_point_for_code_point(captures: Captures, report_of: Any) -> None:
    report = report_of("a\x00\x1b[2J\u202e\u2028\ufeff\U0010ffff\r b")
    keep(captures, report)
    assert captures.load(report.text_sha256).text == report.text  # type: ignore[union-attr]


def test_looking_for_a_text_makes_no_folder(captures: Captures, report: Report) -> None:
    assert captures.load(report.text_sha256) is None
    assert not captures.folder.exists()


def test_keeping_twice_writes_once(captures: Captures, report: Report) -> None:
    keep(captures, report)
    before = file_of(captures, report).stat()
    keep(captures, report)
    assert file_of(captures, report).stat().st_ino == before.st_ino
    assert len(texts_in(captures)) == 1


def test_the_same_report_gives_the_same_bytes_at_any_time(
    captures: Captures, report: Report, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(captures, report)
    later = Captures(tmp_path / "later")
    monkeypatch.setattr(time, "time", lambda: 2_000_000_000.0)
    keep(later, report)
    assert file_of(captures, report).read_bytes() == file_of(later, report).read_bytes()


def test_the_folder_and_the_texts_are_private(captures: Captures, report: Report) -> None:
    keep(captures, report)
    assert captures.folder.stat().st_mode & 0o077 == 0
    assert file_of(captures, report).stat().st_mode & 0o077 == 0


def test_an_altered_text_is_named_and_keeping_puts_it_right(captures: Captures, report: Report) -> None:
    keep(captures, report)
    path = file_of(captures, report)
    path.write_bytes(gzip.compress(gzip.decompress(path.read_bytes()).replace(b"bridge", b"brigde")))
    with pytest.raises(CaptureError, match="was altered"):
        captures.load(report.text_sha256)
    keep(captures, report)
    assert captures.load(report.text_sha256) == report


@pytest.mark.parametrize(
    "damage",
    [b"", b"no gzip", gzip.compress(b"{}"), gzip.compress(b"\xff"), "half", "flipped"],
    # Named, since gzip writes the time into its header and parallel runs must collect the same names.
    ids=["empty", "no gzip", "no report", "no text", "half", "flipped"],
)
def test_a_damaged_text_is_named(captures: Captures, report: Report, damage: bytes | str) -> None:
    keep(captures, report)
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
        keep(captures, report)
    assert texts_in(captures) == []


# ---------------------------------------------------------------------- custody


def test_the_custody_of_a_text_is_its_source_with_hash_size_and_time(
    captures: Captures, report_of: Any
) -> None:
    report = replace(report_of(source="wires/bridge.txt"), size=179)
    assert keep(captures, report) == "new"
    assert custody_of(captures, report) == (Custody("bridge.txt", PATH, report.sha256, 179, TIME),)


def test_the_same_source_again_writes_nothing_and_keeps_the_first_time(
    captures: Captures, report: Report
) -> None:
    keep(captures, report)
    before = state_of(file_of(captures, report))
    assert keep(captures, report, captured="2027-01-01T00:00:00Z") == "already"
    assert state_of(file_of(captures, report)) == before
    assert [each.captured for each in custody_of(captures, report)] == [TIME]


@pytest.mark.parametrize("other", ["another file", "another content"])
def test_another_source_of_the_same_text_is_added_behind_the_first(
    captures: Captures, report: Report, other: str
) -> None:
    keep(captures, report)
    if other == "another file":
        copy, path = replace(report, source="/inbox/copy.txt"), "/inbox/copy.txt"
    else:
        copy, path = replace(report, sha256="b" * 64, size=5), PATH
    later = "2027-01-01T00:00:00Z"
    for expected in ("added", "already"):
        assert keep(captures, copy, path, later) == expected
    assert keep(captures, report) == "already"
    first, second = custody_of(captures, report)
    assert (first.path, first.sha256, first.captured) == (PATH, report.sha256, TIME)
    assert (second.path, second.sha256, second.captured) == (path, copy.sha256, later)
    assert captures.load(report.text_sha256) == report


def test_standard_input_has_no_path(captures: Captures, report: Report) -> None:
    keep(captures, replace(report, source="-"), "")
    (custody,) = custody_of(captures, report)
    assert (custody.source, custody.path) == ("standard input", "")


def test_a_file_name_that_is_no_utf_8_is_kept_and_known_again(captures: Captures, report: Report) -> None:
    odd = replace(report, source="wires/\udcff.txt", title="\udcff.txt")
    assert keep(captures, odd, "/wires/\udcff.txt") == "new"
    assert keep(captures, odd, "/wires/\udcff.txt") == "already"
    assert custody_of(captures, report)[0].path == r"/wires/\udcff.txt"


# ---------------------------------------------------------------------- forms of other versions


@pytest.fixture
def version_1(captures: Captures) -> list[str]:
    """Two texts as the first version kept them; their hashes."""
    shutil.copytree(VERSION_1, captures.folder)
    return sorted(each.name.partition(".")[0] for each in VERSION_1.iterdir())


def test_texts_of_the_first_version_are_read_with_the_custody_that_is_known(
    captures: Captures, version_1: list[str]
) -> None:
    bridge, other = (captures.capture(each) for each in version_1)
    assert bridge is not None
    assert other is not None
    assert bridge.report.text.startswith("The bridge at Ärgård")
    assert bridge.custody == (Custody("bridge.txt", "", bridge.report.sha256, 0, ""),)
    assert other.report.text == "Another wire. It says nothing at all."
    assert other.custody[0].source == "other.md"
    assert captures.verify(version_1[0]) == bridge.custody


def test_a_text_of_the_first_version_takes_the_source_it_is_opened_from(
    captures: Captures, version_1: list[str]
) -> None:
    report = captures.load(version_1[0])
    assert report is not None
    assert keep(captures, replace(report, size=179)) == "added"
    assert [(each.path, each.size, each.captured) for each in custody_of(captures, report)] == [
        ("", 0, ""),
        (PATH, 179, TIME),
    ]
    assert captures.load(version_1[0]) == report
    assert json.loads(gzip.decompress(file_of(captures, report).read_bytes()))["version"] == 2


def test_a_text_of_a_later_version_is_left_as_it_is(captures: Captures, report: Report) -> None:
    keep(captures, report)
    path = file_of(captures, report)
    content = json.loads(gzip.decompress(path.read_bytes())) | {"version": 3}
    path.write_bytes(gzip.compress(json.dumps(content).encode()))
    before = path.read_bytes()
    for action in (lambda: keep(captures, report), lambda: captures.load(report.text_sha256)):
        with pytest.raises(CaptureError, match="later version"):
            action()
    assert path.read_bytes() == before


# ---------------------------------------------------------------------- damage and hostility


def test_a_damaged_text_is_set_aside_when_it_is_replaced(captures: Captures, report: Report) -> None:
    keep(captures, report)
    path = file_of(captures, report)
    path.write_bytes(b"altered by somebody")
    assert keep(captures, report) == "put right"
    assert captures.load(report.text_sha256) == report
    assert path.with_name(path.name + ".damaged").read_bytes() == b"altered by somebody"


def test_a_text_that_unpacks_to_more_than_any_report_has_is_refused(
    captures: Captures, report: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(captures, report)
    unpacked = 30_000_000
    bomb = gzip.compress(b'{"report": "' + bytes(unpacked))
    assert len(bomb) < 100_000
    file_of(captures, report).write_bytes(bomb)
    monkeypatch.setattr(capture_file, "MAX_BYTES", 1_000_000)
    tracemalloc.start()
    try:
        with pytest.raises(CaptureError, match="was altered: it has more than"):
            captures.load(report.text_sha256)
        assert tracemalloc.get_traced_memory()[1] < unpacked // 2
    finally:
        tracemalloc.stop()


def test_a_text_too_large_to_be_read_again_is_not_kept_and_that_is_said(
    captures: Captures, report: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(capture_file, "MAX_BYTES", 100)
    with pytest.raises(CaptureError, match=r"bridge\.txt cannot be kept in"):
        keep(captures, report)
    assert texts_in(captures) == []


def test_what_follows_the_packed_text_is_damage(captures: Captures, report: Report) -> None:
    keep(captures, report)
    with file_of(captures, report).open("ab") as file:
        file.write(gzip.compress(b"more"))
    with pytest.raises(CaptureError, match="damaged"):
        captures.load(report.text_sha256)


def test_a_store_whose_disk_has_vanished_is_not_made_anew(report: Report, tmp_path: Path) -> None:
    gone = tmp_path / "disk" / "work.json.texts"
    with pytest.raises(CaptureError, match="the folder is gone"):
        keep(Captures(gone), report)
    assert not gone.parent.exists()
    assert keep(Captures(gone, new=True), report) == "new"


# ---------------------------------------------------------------------- several at once, and killed

KEEPER = """
import sys
from reports.loading import load_bytes
from annotations.texts.captures import Captures

folder, name, text, count = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])
captures = Captures(folder)
report = load_bytes((text * 2000).encode(), name, name)
sys.stdin.readline()
for number in range(count):
    captures.keep(report, f"/{name}/{number}", "2026-11-22T09:00:00Z")
    print(number, flush=True)
"""


def keeper(captures: Captures, name: str, text: str, count: int) -> subprocess.Popen[str]:
    """Keeps one text from many sources, once it is told to."""
    return subprocess.Popen(
        [sys.executable, "-c", KEEPER, str(captures.folder), name, text, str(count)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )


def begin(process: subprocess.Popen[str]) -> None:
    assert process.stdin is not None
    process.stdin.write("\n")
    process.stdin.flush()


def test_programs_that_keep_one_text_at_once_lose_no_source(captures: Captures, report_of: Any) -> None:
    programs = [keeper(captures, name, "One wire. ", 20) for name in ("a", "b", "c")]
    for each in programs:
        begin(each)
    for each in programs:
        each.communicate(timeout=60)
        assert each.returncode == 0
    (path,) = texts_in(captures)
    capture = captures.capture(path.name.partition(".")[0])
    assert capture is not None
    paths = {each.path for each in capture.custody}
    assert paths == {f"/{name}/{number}" for name in "abc" for number in range(20)}
    assert len(capture.custody) == len(paths)


def test_threads_that_keep_one_text_at_once_lose_no_source(captures: Captures, report: Report) -> None:
    together = threading.Barrier(8)
    failed: list[BaseException] = []

    def work(number: int) -> None:
        try:
            together.wait(30)
            captures.keep(report, f"/wires/{number}", TIME)
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert failed == []
    assert {each.path for each in custody_of(captures, report)} == {f"/wires/{n}" for n in range(8)}
    assert len(texts_in(captures)) == 1


def test_a_program_killed_while_it_keeps_leaves_a_whole_text_with_every_source_it_acknowledged(
    captures: Captures,
) -> None:
    acknowledged: set[str] = set()
    for number in range(6):
        process = keeper(captures, f"k{number}", "One wire. ", 100_000)
        begin(process)
        assert process.stdout is not None
        said = [process.stdout.readline() for _ in range(number + 1)]
        process.send_signal(signal.SIGKILL)
        rest = process.communicate()[0].split("\n")
        acknowledged |= {f"/k{number}/{each.strip()}" for each in (*said, *rest[:-1])}
        paths = [each for each in texts_in(captures) if each.suffix == ".gz"]
        capture = captures.capture(paths[0].name.partition(".")[0])
        assert capture is not None
        assert acknowledged <= {each.path for each in capture.custody}
    report = capture.report
    captures.keep(report, "/after", TIME)
    assert [each.suffix for each in texts_in(captures)] == [".gz"]
