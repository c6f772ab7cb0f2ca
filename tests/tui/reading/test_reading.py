"""The rules of "What keys act on", without a terminal."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from annotations.errors import EditError
from annotations.operations import Commit
from annotations.records import Attribution
from reports.document import Report, Span
from tui.reading.trail import Trail

POKROVSK = "During a counter-offensive"
WHOLE = (
    "During a counter-offensive north-west of the city of Pokrovsk, "
    "about 160 square kilometres and seven villages "
    'were recaptured and a further 170 square kilometres were "cleared of the enemy," Zelensky said during a '
    "visit to near the front line."
)
INNER = "about 160 square kilometres and seven villages were recaptured"


def tags_of(desk: Any, words: str) -> tuple[str, ...] | None:
    annotation = desk.editor.index.exact(desk.span(words), "")
    return annotation.tags if annotation is not None else None


# ---------------------------------------------------------------------- rule 1: the target


def test_the_target_is_the_sentence_under_the_caret(desk: Any) -> None:
    desk.at("Pokrovsk")
    assert desk.reading.target.kind == "sentence"
    assert desk.words(desk.reading.target.span) == WHOLE


def test_a_selection_is_the_target_before_the_sentence(desk: Any) -> None:
    desk.at("Pokrovsk")
    desk.reading.start_selection()
    desk.reading.move("word_next")
    assert desk.reading.target.kind == "selection"
    assert desk.words(desk.reading.target.span) == "Pokrovsk"


def test_a_held_annotation_is_the_target_before_the_sentence(desk: Any) -> None:
    desk.mark(INNER)
    desk.at(INNER)
    desk.reading.hold_next(1)
    assert desk.reading.target.kind == "held"
    assert desk.words(desk.reading.target.span) == INNER


def test_tags_toggle_on_exactly_the_target_and_make_one_annotation(desk: Any) -> None:
    desk.at(POKROVSK)
    desk.reading.tag("official-claim")
    desk.reading.tag("unverified")
    assert [(each.spans[0].exact, each.tags) for each in desk.editor.index] == [
        (WHOLE, ("unverified", "official-claim"))
    ]


def test_the_caret_inside_the_sentence_changes_nothing_about_its_target(desk: Any) -> None:
    desk.at("Pokrovsk")
    desk.reading.tag("contested")
    desk.at("villages")
    desk.reading.tag("contested")
    assert len(desk.editor.index) == 0


def test_taking_the_last_tag_off_removes_the_annotation(desk: Any) -> None:
    desk.reading.tag("unverified")
    desk.reading.tag("unverified")
    assert len(desk.editor.index) == 0


def test_taking_the_last_tag_off_keeps_an_annotation_with_a_note(desk: Any) -> None:
    identity = desk.mark(WHOLE)
    desk.editor.set_note(identity, "ask again")
    desk.at(POKROVSK)
    desk.reading.tag("unverified")
    kept = desk.editor.index.get(identity)
    assert (kept.tags, kept.note) == ((), "ask again")


def test_taking_the_last_tag_off_keeps_an_annotation_with_a_source(desk: Any) -> None:
    identity = desk.mark(WHOLE)
    desk.editor.set_attribution(identity, [Attribution("Zelensky")])
    desk.at(POKROVSK)
    desk.reading.tag("unverified")
    assert desk.editor.index.get(identity).tags == ()


def test_a_tag_on_a_sentence_leaves_the_annotation_inside_it_alone(desk: Any) -> None:
    desk.mark(INNER, "contested")
    desk.at(INNER)
    desk.reading.tag("unverified")
    assert tags_of(desk, WHOLE) == ("unverified",)
    assert tags_of(desk, INNER) == ("contested",)


def test_nothing_can_be_tagged_before_the_store_has_been_read(desk: Any) -> None:
    desk.reading.editor = None
    assert desk.reading.tag("unverified") is None
    assert desk.reading.new_tag("rumour") is None
    assert desk.reading.remove() is None
    assert desk.operations == []


def test_every_tag_is_handed_on_to_be_saved_at_once(desk: Any) -> None:
    change = desk.reading.tag("unverified")
    assert [operation.change for operation in desk.operations if isinstance(operation, Commit)] == [change]


def test_a_new_tag_with_spaces_lands_on_the_target_in_one_change(desk: Any) -> None:
    desk.at(POKROVSK)
    desk.reading.new_tag("needs a second source")
    assert tags_of(desk, WHOLE) == ("needs-a-second-source",)
    desk.undo()
    assert len(desk.editor.index) == 0
    assert "needs-a-second-source" not in desk.tag_set


def test_the_last_tag_is_remembered_for_the_full_stop(desk: Any) -> None:
    assert desk.reading.last_tag is None
    desk.reading.tag("contested")
    assert desk.reading.last_tag == "contested"


def test_the_tags_of_the_target_are_those_of_exactly_its_span(desk: Any) -> None:
    desk.mark(INNER, "contested")
    desk.at(INNER)
    assert not any(desk.reading.tag_state(desk.tag_set).values())
    desk.reading.hold_next(1)
    assert desk.reading.tag_state(desk.tag_set)["contested"]


# ---------------------------------------------------------------------- rule 2: the current annotation


def test_current_is_first_the_annotation_with_exactly_the_highlight(desk: Any) -> None:
    outer = desk.mark(WHOLE)
    desk.mark(INNER)
    desk.at(INNER)
    assert desk.reading.current.id == outer
    assert desk.reading.here[0].id == outer


def test_current_is_then_the_smallest_that_contains_the_caret(desk: Any) -> None:
    desk.mark(INNER)
    small = desk.mark("seven villages")
    desk.at("villages")
    assert desk.reading.current.id == small


def test_current_is_then_the_only_one_that_touches_the_sentence(desk: Any) -> None:
    only = desk.mark(INNER)
    desk.at(POKROVSK)
    assert desk.reading.current.id == only


def test_with_two_in_the_sentence_and_none_at_the_caret_there_is_no_current_one(desk: Any) -> None:
    desk.mark("seven villages")
    desk.mark("the enemy")
    desk.at(POKROVSK)
    assert desk.reading.current is None
    assert len(desk.reading.here) == 2


def test_current_on_a_selection_is_only_the_annotation_of_exactly_these_words(desk: Any) -> None:
    desk.mark(WHOLE)
    desk.at("Pokrovsk")
    desk.reading.start_selection()
    desk.reading.move("word_end")
    assert desk.reading.current is None
    desk.mark("Pokrovsk")
    assert desk.words(desk.reading.target.span) == "Pokrovsk"
    assert desk.reading.current.spans[0].exact == "Pokrovsk"


def test_what_is_held_is_current_whatever_is_exact(desk: Any) -> None:
    desk.mark(WHOLE)
    inner = desk.mark(INNER)
    desk.at(INNER)
    desk.reading.hold_next(1)
    desk.reading.hold_next(1)
    assert desk.reading.current.id == inner


def test_here_is_sorted_smallest_first_after_the_current_one(desk: Any) -> None:
    desk.mark(WHOLE)
    desk.mark(INNER)
    desk.mark("seven villages")
    desk.at("villages")
    assert [each.spans[0].exact for each in desk.reading.here] == [WHOLE, "seven villages", INNER]


def test_x_removes_the_only_annotation_at_once(desk: Any) -> None:
    desk.mark(WHOLE)
    desk.at(POKROVSK)
    assert desk.reading.remove() is not None
    assert len(desk.editor.index) == 0


def test_x_with_several_holds_the_first_and_removes_at_the_second_press(desk: Any) -> None:
    outer = desk.mark(WHOLE)
    desk.mark(INNER)
    desk.at(INNER)
    assert desk.reading.remove() is None
    assert desk.reading.held == outer
    assert len(desk.editor.index) == 2
    assert desk.reading.remove() is not None
    assert desk.quotes() == [INNER]


def test_x_without_an_annotation_changes_nothing(desk: Any) -> None:
    assert desk.reading.remove() is None
    assert desk.operations == []


def test_removing_lets_go_of_what_was_held(desk: Any) -> None:
    desk.mark(WHOLE)
    desk.at(POKROVSK)
    desk.reading.hold_next(1)
    desk.reading.remove()
    assert desk.reading.held is None
    assert desk.reading.target.kind == "sentence"


# ---------------------------------------------------------------------- rule 3: the caret


@pytest.mark.parametrize(
    ("motion", "words"),
    [
        ("right", "okrovsk"),
        ("left", " Pokrovsk"),
        ("word_next", "about 160"),
        ("word_back", "of Pokrovsk"),
        ("clause_next", "about 160"),
        ("clause_back", POKROVSK),
        ("sentence_start", POKROVSK),
        ("sentence_next", "In addition"),
        ("sentence_previous", "The news of the handover"),
        ("block_next", "In addition"),
        ("block_previous", "The news of the handover"),
        ("top", "Kiev — Moscow"),
        ("end", "While Ukraine launches"),
    ],
)
def test_a_motion_puts_the_caret_on_the_first_of_these_words(desk: Any, motion: str, words: str) -> None:
    desk.at("Pokrovsk")
    desk.reading.move(motion)
    assert desk.report.text[desk.reading.caret :].startswith(words)


def test_the_end_of_a_sentence_is_its_last_character_not_that_of_a_row(desk: Any) -> None:
    desk.at("Pokrovsk")
    desk.reading.move("sentence_end")
    assert desk.reading.caret == desk.span(WHOLE).end - 1


def test_the_end_of_a_word_is_on_its_last_letter(desk: Any) -> None:
    desk.at("Pokrovsk")
    desk.reading.move("word_end")
    assert desk.reading.caret == desk.span("Pokrovsk").end - 1


def test_the_caret_never_leaves_the_text(desk: Any) -> None:
    desk.reading.go(10**9)
    assert desk.reading.caret == len(desk.report.text) - 1
    desk.reading.go(-5)
    assert desk.reading.caret == 0


def test_a_character_is_a_whole_cluster(desk_on: Any, report_of: Callable[..., Report]) -> None:
    family = "\U0001f469\u200d\U0001f469\u200d\U0001f467"
    desk = desk_on(report_of(f"A {family} fled.\n"))
    desk.at(family)
    desk.reading.move("right")
    assert desk.report.text[desk.reading.caret :].startswith(" fled")
    desk.reading.move("left")
    desk.reading.start_selection()
    assert desk.words(desk.reading.selection) == family


# ---------------------------------------------------------------------- rule 4: selecting


def select(desk: Any, words: str) -> None:
    """Select exactly these words by keys."""
    span = desk.span(words)
    desk.reading.go(span.start)
    desk.reading.start_selection()
    while desk.reading.selection.end < span.end:
        desk.reading.move("right")
    assert desk.words(desk.reading.selection) == words


def test_v_selects_the_character_under_the_caret(desk: Any) -> None:
    desk.at("Pokrovsk")
    desk.reading.start_selection()
    assert desk.words(desk.reading.selection) == "P"


def test_both_ends_of_a_selection_are_inside_it_whichever_comes_first(desk: Any) -> None:
    start = desk.span("Pokrovsk").start
    desk.reading.select(start, start + 7)
    assert desk.words(desk.reading.selection) == "Pokrovsk"
    desk.reading.select(start + 7, start)
    assert desk.words(desk.reading.selection) == "Pokrovsk"


@pytest.mark.parametrize("motion", ["word_next", "word_end"])
def test_w_and_e_both_stop_at_the_end_of_a_word(desk: Any, motion: str) -> None:
    desk.at("seven villages")
    desk.reading.start_selection()
    desk.reading.move(motion)
    assert desk.words(desk.reading.selection) == "seven"
    desk.reading.move(motion)
    assert desk.words(desk.reading.selection) == "seven villages"


def test_b_gives_a_word_back(desk: Any) -> None:
    select(desk, "seven villages")
    desk.reading.move("word_back")
    assert desk.words(desk.reading.selection) == "seven v"


def test_a_clause_is_selected_without_the_comma_after_it(desk: Any) -> None:
    desk.at("Ukrainian military observers")
    desk.reading.start_selection()
    desk.reading.move("clause_next")
    assert desk.words(desk.reading.selection) == "Ukrainian military observers"


def test_j_goes_to_the_end_of_the_sentence_then_of_the_next(desk: Any) -> None:
    desk.at("Pokrovsk")
    desk.reading.start_selection()
    desk.reading.move("sentence_next")
    assert desk.words(desk.reading.selection).endswith("near the front line.")
    desk.reading.move("sentence_next")
    assert desk.words(desk.reading.selection).endswith("soldiers were captured.")


def test_k_goes_to_the_start_of_the_sentence_then_of_the_one_before(desk: Any) -> None:
    desk.at("Pokrovsk")
    desk.reading.start_selection()
    desk.reading.move("sentence_previous")
    assert desk.words(desk.reading.selection).startswith(POKROVSK)
    desk.reading.move("sentence_previous")
    assert desk.words(desk.reading.selection).startswith("The news of the handover")


def test_to_the_end_selects_the_last_sentence_too(desk: Any) -> None:
    desk.at("Pokrovsk")
    desk.reading.start_selection()
    desk.reading.move("end")
    assert desk.reading.selection.end == len(desk.report.text.rstrip())


def test_the_semicolon_moves_the_other_end(desk: Any) -> None:
    select(desk, "seven villages")
    desk.reading.other_end()
    assert desk.reading.caret == desk.span("seven villages").start
    desk.reading.move("word_back")
    assert desk.words(desk.reading.selection) == "and seven villages"


def test_capital_v_selects_the_sentence(desk: Any) -> None:
    desk.at("Pokrovsk")
    desk.reading.select_sentence()
    assert desk.words(desk.reading.selection) == WHOLE


def test_the_first_shift_arrow_selects_the_character_it_passes(desk: Any) -> None:
    desk.at("Pokrovsk")
    desk.reading.extend("right")
    assert desk.words(desk.reading.selection) == "P"
    desk.reading.extend("right")
    assert desk.words(desk.reading.selection) == "Po"
    desk.at("Pokrovsk")
    desk.reading.extend("left")
    assert desk.words(desk.reading.selection) == " "


def test_shift_and_an_arrow_select_words_and_sentences(desk: Any) -> None:
    desk.at("seven villages")
    desk.reading.extend("word_next")
    assert desk.words(desk.reading.selection) == "seven"
    desk.reading.extend("sentence_next")
    assert desk.words(desk.reading.selection).endswith("near the front line.")


def test_shift_and_an_arrow_on_a_held_annotation_start_a_new_selection(desk: Any) -> None:
    desk.mark(INNER)
    desk.at(INNER)
    desk.reading.hold_next(1)
    desk.reading.extend("right")
    assert not desk.reading.borders
    assert desk.words(desk.reading.selection) == "a"


def test_plus_grows_word_clause_sentence_block_section_and_minus_shrinks_back(desk: Any) -> None:
    desk.at("rosy picture")
    grown = []
    for _ in range(5):
        desk.reading.grow()
        grown.append(desk.reading.selection)
    words = [desk.words(each) for each in grown]
    assert words[0] == "rosy"
    assert words[1] == "paint a less rosy picture of the situation"
    assert words[2].startswith("Ukrainian military observers")
    assert words[2].endswith("situation.")
    assert words[3].endswith("at least contested.")
    assert words[4].startswith("Zelensky claims territorial gains")
    for before in reversed(grown[:-1]):
        desk.reading.shrink()
        assert desk.reading.selection == before
    desk.reading.shrink()
    assert desk.reading.selection is None
    assert desk.report.text[desk.reading.caret :].startswith("rosy")


def test_minus_after_plus_on_a_held_annotation_holds_it_as_before(desk: Any) -> None:
    identity = desk.mark("seven villages")
    desk.at("seven villages")
    desk.reading.hold_next(1)
    desk.reading.grow()
    desk.reading.shrink()
    assert desk.reading.selection is None or desk.words(desk.reading.selection) == "seven villages"
    assert desk.reading.held == identity
    assert desk.reading.borders == (desk.reading.selection is not None)


def test_a_tag_key_ends_the_selection_and_holds_the_new_annotation(desk: Any) -> None:
    select(desk, "seven villages")
    desk.reading.tag("contested")
    assert desk.reading.selection is None
    assert desk.reading.target.kind == "held"
    desk.reading.tag("unverified")
    assert tags_of(desk, "seven villages") == ("unverified", "contested")
    assert len(desk.editor.index) == 1


def test_a_new_tag_on_a_selection_holds_its_annotation_too(desk: Any) -> None:
    select(desk, "seven villages")
    desk.reading.new_tag("a rumour")
    assert desk.words(desk.reading.target.span) == "seven villages"
    assert desk.reading.target.kind == "held"


def test_moving_lets_go_of_a_held_annotation(desk: Any) -> None:
    desk.mark("seven villages")
    desk.at("seven villages")
    desk.reading.hold_next(1)
    desk.reading.move("right")
    assert desk.reading.held is None
    assert desk.reading.target.kind == "sentence"


# ---------------------------------------------------------------------- rule 5: holding and borders


def test_holding_goes_through_the_text_outer_before_inner(desk: Any) -> None:
    ids = [desk.mark(WHOLE), desk.mark(INNER), desk.mark("seven villages"), desk.mark("around 100 Russian")]
    desk.at("seven villages")
    held = []
    while desk.reading.hold_next(1):
        held.append(desk.reading.held)
    assert held == ids


def test_holding_back_goes_through_the_text_the_other_way(desk: Any) -> None:
    ids = [desk.mark(WHOLE), desk.mark(INNER), desk.mark("around 100 Russian")]
    desk.reading.go(len(desk.report.text))
    held = []
    while desk.reading.hold_next(-1):
        held.append(desk.reading.held)
    assert held == ids[::-1]


def test_nothing_is_held_where_there_is_no_annotation(desk: Any) -> None:
    assert not desk.reading.hold_next(1)
    assert desk.reading.held is None


def test_holding_takes_the_caret_to_the_annotation(desk: Any) -> None:
    desk.mark("seven villages")
    desk.reading.hold_next(1)
    assert desk.reading.caret == desk.span("seven villages").start


def test_v_on_a_held_annotation_edits_its_borders_and_enter_keeps_them(desk: Any) -> None:
    identity = desk.mark("seven villages", "contested")
    desk.editor.set_note(identity, "which ones?")
    desk.at("seven villages")
    desk.reading.hold_next(1)
    desk.reading.start_selection()
    assert desk.reading.target.kind == "borders"
    assert desk.words(desk.reading.target.span) == "seven villages"
    desk.reading.move("word_next")
    desk.reading.move("word_next")
    assert desk.reading.keep() is not None
    kept = desk.editor.index.get(identity)
    assert (kept.spans[0].exact, kept.tags, kept.note) == (
        "seven villages were recaptured",
        ("contested",),
        "which ones?",
    )
    assert desk.reading.held == identity
    assert not desk.reading.borders


def test_escape_restores_the_borders_and_still_holds(desk: Any) -> None:
    identity = desk.mark("seven villages")
    desk.at("seven villages")
    desk.reading.hold_next(1)
    desk.reading.start_selection()
    desk.reading.move("word_next")
    assert desk.reading.close() == "borders"
    assert desk.quotes() == ["seven villages"]
    assert desk.reading.held == identity
    assert desk.reading.target.kind == "held"


def test_the_semicolon_edits_the_other_border(desk: Any) -> None:
    desk.mark("seven villages")
    desk.at("seven villages")
    desk.reading.hold_next(1)
    desk.reading.start_selection()
    desk.reading.other_end()
    desk.reading.move("word_back")
    desk.reading.keep()
    assert desk.quotes() == ["and seven villages"]


def test_borders_on_another_annotation_are_refused_and_nothing_changes(desk: Any) -> None:
    desk.mark("seven villages")
    desk.mark("and seven villages")
    desk.at("seven villages")
    desk.reading.hold_next(1)
    desk.reading.hold_next(1)
    desk.reading.start_selection()
    desk.reading.other_end()
    desk.reading.move("word_back")
    with pytest.raises(EditError):
        desk.reading.keep()
    assert desk.quotes() == ["and seven villages", "seven villages"]
    assert desk.reading.borders


def test_v_on_an_annotation_that_is_not_held_starts_a_new_selection(desk: Any) -> None:
    desk.mark(WHOLE)
    desk.at("Pokrovsk")
    desk.reading.start_selection()
    assert not desk.reading.borders
    assert desk.words(desk.reading.selection) == "P"


def test_enter_without_borders_keeps_nothing(desk: Any) -> None:
    select(desk, "seven villages")
    assert desk.reading.keep() is None


# ---------------------------------------------------------------------- rule 8: the trail


def trail(desk: Any, *words: str) -> Trail:
    spans = [desk.span(each) for each in words]
    made = Trail("villages", "hit", [each.start for each in spans], [each.end for each in spans])
    desk.reading.trail = made
    return made


def test_n_walks_on_from_the_caret_and_goes_round(desk: Any) -> None:
    stops = trail(desk, "Kiev received", "seven villages", "In addition")
    desk.at("Pokrovsk")
    seen = []
    for _ in range(4):
        desk.reading.walk(1)
        seen.append(desk.reading.trail_place)
    assert seen == [1, 2, 0, 1]
    assert len(stops) == 3


def test_capital_n_walks_back_and_goes_round(desk: Any) -> None:
    trail(desk, "Kiev received", "seven villages", "In addition")
    desk.at("Pokrovsk")
    seen = []
    for _ in range(3):
        desk.reading.walk(-1)
        seen.append(desk.reading.trail_place)
    assert seen == [0, 2, 1]


def test_a_tag_key_works_at_each_stop_of_the_trail(desk: Any) -> None:
    trail(desk, "seven villages", "In addition")
    desk.reading.walk(1)
    desk.reading.tag("unverified")
    desk.reading.walk(1)
    desk.reading.tag("unverified")
    assert [quote[:9] for quote in desk.quotes()] == ["During a ", "In additi"]


def test_beside_its_stops_the_trail_has_no_place(desk: Any) -> None:
    trail(desk, "seven villages")
    desk.at("Pokrovsk")
    assert desk.reading.trail_place is None


def test_without_a_trail_n_stays(desk: Any) -> None:
    assert not desk.reading.walk(1)
    assert desk.reading.caret == 0


# ---------------------------------------------------------------------- rule 10: escape


def test_escape_closes_one_thing_at_a_time_from_the_inside(desk: Any) -> None:
    desk.mark("seven villages")
    trail(desk, "seven villages")
    desk.reading.walk(1)
    desk.reading.hold_next(1)
    desk.reading.start_selection()
    assert [desk.reading.close() for _ in range(5)] == ["borders", "held", "trail", None, None]


def test_escape_lets_a_selection_go_before_the_trail(desk: Any) -> None:
    trail(desk, "seven villages")
    desk.reading.select_sentence()
    assert [desk.reading.close() for _ in range(2)] == ["selection", "trail"]


# ---------------------------------------------------------------------- rule 11: undo


def test_undo_takes_back_one_change_and_moves_the_caret_there(desk: Any) -> None:
    desk.at("seven villages")
    desk.reading.tag("unverified")
    desk.reading.move("end")
    change = desk.undo()
    assert len(desk.editor.index) == 0
    assert desk.reading.caret == change.caret
    assert desk.reading.sentences.at(change.caret) == desk.reading.sentences.at(desk.span(POKROVSK).start)
    assert desk.operations[-1] == Commit(change, desk.editor.record)
    assert change.kind == "undo"


def test_undo_lets_go_of_what_was_held_and_selected(desk: Any) -> None:
    desk.reading.tag("unverified")
    desk.reading.hold_next(1)
    desk.reading.start_selection()
    desk.undo()
    assert (desk.reading.anchor, desk.reading.held, desk.reading.borders) == (None, None, False)


def test_every_way_of_selecting_stays_inside_the_text(desk_on: Any, report_of: Any) -> None:
    desk = desk_on(report_of("One.\n"))
    for motion in ("left", "right", "word_next", "word_end", "clause_next", "sentence_next", "end", "top"):
        desk.reading.go(0)
        desk.reading.extend(motion)
        desk.reading.extend(motion)
        assert 0 <= desk.reading.selection.start < desk.reading.selection.end <= 4, motion
    assert desk.reading.sentences.span(0) == Span(0, 4)
