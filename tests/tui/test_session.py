"""The store of one run: who waits for it, and a report that is opened again before it is saved."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from annotations.errors import StoreError, Superseded
from annotations.store import AnnotationStore
from reports.document import Report, Span
from reports.loading import load
from reports.opening import Opening
from tui.app import ReaderApp, run_reader
from tui.screens.reader import ReaderScreen
from tui.session import Session
from tui.settings import Settings


@pytest.fixture
def slow_store(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """A store that is read only when the event is set."""
    gate = threading.Event()
    begin = Session.__init__

    def wait_and_begin(self: Session, *arguments: Any) -> None:
        gate.wait(10)
        begin(self, *arguments)

    monkeypatch.setattr(Session, "__init__", wait_and_begin)
    yield gate
    gate.set()


async def test_a_report_opened_from_the_list_before_the_store_has_been_read_gets_it_too(
    slow_store: threading.Event, settings: Settings, tmp_path: Path, model_says: Any
) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("One sentence stands here. Another one there.\n", encoding="utf-8")
    app = ReaderApp(settings, [str(tmp_path / "a.txt"), str(tmp_path / "b.txt")])
    try:
        async with app.run_test() as pilot:
            await pilot.press("enter")
            while not isinstance(app.screen, ReaderScreen):
                await pilot.pause(0.005)
            await pilot.press("u")
            slow_store.set()
            for _ in range(1000):
                editor = app.screen.reading.editor
                if editor is not None and len(editor.index):
                    break
                await pilot.pause(0.005)
            else:
                pytest.fail("the tag key waits for ever")
    finally:
        if app.session is not None:
            app.session.close()


@pytest.mark.parametrize("size", [(120, 40), (100, 30), (80, 24), (60, 20)])
@pytest.mark.parametrize("key", ["tab", "shift+tab"])
async def test_the_panes_can_be_gone_through_before_the_store_has_been_read(
    slow_store: threading.Event,
    settings: Settings,
    seed: Report,
    model_says: Any,
    size: tuple[int, int],
    key: str,
) -> None:
    app = ReaderApp(settings, [seed.source], Opening.of(seed))
    try:
        async with app.run_test(size=size) as pilot:
            await pilot.press(key)
            await pilot.pause(0.05)
            slow_store.set()
            screen = app.screen
            assert isinstance(screen, ReaderScreen)
            while screen.reading.editor is None:
                await pilot.pause(0.005)
            await pilot.pause()
            assert any("tag" in strip.text for strip in screen._compositor.render_strips())
    finally:
        if app.session is not None:
            app.session.close()


async def test_a_report_opened_again_while_the_disk_is_full_shows_what_is_not_saved(
    opened: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = tmp_path / "wire.txt"
    path.write_text("One sentence stands here. Another one there.\n", encoding="utf-8")
    async with opened(report=load(path)) as reader:
        await reader.press("u")
        await reader.saved()

        def refuse(*_: object) -> None:
            raise StoreError("work.json cannot be written: the disk is full.", "disk full")

        with monkeypatch.context() as full:
            full.setattr(AnnotationStore, "write", refuse)
            await reader.press("j", "c")
            await reader.until(lambda: "NOT SAVED" in reader.line("header"))
            before, first = reader.marked, reader.screen
            await reader.press("ctrl+o")
            await reader.until(lambda: reader.asking)
            await reader.press("enter")
            await reader.until(lambda: isinstance(reader.app.screen, ReaderScreen))
            await reader.until(lambda: reader.screen is not first and reader.reading.editor is not None)
            await reader.until(lambda: "NOT SAVED" in reader.line("header"))
            assert reader.marked == before
            assert len(before) == 2
        await reader.press("f5")
        await reader.saved()


async def test_what_is_done_while_a_change_is_refused_stays_on_the_screen(
    opened: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = threading.Event()
    write = AnnotationStore.write

    def refuse_the_first(self: AnnotationStore, operations: Any) -> None:
        gate.wait(10)
        if refused:
            write(self, operations)
        else:
            refused.append(operations[0])
            raise Superseded("another program changed this annotation; look again.", operations[0])

    async with opened() as reader:
        refused: list[Any] = []
        with monkeypatch.context() as held_up:
            held_up.setattr(AnnotationStore, "write", refuse_the_first)
            await reader.press("u", "j", "c", "j", "o")
            shown: list[int] = []
            changed = reader.screen.views.annotations_changed
            held_up.setattr(
                reader.screen.views,
                "annotations_changed",
                lambda spans=None: (changed(spans), shown.append(len(reader.editor.index))),
            )
            gate.set()
            await reader.until(lambda: shown)
            await reader.saved()
        assert shown == [2]
        assert sorted(reader.marked.values()) == [("contested",), ("official-claim",)]


def test_leaving_without_saving_says_what_is_lost_and_not_that_it_is_kept(
    settings: Settings, seed: Report, desk_on: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise StoreError("work.json cannot be written: the disk is full.", "disk full")

    def tag_and_quit(self: ReaderApp) -> str:
        self.session = Session(settings, lambda _: None, lambda _: None)
        self.session.editor(seed).toggle_tag(desk_on(seed).reading.target.span, "unverified", 0)
        return "1 annotation of the report in work.json"

    monkeypatch.setattr(AnnotationStore, "write", refuse)
    monkeypatch.setattr(ReaderApp, "run", tag_and_quit)
    said = run_reader(settings, [seed.source], Opening.of(seed))
    assert said.sentence == "The last change was NOT saved. work.json cannot be written: the disk is full."


# ---------------------------------------------------------------------- many annotations


async def test_what_the_store_has_of_a_report_is_read_outside_the_thread_that_draws(
    opened: Any, annotated: Any, seed: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    annotated(seed, {"In addition, around 100 Russian soldiers were captured.": ["contested"]})
    readers: set[threading.Thread] = set()
    annotations = AnnotationStore.annotations

    def read(store: AnnotationStore, report: str) -> Any:
        readers.add(threading.current_thread())
        return annotations(store, report)

    monkeypatch.setattr(AnnotationStore, "annotations", read)
    async with opened() as reader:
        assert list(reader.marked.values()) == [("contested",)]
        assert readers
        assert threading.current_thread() not in readers


def test_what_was_read_ahead_is_not_used_once_something_waits_to_be_saved(
    settings: Settings, seed: Report
) -> None:
    session = Session(settings, lambda _: None, lambda _: None)
    try:
        first = session.editor(seed)
        session.prepare(seed)
        session.store.write = lambda _: (_ for _ in ()).throw(  # type: ignore[method-assign]
            StoreError("work.json cannot be written: the disk is full.", "disk full")
        )
        first.toggle_tag(Span(0, 5), "contested", 0)
        session.prepare(seed)
        assert session.editor(seed) is first
        assert len(first.index) == 1
    finally:
        del session.store.write
        session.retry()
        session.close()
