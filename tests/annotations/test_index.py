from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from annotations.index import AnnotationIndex
from annotations.records import Anchor, Annotation
from reports.document import Span

LENGTH = 30


def annotation(
    identity: str, *spans: tuple[int, int], tags: tuple[str, ...] = (), author: str = ""
) -> Annotation:
    return Annotation(
        id=identity,
        report="r",
        tags=tags,
        author=author,
        created=identity,
        modified=identity,
        spans=tuple(Anchor(start, end, "", "", "") for start, end in spans),
    )


def ids(annotations: list[Annotation]) -> list[str]:
    return [each.id for each in annotations]


@st.composite
def an_annotation(draw: st.DrawFn) -> Annotation:
    bounds = sorted(draw(st.lists(st.integers(0, LENGTH), min_size=2, max_size=6, unique=True)))
    bounds = bounds[: len(bounds) // 2 * 2]
    identity = draw(st.text("abcdef", min_size=1, max_size=2))
    spans = list(zip(bounds[::2], bounds[1::2], strict=True))
    return annotation(identity, *spans, tags=tuple(draw(st.sets(st.sampled_from("uco")))))


@given(
    st.lists(st.one_of(an_annotation(), st.text("abcdef", min_size=1, max_size=2)), max_size=40), st.data()
)
def test_after_any_additions_and_removals_every_question_is_answered_as_by_looking_at_all(
    steps: list[Annotation | str], data: st.DataObject
) -> None:
    index, everything = AnnotationIndex(), dict[str, Annotation]()
    for step in steps:
        if isinstance(step, str):
            index.remove(step)
            everything.pop(step, None)
        else:
            index.add(step)
            everything[step.id] = step
    start = data.draw(st.integers(0, LENGTH - 1))
    end = data.draw(st.integers(start + 1, LENGTH))

    def meets(each: Annotation, low: int, high: int) -> bool:
        return any(anchor.start < high and anchor.end > low for anchor in each.spans)

    inside = {each.id for each in everything.values() if meets(each, start, end)}
    assert set(ids(index.touching(Span(start, end)))) == inside
    assert set(ids(index.between(start, end))) == inside
    assert len(index.touching(Span(start, end))) == len(inside)
    hull = {each.id for each in everything.values() if each.start < end and each.end > start}
    assert set(ids(index.across(start, end))) == hull
    assert set(ids(index.at(start))) == {
        each.id for each in everything.values() if meets(each, start, start + 1)
    }
    assert ids(list(index)) == ids(
        sorted(everything.values(), key=lambda each: (each.start, -each.end, each.id))
    )
    counts = {tag: sum(tag in each.tags for each in everything.values()) for tag in "uco"}
    assert index.counts() == {tag: count for tag, count in counts.items() if count}
    assert ids(list(AnnotationIndex(everything.values()))) == ids(list(index))
    for place, each in enumerate(index):
        assert index.rank(each.id) == place


@given(st.lists(an_annotation(), max_size=15, unique_by=lambda each: each.id))
def test_walking_forward_from_the_top_holds_every_annotation_once(annotations: list[Annotation]) -> None:
    index = AnnotationIndex(annotations)
    walked: list[str] = []
    held = index.next_after(-1)
    while held is not None:
        walked.append(held.id)
        assert len(walked) <= len(annotations)
        held = index.next_after(held.start, held.id)
    assert walked == ids(list(index))
    back = [walked[-1]] if walked else []
    while back and (before := index.previous(index.get(back[-1]).start, back[-1])):  # type: ignore[union-attr]
        back.append(before.id)
    assert back == walked[::-1]


def test_those_at_the_caret_come_smallest_first() -> None:
    index = AnnotationIndex(
        [annotation("outer", (0, 20)), annotation("inner", (5, 9)), annotation("other", (25, 30))]
    )
    assert ids(index.at(6)) == ["inner", "outer"]
    assert ids(index.at(9)) == ["outer"]


def test_rows_are_drawn_from_the_outer_to_the_inner() -> None:
    index = AnnotationIndex(
        [annotation("inner", (5, 9)), annotation("outer", (5, 20)), annotation("early", (0, 6))]
    )
    assert ids(index.between(0, 30)) == ["early", "outer", "inner"]


def test_holding_the_next_starts_at_the_caret_with_the_outer_one() -> None:
    index = AnnotationIndex(
        [annotation("outer", (0, 20)), annotation("inner", (5, 9)), annotation("later", (12, 14))]
    )
    assert index.next_after(6).id == "outer"  # type: ignore[union-attr]
    assert index.next_after(6, "outer").id == "inner"  # type: ignore[union-attr]
    assert index.next_after(6, "inner").id == "later"  # type: ignore[union-attr]
    assert index.next_after(12, "later") is None
    assert index.next_after(15).id == "outer"  # type: ignore[union-attr]


def test_holding_the_previous_goes_from_the_inner_one_at_the_caret_to_the_outer_and_then_back() -> None:
    index = AnnotationIndex(
        [annotation("first", (0, 2)), annotation("outer", (4, 20)), annotation("inner", (5, 9))]
    )
    assert index.previous(7).id == "outer"  # type: ignore[union-attr]
    assert index.previous(7, "inner").id == "outer"  # type: ignore[union-attr]
    assert index.previous(7, "outer").id == "first"  # type: ignore[union-attr]
    assert index.previous(25).id == "inner"  # type: ignore[union-attr]
    assert index.previous(0, "first") is None


def test_exactly_that_span_means_one_fragment_the_same_borders_and_the_same_author() -> None:
    index = AnnotationIndex(
        [
            annotation("hers", (0, 9), author="Ann"),
            annotation("mine", (0, 9)),
            annotation("split", (0, 3), (6, 9)),
            annotation("longer", (0, 10)),
        ]
    )
    assert index.exact(Span(0, 9), "").id == "mine"  # type: ignore[union-attr]
    assert index.exact(Span(0, 9), "Ann").id == "hers"  # type: ignore[union-attr]
    assert index.exact(Span(0, 8), "") is None


def test_of_two_that_two_programs_made_at_once_the_older_one_is_meant() -> None:
    index = AnnotationIndex([annotation("b", (0, 9)), annotation("a", (0, 9))])
    assert index.exact(Span(0, 9), "").id == "a"  # type: ignore[union-attr]
