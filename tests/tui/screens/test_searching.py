"""The line a search is typed in, on the whole screen."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from reports.decoding import decode
from reports.opening import Opening, Stretch
from reports.search import Scan
from tests.tui.conftest import Driven
from tui.app import ReaderApp
from tui.screens.search_prompt import SearchPrompt

KEYS = {"(": "left_parenthesis", ")": "right_parenthesis", "+": "plus", "$": "dollar_sign", "\\": "backslash"}


async def begin(reader: Any, words: str = "") -> None:
    await reader.press("slash")
    await reader.until(lambda: isinstance(reader.dialog, SearchPrompt))
    await add(reader, words)


async def add(reader: Any, words: str) -> None:
    await reader.press(*(KEYS.get(each, "space" if each == " " else each) for each in words))


def line(reader: Any) -> str:
    """The line the search is typed in, as it is on the screen."""
    return next((row for row in reader.rows() if row.startswith(" search")), "")


async def says(reader: Any, words: str) -> None:
    """Wait until the line ends so."""
    await reader.until(lambda: line(reader).endswith(words))


def marked(reader: Any, words: str) -> set[str]:
    """How these words are drawn where they are marked: the hit under the caret, and the others."""
    drawn = {style for row in reader.painted() for text, style in row if text.strip() == words}
    return {style for style in drawn if "underline" in style}


async def test_while_typing_the_hits_are_counted_and_marked(opened: Any) -> None:
    async with opened() as reader:
        await begin(reader, "refiner")
        await says(reader, "1/6")
        assert len(marked(reader, "refiner")) == 2
        await add(reader, "y")
        await says(reader, "1/4")
        await add(reader, "x")
        await says(reader, "no hit")
        assert reader.reading.trail is None


async def test_up_and_down_walk_the_hits_while_typing_goes_on(opened: Any) -> None:
    async with opened() as reader:
        await begin(reader, "refiner")
        await says(reader, "1/6")
        await reader.press("down", "down")
        await says(reader, "3/6")
        there = reader.reading.caret
        await add(reader, "y")
        await says(reader, "1/4")
        assert reader.reading.caret == there
        await reader.press("up")
        await says(reader, "4/4")
        assert "from the end again" in reader.line("target")


async def test_whole_words_are_switched_on_and_off(opened: Any) -> None:
    async with opened() as reader:
        await begin(reader, "ukrain")
        await says(reader, f"1/{reader.text.count('Ukrain')}")
        await reader.press("ctrl+t")
        await says(reader, "no hit")
        assert "search · whole word:" in line(reader)
        await reader.press("ctrl+t")
        await says(reader, f"1/{reader.text.count('Ukrain')}")
        assert "whole word" not in line(reader)


async def test_capitals_as_typed_are_switched_on(opened: Any) -> None:
    async with opened() as reader:
        await begin(reader, "ukraine")
        await says(reader, f"1/{reader.text.count('Ukraine')}")
        await reader.press("ctrl+l")
        await says(reader, "no hit")
        assert "search · case:" in line(reader)


async def test_a_regular_expression_is_switched_on(opened: Any) -> None:
    async with opened() as reader:
        await begin(reader, "\\d+ square")
        await says(reader, "no hit")
        await reader.press("ctrl+r")
        await says(reader, "1/2")
        assert "search · regex:" in line(reader)
        assert reader.text[reader.reading.caret :].startswith("160 square")


async def test_an_expression_that_is_half_typed_says_so_and_the_last_hits_stay(opened: Any) -> None:
    async with opened() as reader:
        await begin(reader, "Kiev")
        await says(reader, "1/4")
        await reader.press("ctrl+r")
        await add(reader, "(")
        await reader.until(lambda: "missing ) at character 6" in reader.line("target"))
        assert len(reader.reading.trail) == 4
        await reader.press("enter")
        assert isinstance(reader.dialog, SearchPrompt)
        await add(reader, ")")
        await says(reader, "1/4")
        assert "missing" not in reader.line("target")


async def test_a_pattern_that_takes_too_long_is_stopped_and_keys_are_obeyed(
    opened: Any, report_of: Any
) -> None:
    text = "To begin with, a word.\n" + "a" * 600_000 + "!\n" + "And another word.\n"
    async with opened(report_of(text)) as reader:
        await begin(reader, "(a+)+$")
        await reader.press("ctrl+r")
        await reader.until(lambda: "takes too long on this text" in reader.line("target"))
        await reader.press("escape")
        await reader.until(lambda: not reader.asking)
        await begin(reader)
        await reader.press("ctrl+r")
        await add(reader, "word")
        await says(reader, "1/2")


async def test_the_next_search_begins_with_the_last_one_which_typing_replaces(opened: Any) -> None:
    async with opened() as reader:
        await begin(reader, "refinery")
        await reader.press("ctrl+t", "enter", "n")
        await reader.until(lambda: not reader.asking)
        place = reader.reading.caret
        await begin(reader)
        await says(reader, "2/4")
        assert "search · whole word: refinery" in line(reader)
        assert reader.reading.caret == place
        await add(reader, "K")
        assert "whole word: K " in line(reader)


async def test_the_switches_are_those_of_the_config(opened: Any, settings: Any) -> None:
    from dataclasses import replace

    async with opened(settings=replace(settings, keymap={"search.word": "f6"})) as reader:
        await begin(reader, "ukrain")
        assert "f6 word" in reader.rows()[-1]
        await reader.press("f6")
        await says(reader, "no hit")


async def test_an_entity_takes_the_place_of_a_search(opened: Any) -> None:
    async with opened() as reader:
        await begin(reader, "zelensky")
        await reader.press("enter", "f2", "j", "enter")
        await reader.until(lambda: reader.state_of_entities.chosen)
        assert reader.reading.trail.kind == "mention"
        assert "Zelensky 1/6" in reader.rows()[1]
        assert reader.screen.state.seeking.search is None


async def test_going_round_is_said_of_mentions_too(opened: Any) -> None:
    async with opened() as reader:
        await reader.press("f2", "j", "enter", "N")
        assert "No further mention: from the end again." in reader.line("target")
        await reader.press("n")
        assert "No further mention: from the top again." in reader.line("target")
        await reader.press("n")
        assert "again" not in reader.line("target")


async def test_all_hits_of_a_long_report_are_counted(opened: Any, report_of: Any) -> None:
    text = "The refinery was hit, officials said.\n" * 4_000
    async with opened(report_of(text)) as reader:
        await reader.press("G")
        await begin(reader, "refinery")
        await says(reader, "4000/4000")
        await reader.press("enter")
        await reader.until(lambda: not reader.asking)
        await reader.press("n")
        assert "“refinery” 1/4000" in reader.rows()[1]
        assert "from the top again" in reader.line("target")


@pytest.mark.parametrize("size", [(60, 20), (48, 12), (40, 10)])
async def test_in_a_narrow_window_the_count_is_in_sight(opened: Any, size: tuple[int, int]) -> None:
    async with opened(size=size) as reader:
        await begin(reader, "refinery")
        await reader.press("ctrl+t", "ctrl+l", "ctrl+r")
        await says(reader, "1/4")


class Halted(Opening):
    """A report of which nothing more is read until `go_on` is set."""

    go_on = threading.Event()

    def stretches(self) -> Iterator[Stretch]:
        for stretch in super().stretches():
            self.go_on.wait(30)
            yield stretch


@pytest.mark.parametrize("name", ["wire.txt", "wire.md"])
async def test_a_report_that_is_still_being_read_is_searched_to_its_end(settings: Any, name: str) -> None:
    source = b"The refinery was hit, officials said.\n\n" * 4_000
    kind = "text/markdown" if name.endswith("md") else "text/plain"
    opening = Halted.begin(source, decode(source, name), name, name, kind)
    opening.go_on.clear()
    app = ReaderApp(settings, [name], opening)
    try:
        async with app.run_test(size=(120, 40)) as pilot:
            reader = Driven(app, pilot)
            await reader.until(lambda: reader.app.focused is not None)
            await begin(reader, "refinery")
            await reader.until(lambda: re.search(r" 1/\d+…$", line(reader)))
            await reader.press("enter")
            assert len(reader.reading.trail) < 4_000
            assert not reader.screen.report.complete
            opening.go_on.set()
            await reader.until(lambda: "“refinery” 1/4000 " in reader.rows()[1])
    finally:
        opening.go_on.set()
        if app.session is not None:
            app.session.close()


async def test_keys_are_obeyed_while_a_search_takes_its_time(
    opened: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on = threading.Event()
    step = Scan.step

    def slow_step(scan: Scan) -> list[tuple[int, int]]:
        go_on.wait(30)
        return step(scan)

    monkeypatch.setattr(Scan, "step", slow_step)
    async with opened() as reader:
        try:
            await begin(reader, "refinery")
            assert line(reader).split() == ["search:", "refinery", "…"]
            await reader.press("enter")
            await reader.until(lambda: not reader.asking)
            await reader.press("u", "j", "n")
            assert len(reader.marked) == 1
            assert reader.reading.sentence_number == 1
        finally:
            go_on.set()
        await reader.until(lambda: reader.reading.trail is not None)
        assert len(reader.reading.trail) == 4
        assert reader.reading.sentence_number == 1


async def test_hits_that_come_in_are_counted_without_painting_the_report_again(
    opened: Any, report_of: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.finding.searcher._EVERY", 0)
    monkeypatch.setattr("reports.search.HITS_A_STEP", 100)
    text = "The refinery was hit, officials said.\n" * 8_000
    async with opened(report_of(text)) as reader:
        await begin(reader)
        told, drawn = [], []
        monkeypatch.setattr(type(reader.dialog), "tell", lambda _, found: told.append(found))
        draw = reader.screen.views.draw
        monkeypatch.setattr(reader.screen.views, "draw", lambda **how: (drawn.append(how), draw(**how)))
        await add(reader, "y")
        await reader.until(lambda: told[-1:] == ["1/8000"])
        assert len(drawn) <= 4
