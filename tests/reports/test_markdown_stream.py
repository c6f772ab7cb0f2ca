"""Markdown in pieces: the start comes first, and what comes is the same however the source is cut."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from reports.document import Block, Mark
from reports.markdown import Extracted, Piece, markdown, pieces

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
    assert joined(list(pieces(source, first, size))) == markdown(source)


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
    told = list(pieces(f"[a]\n\n{'x' * 99}\n\n{seeming}\n\n{'y' * 99}\n\n{real}", 20, 20))
    targets = {mark.target for mark in joined(told).marks}
    assert targets == ({"http://yes.example"} if real else set())


def test_a_target_is_told_before_its_definition_is_reached_even_among_many() -> None:
    uses = "".join(f"[n{number}]\n\n" for number in range(0, 1000, 7))
    definitions = "\n".join(f"[N{number}]: http://{number}.example" for number in range(1000))
    told = list(pieces(f"{uses}{definitions}", 50, 50))
    assert not any(piece.anew for piece in told)
    assert [mark.target for mark in joined(told).marks] == [f"http://{n}.example" for n in range(0, 1000, 7)]


def test_a_source_made_to_mislead_begins_anew_only_a_few_times() -> None:
    source = "".join(f"[n{n}]\n\n```\n[n{n}]: /no\n```\n\n" for n in range(100)) * 2
    told = list(pieces(source, 20, 20))
    assert sum(piece.anew for piece in told) <= 3
    assert not joined(told).marks
    assert re.findall(r"^\[n\d+\]$", joined(told).text, re.MULTILINE) == [f"[n{n}]" for n in range(100)] * 2


def test_a_notice_is_given_once() -> None:
    deep = "> " * 100 + "deep\n\nflat\n\n"
    told = list(pieces(deep * 5, 20, 20))
    assert sum(len(piece.notices) for piece in told) == 1
