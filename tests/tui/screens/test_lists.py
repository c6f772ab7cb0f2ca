"""The cursor of a side list stays on its row, whatever happens above it."""

from __future__ import annotations

from typing import Any


async def test_the_cursor_keeps_to_its_annotation_when_another_is_made_above_it(opened: Any) -> None:
    async with opened() as reader:
        await reader.press("j", "j", "u", "j", "j", "u", "g", "f3", "G")
        pane = reader.app.screen.views.annotations
        last = pane.cursor_key
        assert last == f"annotation:{reader.editor.index[1].id}"
        await reader.press("o")
        assert len(reader.editor.index) == 3
        assert pane.cursor_key == last
        await reader.press("enter")
        assert reader.reading.held == reader.editor.index[2].id


async def test_a_filter_puts_the_cursor_on_the_first_that_is_left(opened: Any) -> None:
    async with opened() as reader:
        await reader.press("u", "j", "j", "c", "f3", "slash")
        await reader.type("contested")
        await reader.press("enter", "enter")
        assert reader.reading.held == reader.editor.index[1].id
