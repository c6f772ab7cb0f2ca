"""Markdown in pieces: the start comes first, and what comes is the same however the source is cut."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from reports.document import Block, Mark
from reports.markdown import Extracted, Piece, markdown, pieces
from reports.markdown.chunks import Sizes

from .texts import odd_text

LINES = (
    "word",
    "*two* words",
    "# head",
    "===",
    "---",
    "- item",
    "  - nested",
    "1. one",
    "2) two",
    "> said",
    "> > said twice",
    "    set in",
    "\tset in",
    "```",
    "~~~ py",
    "<div>",
    "<!-- open",
    "-->",
    "| a | b |",
    "|---|:-:|",
    "[a]: /one 'title",
    "title'",
    "[b]:",
    "/two",
    "[a]: <three>",
    "> [b]: four",
    "- [a]: five",
    "[a] and [b][] and [see *this*][a] ![alt][b]",
    "[a][",
    "[^a] and [^b]",
    "[^a]: note",
    "[^b]:",
    "> [^b]: note",
    "|1|2|3|",
    "",
    "",
    "",
    " \t",
)
sources = st.lists(st.sampled_from(LINES), max_size=40).map("\n".join)
SMALL = Sizes(20, 20)
sizes = st.integers(min_value=1, max_value=60)


def joined(parts: Sequence[Piece]) -> Extracted:
    """What somebody knows who has been told `parts`."""
    begun = max((place for place, part in enumerate(parts) if part.anew), default=0)
    text, blocks, marks, notices = "", tuple[Block, ...](), tuple[Mark, ...](), tuple[str, ...]()
    for part in parts[begun:]:
        text += part.text
        blocks += tuple(part.blocks)
        marks += tuple(part.marks)
        notices += part.notices
    return Extracted(text, blocks, marks, notices)


@settings(deadline=None, max_examples=400)
@given(st.one_of(sources, odd_text), sizes, sizes)
@example("para\n\n[a]: /one\n'title\n\nx", 1, 1)
@example("[a]\n\n```\n[a]: /no\n```\n\n[a]: /yes", 4, 4)
@example("- a\n\n\n- b\n* c\n\n  d\n", 5, 5)
def test_however_a_source_is_cut_the_pieces_join_to_the_same(source: str, first: int, size: int) -> None:
    assert joined(list(pieces(source, Sizes(first, size, 10**9)))) == markdown(source)


LONG_ONES = {
    "a list": ("- item", "- two", "  goes on", "  - nested", "", "  - x\n\n    y", "1. one", "- [a]: /x"),
    "a table": ("| a | b |\n|---|--:|", "| 1 | 2 |", "| *1* | `2` | 3 |", "| x |", "|[a]|b|", "> q"),
    "a quotation": ("> a", ">", "> - c", "> > d", "> ```", "lazy", "> [a]", "> [a]: /q", "> # h"),
}
long_ones = st.sampled_from(list(LONG_ONES.values())).flatmap(
    lambda lines: st.lists(st.sampled_from(lines), min_size=3, max_size=40).map(
        lambda chosen: "\n".join((lines[0], *chosen))
    )
)


def without_widths(told: Extracted) -> Extracted:
    """Without what is only for drawing: how wide the columns of a table and the markers of a list are."""
    blocks = tuple(replace(block, margin="", marker=block.marker.replace(" ", "")) for block in told.blocks)
    return told._replace(blocks=blocks, marks=tuple(mark for mark in told.marks if mark.kind != "cell"))


@settings(deadline=None, max_examples=300)
@given(long_ones, sizes, sizes, sizes)
@example("- a\n- b\n- c\n\n- d", 5, 5, 5)
def test_a_long_list_table_or_quotation_is_cut_inside_and_joins_to_the_same(
    source: str, first: int, size: int, long: int
) -> None:
    told = joined(list(pieces(source, Sizes(first, size, long))))
    assert without_widths(told) == without_widths(markdown(source))


LINES_OF_ONE_BLOCK = ["- item *a*", "| a | b |", "> said\n>", "> > said twice\n> >", "1. one\n   more"]


@pytest.mark.parametrize("line", LINES_OF_ONE_BLOCK)
def test_the_first_piece_of_one_long_block_comes_before_the_rest_is_parsed(line: str) -> None:
    source = "| a | b |\n|---|---|\n" * line.startswith("|") + f"{line}\n" * (1_000_000 // len(line))
    first = next(pieces(source))
    assert first.text
    assert first.share < 0.2


def test_the_columns_of_a_long_table_stay_aligned_behind_a_cut() -> None:
    told = joined(list(pieces("| a | b |\n|---|--:|\n" + "| one | 2 |\n" * 200, Sizes(200, 200, 500))))
    assert {mark.target for mark in told.marks} == {"3<|", "1>"}
    assert [block.level for block in told.blocks] == [1] + [0] * 200


def test_a_long_list_that_turns_out_to_stand_apart_begins_anew_once() -> None:
    told = list(pieces("- item\n" * 100 + "\n" + "- item\n" * 100, Sizes(50, 50, 50)))
    assert sum(piece.anew for piece in told) == 1
    assert joined(told).text == "\n\n".join(["item"] * 200)


def report_of(words: int) -> str:
    return "# A report\n\n" + "Some *words* about [it](http://a.example/b).\n\n" * (words // 4)


def test_the_first_piece_comes_before_the_rest_is_parsed() -> None:
    source = report_of(200_000)
    first = next(pieces(source))
    assert first.text.startswith("A report\n\nSome words about it.")
    assert 1_000 < len(first.text) < 40_000
    assert first.share < 0.05


def test_the_share_grows_to_the_whole() -> None:
    shares = [piece.share for piece in pieces(report_of(20_000))]
    assert shares == sorted(shares)
    assert shares[-1] == 1


def test_what_was_told_stays_when_the_rest_comes() -> None:
    told = list(pieces("[a] and [b]\n\n" * 3000 + "[a]: http://a.example\n\n> [b]: /b 'x'\n"))
    assert not any(piece.anew for piece in told)
    assert {mark.target for mark in told[0].marks} == {"http://a.example", "/b"}


@pytest.mark.parametrize(
    "seeming",
    [
        "```\n[a]: http://no.example\n```",
        "<!--\n[a]: http://no.example\n-->",
        "    [a]: http://no.example",
        "word\n[a]: http://no.example",
        "[a]: http://no.example and more",
    ],
)
@pytest.mark.parametrize("real", ["", "[a]: http://yes.example"])
def test_what_only_seems_to_define_a_link_is_found_out(seeming: str, real: str) -> None:
    told = list(pieces(f"[a]\n\n{'x' * 99}\n\n{seeming}\n\n{'y' * 99}\n\n{real}", SMALL))
    targets = {mark.target for mark in joined(told).marks}
    assert targets == ({"http://yes.example"} if real else set())


def test_a_target_is_told_before_its_definition_is_reached_even_among_many() -> None:
    uses = "".join(f"[n{number}]\n\n" for number in range(0, 1000, 7))
    definitions = "\n".join(f"[N{number}]: http://{number}.example" for number in range(1000))
    told = list(pieces(f"{uses}{definitions}", SMALL))
    assert not any(piece.anew for piece in told)
    assert [mark.target for mark in joined(told).marks] == [f"http://{n}.example" for n in range(0, 1000, 7)]


def test_a_source_made_to_mislead_begins_anew_only_a_few_times() -> None:
    source = "".join(f"[n{n}]\n\n```\n[n{n}]: /no\n```\n\n" for n in range(100)) * 2
    told = list(pieces(source, SMALL))
    assert sum(piece.anew for piece in told) <= 3
    assert not joined(told).marks
    assert re.findall(r"^\[n\d+\]$", joined(told).text, re.MULTILINE) == [f"[n{n}]" for n in range(100)] * 2


def test_a_notice_is_given_once() -> None:
    deep = "> " * 100 + "deep\n\nflat\n\n"
    told = list(pieces(deep * 5, SMALL))
    assert sum(len(piece.notices) for piece in told) == 1
