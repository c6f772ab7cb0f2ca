"""Every state in every size and look; `pytest tests/tui --snapshot-update` takes the pictures anew."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from claims.records import Claims
from entities.finding.finder import Found
from entities.records import Findings
from reports.document import Report
from tests.tui.gallery.entity_states import ENTITIES
from tests.tui.gallery.particulars import PARTICULARS
from tests.tui.gallery.stage import Scene, Stage
from tests.tui.gallery.state import PICTURES, State, picture_file, reader_of
from tests.tui.gallery.states import STATES
from tests.tui.gallery.suggestion_states import SUGGESTIONS
from tests.tui.gallery.svg import screen_svg
from tui.app import ReaderApp
from tui.settings import Settings


@pytest.fixture
def stage(
    seed: Report,
    desk_on: Any,
    report_of: Any,
    model_says: Any,
    findings: Findings,
    claims_of_seed: Claims,
    monkeypatch: pytest.MonkeyPatch,
    held_still: None,
) -> Iterator[Stage]:
    laid_out = Stage(
        seed, desk_on, report_of, model_says, monkeypatch, Found(findings, claims_of_seed.to_bytes())
    )
    yield laid_out
    laid_out.free.set()


async def _until(condition: Callable[[], object], rounds: int = 4000) -> None:
    for _ in range(rounds):
        if condition():
            return
        await asyncio.sleep(0.005)
    pytest.fail("never came true")


async def _settled(pilot: Pilot[Any]) -> None:
    """What a key sets off may ask for a refresh, which may ask for another."""
    for _ in range(3):
        await pilot.pause()


async def _steady_picture(app: ReaderApp, pilot: Pilot[Any]) -> str:
    """The screen once it stays as it is: on a busy machine folding it anew takes another moment."""
    before, picture = "", screen_svg(app)
    while picture != before:
        await _settled(pilot)
        before, picture = picture, screen_svg(app)
    return picture


async def _begun(app: ReaderApp, scene: Scene) -> None:
    """The first screen stands, and work can begin as far as it ever will."""
    await _until(lambda: app.session is not None)
    if scene.opening is None:
        return
    await _until(lambda: reader_of(app) is not None and reader_of(app).views.article.rows is not None)
    if scene.whole:
        await _until(lambda: reader_of(app).reading.editor is not None)
    if scene.suggests:
        await _until(lambda: reader_of(app).reading.deciding.left())


async def _photographed(
    app: ReaderApp, scene: Scene, state: State, size: tuple[int, int], looks: tuple[str, ...]
) -> dict[str, str]:
    """The state in each of these looks, as SVG."""
    pictures = {}
    async with app.run_test(size=size) as pilot:
        await _begun(app, scene)
        await _settled(pilot)
        if state.at:
            reader = reader_of(app)
            reader.reading.go(reader.report.text.index(state.at))
            reader.show()
        scene.once_open(app)
        await pilot.press(*state.keys)
        await _until(lambda: state.ready(app))
        await _settled(pilot)
        for look in looks:
            if look != "plain" and app.theme != look:
                app.theme = look
                await _settled(pilot)
            pictures[look] = await _steady_picture(app, pilot)
    return pictures


def _changed(pictures: dict[Path, str], *, update: bool, folder: Path) -> list[str]:
    """Which pictures are others than those kept; `update`: they are kept now."""
    changed = []
    for path, svg in pictures.items():
        if update:
            path.parent.mkdir(exist_ok=True)
            path.write_text(svg, encoding="utf-8")
        elif not path.exists() or path.read_text(encoding="utf-8") != svg:
            (folder / path.name).write_text(svg, encoding="utf-8")
            changed.append(f"{path.name} is now {folder / path.name}")
    return changed


ALL = (*STATES, *SUGGESTIONS, *ENTITIES, *PARTICULARS)
SHOTS = [
    pytest.param(state, size, id=f"{state.name}-{size[0]}x{size[1]}") for state in ALL for size in state.sizes
]


@pytest.mark.parametrize(("state", "size"), SHOTS)
async def test_the_state_looks_as_in_its_pictures(
    stage: Stage, state: State, size: tuple[int, int], tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    coloured = tuple(look for look in state.looks(size) if look != "plain")
    pictures = {}
    for looks in filter(None, (coloured, state.looks(size)[len(coloured) :])):
        if "plain" in looks:
            stage.monkeypatch.setenv("NO_COLOR", "1")
        settings = Settings(database=tmp_path / looks[0] / "work.json", theme="night")
        settings.database.parent.mkdir()
        scene = stage.lay_out(state.scene, settings)
        app = ReaderApp(settings, scene.sources, scene.opening)
        try:
            taken = await _photographed(app, scene, state, size, looks)
        finally:
            stage.free.set()
            if app.session is not None:
                app.session.close()
        stage.free.clear()
        pictures |= {picture_file(state.name, size, look): svg for look, svg in taken.items()}
    update = request.config.getoption("update_snapshots", default=False)
    assert not _changed(pictures, update=update, folder=tmp_path)


def test_there_is_no_picture_of_what_is_no_state() -> None:
    assert not set(PICTURES.iterdir()) - {path for state in ALL for path in state.pictures}
