"""What is drawn on the words of a row, layer over layer."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.style import Style

from annotations.index import AnnotationIndex
from annotations.tagset import TagSet
from reports.document import Span
from themes.loading import load_theme
from tui.article.layers import Layers, RoleSpans
from tui.looks.ink import Ink

OUTER = (
    "During a counter-offensive north-west of the city of Pokrovsk, "
    "about 160 square kilometres and seven villages"
)


@pytest.fixture
def layers(desk: Any) -> Layers:
    return Layers(desk.editor.index, desk.tag_set)


def roles(desk: Any, layers: Layers, words: str) -> tuple[str, ...]:
    """The roles these words are drawn in; they must be one run."""
    runs = layers.runs(*desk.span(words))
    assert len({run.roles for run in runs}) == 1
    return runs[0].roles


def test_plain_words_have_no_role(desk: Any, layers: Layers) -> None:
    assert roles(desk, layers, "Kiev received") == ()


def test_an_annotation_is_tinted_in_the_colour_of_its_first_tag(desk: Any, layers: Layers) -> None:
    desk.mark("Kiev received", "official-claim")
    desk.mark("Kiev received", "contested")
    assert roles(desk, layers, "Kiev received") == ("annotation", "tag-2")


def test_an_annotation_without_a_tag_has_a_tint_of_its_own(desk: Any, layers: Layers) -> None:
    desk.editor.annotate(desk.span("Kiev received"), caret=0, note="hm")
    assert roles(desk, layers, "Kiev received") == ("annotation",)


def test_an_annotation_inside_another_is_stronger(desk: Any, layers: Layers) -> None:
    desk.mark(OUTER, "unverified")
    desk.mark("160 square kilometres", "contested")
    assert roles(desk, layers, "160 square") == ("annotation-inner", "tag-2-strong")
    assert roles(desk, layers, "and seven") == ("annotation", "tag-1")


def test_three_annotations_on_the_same_words_are_three_levels(desk: Any, layers: Layers) -> None:
    desk.mark(OUTER, "unverified")
    desk.mark("160 square kilometres and seven villages", "contested")
    desk.mark("seven villages", "official-claim")
    assert roles(desk, layers, "about") == ("annotation", "tag-1")
    assert roles(desk, layers, "square kilometres") == ("annotation-inner", "tag-2-strong")
    innermost = ("annotation-inner", "tag-3-strong", "annotation-innermost")
    assert roles(desk, layers, "seven villages") == innermost


@pytest.mark.parametrize("plain", [False, True])
@pytest.mark.parametrize("current", [False, True])
def test_the_three_levels_look_different_with_and_without_colours(
    desk: Any, layers: Layers, plain: bool, current: bool
) -> None:
    for words in (OUTER, "160 square kilometres and seven villages", "seven villages"):
        desk.mark(words, "unverified")
    layers.sentence = desk.span(OUTER) if current else None
    ink = Ink(load_theme(), plain=plain)
    looks = {
        str(ink.mix(*roles(desk, layers, words)))
        for words in ("about", "square kilometres", "seven villages", "Kiev received")
    }
    assert len(looks) == 4


def test_where_two_only_cross_each_is_as_strong_as_it_is_alone(desk: Any, layers: Layers) -> None:
    desk.mark("about 160 square kilometres", "unverified")
    desk.mark("square kilometres and seven villages", "contested")
    assert roles(desk, layers, "about 160") == ("annotation", "tag-1")
    assert roles(desk, layers, "square kilometres") == ("annotation-inner", "tag-2-strong")
    assert roles(desk, layers, "and seven villages") == ("annotation", "tag-2")


def test_between_the_fragments_of_an_annotation_nothing_is_drawn(desk: Any, layers: Layers) -> None:
    torn = desk.mark("about 160", "contested")
    desk.editor.add_fragment(torn, desk.span("seven villages"))
    desk.mark("square", "unverified")
    layers.held = (desk.span("about 160"), desk.span("seven villages"))
    assert roles(desk, layers, "square") == ("annotation", "tag-1")
    assert roles(desk, layers, "kilometres and") == ()
    assert roles(desk, layers, "seven villages") == ("annotation", "tag-2", "held")


def test_annotations_side_by_side_are_not_inside_each_other(desk: Any, layers: Layers) -> None:
    desk.mark("Kiev received", "unverified")
    desk.mark("1,000 fallen soldiers", "contested")
    assert roles(desk, layers, "1,000") == ("annotation", "tag-2")


def test_the_sentence_is_current_only_while_nothing_is_selected(desk: Any, layers: Layers) -> None:
    layers.sentence = desk.span("Kiev received 1,000")
    assert roles(desk, layers, "Kiev received") == ("current",)
    layers.selection = desk.span("1,000")
    assert roles(desk, layers, "Kiev received") == ()
    assert roles(desk, layers, "1,000") == ("selection",)


def test_what_is_held_and_selected_lies_on_top(desk: Any, layers: Layers) -> None:
    desk.mark("1,000 fallen soldiers", "contested")
    layers.mentions = RoleSpans([desk.span("1,000").start], [desk.span("1,000").end], "entity-quantity")
    layers.held = (desk.span("1,000 fallen soldiers"),)
    assert roles(desk, layers, "1,000") == ("entity-quantity", "annotation", "tag-2", "held")


def test_mentions_of_the_chosen_entity_are_marked_and_the_current_one_more(desk: Any, layers: Layers) -> None:
    first, second = desk.span("Volodymyr Zelensky"), desk.span("Zelensky claims")
    layers.trail = RoleSpans([first.start, second.start], [first.end, second.end])
    layers.trail_role = "mention"
    layers.trail_current = second
    assert roles(desk, layers, "Volodymyr Zelensky") == ("mention",)
    assert roles(desk, layers, "Zelensky claims") == ("mention", "mention-current")
    layers.trail_role = "hit"
    assert roles(desk, layers, "Zelensky claims") == ("hit", "hit-current")


def test_spans_that_touch_a_row_are_found_at_both_of_its_ends() -> None:
    spans = RoleSpans([0, 10, 20], [5, 15, 25], ["a", "b", "c"])
    assert list(spans.within(4, 21)) == [0, 1, 2]
    assert list(spans.within(5, 10)) == []
    assert list(spans.within(12, 13)) == [1]
    assert [spans.role(at) for at in spans.within(0, 25)] == ["a", "b", "c"]


@given(
    spans=st.lists(st.tuples(st.integers(0, 60), st.integers(1, 30)), max_size=6),
    row=st.tuples(st.integers(0, 60), st.integers(1, 30)),
    held=st.tuples(st.integers(0, 60), st.integers(1, 30)),
)
def test_runs_join_to_the_row_and_no_two_neighbours_look_alike(
    desk_on: Any, report_of: Any, spans: list[tuple[int, int]], row: tuple[int, int], held: tuple[int, int]
) -> None:
    desk = desk_on(report_of("x" * 100))
    for start, length in spans:
        desk.editor.annotate(Span(start, start + length), caret=0, note="n")
    layers = Layers(desk.editor.index, desk.tag_set, held=(Span(held[0], sum(held)),))
    start, end = row[0], sum(row)
    runs = layers.runs(start, end)
    assert (runs[0].start, runs[-1].end) == (start, end)
    assert all(left.end == right.start for left, right in pairwise(runs))
    assert all(left.roles != right.roles for left, right in pairwise(runs))
    for run in runs:
        for offset in range(run.start, run.end):
            assert ("held" in run.roles) == (held[0] <= offset < sum(held))
            inside = [each for each in spans if each[0] <= offset < sum(each)]
            assert any("annotation" in role for role in run.roles) == bool(inside)


def test_a_row_without_anything_is_one_run() -> None:
    assert Layers(AnnotationIndex(), TagSet.merged()).runs(3, 9) == [(3, 9, ())]


def test_the_cue_of_an_open_suggestion_is_slanted_until_it_is_decided(suggesting_desk: Any) -> None:
    desk = suggesting_desk
    layers = Layers(desk.editor.index, desk.tag_set)
    layers.suggestions = desk.reading.deciding.suggestions
    assert roles(desk, layers, "could not be independently verified") == ("cue",)
    assert roles(desk, layers, "Zelensky's statements") == ()
    desk.at("Zelensky's statements")
    desk.reading.dismiss_suggested()
    assert roles(desk, layers, "could not be independently verified") == ()


@pytest.mark.parametrize("plain", [True, False])
@pytest.mark.parametrize("theme", ["paper", "night"])
def test_a_cue_is_italic_and_nothing_else_of_it_changes(theme: str, plain: bool) -> None:
    ink = Ink(load_theme(theme), plain=plain)
    assert ink.mix("cue") == ink.base + Style(italic=True)
