"""The list of annotations: its cursor, its filter, what has no tag, and one key for all that is marked."""

from __future__ import annotations

from typing import Any

import pytest

from annotations.store import AnnotationStore


async def test_the_cursor_keeps_to_its_annotation_when_another_is_made_above_it(opened: Any) -> None:
    async with opened() as reader:
        await reader.press("j", "j", "u", "j", "j", "u", "g", "f3", "G")
        pane = reader.app.screen.views.annotations
        last = pane.cursor_key
        assert last == f"annotation:{reader.editor.index[1].id}"
        await reader.press("o")
        assert len(reader.editor.index) == 3
        assert pane.cursor_key == last
        await reader.press("enter")
        assert reader.reading.held == reader.editor.index[2].id


async def test_a_filter_puts_the_cursor_on_the_first_that_is_left(opened: Any) -> None:
    async with opened() as reader:
        await reader.press("u", "j", "j", "c", "f3", "slash")
        await reader.type("contested")
        await reader.press("enter", "enter")
        assert reader.reading.held == reader.editor.index[1].id


# ---------------------------------------------------------------------- filtering


async def test_the_filter_has_fields_and_its_heading_says_what_is_left(opened: Any) -> None:
    async with opened() as reader:
        await reader.press("u", "j", "j", "c", "j", "c", "u", "f3", "slash")
        await reader.type("tag:contested -tag:unver")
        await reader.until(lambda: reader.in_pane("annotations", "1 OF 3"))
        await reader.press("enter")
        assert "/tag:contested" in reader.in_pane("annotations", "1 OF 3")
        await reader.press("escape")
        assert reader.in_pane("annotations", "ALL 3")


async def test_the_heading_of_the_drawer_counts_what_is_left_while_the_filter_is_typed(opened: Any) -> None:
    async with opened(size=(80, 24)) as reader:
        await reader.press("u", "j", "j", "c", "f3", "slash")
        await reader.type("contested")
        await reader.until(lambda: "1 OF 2" in reader.pane("drawer_rule")[0])


async def test_escape_while_typing_a_filter_brings_back_what_was_listed(opened: Any) -> None:
    async with opened() as reader:
        await reader.press("u", "f3", "U", "slash")
        await reader.type("x")
        await reader.until(lambda: reader.in_pane("annotations", "0 OF 1"))
        await reader.press("escape")
        await reader.until(lambda: reader.in_pane("annotations", "UNTAGGED 32 OF 33"))


async def test_enter_on_a_tag_narrows_the_list_to_it_and_another_adds_its_own(opened: Any) -> None:
    async with opened() as reader:
        await reader.press("u", "j", "c", "j", "o", "f3", "g", "enter")
        await reader.until(lambda: reader.in_pane("annotations", "1 OF 3"))
        await reader.press("j", "enter")
        await reader.until(lambda: reader.in_pane("annotations", "2 OF 3"))
        assert "unverified, con" in reader.in_pane("annotations", "2 OF 3")
        await reader.press("enter")
        await reader.until(lambda: reader.in_pane("annotations", "1 OF 3"))


async def test_enter_on_who_says_it_lists_everything_of_that_source(opened: Any) -> None:
    async with opened() as reader:
        for key in ("u", "c"):
            await reader.press(key, "at")
            await reader.until(lambda: reader.asking)
            await reader.type("officials")
            await reader.press("enter")
            await reader.until(lambda: not reader.asking)
            await reader.press("j")
        await reader.press("o", "k", "f3", "g")
        pane = reader.screen.views.annotations
        while not pane.cursor_key.startswith("who:"):
            await reader.press("j")
        await reader.press("enter")
        await reader.until(lambda: reader.in_pane("annotations", "2 OF 3"))
        assert "/who:officials" in reader.in_pane("annotations", "2 OF 3")
        await reader.press("enter")
        await reader.until(lambda: reader.in_pane("annotations", "ALL 3"))


# ---------------------------------------------------------------------- without a tag


async def test_next_without_a_tag_goes_round_and_says_how_many_are_left(opened: Any, report_of: Any) -> None:
    async with opened(report_of("One is here. Two is here. Three is here.")) as reader:
        await reader.press("j", "u", "g", "U")
        assert reader.reading.sentence_number == 2
        assert "2 sentences without a tag" in reader.line("target")
        await reader.press("U")
        assert reader.reading.sentence_number == 0
        assert "From the top again; 2 sentences without a tag." in reader.line("target")
        await reader.press("u", "U")
        assert reader.reading.sentence_number == 2
        assert "1 sentence without a tag" in reader.line("target")
        await reader.press("U")
        assert "This is the only sentence without a tag." in reader.line("target")
        await reader.press("u", "U")
        assert "Every sentence has a tag." in reader.line("target")


async def test_the_sentences_without_a_tag_are_listed_from_the_tags_and_enter_goes_there(opened: Any) -> None:
    async with opened() as reader:
        await reader.press("u", "f3", "g", "j", "j", "j")
        assert reader.screen.views.annotations.cursor_key == "untagged"
        await reader.press("enter")
        await reader.until(lambda: reader.in_pane("annotations", "UNTAGGED 32 OF 33"))
        await reader.press("G", "enter")
        await reader.until(lambda: reader.focused == "article")
        assert reader.reading.sentence_number == 32
        await reader.press("c")
        await reader.until(lambda: reader.in_pane("annotations", "UNTAGGED 31 OF 33"))


async def test_in_the_drawer_too_a_key_lists_what_has_no_tag_and_leads_back(opened: Any) -> None:
    async with opened(size=(80, 24)) as reader:
        await reader.press("u", "f3", "U")
        await reader.until(lambda: "UNTAGGED 32 OF 33" in reader.rows()[11])
        await reader.press("j", "enter")
        await reader.until(lambda: reader.focused == "article")
        assert reader.reading.sentence_number == 2
        await reader.press("f3", "U")
        await reader.until(lambda: "ALL 1" in reader.rows()[11])


# ---------------------------------------------------------------------- marks


async def test_a_tag_key_acts_on_all_that_are_marked_and_one_undo_takes_it_back(opened: Any) -> None:
    async with opened() as reader:
        await reader.press("u", "j", "c", "j", "u", "g", "f3", "space", "space")
        assert "2 marked annotations" in reader.line("target")
        assert reader.in_pane("annotations", "ALL 3").endswith("2 marked ─")
        before = reader.marked
        await reader.press("o")
        assert sorted(reader.marked.values()) == [
            ("contested", "official-claim"),
            ("unverified",),
            ("unverified", "official-claim"),
        ]
        assert "+ official claim on 2 annotations" in reader.line("target")
        await reader.press("z")
        assert reader.marked == before


async def test_marked_rows_have_a_square_and_the_cursor_goes_on(opened: Any) -> None:
    async with opened() as reader:
        await reader.press("u", "j", "c", "g", "f3", "space")
        assert reader.in_pane("annotations", "  1■u··")
        assert reader.screen.views.annotations.cursor_key == f"annotation:{reader.editor.index[1].id}"
        await reader.press("k", "space")
        assert not reader.in_pane("annotations", "■u··")


async def test_a_tag_that_all_marked_have_is_taken_off(opened: Any) -> None:
    async with opened() as reader:
        await reader.press("u", "c", "j", "c", "g", "f3", "asterisk", "c")
        assert list(reader.marked.values()) == [("unverified",)]
        assert "− contested on 2 annotations" in reader.line("target")
        assert "1 marked annotation " in reader.line("target")


async def test_all_listed_are_marked_with_one_key_and_unmarked_with_the_same(opened: Any) -> None:
    async with opened() as reader:
        await reader.press("u", "j", "c", "j", "u", "f3", "g", "enter", "asterisk")
        assert "2 marked annotations" in reader.line("target")
        await reader.press("asterisk")
        assert "marked" not in reader.line("target")
        await reader.press("U", "asterisk")
        assert "no annotation in this list to mark" in reader.line("target")


@pytest.mark.parametrize(("key", "name"), [("x", "x"), ("t", "t"), ("at", "@")])
async def test_without_marks_the_keys_for_marked_ones_do_nothing_and_say_what_marks(
    opened: Any, key: str, name: str
) -> None:
    async with opened() as reader:
        await reader.press("u", "f3", key)
        assert not reader.asking
        assert f"space marks annotations in the list; {name} acts on all" in reader.line("target")
        assert len(reader.marked) == 1


async def test_x_removes_all_that_are_marked(opened: Any) -> None:
    async with opened() as reader:
        await reader.press("u", "j", "c", "j", "u", "g", "f3")
        await reader.press("space", "space", "x")
        assert list(reader.marked.values()) == [("unverified",)]
        assert "removed 2 annotations" in reader.line("target")
        await reader.press("z")
        assert len(reader.marked) == 3


async def test_marked_ones_out_of_sight_are_changed_at_the_second_press_only(opened: Any) -> None:
    async with opened() as reader:
        await reader.press("u", "j", "c", "g", "f3", "asterisk", "slash")
        await reader.type("contested")
        await reader.press("enter")
        before = reader.marked
        await reader.press("o")
        assert "2 marked, 1 of them out of sight: o again tags them all." in reader.line("target")
        assert reader.marked == before
        await reader.press("u")
        assert "u again tags them all." in reader.line("target")
        assert reader.marked == before
        await reader.press("u")
        assert list(reader.marked.values()) == [("unverified",), ("unverified", "contested")]
        await reader.press("x")
        assert "x again removes them all." in reader.line("target")
        await reader.press("x")
        assert not reader.marked


async def test_escape_lets_the_marks_go_before_the_filter(opened: Any) -> None:
    async with opened() as reader:
        await reader.press("u", "j", "c", "f3", "g", "enter", "asterisk", "escape")
        assert "marked" not in reader.line("target")
        assert reader.in_pane("annotations", "1 OF 2")
        await reader.press("escape")
        assert reader.in_pane("annotations", "ALL 2")


async def test_in_the_article_the_keys_act_on_the_highlight_whatever_is_marked(opened: Any) -> None:
    async with opened() as reader:
        await reader.press("u", "j", "c", "f3", "asterisk", "f3", "j", "o")
        assert list(reader.marked.values()) == [
            ("unverified",),
            ("contested",),
            ("official-claim",),
        ]


async def test_any_tag_and_a_source_go_on_all_that_are_marked(opened: Any) -> None:
    async with opened() as reader:
        await reader.press("u", "j", "c", "f3", "asterisk", "t")
        await reader.until(lambda: reader.asking)
        assert "2 marked" in " ".join(reader.rows())
        await reader.type("leaked")
        await reader.press("enter")
        await reader.until(lambda: not reader.asking)
        assert list(reader.marked.values()) == [("unverified", "leaked"), ("contested", "leaked")]
        await reader.press("z", "at")
        assert list(reader.marked.values()) == [("unverified",), ("contested",)]
        await reader.until(lambda: reader.asking)
        await reader.type("Gazprom")
        await reader.press("enter")
        await reader.until(lambda: not reader.asking)
        assert [each.attribution[0].text for each in reader.editor.index] == ["Gazprom", "Gazprom"]
        await reader.press("z")
        assert not any(each.attribution for each in reader.editor.index)


async def test_a_mark_goes_with_an_annotation_that_another_program_removes(
    opened: Any, settings: Any, seed: Any, desk_on: Any
) -> None:
    async with opened() as reader:
        await reader.press("u", "j", "c", "f3", "asterisk")
        await reader.saved()
        other = AnnotationStore.open(settings.database)
        desk = desk_on(seed)
        desk.editor.refresh(other.annotations(desk.editor.record.id), [])
        desk.editor.remove(desk.editor.index[0].id)
        other.write(desk.operations)
        other.close()
        await reader.until(lambda: "1 marked annotation " in reader.line("target"))
        await reader.press("o")
        assert list(reader.marked.values()) == [("contested", "official-claim")]
