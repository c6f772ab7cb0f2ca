"""What the list shows, without a screen: all, what a filter lets through, sentences without a tag."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.index import AnnotationIndex
from annotations.query import folded
from annotations.records import Anchor, Annotation, Attribution
from annotations.tagset import TagSet
from reports.document import Report, Span
from tests.growth import assert_growth
from tui.finding.listing import ANNOTATION, AllAnnotations, Listed, ListFilter
from tui.finding.matching import SLICE, FoldedTexts, Matching
from tui.state import ReaderState

SENTENCE = "In addition, around 100 Russian soldiers were captured."
INNER = "about 160 square kilometres and seven villages were recaptured"
LABEL_OF = TagSet.merged().label


def annotation(identity: str, start: int = 0, *, tags: tuple[str, ...] = (), note: str = "") -> Annotation:
    return Annotation(
        id=identity,
        report="r",
        tags=tags,
        note=note,
        created="",
        modified="",
        spans=(Anchor(start, start + 5, "words", "", ""),),
    )


def matching(index: AnnotationIndex, text: str = "", *tags: str) -> Matching:
    return Matching(index, FoldedTexts(LABEL_OF), ListFilter(text, frozenset(tags)))


def all_of(listed: Listed) -> list[str]:
    while listed.work():
        pass
    keys = [listed.key(number) for number in range(len(listed))]
    assert [listed.place(key) for key in keys] == list(range(len(keys)))
    return [key.removeprefix(ANNOTATION) for key in keys]


# ---------------------------------------------------------------------- all


def test_without_a_filter_the_rows_are_the_annotations_in_the_order_of_the_text() -> None:
    index = AnnotationIndex([annotation("b", 10), annotation("a", 20), annotation("c", 0)])
    listed = AllAnnotations(index)
    assert all_of(listed) == ["c", "b", "a"]
    index.remove("b")
    assert all_of(listed) == ["c", "a"]
    assert listed.place(f"{ANNOTATION}b") is None


def test_a_row_of_all_costs_the_same_among_any_number() -> None:
    def run(index: AnnotationIndex) -> None:
        listed = AllAnnotations(index)
        for number in range(300):
            assert listed.place(listed.key(len(listed) // 2 + number)) == len(listed) // 2 + number

    def make(count: int) -> AnnotationIndex:
        return AnnotationIndex(annotation(f"a{number}", 10 * number) for number in range(count))

    assert_growth(0, make, run, 2000)


# ---------------------------------------------------------------------- filtered


def test_of_several_tags_one_is_enough_and_words_narrow_further() -> None:
    index = AnnotationIndex(
        [
            annotation("a", 0, tags=("unverified",)),
            annotation("b", 10, tags=("contested",), note="look"),
            annotation("c", 20, tags=("official-claim",), note="look"),
        ]
    )
    assert all_of(matching(index, "", "contested", "unverified")) == ["a", "b"]
    assert all_of(matching(index, "look", "contested", "unverified")) == ["b"]


@given(st.data())
def test_what_is_listed_follows_every_change(data: st.DataObject) -> None:
    index = AnnotationIndex()
    listed = matching(index, "note:look -tag:contested")
    texts = FoldedTexts(LABEL_OF)
    for _ in range(data.draw(st.integers(0, 30))):
        identity = data.draw(st.sampled_from("abcde"))
        if data.draw(st.booleans()):
            index.remove(identity)
        else:
            tags = data.draw(st.sampled_from([(), ("contested",), ("unverified", "contested")]))
            note = data.draw(st.sampled_from(["", "Look there"]))
            index.add(annotation(identity, data.draw(st.integers(0, 3)), tags=tags, note=note))
        if data.draw(st.booleans()):
            len(listed)
    expected = [each.id for each in index if each.note and "contested" not in each.tags]
    assert all_of(listed) == expected
    assert all(texts.of(each) == folded(each, LABEL_OF) for each in index)


def test_a_filter_is_applied_in_steps_and_a_change_in_between_counts() -> None:
    index = AnnotationIndex(annotation(f"a{n:05}", n, note="look") for n in range(3 * SLICE))
    listed = matching(index, "look")
    assert listed.work()
    assert not listed.complete
    assert len(listed) == SLICE
    index.add(annotation("a00000", 0, note="nothing"))
    index.add(annotation("new", 7 * SLICE, note="look"))
    assert all_of(listed) == [f"a{n:05}" for n in range(1, 3 * SLICE)] + ["new"]
    assert listed.complete


def test_after_that_a_change_costs_the_same_among_any_number() -> None:
    def make(count: int) -> tuple[AnnotationIndex, Matching]:
        index = AnnotationIndex(annotation(f"a{n}", 10 * n, note="look") for n in range(count))
        listed = matching(index, "look")
        while listed.work():
            pass
        return index, listed

    def run(made: tuple[AnnotationIndex, Matching]) -> None:
        index, listed = made
        count = len(listed)
        for number in range(200):
            index.add(annotation("new", 10 * number + 3, note="look"))
            assert len(listed) == count + 1
            assert listed.place(f"{ANNOTATION}new") == number + 1
            index.remove("new")

    assert_growth(0, make, run, 1000)


# ---------------------------------------------------------------------- the reader's list


def listed_by(desk: Any, list_filter: ListFilter) -> list[str]:
    """The words of the rows."""
    state = ReaderState(desk.reading)
    state.narrow(list_filter)
    while not state.list_complete:
        state.work()
    keys = [state.listed.key(number) for number in range(len(state.listed))]
    assert state.list_facts.rows == len(keys)
    if list_filter.untagged:
        return [desk.words(desk.reading.sentences.span(int(key.partition(":")[2]))) for key in keys]
    return [desk.editor.index.get(key.removeprefix(ANNOTATION)).spans[0].exact for key in keys]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("", [INNER, SENTENCE]),
        ("captured", [INNER, SENTENCE]),
        ("soldiers", [SENTENCE]),
        ("CONTESTED", [INNER]),
        ("who:zelensky", [SENTENCE]),
        ("-who:zelensky", [INNER]),
        ("second look", [INNER]),
        ("look second", [INNER]),
        ("nowhere", []),
    ],
)
def test_the_list_is_filtered_by_words_tags_sources_and_notes(
    desk: Any, wanted: str, found: list[str]
) -> None:
    first = desk.mark(SENTENCE, "unverified")
    second = desk.mark(INNER, "contested")
    desk.editor.set_attribution(first, [Attribution("Volodymyr Zelensky")])
    desk.editor.set_note(second, "needs a second look")
    assert listed_by(desk, ListFilter(wanted)) == found


def test_the_sentences_without_a_tag_are_a_list_too_and_a_note_is_no_tag(desk: Any) -> None:
    desk.mark(INNER, "contested")
    desk.editor.annotate(desk.span(SENTENCE), caret=0, note="a note alone")
    sentences = listed_by(desk, ListFilter(untagged=True))
    assert len(sentences) == len(desk.reading.sentences) - 1 == 32
    assert SENTENCE in sentences
    assert not any(INNER in each for each in sentences)


def test_a_tag_leads_to_its_annotations_and_back(desk: Any) -> None:
    narrowed = ListFilter().with_tag_toggled("contested")
    assert narrowed.with_tag_toggled("unverified").tags == {"contested", "unverified"}
    assert narrowed.with_tag_toggled("contested") == ListFilter()
    assert ListFilter(untagged=True).with_tag_toggled("contested") == narrowed


def test_a_source_leads_to_all_it_says_and_back(desk: Any) -> None:
    sources = ["Volodymyr Zelensky", "officials"]
    narrowed = ListFilter().with_field_toggled("who", sources)
    assert narrowed.text == 'who:"Volodymyr Zelensky" who:officials'
    assert narrowed.with_field_toggled("who", sources) == ListFilter()


def test_another_index_is_another_list(desk: Any) -> None:
    """As after changes elsewhere: the store was read anew."""
    state = ReaderState(desk.reading)
    desk.mark(SENTENCE, "contested")
    assert (len(state.listed), state.coverage.count) == (1, 32)
    desk.editor.refresh([], [])
    state.annotations_changed()
    assert (len(state.listed), state.coverage.count) == (0, 33)


def test_marks_of_annotations_that_are_removed_are_forgotten(desk: Any) -> None:
    state = ReaderState(desk.reading)
    first, second = desk.mark(SENTENCE), desk.mark(INNER)
    state.marks.toggle_all([first, second])
    desk.editor.remove(first)
    state.annotations_changed()
    assert list(state.marks) == [second]


def test_a_tag_brings_list_counts_and_tags_up_to_date_at_the_same_cost_among_any_number(
    desk_on: Any, report_of: Callable[..., Report]
) -> None:
    """What one tag key does to everything derived from the annotations: 500 of them, and 8000."""

    def make(count: int) -> tuple[Any, ReaderState]:
        desk = desk_on(report_of("One two three. " * count))
        desk.editor.refresh((annotation(f"a{n}", 15 * n, tags=("contested",)) for n in range(count)), [])
        state = ReaderState(desk.reading)
        state.narrow(ListFilter("words"))
        while not state.list_complete:
            state.work()
        return desk, state

    def run(made: tuple[Any, ReaderState]) -> None:
        desk, state = made
        for number in range(100):
            desk.editor.toggle_tag(Span(15 * number + 4, 15 * number + 7), "unverified", 0)
            state.annotations_changed()
            facts = state.list_facts
            assert (facts.rows, facts.complete, facts.untagged) == (facts.total - 1, True, 0)
            desk.editor.undo()
            state.annotations_changed()
            assert state.list_facts.total == facts.total - 1

    assert_growth(0, make, run, 500)
