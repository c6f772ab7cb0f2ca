"""Lines that were wrapped by hand flow on: what stands between two of them is one gap."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.blocks import BlockKind
from reports.document import Block
from reports.flow import begin_of_words, flows, gap_at, has_gap, in_one_line, units
from reports.loading import load_bytes
from reports.motion import Navigator
from reports.sentences import SentenceIndex
from tests.growth import assert_growth, assert_linear

QUOTED = "> The town\n> was taken,\n>\n> they say."
lines = st.lists(
    st.sampled_from(["word", "\n", "> ", ">", " ", "   ", "日", "e\u0301", "\x1b", "\t", "\u200b"]),
    min_size=1,
).map("".join)
kinds = st.sampled_from(["paragraph", "item", "quotation"])


def drawn(text: str, kind: BlockKind = "paragraph") -> str:
    return "".join(unit.shown for unit in units(text, 0, len(text), Block(0, len(text), kind, 1)))


def test_a_line_break_and_the_indentation_behind_it_are_one_blank() -> None:
    assert drawn("The memo is\n     unlimited.") == "The memo is unlimited."


def test_the_marks_of_a_quotation_are_drawn_by_its_margin_alone() -> None:
    assert drawn(QUOTED, "quotation") == "The town was taken, they say."
    assert drawn("a > b\nc > d", "quotation") == "a > b c > d"
    assert drawn("a\n> b") == "a > b"


@given(text=lines, kind=kinds)
def test_units_join_to_the_text_and_are_never_split_by_a_gap(text: str, kind: BlockKind) -> None:
    block = Block(0, len(text), kind, 1)
    at = 0
    for unit in units(text, 0, len(text), block):
        assert unit.offset == at
        assert unit.length > 0
        gap = gap_at(text, unit.offset, block)
        if text[unit.offset] == "\n":
            assert gap == (unit.offset, unit.offset + unit.length)
        at += unit.length
    assert at == len(text)


@given(text=lines, kind=kinds)
def test_every_code_point_of_a_gap_knows_it(text: str, kind: BlockKind) -> None:
    block = Block(0, len(text), kind, 1)
    lead = begin_of_words(text, 0, len(text), block)
    gaps = {
        (u.offset, u.offset + u.length) for u in units(text, 0, len(text), block) if text[u.offset] == "\n"
    }
    for offset in range(lead, len(text)):
        inside = next((gap for gap in gaps if gap[0] <= offset < gap[1]), None)
        assert gap_at(text, offset, block) == inside


@given(text=lines, kind=kinds)
def test_what_is_drawn_differs_from_the_clusters_only_where_there_is_a_gap(
    text: str, kind: BlockKind
) -> None:
    block = Block(0, len(text), kind, 1)
    wide = [u for u in units(text, 0, len(text), block) if text[u.offset] == "\n" and u.length > 1]
    lead = begin_of_words(text, 0, len(text), block)
    assert has_gap(text, 0, len(text), block) == bool(wide or lead)


def test_in_one_line_each_gap_is_one_blank() -> None:
    assert in_one_line("was hurt in\n> the attack,\n   they\nsay") == "was hurt in the attack, they say"


def test_only_text_that_was_wrapped_by_hand_flows() -> None:
    plain = load_bytes(b"One.\n", "a.txt", "a.txt")
    assert all(flows(plain, Block(0, 1, kind)) for kind in ("paragraph", "item", "quotation"))
    assert not any(flows(plain, Block(0, 1, kind)) for kind in ("code", "row", "heading", "rule"))
    assert not flows(load_bytes(b"One.\n", "a.md", "a.md"), Block(0, 1))


def test_the_caret_steps_over_a_gap_at_once_and_back() -> None:
    report = load_bytes(f"Anna wrote:\n{QUOTED}\n\nThat is all.\n".encode(), "a.txt", "a.txt")
    keys = Navigator(report, SentenceIndex(report.text, report.blocks))
    before = report.text.index("town") + 3
    gap = keys.right(before)
    behind = keys.right(gap)
    assert report.text[gap] == "\n"
    assert report.text[behind:].startswith("was")
    assert (keys.left(behind), keys.left(gap)) == (gap, before)
    for offset in range(gap, behind):
        assert keys.settle(offset) == gap
    assert report.text[slice(*keys.selection(before, gap))] == "n\n> "
    first = keys.settle(report.text.index("> The"))
    assert report.text[first:].startswith("The town")


@pytest.mark.parametrize("piece", ["\n", "\n> ", "\n    ", "> ", " ", "word\n> "])
def test_a_gap_of_any_length_is_found_in_linear_time(piece: str) -> None:
    def make(size: int) -> str:
        return "a" + piece * size + "b"

    def look(text: str) -> None:
        block = Block(0, len(text), "quotation", 1)
        gap_at(text, len(text) // 2, block)
        list(units(text, 0, len(text), block))

    assert_linear(make, look, 5_000)


def test_a_place_far_from_a_line_break_costs_the_same_in_any_line() -> None:
    def look(text: str) -> None:
        for offset in range(0, len(text), len(text) // 50):
            gap_at(text, offset, Block(0, len(text)))

    assert_growth(0, lambda size: "word " * size, look, 20_000)
