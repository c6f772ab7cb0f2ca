"""A disk that refuses under the running reader: what the header says, and what the keys do about it."""

from __future__ import annotations

import errno
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from annotations.store import AnnotationStore
from tests.annotations.faults.calls import Calls, Deed, as_always, refused
from tui.screens import keeping
from tui.settings import Settings

FAULTS: dict[str, Deed] = {
    "disk full": refused(errno.ENOSPC, ["write"], "work.json.journal"),
    "disk error": refused(errno.EIO, ["fdatasync", "fsync"], "work.json"),
    "file system is read-only": refused(errno.EROFS, ["open", "write"], "work.json"),
    "file system without locks": refused(errno.ENOLCK, ["flock"], "work.json.lock"),
}


@pytest.fixture
def disk(tmp_path: Path) -> Path:
    """The folder of the store."""
    place = tmp_path / "disk"
    place.mkdir()
    return place


@pytest.fixture
def settings(disk: Path) -> Settings:
    return Settings(database=disk / "work.json")


@pytest.fixture
def calls(disk: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Calls]:
    """What happens on a call to the system about the store's files."""
    monkeypatch.setattr(keeping, "FLUSH_SECONDS", 0.05)
    with Calls(disk).watched() as calls:
        yield calls
        calls.deed = as_always


def kept(database: Path) -> tuple[int, int]:
    """How many annotations, and how many changes, a program finds that opens the store now."""
    store = AnnotationStore.open(database, read_only=True)
    (report,) = store.reports()
    found = len(store.annotations(report.id)), len(list(store.changes(report.id)))
    store.close()
    return found


async def header_says(reader: Any, words: str) -> None:
    await reader.until(lambda: words in reader.line("header"))
    assert reader.screen.views.header.alarm
    assert " saved" not in reader.line("header")


async def export_to(reader: Any, path: Path) -> list[Any]:
    await reader.press("E")
    await reader.until(lambda: reader.asking)
    reader.dialog.query_one("Input").value = str(path)
    await reader.press("enter")
    # By the file: on the line, what is said of the report's text may come after what is said of the export.
    await reader.until(path.exists)
    (report,) = json.loads(path.read_text("utf-8"))["reports"]
    return list(report["annotations"])


@pytest.mark.parametrize("why", FAULTS)
async def test_a_refused_change_is_said_at_once_exported_elsewhere_and_saved_once_by_f5(
    opened: Any, calls: Calls, settings: Settings, tmp_path: Path, why: str
) -> None:
    async with opened() as reader:
        await reader.press("u")
        await reader.saved()
        calls.deed = FAULTS[why]
        await reader.press("j", "c")
        await header_says(reader, f"NOT SAVED 1: {why}")
        await reader.press("j", "o")
        await header_says(reader, f"NOT SAVED 2: {why}")
        assert len(reader.marked) == 3
        await reader.press("f5")
        await header_says(reader, f"NOT SAVED 2: {why}")
        assert len(await export_to(reader, tmp_path / "elsewhere.json")) == 3
        await reader.press("q")
        await reader.until(lambda: "q again quits without it" in reader.line("target"))
        assert not reader.app._exit
        calls.deed = as_always
        await reader.press("f5")
        await reader.saved()
        assert "NOT SAVED" not in reader.line("header")
        assert not reader.screen.views.header.alarm
        assert kept(settings.database) == (3, 3)


@pytest.mark.parametrize("why", ["disk full", "file system is read-only", "file system without locks"])
async def test_what_was_said_to_be_saved_is_all_that_is_found_when_the_reader_is_killed_then(
    opened: Any, calls: Calls, settings: Settings, why: str
) -> None:
    async with opened() as reader:
        await reader.press("u", "j", "c")
        await reader.saved()
        calls.deed = FAULTS[why]
        await reader.press("j", "o")
        await header_says(reader, f"NOT SAVED 1: {why}")
        calls.deed = as_always
        assert kept(settings.database) == (2, 2)


async def test_a_folder_that_vanishes_is_said_and_saved_to_when_it_is_back(
    opened: Any, disk: Path, settings: Settings, tmp_path: Path
) -> None:
    async with opened() as reader:
        await reader.press("u")
        await reader.saved()
        disk.rename(tmp_path / "away")
        await reader.press("j", "c")
        await header_says(reader, "NOT SAVED 1: the folder is gone")
        await reader.press("f5")
        await header_says(reader, "NOT SAVED 1: the folder is gone")
        assert not settings.database.exists()
        assert len(await export_to(reader, tmp_path / "elsewhere.json")) == 2
        (tmp_path / "away").rename(disk)
        await reader.press("f5")
        await reader.saved()
        assert kept(settings.database) == (2, 2)


async def test_a_fold_that_fails_is_nothing_the_header_says(
    opened: Any, calls: Calls, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("annotations.disk.storage.FOLD_AT", 1)
    async with opened() as reader:
        await reader.press("u")
        await reader.saved()
        calls.deed = refused(errno.ENOSPC, ["open"], "work.json.tmp")
        for key in "jcjojcjo":
            await reader.press(key)
        await reader.saved()
        tried = [call for call in calls.made if call.name == "open" and call.path.endswith("work.json.tmp")]
        assert len(tried) > 1
        assert "NOT SAVED" not in reader.line("header")
        assert not reader.screen.views.header.alarm
    calls.deed = as_always
    assert kept(settings.database) == (5, 5)
