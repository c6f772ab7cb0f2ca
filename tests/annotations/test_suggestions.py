from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.deciding import Taking
from annotations.decisions import Decisions
from annotations.errors import EditError
from annotations.index import AnnotationIndex
from annotations.records import Anchor, Annotation, Attribution, Decision, Place, decision_id
from annotations.sourcing import sources_of
from annotations.store import AnnotationStore
from annotations.suggestions import Stops, Suggestion, Suggestions
from claims.records import SUGGESTED_TAGS, Claim, Claims, Official, Why
from reports.document import Span

if TYPE_CHECKING:
    from pathlib import Path

    from reports.document import Report
    from tests.annotations.conftest import Desk

FIRST, SECOND = Span(0, 64), Span(65, 120)
GOVERNOR = Attribution("Governor Björn Ålund", None, Place(43, 63))


def claim(sentence: Span, *tags: str, source: Span | None = None, origin: Span | None = None) -> Claim:
    cue = Span(sentence.start, sentence.start + 1)
    return Claim(sentence, source, None, cue, None, tags, Why.SAID, Official.NOT, None, origin)


def open_of(desk: Desk, *claims: Claim) -> Suggestions:
    found = Claims.of(claims)
    return Suggestions(found, Stops.of(found), desk.editor.index, desk.editor.decisions)


def take(desk: Desk, *tags: str, span: Span = FIRST, sources: tuple[Attribution, ...] = ()) -> str:
    return desk.editor.take([Taking({FIRST: tags}, span, sources)], 0).label


# Taking


def test_taking_makes_one_annotation_with_all_tags_and_the_source_and_one_undo_takes_it_back(
    desk: Desk,
) -> None:
    suggestions = open_of(desk, claim(FIRST, "unverified", "official-claim"))
    label = take(desk, "unverified", "official-claim", sources=(GOVERNOR,))
    (made,) = desk.editor.index
    assert label == "+ unverified, official claim · who: Governor Björn Ålund"
    assert (made.tags, made.attribution) == (("unverified", "official-claim"), (GOVERNOR,))
    suggestions.work()
    assert suggestions.count == 0
    desk.editor.undo()
    assert len(desk.editor.index) == len(desk.editor.decisions) == 0
    assert suggestions.at(0) == Suggestion(FIRST, ("unverified", "official-claim"))


def test_a_source_that_is_noted_stays_when_a_suggestion_is_taken(desk: Desk) -> None:
    take(desk, "unverified", sources=(GOVERNOR,))
    take(desk, "contested", sources=(Attribution("the police"),))
    (made,) = desk.editor.index
    assert (made.tags, made.attribution) == (("unverified", "contested"), (GOVERNOR,))


def test_what_was_taken_is_not_suggested_again_when_the_annotation_is_removed(desk: Desk) -> None:
    suggestions = open_of(desk, claim(FIRST, "unverified"))
    take(desk, "unverified")
    (made,) = desk.editor.index
    desk.editor.remove(made.id)
    assert suggestions.at(0) is None


def test_taking_on_selected_words_decides_on_the_sentence(desk: Desk) -> None:
    suggestions = open_of(desk, claim(FIRST, "unverified"))
    take(desk, "unverified", span=Span(4, 10))
    (made,) = desk.editor.index
    assert (made.start, made.end) == (4, 10)
    assert suggestions.at(0) is None


def test_several_are_taken_as_one_change(desk: Desk) -> None:
    both = [Taking({each: ("unverified",)}, each) for each in (FIRST, SECOND)]
    assert desk.editor.take(both, 0).label == "+ unverified on 2 annotations"
    assert len(desk.editor.index) == len(desk.editor.decisions) == 2
    desk.editor.undo()
    assert len(desk.editor.index) == len(desk.editor.decisions) == 0


def test_words_outside_the_text_are_refused(desk: Desk) -> None:
    with pytest.raises(EditError):
        take(desk, "unverified", span=Span(0, 100_000))
    assert not desk.operations


# Dismissing


def test_what_was_dismissed_is_not_suggested_again_until_that_is_undone(desk: Desk) -> None:
    suggestions = open_of(desk, claim(FIRST, "unverified", "contested"), claim(SECOND, "contested"))
    assert desk.editor.dismiss({FIRST: ("unverified",)}, 0).label == "dismissed unverified"
    assert suggestions.at(0) == Suggestion(FIRST, ("contested",))
    desk.editor.dismiss({FIRST: ("contested",), SECOND: ("contested",)}, 0)
    suggestions.work()
    assert suggestions.count == 0
    desk.editor.undo()
    assert suggestions.count == 2
    desk.editor.undo()
    assert suggestions.at(0) == Suggestion(FIRST, ("unverified", "contested"))


def test_the_later_decision_on_a_tag_holds(desk: Desk) -> None:
    desk.editor.dismiss({FIRST: ("unverified",)}, 0)
    take(desk, "unverified")
    (decision,) = desk.editor.decisions
    assert (decision.accepted, decision.dismissed) == (("unverified",), ())


def test_decisions_are_there_after_a_restart_and_a_better_model_does_not_undo_them(
    desk: Desk, path: Path
) -> None:
    take(desk, "unverified")
    desk.editor.dismiss({SECOND: ("contested",)}, 0)
    desk.save(AnnotationStore.open(path))
    decisions = Decisions(AnnotationStore.open(path).decisions(desk.record.id))
    assert {each.span.start for each in decisions} == {FIRST.start, SECOND.start}
    better = Claims.of([claim(FIRST, "unverified", "contested"), claim(SECOND, "contested", "unverified")])
    again = Suggestions(better, Stops.of(better), AnnotationIndex(), decisions)
    assert (again.at(0), again.at(65)) == (
        Suggestion(FIRST, ("contested",)),
        Suggestion(SECOND, ("unverified",)),
    )


def test_two_programs_that_decide_on_one_sentence_at_once_are_both_heard(
    desk: Desk, desk_on: type[Desk], report: Report, path: Path
) -> None:
    other = desk_on(report, name="other")
    desk.editor.dismiss({FIRST: ("unverified",)}, 0)
    other.editor.dismiss({FIRST: ("contested",)}, 0)
    for each in (desk, other):
        each.save(AnnotationStore.open(path))
    (decision,) = AnnotationStore.open(path).decisions(desk.record.id)
    assert set(decision.dismissed) == {"unverified", "contested"}


def test_of_two_programs_that_decide_otherwise_on_one_tag_the_later_one_is_heard(
    desk: Desk, desk_on: type[Desk], report: Report, path: Path
) -> None:
    other = desk_on(report, name="other")
    desk.editor.dismiss({FIRST: ("unverified",)}, 0)
    take(other, "unverified")
    for each in (desk, other):
        each.save(AnnotationStore.open(path))
    (decision,) = AnnotationStore.open(path).decisions(desk.record.id)
    assert (decision.accepted, decision.dismissed) == (("unverified",), ())


# What is open


def test_a_tag_that_an_annotation_on_some_of_the_words_carries_is_not_suggested(desk: Desk) -> None:
    suggestions = open_of(desk, claim(FIRST, "unverified"), claim(SECOND, "unverified"))
    desk.editor.toggle_tag(Span(4, 10), "unverified", 4)
    assert (suggestions.at(0), suggestions.next_after(-1)) == (None, Suggestion(SECOND, ("unverified",)))


def test_where_so_much_is_tagged_at_once_it_is_looked_at_in_steps(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("annotations.suggestions.SLICE", 1)
    suggestions = open_of(desk, claim(FIRST, "unverified"), claim(SECOND, "unverified", "contested"))
    while suggestions.work():
        pass
    desk.editor.toggle_tag(Span(0, 100), "unverified", 0)
    assert (suggestions.count, suggestions.times_begun) == (None, 1)
    assert suggestions.next_after(-1) == Suggestion(SECOND, ("contested",))
    while suggestions.work():
        pass
    assert suggestions.count == 1


SPANS = st.lists(st.integers(0, 40), unique=True, max_size=12).map(
    lambda starts: [Span(10 * start, 10 * start + 9) for start in sorted(starts)]
)
TAGS = st.sets(st.sampled_from(SUGGESTED_TAGS)).map(
    lambda tags: tuple(t for t in SUGGESTED_TAGS if t in tags)
)


@given(SPANS, st.data())
def test_whatever_order_it_is_asked_in_it_is_what_is_neither_tagged_nor_decided(
    sentences: list[Span], data: st.DataObject
) -> None:
    claims = Claims.of([claim(each, *data.draw(TAGS)) for each in sentences for _ in range(2)])
    index, decisions = AnnotationIndex(), Decisions()
    suggestions = Suggestions(claims, Stops.of(claims), index, decisions)
    for step in range(data.draw(st.integers(0, 6))):
        start = data.draw(st.integers(0, 400))
        span = Anchor(start, start + data.draw(st.integers(1, 30)), "", "", "")
        if data.draw(st.booleans()):
            index.add(
                Annotation(
                    id=str(step), report="r", created="", modified="", spans=(span,), tags=data.draw(TAGS)
                )
            )
        elif sentences:
            where = data.draw(st.sampled_from(sentences))
            decisions.add(
                Decision(
                    id=decision_id("r", *where),
                    report="r",
                    span=Anchor(*where, "", "", ""),
                    modified="",
                    dismissed=data.draw(TAGS),
                )
            )
        suggestions.next_after(data.draw(st.integers(-1, 400)))
        suggestions.previous_before(data.draw(st.integers(-1, 400)))
        if data.draw(st.booleans()):
            suggestions.work()
    expected = {}
    for sentence in sentences:
        tags = {tag for each in claims if each.sentence == sentence for tag in each.tags}
        tags -= {tag for each in index.touching(sentence) for tag in each.tags} | decisions.made(
            sentence.start
        )
        if tags:
            expected[sentence] = tuple(tag for tag in SUGGESTED_TAGS if tag in tags)
    assert dict(suggestions.between(0, 1000)) == expected
    while suggestions.work():
        pass
    assert suggestions.count == len(expected)
    listed = [suggestions.open_at(suggestions.stop_of(place)) for place in range(len(expected))]
    assert [each.sentence for each in listed if each is not None] == list(expected)
    assert [suggestions.place(sentence.start) for sentence in expected] == list(range(len(expected)))
    walked, at = [], -1
    while (found := suggestions.next_after(at)) is not None:
        walked.append(found.sentence)
        at = found.sentence.start
    assert walked == list(expected)
    back, at = [], 10_000
    while (found := suggestions.previous_before(at)) is not None:
        back.append(found.sentence)
        at = found.sentence.start
    assert back == list(expected)[::-1]


# Sources


def test_the_sources_of_a_sentence_are_told_once_its_own_before_derived_ones() -> None:
    text = "The police said so. He denied it."
    police, he = Span(0, 10), Span(20, 22)
    derived = claim(Span(0, 19), "unverified", source=he, origin=Span(20, 33))
    own = claim(Span(0, 19), "official-claim", source=police)
    assert [each.text for each in sources_of([derived, own, own], text, None)] == ["The police", "He"]
