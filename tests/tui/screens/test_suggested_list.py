"""What is suggested, in the list: narrowed to alike ones, marked, taken or dismissed together."""

from __future__ import annotations

from typing import Any

import pytest

pytestmark = pytest.mark.usefixtures("suggesting")

GOVERNOR = "The governor of the Volgograd region"


async def listed(reader: Any, *keys: str) -> list[str]:
    """The rows of the list of suggestions, after these keys."""
    await reader.press(*keys)
    await reader.until(lambda: reader.screen.state.list_complete)
    await reader.pilot.pause()
    rows = reader.pane("annotations")
    first = next((at for at, row in enumerate(rows) if "─ SUGGESTED " in row and "HERE" not in row), None)
    return [row[1:] for row in rows[first:] if row[1:].strip()] if first is not None else []


async def test_s_in_the_list_shows_what_is_suggested_and_leads_back(opened: Any) -> None:
    async with opened() as reader:
        rows = await listed(reader, "f3", "s")
        assert rows[0] == "─ SUGGESTED 22 ─── / to filter ─"
        assert rows[1] == "▸  1 ··? officials Kiev — Mosco…"
        assert rows[4] == "   9 ?·? Zelensky  Zelensky cla…"
        assert reader.screen.views.annotations.cursor_key == "suggested:0"
        await reader.press("s")
        assert reader.in_pane("annotations", "─ ALL 0 ─")


async def test_their_number_among_the_tags_lists_them_too(opened: Any) -> None:
    async with opened() as reader:
        row = next(at for at, each in enumerate(reader.pane("annotations")) if "?  suggested" in each)
        assert reader.pane("annotations")[row].endswith("22")
        await reader.pilot.click("#annotations", offset=(6, row))
        assert reader.in_pane("annotations", "─ SUGGESTED 22 ─")


async def test_enter_goes_to_the_sentence(opened: Any) -> None:
    async with opened() as reader:
        await listed(reader, "f3", "s")
        await reader.press("j", "j", "enter")
        assert (reader.reading.sentence_number, reader.focused) == (3, "article")
        await listed(reader, "f3")
        assert reader.screen.views.annotations.cursor_key == f"suggested:{reader.reading.sentence.start}"


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("who:zelensky", 5),
        ("cue:said who:bocharov", 2),
        ("tag:contested", 2),
        ("text:refinery", 3),
        ("refinery tag:official", 3),
        ("-tag:official cue:verified", 3),
        ("nobody", 0),
    ],
)
async def test_the_filter_looks_at_source_cue_words_and_tags(opened: Any, query: str, count: int) -> None:
    async with opened() as reader:
        await listed(reader, "f3", "s")
        await reader.press("slash")
        for character in query:
            await reader.press({":": "colon", "-": "minus", " ": "space"}.get(character, character))
        rows = await listed(reader, "enter")
        assert rows[0].startswith(f"─ SUGGESTED {count} OF 22 ")
        assert (len(rows) - 1 == count) or "no suggestion matches" in rows[1]
        await listed(reader, "escape")
        assert reader.in_pane("annotations", "─ SUGGESTED 22 ─")
        await reader.press("escape")
        assert reader.in_pane("annotations", "─ ALL 0 ─")


async def test_marked_ones_are_taken_together_each_with_its_source_and_one_undo_takes_them_back(
    opened: Any,
) -> None:
    async with opened() as reader:
        await listed(reader, "f3", "s")
        await reader.press("j", "space", "space", "space")
        assert "3 marked suggestions · enter takes them" in reader.line("target")
        assert reader.line("keys").startswith(" enter take  bksp dismiss  u c o one tag")
        await reader.press("enter")
        assert [(each.tags, each.attribution[0].text) for each in reader.editor.index] == [
            (("official-claim",), "the staff responsible for prisoner of war affairs"),
            (("unverified",), "Russian military bloggers"),
            (("unverified", "official-claim"), "Volodymyr Zelensky"),
        ]
        assert reader.in_pane("annotations", "─ SUGGESTED 19 ─")
        await reader.press("z")
        assert reader.marked == {}
        assert reader.reading.sentence_number == 1
        await reader.until(lambda: "22 suggested" in reader.line("header"))


async def test_marked_ones_are_dismissed_together(opened: Any) -> None:
    async with opened() as reader:
        await listed(reader, "f3", "s")
        await reader.press("space", "space", "backspace")
        assert reader.marked == {}
        assert "dismissed official claim in 2 sentences" in reader.line("target")
        assert reader.in_pane("annotations", "─ SUGGESTED 20 ─")


async def test_a_tag_key_takes_that_tag_of_those_that_are_marked(opened: Any) -> None:
    async with opened() as reader:
        await listed(reader, "f3", "s")
        await reader.press("j", "j", "j", "space", "space", "o")
        assert {each.tags for each in reader.editor.index} == {("official-claim",)}
        assert len(reader.marked) == 2
        assert reader.in_pane("annotations", "?·· Zelensky") or reader.in_pane("annotations", "?·· –")
        await reader.press("c")
        assert "contested is not suggested for what is marked" in reader.line("target")


async def test_what_is_out_of_sight_needs_a_second_press(opened: Any) -> None:
    async with opened(size=(80, 24)) as reader:
        await listed(reader, "f3", "s", "asterisk")
        await reader.press("enter")
        assert reader.marked == {}
        assert "out of sight: enter again takes them all" in reader.line("target")
        await reader.press("enter")
        assert len(reader.marked) == 22
        assert "0 tagged" not in reader.line("header")


async def test_one_key_lists_those_like_the_one_at_the_caret(opened: Any) -> None:
    async with opened() as reader:
        reader.reading.go(reader.text.index(GOVERNOR))
        rows = await listed(reader, "A")
        assert rows[0].startswith("─ SUGGESTED 6 OF 22 ── like 24")
        assert all(" ··? " in row for row in rows[1:])
        assert any("Bocharov" in row for row in rows[1:])
        assert "▸ 24" in "".join(rows)
        await reader.press("asterisk", "enter")
        await reader.until(lambda: len(reader.marked) == 6)
        assert set(reader.marked.values()) == {("official-claim",)}


async def test_in_the_list_the_key_narrows_to_those_like_the_row_and_widens_again(opened: Any) -> None:
    async with opened() as reader:
        await listed(reader, "f3", "s")
        rows = await listed(reader, "j", "j", "j", "A")
        assert rows[0].startswith("─ SUGGESTED 3 OF 22 ")
        rows = await listed(reader, "A")
        assert rows[0].startswith("─ SUGGESTED 22 ")


async def test_what_is_decided_elsewhere_leaves_the_list_and_its_mark(opened: Any) -> None:
    async with opened() as reader:
        await listed(reader, "f3", "s")
        await reader.press("space")
        deciding = reader.reading.deciding
        reader.screen.edit(lambda: deciding.dismiss_all([deciding.suggestions.at(0)]))
        await reader.pilot.pause()
        assert reader.in_pane("annotations", "─ SUGGESTED 21 ─── / to filter")


async def test_keys_of_annotations_say_what_acts_on_suggestions(opened: Any) -> None:
    async with opened() as reader:
        await listed(reader, "f3", "s")
        for key in ("x", "at", "t"):
            await reader.press(key)
            assert "enter takes all that are marked" in reader.line("target")
        await reader.press("s", "backspace")
        assert "s lists what is suggested" in reader.line("target")


async def test_alike_where_nothing_is_suggested_says_so(opened: Any) -> None:
    async with opened() as reader:
        await reader.press("j", "j", "A")
        assert "Nothing is suggested here that others could be like." in reader.line("target")


async def test_the_drawer_lists_them_too(opened: Any) -> None:
    async with opened(size=(80, 24)) as reader:
        await listed(reader, "f3", "s")
        assert "SUGGESTED 22" in reader.pane("drawer_rule")[0]
        assert reader.in_pane("annotations", "··? officials Kiev — Moscow has handed over")


async def test_under_the_card_of_an_entity_marked_suggestions_are_out_of_reach(opened: Any) -> None:
    async with opened() as reader:
        await listed(reader, "f3", "s")
        await reader.press("asterisk", "f2", "j", "enter")
        await reader.until(lambda: reader.in_pane("annotations", "KEYS ON AN ENTITY"))
        await reader.press("f3")
        assert "marked" not in reader.line("target")
        await reader.press("backspace", "backspace")
        assert not len(reader.editor.decisions)
        rows = await listed(reader, "s", "s")
        assert rows[0].startswith("─ SUGGESTED 22 ")
        assert not reader.state_of_entities.chosen
