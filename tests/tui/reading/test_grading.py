"""A grade while it is typed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.grades import UNGRADED, Credibility, Grade, Reliability
from tui.reading.grading import Grading, shared

grades = st.builds(Grade, st.sampled_from(get_args(Reliability)), st.sampled_from(get_args(Credibility)))
KEYS = "abcdef123456"


def typed(keys: str, present: Grade = UNGRADED) -> Grading:
    """`<` takes back, `!` clears."""
    grading = Grading(present)
    for key in keys:
        if key == "<":
            grading.take_back()
        elif key == "!":
            grading.clear()
        else:
            assert grading.take(key)
    return grading


@pytest.mark.parametrize(
    ("keys", "grade", "done"),
    [
        ("", "B2", False),
        ("c", "C2", False),
        ("3", "B3", False),
        ("c3", "C3", True),
        ("3C", "C3", True),
        ("cd", "D2", False),
        ("c<", "B2", False),
        ("cd<", "C2", False),
        ("<", "B", False),
        ("<<", "", False),
        ("<<<", "", False),
        ("!", "", False),
        ("!<", "B2", False),
        ("c!", "", False),
        ("!c", "C", False),
        ("!c3", "C3", True),
        ("c<3", "B3", False),
    ],
)
def test_signs_replace_those_there_were_and_are_taken_back_one_by_one(
    keys: str, grade: str, done: bool
) -> None:
    grading = typed(keys, Grade("B", "2"))
    assert (str(grading.grade), grading.done) == (grade, done)


@given(grades, st.text("abcdefghxyz0123456789 -é", max_size=1))
def test_only_signs_of_the_code_are_taken(present: Grade, key: str) -> None:
    grading = Grading(present)
    assert grading.take(key) == (key != "" and key in KEYS)
    assert grading.touched == (grading.done or (key in KEYS and key != ""))


@given(grades, st.text(KEYS, max_size=6))
def test_taking_back_all_that_was_typed_leads_back_to_where_it_began(present: Grade, keys: str) -> None:
    grading = typed(keys + "<" * len(keys), present)
    assert grading.grade == present
    assert not grading.touched


@given(grades, grades, st.text(KEYS + "<!", max_size=6))
def test_of_another_grade_only_what_was_touched_is_changed(present: Grade, other: Grade, keys: str) -> None:
    grading = typed(keys, present)
    applied = grading.applied(other)
    assert applied.source in (other.source, grading.grade.source)
    if set(keys) <= set("abcdef"):
        assert applied.information == other.information
    if set(keys) <= set("123456"):
        assert applied.source == other.source
    assert grading.applied(present) == grading.grade


@given(st.lists(grades, max_size=4))
def test_several_share_what_all_of_them_have(them: Sequence[Grade]) -> None:
    common = shared(list(them))
    assert common.source in ("", *(each.source for each in them))
    for scale in ("source", "information"):
        if getattr(common, scale):
            assert {getattr(each, scale) for each in them} == {getattr(common, scale)}
    assert not them or shared([them[0], them[0]]) == them[0]
