"""Nothing a key does grows with what is suggested: 40 000 sentences cost no more than 400."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from annotations.decisions import Decisions
from annotations.index import AnnotationIndex
from annotations.suggestions import Stops, Suggestions
from claims.records import Claim, Claims, Official, Why
from entities.finding.finder import Found
from reports.document import Span
from tests.entities.fabricated import found_in, text_with
from tests.growth import assert_growth
from tests.tui.calls import calls_for
from tui.article.overview import Marked, Window, any_of, overview_cells
from tui.article.rows import Row

FEW, MANY = 400, 40_000
NAMES = 10
KEYS = {
    "from one to the next and back": ["s", "s", "S"],
    "all is taken, and taken back": ["enter", "z"],
    "one tag is taken, and taken back": ["u", "z"],
    "all is dismissed, and that is undone": ["backspace", "z"],
    "words are selected": ["v", "w", "w", "escape"],
    "everything is selected": ["V", "plus", "plus", "plus", "escape"],
    "the list is entered, walked, marked and left": ["f3", "j", "k", "space", "space", "k", "k", "f3"],
    "the end and the top": ["G", "g"],
}


def claims_for(text: str) -> Claims:
    """Somebody says something in every line."""
    length = text.index("\n") + 1
    claims = []
    for start in range(0, len(text), length):
        sentence, source = Span(start, start + length - 1), Span(start + 5, start + 12)
        cue = Span(start + 13, start + 16)
        tags = ("unverified", "official-claim")
        claims.append(
            Claim(sentence, source, None, cue, None, tags, Why.HEARSAY, Official.UNNAMED, source, None)
        )
    return Claims.of(claims)


async def calls_by_key(opened: Any, report_of: Any, model_says: Any, sentences: int) -> dict[str, int]:
    """What each of `KEYS` costs in a report with so many sentences that something is suggested for."""
    text = text_with(sentences, NAMES)
    model_says(Found(found_in(text, NAMES), claims_for(text).to_bytes()))
    async with opened(report=report_of(text)) as reader:
        await reader.until(lambda: f"{sentences} suggested" in reader.line("header"))
        await reader.press("f3", "s", "f3")
        await reader.until(lambda: reader.in_pane("annotations", f"SUGGESTED {sentences} "))
        costs = {}
        for name, keys in KEYS.items():
            costs[name] = await calls_for(reader, keys)
            assert reader.screen.state.list_complete
        assert f"{sentences} suggested" in reader.line("header")
        return costs


async def test_no_key_costs_more_for_many_suggestions(
    opened: Any, report_of: Any, model_says: Callable[..., None]
) -> None:
    few = await calls_by_key(opened, report_of, model_says, FEW)
    many = await calls_by_key(opened, report_of, model_says, MANY)
    assert {name: (few[name], many[name]) for name in KEYS if many[name] > 1.5 * few[name]} == {}


def test_the_strip_is_drawn_as_fast_for_many(report_of: Any) -> None:
    def make(sentences: int) -> Suggestions:
        claims = claims_for(text_with(sentences, NAMES))
        suggestions = Suggestions(claims, Stops.of(claims), AnnotationIndex(), Decisions())
        while suggestions.work():
            pass
        return suggestions

    def draw(suggestions: Suggestions) -> None:
        nowhere = any_of(())
        length = suggestions.claims[-1].sentence.end
        window = Window([Row(0, length // 10, 0)], length, whole=False)
        for _ in range(20):
            overview_cells(40, window, Marked(nowhere, suggestions.any_starts_in, nowhere))

    assert_growth(0, make, draw, 1_000)
