"""The card of an entity says where a place lies, and what a date or a quantity is worth."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from entities.finding.finder import Found
from entities.records import Findings


async def _choose(reader: Any, findings: Findings, name: str) -> None:
    entity = next(each for each in findings.entities if each.name == name)
    reader.screen.choose_entity(entity.id)


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("Pokrovsk", "48.28 N 37.18 E"), ("Pokrovsk", "GeoNames 704422"),
        ("Ukraine", "50.45 N 30.52 E · capital"),
        ("Bashkortostan", "not sure where"), ("about 160 square kilometres", "about 160 km2"),
        ("Thursday", "i sets the report's date"),
    ],
)  # fmt: skip
async def test_the_card_says_what_is_known_of_an_entity(
    opened: Any, findings: Findings, model_says: Callable[..., None], name: str, line: str
) -> None:
    model_says(Found(findings))
    async with opened() as reader:
        await reader.until(lambda: reader.state_of_entities.findings is not None)
        await _choose(reader, findings, name)
        await reader.until(lambda: reader.in_pane("annotations", line))


async def test_a_relative_date_follows_the_date_of_the_report_at_once(
    opened: Any, findings: Findings, model_says: Callable[..., None]
) -> None:
    model_says(Found(findings))
    async with opened() as reader:
        await reader.until(lambda: reader.state_of_entities.findings is not None)
        await _choose(reader, findings, "Thursday")
        await reader.until(lambda: reader.in_pane("annotations", "not sure"))
        await reader.press("i", "tab")
        await reader.type("2026-11-22")
        await reader.press("enter")
        await reader.until(lambda: reader.in_pane("annotations", "is    2026-11-19"))
        await reader.press("z")
        await reader.until(lambda: reader.in_pane("annotations", "not sure"))


async def test_a_date_that_is_none_is_told_in_a_sentence_and_kept_for_mending(opened: Any) -> None:
    async with opened() as reader:
        await reader.press("i", "tab")
        await reader.type("22.11.2026")
        await reader.press("enter")
        assert reader.asking
        assert any("“22.11.2026” is no date: write year, month and day" in row for row in reader.rows())
        for _ in range(10):
            await reader.press("backspace")
        await reader.type("2026-11-22")
        assert not any("is no date" in row for row in reader.rows())
        await reader.press("enter")
        assert not reader.asking
        assert reader.editor.record.published == "2026-11-22"


async def test_without_a_gazetteer_the_card_says_so(
    opened: Any,
    findings: Findings,
    model_says: Callable[..., None],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.setattr("entities.lookup.gazetteer.INDEX", tmp_path / "none.sqlite")
    model_says(Found(findings))
    async with opened() as reader:
        await reader.until(lambda: reader.state_of_entities.findings is not None)
        await _choose(reader, findings, "Pokrovsk")
        await reader.until(lambda: reader.in_pane("annotations", "the gazetteer"))


async def test_keys_go_on_while_places_are_located(
    opened: Any, findings: Findings, model_says: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = threading.Event()
    monkeypatch.setattr("entities.lookup.facts.locate", lambda *_: gate.wait() and {})
    model_says(Found(findings))
    async with opened() as reader:
        await reader.until(lambda: reader.state_of_entities.findings is not None)
        await _choose(reader, findings, "Pokrovsk")
        assert reader.in_pane("annotations", "at    …")
        before = reader.reading.caret
        await reader.press("n")
        assert reader.reading.caret != before
        gate.set()
        await reader.until(lambda: reader.in_pane("annotations", "not sure where"))


@pytest.mark.parametrize("size", [(80, 24), (60, 20)])
async def test_the_drawer_says_what_is_known_too(
    opened: Any, findings: Findings, model_says: Callable[..., None], size: tuple[int, int]
) -> None:
    model_says(Found(findings))
    async with opened(size=size) as reader:
        await reader.press("f2", "slash", *"pokrovsk", "enter", "enter")
        await reader.until(
            lambda: reader.in_pane("entities", "at 48.28 N 37.18 E · Ukraine · GeoNames 704422")
        )
