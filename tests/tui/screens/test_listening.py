"""What the model's process tells, as the reader's state has it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from claims.records import OFFICIAL_CLAIM, Claim, Claims, Official, Why
from entities.finder import Found
from entities.records import Findings
from reports.document import Span

SAID = Claim(
    Span(0, 34), Span(0, 8), None, Span(9, 13), None, (OFFICIAL_CLAIM,), Why.SAID, Official.OFFICE, None, None
)


async def test_who_says_what_comes_with_the_names(
    opened: Any, model_says: Callable[..., None], findings: Findings
) -> None:
    model_says(Found(findings, Claims.of([SAID]).to_bytes()))
    async with opened() as reader:
        await reader.until(lambda: reader.screen.state.claims is not None)
        assert list(reader.screen.state.claims) == [SAID]
        assert reader.in_pane("entities", "Volodymyr Zelensky")


async def test_damaged_claims_are_none_and_the_names_are_shown(
    opened: Any, model_says: Callable[..., None], findings: Findings
) -> None:
    model_says(Found(findings, Claims.of([SAID]).to_bytes()[:-1]))
    async with opened() as reader:
        await reader.until(lambda: reader.screen.state.claims is not None)
        assert not reader.screen.state.claims
        assert reader.in_pane("entities", "Volodymyr Zelensky")
