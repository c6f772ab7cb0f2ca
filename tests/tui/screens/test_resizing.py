"""Any size, any resize: nothing crashes, panes come back, nothing stale stays on the screen."""

from __future__ import annotations

import random
from typing import Any

import pytest

from reports.document import Report

SIZES = [
    (120, 40), (118, 30), (117, 30), (92, 24), (91, 24), (80, 24), (70, 22), (69, 22), (60, 20), (48, 12),
    (47, 12), (40, 10), (30, 6), (20, 5), (10, 3),
]  # fmt: skip


async def test_down_through_every_fold_and_up_again_brings_the_panes_back(
    opened: Any, annotated: Any, seed: Report
) -> None:
    annotated(seed, {"1,000": ["unverified"], "100 Russian soldiers": ["contested"]})
    async with opened(size=SIZES[0]) as reader:
        await reader.press("j", "j")
        before = reader.rows()
        for size in (*SIZES, *reversed(SIZES)):
            await reader.pilot.resize_terminal(*size)
            await reader.until(lambda size=size: len(reader.rows()) == size[1])
            await reader.until(lambda size=size: all(len(row) <= size[0] for row in reader.rows()))
        await reader.until(lambda: reader.rows() == before)


@pytest.mark.parametrize("pane", ["entities", "annotations"])
async def test_a_pane_that_has_the_keys_keeps_them_or_gives_them_to_the_article(
    opened: Any, pane: str
) -> None:
    async with opened(size=(120, 40)) as reader:
        await reader.press({"entities": "f2", "annotations": "f3"}[pane])
        for size in (*SIZES, *reversed(SIZES)):
            await reader.pilot.resize_terminal(*size)
            await reader.until(lambda size=size: reader.screen.size == size)
            await reader.until(lambda: reader.focused in (pane, "article"))
            focused = getattr(reader.screen.views, reader.focused)
            await reader.until(lambda focused=focused: focused.region.area > 0)


@pytest.mark.parametrize(
    "keys", [["v", "w"], ["at"], ["m"], ["r", "b"], ["i"], ["question_mark"], ["slash"], ["ctrl+o"]]
)
async def test_no_size_crashes_while_something_is_open(opened: Any, keys: list[str]) -> None:
    async with opened(size=(120, 40)) as reader:
        await reader.press(*keys)
        for size in (*SIZES[::2], *reversed(SIZES[::2])):
            await reader.pilot.resize_terminal(*size)
            await reader.until(lambda size=size: reader.app.screen.size == size)
            await reader.until(lambda size=size: len(reader.rows()) == size[1])


async def test_the_caret_stays_in_sight_through_every_size(opened: Any) -> None:
    async with opened(size=(120, 40)) as reader:
        await reader.press(*["j"] * 20)
        caret = reader.reading.caret
        for size in (*SIZES, *reversed(SIZES)):
            await reader.pilot.resize_terminal(*size)
            await reader.until(lambda size=size: reader.screen.size == size)
            assert reader.reading.caret == caret

            def in_sight() -> bool:
                return reader.article.shows(caret)

            await reader.until(in_sight)


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (40, 10), (20, 5), (10, 3), (3, 1)])
async def test_tagging_works_in_every_size(opened: Any, size: tuple[int, int]) -> None:
    async with opened(size=size) as reader:
        await reader.press("u", "j", "o", "at", "enter", "k")
        assert next(iter(reader.marked.values())) == ("unverified",)
        assert len(reader.marked) == 2


KEYS = [
    "j", "k", "w", "b", "e", "right_parenthesis", "u", "c", "o", "v", "V", "plus", "minus", "escape",
    "right_square_bracket", "left_square_bracket", "z", "Z", "x", "n", "N", "f2", "f3", "tab", "space",
    "pageup", "G", "g", "enter", "shift+right", "semicolon", "full_stop", "down", "up",
]  # fmt: skip


@pytest.mark.parametrize("start", range(4))
async def test_whatever_is_pressed_the_screen_is_what_a_full_repaint_would_show(
    opened: Any, start: int
) -> None:
    chance = random.Random(start)
    size = [(120, 40), (100, 30), (80, 24), (60, 20)][start % 4]
    async with opened(size=size) as reader:
        await reader.press("slash")
        await reader.type("russian")
        await reader.press("enter")
        pressed = []
        for _ in range(8):
            keys = chance.choices(KEYS, k=4)
            pressed += keys
            await reader.press(*keys)
            if reader.asking:
                await reader.press("escape")
            await reader.saved()
            await reader.pilot.pause()
            shown = reader.painted()
            reader.screen.redraw()
            for widget in reader.screen.views.widgets:
                widget.redraw_all()
            await reader.pilot.pause()
            assert reader.painted() == shown, pressed


async def test_the_row_of_the_caret_stays_on_its_line_through_every_width(opened: Any) -> None:
    async with opened(size=(120, 40)) as reader:
        await reader.press(*["j"] * 20, *["k"] * 6, *["w"] * 9)
        caret = reader.reading.caret
        line = reader.article.line_of(caret)
        for size in ((100, 40), (80, 40), (92, 40), (118, 40), (60, 40), (120, 40)):
            await reader.pilot.resize_terminal(*size)
            await reader.until(lambda size=size: reader.screen.size == size)
            await reader.until(lambda: reader.article.line_of(caret) is not None)
            await reader.pilot.pause()
            assert abs(reader.article.line_of(caret) - line) <= 1, size


async def test_what_was_scrolled_to_stays_on_the_screen_through_a_resize(opened: Any) -> None:
    async with opened(size=(100, 20)) as reader:
        for _ in range(8):
            reader.article.scroll_rows(3)
        await reader.pilot.pause()
        top = reader.article.top_offset
        assert not reader.article.shows(reader.reading.caret)
        await reader.pilot.resize_terminal(70, 20)
        await reader.until(lambda: reader.screen.size == (70, 20))
        await reader.until(lambda: reader.article.rows.width < 65)
        await reader.pilot.pause()
        first = reader.article.in_sight[0]
        assert first.start <= top <= first.end


@pytest.mark.parametrize("size", [(40, 10), (60, 20), (80, 24)])
@pytest.mark.parametrize("key", ["f2", "f3"])
async def test_a_drawer_leaves_the_caret_in_sight_and_its_line_comes_back_when_it_closes(
    opened: Any, size: tuple[int, int], key: str
) -> None:
    async with opened(size=size) as reader:
        article = reader.screen.views.article
        await reader.press(*["j"] * 16)
        caret, line = reader.reading.caret, article.line_of(reader.reading.caret)
        tall = article.size.height
        await reader.press(key)
        await reader.until(lambda: article.size.height < tall)
        await reader.pilot.pause()
        assert article.shows(caret)
        await reader.press(key)
        await reader.until(lambda: article.size.height == tall)
        await reader.pilot.pause()
        assert article.line_of(caret) == line
