"""Themes in the running app, and terminals without colours."""

from __future__ import annotations

from typing import Any

import pytest

from tui.screens.prompt import ChoiceList
from tui.settings import Settings


def backgrounds(reader: Any) -> set[str]:
    """The colours behind the words of the article."""
    strips = [reader.article.render_line(y) for y in range(reader.article.size.height)]
    return {str(segment.style.bgcolor) for strip in strips for segment in strip if segment.style}


def styles_of(reader: Any, words: str) -> set[Any]:
    strips = [reader.article.render_line(y) for y in range(reader.article.size.height)]
    return {segment.style for strip in strips for segment in strip if words in segment.text}


async def test_the_theme_of_the_settings_is_the_first(opened: Any, settings: Settings) -> None:
    async with opened(settings=Settings(settings.database, theme="paper")) as reader:
        assert reader.app.theme == "paper"
        assert not reader.app.current_theme.dark


async def test_a_theme_of_textual_can_be_the_first(opened: Any, settings: Settings) -> None:
    async with opened(settings=Settings(settings.database, theme="nord")) as reader:
        assert reader.app.theme == "nord"


async def test_another_theme_repaints_everything_at_once(opened: Any) -> None:
    async with opened() as reader:
        await reader.press("u")
        night = reader.painted()
        reader.app.theme = "paper"
        await reader.until(lambda: reader.painted() != night)
        await reader.pilot.pause()
        assert not {style for row in night for _, style in row} & {
            style for row in reader.painted() for _, style in row if " on " in style
        }


@pytest.mark.parametrize("name", ["ansi-dark", "ansi-light", "nord", "solarized-light"])
async def test_a_theme_of_textual_draws_the_reader(opened: Any, settings: Settings, name: str) -> None:
    async with opened(settings=Settings(settings.database, theme=name), size=(80, 24)) as reader:
        await reader.press("u", "j", "v", "w")
        assert reader.app.theme == name
        assert reader.pane("article")


async def test_without_colours_nothing_is_told_by_colour(
    opened: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with opened() as reader:
        await reader.press("u", "j", "j")
        assert reader.app.plain
        assert all(style.underline for style in styles_of(reader, "Kiev — Moscow"))
        assert all(style.bold for style in styles_of(reader, "The handover was"))
        await reader.press("v", "w")
        assert any(style.reverse for style in styles_of(reader, "The"))
        assert len(backgrounds(reader)) <= 2


async def test_without_colours_the_hits_of_a_search_can_be_seen(
    opened: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with opened() as reader:
        await reader.press("slash")
        await reader.type("russian")
        await reader.press("enter", "n")
        hits = styles_of(reader, "Russian")
        assert any(style.reverse for style in hits)
        assert any(style.underline for style in hits)


async def test_another_theme_repaints_the_choices_of_a_line_that_asks(opened: Any) -> None:
    async with opened() as reader:
        await reader.press("at")
        choices = reader.app.screen.query_one(ChoiceList)
        night = choices.render_line(1)
        reader.app.theme = "paper"
        await reader.until(lambda: choices.render_line(1) != night)
        assert {segment.style.bgcolor for segment in choices.render_line(1) if segment.style} == {
            reader.app.ink.mix("surface").bgcolor
        }
