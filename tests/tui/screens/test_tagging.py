"""Tagging in the running reader: what the keys do, and what the screen says."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from annotations.records import Tag
from annotations.store import AnnotationStore
from reports.document import Report
from tui.settings import Settings

FIRST = "Kiev — Moscow has handed"
SENTENCE = "In addition, around 100 Russian soldiers were captured."


async def test_u_c_o_put_their_tags_on_the_sentence_and_take_them_off(opened: Any) -> None:
    async with opened() as reader:
        await reader.press("u", "c", "o")
        assert reader.marked == {FIRST: ("unverified", "contested", "official-claim")}
        assert reader.pane("article")[0].startswith("▌uco")
        await reader.press("c")
        assert reader.marked == {FIRST: ("unverified", "official-claim")}
        await reader.press("u", "o")
        assert reader.marked == {}
        assert reader.pane("article")[0].startswith("▌    ")


async def test_digits_are_the_tags_by_their_number(opened: Any) -> None:
    async with opened() as reader:
        await reader.press("2")
        assert reader.marked == {FIRST: ("contested",)}


async def test_a_digit_without_a_tag_says_so(opened: Any) -> None:
    async with opened() as reader:
        await reader.press("7")
        assert "no tag number 7" in reader.line("target")
        assert reader.marked == {}


async def test_the_target_line_says_what_was_done_and_when(opened: Any) -> None:
    async with opened() as reader:
        await reader.press("u")
        assert reader.line("target").startswith(" ▸ sentence 1 · unverified")
        assert reader.line("target").rstrip().endswith("+ unverified  09:12:04 · z undo")


async def test_a_tag_is_saved_and_the_header_says_so(opened: Any, settings: Settings) -> None:
    async with opened() as reader:
        await reader.press("u")
        await reader.saved()
        assert reader.line("header").rstrip().endswith("1 tagged · saved 09:12:04")
        record = reader.editor.record
    store = AnnotationStore.open(settings.database)
    assert [each.tags for each in store.annotations(record.id)] == [("unverified",)]
    store.close()


async def test_the_full_stop_gives_the_last_tag_again(opened: Any) -> None:
    async with opened() as reader:
        await reader.press("full_stop")
        assert "No tag was given yet" in reader.line("target")
        await reader.press("c", "j", "full_stop")
        assert list(reader.marked.values()) == [("contested",), ("contested",)]


async def test_t_gives_a_tag_by_name(opened: Any) -> None:
    async with opened() as reader:
        await reader.press("t")
        await reader.type("contest")
        await reader.press("enter")
        assert not reader.asking
        assert reader.marked == {FIRST: ("contested",)}


async def test_t_makes_a_new_tag_with_spaces_and_its_digit_works_at_once(opened: Any) -> None:
    async with opened() as reader:
        await reader.press("t")
        await reader.type("needs a second source")
        await reader.press("enter")
        assert reader.marked == {FIRST: ("needs-a-second-source",)}
        assert reader.in_pane("annotations", "needs a second")
        assert reader.pane("article")[0].startswith("▌   4")
        await reader.press("j", "4")
        assert list(reader.marked.values()) == [("needs-a-second-source",)] * 2
        await reader.press("z", "z")
        assert reader.marked == {}
        assert len(reader.editor.tag_set) == 3


async def test_a_tag_of_the_config_file_has_its_own_key(opened: Any, settings: Settings) -> None:
    mine = Settings(settings.database, tags=(Tag("rumour", "rumour", "R", "", "R", "Heard somewhere."),))
    async with opened(settings=mine) as reader:
        await reader.press("R")
        assert reader.marked == {FIRST: ("rumour",)}


async def test_at_and_enter_name_who_is_in_the_sentence(opened: Any) -> None:
    async with opened() as reader:
        reader.reading.go(reader.text.index(SENTENCE) - 20)
        await reader.press("o", "at")
        assert reader.asking
        await reader.press("enter")
        assert not reader.asking
        (annotation,) = reader.editor.index
        assert [each.text for each in annotation.attribution] == ["Volodymyr Zelensky"]
        assert annotation.attribution[0].entity == "person:zelensky"
        assert "who: Volodymyr Zelensky" in reader.line("target")
        assert "Volodymyr Zelensky" in reader.in_pane("annotations", "who ")


async def test_at_takes_a_name_that_is_typed(opened: Any) -> None:
    async with opened() as reader:
        await reader.press("at")
        await reader.type("the mayor")
        await reader.press("enter")
        (annotation,) = reader.editor.index
        assert [each.text for each in annotation.attribution] == ["the mayor"]
        assert annotation.tags == ()


async def test_a_asks_who_says_it_too(opened: Any) -> None:
    async with opened() as reader:
        await reader.press("a")
        assert reader.asking


async def test_at_twice_asks_who_disputes_it(opened: Any) -> None:
    async with opened() as reader:
        await reader.press("u", "at", "at")
        assert reader.asking
        await reader.type("observers")
        await reader.press("enter")
        (annotation,) = reader.editor.index
        assert [each.text for each in annotation.disputed_by] == ["observers"]
        assert annotation.attribution == ()
        assert "disputed by: observers" in reader.line("target")


async def test_escape_in_a_prompt_changes_nothing(opened: Any) -> None:
    async with opened() as reader:
        await reader.press("at")
        await reader.type("nobody")
        await reader.press("escape")
        assert not reader.asking
        assert reader.marked == {}


async def test_the_arrows_choose_another_source(opened: Any) -> None:
    async with opened() as reader:
        await reader.press("at", "down", "down", "up", "enter")
        (annotation,) = reader.editor.index
        second = annotation.attribution[0].text
        await reader.press("z", "at", "enter")
        (annotation,) = reader.editor.index
        assert annotation.attribution[0].text != second


async def test_m_notes_the_current_annotation(opened: Any) -> None:
    async with opened() as reader:
        await reader.press("u", "m")
        await reader.type("ask the mayor")
        await reader.press("enter")
        (annotation,) = reader.editor.index
        assert annotation.note == "ask the mayor"
        assert "*" in reader.pane("article")[0][:6]
        assert "ask the mayor" in reader.in_pane("annotations", "note")


async def test_m_without_an_annotation_makes_one_on_the_highlight(opened: Any) -> None:
    async with opened() as reader:
        await reader.press("m")
        await reader.type("hm")
        await reader.press("enter")
        (annotation,) = reader.editor.index
        assert (annotation.tags, annotation.note) == ((), "hm")
        assert "untagged" in reader.line("target")


async def test_a_note_may_have_several_lines(opened: Any) -> None:
    async with opened() as reader:
        await reader.press("u", "m")
        await reader.type("one")
        await reader.press("ctrl+j")
        await reader.type("two")
        await reader.press("enter")
        (annotation,) = reader.editor.index
        assert annotation.note == "one\ntwo"


async def test_capital_m_notes_the_whole_report(opened: Any) -> None:
    async with opened() as reader:
        await reader.press("M")
        await reader.type("seen twice")
        await reader.press("enter")
        assert reader.editor.record.note == "seen twice"
        assert reader.marked == {}
        await reader.press("z")
        assert reader.editor.record.note == ""


async def test_i_records_where_the_report_comes_from(opened: Any) -> None:
    async with opened() as reader:
        assert "no source set (i)" in reader.line("header")
        await reader.press("i")
        for value in ("Deutsche Welle", "2026-11-20", "dw.com"):
            await reader.type(value)
            await reader.press("tab")
        await reader.press("enter")
        assert not reader.asking
        record = reader.editor.record
        assert (record.publisher, record.published, record.url) == ("Deutsche Welle", "2026-11-20", "dw.com")
        assert "(i)" not in reader.line("header")
        await reader.press("z")
        assert reader.editor.record.publisher == ""


async def test_brackets_hold_the_annotations_in_order(opened: Any, annotated: Any, seed: Report) -> None:
    annotated(seed, {"Kiev received 1,000": ["unverified"], "1,000": ["contested"], SENTENCE: ["unverified"]})
    async with opened() as reader:
        held = []
        for _ in range(3):
            await reader.press("right_square_bracket")
            held.append(reader.words(reader.reading.target.span))
        assert held == ["Kiev received 1,000", "1,000", SENTENCE]
        assert reader.line("target").startswith(" ▸ held: ")
        await reader.press("right_square_bracket")
        assert "no annotation further on" in reader.line("target")
        await reader.press("left_square_bracket")
        assert reader.words(reader.reading.target.span) == "1,000"


async def test_v_and_enter_change_the_borders_of_what_is_held(
    opened: Any, annotated: Any, seed: Report
) -> None:
    annotated(seed, {"1,000": ["unverified"]})
    async with opened() as reader:
        await reader.press("right_square_bracket", "v", "w", "w")
        assert reader.line("target").startswith(" BORDERS · “1,000 fallen soldiers”")
        assert any("BORDERS" in row for row in reader.rows()[:2])
        await reader.press("enter")
        assert list(reader.marked) == ["1,000 fallen soldiers"]
        assert reader.reading.target.kind == "held"


async def test_escape_restores_the_borders(opened: Any, annotated: Any, seed: Report) -> None:
    annotated(seed, {"1,000": ["unverified"]})
    async with opened() as reader:
        await reader.press("right_square_bracket", "v", "w", "escape")
        assert list(reader.marked) == ["1,000"]
        assert reader.reading.target.kind == "held"


async def test_borders_that_another_has_are_refused_in_words(
    opened: Any, annotated: Any, seed: Report
) -> None:
    annotated(seed, {"1,000": ["unverified"], "1,000 fallen": ["unverified"]})
    async with opened() as reader:
        await reader.press("right_square_bracket", "right_square_bracket", "v", "w", "enter")
        assert "exactly these borders" in reader.line("target")
        assert sorted(reader.marked) == ["1,000", "1,000 fallen"]


async def test_x_removes_and_z_brings_it_back(opened: Any) -> None:
    async with opened() as reader:
        await reader.press("u", "x")
        assert reader.marked == {}
        await reader.press("G", "z")
        assert reader.marked == {FIRST: ("unverified",)}
        assert reader.reading.caret == 0
        await reader.press("Z")
        assert reader.marked == {}


async def test_x_with_several_says_that_x_again_removes(opened: Any, annotated: Any, seed: Report) -> None:
    annotated(seed, {SENTENCE: ["unverified"], "100 Russian soldiers": ["contested"]})
    async with opened() as reader:
        reader.reading.go(reader.text.index("100 Russian"))
        await reader.press("x")
        assert "x again removes" in reader.line("target")
        assert len(reader.marked) == 2
        await reader.press("delete")
        assert len(reader.marked) == 1


async def test_x_where_nothing_is_says_so(opened: Any) -> None:
    async with opened() as reader:
        await reader.press("x")
        assert "no annotation here" in reader.line("target")


async def test_everything_can_be_undone_and_redone(opened: Any) -> None:
    async with opened() as reader:
        await reader.press("u", "c", "at", "enter", "m", "h", "i", "enter", "j", "o")
        whole = [(each.tags, each.note, each.attribution) for each in reader.editor.index]
        for key in ("z", "ctrl+z", "z", "z", "z"):
            await reader.press(key)
        assert reader.marked == {}
        await reader.press("z")
        assert "nothing to undo" in reader.line("target")
        for key in ("Z", "ctrl+y", "ctrl+r", "Z", "Z"):
            await reader.press(key)
        assert [(each.tags, each.note, each.attribution) for each in reader.editor.index] == whole
        await reader.press("Z")
        assert "nothing to redo" in reader.line("target")


async def test_undo_goes_on_after_a_restart(opened: Any) -> None:
    async with opened() as reader:
        await reader.press("u", "j", "c")
        await reader.saved()
    async with opened() as reader:
        await reader.press("z")
        assert reader.marked == {FIRST: ("unverified",)}
        await reader.press("Z")
        assert len(reader.marked) == 2


async def test_a_selection_is_tagged_and_held_for_the_next_key(opened: Any) -> None:
    async with opened() as reader:
        reader.reading.go(reader.text.index("100 Russian"))
        await reader.press("v", "w", "w", "w")
        assert reader.line("target").startswith(" SELECT · “100 Russian soldiers” · new annotation")
        await reader.press("u", "c")
        assert reader.marked == {"100 Russian soldiers": ("unverified", "contested")}
        await reader.press("at", "enter")
        assert len(reader.marked) == 1
        await reader.press("l")
        assert reader.reading.target.kind == "sentence"


async def test_an_error_stands_in_the_target_line_until_a_key(opened: Any) -> None:
    async with opened() as reader:
        await reader.press("x")
        assert reader.screen.views.target.alarm
        await reader.press("j")
        assert not reader.screen.views.target.alarm
        assert reader.line("target").startswith(" ▸ sentence 2")


async def test_y_copies_the_quote_and_capital_y_the_annotation(opened: Any) -> None:
    async with opened() as reader:
        reader.reading.go(reader.text.index(SENTENCE))
        await reader.press("u", "y")
        assert reader.app.clipboard.startswith(f"“{SENTENCE}” — ")
        await reader.press("Y")
        assert reader.app.clipboard.startswith(f"> {SENTENCE}")
        assert "**unverified**" in reader.app.clipboard


async def test_capital_e_exports_to_a_file_and_asks_before_it_replaces_one(
    opened: Any, tmp_path: Any
) -> None:
    async with opened() as reader:
        await reader.press("u", "E", "enter")
        written = tmp_path / "soldiers-remains-handover.json"
        await reader.until(written.exists)
        assert '"unverified"' in written.read_text(encoding="utf-8")
        await reader.press("x", "E", "enter")
        assert reader.asking
        await reader.type("no")
        await reader.press("enter")
        assert len(json.loads(written.read_text(encoding="utf-8"))["reports"][0]["annotations"]) == 1


async def test_the_place_of_reading_is_restored(opened: Any) -> None:
    async with opened(size=(80, 24)) as reader:
        await reader.press("G", "k", "k", "w", "w")
        caret, top = reader.reading.caret, reader.article.top_offset
        await reader.press("q")
        await reader.until(lambda: reader.app._exit)
    async with opened(size=(80, 24)) as reader:
        assert reader.reading.caret == caret
        assert reader.article.top_offset == top


async def test_another_program_that_changed_the_same_is_told(
    opened: Any, annotated: Callable[..., None], seed: Report
) -> None:
    annotated(seed, {SENTENCE: ["unverified"]})
    async with opened() as reader:
        (annotation,) = reader.editor.index
        other = AnnotationStore.open(reader.app.settings.database)
        from annotations.editor import ReportEditor

        operations: list[Any] = []
        record = other.report_by_text(seed.text_sha256)
        assert record is not None
        editor = ReportEditor(
            seed, record, other.annotations(record.id), other.changes(record.id),
            now=lambda: "2026-11-22T09:13:00Z", new_id=lambda: "other-1", submit=operations.append,
        )  # fmt: skip
        editor.set_note(annotation.id, "from elsewhere")
        other.write(operations)
        other.close()
        reader.reading.go(annotation.start)
        await reader.press("x")
        await reader.until(lambda: len(reader.editor.index) == 1)
        await reader.until(lambda: "another program" in reader.line("target"))
        assert [each.note for each in reader.editor.index] == ["from elsewhere"]


@pytest.mark.parametrize(
    "typed", ["~nobody-has-this-name/x.json", "x" * 300, ".", "/", "file.txt/x.json", "no such folder/x.json"]
)
async def test_a_place_that_nothing_can_be_exported_to_is_said(
    opened: Any, tmp_path: Path, typed: str
) -> None:
    (tmp_path / "~nobody-has-this-name").write_text("in the way", encoding="utf-8")
    (tmp_path / "file.txt").write_text("in the way", encoding="utf-8")
    async with opened() as reader:
        await reader.press("E")
        await reader.until(lambda: reader.asking)
        reader.dialog.query_one("Input").value = typed
        await reader.press("enter")
        await reader.until(
            lambda: any(words in reader.line("target") for words in ("Not exported", "is a folder"))
        )
        await reader.press("j")
        assert reader.line("target")


async def test_an_undo_of_what_cannot_be_read_is_a_sentence_and_changes_nothing(opened: Any) -> None:
    async with opened() as reader:
        await reader.press("u")
        await reader.saved()
        editor, before = reader.editor, reader.marked
        (edit,) = editor.undoable.edits
        strange = msgspec.structs.replace(edit, before={"id": edit.id, "spans": "none"})
        editor.refresh(list(editor.index), [msgspec.structs.replace(editor.undoable, edits=(strange,))])
        await reader.press("z")
        assert "“+ unverified” cannot be undone" in reader.line("target")
        assert reader.marked == before


async def test_what_of_a_long_sentence_has_no_room_is_shown_with_the_next_key(opened: Any) -> None:
    async with opened(size=(60, 20)) as reader:
        reader.screen.say(" ".join(f"word{number}" for number in range(30)))
        assert reader.line("target").startswith(" word0 ")
        assert reader.line("keys").rstrip().endswith("…")
        last = reader.line("keys").split()[-2]
        await reader.press("j")
        assert reader.line("target").startswith(f" word{int(last.removeprefix('word')) + 1} ")
        assert reader.reading.sentence_number == 1
        await reader.press("j")
        assert not reader.screen.views.target.alarm
