"""Sentences whose answers were written before any was run; the held half was never looked into."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

import pytest

from claims.records import SUGGESTED_TAGS
from tests.claims.answers import Answer, answers_in, case, says, tags
from tests.claims.conftest import Tell

UNSEEN = answers_in("unseen.toml")
_COUNTED = ("source", *SUGGESTED_TAGS)


@pytest.mark.parametrize("answer", map(case, UNSEEN["open"]))
def test_a_sentence_says_who_says_it_and_which_tags_it_needs(answer: Answer, tell: Tell) -> None:
    told = tell(answer["text"])
    assert says(told, answer) == answer.get("says", [])
    assert tags(told) == set(answer.get("tags", []))


def test_in_the_held_half_as_much_is_right_as_in_the_first_run(tell: Tell) -> None:
    counts: Counter[str] = Counter()
    for answer in UNSEEN["held"]:
        counts.update(_outcomes(answer, tell))
    for counted in _COUNTED:
        right, wrong, missed = UNSEEN["first-run"]["held"][counted]
        assert counts[f"{counted} right"] + counts[f"{counted} missed"] == right + missed
        assert counts[f"{counted} right"] >= right
        assert counts[f"{counted} wrong"] <= wrong


def _outcomes(answer: Answer, tell: Tell) -> Iterator[str]:
    """`source right`, `contested missed` and the like, each as often as it happens."""
    told = tell(answer["text"])
    yield from _compared(
        (f"source {_source(each)}" for each in says(told, answer)),
        (f"source {_source(each)}" for each in answer.get("says", ())),
    )
    yield from _compared(tags(told), answer.get("tags", ()))


def _source(said: str) -> str:
    return said.split(" | ")[0]


def _compared(found: Iterable[str], expected: Iterable[str]) -> Iterator[str]:
    there, wanted = Counter(found), Counter(expected)
    for outcome, which in (("right", there & wanted), ("wrong", there - wanted), ("missed", wanted - there)):
        for each in which.elements():
            yield f"{each.split(' ')[0]} {outcome}"
