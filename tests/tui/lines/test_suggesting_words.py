"""What is said where there is no suggestion to go to."""

from __future__ import annotations

from typing import Any

import pytest

from annotations.suggestions import Stops, Suggestions
from claims.records import Claim, Claims, Official, Why
from reports.document import Span
from tui.lines.suggesting_words import none_at_all, none_further

FIRST, SECOND = Span(0, 9), Span(10, 19)


def suggestions_for(desk: Any, *sentences: Span, tags: tuple[str, ...] = ("unverified",)) -> Suggestions:
    found = Claims.of(
        Claim(each, None, None, each, None, tags, Why.UNCLEAR, Official.NOT, None, None) for each in sentences
    )
    suggestions = Suggestions(found, Stops.of(found), desk.editor.index, desk.editor.decisions)
    while suggestions.work():
        pass
    return suggestions


def said(suggestions: Suggestions, sentence: Span, step: int = 1, **how: Any) -> str:
    return none_further(suggestions, sentence, step, **({"untagged": 3, "progress": None} | how))


def test_further_back_and_further_on_are_counted_without_this_one(desk: Any) -> None:
    both = suggestions_for(desk, FIRST, SECOND)
    assert said(both, SECOND) == "No suggestion further on; S goes back to 1 sentence with one."
    assert said(both, FIRST, -1) == "No suggestion before this; s goes on to 1 sentence with one."
    assert said(both, Span(30, 40)) == "No suggestion further on; S goes back to 2 sentences with one."
    assert said(suggestions_for(desk, FIRST), FIRST) == "This is the only sentence with a suggestion."


@pytest.mark.parametrize(
    ("untagged", "rest"), [(3, "3 sentences without a tag, U goes there."), (0, "every sentence has a tag.")]
)
def test_when_all_are_decided_it_says_what_has_no_tag(desk: Any, untagged: int, rest: str) -> None:
    suggestions = suggestions_for(desk, FIRST)
    desk.editor.dismiss({FIRST: ("unverified",)}, 0)
    assert said(suggestions, FIRST, untagged=untagged) == f"No suggestion is left; {rest}"


def test_a_report_in_which_nobody_says_anything_is_told_from_one_without_suggestions(desk: Any) -> None:
    assert said(suggestions_for(desk), FIRST) == "No sentence says who says it, so nothing is suggested."
    nothing = said(suggestions_for(desk, FIRST, tags=()), FIRST)
    assert nothing == "Nothing is suggested; 3 sentences without a tag, U goes there."


def test_while_the_report_is_read_it_says_how_far(desk: Any) -> None:
    suggestions = suggestions_for(desk, FIRST)
    assert (
        said(suggestions, FIRST, progress=(1, 24)) == "No suggestion further on yet: 1 of 24 blocks is read."
    )
    assert none_at_all("", (3, 24)) == "Nothing is suggested yet: 3 of 24 blocks are read."
    assert none_at_all("", None) == "Nothing is suggested yet: the report is about to be read."
    assert none_at_all("No model.", None) == "No model."


def test_where_the_model_stopped_nobody_is_told_that_no_suggestion_is_left(desk: Any) -> None:
    suggestions = suggestions_for(desk, FIRST)
    stopped = "The language model stopped 3 times."
    assert said(suggestions, FIRST, problem=stopped) == f"No suggestion further on. {stopped}"
    assert said(suggestions_for(desk), FIRST, problem=stopped) == f"No suggestion further on. {stopped}"


def test_what_was_not_looked_at_is_not_called_a_report_in_which_nobody_says_anything(desk: Any) -> None:
    foreign = "This report looks like Arabic: nothing is looked for."
    assert said(suggestions_for(desk), FIRST, notices=(foreign,)) == foreign
