"""In a text field every key types; escape closes one thing; panes and their order."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

import pytest

from reports.document import Report
from tui.screens.note import NoteArea
from tui.screens.prompt import LineInput

TYPED = "xuqco?123z.n/ENYtams]"
"""Keys that do something in the reader."""
_NAMED = {".": "full_stop", "/": "slash", "?": "question_mark", "]": "right_square_bracket"}

FIELDS = {
    "who": ["at"],
    "tag": ["t"],
    "note": ["m"],
    "report note": ["M"],
    "search": ["slash"],
    "source": ["i"],
    "export": ["E"],
    "filter of the entities": ["f2", "slash"],
    "filter of the list": ["f3", "slash"],
}


def value_of(dialog: Any) -> str:
    widget = dialog.app.focused
    return str(getattr(widget, "value", None) if hasattr(widget, "value") else widget.text)


@pytest.mark.parametrize("field", sorted(FIELDS))
async def test_every_key_types_in_a_text_field(opened: Any, field: str) -> None:
    async with opened() as reader:
        await reader.press("u", *FIELDS[field])
        await reader.until(lambda: reader.asking)
        before = value_of(reader)
        await reader.press(*(_NAMED.get(key, key) for key in TYPED))
        assert reader.asking
        assert value_of(reader) == before + TYPED
        assert reader.app.is_running
        await reader.press("escape")
        assert not reader.asking
        assert [each.tags for each in reader.editor.index] == [("unverified",)]
        assert reader.editor.undo() is not None
        assert reader.editor.undoable is None


@pytest.mark.parametrize("field", sorted(FIELDS))
async def test_undo_in_a_text_field_undoes_the_typing_only(opened: Any, field: str) -> None:
    async with opened() as reader:
        await reader.press("u", *FIELDS[field])
        await reader.until(lambda: reader.asking)
        before = value_of(reader)
        await reader.type("abc")
        while value_of(reader) != before:
            shown = value_of(reader)
            await reader.press("ctrl+z")
            assert len(value_of(reader)) < len(shown)
        await reader.press("ctrl+z", "ctrl+z", "delete", "escape")
        assert [each.tags for each in reader.editor.index] == [("unverified",)]


@pytest.mark.parametrize("field", sorted(FIELDS))
async def test_delete_in_a_text_field_deletes_a_letter_only(opened: Any, field: str) -> None:
    async with opened() as reader:
        await reader.press("u", *FIELDS[field])
        await reader.until(lambda: reader.asking)
        before = value_of(reader)
        await reader.type("abc")
        await reader.press("left", "delete")
        assert value_of(reader) == before + "ab"
        await reader.press("escape")
        assert len(reader.editor.index) == 1


async def test_pasted_control_characters_stand_in_a_field_as_what_is_drawn_for_them(opened: Any) -> None:
    from textual.events import Paste

    async with opened() as reader:
        await reader.press("slash")
        await reader.until(lambda: reader.asking)
        reader.app.focused.post_message(Paste("a\x1b[2Jb\u202ec"))
        await reader.until(lambda: value_of(reader) != "")
        assert value_of(reader) == "a␛[2Jb‹RLO›c"


async def test_all_lines_of_what_is_pasted_into_a_line_stand_in_it(opened: Any) -> None:
    from textual.events import Paste

    async with opened() as reader:
        await reader.press("slash")
        await reader.until(lambda: reader.asking)
        reader.app.post_message(Paste("a headline\r\nover two\n"))
        await reader.until(lambda: value_of(reader) != "")
        assert value_of(reader) == "a headline over two"


@pytest.mark.parametrize("evil", ["a", "\u202e", "ж", "\n"])
async def test_a_field_takes_the_beginning_of_a_paste_without_measure_and_says_so(
    opened: Any, evil: str
) -> None:
    from textual.events import Paste

    async with opened() as reader:
        await reader.press("m")
        await reader.until(lambda: reader.asking)
        reader.app.post_message(Paste("the beginning " + evil * 9_999))
        await reader.until(lambda: any("A field takes the first 10,000" in row for row in reader.rows()))
        await reader.until(lambda: reader.app.focused.text.startswith("the beginning "))
        assert len(reader.app.focused.text) == 10_000


async def test_escape_closes_one_thing_at_a_time_and_never_quits(
    opened: Any, annotated: Any, seed: Report
) -> None:
    annotated(seed, {"1,000": ["unverified"]})
    async with opened() as reader:
        await reader.press("slash")
        await reader.type("received")
        await reader.press("enter", "right_square_bracket", "v", "question_mark")
        await reader.until(lambda: reader.asking)
        await reader.press("escape")
        await reader.until(lambda: not reader.asking)
        assert reader.reading.borders
        await reader.press("escape")
        assert (reader.reading.borders, reader.reading.held is None) == (False, False)
        await reader.press("escape")
        assert (reader.reading.held, reader.reading.trail is None) == (None, False)
        await reader.press("escape")
        assert reader.reading.trail is None
        await reader.press("escape", "escape")
        assert reader.app.is_running
        assert not reader.app._exit


async def test_q_closes_the_help_and_then_quits(opened: Any) -> None:
    async with opened() as reader:
        await reader.press("question_mark")
        await reader.until(lambda: reader.asking)
        await reader.press("q")
        await reader.until(lambda: not reader.asking)
        assert not reader.app._exit
        await reader.press("q")
        await reader.until(lambda: reader.app._exit)


async def test_tab_goes_round_the_panes_and_shift_tab_back(opened: Any) -> None:
    async with opened() as reader:
        seen = [reader.focused]
        for _ in range(3):
            await reader.press("tab")
            seen.append(reader.focused)
        assert seen == ["article", "annotations", "entities", "article"]
        await reader.press("shift+tab")
        assert reader.focused == "entities"


async def test_the_focused_pane_has_a_heavy_rule_and_its_own_keys(opened: Any) -> None:
    async with opened() as reader:
        assert "▐ARTICLE▌" in reader.rows()[1]
        await reader.press("tab")
        assert "▐ANNOTATIONS▌" in reader.rows()[1]
        assert "go there" in reader.line("keys")
        await reader.press("tab")
        assert "▐ENTITIES▌" in reader.rows()[1]
        assert "choose" in reader.line("keys")


@pytest.mark.parametrize("size", [(120, 40), (100, 30), (80, 24), (60, 20), (40, 10)])
async def test_f2_and_f3_go_to_their_panes_and_back_in_every_fold(opened: Any, size: tuple[int, int]) -> None:
    async with opened(size=size) as reader:
        for key, pane in (("f2", "entities"), ("f3", "annotations")):
            await reader.press(key)
            await reader.until(lambda pane=pane: reader.focused == pane)
            await reader.until(lambda pane=pane: getattr(reader.screen.views, pane).region.area > 0)
            await reader.until(lambda pane=pane: any(row.strip() for row in reader.pane(pane)))
            await reader.press(key)
            await reader.until(lambda: reader.focused == "article")


@pytest.mark.parametrize("size", [(80, 24), (60, 20), (40, 10)])
async def test_a_drawer_closes_with_escape(opened: Any, size: tuple[int, int]) -> None:
    async with opened(size=size) as reader:
        before = reader.rows()
        await reader.press("f2")
        await reader.until(lambda: reader.focused == "entities")
        await reader.press("escape")
        await reader.until(lambda: reader.focused == "article")
        await reader.until(lambda: reader.rows() == before)


@pytest.mark.parametrize("size", [(80, 24), (60, 20), (40, 10)])
async def test_every_fold_is_the_one_on_the_screen(opened: Any, size: tuple[int, int]) -> None:
    async with opened(size=size) as reader:
        for key in ("f3", "f3", "f2", "f3", "f2", "f2"):
            await reader.press(key)
            views = reader.screen.views
            for widget in views.widgets:
                if widget.id in views.fold.boxes:
                    box = views.fold.boxes[widget.id]
                    await reader.until(lambda widget=widget, box=box: tuple(widget.region) == tuple(box))


async def test_the_list_of_all_is_filtered_and_chosen_from(opened: Any, annotated: Any, seed: Report) -> None:
    annotated(seed, {"1,000": ["unverified"], "100 Russian soldiers": ["contested"]})
    async with opened() as reader:
        await reader.press("f3", "slash")
        await reader.type("russian")
        await reader.press("enter")
        assert reader.in_pane("annotations", "1 OF 2")
        assert reader.in_pane("annotations", "100 Russ")
        await reader.press("G", "enter")
        assert reader.focused == "article"
        assert reader.words(reader.reading.target.span) == "100 Russian soldiers"
        assert reader.reading.target.kind == "held"
        await reader.press("escape", "f3", "escape")
        assert reader.in_pane("annotations", "ALL 2")


async def test_enter_on_a_tag_filters_the_list_to_it(opened: Any, annotated: Any, seed: Report) -> None:
    annotated(seed, {"1,000": ["unverified"], "100 Russian soldiers": ["contested"]})
    async with opened() as reader:
        await reader.press("f3", "g", "j", "enter")
        assert reader.in_pane("annotations", "1 OF 2").rstrip("─ ").endswith("contested")
        await reader.press("enter")
        assert reader.in_pane("annotations", "ALL 2")


async def test_letters_belong_to_the_list_that_has_the_focus(opened: Any) -> None:
    async with opened() as reader:
        await reader.press("u", "f3", "x", "v", "m", "t", "i", "M")
        assert not reader.asking
        assert len(reader.editor.index) == 1
        assert reader.reading.selection is None


async def test_help_shows_the_tags_by_their_names_and_every_group(opened: Any) -> None:
    async with opened(size=(100, 90)) as reader:
        await reader.press("f1")
        await reader.until(lambda: reader.asking)
        shown = "\n".join(reader.rows())
        for words in ("All keys", "MOVE", "SELECT", "TAG", "FIND", "unverified", "undo, across restarts"):
            assert words in shown, words


async def test_the_terminals_cursor_stands_on_the_caret(opened: Any) -> None:
    async with opened() as reader:
        await reader.press("w")
        x, y = reader.app.cursor_position
        row = reader.rows()[y]
        assert row[x:].startswith(reader.text[reader.reading.caret :][:10])


async def test_a_page_takes_the_caret_along(opened: Any) -> None:
    async with opened(size=(80, 24)) as reader:
        await reader.press("space")
        first = reader.reading.sentence_number
        assert first > 3
        await reader.press("space", "pageup")
        assert 0 < reader.reading.sentence_number <= first + 2
        await reader.press("G")
        assert reader.reading.sentence_number == 32
        await reader.press("g")
        assert (reader.reading.sentence_number, reader.article.top_offset) == (0, 0)


async def test_the_current_sentence_is_always_in_sight(opened: Any) -> None:
    async with opened(size=(60, 20)) as reader:
        for _ in range(32):
            await reader.press("j")
            assert reader.article.shows(reader.reading.caret)
            assert sum("▌" in row for row in reader.pane("article")) >= 1


async def test_what_is_pasted_into_a_note_never_reaches_the_terminal_as_a_command(opened: Any) -> None:
    from textual.events import Paste

    async with opened() as reader:
        await reader.press("m")
        await reader.until(lambda: reader.asking)
        reader.app.post_message(Paste("one\x1b]0;title\x07\u202e\x9b2J\ttwo\rthree"))
        await reader.until(lambda: any("three" in row for row in reader.rows()))
        assert not set("\x1b\x07\u202e\x9b") & set("".join(reader.rows()))
        await reader.press("enter")
        await reader.until(lambda: len(reader.editor.index) == 1)
        assert reader.editor.index[0].note == "one␛]0;title␇‹RLO›‹9B›2J two\nthree"


async def test_pages_go_on_inside_a_sentence_longer_than_the_window(opened: Any, report_of: Any) -> None:
    report = report_of("word " * 4000 + "end.\n\nThe next block stands here.\n")
    async with opened(report=report, size=(80, 24)) as reader:
        tops = [reader.article.in_sight[0]]
        for _ in range(5):
            await reader.press("pagedown")
            tops.append(reader.article.in_sight[0])
        assert all(reader.article.rows.between(before, after, 11) == 11 for before, after in pairwise(tops))
        await reader.press("pageup")
        assert tops[3] <= reader.article.in_sight[0] < tops[5]


async def test_a_page_while_selecting_never_ends_between_two_blocks(opened: Any, report_of: Any) -> None:
    report = report_of("\n\n".join(f"Sentence number {n} stands here." for n in range(80)) + "\n")
    async with opened(report=report, size=(80, 24)) as reader:
        await reader.press("v")
        for key in ("pagedown", "pagedown", "h", "pagedown", "pageup", "pagedown"):
            await reader.press(key)
            assert reader.text[reader.reading.caret] != "\n"


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (60, 20), (52, 14)])
@pytest.mark.parametrize("field", ["who", "search", "filter of the list"])
async def test_no_hint_is_cut_in_the_key_line_of_a_field(
    opened: Any, field: str, size: tuple[int, int]
) -> None:
    async def hints(size: tuple[int, int]) -> list[str]:
        async with opened(size=size) as reader:
            await reader.press(*FIELDS[field])
            await reader.until(lambda: reader.asking)
            return re.split(" {2,}", reader.rows()[-1].strip())

    shown = await hints(size)
    assert shown == (await hints((120, 40)))[: len(shown)]


async def test_plus_says_when_there_is_nothing_larger(opened: Any) -> None:
    async with opened() as reader:
        await reader.press(*["plus"] * 12)
        assert "nothing larger" in reader.line("target")
        assert reader.reading.selection is not None


@pytest.mark.parametrize(("key", "field"), [("at", LineInput), ("m", NoteArea)])
async def test_the_cursor_of_a_field_does_not_blink(opened: Any, key: str, field: type[Any]) -> None:
    async with opened() as reader:
        await reader.press(key)
        assert not reader.app.screen.query_one(field).cursor_blink
