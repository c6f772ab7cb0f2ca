"""Borders and fragments of the annotation that is held, without a terminal."""

from __future__ import annotations

from typing import Any

import pytest

from annotations.errors import EditError
from annotations.records import Attribution
from reports.document import Span
from tui.reading.trail import Trail

FIRST, SECOND, THIRD = "seven villages", "cleared of the enemy", "near the front line"


@pytest.fixture
def torn(desk: Any) -> Any:
    """An annotation of two fragments, held, the caret on the first."""
    desk.identity = desk.mark(FIRST, "contested")
    desk.editor.set_note(desk.identity, "which ones?")
    desk.editor.set_attribution(desk.identity, [Attribution("Zelensky")])
    desk.editor.add_fragment(desk.identity, desk.span(SECOND))
    desk.at(FIRST)
    desk.reading.hold_next(1)
    return desk


def pieces(desk: Any) -> list[str]:
    """The fragments of the only annotation."""
    (annotation,) = desk.editor.index
    return [span.exact for span in annotation.spans]


def select(desk: Any, words: str) -> None:
    """Walk to these words and select them, as `v` and the motions do."""
    desk.reading.go(desk.span(words).start)
    desk.reading.start_selection()
    while desk.words(desk.reading.selection) != words:
        desk.reading.move("word_end")


# ---------------------------------------------------------------------- adding


def test_f_then_words_then_enter_adds_a_fragment_and_keeps_all_else(desk: Any) -> None:
    identity = desk.mark(FIRST, "contested")
    desk.editor.set_note(identity, "which ones?")
    desk.at(FIRST)
    desk.reading.hold_next(1)
    desk.reading.add_fragment()
    select(desk, SECOND)
    assert desk.reading.target.kind == "fragment"
    desk.reading.keep()
    (now,) = desk.editor.index
    assert (now.id, now.tags, now.note) == (identity, ("contested",), "which ones?")
    assert pieces(desk) == [FIRST, SECOND]
    assert (desk.reading.held, desk.reading.work) == (identity, None)


@pytest.mark.parametrize("motion", ["word_next", "clause_next", "sentence_next", "block_next", "top", "end"])
def test_while_a_fragment_is_looked_for_motions_do_not_let_the_annotation_go(torn: Any, motion: str) -> None:
    torn.reading.add_fragment()
    torn.reading.move(motion)
    assert torn.reading.held == torn.identity
    assert torn.reading.adding
    assert torn.reading.held_words == (torn.span(FIRST), torn.span(SECOND))


def test_a_fragment_can_be_found_by_walking_the_hits_of_a_search(torn: Any) -> None:
    span = torn.span(THIRD)
    torn.reading.add_fragment()
    torn.reading.trail = Trail("front", "hit", [span.start], [span.end])
    torn.reading.walk(1)
    torn.reading.start_selection()
    while torn.words(torn.reading.selection) != THIRD:
        torn.reading.move("word_end")
    torn.reading.keep()
    assert pieces(torn) == [FIRST, SECOND, THIRD]


@pytest.mark.parametrize("way", ["sentence", "plus", "shift", "mouse"])
def test_every_way_of_selecting_selects_the_fragment(torn: Any, way: str) -> None:
    torn.reading.add_fragment()
    torn.at("In addition")
    if way == "sentence":
        torn.reading.select_sentence()
    elif way == "plus":
        torn.reading.grow()
    elif way == "shift":
        torn.reading.extend("word_next")
    else:
        torn.reading.select(torn.span("In addition").start, torn.span("around 100").start)
    words = torn.words(torn.reading.selection)
    torn.reading.keep()
    assert pieces(torn) == [FIRST, SECOND, words]


def test_f_without_anything_held_takes_the_annotation_at_the_caret(desk: Any) -> None:
    identity = desk.mark(FIRST)
    desk.at(FIRST)
    desk.reading.add_fragment()
    assert (desk.reading.held, desk.reading.adding) == (identity, True)


def test_f_on_selected_words_means_the_only_annotation_beside_them(desk: Any) -> None:
    desk.mark(FIRST)
    select(desk, SECOND)
    desk.reading.add_fragment()
    desk.reading.keep()
    assert pieces(desk) == [FIRST, SECOND]


@pytest.mark.parametrize("marks", [(), (FIRST, THIRD)])
def test_f_says_what_to_do_where_no_one_annotation_is_meant(desk: Any, marks: tuple[str, ...]) -> None:
    for words in marks:
        desk.mark(words)
    desk.at("During a counter-offensive")
    with pytest.raises(EditError, match="holds" if marks else "a tag key makes one"):
        desk.reading.add_fragment()
    select(desk, "Pokrovsk")
    with pytest.raises(EditError, match="holds"):
        desk.reading.add_fragment()
    assert desk.words(desk.reading.selection) == "Pokrovsk"


def test_words_it_has_already_are_refused_and_stay_selected(torn: Any) -> None:
    torn.reading.add_fragment()
    select(torn, "of the enemy")
    with pytest.raises(EditError, match="has some of these words already"):
        torn.reading.keep()
    assert torn.words(torn.reading.selection) == "of the enemy"
    assert pieces(torn) == [FIRST, SECOND]


def test_enter_before_anything_is_selected_says_what_to_do(torn: Any) -> None:
    torn.reading.add_fragment()
    with pytest.raises(EditError, match="Select the words first"):
        torn.reading.keep()
    assert torn.reading.adding


def test_one_undo_takes_the_fragment_off_again(torn: Any) -> None:
    torn.reading.add_fragment()
    select(torn, THIRD)
    torn.reading.keep()
    torn.undo()
    assert pieces(torn) == [FIRST, SECOND]
    assert torn.reading.caret == torn.span(THIRD).start


def test_escape_lets_the_words_go_then_ends_it_where_it_began_then_lets_go(torn: Any) -> None:
    torn.reading.add_fragment()
    select(torn, THIRD)
    assert [torn.reading.close() for _ in range(4)] == ["selection", "fragment", "held", None]
    assert torn.reading.caret == torn.span(FIRST).start
    assert pieces(torn) == [FIRST, SECOND]


def test_tags_meanwhile_are_for_the_held_annotation(torn: Any) -> None:
    torn.reading.add_fragment()
    select(torn, THIRD)
    torn.reading.tag("unverified")
    (annotation,) = torn.editor.index
    assert annotation.tags == ("unverified", "contested")
    assert torn.words(torn.reading.selection) == THIRD


def test_words_that_were_to_be_added_are_not_lost_without_a_word(torn: Any) -> None:
    torn.reading.add_fragment()
    select(torn, THIRD)
    torn.reading.hold(torn.editor.index.get(torn.identity))
    assert torn.reading.dropped == "fragment"


# ---------------------------------------------------------------------- borders of one of several


def test_v_edits_the_fragment_at_the_caret_and_v_again_the_next(torn: Any) -> None:
    torn.reading.start_selection()
    assert torn.words(torn.reading.selection) == FIRST
    torn.reading.start_selection()
    assert torn.words(torn.reading.selection) == SECOND
    assert torn.reading.held_words == (torn.span(FIRST),)
    torn.reading.move("word_next")
    torn.reading.keep()
    (annotation,) = torn.editor.index
    assert pieces(torn) == [FIRST, 'cleared of the enemy," Zelensky']
    assert (annotation.note, [who.text for who in annotation.attribution]) == ("which ones?", ["Zelensky"])


def test_v_does_not_go_on_while_borders_would_be_lost(torn: Any) -> None:
    torn.reading.start_selection()
    torn.reading.move("word_next")
    with pytest.raises(EditError, match="enter keeps the new borders first"):
        torn.reading.start_selection()
    with pytest.raises(EditError, match="enter keeps the new borders first"):
        torn.reading.add_fragment()
    assert torn.words(torn.reading.selection) == "seven villages were"


def test_borders_that_were_not_moved_are_no_change(torn: Any) -> None:
    torn.reading.start_selection()
    assert torn.reading.keep() is None
    assert torn.reading.target.kind == "held"


def test_borders_over_another_fragment_are_refused(torn: Any) -> None:
    torn.reading.start_selection()
    torn.reading.move("sentence_next")
    with pytest.raises(EditError, match="has some of these words already"):
        torn.reading.keep()
    assert torn.reading.borders
    assert pieces(torn) == [FIRST, SECOND]


def test_x_at_the_borders_of_a_fragment_takes_only_that_one_off(torn: Any) -> None:
    torn.reading.start_selection()
    torn.reading.start_selection()
    torn.reading.remove()
    assert pieces(torn) == [FIRST]
    assert torn.reading.held == torn.identity
    torn.undo()
    assert pieces(torn) == [FIRST, SECOND]


def test_x_at_the_borders_of_the_only_fragment_removes_nothing(desk: Any) -> None:
    desk.mark(FIRST)
    desk.at(FIRST)
    desk.reading.hold_next(1)
    desk.reading.start_selection()
    with pytest.raises(EditError, match="all its words"):
        desk.reading.remove()
    assert pieces(desk) == [FIRST]


def test_x_while_a_fragment_is_added_removes_nothing(torn: Any) -> None:
    torn.reading.add_fragment()
    with pytest.raises(EditError, match="esc first"):
        torn.reading.remove()
    assert pieces(torn) == [FIRST, SECOND]


def test_a_fragment_that_was_changed_elsewhere_meanwhile_is_not_written_over(torn: Any) -> None:
    torn.reading.start_selection()
    torn.reading.move("word_next")
    torn.editor.set_span(torn.identity, torn.span("and seven villages"))
    with pytest.raises(EditError, match="changed elsewhere"):
        torn.reading.keep()
    assert pieces(torn) == ["and seven villages", SECOND]


def test_plus_and_minus_on_a_held_annotation_grow_and_shrink_the_fragment_at_the_caret(torn: Any) -> None:
    torn.reading.grow()
    assert torn.words(torn.reading.selection).startswith("about 160")
    torn.reading.shrink()
    torn.reading.close()
    torn.reading.go(torn.span(SECOND).start)
    torn.reading.hold_next(1)
    torn.reading.shrink()
    assert torn.words(torn.reading.selection) == "enemy"
    torn.reading.keep()
    assert pieces(torn) == [FIRST, "enemy"]


# ---------------------------------------------------------------------- what is held


def test_the_words_of_a_torn_annotation_are_its_fragments_and_not_what_lies_between(torn: Any) -> None:
    assert torn.reading.held_words == (torn.span(FIRST), torn.span(SECOND))
    assert torn.reading.target.words == torn.reading.held_words
    assert torn.reading.target.span == Span(torn.span(FIRST).start, torn.span(SECOND).end)


def test_here_are_those_on_its_words_and_not_those_between_them(torn: Any) -> None:
    torn.mark("square kilometres were")
    inner = torn.mark("the enemy")
    assert [each.id for each in torn.reading.here] == [torn.identity, inner]


@pytest.mark.parametrize(
    ("place", "goes_to"),
    [("During", FIRST), ("a further 170", SECOND), ("of the enemy", "of the enemy"), (THIRD, FIRST)],
)
def test_holding_takes_the_caret_to_its_next_words(torn: Any, place: str, goes_to: str) -> None:
    torn.at(place)
    torn.reading.hold(torn.editor.index.get(torn.identity))
    assert torn.reading.caret == torn.span(goes_to).start
