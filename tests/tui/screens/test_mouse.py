"""The mouse: it can do what the keys do, and is never needed."""

from __future__ import annotations

from typing import Any

from textual.events import MouseDown, MouseEvent, MouseMove, MouseScrollDown, MouseScrollUp, MouseUp

from reports.document import Report


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
        assert reader.words(reader.reading.selection) == "International"


async def test_a_triple_click_selects_the_sentence(opened: Any) -> None:
    async with opened() as reader:
        await reader.pilot.click("#article", offset=cell_of(reader, "International"), times=3)
        assert (
            reader.words(reader.reading.selection)
            == "The handover was mediated by the International Red Cross."
        )


async def mouse(reader: Any, kind: type[MouseEvent], place: tuple[int, int]) -> None:
    """What the terminal tells of the mouse, in cells of the article."""
    origin = reader.article.region.offset
    event = kind(None, origin.x + place[0], origin.y + place[1], 0, 0, 1, shift=False, meta=False, ctrl=False)
    reader.app.screen._forward_event(event)
    await reader.pilot.pause()


async def drag(reader: Any, start: tuple[int, int], end: tuple[int, int]) -> None:
    """Press, move and let go with the left button."""
    for kind, place in ((MouseDown, start), (MouseMove, end), (MouseUp, end)):
        await mouse(reader, kind, place)


async def test_dragging_selects_both_ends_included(opened: Any) -> None:
    async with opened() as reader:
        x, y = cell_of(reader, "staff responsible")
        await drag(reader, (x, y), (x + len("staff") - 1, y))
        await reader.until(lambda: reader.reading.selection is not None)
        assert reader.words(reader.reading.selection) == "staff"
        await reader.press("c")
        assert list(reader.marked) == ["staff"]
        assert reader.reading.target.kind == "held"


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
