"""Where the report comes from: the dialog of `i`, and keeping the text when a report opens."""

from __future__ import annotations

import os
import threading
from pathlib import Path
from typing import Any

import pytest

from annotations.store import AnnotationStore
from annotations.texts.captures import Captures
from reports.loading import load, load_bytes
from tui.app import ReaderApp
from tui.session import Session
from tui.settings import Settings

TEXT = "One sentence stands here. Another one there.\n"


@pytest.fixture
def wire(tmp_path: Path) -> Path:
    path = tmp_path / "wire.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


@pytest.fixture
def captures(settings: Settings) -> Captures:
    return Captures(f"{settings.database}.texts")


def kept_file(captures: Captures) -> Path | None:
    return next(captures.folder.glob("*.json.gz"), None)


def shown(reader: Any) -> str:
    """What the dialog shows, without blanks and line breaks, so that a folded line is one."""
    x, y, width, height = reader.dialog.query_one("#source").region
    return "".join("".join(row[x : x + width].split()) for row in reader.rows()[y : y + height])


async def looked(reader: Any) -> None:
    """Open the dialog, and wait for what it finds."""
    await reader.press("i")
    await reader.until(lambda: reader.asking and reader.dialog.found is not None)


async def told(reader: Any, words: str) -> None:
    """Wait until the dialog shows this."""
    await reader.until(lambda: says(reader, words))


def says(reader: Any, words: str) -> bool:
    return "".join(words.split()) in shown(reader)


async def test_what_is_hidden_in_the_report_is_listed_by_kind(opened: Any) -> None:
    text = "He said \x1b[31mno\x1b[0m and \u202egnihton\u202c.\n"
    async with opened(report=load_bytes(text.encode(), "a.txt", "a.txt"), size=(120, 40)) as reader:
        await reader.press("i")
        await told(reader, "2 × ␛ escape (U+001B)")
        await told(reader, "1 × ‹RLO› right-to-left override (U+202E)")
        await reader.press("escape")
        assert not reader.asking


async def test_a_report_in_which_nothing_is_hidden_says_so(opened: Any, wire: Path) -> None:
    async with opened(report=load(wire), size=(120, 40)) as reader:
        await reader.press("i")
        await told(reader, "hidden nothing")


# ---------------------------------------------------------------------- keeping


async def test_the_text_is_kept_when_the_report_opens_without_any_tag(
    opened: Any, wire: Path, captures: Captures
) -> None:
    report = load(wire)
    async with opened(report=report) as reader:
        await reader.until(lambda: kept_file(captures))
        capture = captures.capture(report.text_sha256)
        assert capture is not None
        assert capture.report == report
        (custody,) = capture.custody
        assert (custody.path, custody.sha256) == (str(wire), report.sha256)
        assert (custody.size, custody.captured) == (len(TEXT), "2026-11-22T09:12:04Z")
        assert reader.editor.record.captured == custody.captured


async def test_a_report_from_standard_input_is_kept_too(opened: Any, captures: Captures) -> None:
    async with opened(report=load_bytes(TEXT.encode(), "-", "standard input")) as reader:
        await reader.until(lambda: kept_file(captures))
        await looked(reader)
        await told(reader, "file standard input captured")
        await told(reader, "verified just now")
        assert not says(reader, "file now")


async def test_a_store_that_is_only_read_gets_no_text(
    opened: Any, wire: Path, captures: Captures, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(AnnotationStore, "read_only", property(lambda _: True))
    async with opened(report=load(wire)) as reader:
        await looked(reader)
        await told(reader, "MISSING from")
        await told(reader, "only read, so nothing is kept")
    assert not captures.folder.exists()


@pytest.mark.parametrize("key", ["q", "u"])
async def test_a_store_that_was_only_read_gets_the_text_when_it_is_writable(
    opened: Any, wire: Path, captures: Captures, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    with monkeypatch.context() as forbidden:
        forbidden.setattr(AnnotationStore, "read_only", property(lambda _: True))
        async with opened(report=load(wire)) as reader:
            forbidden.undo()
            assert kept_file(captures) is None
            await reader.press(key)
            if key == "u":
                await reader.until(lambda: kept_file(captures))
    assert kept_file(captures)


class FullDisk:
    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.full, sync = True, Captures.keep

        def keep(captures: Captures, *arguments: Any) -> Any:
            if self.full:
                raise captures._not_kept(arguments[0], "disk full")
            return sync(captures, *arguments)

        monkeypatch.setattr(Captures, "keep", keep)


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> FullDisk:
    return FullDisk(monkeypatch)


@pytest.mark.parametrize("key", ["f5", "u"])
async def test_a_text_that_cannot_be_kept_is_said_and_kept_when_there_is_room(
    opened: Any, wire: Path, captures: Captures, disk: FullDisk, key: str
) -> None:
    async with opened(report=load(wire), size=(250, 40)) as reader:
        await reader.until(lambda: "cannot be kept in" in reader.line("target"))
        assert "The text of wire.txt cannot be kept in" in reader.line("target")
        assert "disk full; f5 or the next change tries again." in reader.line("target")
        await reader.press("ctrl+s")
        assert "saved, but: The text of wire.txt cannot be kept" in reader.line("target")
        await reader.press("j")
        assert "cannot be kept" not in reader.line("target")
        await reader.press("u")
        await reader.saved()
        disk.full = False
        await reader.press(key)
        await reader.until(lambda: "The text of wire.txt is kept now." in reader.line("target"))
        assert kept_file(captures)


def test_a_tag_does_not_wait_for_the_text_and_closing_says_that_it_is_not_kept(
    settings: Settings, wire: Path, disk: FullDisk
) -> None:
    session = Session(settings, lambda _: None, lambda _: None)
    report = load(wire)
    editor = session.editor(report)
    editor.toggle_tag(report.blocks[0].span, "unverified", 0)
    assert session.close() is False
    assert session.why_not_saved.startswith("The text of wire.txt cannot be kept in ")
    assert len(AnnotationStore.open(settings.database).annotations(editor.record.id)) == 1


def test_a_dead_disk_does_not_hold_up_the_end(
    settings: Settings, wire: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = threading.Event()
    monkeypatch.setattr("tui.session._LEAST_SECONDS", 0.01)
    monkeypatch.setattr("tui.session.FLUSH_SECONDS", 0.01)
    monkeypatch.setattr(Captures, "keep", lambda *_: gate.wait(30))
    session = Session(settings, lambda _: None, lambda _: None)
    session.editor(load(wire))
    try:
        assert session.close() is False
        assert session.why_not_saved == "The text of the report is NOT kept. The disk did not answer."
    finally:
        gate.set()


# ---------------------------------------------------------------------- looking


@pytest.mark.parametrize("size", [(120, 40), (80, 24)], ids=["120x40", "80x24"])
async def test_i_shows_the_custody_and_verifies_it(opened: Any, wire: Path, size: tuple[int, int]) -> None:
    report = load(wire)
    async with opened(report=report, size=size) as reader:
        await looked(reader)
        await told(reader, "captured 2026-11-22T09:12:04Z")
        await told(reader, f"size {len(TEXT)} bytes")
        await told(reader, f"sha256 {report.sha256}")
        await told(reader, f"of text {report.text_sha256}")
        await told(reader, "file now unchanged since captured")
        await told(reader, "kept text verified just now, is what was captured")


async def test_where_there_is_little_room_the_rest_is_a_page_away(opened: Any, wire: Path) -> None:
    async with opened(report=load(wire), size=(60, 20)) as reader:
        await looked(reader)
        assert not says(reader, "verified just now")
        await reader.press("pagedown")
        await told(reader, "verified just now, is what was captured")
        await reader.press("pageup")
        await told(reader, "Source · enter keeps")


async def test_the_fields_take_keys_while_the_text_is_being_verified(
    opened: Any, wire: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate, verify = threading.Event(), Session.verify

    def slow(session: Session, report: Any) -> Any:
        gate.wait(30)
        return verify(session, report)

    monkeypatch.setattr(Session, "verify", slow)
    async with opened(report=load(wire)) as reader:
        try:
            await reader.press("i")
            await reader.until(lambda: reader.asking and says(reader, "being verified"))
            await reader.type("Agency")
            await told(reader, "publisher Agency")
            await reader.press("enter")
            await reader.until(lambda: not reader.asking)
            assert reader.editor.record.publisher == "Agency"
            await reader.press("i")
            await reader.until(lambda: reader.asking and says(reader, "being verified"))
        finally:
            gate.set()
        await told(reader, "verified just now")


async def test_a_missing_text_is_an_alarm_and_f5_keeps_it_again(
    opened: Any, wire: Path, captures: Captures
) -> None:
    async with opened(report=load(wire)) as reader:
        await reader.until(lambda: kept_file(captures))
        assert reader.app.session.texts.settle(30)
        kept = kept_file(captures)
        assert kept is not None
        kept.unlink()
        await looked(reader)
        await told(reader, "kept text MISSING from")
        await told(reader, "(f5 or a change keeps it again)")
        await reader.press("f5")
        await told(reader, "verified just now")
        assert kept.exists()


async def test_a_text_missed_by_i_is_kept_again_by_the_next_change(
    opened: Any, wire: Path, captures: Captures
) -> None:
    async with opened(report=load(wire)) as reader:
        await reader.until(lambda: kept_file(captures))
        assert reader.app.session.texts.settle(30)
        kept = kept_file(captures)
        assert kept is not None
        kept.unlink()
        await looked(reader)
        await reader.press("escape", "u")
        await reader.until(kept.exists)


async def test_an_altered_text_is_an_alarm(opened: Any, wire: Path, captures: Captures) -> None:
    async with opened(report=load(wire)) as reader:
        await reader.until(lambda: kept_file(captures))
        assert reader.app.session.texts.settle(30)
        kept = kept_file(captures)
        assert kept is not None
        kept.write_bytes(b"altered")
        await looked(reader)
        await told(reader, "kept text ALTERED: ")


async def test_a_changed_and_a_vanished_file_are_told(opened: Any, wire: Path) -> None:
    async with opened(report=load(wire)) as reader:
        wire.write_text("Another text.\n", encoding="utf-8")
        await looked(reader)
        await told(reader, f"file now has changed since (sha256 {load(wire).sha256})")
        await reader.press("escape")
        wire.unlink()
        await looked(reader)
        await told(reader, "file now is not there any more")
        await reader.press("escape")
        os.mkfifo(wire)
        await looked(reader)
        await told(reader, "has changed since (it is a named pipe now)")


async def test_every_source_of_a_text_is_shown(opened: Any, wire: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.txt"
    copy.write_bytes(b"\xef\xbb\xbf" + TEXT.replace("\n", "\r\n").encode())
    async with opened(report=load(wire)):
        pass
    async with opened(report=load(copy)) as reader:
        await looked(reader)
        await told(reader, f"file 1 {wire}")
        await told(reader, f"file 2 {copy}")
        await told(reader, f"sha256 {load(wire).sha256}")
        await told(reader, f"sha256 {load(copy).sha256}")


async def test_a_hostile_name_is_drawn_visibly(opened: Any, tmp_path: Path) -> None:
    path = tmp_path / "a\x1b[2J\u202e.txt"
    path.write_text(TEXT, encoding="utf-8")
    async with opened(report=load(path)) as reader:
        await looked(reader)
        await told(reader, "a␛[2J‹RLO›.txt")
        assert not any(ord(each) < 0x20 or each in "\x9b\u202e" for row in reader.rows() for each in row)


async def test_a_report_opened_from_its_kept_text_notes_no_source_it_was_not_read_from(
    settings: Settings, wire: Path, captures: Captures, model_says: Any
) -> None:
    report = load(wire)
    session = Session(settings, lambda _: None, lambda _: None)
    session.editor(report).toggle_tag(report.blocks[0].span, "unverified", 0)
    assert session.close()
    wire.write_text("Another text.\n", encoding="utf-8")
    before = captures.capture(report.text_sha256)
    app = ReaderApp(settings)
    try:
        async with app.run_test(size=(120, 40)) as pilot:
            for _ in range(2000):
                if app.session is not None and app.session.store.reports():
                    break
                await pilot.pause(0.005)
            await pilot.pause()
            await pilot.press("enter")
            for _ in range(2000):
                if getattr(getattr(app.screen, "reading", None), "editor", None) is not None:
                    break
                await pilot.pause(0.005)
            assert app.screen.reading.editor.record.path == str(wire)  # type: ignore[attr-defined]
    finally:
        assert app.session is not None
        assert app.session.close()
    assert captures.capture(report.text_sha256) == before
