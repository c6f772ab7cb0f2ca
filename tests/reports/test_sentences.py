from __future__ import annotations

import json
import textwrap
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.document import Block
from reports.loading import load
from reports.plain import plain_blocks
from reports.sentences import SentenceIndex
from tests.growth import assert_linear

from .texts import odd_lines, odd_text, visible_part

SEEDS = Path(__file__).parents[2] / "seeds"


def sentences(text: str) -> list[str]:
    index = SentenceIndex(text, [Block(0, len(text))])
    return [text[slice(*index.span(number))] for number in range(len(index))]


def test_the_seed_has_exactly_the_sentences_of_its_answers() -> None:
    report = load(SEEDS / "soldiers-remains-handover.txt")
    answers = json.loads((SEEDS / "soldiers-remains-handover.answers.json").read_text(encoding="utf-8"))
    index = SentenceIndex(report.text, report.blocks)
    assert [tuple(index.span(n)) for n in range(len(index))] == [
        (s["start"], s["end"]) for s in answers["sentences"]
    ]


def test_the_seed_wrapped_at_a_column_has_the_same_sentences() -> None:
    text = load(SEEDS / "soldiers-remains-handover.txt").text
    wrapped = "\n\n".join(textwrap.fill(line, 66) for line in text.splitlines())
    index = SentenceIndex(wrapped, plain_blocks(wrapped))
    assert len(index) == 33


@given(st.one_of(odd_text, odd_lines))
def test_sentences_lie_in_blocks_in_order_trimmed_and_cover_all_that_is_seen(text: str) -> None:
    blocks = plain_blocks(text)
    index = SentenceIndex(text, blocks)
    spans = [index.span(number) for number in range(len(index))]
    assert all(before.end <= after.start for before, after in pairwise(spans))
    assert all(any(b.start <= s.start < s.end <= b.end for b in blocks) for s in spans)
    assert all(visible_part(text[s.start]) and visible_part(text[s.end - 1]) for s in spans)
    if any(b.kind != "rule" for b in blocks):
        covered = bytearray(len(text))
        for span in spans:
            covered[span.start : span.end] = b"\1" * (span.end - span.start)
        for b in blocks:
            # Between the sentences of a quotation its marks may stand.
            missed = {text[at] for at in range(b.start, b.end) if not covered[at] and visible_part(text[at])}
            assert b.kind == "rule" or missed <= ({">"} if b.kind == "quotation" else set())


def test_the_marks_of_a_quotation_are_in_no_sentence() -> None:
    text = "> One line that is quoted\n> ends. Another\n> > one.\n> Last.\n>\n"
    index = SentenceIndex(text, [Block(0, len(text) - 1, "quotation", 1)])
    words = [text[index.starts[number] : index.ends[number]] for number in range(len(index))]
    assert words == ["One line that is quoted\n> ends.", "Another\n> > one.", "Last."]


def test_a_quotation_of_marks_alone_is_one_sentence() -> None:
    assert len(SentenceIndex("> >\n>", [Block(0, 5, "quotation", 1)])) == 1


@given(odd_text)
def test_every_offset_has_the_sentence_that_contains_it_or_the_nearest_before(text: str) -> None:
    blocks = plain_blocks(text)
    if not blocks:
        return
    index = SentenceIndex(text, blocks)
    for offset in range(len(text) + 1):
        number = index.at(offset)
        assert index.starts[number] <= offset or number == 0
        assert number + 1 == len(index) or offset < index.starts[number + 1]


@pytest.mark.parametrize(
    "text",
    [
        "Lt. Col. Smith met Mr. Jones, Dr. Brown and Gen. J. K. Milley in St. Louis.",
        "The U.S. Army and the U.N. Security Council met at 3 p.m. Friday.",
        "It rose by 3.5 percent, i.e. Much, to 1.000.000 on Jan. 5 and Sept. 11.",
        "No. 5 and Fig. 3 show it.",
        "Apple Inc. Shares fell.",
        '"We will win!" Zelensky said.',
        '"Where is it?" he asked.',
        "Well . . . I do not know.",
        "1. The first item of a list",
        "See www.example.com/a.b for it.",
    ],
)
def test_this_is_one_sentence(text: str) -> None:
    assert sentences(text) == [text]


@pytest.mark.parametrize(
    "text",
    [
        "It was hit.|He left.",
        '"He left."|She stayed.',
        "(He left.)|She stayed.",
        "Who?|Nobody!|Really?!|Yes…|So it ends.",
        "They met in the U.S.|The talks failed.",
        "They met at 3 p.m.|He said no.",
        "No.|He refused.",
        "It cost 1,000.|In 2024.|They paid.",
        'He said no.|"According to us, yes," they wrote.',
        "It was so [1].|Then not.[2]|Now it is.",
        "Он приехал.|Она уехала.",
    ],
)
def test_sentences_end_where_the_bars_are(text: str) -> None:
    assert sentences(text.replace("|", " ")) == text.split("|")
    assert sentences(text.replace("|", "\n")) == text.split("|")


def test_ideographic_stops_need_no_space() -> None:
    assert sentences("这是一句。「这是二句。」三句！") == ["这是一句。", "「这是二句。」", "三句！"]


def test_a_heading_and_a_row_are_one_sentence_and_code_one_a_line() -> None:
    text = "One. Two.\nThree. Four.\nfive. Six.\n\n  Seven. Eight."
    blocks = [Block(0, 9, "heading", 1), Block(10, 22, "row"), Block(23, len(text), "code")]
    index = SentenceIndex(text, blocks)
    assert [text[slice(*index.span(n))] for n in range(len(index))] == [
        "One. Two.",
        "Three. Four.",
        "five. Six.",
        "Seven. Eight.",
    ]


def test_a_rule_is_no_sentence_unless_there_is_nothing_else() -> None:
    assert len(SentenceIndex("---\na", [Block(0, 3, "rule"), Block(4, 5)])) == 1
    assert len(SentenceIndex("---", [Block(0, 3, "rule")])) == 1


@pytest.mark.parametrize("piece", ["word ", ".", ". ", '."', "A. ", "! ", "。", "a."])
def test_a_text_without_a_break_stays_linear(piece: str) -> None:
    assert_linear(
        lambda size: piece * (size // len(piece)),
        lambda text: SentenceIndex(text, [Block(0, len(text))]),
        25_000,
    )
