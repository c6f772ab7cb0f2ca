"""The mouse: it can do what the keys do, and is never needed."""

from __future__ import annotations

from typing import Any

import pytest
from textual.events import MouseDown, MouseEvent, MouseMove, MouseScrollDown, MouseScrollUp, MouseUp

from reports.document import Report
from tui.app import ReaderApp


def cell_of(reader: Any, words: str) -> tuple[int, int]:
    """Where these words begin in the article, as an offset in its pane."""
    cell = reader.article.cursor_cell(reader.text.index(words))
    assert cell is not None
    origin = reader.article.region.offset
    return cell.x - origin.x, cell.y - origin.y


async def test_a_click_puts_the_caret_on_the_character(opened: Any) -> None:
    async with opened() as reader:
        await reader.pilot.click("#article", offset=cell_of(reader, "International"))
        assert reader.text[reader.reading.caret :].startswith("International")
        await reader.press("u")
        assert list(reader.marked) == ["The handover was mediate"]


async def test_a_double_click_selects_the_word(opened: Any) -> None:
    async with opened() as reader:
        await reader.pilot.click("#article", offset=cell_of(reader, "International"), times=2)
        await reader.until(lambda: reader.reading.selection is not None)
        assert reader.words(reader.reading.selection) == "International"


async def test_a_triple_click_selects_the_sentence(opened: Any) -> None:
    async with opened() as reader:
        await reader.pilot.click("#article", offset=cell_of(reader, "International"), times=3)
        assert (
            reader.words(reader.reading.selection)
            == "The handover was mediated by the International Red Cross."
        )


async def mouse(
    reader: Any, kind: type[MouseEvent], place: tuple[int, int], *, button: int = 1, **held: bool
) -> None:
    """What the terminal tells of the mouse, in cells of the article."""
    origin = reader.article.region.offset
    keys = {"shift": False, "meta": False, "ctrl": False} | held
    event = kind(None, origin.x + place[0], origin.y + place[1], 0, 0, button, **keys)
    reader.app.screen._forward_event(event)
    await reader.pilot.pause()


async def drag(reader: Any, start: tuple[int, int], end: tuple[int, int], *, clicks: int = 1) -> None:
    """Press so many times, move and let go with the left button."""
    for _ in range(clicks - 1):
        await mouse(reader, MouseDown, start)
        await mouse(reader, MouseUp, start)
    for kind, place in ((MouseDown, start), (MouseMove, end), (MouseUp, end)):
        await mouse(reader, kind, place)


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two clicks are a double click however slow the machine is."""
    monkeypatch.setattr(ReaderApp, "CLICK_CHAIN_TIME_THRESHOLD", 600.0)


async def test_dragging_selects_both_ends_included(opened: Any) -> None:
    async with opened() as reader:
        x, y = cell_of(reader, "staff responsible")
        await drag(reader, (x, y), (x + len("staff") - 1, y))
        await reader.until(lambda: reader.reading.selection is not None)
        assert reader.words(reader.reading.selection) == "staff"
        await reader.press("c")
        assert list(reader.marked) == ["staff"]
        assert reader.reading.target.kind == "held"


async def test_after_a_double_click_dragging_goes_by_words(opened: Any) -> None:
    async with opened() as reader:
        x, y = cell_of(reader, "staff responsible")
        await drag(reader, (x + 2, y), (x + 8, y), clicks=2)
        assert reader.words(reader.reading.selection) == "staff responsible"
        await drag(reader, (x + 8, y), (x + 2, y), clicks=2)
        assert reader.words(reader.reading.selection) == "staff responsible"


async def test_after_a_triple_click_dragging_goes_by_sentences(opened: Any) -> None:
    async with opened() as reader:
        await drag(reader, cell_of(reader, "International"), cell_of(reader, "responsible"), clicks=3)
        words = reader.words(reader.reading.selection)
        assert words.startswith("Kiev received 1,000")
        assert words.endswith("by the International Red Cross.")


async def test_a_fourth_click_puts_the_caret_again(opened: Any) -> None:
    async with opened() as reader:
        place = cell_of(reader, "International")
        await drag(reader, place, place, clicks=4)
        assert reader.reading.selection is None


async def test_a_double_click_between_words_selects_nothing(opened: Any) -> None:
    async with opened() as reader:
        x, y = cell_of(reader, " responsible")
        await drag(reader, (x, y), (x, y), clicks=2)
        assert reader.reading.selection is None


async def test_dragging_back_to_where_it_began_selects_that_character(opened: Any) -> None:
    async with opened() as reader:
        x, y = cell_of(reader, "staff responsible")
        for kind, place in ((MouseDown, x), (MouseMove, x + 4), (MouseMove, x), (MouseUp, x)):
            await mouse(reader, kind, (place, y))
        assert reader.words(reader.reading.selection) == "s"


async def test_shift_and_a_click_select_from_the_caret_and_then_from_the_same_end(opened: Any) -> None:
    async with opened() as reader:
        x, y = cell_of(reader, "staff responsible")
        await drag(reader, (x, y), (x, y))
        for cells, words in ((4, "staff"), (16, "staff responsible")):
            await mouse(reader, MouseDown, (x + cells, y), shift=True)
            await mouse(reader, MouseUp, (x + cells, y), shift=True)
            assert reader.words(reader.reading.selection) == words


async def test_other_buttons_and_control_do_nothing(opened: Any) -> None:
    async with opened() as reader:
        place = cell_of(reader, "International")
        for button, held in ((3, {}), (2, {}), (1, {"ctrl": True})):
            for kind in (MouseDown, MouseUp):
                await mouse(reader, kind, place, button=button, **held)
        assert (reader.reading.caret, reader.reading.selection) == (0, None)


async def test_a_drag_whose_end_nobody_told_is_over_with_the_next_move(opened: Any) -> None:
    async with opened() as reader:
        x, y = cell_of(reader, "staff responsible")
        for kind, place in ((MouseDown, x), (MouseMove, x + 4)):
            await mouse(reader, kind, (place, y))
        for _ in range(2):
            await mouse(reader, MouseMove, (x + 16, y), button=0)
        assert reader.words(reader.reading.selection) == "staff"


async def test_held_below_the_edge_the_text_scrolls_to_its_end_and_the_selection_follows(opened: Any) -> None:
    async with opened(size=(80, 24)) as reader:
        start = reader.text.index("Kiev received")
        height = reader.article.size.height
        await mouse(reader, MouseDown, cell_of(reader, "Kiev received"))
        await mouse(reader, MouseMove, (30, height))
        await reader.until(lambda: reader.article.shows(len(reader.text.rstrip()) - 1))
        await reader.until(lambda: reader.reading.selection == (start, len(reader.text.rstrip())))
        await mouse(reader, MouseUp, (30, height))
        top = reader.article.top_offset
        await mouse(reader, MouseMove, (30, height), button=0)
        assert reader.article.top_offset == top


async def test_held_above_the_edge_the_text_scrolls_to_its_top_and_the_selection_follows(opened: Any) -> None:
    async with opened(size=(80, 24)) as reader:
        await reader.press("G")
        end = reader.reading.caret + 4
        await mouse(reader, MouseDown, cell_of(reader, reader.text[end : end + 20]))
        await mouse(reader, MouseMove, (30, -2))
        await reader.until(lambda: reader.article.top_offset == 0)
        await reader.until(lambda: reader.reading.selection == (0, end + 1))


async def test_back_inside_the_edge_the_scrolling_ends(opened: Any) -> None:
    async with opened(size=(80, 24)) as reader:
        await mouse(reader, MouseDown, cell_of(reader, "Kiev received"))
        await mouse(reader, MouseMove, (30, reader.article.size.height))
        await reader.until(lambda: reader.article.top_offset > 0)
        await mouse(reader, MouseMove, (30, 5))
        assert reader.article._scrolling is None
        assert reader.reading.selection is not None


async def test_the_wheel_takes_the_selection_along_while_the_button_is_down(opened: Any) -> None:
    async with opened(size=(80, 24)) as reader:
        await mouse(reader, MouseDown, cell_of(reader, "Kiev received"))
        await mouse(reader, MouseMove, (30, 8))
        before = reader.reading.selection
        await mouse(reader, MouseScrollDown, (30, 8))
        assert reader.reading.selection.start == before.start
        assert reader.reading.selection.end > before.end


async def test_a_click_on_a_letter_in_the_gutter_holds_its_annotation(
    opened: Any, annotated: Any, seed: Report
) -> None:
    sentence = "The handover was mediated by the International Red Cross."
    annotated(seed, {sentence: ["unverified", "contested"], "The handover": ["contested"]})
    async with opened() as reader:
        y = cell_of(reader, sentence)[1]
        cells = reader.pane("article")[y]
        await drag(reader, (cells.index("u"), y), (cells.index("u"), y))
        assert reader.words(reader.reading.target.span) == sentence
        held = []
        for _ in range(3):
            await drag(reader, (cells.index("c"), y), (cells.index("c"), y))
            held.append(reader.words(reader.reading.target.span))
        assert held[0] == held[2] != held[1]
        assert set(held) == {sentence, "The handover"}


async def test_a_click_beside_the_letters_puts_the_caret_in_the_row(opened: Any) -> None:
    async with opened() as reader:
        y = cell_of(reader, "Kiev received")[1]
        await drag(reader, (1, y), (1, y))
        assert reader.text[reader.reading.caret :].startswith("Kiev received")


async def test_dragging_backwards_selects_the_same(opened: Any) -> None:
    async with opened() as reader:
        x, y = cell_of(reader, "staff responsible")
        await drag(reader, (x + 4, y), (x, y))
        assert reader.words(reader.reading.selection) == "staff"


async def test_dragging_over_rows_selects_what_lies_between(opened: Any) -> None:
    async with opened() as reader:
        await drag(reader, cell_of(reader, "1,000"), cell_of(reader, "responsible"))
        assert reader.words(reader.reading.selection) == "1,000 fallen soldiers, according to the staff r"


async def test_the_wheel_scrolls_and_the_caret_stays(opened: Any) -> None:
    async with opened(size=(80, 24)) as reader:
        rows = reader.article.rows
        for kind, top in ((MouseScrollDown, 3), (MouseScrollDown, 6), (MouseScrollUp, 3)):
            await mouse(reader, kind, (1, 1))
            await reader.until(lambda top=top: reader.article.in_sight[0] == rows.moved(rows.first, top))
        assert reader.reading.caret == 0


async def test_a_click_on_the_strip_goes_there(opened: Any) -> None:
    async with opened() as reader:
        height = reader.screen.views.overview.size.height
        await reader.pilot.click("#overview", offset=(0, height - 1))
        assert reader.reading.sentence_number > 28
        await reader.pilot.click("#overview", offset=(0, 0))
        assert reader.reading.sentence_number == 0


async def test_a_click_on_an_entity_chooses_it(opened: Any) -> None:
    async with opened() as reader:
        await reader.pilot.click("#entities", offset=(3, 1))
        await reader.until(lambda: reader.reading.trail is not None)
        assert reader.state_of_entities.chosen == "person:zelensky"
        assert reader.focused == "entities"


async def test_a_click_in_the_list_goes_to_the_annotation(opened: Any, annotated: Any, seed: Report) -> None:
    annotated(seed, {"1,000": ["unverified"], "100 Russian soldiers": ["contested"]})
    async with opened() as reader:
        row = next(n for n, each in enumerate(reader.pane("annotations")) if "100 R" in each)
        await reader.pilot.click("#annotations", offset=(5, row))
        await reader.until(lambda: reader.reading.held is not None)
        assert reader.words(reader.reading.target.span) == "100 Russian soldiers"
        assert reader.focused == "article"


async def test_a_click_on_a_choice_takes_it(opened: Any) -> None:
    async with opened() as reader:
        await reader.press("t")
        await reader.until(lambda: reader.asking)
        await reader.pilot.click("ChoiceList", offset=(5, 1))
        await reader.until(lambda: not reader.asking)
        assert list(reader.marked.values()) == [("contested",)]


async def test_a_click_outside_the_text_is_no_error(opened: Any) -> None:
    async with opened(size=(120, 40)) as reader:
        for offset in ((0, 0), (3, 4), (60, 35)):
            await reader.pilot.click("#article", offset=offset)
        for widget in ("#header", "#target", "#keys", "#rule"):
            await reader.pilot.click(widget, offset=(1, 0))
        assert reader.app.is_running


@pytest.mark.usefixtures("suggesting")
async def test_a_click_on_the_question_mark_of_a_suggestion_goes_to_its_sentence(opened: Any) -> None:
    async with opened() as reader:
        await reader.press("j", "j")
        for words, sentence in (("Kiev received 1,000", 1), ("Moscow", 0)):
            _, row = cell_of(reader, words)
            assert reader.pane("article")[row][3] in "?┊"
            await reader.pilot.click("#article", offset=(3, row))
            assert reader.reading.sentence_number == sentence
            assert reader.reading.caret == reader.reading.sentence.start
            assert "official-claim" in reader.reading.deciding.tags_here
