"""The thread that keeps the texts of opened reports."""

from __future__ import annotations

import errno
import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from annotations.texts.captures import Captures
from annotations.texts.keeper import TextKeeper, TextNews
from reports.document import Report

TIME = "2026-11-22T09:00:00Z"
PATIENCE = 30.0
"""Seconds until something that does not happen is a failure."""


class FullDisk:
    """`os.fsync` that fails until there is room."""

    def __init__(self, sync: Callable[[int], None]) -> None:
        self.full = True
        self._sync = sync

    def __call__(self, descriptor: int) -> None:
        if self.full:
            raise OSError(errno.ENOSPC, "full")
        self._sync(descriptor)


@pytest.fixture
def captures(tmp_path: Path) -> Captures:
    return Captures(tmp_path / "work.json.texts")


@pytest.fixture
def news() -> list[TextNews]:
    return []


@pytest.fixture
def keeper(captures: Captures, news: list[TextNews]) -> TextKeeper:
    return TextKeeper(captures, news.append)


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> FullDisk:
    disk = FullDisk(os.fsync)
    monkeypatch.setattr(os, "fsync", disk)
    return disk


def test_an_opened_report_is_kept_in_a_thread_that_ends(
    keeper: TextKeeper, captures: Captures, report: Report, news: list[TextNews]
) -> None:
    keeper.keep(report, "/wires/bridge.txt", TIME)
    assert keeper.settle(PATIENCE)
    assert captures.load(report.text_sha256) == report
    assert keeper.close(PATIENCE)
    assert (news, keeper.trouble) == ([], "")


def test_keeping_does_not_hold_up_whoever_asks(
    keeper: TextKeeper, captures: Captures, report: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate, keep = threading.Event(), captures.keep

    def slow(*arguments: Any) -> Any:
        gate.wait(PATIENCE)
        return keep(*arguments)

    monkeypatch.setattr(captures, "keep", slow)
    keeper.keep(report, "/wires/bridge.txt", TIME)
    keeper.retry()
    assert not keeper.settle(0)
    assert not keeper.close(0)
    gate.set()
    assert keeper.settle(PATIENCE)


def test_a_text_that_cannot_be_kept_is_told_once_and_kept_by_the_next_change(
    keeper: TextKeeper, captures: Captures, report: Report, news: list[TextNews], disk: FullDisk
) -> None:
    keeper.keep(report, "/wires/bridge.txt", TIME)
    keeper.settle(PATIENCE)
    (told,) = news
    assert not told.kept
    assert told.sentence == f"The text of bridge.txt cannot be kept in {captures.folder}: disk full."
    assert keeper.trouble == keeper.trouble_of(report.text_sha256) == told.sentence
    keeper.retry()
    keeper.settle(PATIENCE)
    assert len(news) == 1
    disk.full = False
    keeper.retry()
    keeper.settle(PATIENCE)
    assert news[1:] == [TextNews("The text of bridge.txt is kept now.", kept=True)]
    assert keeper.trouble == ""
    assert captures.load(report.text_sha256) == report


def test_whoever_asks_for_it_is_told_again(
    keeper: TextKeeper, report: Report, news: list[TextNews], disk: FullDisk
) -> None:
    keeper.keep(report, "/wires/bridge.txt", TIME)
    keeper.settle(PATIENCE)
    keeper.keep_all()
    keeper.settle(PATIENCE)
    assert [each.kept for each in news] == [False, False]


def test_closing_tries_once_more_and_says_whether_all_is_kept(
    keeper: TextKeeper, captures: Captures, report: Report, disk: FullDisk
) -> None:
    keeper.keep(report, "/wires/bridge.txt", TIME)
    keeper.settle(PATIENCE)
    assert not keeper.close(PATIENCE)
    assert "disk full" in keeper.trouble
    disk.full = False
    keeper.keep_all()
    assert keeper.settle(PATIENCE)
    assert captures.load(report.text_sha256) is None


def test_a_text_that_was_deleted_is_kept_again_by_the_next_change_after_it_was_missed(
    keeper: TextKeeper, captures: Captures, report: Report
) -> None:
    keeper.keep(report, "/wires/bridge.txt", TIME)
    keeper.settle(PATIENCE)
    (captures.folder / f"{report.text_sha256}.json.gz").unlink()
    keeper.doubt(report.text_sha256)
    keeper.retry()
    keeper.settle(PATIENCE)
    assert captures.load(report.text_sha256) == report


def test_a_damaged_text_that_is_put_right_is_told(
    keeper: TextKeeper, captures: Captures, report: Report, news: list[TextNews]
) -> None:
    captures.keep(report, "/wires/bridge.txt", TIME)
    (captures.folder / f"{report.text_sha256}.json.gz").write_bytes(b"damaged")
    keeper.keep(report, "/wires/bridge.txt", TIME)
    keeper.settle(PATIENCE)
    (told,) = news
    assert told.kept
    assert told.sentence.startswith("The kept text of bridge.txt was damaged: it is kept anew")


def test_a_defect_with_one_report_leaves_the_others_kept(
    keeper: TextKeeper,
    captures: Captures,
    report: Report,
    report_of: Any,
    monkeypatch: pytest.MonkeyPatch,
    news: list[TextNews],
) -> None:
    keep = captures.keep

    def stumble(asked: Report, *arguments: str) -> Any:
        if asked is report:
            raise RuntimeError("a defect")
        return keep(asked, *arguments)

    monkeypatch.setattr(captures, "keep", stumble)
    other = report_of("Another wire.")
    keeper.keep(report, "/wires/bridge.txt", TIME)
    keeper.keep(other, "/wires/other.txt", TIME)
    keeper.settle(PATIENCE)
    assert captures.load(other.text_sha256) == other
    assert "RuntimeError: a defect" in news[0].sentence


def test_a_listener_that_is_gone_holds_nothing_up(
    captures: Captures, report: Report, report_of: Any, disk: FullDisk
) -> None:
    def gone(_: TextNews) -> None:
        raise RuntimeError("the screen is gone")

    keeper = TextKeeper(captures, gone)
    for each in (report, report_of("Another wire.")):
        keeper.keep(each, "/wires/bridge.txt", TIME)
    assert keeper.settle(PATIENCE)
