"""The list of reports: opening, filtering, files that are gone."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from annotations.store import AnnotationStore
from annotations.texts.captures import Captures
from reports.loading import load
from tui.app import ReaderApp
from tui.screens.library import LibraryScreen
from tui.screens.reader import ReaderScreen
from tui.settings import Settings

WIDE = (280, 30)
"""Where a long path and what is said of it have room in one row."""


class Shelf:
    """The running list of reports."""

    def __init__(self, app: ReaderApp, pilot: Any) -> None:
        self.app = app
        self.pilot = pilot

    def rows(self) -> list[str]:
        return [strip.text.rstrip() for strip in self.app.screen._compositor.render_strips()]

    def shows(self, words: str) -> bool:
        return any(words in row for row in self.rows())

    async def until(self, condition: Callable[[], object]) -> None:
        for _ in range(2000):
            if condition():
                return
            await self.pilot.pause(0.005)
        pytest.fail("never came true:\n" + "\n".join(self.rows()))

    @property
    def reading(self) -> bool:
        return isinstance(self.app.screen, ReaderScreen)


@pytest.fixture
def shelf(settings: Settings, model_says: Any, held_still: None) -> Any:
    @asynccontextmanager
    async def open_shelf(
        sources: Sequence[str] = (), size: tuple[int, int] = (100, 30)
    ) -> AsyncIterator[Shelf]:
        app = ReaderApp(settings, sources)
        try:
            async with app.run_test(size=size) as pilot:
                made = Shelf(app, pilot)
                await made.until(lambda: app.session is not None)
                await pilot.pause()
                yield made
        finally:
            if app.session is not None:
                app.session.close()

    return open_shelf


@pytest.fixture
def kept(settings: Settings, desk_on: Any, tmp_path: Path) -> Callable[..., Path]:
    """Writes a report file, and a tag on its first sentence to the store, with its captured text."""

    def keep(name: str, text: str) -> Path:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        report = load(path)
        desk = desk_on(report)
        import msgspec

        desk.editor.record = msgspec.structs.replace(desk.editor.record, path=str(path))
        desk.reading.tag("unverified")
        store = AnnotationStore.open(settings.database)
        Captures(store.captures_folder).keep(report, str(path), "2026-11-22T09:12:04Z")
        store.write(desk.operations)
        store.close()
        return path

    return keep


async def test_an_empty_store_says_how_to_open_a_report(shelf: Any) -> None:
    async with shelf() as reports:
        await reports.until(lambda: reports.shows("No report has been opened yet."))
        assert reports.shows("report-reader article.txt")


async def test_a_report_of_the_store_is_listed_and_opened(shelf: Any, kept: Any) -> None:
    kept("bridge.txt", "The bridge was hit.\n")
    async with shelf() as reports:
        await reports.until(lambda: reports.shows("bridge.txt"))
        assert reports.shows("1 tagged")
        await reports.pilot.press("enter")
        await reports.until(lambda: reports.reading and reports.shows("The bridge was hit."))
        await reports.until(lambda: reports.shows("1 tagged"))


async def test_the_list_is_filtered(shelf: Any, kept: Any) -> None:
    kept("bridge.txt", "The bridge was hit.\n")
    kept("dam.txt", "The dam was hit.\n")
    async with shelf() as reports:
        await reports.until(lambda: reports.shows("OPENED BEFORE 2"))
        await reports.pilot.press("slash", "d", "a", "m", "enter")
        await reports.until(lambda: reports.shows("OPENED BEFORE 1"))
        assert not reports.shows("bridge.txt")
        await reports.pilot.press("escape")
        await reports.until(lambda: reports.shows("OPENED BEFORE 2"))


async def test_several_files_are_listed_and_the_place_among_them_is_shown(shelf: Any, tmp_path: Path) -> None:
    files = []
    for name in ("one.txt", "two.txt"):
        (tmp_path / name).write_text(f"This is {name}.\n", encoding="utf-8")
        files.append(str(tmp_path / name))
    async with shelf(files) as reports:
        await reports.until(lambda: reports.shows("GIVEN 2"))
        await reports.pilot.press("j", "enter")
        await reports.until(lambda: reports.reading and reports.shows("This is two.txt."))
        assert reports.shows("(2 of 2)")


async def test_ctrl_o_goes_to_the_list_and_escape_back(shelf: Any, kept: Any) -> None:
    kept("bridge.txt", "The bridge was hit.\n")
    async with shelf() as reports:
        await reports.until(lambda: reports.shows("bridge.txt"))
        await reports.pilot.press("enter")
        await reports.until(lambda: reports.reading)
        await reports.pilot.press("ctrl+o")
        await reports.until(lambda: isinstance(reports.app.screen, LibraryScreen))
        await reports.until(lambda: reports.shows("OPENED BEFORE 1"))
        await reports.pilot.press("escape")
        await reports.until(lambda: reports.reading)


async def test_the_list_begins_on_the_report_that_is_open(shelf: Any, kept: Any, tmp_path: Path) -> None:
    named = [tmp_path / "one.txt", tmp_path / "two.txt"]
    for path in named:
        path.write_text("Something happened.\n", encoding="utf-8")
    kept("bridge.txt", "The bridge was hit.\n")
    kept("dam.txt", "The dam was hit.\n")
    async with shelf([str(path) for path in named]) as reports:
        pane = reports.app.screen.query_one("#shelf")
        for key in (f"file:{named[1]}", "report:"):
            await reports.until(lambda: reports.shows("OPENED BEFORE 2"))
            await reports.pilot.press("G" if key == "report:" else "j")
            chosen = pane.cursor_key
            assert chosen.startswith(key)
            await reports.pilot.press("enter")
            await reports.until(lambda: reports.reading)
            await reports.pilot.press("ctrl+o")
            await reports.until(lambda: isinstance(reports.app.screen, LibraryScreen))
            pane = reports.app.screen.query_one("#shelf")
            await reports.until(lambda pane=pane, chosen=chosen: pane.cursor_key == chosen)


async def test_another_report_takes_the_place_of_the_open_one(shelf: Any, kept: Any) -> None:
    kept("bridge.txt", "The bridge was hit.\n")
    kept("dam.txt", "The dam was hit.\n")
    async with shelf() as reports:
        for words in ("bridge", "dam", "bridge"):
            if reports.reading:
                await reports.pilot.press("ctrl+o")
            await reports.until(lambda: isinstance(reports.app.screen, LibraryScreen))
            await reports.until(lambda: reports.shows("OPENED BEFORE 2"))
            await reports.pilot.press("slash", *words, "enter")
            await reports.until(
                lambda: isinstance(reports.app.screen, LibraryScreen) and reports.shows("FORE 1")
            )
            await reports.pilot.press("enter")
            await reports.until(
                lambda words=words: reports.reading and reports.shows(f"The {words} was hit.")
            )
        assert len(reports.app.screen_stack) == 2


async def test_a_file_that_vanished_is_read_from_what_was_captured_and_that_is_said(
    shelf: Any, kept: Any
) -> None:
    kept("bridge.txt", "The bridge was hit.\n").unlink()
    async with shelf(size=WIDE) as reports:
        await reports.until(lambda: reports.shows("bridge.txt"))
        await reports.pilot.press("enter")
        await reports.until(lambda: reports.reading and reports.shows("The bridge was hit."))
        await reports.until(lambda: reports.shows("as it was captured"))


async def test_a_file_with_another_text_now_is_told_apart(shelf: Any, kept: Any) -> None:
    kept("bridge.txt", "The bridge was hit.\n").write_text("It was not.\n", encoding="utf-8")
    async with shelf(size=WIDE) as reports:
        await reports.until(lambda: reports.shows("bridge.txt"))
        await reports.pilot.press("enter")
        await reports.until(lambda: reports.reading and reports.shows("The bridge was hit."))
        await reports.until(lambda: reports.shows("another text now"))


async def test_a_named_file_that_is_gone_is_said_in_the_list(shelf: Any, tmp_path: Path) -> None:
    path = tmp_path / "gone.txt"
    async with shelf([str(path), str(tmp_path / "other.txt")]) as reports:
        await reports.until(lambda: reports.shows("gone.txt"))
        await reports.pilot.press("enter")
        await reports.until(
            lambda: any("gone.txt" in row and "enter" not in row for row in reports.rows()[-2:])
        )
        assert isinstance(reports.app.screen, LibraryScreen)


async def test_q_quits_the_list(shelf: Any) -> None:
    async with shelf() as reports:
        await reports.pilot.press("q")
        await reports.until(lambda: reports.app._exit)


@pytest.mark.parametrize("size", [(120, 40), (60, 20), (40, 10), (20, 5), (10, 3)])
async def test_the_list_is_drawn_in_every_size(shelf: Any, kept: Any, size: tuple[int, int]) -> None:
    kept("bridge.txt", "The bridge was hit.\n")
    async with shelf(size=size) as reports:
        await reports.pilot.press("j", "question_mark", "escape")
        assert len(reports.rows()) == size[1]


async def test_after_a_defect_with_one_report_another_one_opens(
    shelf: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("One sentence stands here.\n", encoding="utf-8")

    def stumble(path: Path) -> None:
        raise IndexError(path.name)

    async with shelf([str(tmp_path / "a.txt"), str(tmp_path / "b.txt")]) as listed:
        with monkeypatch.context() as broken:
            broken.setattr("reports.loading.open_file", stumble)
            await listed.pilot.press("enter")
            await listed.until(lambda: listed.shows("cannot be opened"))
        await listed.pilot.press("j", "enter")
        await listed.until(lambda: listed.reading)
