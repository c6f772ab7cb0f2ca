"""The history: what was changed of an annotation, and of the whole report."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import msgspec
import pytest

from annotations.disk.lines import Location
from annotations.errors import StoreError
from annotations.history.chain import Gap
from annotations.records import Attribution, Change
from annotations.store import AnnotationStore
from tui.screens.history import HistoryScreen
from tui.settings import Settings

FIRST = "Kiev — Moscow has handed over more soldiers' remains to Ukraine"
SENTENCE = "The handover was mediated by the International Red Cross."
LATER = "2026-11-22T09:30:00Z"
_LEAD = 33
"""Cells of when and who, beside which stands what was done."""


@pytest.fixture(autouse=True)
def later_that_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tui.screens.history.utc_now", lambda: LATER)


@pytest.fixture
def written(settings: Settings, desk_on: Any, seed: Any) -> Any:
    """Puts into the store what is done at a desk: `with` the author's name, at another time if need be."""

    def write(work: Any, *, author: str = "", day: str = "2026-11-22", report: Any = seed) -> Any:
        store = AnnotationStore.open(settings.database)
        desk = desk_on(report, author=author)
        record = desk.editor.record
        desk.editor.refresh(store.annotations(record.id), store.changes(record.id))
        means, ids = desk.editor._means, iter(range(10_000_000))
        desk.editor._means = replace(
            means,
            now=lambda: f"{day}{means.now()[10:]}",
            new_id=lambda: f"{author}-{day}-{next(ids)}-{means.new_id()}",
        )
        result = work(desk)
        store.write(desk.operations)
        store.close()
        return result

    return write


async def opened_history(reader: Any, *keys: str) -> None:
    await reader.press("H")
    await all_read(reader)
    for key in keys:
        await reader.press(key)
        await all_read(reader)


async def all_read(reader: Any) -> None:
    await reader.until(lambda: isinstance(reader.dialog, HistoryScreen) and not reader.dialog.reading)
    await reader.until(lambda: listed(reader))


def listed(reader: Any) -> list[str]:
    """The rows of the list, below the rule and above the two lines at the bottom."""
    rows = reader.rows()
    top = next(number for number, row in enumerate(rows) if "▐HISTORY▌" in row)
    return [row for row in rows[top + 1 : -2] if row]


def done(reader: Any) -> list[str]:
    """What was done, without when and who."""
    return [row[_LEAD:] for row in listed(reader)]


def title(reader: Any) -> str:
    return next(row for row in reader.rows() if "▐HISTORY▌" in row)


async def test_every_change_of_the_current_annotation_is_told_with_before_and_after(opened: Any) -> None:
    async with opened() as reader:
        await reader.press("u", "c", "m", *"weak", "enter", "m", *"er", "enter", "c", "z")
        await reader.press("j", "o", "k")
        await reader.saved()
        await opened_history(reader)
        assert FIRST in title(reader)
        assert done(reader)[:6] == [
            "undone: − contested",
            "+ contested",
            "− contested (taken back since)",
            "note: “weak” → “weaker”",
            "+ note: “weak”",
            "+ contested",
        ]
        assert done(reader)[6].startswith(f"new annotation: “{FIRST}")
        assert done(reader)[-1] == "+ unverified"
        assert "6 changes, the newest first" in reader.rows()[-2]


async def test_who_and_when_stand_beside_it_and_another_day_has_its_date(
    opened: Any, written: Any, settings: Settings
) -> None:
    def tag(desk: Any) -> str:
        return desk.mark(FIRST)

    identity = written(tag, author="Oleh", day="2026-11-20")
    written(lambda desk: desk.editor.set_note(identity, "hers"), author="Vera")
    written(lambda desk: desk.editor.set_note(identity, "nobody's"))
    async with opened(settings=replace(settings, author="Vera")) as reader:
        await opened_history(reader)
        starts = [row[: _LEAD - 2].split() for row in listed(reader) if row[1:3].isdigit()]
        assert [words[-2:] if words[-1] == "name" else words[-1:] for words in starts] == [
            ["no", "name"],
            ["you"],
            ["Oleh"],
        ]
        assert re.fullmatch(r"09:12:\d\d", starts[1][0])
        assert starts[2][0] == "2026-11-20"
        assert re.fullmatch(r"09:\d\d", starts[2][1])


async def test_without_an_annotation_at_the_caret_the_whole_report_is_told_with_what_was_removed(
    opened: Any,
) -> None:
    async with opened() as reader:
        await reader.press("u", "x", "i")
        await reader.until(lambda: reader.asking)
        await reader.press(*"AP", "enter")
        await reader.until(lambda: not reader.asking)
        await reader.saved()
        await opened_history(reader)
        assert "the whole report" in title(reader)
        rows = done(reader)
        assert rows[0].endswith("of the report: “AP”")
        assert rows[1:3] == [f"annotation removed: “{FIRST[:39]}…” (characters 0–201)", "− unverified"]
        assert "whole report" not in reader.rows()[-1]


async def test_H_and_tab_go_between_the_annotation_and_the_whole_report(opened: Any) -> None:
    async with opened() as reader:
        await reader.press("j", "c", "k", "u")
        await reader.saved()
        await opened_history(reader)
        assert not any("contested" in row for row in done(reader))
        assert "H whole report" in reader.rows()[-1]
        await reader.press("H")
        await all_read(reader)
        assert "the whole report" in title(reader)
        assert any("contested" in row for row in done(reader))
        assert "H this annotation" in reader.rows()[-1]
        await reader.press("tab")
        await all_read(reader)
        assert FIRST in title(reader)


async def test_a_remapped_key_opens_and_turns_the_history(opened: Any, settings: Settings) -> None:
    async with opened(settings=replace(settings, keymap={"history": "f9"})) as reader:
        await reader.press("u")
        await reader.saved()
        await reader.press("f9")
        await all_read(reader)
        assert "f9 whole report" in reader.rows()[-1]
        await reader.press("f9")
        await all_read(reader)
        assert "the whole report" in title(reader)


@pytest.mark.parametrize("key", ["escape", "q"])
async def test_escape_and_q_close_it_and_nothing_else(opened: Any, key: str) -> None:
    async with opened() as reader:
        await reader.press("u", "right_square_bracket")
        await opened_history(reader)
        await reader.press(key)
        await reader.until(lambda: not reader.asking)
        assert reader.reading.held is not None
        assert reader.app.is_running


async def test_keys_of_the_reader_change_nothing_while_it_is_open(opened: Any) -> None:
    async with opened() as reader:
        await reader.press("u")
        await opened_history(reader)
        await reader.press("c", "x", "z", "m")
        assert reader.dialog.__class__ is HistoryScreen
        assert list(reader.marked.values()) == [("unverified",)]


async def test_a_report_without_changes_says_so(opened: Any) -> None:
    async with opened() as reader:
        await opened_history(reader)
        assert [row.strip() for row in listed(reader)] == ["No change was recorded yet."]


async def test_enter_goes_to_the_words_and_holds_the_annotation(opened: Any) -> None:
    async with opened() as reader:
        await reader.press("u", "j", "j", "c", "G")
        await reader.saved()
        await opened_history(reader)
        await reader.press("enter")
        await reader.until(lambda: not reader.asking)
        held = reader.reading.held_annotation
        assert held is not None
        assert held.tags == ("contested",)
        assert held.start <= reader.reading.caret < held.end


async def test_enter_on_a_removed_annotation_goes_to_where_it_was(opened: Any) -> None:
    async with opened() as reader:
        await reader.press("j", "u", "x", "G")
        place = reader.reading.sentences.span(1).start
        await reader.saved()
        await opened_history(reader)
        await reader.press("enter")
        await reader.until(lambda: not reader.asking)
        assert (reader.reading.caret, reader.reading.held) == (place, None)


async def test_what_is_not_on_disk_yet_says_so_until_it_is(
    opened: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened() as reader:
        await reader.press("u")
        await reader.saved()
        store = reader.app.session.store
        write = store.write

        def full(operations: Any) -> None:
            raise StoreError("work.json cannot be written: the disk is full.", "disk full")

        monkeypatch.setattr(store, "write", full)
        await reader.press("c")
        await reader.until(lambda: "NOT SAVED" in reader.line("header"))
        await opened_history(reader)
        assert done(reader)[:2] == ["+ contested", "not saved yet"]
        assert done(reader).count("not saved yet") == 1
        monkeypatch.setattr(store, "write", write)
        reader.app.session.retry()
        await reader.until(lambda: "not saved yet" not in done(reader))
        await all_read(reader)
        assert done(reader)[0] == "+ contested"
        assert done(reader)[-1] == "+ unverified"


async def test_what_another_program_does_comes_in_while_it_is_open(opened: Any, written: Any) -> None:
    async with opened() as reader:
        await reader.press("u")
        await reader.saved()
        identity = reader.editor.index[0].id
        await opened_history(reader)
        written(lambda desk: desk.editor.set_note(identity, "from afar"), author="Oleh")
        await reader.until(lambda: any("from afar" in row for row in listed(reader)))
        assert "Oleh" in listed(reader)[0]


class Slow:
    """The log of a store, of which only so much can be read as the test lets through."""

    def __init__(self, changes: Sequence[Change | Gap]) -> None:
        self.changes = changes
        self.may_read = threading.Semaphore(0)
        self.read = 0

    def __call__(self, report: str) -> Iterator[Change | Gap]:
        for change in self.changes:
            self.may_read.acquire()
            self.read += 1
            yield change


def many(change: Change, count: int) -> list[Change]:
    """So many changes like this one, the newest first."""
    return [
        msgspec.structs.replace(change, id=f"{number:05}", label=f"number {number}", kind="undo")
        for number in range(count, 0, -1)
    ]


async def test_the_keyboard_does_not_wait_for_the_disk(opened: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    async with opened() as reader:
        await reader.press("u")
        await reader.saved()
        slow = Slow(many(reader.editor.undoable, 10))
        monkeypatch.setattr(reader.app.session.store, "changes", slow)
        await reader.press("H")
        await reader.until(lambda: "reading …" in reader.rows()[-2])
        await reader.press("escape")
        await reader.until(lambda: not reader.asking)
        await reader.press("c")
        assert list(reader.marked.values()) == [("unverified", "contested")]
        slow.may_read.release(10)


async def test_ten_thousand_changes_are_read_as_far_as_they_are_looked_at_and_the_end_on_demand(
    opened: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(size=(100, 24)) as reader:
        await reader.press("u")
        await reader.saved()
        log = Slow(many(reader.editor.undoable, 10_000))
        log.may_read.release(20_000)
        monkeypatch.setattr(reader.app.session.store, "changes", log)
        await opened_history(reader, "H")
        assert "undone: number 10000" in listed(reader)[0]
        at_first = log.read
        assert at_first < 500
        assert "the newest changes; more follow" in re.sub(r"\d+ ", "", reader.rows()[-2])
        await reader.press(*["pagedown"] * 12)
        await reader.until(lambda: log.read > at_first)
        await all_read(reader)
        assert log.read < 1000
        await reader.press("G")
        await reader.until(lambda: any("undone: number 1" in row[-16:] for row in listed(reader)))
        await reader.until(lambda: "10000 changes" in reader.rows()[-2])
        await reader.press("g")
        assert "undone: number 10000" in listed(reader)[0]


async def test_a_gap_in_the_history_is_a_sentence_behind_what_can_be_read(
    opened: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened() as reader:
        await reader.press("u")
        await reader.saved()
        changes = [reader.editor.undoable, Gap(Location(1, 0), "The history cannot be read further back.")]
        monkeypatch.setattr(reader.app.session.store, "changes", lambda _: iter(changes))
        reader.reading.go(0)
        await opened_history(reader, "H")
        assert listed(reader)[-1].strip() == "The history cannot be read further back."


async def test_a_history_that_cannot_be_read_at_all_is_a_sentence(
    opened: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened() as reader:

        def broken(report: str) -> Any:
            raise ValueError("boom")

        monkeypatch.setattr(reader.app.session.store, "changes", broken)
        await opened_history(reader)
        assert "It cannot be read (ValueError: boom)." in listed(reader)[0]


async def test_notes_names_and_labels_from_hostile_hands_are_drawn_visibly(opened: Any, written: Any) -> None:
    def work(desk: Any) -> None:
        identity = desk.mark(FIRST)
        desk.editor.set_note(identity, "\x1b[2J\u202egnp.exe[red]")
        desk.editor.set_attribution(identity, [Attribution("\x1b]0;owned\x07")])

    written(work, author="\x1b[31mEve")
    async with opened() as reader:
        await opened_history(reader)
        screen = "\n".join(listed(reader))
        assert "␛[31mEve" in screen
        assert "␛]0;owned␇" in screen
        assert "+ note: “␛[2J‹RLO›gnp.exe[red]”" in screen
        assert not any(character in screen for character in "\x1b\x07\u202e")


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (60, 20), (48, 14)])
async def test_every_word_of_a_note_can_be_read_in_every_window(
    opened: Any, written: Any, size: tuple[int, int]
) -> None:
    words = [f"word{number}" for number in range(120)]
    written(lambda desk: desk.editor.set_note(desk.mark(FIRST), " ".join(words)))
    async with opened(size=size) as reader:
        await opened_history(reader)
        seen: set[str] = set()
        for _ in range(120):
            seen.update(re.findall(r"word\d+", " ".join(listed(reader))))
            await reader.press("j")
        assert seen == set(words)


async def test_another_width_lays_the_rows_out_anew_and_keeps_the_place(opened: Any, written: Any) -> None:
    def work(desk: Any) -> None:
        identity = desk.mark(FIRST)
        for number in range(40):
            desk.editor.set_note(identity, f"note {number}")

    written(work)
    async with opened(size=(120, 40)) as reader:
        await opened_history(reader, *["j"] * 30)
        place = reader.dialog.query_one("#history-list").cursor_key
        await reader.pilot.resize_terminal(60, 20)
        await reader.until(lambda: any(row.endswith("· you") for row in listed(reader)))
        await all_read(reader)
        assert reader.dialog.query_one("#history-list").cursor_key == place


async def test_undo_of_what_was_done_before_this_run_says_when_that_was(opened: Any, written: Any) -> None:
    identity = written(lambda desk: desk.mark(SENTENCE), day="2026-11-20")
    written(lambda desk: desk.editor.set_note(identity, "today"))
    async with opened() as reader:
        await reader.press("j", "j", "c", "z")
        assert "undone: + contested · Z redo" in reader.line("target")
        await reader.press("z")
        assert "undone: note of 09:12 · Z redo" in reader.line("target")
        await reader.press("z")
        assert "undone: + unverified of 2026-11-20 · Z redo" in reader.line("target")
        await reader.press("Z")
        assert "redone: + unverified · z undo" in reader.line("target")


async def test_redo_of_what_was_undone_before_this_run_says_when_that_was(opened: Any, written: Any) -> None:
    def work(desk: Any) -> None:
        desk.mark(SENTENCE)
        desk.editor.undo()

    written(work, day="2026-11-20")
    async with opened() as reader:
        await reader.press("Z")
        assert "redone: + unverified (undone 2026-11-20) · z undo" in reader.line("target")


async def test_where_only_others_changed_something_undo_says_that_nothing_is_yours(
    opened: Any, written: Any, settings: Settings
) -> None:
    written(lambda desk: desk.mark(FIRST), author="Oleh")
    async with opened(settings=replace(settings, author="Vera")) as reader:
        await reader.press("z")
        assert "There is nothing of yours to undo; H shows what others did." in reader.line("target")
        assert len(reader.marked) == 1


async def test_where_nobody_changed_anything_undo_says_just_that(opened: Any) -> None:
    async with opened() as reader:
        await reader.press("z")
        assert "There is nothing to undo." in reader.line("target")
