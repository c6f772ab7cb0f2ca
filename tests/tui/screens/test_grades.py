"""The key for grades: a letter and a digit, what they mean, where they are shown, and how they go again."""

from __future__ import annotations

from itertools import takewhile
from typing import Any

import pytest

from annotations.grades import CREDIBILITY, RELIABILITY
from tests.tui.screens.test_two_programs import other

__all__ = ["other"]
SIZES = [(120, 40), (80, 24), (60, 20)]
FIRST = "Kiev — Moscow has handed"


def graded(reader: Any) -> list[str]:
    return [str(each.grade) for each in reader.editor.index]


def seen(reader: Any) -> str:
    return "\n".join(reader.rows())


# ---------------------------------------------------------------------- typing one


@pytest.mark.parametrize("size", SIZES)
async def test_a_grade_is_three_keys_in_every_size_and_one_undo(opened: Any, size: tuple[int, int]) -> None:
    async with opened(size=size) as reader:
        await reader.press("u", "r", "b", "2")
        assert not reader.asking
        assert graded(reader) == ["B2"]
        assert "B2" in reader.line("target")
        assert "z undo" in reader.line("target")
        await reader.press("z")
        assert graded(reader) == [""]
        await reader.saved()


async def test_without_an_annotation_the_key_makes_one_on_the_highlight(opened: Any) -> None:
    async with opened() as reader:
        await reader.press("r", "F", "6")
        assert [(each.tags, str(each.grade)) for each in reader.editor.index] == [((), "F6")]
        assert "untagged · grade F6" in reader.line("target")
        await reader.press("j", "v", "e", "r", "2", "enter")
        assert graded(reader) == ["F6", "2"]
        assert reader.editor.index[1].spans[0].exact == "Kiev"


async def test_a_letter_or_a_digit_alone_is_taken_by_enter(opened: Any) -> None:
    async with opened() as reader:
        await reader.press("u", "r", "2")
        assert reader.asking
        await reader.press("enter")
        assert graded(reader) == ["2"]
        await reader.press("r", "c", "enter")
        assert graded(reader) == ["C2"]


async def test_backspace_takes_back_and_what_is_left_may_be_nothing(opened: Any) -> None:
    async with opened() as reader:
        await reader.press("u", "r", "b", "backspace", "c", "2", "r", "backspace", "enter")
        assert graded(reader) == ["C"]
        await reader.press("r", "backspace", "enter")
        assert graded(reader) == [""]
        assert "− grade" in reader.line("target")
        await reader.press("z", "r", "delete", "enter")
        assert graded(reader) == [""]


async def test_escape_leaves_everything_as_it_was(opened: Any) -> None:
    async with opened() as reader:
        await reader.press("u", "r", "b", "escape")
        assert not reader.asking
        assert graded(reader) == [""]
        await reader.press("j", "r", "enter")
        assert len(reader.editor.index) == 1


@pytest.mark.parametrize(
    ("size", "said"),
    [((120, 40), "A to F for the source, 1 to 6 for the information."), ((60, 20), "A to F, 1 to 6.")],
)
async def test_a_key_that_is_no_grade_is_answered_with_what_is_one(
    opened: Any, size: tuple[int, int], said: str
) -> None:
    async with opened(size=size) as reader:
        await reader.press("u", "r")
        await reader.until(lambda: said in seen(reader))
        await reader.press("b", "x")
        assert reader.asking
        assert said in seen(reader)
        await reader.press("b")
        assert "usually reliable" in reader.rows()[-3]
        await reader.press("7", "2")
        assert graded(reader) == ["B2"]


# ---------------------------------------------------------------------- what the prompt shows


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (70, 16)])
async def test_both_scales_stand_side_by_side_with_their_meanings(opened: Any, size: tuple[int, int]) -> None:
    async with opened(size=size) as reader:
        await reader.press("u", "r", "b")
        shown = seen(reader)
        for sign, meaning in (*RELIABILITY.items(), *CREDIBILITY.items()):
            assert f"{sign}  {meaning}" in shown
        assert "▸ B  usually reliable" in shown


@pytest.mark.parametrize("size", [(60, 20), (40, 10)])
async def test_in_narrow_windows_the_scale_that_is_asked_next_is_shown(
    opened: Any, size: tuple[int, int]
) -> None:
    async with opened(size=size) as reader:
        await reader.press("u", "r")
        for sign, meaning in RELIABILITY.items():
            assert f"{sign}  {meaning}" in seen(reader)
        await reader.press("b")
        for sign, meaning in CREDIBILITY.items():
            assert f"{sign}  {meaning}" in seen(reader)
        assert "usually reliable" in seen(reader)


@pytest.mark.parametrize("size", SIZES)
async def test_a_click_takes_the_sign_under_it(opened: Any, size: tuple[int, int]) -> None:
    async with opened(size=size) as reader:
        await reader.press("u", "r")
        for words in ("D  not usually", "5  improbable"):
            await reader.until(lambda words=words: words in seen(reader))
            row = next(number for number, row in enumerate(reader.rows()) if words in row)
            await reader.pilot.click(offset=(reader.rows()[row].index(words), row))
        await reader.until(lambda: not reader.asking)
        assert graded(reader) == ["D5"]


async def test_the_sentence_stays_in_sight_above_the_prompt(opened: Any) -> None:
    async with opened(size=(80, 24)) as reader:
        await reader.press(*["j"] * 20, "u", "r")
        start = reader.reading.sentence.start
        first_words = reader.text[start : start + 20]

        def above() -> list[str]:
            return list(takewhile(lambda row: "source  " not in row, reader.rows()))

        await reader.until(lambda: reader.asking and len(above()) < 24)
        await reader.until(lambda: any(first_words in row for row in above()))


# ---------------------------------------------------------------------- off until asked, and shown then


@pytest.mark.parametrize("size", SIZES)
async def test_nothing_is_said_of_grades_until_one_is_given(opened: Any, size: tuple[int, int]) -> None:
    async with opened(size=size) as reader:
        await reader.press("u", "o")
        assert "grade" not in seen(reader)
        assert "admiralty" not in seen(reader).casefold()


async def test_a_grade_is_shown_where_its_annotation_is(opened: Any) -> None:
    async with opened() as reader:
        await reader.press("u", "r", "b", "2")
        key_of_source = reader.in_pane("annotations", "who").index("@")
        assert reader.in_pane("annotations", "grade").rindex("r") == key_of_source
        assert reader.in_pane("annotations", "grade").split()[1:] == [
            "grade",
            "B",
            "usually",
            "reliable",
            "r",
        ]
        assert reader.in_pane("annotations", "2 probably true")
        assert "– " in reader.in_pane("annotations", "B2 Kiev")
        await reader.press("r", "backspace", "enter")
        assert "B· Kiev" in reader.in_pane("annotations", "B·")
        assert not reader.in_pane("annotations", "probably")


async def test_the_longest_meanings_are_told_whole(opened: Any) -> None:
    async with opened() as reader:
        await reader.press("u", "r", "f", "1")
        rows = [row.strip("│ ") for row in reader.pane("annotations")]
        begin = next(number for number, row in enumerate(rows) if row.startswith("grade"))
        told = " ".join(" ".join(rows[begin : begin + 4]).split())
        assert told == "grade F reliability r cannot be judged 1 confirmed by other sources"


async def test_in_the_drawer_and_the_target_line_a_grade_is_two_signs(opened: Any) -> None:
    async with opened(size=(80, 24)) as reader:
        await reader.press("u", "r", "b", "2")
        assert "· B2" in reader.in_pane("annotations", "who")
        assert "unverified · B2" in reader.line("target")
    async with opened(size=(60, 20)) as reader:
        await reader.until(lambda: "sentence 1 · B2" in reader.line("target"))


async def test_markdown_that_is_copied_has_the_grade_in_words(opened: Any, monkeypatch: Any) -> None:
    async with opened() as reader:
        copied: list[str] = []
        monkeypatch.setattr(reader.app, "copy_to_clipboard", copied.append)
        await reader.press("u", "Y", "r", "b", "2", "Y")
        assert "grade" not in copied[0]
        assert "**unverified** · grade: B2 (usually reliable · probably true)" in copied[1]


async def test_the_history_tells_it(opened: Any) -> None:
    async with opened() as reader:
        await reader.press("u", "r", "b", "2", "r", "c", "enter", "H")
        await reader.until(lambda: "grade: B2 → C2" in seen(reader))
        assert "+ grade: B2" in seen(reader)


# ---------------------------------------------------------------------- the list


async def test_the_list_is_filtered_by_a_grade_and_from_the_grade_shown_here(opened: Any) -> None:
    async with opened() as reader:
        await reader.press("u", "r", "b", "2", "j", "u", "r", "c", "2", "j", "u", "g", "f3", "slash")
        await reader.type("grade:c")
        await reader.until(lambda: reader.in_pane("annotations", "1 OF 3"))
        await reader.press("enter", "escape")
        pane = reader.screen.views.annotations
        pane.cursor_to_key(f"grade:{reader.editor.index[0].id}")
        await reader.press("enter")
        await reader.until(lambda: "/grade:B2" in reader.in_pane("annotations", "1 OF 3"))


async def test_all_that_are_marked_are_graded_as_one_change_and_keep_what_was_not_typed(opened: Any) -> None:
    async with opened() as reader:
        await reader.press("u", "r", "b", "2", "j", "u", "r", "c", "3", "j", "u", "g", "f3")
        await reader.press("space", "space", "r")
        assert "grade 2 marked" in seen(reader)
        await reader.press("d", "enter")
        assert graded(reader) == ["D2", "D3", ""]
        assert "grades on 2 annotations" in reader.line("target")
        await reader.press("z")
        assert graded(reader) == ["B2", "C3", ""]
        await reader.press("asterisk", "r", "delete", "enter")
        assert graded(reader) == ["", "", ""]


async def test_without_marks_the_key_grades_the_annotation_that_is_named(opened: Any) -> None:
    async with opened() as reader:
        await reader.press("u", "f3", "r")
        await reader.until(lambda: reader.asking)
        await reader.press("b", "2")
        (made,) = reader.editor.index
        assert (str(made.grade), made.tags) == ("B2", ("unverified",))


# ---------------------------------------------------------------------- another program meanwhile


async def test_a_grade_typed_on_what_is_removed_elsewhere_is_kept_on_its_words(
    opened: Any, other: Any
) -> None:
    async with opened() as reader:
        await reader.press("u")
        await reader.saved()
        await reader.press("r", "b")
        program = other("ann")
        (there,) = program.editor.index
        program.editor.remove(there.id)
        program.write()
        await reader.until(lambda: reader.marked == {})
        await reader.press("2")
        assert reader.marked == {FIRST: ()}
        assert graded(reader) == ["B2"]
        assert "removed elsewhere; the grade is kept" in reader.line("target")
        await reader.saved()


async def test_a_digit_given_elsewhere_while_a_letter_is_typed_stays(opened: Any, other: Any) -> None:
    async with opened() as reader:
        await reader.press("u")
        await reader.saved()
        await reader.press("r", "b")
        program = other("ann")
        (there,) = program.editor.index
        program.editor.set_grade(there.id, there.grade.__class__("", "3"))
        program.write()
        await reader.until(lambda: graded(reader) == ["3"])
        await reader.press("enter")
        assert graded(reader) == ["B3"]
        await reader.saved()
