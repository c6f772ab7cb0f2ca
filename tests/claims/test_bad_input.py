"""Text that is no prose: no crash, bounded work, and nothing found where nothing is said."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from claims.companion import ClaimReader
from claims.lexicon import Lexicon
from claims.records import OFFICIAL_CLAIM, Claims
from entities.finding.wire import Cut
from entities.records import Findings
from tests.claims.conftest import Tell

if TYPE_CHECKING:
    from spacy.language import Language


@pytest.mark.parametrize(
    "text",
    [
        "word " * 20_000,
        "-----",
        "said",
        '"' * 3_000,
        '"Come in. Sit down. Eat."\n\n"Why?"\n\n"Because you are hungry."',
        "Smith, Jones, Brown\nMiller, Davis\nWilson, Moore, Taylor",
        "    def say(self):\n        return self.claim.deny(\"said\")\n\n    print('he said')",
        "| Name | Town |\n|---|---|\n| Ann | Bern |\n| Bob | Oslo |",
        "Der Minister sagte, die Straße sei offen.",
        "Министр сказал, что дорога открыта.",
        "部长说道路已经开放。",
        "١٢٣ قال الوزير إن الطريق مفتوح",
        "\u202esaid he\u202c \x1b[31mred\x1b[0m \ufeff",
        "((((((((((said((((((((((",
    ],
)
def test_where_nobody_says_anything_nothing_is_found(text: str, tell: Tell) -> None:
    assert not tell(text).claims


def test_a_sentence_of_100_kb_is_left_alone_and_the_next_is_read(tell: Tell) -> None:
    told = tell("The mayor said " + "and the road was wet " * 5_000 + ".\n\nThe mayor said it was dry.")
    assert [told.words(claim.sentence) for claim in told.claims] == ["The mayor said it was dry."]


@pytest.mark.parametrize(
    "text",
    [
        "POLICE SAID TWO PEOPLE WERE HURT IN THE BLAST.",
        "police said two people were hurt in the blast.",
        '"Nobody closed this. Police said two people were hurt in the blast.',
        "> Police said two\n> people were hurt in the blast.",
        "- Police said two people were hurt in the blast.",
    ],
)
def test_what_is_oddly_written_is_still_read(text: str, tell: Tell) -> None:
    assert [set(claim.tags) for claim in tell(text).claims] == [{OFFICIAL_CLAIM}]


def test_a_pipeline_without_a_parser_finds_no_claims(lexicon: Lexicon) -> None:
    import spacy

    text = "The mayor said it was dry."
    reader = ClaimReader(spacy.blank("en"), text, Cut([0], [len(text)], b"\1"), lexicon)
    reader.read(0, len(text), 0)
    assert list(reader.claims(Findings())) == list(Claims())


def test_a_sentence_that_the_model_cannot_take_costs_no_other(
    language: Language, lexicon: Lexicon, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "The mayor said it was dry.\nThe mayor said it BREAKS."
    whole = language.pipe

    def pipe(texts: list[str], **options: object) -> object:
        if any("BREAKS" in each for each in texts):
            raise RuntimeError("no")
        return whole(texts, **options)

    monkeypatch.setattr(language, "pipe", pipe)
    reader = ClaimReader(language, text, Cut([0], [len(text)], b"\1"), lexicon)
    reader.read(0, len(text), 0)
    assert [claim.sentence for claim in reader.claims(Findings())] == [(0, 26)]


def test_a_block_is_read_on_where_its_last_piece_ended(language: Language, lexicon: Lexicon) -> None:
    text = "The mayor said it was dry. The mayor said it was hot. The mayor said it was cold."
    reader = ClaimReader(language, text, Cut([0], [len(text)], b"\1"), lexicon)
    for start in range(0, len(text), 10):
        reader.read(start, min(start + 10, len(text)), 0)
    assert [claim.sentence.start for claim in reader.claims(Findings())] == [0, 27, 54]
