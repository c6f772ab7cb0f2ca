from __future__ import annotations

import textwrap

import pytest

from reports.wrapping import Wrapping, wrapping

PROSE = (
    "The bridge was closed on Friday after its second pier had moved. Engineers had warned of it in January, "
    "in a report of four hundred pages which nobody had read. A ferry will run from Monday. It takes cars. "
)


@pytest.mark.parametrize("width", [40, 50, 60, 66, 72, 80, 100, 120])
def test_the_column_is_that_at_which_lines_were_wrapped(width: int) -> None:
    text = "\n\n".join(textwrap.fill(PROSE * times, width) for times in (2, 3, 4))
    found = wrapping(text)
    assert found.column is not None
    assert width - 3 <= found.column <= width


def test_an_address_and_a_list_above_a_letter_do_not_hide_that_it_was_wrapped() -> None:
    short = "Anna Bell\n12 Mill Lane\nLower March\nExample\n\n"
    assert wrapping(short * 3 + textwrap.fill(PROSE, 72)).column is not None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "One line.",
        (PROSE + "\n") * 5,
        (PROSE + "\n\n") * 5,
        "Milk\nEggs\nBread and butter\nSalt\n",
        "It was hit.\nHe left at noon.\nNobody was there any more.\n",
        "- one\n- two\n- three\n",
        "Name\tTown\nanna\thart\nboris\tmarch\n",
    ],
    ids=["nothing", "a line", "long lines", "with blank lines", "words", "sentences", "items", "columns"],
)
def test_a_line_is_a_paragraph(text: str) -> None:
    assert wrapping(text) == Wrapping()


def test_capitals_and_scripts_without_small_letters_are_known_by_the_length_of_their_lines() -> None:
    assert wrapping(textwrap.fill(PROSE.upper() * 2, 66)).column in range(60, 67)
    assert (
        wrapping("\n".join(["河上唯一的大桥星期五早晨关闭，原因是一座桥墩移动了十一厘米"] * 4)).column
        is not None
    )


def test_paragraphs_that_follow_one_another_without_anything_in_between_are_dense() -> None:
    paragraphs = [textwrap.fill(PROSE, 60)] * 6
    assert wrapping("\n".join(paragraphs)).dense
    assert not wrapping("\n\n".join(paragraphs)).dense
    assert not wrapping("\n".join("    " + paragraph for paragraph in paragraphs)).dense


def test_lines_filled_with_spaces_are_justified() -> None:
    plain = textwrap.fill(PROSE * 2, 60)
    assert not wrapping(plain).justified
    assert wrapping("\n".join(line.replace(" ", "  ", 4) for line in plain.split("\n"))).justified
