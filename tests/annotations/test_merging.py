"""Undo and redo of something that somebody else worked on since."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from annotations.errors import Superseded
from annotations.records import Annotation
from annotations.store import AnnotationStore
from reports.document import Report, Span

SENTENCE = Span(0, 64)


def the_annotation(path: Path) -> Annotation:
    store = AnnotationStore.open(path, read_only=True)
    (found,) = [one for report in store.reports() for one in store.annotations(report.id)]
    return found


@pytest.fixture
def two(path: Path, report: Report, desk_on: Any) -> Any:
    """I have tagged a sentence twice; ann works on the same annotation."""
    store = AnnotationStore.open(path)
    mine = desk_on(report, store, name="mine")
    mine.editor.toggle_tag(SENTENCE, "unverified", 0)
    mine.editor.toggle_tag(SENTENCE, "contested", 0)
    mine.save(store)
    other = AnnotationStore.open(path)
    anns = desk_on(report, other, author="ann", name="anns")
    (identity,) = [each.id for each in anns.editor.index]
    return store, mine, other, anns, identity


def test_undo_takes_back_my_tag_and_leaves_the_note_somebody_else_wrote_on_it(two: Any, path: Path) -> None:
    store, mine, other, anns, identity = two
    anns.editor.set_note(identity, "ann was here")
    anns.save(other)
    mine.editor.undo()
    mine.save(store)
    assert (the_annotation(path).tags, the_annotation(path).note) == (("unverified",), "ann was here")
    mine.editor.redo()
    mine.save(store)
    assert (the_annotation(path).tags, the_annotation(path).note) == (
        ("unverified", "contested"),
        "ann was here",
    )


def test_undo_of_a_note_that_somebody_else_wrote_over_is_refused(two: Any, path: Path) -> None:
    store, mine, other, anns, identity = two
    mine.editor.set_note(identity, "mine")
    mine.save(store)
    other.refresh()
    anns.editor.refresh(other.annotations(mine.record.id), other.changes(mine.record.id))
    anns.editor.set_note(identity, "anns")
    anns.save(other)
    mine.editor.undo()
    with pytest.raises(Superseded, match="another program changed it since"):
        mine.save(store)
    assert the_annotation(path).note == "anns"


def test_undoing_the_making_of_an_annotation_is_refused_when_somebody_else_added_to_it(
    two: Any, path: Path
) -> None:
    store, mine, other, anns, identity = two
    anns.editor.set_note(identity, "ann was here")
    anns.save(other)
    mine.editor.undo()
    mine.editor.undo()
    with pytest.raises(Superseded):
        mine.save(store)
    assert the_annotation(path).note == "ann was here"
