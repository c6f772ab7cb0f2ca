from __future__ import annotations

import textwrap
from collections.abc import Callable
from itertools import islice, pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.plain import plain_block_stream, plain_blocks
from reports.wrapping import wrapping
from tests.growth import assert_growth, assert_linear

from .texts import odd_lines, odd_text, visible_part

SEED = (Path(__file__).parents[2] / "seeds" / "soldiers-remains-handover.txt").read_text(encoding="utf-8")

RFC = """\
Network Working Group                                      J. Doe
Request for Comments: 9999                             March 2024


                      A Protocol for Reports

1.  Introduction

   This memo describes a protocol by which reports are carried from the
   place where they were written to the place where they are read.  It
   does not say what a report is.

   o  First, a report is split into the blocks that it was made of by
      its writer.

   o  Then it is sent.

1.1.  Terms

   The key words are to be read as they are written, whatever a reader
   may think of them.

        +--------+      +--------+
        | writer |----->| reader |
        +--------+      +--------+
"""

MAIL = """\
From: Anna Example <anna@example.org>
To: desk@example.org
Subject: Handover at the northern crossing

The handover was confirmed by two officials who spoke to us on Friday,
neither of whom wanted to be named.

On Friday Boris wrote:
> We have heard from the region that the bridge is closed, and that the
> convoy turned back before noon.
>
> > Is the bridge open at all?
> I do not know.

Regards,
Anna
"""


def shown(text: str) -> list[tuple[str, str]]:
    return [(block.kind, text[block.start : block.end]) for block in plain_blocks(text)]


@given(st.one_of(odd_text, odd_lines))
def test_blocks_partition_the_text(text: str) -> None:
    blocks = plain_blocks(text)
    assert all(block.start < block.end for block in blocks)
    assert all(before.end < after.start for before, after in pairwise(blocks))
    assert all(text[block.start] != "\n" != text[block.end - 1] for block in blocks)
    assert "".join(visible_part(text[b.start : b.end]) for b in blocks) == visible_part(text)


def test_a_line_of_the_seed_is_a_block_and_its_short_lines_are_headings() -> None:
    assert wrapping(SEED).column is None
    assert [text for _, text in shown(SEED)] == SEED.splitlines()
    assert [text for kind, text in shown(SEED) if kind == "heading"] == [
        "Zelensky claims territorial gains",
        "Bombing kills five in east Ukraine",
        "Russian refineries targeted",
    ]


def test_a_block_of_wrapped_text_goes_over_line_breaks_which_stay() -> None:
    for width in (50, 64, 72, 100):
        text = "\n\n".join(textwrap.fill(line, width) for line in SEED.splitlines())
        blocks = plain_blocks(text)
        assert wrapping(text).column is not None
        assert [text[b.start : b.end].replace("\n", " ") for b in blocks] == SEED.splitlines()
        assert [b.kind for b in blocks] == [b.kind for b in plain_blocks(SEED)]


def test_an_rfc_has_headings_with_levels_paragraphs_items_and_a_drawing() -> None:
    blocks = plain_blocks(RFC)
    by_kind = {
        kind: [RFC[b.start : b.end] for b in blocks if b.kind == kind] for kind in ("paragraph", "code")
    }
    assert [(b.level, RFC[b.start : b.end]) for b in blocks if b.kind == "heading"][-2:] == [
        (1, "1.  Introduction"),
        (2, "1.1.  Terms"),
    ]
    assert any(t.startswith("This memo") and t.endswith("what a report is.") for t in by_kind["paragraph"])
    assert len(by_kind["code"][-1].splitlines()) == 3


def test_mail_has_fields_paragraphs_and_quotations_with_their_depth() -> None:
    blocks = plain_blocks(MAIL)
    texts = [MAIL[b.start : b.end] for b in blocks]
    assert texts[:3] == MAIL.splitlines()[:3]
    assert not [b for b in blocks if b.kind == "heading"]
    assert texts[3].endswith("wanted to be named.")
    quotations = [(b.level, MAIL[b.start : b.end]) for b in blocks if b.kind == "quotation"]
    assert [level for level, _ in quotations] == [1, 2, 1]
    assert "\n> convoy turned back" in quotations[0][1]


def test_the_first_blocks_are_there_before_the_rest_was_looked_at() -> None:
    page = "\n\n".join(textwrap.fill(line, 72) for line in SEED.splitlines()) + "\n\n"
    short = "Kiev\n\n" * 4
    assert_growth(
        0,
        lambda size: (page + short) * size,
        lambda text: list(islice(plain_block_stream(text), 20)),
        200,
    )


def test_one_table_in_a_long_text_is_found_wherever_it_stands() -> None:
    table = "Place        Level  Change\nUpper March  5.1 m  +0.2\n\n"
    page = "\n\n".join(textwrap.fill(line, 72) for line in SEED.splitlines()) + "\n\n"
    for pages in (0, 1, 60, 61, 62, 63, 64, 130):
        blocks = plain_blocks(page * pages + table + page)
        assert [block.kind for block in blocks].count("code") == 1


def test_list_items_are_blocks_with_a_level() -> None:
    text = "The list:\n- one\n    - two\n3. three is longer\n"
    assert [(b.kind, b.level) for b in plain_blocks(text)] == [
        ("paragraph", 0),
        ("item", 1),
        ("item", 2),
        ("item", 1),
    ]


def test_paragraphs_set_in_at_their_first_line_are_apart_without_a_blank_line() -> None:
    text = (
        "    The first paragraph begins set in and goes on for some lines of\n"
        "text that are not set in at all, and it ends here.\n"
        "    The second one begins in the same way, it is set in as well, and\n"
        "goes on here.\n"
    )
    assert [t.split()[1] for _, t in shown(text)] == ["first", "second"]


def test_short_lines_in_a_row_are_no_headings() -> None:
    assert [kind for kind, _ in shown("Milk\nEggs\nBread\nAnd then she went to buy all of this.\n")] == [
        "heading",
        *["paragraph"] * 3,
    ]
    assert {kind for kind, _ in shown("It began.\nMilk\nEggs\nBread\nIt ended.\n")} == {"paragraph"}


@pytest.mark.parametrize(
    "sentence", ["अधिकारियों ने कहा कि पुल खुलेगा।", "حکام نے کہا کہ پل کھلے گا۔", "橋は開通する｡"]
)
def test_a_short_sentence_that_ends_as_its_script_has_it_is_no_heading(sentence: str) -> None:
    assert {kind for kind, _ in shown(f"It began so.\n\n{sentence}\n\nIt ended so.\n")} == {"paragraph"}


def test_an_underlined_line_is_a_heading() -> None:
    text = "It began.\n\nThe title\n=========\n\nIt ended.\n"
    assert [kind for kind, _ in shown(text)] == ["paragraph", "heading", "rule", "paragraph"]


@pytest.mark.parametrize(
    "shape",
    [
        lambda size: "-" * size + "x",
        lambda size: ">" * size,
        lambda size: "|" * size,
        lambda size: "a" + " " * size + "b",
        lambda size: "- a\n" * (size // 4),
        lambda size: "\n" * size + "x",
        lambda size: "word " * (size // 5),
        lambda size: "A: \n" * (size // 4),
        lambda size: "\t" * size + "x\ny",
        lambda size: "." * size,
        lambda size: ". " * (size // 2),
        lambda size: "\"'(«" * (size // 4),
        lambda size: "(" * size,
        lambda size: "  word." * (size // 7),
        lambda size: "a  b  c\n" * (size // 8),
        lambda size: "a   b " * (size // 6),
        lambda size: "".join(f"{' ' * (n % 60)}x\n" for n in range(size // 32)),
        lambda size: "> \n" * (size // 3),
        lambda size: "> " * (size // 2) + "\n> a",
        lambda size: "if {\n" * (size // 5),
        lambda size: "Short\n\n" * (size // 7),
        lambda size: ("word " * 14 + "\n") * (size // 71),
        lambda size: ("WORD." * 14 + "\n") * (size // 71),
        lambda size: "Aa " * (size // 3) + ":",
        lambda size: "---\n" * (size // 4),
        lambda size: "|\n" * (size // 2),
        lambda size: "1.1" * (size // 3),
        lambda size: "\f\n" * (size // 2),
    ],
    ids=[
        "dashes",
        "quoted",
        "bars",
        "blanks",
        "items",
        "breaks",
        "words",
        "labels",
        "tabs",
        "stops",
        "spaced stops",
        "quotation marks",
        "brackets",
        "double spaces",
        "columns",
        "gaps",
        "indents",
        "empty quotations",
        "deep quotation",
        "braces",
        "short lines",
        "full lines",
        "full capital lines",
        "names",
        "rules",
        "edges",
        "numbers",
        "pages",
    ],
)
def test_hostile_shapes_stay_linear(shape: Callable[[int], str]) -> None:
    assert_linear(shape, plain_blocks, 16_000)
