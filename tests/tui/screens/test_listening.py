"""What the model's process tells, as the reader's state has it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from claims.records import OFFICIAL_CLAIM, Claim, Claims, Official, Why
from entities.finding.finder import Found, Progress, Unavailable
from entities.records import Findings
from reports.document import Span
from tui.messages import EntityNews

SAID = Claim(
    Span(0, 34), Span(0, 8), None, Span(9, 13), None, (OFFICIAL_CLAIM,), Why.SAID, Official.OFFICE, None, None
)


async def test_who_says_what_comes_with_the_names(
    opened: Any, model_says: Callable[..., None], findings: Findings
) -> None:
    model_says(Found(findings, Claims.of([SAID]).to_bytes()))
    async with opened() as reader:
        await reader.until(lambda: reader.screen.state.claims is not None)
        assert list(reader.screen.state.claims) == [SAID]
        assert reader.in_pane("entities", "Volodymyr Zelensky")


async def test_damaged_claims_are_none_and_the_names_are_shown(
    opened: Any, model_says: Callable[..., None], findings: Findings
) -> None:
    model_says(Found(findings, Claims.of([SAID]).to_bytes()[:-1]))
    async with opened() as reader:
        await reader.until(lambda: reader.screen.state.claims is not None)
        assert not reader.screen.state.claims
        assert reader.in_pane("entities", "Volodymyr Zelensky")


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the finder is asked to do, besides what it is told of the screen."""
    done: list[str] = []
    monkeypatch.setattr("tests.tui.conftest.FakeFinder.pause", lambda self: done.append("pause"))
    monkeypatch.setattr("tests.tui.conftest.FakeFinder.resume", lambda self: done.append("resume"))
    return done


async def test_a_key_in_the_entity_pane_stops_the_model_and_lets_it_go_on(
    opened: Any, model_says: Callable[..., None], findings: Findings, asked: list[str]
) -> None:
    part = replace(findings, done=3)
    model_says(Progress(3, 24), Found(part))
    async with opened() as reader:
        assert reader.pane("entities")[-1].strip(" │") == "reading 3 of 24 blocks"
        await reader.press("f2")
        assert "p stop" in reader.line("keys")
        await reader.press("p")
        assert asked == ["pause"]
        assert reader.pane("entities")[-1].strip(" │") == "stopped at 3 of 24"
        assert "p go on" in reader.line("keys")
        assert reader.in_pane("entities", "Volodymyr Zelensky")
        await reader.press("p")
        assert asked == ["pause", "resume"]
        assert "p stop" in reader.line("keys")


async def test_when_all_has_been_read_there_is_nothing_to_stop(
    opened: Any, model_says: Callable[..., None], findings: Findings, asked: list[str]
) -> None:
    model_says(Progress(3, 24), Found(findings))
    async with opened() as reader:
        await reader.press("f2")
        assert "p stop" not in reader.line("keys")
        await reader.press("p")
        assert asked == []
        assert "nothing to stop" in reader.line("target")


async def test_in_the_article_the_key_does_nothing_of_the_kind(
    opened: Any, model_says: Callable[..., None], asked: list[str]
) -> None:
    model_says(Progress(3, 24))
    async with opened() as reader:
        await reader.press("p")
        assert asked == []


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (60, 20)])
async def test_the_key_that_stops_is_told_in_every_window_also_when_nothing_is_found_yet(
    opened: Any, model_says: Callable[..., None], size: tuple[int, int]
) -> None:
    model_says(Progress(3, 24))
    async with opened(size=size) as reader:
        await reader.press("f2")
        assert "p stop" in reader.line("keys")


async def test_the_end_takes_the_key_from_the_key_line(
    opened: Any, model_says: Callable[..., None], findings: Findings
) -> None:
    model_says(Progress(3, 24))
    async with opened() as reader:
        await reader.press("f2", "p")
        assert "p go on" in reader.line("keys")
        reader.screen.on_entity_news(EntityNews(Unavailable("The language model stopped 2 times.")))
        assert "p go on" not in reader.line("keys")
        await reader.until(lambda: reader.in_pane("entities", "The language model"))


async def test_in_a_narrow_window_the_drawer_says_how_far_the_model_is(
    opened: Any, model_says: Callable[..., None]
) -> None:
    model_says(Progress(3, 24))
    async with opened(size=(80, 24)) as reader:
        await reader.press("f2")
        assert "reading 3 of 24 · f2 closes" in "\n".join(reader.rows())
        assert "p stop" in reader.line("keys")


async def test_what_was_left_out_is_named_in_the_pane(
    opened: Any, model_says: Callable[..., None], findings: Findings
) -> None:
    model_says(Found(findings, notices=("Block 12 (“The \x1b[31mfirst”) was left out.",)))
    async with opened() as reader:
        assert reader.in_pane("entities", "Block 12 (“The")
        assert reader.in_pane("entities", "␛[31mfirst”) was")
        assert reader.in_pane("entities", "Volodymyr Zelensky")


@pytest.mark.parametrize("size", [(80, 24), (60, 20)])
async def test_what_was_left_out_stands_above_the_entities_in_a_drawer(
    opened: Any, model_says: Callable[..., None], findings: Findings, size: tuple[int, int]
) -> None:
    model_says(Found(findings, notices=("Block 12 (“The first”) was left out.",)))
    async with opened(size=size) as reader:
        await reader.press("f2")
        rows = reader.pane("entities")
        assert "Block 12 (“The first”) was left out." in rows[0]
        assert "Volodymyr Zelensky" in rows[1]
