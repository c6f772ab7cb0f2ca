"""Brackets in a report are words, wherever a dialog quotes them."""

from __future__ import annotations

from typing import Any

import pytest

from reports.loading import load_bytes

BRACKETS = "[/] [red]He said[/red] [link='x' that [@click=app.quit]all was well."


@pytest.mark.parametrize("key", ["m", "at", "t", "slash", "i", "M", "E", "question_mark"])
async def test_every_dialog_opens_over_words_in_brackets(opened: Any, key: str) -> None:
    report = load_bytes(BRACKETS.encode(), f"{BRACKETS}.txt", BRACKETS)
    async with opened(report=report) as reader:
        await reader.press("v", "e", "e", "u", key)
        assert reader.asking
        await reader.press("escape")
        assert not reader.asking
        assert reader.editor.index[0].spans[0].exact in BRACKETS
