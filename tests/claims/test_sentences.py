"""Sentences of many desks, with what they say: written for the purpose.

Those of sentences.toml are what the rules were made on, and prove no more than that they hold there; how well
they do on others is in unseen.toml.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from claims.records import Why
from tests.claims.conftest import Tell

SENTENCES: list[dict[str, Any]] = tomllib.loads(
    Path(__file__).with_name("sentences.toml").read_text("utf-8")
)["sentence"]
_SPOKEN = (Why.SAID, Why.DENIED)


def _case(answer: dict[str, Any]) -> Any:
    marks = [pytest.mark.xfail(strict=True, reason=answer["miss"])] if "miss" in answer else []
    return pytest.param(answer, id=f"{answer['desk']}: {answer['text'][:40]}", marks=marks)


@pytest.mark.parametrize("answer", map(_case, SENTENCES))
def test_a_sentence_says_who_says_it_and_how_sure_it_is(answer: dict[str, Any], tell: Tell) -> None:
    told = tell(answer["text"])
    spoken = [
        claim
        for claim in told.claims
        if told.words(claim.cue) in str(answer.get("says", "")) or claim.why in _SPOKEN
    ]
    assert [f"{told.words(claim.source)} | {told.words(claim.cue)}" for claim in spoken] == answer.get(
        "says", []
    )
    signs = [told.words(claim.cue) for claim in told.claims if claim not in spoken]
    assert signs == answer.get("signs", [])
    assert {tag for claim in told.claims for tag in claim.tags} == set(answer.get("tags", []))


def test_there_are_sixty_of_them_and_few_misses() -> None:
    assert len(SENTENCES) >= 60
    assert sum("miss" in answer for answer in SENTENCES) <= len(SENTENCES) // 20
