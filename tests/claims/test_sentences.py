"""Sentences of many desks, with what they say: written for the purpose.

Those of sentences.toml are what the rules were made on, and prove no more than that they hold there; how well
they do on others is in unseen.toml.
"""

from __future__ import annotations

import pytest

from tests.claims.answers import Answer, answers_in, case, says, spoken_in, tags
from tests.claims.conftest import Tell

SENTENCES: list[Answer] = answers_in("sentences.toml")["sentence"]


@pytest.mark.parametrize("answer", map(case, SENTENCES))
def test_a_sentence_says_who_says_it_and_how_sure_it_is(answer: Answer, tell: Tell) -> None:
    told = tell(answer["text"])
    assert says(told, answer) == answer.get("says", [])
    spoken = spoken_in(told, answer)
    assert [told.words(claim.cue) for claim in told.claims if claim not in spoken] == answer.get("signs", [])
    assert tags(told) == set(answer.get("tags", []))


def test_there_are_sixty_of_them_and_few_misses() -> None:
    assert len(SENTENCES) >= 60
    assert sum("miss" in answer for answer in SENTENCES) <= len(SENTENCES) // 20
