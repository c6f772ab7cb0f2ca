"""Editing the borders of a held annotation: what keys do meanwhile, and how it ends."""

from __future__ import annotations

from typing import Any


async def borders_of_the_first(reader: Any) -> Any:
    """Tag the first three words, hold that annotation, and move its end."""
    await reader.press("g", "v", "w", "w", "u", "escape", "g", "right_square_bracket", "v", "w", "w")
    assert reader.reading.borders
    (annotation,) = reader.editor.index
    return annotation


async def test_a_tag_key_meanwhile_is_for_the_held_annotation(opened: Any) -> None:
    async with opened() as reader:
        before = await borders_of_the_first(reader)
        await reader.press("o")
        (now,) = reader.editor.index
        assert now.id == before.id
        assert now.tags == ("unverified", "official-claim")
        assert reader.reading.borders
        assert "official claim" in reader.line("target")
        await reader.press("enter")
        (kept,) = reader.editor.index
        assert kept.end > before.end


async def test_going_elsewhere_drops_new_borders_and_says_so(opened: Any) -> None:
    async with opened() as reader:
        before = await borders_of_the_first(reader)
        await reader.press("f3", "enter")
        (now,) = reader.editor.index
        assert now.spans == before.spans
        assert "borders were not kept" in reader.line("target")


async def test_undoing_borders_leads_back_to_the_annotation(opened: Any) -> None:
    async with opened() as reader:
        before = await borders_of_the_first(reader)
        await reader.press("plus", "plus", "enter", "z")
        assert reader.editor.index[0].spans == before.spans
        assert reader.reading.caret == before.start


async def test_undoing_a_tag_on_selected_words_leads_back_to_their_start(opened: Any) -> None:
    async with opened() as reader:
        await reader.press("j", "v", "G", "u", "z")
        assert reader.reading.sentence_number == 1


async def test_minus_makes_any_selection_smaller(opened: Any) -> None:
    async with opened() as reader:
        await reader.press("V")
        whole = reader.reading.selection
        await reader.press("minus")
        smaller = reader.reading.selection
        assert whole.start <= smaller.start < smaller.end <= whole.end
        assert smaller != whole


async def test_enter_on_who_says_it_leaves_a_source_that_is_there(opened: Any) -> None:
    async with opened() as reader:
        await reader.press("u", "at")
        await reader.type("Bob")
        await reader.press("enter", "at", "enter")
        assert [who.text for who in reader.editor.index[0].attribution] == ["Bob"]
        await reader.press("at", "down", "enter")
        assert reader.editor.index[0].attribution == ()


async def test_a_note_leaves_its_sentence_in_sight(opened: Any) -> None:
    async with opened() as reader:
        await reader.press(*["j"] * 11, "m")
        article = reader.article
        last = article.line_of(reader.reading.sentence.end - 1)
        note = reader.dialog.query_one("#note")
        assert article.region.y + last < note.region.y
