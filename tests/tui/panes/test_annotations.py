"""The annotation pane: the tags, what is here, and all of the report."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from annotations.records import Attribution
from reports.document import Block, Report, Span
from tui.finding.listing import ListFacts, ListFilter
from tui.panes.annotation_list import list_row
from tui.panes.annotations import annotation_rows, drawer_rows
from tui.panes.quotes import place_words
from tui.panes.rows import PaneRow
from tui.panes.selection import selection_size
from tui.state import ReaderState

INNER = "about 160 square kilometres and seven villages were recaptured"
SENTENCE = "In addition, around 100 Russian soldiers were captured."
WIDTH = 32


def lines(rows: list[PaneRow]) -> list[str]:
    return ["".join(piece.text for piece in row.pieces).rstrip() for row in rows]


def facts_of(desk: Any, list_filter: ListFilter = ListFilter()) -> ListFacts:  # noqa: B008
    """What the reader would say of its list."""
    state = ReaderState(desk.reading)
    state.narrow(list_filter)
    while not state.list_complete:
        state.work()
    return state.list_facts


def pane(desk: Any, list_filter: ListFilter = ListFilter(), width: int = WIDTH) -> list[str]:  # noqa: B008
    return lines(annotation_rows(desk.reading, desk.tag_set, facts_of(desk, list_filter), width))


def row_of(shown: list[str], words: str) -> str:
    return next(row for row in shown if words in row)


# ---------------------------------------------------------------------- TAGS


def test_a_tag_that_is_set_on_the_target_is_a_full_square(desk: Any) -> None:
    desk.mark(SENTENCE, "contested")
    desk.at(SENTENCE)
    assert row_of(pane(desk), "contested").split()[-2:] == ["■", "1"]
    assert row_of(pane(desk), "unverified").split()[-2:] == ["·", "0"]


def test_all_counts_every_annotation_of_the_report(desk: Any) -> None:
    desk.mark(SENTENCE, "contested")
    desk.mark(INNER, "contested")
    assert row_of(pane(desk), "contested").split()[-2:] == ["·", "2"]


def test_every_tag_can_be_chosen_and_there_is_a_way_to_another(desk: Any) -> None:
    rows = annotation_rows(desk.reading, desk.tag_set, ListFacts(), WIDTH)
    keys = [row.key for row in rows if row.key]
    assert keys == ["tag:unverified", "tag:contested", "tag:official-claim", "untagged", "tag-any"]


@pytest.mark.parametrize(
    ("list_filter", "barred"),
    [
        (ListFilter(tags=frozenset({"contested"})), ["tag:contested"]),
        (ListFilter(tags=frozenset({"contested", "unverified"})), ["tag:unverified", "tag:contested"]),
        (ListFilter(untagged=True), ["untagged"]),
    ],
)
def test_what_the_list_is_narrowed_to_has_a_bar(
    desk: Any, list_filter: ListFilter, barred: list[str]
) -> None:
    rows = annotation_rows(desk.reading, desk.tag_set, ListFacts(list_filter), WIDTH)
    assert [row.key for row in rows if row.bar] == barred


def test_among_the_tags_stands_how_many_sentences_have_none_yet(desk: Any) -> None:
    desk.mark(SENTENCE, "contested")
    desk.mark(INNER, "contested")
    assert row_of(pane(desk), "no tag yet").split()[-1] == "31"
    unknown = lines(annotation_rows(desk.reading, desk.tag_set, ListFacts(), WIDTH))
    assert row_of(unknown, "no tag yet").split()[-1] == "…"


# ---------------------------------------------------------------------- HERE


def test_without_an_annotation_here_says_which_keys_make_one(desk: Any) -> None:
    assert " u c o tags the sentence at ▌" in pane(desk)


def test_here_shows_tags_place_source_and_note_of_the_current_one(desk: Any) -> None:
    identity = desk.mark(SENTENCE, "official-claim")
    desk.editor.set_attribution(identity, [Attribution("Zelensky")])
    desk.editor.set_note(identity, "no number")
    desk.at(SENTENCE)
    shown = pane(desk)
    assert row_of(shown, "sentence 12") == "▸··o* sentence 12"
    assert row_of(shown, "who").split() == ["who", "Zelensky", "@"]
    assert row_of(shown, "note ").split() == ["note", "no", "number", "m"]


def test_who_disputes_it_is_a_row_of_its_own(desk: Any) -> None:
    identity = desk.mark(SENTENCE)
    desk.editor.set_disputed_by(identity, [Attribution("observers"), Attribution("the Kremlin")])
    desk.at(SENTENCE)
    assert any("observers, the" in row for row in pane(desk))


def test_what_is_not_there_is_a_dash_with_the_key_that_sets_it(desk: Any) -> None:
    desk.mark(SENTENCE)
    desk.at(SENTENCE)
    assert row_of(pane(desk), "who").split() == ["who", "–", "@"]
    assert row_of(pane(desk), "note").split() == ["note", "–", "m"]


def test_here_lists_several_and_says_how_many(desk: Any) -> None:
    desk.mark(INNER, "contested")
    desk.mark("seven villages", "unverified")
    desk.at("seven villages")
    shown = pane(desk)
    assert row_of(shown, "HERE").endswith(" 1 of 2 ─")
    marked = [row[:4] for row in shown if row[:1] in "▸ " and "“" in row]
    assert marked == ["▸u··", " ·c·"]


def test_an_annotation_of_a_whole_sentence_is_called_by_its_number(desk: Any) -> None:
    desk.mark(SENTENCE)
    desk.mark(INNER)
    names = {place_words(desk.reading, each, 80) for each in desk.editor.index}
    assert names == {"sentence 12", f"“{INNER}”"}


def test_fragments_of_one_annotation_are_named_together(desk: Any) -> None:
    identity = desk.mark("seven villages")
    desk.editor.add_fragment(identity, desk.span("Pokrovsk"))
    assert place_words(desk.reading, desk.editor.index.get(identity), 60) == "“Pokrovsk … seven villages”"


def test_while_selecting_here_says_how_much_is_selected(desk: Any) -> None:
    desk.at("seven villages")
    desk.reading.start_selection()
    desk.reading.move("word_next")
    assert row_of(pane(desk), "SELECTION").endswith("1 word, 5 ch ─")
    desk.reading.move("word_next")
    assert row_of(pane(desk), "SELECTION").endswith("2 words, 14 ch ─")


def test_while_editing_borders_here_says_how_to_end_it(desk: Any) -> None:
    desk.mark("seven villages")
    desk.at("seven villages")
    desk.reading.hold_next(1)
    desk.reading.start_selection()
    shown = pane(desk)
    assert row_of(shown, "BORDERS")
    assert any("enter" in row and "keeps" in row for row in shown)
    assert any("esc" in row and "restores" in row for row in shown)


# ---------------------------------------------------------------------- drawer and entity card


def test_the_drawer_says_all_of_an_annotation_in_one_row(desk: Any) -> None:
    identity = desk.mark(SENTENCE, "official-claim")
    desk.editor.set_attribution(identity, [Attribution("Zelensky")])
    desk.editor.set_note(identity, "no number")
    desk.at(SENTENCE)
    (row,) = lines(drawer_rows(desk.reading, desk.tag_set, 80))
    assert row.startswith("▸··o* sentence 12")
    assert "who  Zelensky · no number" in row


# ---------------------------------------------------------------------- whatever the text


@given(
    note=st.text(max_size=60),
    source=st.text(max_size=40),
    words=st.text(min_size=1, max_size=60).filter(str.strip),
    width=st.integers(20, 60),
)
def test_no_row_is_too_wide_or_unsafe(
    desk_on: Any, report_of: Any, note: str, source: str, words: str, width: int
) -> None:
    hostile = f"\x1b[2J\u202e{words}"
    desk = desk_on(report_of(hostile, [Block(0, len(hostile))]))
    desk.editor.annotate(
        Span(0, len(hostile)), caret=0, note=f"\x1b{note}\n", attribution=[Attribution(f"\x9b{source}")]
    )
    typed = "".join(filter(str.isprintable, words))  # as the text field lets through
    rows = annotation_rows(desk.reading, desk.tag_set, ListFacts(ListFilter(typed), 1, 1), width)
    rows += drawer_rows(desk.reading, desk.tag_set, width)
    rows += [list_row(desk.reading, each, desk.tag_set, width, current=True) for each in desk.editor.index]
    for row in lines(rows):
        assert not any(ord(each) < 0x20 or 0x7F <= ord(each) < 0xA0 or each == "\u202e" for each in row)
    for row in rows[:6]:
        assert cell_len("".join(piece.text for piece in row.pieces)) <= width


def test_of_an_annotation_around_hundreds_only_some_of_them_are_shown(desk_on: Any, report_of: Any) -> None:
    text = "".join(f"Sentence {number} is here.\n" for number in range(200))
    desk = desk_on(report_of(text))
    for number in range(200):
        desk.editor.toggle_tag(desk.reading.sentences.span(number), "unverified", 0)
    desk.mark(text.rstrip(), "contested")
    desk.reading.hold_next(1)
    for shown in (pane(desk, width=60), lines(drawer_rows(desk.reading, desk.tag_set, 60))):
        assert len(shown) < 120
        assert any("and 171 further ones, which the list has" in row for row in shown)


def test_a_selected_megabyte_is_measured_without_being_split_into_words(
    desk_on: Any, report_of: Callable[..., Report]
) -> None:
    desk = desk_on(report_of("One two three. " * 5_000))
    desk.reading.select(0, 12)
    assert selection_size(desk.reading) == "3 words, 13 ch"
    desk.reading.select(0, 60_000)
    assert selection_size(desk.reading) == "60001 ch"
