"""The command palette has what can be done here, and no more."""

from __future__ import annotations

from typing import Any

from textual.command import CommandList


async def test_the_palette_lists_our_commands_with_their_keys_and_our_themes(opened: Any) -> None:
    async with opened() as reader:
        commands = {each.title: each.help for each in reader.app.get_system_commands(reader.app.screen)}
        assert commands["search the report"] == "/"
        assert "theme paper" in commands
        assert not {"Maximize", "Screenshot", "Keys"} & set(commands)


async def test_a_command_of_the_palette_does_what_its_key_does(opened: Any) -> None:
    async with opened() as reader:
        await reader.press("ctrl+p")
        await reader.type("unverified")
        await reader.until(lambda: reader.app.screen.query_one(CommandList).option_count == 1)
        await reader.press("enter")
        await reader.until(lambda: len(reader.editor.index) == 1)
        assert reader.editor.index[0].tags == ("unverified",)
