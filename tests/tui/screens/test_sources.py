"""Who says what, in the panes: a chosen entity or source without a name, its card, its rows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from claims.records import Claims
from entities.finding.finder import Found
from entities.records import Findings

WIDE, NARROW, SMALL = (120, 40), (80, 24), (60, 20)


async def choose(reader: Any, name: str) -> None:
    """Choose an entity or a source by its name, with the keys."""
    await reader.press("f2", "slash")
    await reader.type(name)
    await reader.press("enter", "enter")
    await reader.until(lambda: reader.reading.trail is not None)


async def test_a_chosen_entity_shows_what_it_says_and_what_others_say_about_it(
    opened: Any, suggesting: None
) -> None:
    async with opened(size=WIDE) as reader:
        await choose(reader, "zel")
        await reader.until(lambda: reader.in_pane("annotations", "SAYS 5"))
        card = reader.pane("annotations")
        assert any("role  Ukrainian President ?" in row for row in card)
        assert any("ABOUT, BY OTHERS 2" in row for row in card)
        assert "role President ?" in "\n".join(reader.pane("entities"))


async def test_a_row_of_the_card_leads_to_its_sentence_and_the_entity_stays_chosen(
    opened: Any, suggesting: None
) -> None:
    async with opened(size=WIDE) as reader:
        await choose(reader, "zel")
        await reader.press("tab", "tab")
        assert reader.focused == "annotations"
        reader.screen.views.annotations.cursor_to_key("about:14")
        await reader.press("enter")
        assert reader.words(reader.reading.sentence).startswith("According to their account")
        assert reader.state_of_entities.chosen == "person:zelensky"
        assert reader.in_pane("annotations", "▸ 15")


async def test_a_tag_that_is_set_shows_on_the_card(opened: Any, suggesting: None) -> None:
    async with opened(size=WIDE) as reader:
        await choose(reader, "zel")
        await reader.press("f2")
        reader.reading.go(reader.reading.sentences.span(8).start)
        await reader.press("o")
        assert reader.in_pane("annotations", "▸  9 ?·o")


async def test_sources_without_a_name_stand_behind_the_entities(opened: Any, suggesting: None) -> None:
    async with opened(size=(120, 60)) as reader:
        await reader.until(lambda: reader.in_pane("entities", "UNNAMED SOURCES"))
        rows = reader.pane("entities")
        at = next(at for at, row in enumerate(rows) if "UNNAMED SOURCES" in row)
        assert rows[at].split()[-2] == "7"
        assert "officials" in rows[at + 1]
        assert any("QUANTITIES" in row for row in rows[:at])


async def test_a_source_without_a_name_is_walked_and_shows_what_it_says(
    opened: Any, suggesting: None
) -> None:
    async with opened(size=WIDE) as reader:
        await choose(reader, "observers")
        assert reader.in_pane("annotations", "SAYS 2")
        assert "1/2" in reader.pane("rule")[0]
        assert "rename" not in reader.line("keys")
        assert reader.words(reader.reading.sentence).startswith("Ukrainian military observers")
        await reader.press("n")
        assert reader.words(reader.reading.sentence).startswith("According to their account")
        await reader.press("f2", "escape", "escape", "escape")
        assert reader.reading.trail is None
        assert reader.in_pane("annotations", "TAGS")


async def test_the_drawer_tells_of_the_chosen_one_what_it_says(opened: Any, suggesting: None) -> None:
    async with opened(size=NARROW) as reader:
        await choose(reader, "zel")
        await reader.until(lambda: reader.in_pane("entities", "says 5"))
        rows = reader.pane("entities")
        chosen = next(row for row in rows if "Volodymyr" in row)
        assert chosen.endswith("also Zelensky · role President ?")
        assert "says 5: 3 ?·? · 1 ··? · 1 ·?·    about, by others 2" in "\n".join(rows)


async def test_in_a_small_window_the_list_opens_on_the_card(opened: Any, suggesting: None) -> None:
    async with opened(size=SMALL) as reader:
        await choose(reader, "zel")
        await reader.press("f3")
        await reader.until(lambda: reader.in_pane("annotations", "Volodymyr Zelensky"))
        assert reader.pane("drawer_rule")[0].startswith("━▐ENTITY▌")


async def test_what_was_not_looked_for_is_told(
    opened: Any, model_says: Callable[..., None], findings: Findings
) -> None:
    model_says(Found(findings))
    async with opened(size=WIDE) as reader:
        await choose(reader, "zel")
        assert reader.in_pane("annotations", "who says what was not read")


async def test_a_report_in_which_nobody_says_anything_is_told(
    opened: Any, model_says: Callable[..., None], findings: Findings
) -> None:
    model_says(Found(findings, Claims().to_bytes()))
    async with opened(size=WIDE) as reader:
        await choose(reader, "zel")
        assert reader.in_pane("annotations", "no sentence says who says it")


@pytest.mark.parametrize("size", [WIDE, NARROW, SMALL])
async def test_more_findings_keep_the_chosen_source(
    size: tuple[int, int], opened: Any, suggesting: None, findings: Findings, claims_of_seed: Claims
) -> None:
    async with opened(size=size) as reader:
        await choose(reader, "officials")
        told = reader.state_of_entities.told_of_chosen
        reader.screen._tell_entities(Found(findings, claims_of_seed.to_bytes()))
        await reader.until(lambda: reader.state_of_entities.told_of_chosen is not told)
        assert list(reader.state_of_entities.told_of_chosen.says) == list(told.says)


# ---------------------------------------------------------------------- who says it


def sources_of(reader: Any, words: str) -> list[tuple[str, str | None, str | None]]:
    """Of the annotation on these words: each source, its entity, its words in the text."""
    annotation = next(each for each in reader.editor.index if each.spans[0].exact.startswith(words))
    return [
        (who.text, who.entity, reader.words(who.span) if who.span is not None else None)
        for who in annotation.attribution
    ]


@pytest.mark.parametrize("size", [WIDE, NARROW, SMALL])
async def test_who_then_enter_takes_the_source_that_was_found(
    size: tuple[int, int], opened: Any, suggesting: None
) -> None:
    async with opened(size=size) as reader:
        reader.reading.go(reader.text.index("Four multi-storey"))
        await reader.press("at", "enter")
        assert sources_of(reader, "Four multi-storey") == [("Vadim Filashkin", "person:filashkin", "he")]


async def test_the_prompt_tells_what_was_found_and_the_office(opened: Any, suggesting: None) -> None:
    async with opened(size=WIDE) as reader:
        reader.reading.go(reader.text.index("The news of the handover"))
        await reader.press("at")
        row = next(row for row in reader.rows() if "found here" in row)
        assert row.split() == [
            "▸",
            "Volodymyr",
            "Zelensky",
            "found",
            "here",
            "·",
            "Ukrainian",
            "President",
            "?",
        ]


async def test_who_twice_then_enter_takes_the_one_who_disputes_it(opened: Any, suggesting: None) -> None:
    async with opened(size=WIDE) as reader:
        reader.reading.go(reader.text.index("In addition, around 100"))
        await reader.press("u", "at", "at", "enter")
        annotation = reader.reading.current
        assert [each.text for each in annotation.disputed_by] == ["Ukrainian military observers"]


async def test_the_source_of_all_that_are_marked_is_offered_first(opened: Any, suggesting: None) -> None:
    async with opened(size=WIDE) as reader:
        for words in ("Zelensky claims territorial", "The news of the handover"):
            reader.reading.go(reader.text.index(words))
            await reader.press("t", *"unver", "enter")
        await reader.press("f3", "asterisk", "at")
        await reader.until(lambda: any("found in 2 of 2" in row for row in reader.rows()))
        await reader.press("enter")
        for words in ("Zelensky claims", "The news of"):
            assert [who[0] for who in sources_of(reader, words)] == ["Volodymyr Zelensky"]


async def test_what_was_looked_for_longest_does_not_take_the_place_of_what_was_chosen_since(
    opened: Any, suggesting: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.screens.panes._FEW", 5)
    async with opened(size=WIDE) as reader:
        held: list[Any] = []
        monkeypatch.setattr(reader.screen, "run_worker", lambda look, **_: held.append(look))
        await choose(reader, "zel")
        assert reader.in_pane("annotations", "IN SENTENCES …")
        entities = reader.state_of_entities.entities
        reader.screen.choose_entity(entities[entities.named("Andrei Bocharov")].id)
        chosen = reader.state_of_entities.told_of_chosen
        assert chosen is not None
        for look in held:
            look()
        await reader.pilot.pause()
        assert reader.state_of_entities.told_of_chosen is chosen
