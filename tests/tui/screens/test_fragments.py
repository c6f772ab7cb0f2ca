"""An annotation of several fragments, by keys: added, seen, told apart, handed on, taken off again."""

from __future__ import annotations

from typing import Any

import pytest


async def torn(reader: Any) -> None:
    """The first word of the first sentence, and the first two of the fifth, as one annotation."""
    await reader.press("v", "w", "c", "f", *["j"] * 4, "v", "w", "w", "enter")


def spans(reader: Any) -> list[str]:
    (annotation,) = reader.editor.index
    return [span.exact for span in annotation.spans]


async def test_f_adds_a_fragment_and_each_state_says_what_it_is(opened: Any) -> None:
    async with opened() as reader:
        await reader.press("v", "w", "c", "f")
        assert "FRAGMENT" in reader.rows()[1]
        assert "FRAGMENT of “Kiev” · v selects its words" in reader.line("target")
        assert "esc adds none" in reader.line("target")
        assert "v select" in reader.line("keys")
        await reader.press(*["j"] * 4, "v", "w", "w")
        assert "FRAGMENT “Ukraine has” of “Kiev”" in reader.line("target")
        assert "enter adds · esc lets go" in reader.line("target")
        assert "enter add" in reader.line("keys")
        assert any("enter adds these words" in row for row in reader.pane("annotations"))
        await reader.press("enter")
        assert spans(reader) == ["Kiev", "Ukraine has"]
        assert "+ fragment" in reader.line("target")
        assert "held: “Kiev … Ukraine has” · contested" in reader.line("target")
        assert reader.in_pane("annotations", "“Kiev … Ukraine has”")
        assert reader.in_pane("annotations", "Kiev … Ukr")


async def test_the_gap_is_dotted_in_the_gutter_and_not_reversed(opened: Any) -> None:
    async with opened() as reader:
        await torn(reader)
        column = "".join(row.ljust(3)[2] for row in reader.pane("article")).strip()
        assert column.startswith("c:::")
        assert column.endswith(": c")
        assert set(column[1:-1]) == {":", " "}
        assert [span.start for span in reader.screen.views.layers.held] == [
            reader.text.index("Kiev"),
            reader.text.index("Ukraine has"),
        ]


async def test_one_undo_takes_a_fragment_off_and_one_redo_puts_it_back(opened: Any) -> None:
    async with opened() as reader:
        await torn(reader)
        await reader.press("z")
        assert spans(reader) == ["Kiev"]
        await reader.press("Z")
        assert spans(reader) == ["Kiev", "Ukraine has"]


async def test_x_at_the_borders_of_a_fragment_takes_it_off(opened: Any) -> None:
    async with opened() as reader:
        await torn(reader)
        await reader.press("v")
        assert "BORDERS 2/2" in reader.rows()[1]
        assert "x take it off" in reader.line("keys")
        await reader.press("v")
        assert "BORDERS 1/2" in reader.rows()[1]
        await reader.press("x")
        assert spans(reader) == ["Ukraine has"]
        await reader.press("v", "x")
        assert "all its words" in reader.line("target")
        assert spans(reader) == ["Ukraine has"]


async def test_words_it_has_already_are_refused_in_a_sentence(opened: Any) -> None:
    async with opened() as reader:
        await torn(reader)
        await reader.press("f", "v", "w", "enter")
        assert "has some of these words already" in reader.line("target")
        assert reader.words(reader.reading.selection) == "Ukraine"
        assert spans(reader) == ["Kiev", "Ukraine has"]


async def test_f_where_there_is_no_annotation_says_so(opened: Any) -> None:
    async with opened() as reader:
        await reader.press("f")
        assert "no annotation here to add a fragment to" in reader.line("target")


async def test_the_mouse_selects_a_fragment_too(opened: Any) -> None:
    async with opened() as reader:
        await reader.press("v", "w", "c", "f")
        cell = reader.article.cursor_cell(reader.text.index("International"))
        origin = reader.article.region.offset
        await reader.pilot.click("#article", offset=(cell.x - origin.x, cell.y - origin.y), times=1)
        assert reader.reading.adding
        await reader.press("v", "w", "enter")
        assert spans(reader) == ["Kiev", "International"]


async def test_copies_leave_the_gap_out_and_say_so(opened: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    async with opened() as reader:
        copied: list[str] = []
        monkeypatch.setattr(reader.app, "copy_to_clipboard", copied.append)
        await torn(reader)
        await reader.press("y", "Y")
        assert copied[0].startswith("“Kiev […] Ukraine has” — ")
        assert copied[1].startswith("> Kiev […] Ukraine has\n")


async def test_a_narrow_window_says_the_same_in_fewer_words(opened: Any) -> None:
    async with opened(size=(60, 20)) as reader:
        await reader.press("v", "w", "c", "f", *["j"] * 4, "v", "w", "w")
        assert "FRAGMENT “Ukraine has” of “Kiev”" in reader.line("target")
        assert "enter adds" in reader.line("target")


async def test_what_was_selected_for_a_fragment_is_not_lost_without_a_word(opened: Any) -> None:
    async with opened() as reader:
        await torn(reader)
        await reader.press("f", "j", "v", "w", "f3", "enter")
        assert "were not added" in reader.line("target")
