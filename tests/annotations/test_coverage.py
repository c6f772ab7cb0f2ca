"""Sentences without a tag, against looking at every sentence and every annotation."""

from __future__ import annotations

import itertools
from array import array
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.coverage import Coverage
from annotations.editor import ReportEditor
from annotations.index import AnnotationIndex
from annotations.ranks import BLOCK
from annotations.records import Anchor, Annotation, new_report_record
from reports.document import Span
from reports.loading import load_bytes
from reports.sentences import SentenceIndex
from tests.growth import assert_growth

NOW = "2026-11-22T09:12:04Z"
TEXT = " ".join(f"Sentence number {n} is here." for n in range(12)) + "\n\nA heading\n\n" + "And an end. " * 4


class Lines:
    """Sentences of eight code points with two between them; `grow` adds some."""

    def __init__(self, count: int) -> None:
        self.starts = array("I")
        self.ends = array("I")
        self.grow(count)

    def __len__(self) -> int:
        return len(self.starts)

    def grow(self, count: int) -> None:
        for _ in range(count):
            self.starts.append(10 * len(self))
            self.ends.append(self.starts[-1] + 8)


def annotation(identity: str, *spans: tuple[int, int], tags: tuple[str, ...] = ("u",)) -> Annotation:
    anchors = tuple(Anchor(start, end, "", "", "") for start, end in spans)
    return Annotation(id=identity, report="r", tags=tags, created=NOW, modified=NOW, spans=anchors)


def untagged(sentences: Any, index: AnnotationIndex) -> list[int]:
    """By the definition: no annotation with a tag shares a code point with it."""
    return [
        number
        for number, (start, end) in enumerate(zip(sentences.starts, sentences.ends, strict=True))
        if not any(each.tags for each in index.touching(Span(start, end)))
    ]


def answers(coverage: Coverage, sentences: Any) -> list[int]:
    """All that can be asked, which has to agree."""
    found = [coverage.sentence(place) for place in range(coverage.count)]
    walked, number = [], -1
    while (following := coverage.next_after(number)) is not None:
        walked.append(following)
        number = following
    assert walked == found
    assert [coverage.place(number) for number in found] == list(range(len(found)))
    assert [n for n in range(len(sentences)) if coverage.place(n) is not None] == found
    return found


def editor_on(text: str) -> tuple[ReportEditor, SentenceIndex]:
    report = load_bytes(text.encode(), "wire.txt", "wire.txt")
    ids = itertools.count()
    editor = ReportEditor(
        report,
        new_report_record(report, "/wire.txt", NOW),
        now=lambda: NOW,
        new_id=lambda: f"id-{next(ids)}",
        submit=lambda _: None,
    )
    return editor, SentenceIndex(report.text, report.blocks)


@given(st.data())
def test_through_edits_undo_and_what_others_did_it_is_what_looking_at_all_says(data: st.DataObject) -> None:
    editor, sentences = editor_on(TEXT)
    coverage = Coverage(sentences, editor.index)
    length = len(editor.report.text)
    for _ in range(data.draw(st.integers(0, 12))):
        start = data.draw(st.integers(0, length - 1))
        span = Span(start, data.draw(st.integers(start + 1, min(length, start + 90))))
        some = data.draw(st.sampled_from([each.id for each in editor.index] or [""]))
        match data.draw(st.sampled_from(["tag", "note", "remove", "borders", "undo", "redo", "elsewhere"])):
            case "tag":
                editor.toggle_tag(span, data.draw(st.sampled_from(["unverified", "contested"])), 0)
            case "note":
                editor.annotate(span, caret=0, note="only a note")
            case "remove" if some:
                editor.remove(some)
            case "borders" if some and len(editor.index[0].spans) == 1:
                if editor.index.exact(span, "") is None:
                    editor.set_span(editor.index[0].id, span)
            case "undo":
                editor.undo()
            case "redo":
                editor.redo()
            case "elsewhere":
                theirs = annotation("theirs", tuple(span), tags=data.draw(st.sampled_from([(), ("x",)])))
                editor.take_in({"theirs": theirs}, [])
        if data.draw(st.booleans()):
            assert answers(coverage, sentences) == untagged(sentences, editor.index)
    assert answers(coverage, sentences) == untagged(sentences, editor.index)


def test_it_is_known_in_steps_and_what_changes_in_between_counts() -> None:
    sentences = Lines(9000)
    index = AnnotationIndex(annotation(f"a{n}", (10 * n, 10 * n + 8)) for n in range(9000))
    coverage = Coverage(sentences, index)
    assert coverage.work()
    assert not coverage.complete
    index.remove("a10")
    index.remove("a8990")
    while coverage.work():
        pass
    assert coverage.complete
    assert [coverage.sentence(place) for place in range(coverage.count)] == [10, 8990]


def test_sentences_that_are_added_while_it_is_read_are_counted() -> None:
    sentences = Lines(3)
    index = AnnotationIndex([annotation("a", (0, 5)), annotation("b", (33, 52))])
    coverage = Coverage(sentences, index)
    assert answers(coverage, sentences) == [1, 2]
    sentences.grow(4)
    assert answers(coverage, sentences) == [1, 2, 6]
    sentences.grow(3 * BLOCK)
    assert coverage.count == 3 + 3 * BLOCK
    assert coverage.sentence(coverage.count - 1) == len(sentences) - 1
    assert coverage.place(len(sentences) - 1) == coverage.count - 1


def test_what_lies_between_two_sentences_touches_none() -> None:
    sentences = Lines(3)
    coverage = Coverage(sentences, AnnotationIndex([annotation("a", (8, 10)), annotation("b", (19, 21))]))
    assert answers(coverage, sentences) == [0, 1]


def test_beyond_the_last_there_is_none() -> None:
    coverage = Coverage(Lines(2), AnnotationIndex([annotation("a", (0, 18))]))
    assert coverage.count == 0
    assert coverage.next_after(-1) is None
    assert coverage.place(5) is None
    with pytest.raises(IndexError):
        coverage.sentence(0)


def test_a_tag_costs_the_same_in_a_report_of_any_length_with_any_number_of_annotations() -> None:
    """A hundred times tagging, counting and going on: among 1000 annotations as among 16 000."""

    def make(count: int) -> tuple[AnnotationIndex, Coverage, int]:
        index = AnnotationIndex(annotation(f"a{n}", (40 * n, 40 * n + 8)) for n in range(count))
        coverage = Coverage(Lines(4 * count), index)
        assert coverage.count == 3 * count
        return index, coverage, count

    def run(made: tuple[AnnotationIndex, Coverage, int]) -> None:
        index, coverage, count = made
        for n in range(100):
            index.add(annotation("new", (40 * n + 20, 40 * n + 22)))
            assert coverage.count == 3 * count - 1
            assert coverage.next_after(4 * n + 1) == 4 * n + 3
            assert coverage.sentence(coverage.place(4 * n + 3) or 0) == 4 * n + 3
            index.remove("new")

    assert_growth(0, make, run, 1000)
