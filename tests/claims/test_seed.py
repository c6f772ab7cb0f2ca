"""The seed against the answers made by hand: a development set, so nothing less than all of it will do."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from claims.records import SUGGESTED_TAGS, UNVERIFIED
from reports.loading import load
from tests.claims.conftest import Tell, Told

SEEDS = Path(__file__).resolve().parents[2] / "seeds"
ANSWERS = json.loads((SEEDS / "soldiers-remains-handover.answers.json").read_text("utf-8"))["sentences"]


@pytest.fixture(scope="module")
def seed(tell: Tell) -> Told:
    return tell(load(SEEDS / "soldiers-remains-handover.txt"))


def test_every_tag_of_a_sentences_own_words_is_suggested_and_no_other(seed: Told) -> None:
    asked = {sentence["text"]: set(sentence["tags"]) for sentence in ANSWERS if sentence["tags"]}
    assert seed.tags() == asked


def test_what_follows_from_a_neighbour_is_suggested_and_nothing_that_does_not(seed: Told) -> None:
    right = {
        sentence["text"]
        for sentence in ANSWERS
        if UNVERIFIED in sentence["context_tags"] and UNVERIFIED in SUGGESTED_TAGS
    }
    derived = seed.tags(derived=True)
    assert set(derived) <= right
    assert len(derived) >= 5


def test_every_source_is_found(seed: Told) -> None:
    found = {(claim.sentence.start, claim.source) for claim in seed.claims if claim.source}
    for sentence in ANSWERS:
        for attribution in sentence["attributions"]:
            sources = attribution["source"] or []
            for source in sources if isinstance(sources, list) else [sources]:
                assert any(
                    start == sentence["start"] and span.start < source["end"] and source["start"] < span.end
                    for start, span in found
                    if span
                ), source


@pytest.mark.parametrize(
    ("sentence", "named"),
    [
        ("Four multi-storey", "Vadim Filashkin"),
        ("He said only", "Andrei Bocharov"),
        ('"According to preliminary', "The Ukrainian military"),
        ("According to their account", "Ukrainian military observers"),
        ("The Russian military dropped", "Vadim Filashkin"),
    ],
)
def test_who_is_meant_is_found(seed: Told, sentence: str, named: str) -> None:
    assert seed.words(seed.of(sentence)[0].named) == named


def test_offices_are_given_to_their_people(seed: Told) -> None:
    roles = {
        mention.text: seed.text[role.start : role.end]
        for mention in seed.findings.mentions
        if (role := seed.claims.role_at(mention.start))
    }
    assert roles == {
        "Volodymyr Zelensky": "Ukrainian President",
        "Vadim Filashkin": "governor of the Donetsk region",
        "Andrei Bocharov": "governor of the Volgograd region",
        "Radiy Khabirov": "head of the region",
    }
