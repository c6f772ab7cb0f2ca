"""Saving, failing to save, quitting; and keys that the user remapped."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from annotations.errors import StoreError
from annotations.store import AnnotationStore
from reports.opening import Opening
from tui.screens import keeping
from tui.settings import Settings

FIRST = "Kiev — Moscow has handed"


class FullDisk:
    """A store's `write` that fails until there is room."""

    def __init__(self, store: AnnotationStore) -> None:
        self.write = store.write
        self.full = True
        self.tried = 0

    def __call__(self, operations: Any) -> None:
        self.tried += 1
        if self.full:
            raise StoreError("work.json cannot be written: the disk is full.", "disk full")
        self.write(operations)


@pytest.fixture
def full_disk(monkeypatch: pytest.MonkeyPatch) -> Any:
    def fill(reader: Any) -> FullDisk:
        store = reader.app.session.store
        disk = FullDisk(store)
        monkeypatch.setattr(store, "write", disk)
        return disk

    return fill


async def test_a_full_disk_takes_the_header_and_f5_saves_when_there_is_room(
    opened: Any, full_disk: Any
) -> None:
    async with opened() as reader:
        disk = full_disk(reader)
        await reader.press("u")
        await reader.until(lambda: "NOT SAVED" in reader.line("header"))
        assert reader.screen.views.header.alarm
        assert reader.line("header").strip().endswith("disk full · f5 try again · E elsewhere")
        assert reader.marked == {FIRST: ("unverified",)}
        tried = disk.tried
        await reader.press("f5")
        await reader.until(lambda: disk.tried > tried)
        assert "NOT SAVED" in reader.line("header")
        disk.full = False
        await reader.press("f5")
        await reader.until(lambda: "NOT SAVED" not in reader.line("header"))
        await reader.saved()
        assert "saved 09:12:04" in reader.line("header")
        assert not reader.screen.views.header.alarm


async def test_the_next_tag_tries_again(opened: Any, full_disk: Any) -> None:
    async with opened() as reader:
        disk = full_disk(reader)
        await reader.press("u")
        await reader.until(lambda: "NOT SAVED" in reader.line("header"))
        disk.full = False
        await reader.press("c")
        await reader.until(lambda: "NOT SAVED" not in reader.line("header"))


async def test_ctrl_s_says_what_is_saved_and_what_is_not(opened: Any, full_disk: Any) -> None:
    async with opened() as reader:
        await reader.press("u")
        await reader.saved()
        await reader.press("ctrl+s")
        assert "all saved 09:12:04 in " in reader.line("target")
        assert "work.json" in reader.line("target")
        full_disk(reader)
        await reader.press("c")
        await reader.until(lambda: "NOT SAVED" in reader.line("header"))
        await reader.press("ctrl+s")
        assert "NOT SAVED 1: work.json cannot be written: the disk is full." in reader.line("target")


async def test_why_it_is_not_saved_is_said_once_and_again_by_f5(opened: Any, full_disk: Any) -> None:
    async with opened() as reader:
        disk = full_disk(reader)
        await reader.press("u")
        await reader.until(lambda: "work.json cannot be written" in reader.line("target"))
        await reader.press("j", "c")
        await reader.until(lambda: "NOT SAVED 2" in reader.line("header"))
        assert "+ contested" in reader.line("target")
        await reader.press("f5")
        await reader.until(lambda: "work.json cannot be written" in reader.line("target"))
        disk.full = False
        reader.app.session.retry()
        await reader.saved()
        await reader.until(lambda: "+ contested" in reader.line("target"))


@pytest.mark.parametrize("key", ["q", "ctrl+q"])
async def test_quitting_with_unsaved_changes_needs_a_second_press(
    opened: Any, full_disk: Any, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    monkeypatch.setattr(keeping, "FLUSH_SECONDS", 0.05)
    async with opened() as reader:
        disk = full_disk(reader)
        await reader.press("u")
        await reader.until(lambda: "NOT SAVED" in reader.line("header"))
        await reader.press(key)
        await reader.until(lambda: "Not everything is saved" in reader.line("target"))
        assert not reader.app._exit
        await reader.press(key)
        await reader.until(lambda: reader.app._exit)
        disk.full = False


async def test_a_move_between_the_two_presses_does_not_lose_the_warning(
    opened: Any, full_disk: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "FLUSH_SECONDS", 0.05)
    async with opened() as reader:
        disk = full_disk(reader)
        await reader.press("u")
        await reader.until(lambda: "NOT SAVED" in reader.line("header"))
        await reader.press("q")
        await reader.until(lambda: "Not everything is saved" in reader.line("target"))
        disk.full = False
        await reader.press("f5")
        await reader.saved()
        await reader.press("j", "q")
        await reader.until(lambda: reader.app._exit)
        assert "1 annotation of" in (reader.app.return_value or "")


async def test_quitting_saves_and_says_where_the_work_is(opened: Any, settings: Settings) -> None:
    async with opened() as reader:
        await reader.press("u", "j", "c", "q")
        await reader.until(lambda: reader.app._exit)
        said = reader.app.return_value
        assert said.startswith("2 annotations of soldiers-remains-handover.txt in ")
        assert "work.json" in said
        assert "report-reader export" in said
    store = AnnotationStore.open(settings.database)
    (record,) = store.reports()
    assert len(store.annotations(record.id)) == 2
    store.close()


async def test_a_slow_disk_is_announced_and_keys_do_not_wait(
    opened: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened() as reader:
        store = reader.app.session.store
        write, gate = store.write, threading.Event()

        def slow(operations: Any) -> None:
            gate.wait(30)
            write(operations)

        monkeypatch.setattr(store, "write", slow)
        try:
            await reader.press("u", "j", "c")
            assert len(reader.marked) == 2
            await reader.until(lambda: "saving" in reader.line("header"))
        finally:
            gate.set()
        await reader.saved()


async def test_a_store_that_cannot_be_used_ends_the_reader_with_its_sentence(
    opened: Any, settings: Settings, seed: Any, model_says: Any
) -> None:
    from tui.app import ReaderApp

    settings.database.mkdir()
    app = ReaderApp(settings, [seed.source], Opening.of(seed))
    async with app.run_test(size=(80, 24)) as pilot:
        for _ in range(2000):
            if app._exit:
                break
            await pilot.pause(0.005)
    assert isinstance(app.failure, StoreError)
    assert "work.json" in str(app.failure)


async def test_hidden_characters_are_counted_and_never_drawn(opened: Any, report_of: Any) -> None:
    report = report_of("He said \x1b[31mno\u202e and \x9b2J left.\nNobody\x07 saw it.\n", name="hostile.txt")
    async with opened(report=report) as reader:
        await reader.press("u", "j", "at", "enter")
        shown = "\n".join(reader.rows())
        assert "4 hidden ch" in shown
        assert "␛[31m" in shown
        assert not any(ord(each) < 0x20 or 0x7F <= ord(each) < 0xA0 for each in shown.replace("\n", ""))
        assert "\u202e" not in shown
        assert next(iter(reader.editor.index)).spans[0].exact.startswith("He said \x1b[31m")


# ---------------------------------------------------------------------- keys of one's own


async def test_a_remapped_key_works_and_is_shown(opened: Any, settings: Settings) -> None:
    async with opened(settings=Settings(settings.database, keymap={"tag.1": "p", "note": "F8"})) as reader:
        await reader.press("u")
        assert reader.marked == {}
        await reader.press("p")
        assert reader.marked == {FIRST: ("unverified",)}
        assert reader.line("keys").startswith(" p c o tag")


async def test_an_alias_of_another_layout_tags_too(opened: Any, settings: Settings) -> None:
    async with opened(settings=Settings(settings.database, keymap={"tag.1": "u,г", "undo": "z,я"})) as reader:
        await reader.press("г")
        assert reader.marked == {FIRST: ("unverified",)}
        await reader.press("я")
        assert reader.marked == {}


async def test_the_vim_preset_gives_u_back_to_undo(opened: Any, settings: Settings) -> None:
    async with opened(settings=Settings(settings.database, key_preset="vim")) as reader:
        await reader.press("1", "2")
        assert reader.marked == {FIRST: ("unverified", "contested")}
        await reader.press("u")
        assert reader.marked == {FIRST: ("unverified",)}
        await reader.press("ctrl+r")
        assert reader.marked == {FIRST: ("unverified", "contested")}
        assert reader.line("keys").startswith(" 1 2 3 tag")


async def test_quitting_that_has_to_wait_for_the_disk_says_so(
    opened: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = threading.Event()
    async with opened() as reader:
        store = reader.app.session.store
        write = store.write

        def wait_and_write(operations: Any) -> None:
            gate.wait(10)
            write(operations)

        monkeypatch.setattr(store, "write", wait_and_write)
        await reader.press("u", "q")
        await reader.until(lambda: "Waiting for the disk before the end" in reader.line("target"))
        gate.set()
        await reader.until(lambda: not reader.app.is_running)
