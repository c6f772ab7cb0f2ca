"""Sentences with their answers, and what was found in them in the same form."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from claims.records import Claim, Why
from tests.claims.conftest import Told

Answer = dict[str, Any]
_SPOKEN = (Why.SAID, Why.DENIED)


def answers_in(name: str) -> dict[str, Any]:
    """The tables of a file beside this one; its first lines say what they mean."""
    return tomllib.loads(Path(__file__).with_name(name).read_text("utf-8"))


def case(answer: Answer) -> Any:
    """A parameter of a test, which fails if what is not found yet is found after all."""
    marks = [pytest.mark.xfail(strict=True, reason=answer["miss"])] if "miss" in answer else []
    return pytest.param(answer, id=f"{answer['desk']}: {answer['text'][:40]}", marks=marks)


def spoken_in(told: Told, answer: Answer) -> list[Claim]:
    """The claims in which somebody speaks; who disputes does if the answer has it so."""
    says = " ".join(answer.get("says", ()))
    return [claim for claim in told.claims if told.words(claim.cue) in says or claim.why in _SPOKEN]


def says(told: Told, answer: Answer) -> list[str]:
    """`source | cue` of each statement."""
    return [f"{told.words(claim.source)} | {told.words(claim.cue)}" for claim in spoken_in(told, answer)]


def tags(told: Told) -> set[str]:
    """All tags suggested."""
    return {tag for claim in told.claims for tag in claim.tags}
