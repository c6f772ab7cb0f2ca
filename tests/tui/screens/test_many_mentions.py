"""Nothing a key does grows with what the model found: fifty thousand mentions cost no more than a few."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from entities.finding.finder import Found
from entities.records import Findings
from tests.claims.fabricated import claims_in_every_line
from tests.entities.fabricated import found_in, text_with
from tests.growth import assert_growth
from tests.tui.calls import calls_for
from tui.messages import EntityNews, Shown
from tui.panes.entities import Listing

FEW, MANY = 1_000, 32_000
NAMES = 10
KEYS = {
    "the caret moves": ["j", "w", "k"],
    "a page on and back": ["space", "ctrl+u"],
    "a tag is set and taken off": ["u", "u"],
    "the pane of entities is entered and left": ["f2", "j", "k", "f2"],
    "along the mentions of the chosen one": ["n", "N"],
    "an entity is chosen": ["f2", "j", "enter"],
    "down and up its card": ["f3", "j", "G", "f3"],
    "who says it is asked": ["at", "escape"],
}


def shown(findings: Findings) -> Shown:
    """As they are listed where nothing was said of them."""
    return Shown(findings, (), Listing(findings))


async def calls_by_key(opened: Any, report_of: Any, model_says: Any, mentions: int) -> dict[str, int]:
    """What each of `KEYS` costs in a report with so many mentions."""
    text = text_with(mentions, NAMES)
    model_says(Found(found_in(text, NAMES), claims_in_every_line(text, mentions).to_bytes()))
    async with opened(report=report_of(text)) as reader:
        await reader.press("f2", "j", "enter", "f2")
        assert reader.reading.trail is not None
        assert len(reader.reading.trail) == mentions // NAMES
        await reader.until(lambda: reader.state_of_entities.told_of_chosen is not None)
        await reader.until(lambda: reader.in_pane("annotations", f" {mentions // NAMES} "))
        return {name: await calls_for(reader, keys) for name, keys in KEYS.items()}


async def test_no_key_costs_more_for_many_mentions(
    opened: Any, report_of: Any, model_says: Callable[..., None]
) -> None:
    few = await calls_by_key(opened, report_of, model_says, FEW)
    many = await calls_by_key(opened, report_of, model_says, MANY)
    assert {name: many[name] for name in KEYS if many[name] > 1.5 * few[name]} == {}, few


@pytest.mark.parametrize("names", [NAMES, 4_000], ids=["of a few", "of many names"])
async def test_taking_over_a_snapshot_costs_the_drawing_thread_the_same_however_large_it_is(
    names: int, opened: Any, report_of: Any
) -> None:
    text = text_with(8_000, names)

    def snapshot(size: int) -> list[EntityNews]:
        part: Findings = found_in(text[: len(text) * size // 8_000], names)
        return [EntityNews(Found(part), shown(part)) for _ in range(5)]

    async with opened(report=report_of(text)) as reader:

        def take_over(news: list[EntityNews]) -> None:
            for each in news:
                reader.screen.on_entity_news(each)

        assert_growth(0, snapshot, take_over, 500)


async def test_twenty_thousand_names_are_narrowed_as_one_types(
    opened: Any, report_of: Any, model_says: Callable[..., None]
) -> None:
    text = text_with(20_000, 20_000)
    model_says(Found(found_in(text, 20_000)))
    async with opened(report=report_of(text)) as reader:
        await reader.press("f2", "slash")
        await reader.type("12345")
        await reader.until(lambda: reader.in_pane("entities", "Anna Name012345"))
        assert sum(map(len, reader.state_of_entities.matching())) == 1
        await reader.press("enter", "enter")
        assert reader.reading.trail is not None
        assert reader.words(reader.reading.sentence) == "Here someone met Anna Name012345 at noon."


async def test_a_snapshot_paints_only_what_it_changes_on_the_screen(
    opened: Any, report_of: Any, model_says: Callable[..., None]
) -> None:
    text = text_with(200, NAMES)
    line = len(text) // 200 + 1
    model_says(Found(found_in(text[: 100 * line - 1], NAMES)))
    async with opened(report=report_of(text)) as reader:
        await reader.press("f2", "j", "enter")
        await reader.until(lambda: "1/10" in reader.pane("rule")[0])
        painted: list[object] = []
        refresh = reader.article.refresh

        def painting(*regions: Any, **of: Any) -> Any:
            painted.extend(regions or ["everything"])
            return refresh(*regions, **of)

        reader.article.refresh = painting
        all_of_it = found_in(text, NAMES)
        reader.screen.on_entity_news(EntityNews(Found(all_of_it), shown(all_of_it)))
        await reader.until(lambda: "1/20" in reader.pane("rule")[0])
        assert painted == []
        assert reader.reading.trail is not None
        assert len(reader.reading.trail) == 20
        await reader.until(lambda: reader.in_pane("annotations", "IN 20 SENTENCES"))
        nothing = Findings(done=200, total=200)
        reader.screen.on_entity_news(EntityNews(Found(nothing), shown(nothing)))
        assert painted
