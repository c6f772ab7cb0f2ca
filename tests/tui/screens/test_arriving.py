"""A long report is on the screen when its beginning is read; the rest comes beside the keyboard."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from textual.events import Key

from reports import opening
from reports.document import Block, Blocks, Marks
from reports.loading import load_bytes, open_bytes
from reports.opening import Opening, Stretch
from reports.sentences import SentenceIndex
from tui.app import ReaderApp
from tui.screens.library import LibraryScreen

SENTENCES = 400
TEXT = "".join(f"Sentence number {number} stands here.\n\n" for number in range(SENTENCES))


class Held:
    """Holds up the thread that reads the rest, until it is let go."""

    def __init__(self) -> None:
        self.free = threading.Event()

    def __call__(self) -> None:
        assert self.free.wait(30)


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Iterator[Held]:
    """Little is read at once, and after the first stretches nothing until the test says so."""
    monkeypatch.setattr(opening, "FIRST", 3000)
    monkeypatch.setattr(opening, "STRETCH", 500)
    reading = Held()
    monkeypatch.setattr(ReaderApp, "give_way", reading)
    yield reading
    reading.free.set()


@pytest.fixture
def begun() -> Callable[..., Opening]:
    return lambda name="wire.txt": open_bytes(TEXT.encode(), name, name)


async def test_the_beginning_can_be_read_before_the_rest_is_there(
    opened: Any, held: Held, begun: Callable[..., Opening]
) -> None:
    async with opened(opening=begun(), ready=False) as reader:
        assert not reader.reading.report.complete
        assert "Sentence number 0 stands" in "".join(reader.pane("article"))
        assert "% read" in reader.line("header")
        await reader.press("j", "j", "w", "space")
        assert reader.reading.caret > 0
        assert "reading the report" in reader.line("target")
        held.free.set()


async def test_the_end_of_what_is_read_is_said_not_to_be_the_end_of_the_report(
    opened: Any, held: Held, begun: Callable[..., Opening]
) -> None:
    async with opened(opening=begun(), ready=False) as reader:
        await reader.press("G")
        before = reader.reading.sentence_number
        assert before < SENTENCES - 1
        assert "end of what has been read so far" in reader.line("target")
        held.free.set()
        await reader.until(lambda: reader.reading.editor is not None)
        assert reader.reading.sentence_number == before
        await reader.press("G")
        assert reader.reading.sentence_number == SENTENCES - 1
        assert "so far" not in reader.line("target")
        assert "% read" not in reader.line("header")


async def test_when_all_is_there_it_is_the_report_that_is_read_at_once(
    opened: Any, held: Held, begun: Callable[..., Opening]
) -> None:
    async with opened(opening=begun(), ready=False) as reader:
        held.free.set()
        await reader.until(lambda: reader.reading.editor is not None)
        whole = load_bytes(TEXT.encode(), "wire.txt", "wire.txt")
        assert reader.reading.report == whole
        assert len(reader.reading.sentences) == len(SentenceIndex(whole.text, whole.blocks))


async def test_a_tag_key_pressed_early_tags_when_the_report_is_there(
    opened: Any, held: Held, begun: Callable[..., Opening]
) -> None:
    async with opened(opening=begun(), ready=False) as reader:
        await reader.press("j")
        await reader.type("u")
        held.free.set()
        await reader.until(lambda: reader.reading.editor is not None and len(reader.editor.index) == 1)
        assert reader.marked == {"Sentence number 1 stands": ("unverified",)}


async def test_in_markdown_a_key_that_needs_all_of_it_says_so_and_holds_up_none_behind_it(
    opened: Any, held: Held, begun: Callable[..., Opening]
) -> None:
    async with opened(opening=_in_two(held, "wire.md"), ready=False) as reader:
        assert not reader.reading.report.complete
        await reader.press("u")
        assert "50% of the report is read so far" in reader.line("target")
        await reader.press("j")
        assert reader.reading.sentence_number == 1
        held.free.set()
        await reader.until(lambda: reader.reading.editor is not None)
        assert len(reader.editor.index) == 0
        await reader.press("u")
        assert len(reader.editor.index) == 1


async def test_words_are_copied_before_the_rest_is_there(opened: Any, held: Held) -> None:
    async with opened(opening=_in_two(held, "wire.md"), ready=False) as reader:
        await reader.press("j", "y")
        assert "quote copied" in reader.line("target")
        assert reader.app.clipboard.startswith("“Sentence number 1 stands here.”")
        held.free.set()


async def test_from_the_list_another_report_is_opened_while_the_rest_of_one_comes(
    opened: Any, held: Held, tmp_path: Path
) -> None:
    other = tmp_path / "other.txt"
    other.write_text("Other words.\n", encoding="utf-8")
    async with opened(
        opening=_in_two(held, "wire.md"), ready=False, sources=["wire.md", str(other)]
    ) as reader:
        await reader.press("ctrl+o")
        await reader.until(lambda: isinstance(reader.dialog, LibraryScreen))
        await reader.press("G", "enter")
        await reader.until(lambda: not reader.asking and reader.text.startswith("Other"))
        held.free.set()
        await reader.until(lambda: reader.reading.editor is not None)
        await reader.press("u")
        assert reader.marked == {"Other words.": ("unverified",)}


async def test_a_stretch_that_begins_anew_leaves_the_caret_in_the_new_text(opened: Any, held: Held) -> None:
    async with opened(opening=_in_two(held, "wire.md", anew=True), ready=False) as reader:
        await reader.press("G")
        held.free.set()
        await reader.until(lambda: reader.reading.editor is not None)
        assert "Sentence number 199 stands here." in reader.in_pane("article", "▌")
        assert reader.reading.report == load_bytes(TEXT.encode(), "wire.md", "wire.md")


async def test_a_caret_that_was_not_moved_begins_with_the_text_that_begins_anew(
    opened: Any, held: Held
) -> None:
    async with opened(opening=_in_two(held, "wire.md", anew=True, above="\n\n"), ready=False) as reader:
        assert reader.reading.caret == 2
        held.free.set()
        await reader.until(lambda: reader.reading.editor is not None)
        assert reader.reading.caret == 0
        await reader.press("G", "k", "k", "u")
        caret = reader.reading.caret
    held.free.clear()
    async with opened(opening=_in_two(held, "wire.md", anew=True, above="\n\n"), ready=False) as reader:
        held.free.set()
        await reader.until(lambda: reader.reading.caret == caret)


async def test_a_search_that_is_typed_while_the_text_begins_anew_leads_nowhere_in_the_old_one(
    opened: Any, held: Held
) -> None:
    async with opened(opening=_in_two(held, "wire.md", anew=True, above="Title\n\n"), ready=False) as reader:
        await reader.press("j")
        caret = reader.reading.caret
        await reader.press("slash")
        await reader.until(lambda: reader.asking)
        await reader.type("number")
        await reader.until(lambda: reader.reading.trail is not None)
        held.free.set()
        await reader.until(
            lambda: reader.reading.trail is not None and len(reader.reading.trail) == SENTENCES
        )
        assert list(reader.reading.trail.starts)[:2] == [TEXT.index("number"), TEXT.index("number 1")]
        await reader.press("escape")
        assert reader.reading.trail is None
        assert reader.reading.caret == caret


async def test_what_is_said_of_the_rest_is_said_when_it_comes(opened: Any, held: Held) -> None:
    async with opened(opening=_in_two(held, "wire.md", notices=("The rest is odd.",)), ready=False) as reader:
        assert "The rest is odd." not in reader.line("target")
        held.free.set()
        await reader.until(lambda: "The rest is odd." in reader.line("target"))


async def test_reading_goes_on_where_it_stopped_when_that_place_is_there(
    opened: Any, begun: Callable[..., Opening], held: Held
) -> None:
    held.free.set()
    async with opened(opening=begun()) as reader:
        await reader.press("G", "k", "k", "u")
        caret = reader.reading.caret
    held.free.clear()
    async with opened(opening=begun(), ready=False) as reader:
        assert reader.reading.caret == 0
        held.free.set()
        await reader.until(lambda: reader.reading.caret == caret)
        assert reader.article.shows(caret)


async def test_leaving_does_not_wait_for_the_rest(
    opened: Any, begun: Callable[..., Opening], held: Held
) -> None:
    report = begun()
    async with opened(opening=report, ready=False) as reader:
        await reader.press("q")
    held.free.set()
    assert not report.report.complete
    assert next(report.stretches(), None) is not None


def _in_two(
    held: Held, name: str, *, anew: bool = False, above: str = "", notices: tuple[str, ...] = ()
) -> Opening:
    """A report of which one half comes first; `above`: what stands over it at first."""
    whole = load_bytes(TEXT.encode(), name, name)
    half = whole.blocks[len(whole.blocks) // 2].start
    first = [block for block in whole.blocks if block.start < half]
    rest = [block for block in whole.blocks if anew or block.start >= half]
    report = load_bytes(TEXT.encode(), name, name)
    first = [Block(block.start + len(above), block.end + len(above)) for block in first]
    report.text, report.blocks, report.complete = above + whole.text[:half], Blocks(first), False
    stretch = Stretch(
        Blocks(rest),
        Marks(),
        SentenceIndex(whole.text, rest),
        1.0,
        text=whole.text if anew else whole.text[half:],
        notices=notices,
        anew=anew,
        digests=(whole.sha256, whole.text_sha256),
    )

    def reading() -> Iterator[Stretch]:
        held.free.wait(30)
        yield stretch

    begun = Opening(report, SentenceIndex(report.text, first), reading())
    begun.share = 0.5
    return begun


async def test_while_a_report_is_read_the_list_of_reports_can_be_looked_at(opened: Any, held: Held) -> None:
    async with opened(opening=_in_two(held, "wire.md"), ready=False) as reader:
        await reader.press("ctrl+o")
        await reader.until(lambda: isinstance(reader.app.screen, LibraryScreen))
        await reader.press("escape")
        held.free.set()
        await reader.until(lambda: reader.reading.editor is not None)


async def test_letters_typed_right_behind_the_slash_are_sought_while_a_report_is_read(
    opened: Any, held: Held
) -> None:
    async with opened(opening=_in_two(held, "wire.md"), ready=False) as reader:
        for key in ("slash", *"zyum"):
            reader.app.post_message(Key(key, "/" if key == "slash" else key))
        await reader.until(lambda: reader.asking)
        await reader.until(lambda: "search: zyum" in "".join(reader.rows()))
        held.free.set()
