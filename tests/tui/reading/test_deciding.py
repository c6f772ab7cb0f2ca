"""What is suggested at the target, who says it, and what a key records of it; without a screen."""

from __future__ import annotations

from typing import Any

import pytest

from annotations.records import Attribution

GAINS = "Zelensky claims territorial gains"
REFINERY = "The Ukrainian military"
DOUBT = "The information cannot be independently verified."


def names(sources: list[Attribution]) -> list[str]:
    return [each.text for each in sources]


def test_who_says_it_stands_in_the_sentence_also_of_a_tag_that_follows_from_another(
    suggesting_desk: Any,
) -> None:
    reading = suggesting_desk.reading
    suggesting_desk.at(REFINERY)
    (unverified,) = (each for each in reading.deciding.open_tags() if each.id == "unverified")
    assert (unverified.who, suggesting_desk.words(unverified.origin)) == (REFINERY, DOUBT)
    reading.tag("unverified")
    (annotation,) = suggesting_desk.editor.index
    assert (annotation.tags, names(annotation.attribution)) == (("unverified",), [REFINERY])


def test_taking_is_one_change_of_annotation_and_decision(suggesting_desk: Any) -> None:
    suggesting_desk.at(GAINS)
    change = suggesting_desk.reading.take_suggested()
    assert [edit.table for edit in change.edits] == ["annotations", "decisions"]
    (annotation,) = suggesting_desk.editor.index
    assert annotation.tags == ("unverified", "official-claim")
    assert names(annotation.attribution) == ["Volodymyr Zelensky"]
    assert suggesting_desk.reading.deciding.here == []
    suggesting_desk.undo()
    assert not len(suggesting_desk.editor.index)
    assert [each.tags for each in suggesting_desk.reading.deciding.here] == [annotation.tags]


def test_a_source_that_is_noted_stays(suggesting_desk: Any) -> None:
    editor = suggesting_desk.editor
    editor.annotate(suggesting_desk.span(GAINS), caret=0, attribution=[Attribution("his spokesman")])
    suggesting_desk.at(GAINS)
    suggesting_desk.reading.take_suggested()
    (annotation,) = editor.index
    assert names(annotation.attribution) == ["his spokesman"]
    assert annotation.tags == ("unverified", "official-claim")


def test_a_tag_key_takes_its_tag_alone_and_then_takes_it_off_again(suggesting_desk: Any) -> None:
    reading = suggesting_desk.reading
    suggesting_desk.at(GAINS)
    reading.tag("unverified")
    assert [each.tags for each in reading.deciding.here] == [("official-claim",)]
    reading.tag("unverified")
    (annotation,) = suggesting_desk.editor.index
    assert (annotation.tags, names(annotation.attribution)) == ((), ["Volodymyr Zelensky"])
    assert [each.tags for each in reading.deciding.here] == [("official-claim",)]


@pytest.mark.parametrize("key", ["f", "v"])
def test_while_an_annotation_is_being_changed_nothing_is_suggested(suggesting_desk: Any, key: str) -> None:
    suggesting_desk.mark(GAINS, "contested")
    suggesting_desk.at(GAINS)
    reading = suggesting_desk.reading
    reading.hold_next(1)
    assert reading.deciding.here
    if key == "f":
        reading.add_fragment()
    else:
        reading.start_selection()
    assert reading.target.kind in ("fragment", "borders")
    assert reading.deciding.here == []
    assert reading.take_suggested() is None


def test_of_very_many_selected_sentences_no_more_are_looked_at_than_a_screen_has(
    suggesting_desk: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.reading.deciding.MOST_HERE", 3)
    suggesting_desk.reading.start_selection()
    suggesting_desk.reading.move("end")
    assert len(suggesting_desk.reading.deciding.here) == 3
