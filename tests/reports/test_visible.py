from __future__ import annotations

import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from rich.cells import cell_len

from reports.visible import (
    CLUSTER_SHOWN,
    cluster_end,
    cluster_start,
    clusters,
    hidden_count,
    is_plain,
    is_plain_lines,
    visible,
)
from tests.growth import assert_linear

from .texts import broken_text

BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


@given(broken_text)
def test_nothing_dangerous_is_ever_drawn(text: str) -> None:
    shown = visible(text)
    for place, character in enumerate(shown):
        if character in "\u200c\u200d" or unicodedata.category(character) == "Mn":
            assert place > 0  # joiners and marks stand on something
            continue
        assert unicodedata.category(character) not in ("Cc", "Cs", "Zl", "Zp"), repr(character)
        assert character not in BIDI + "\u200b\u2060\ufeff\u00ad\ufffe\uffff"
        assert not 0xE0000 <= ord(character) <= 0xE007F


@given(broken_text)
def test_clusters_join_back_to_the_text(text: str) -> None:
    pieces = list(clusters(text))
    assert "".join(text[c.offset : c.offset + c.length] for c in pieces) == text
    assert all(c.cells == cell_len(c.shown) for c in pieces)


@given(broken_text)
def test_cluster_borders_found_from_within_are_those_found_from_the_start(text: str) -> None:
    for cluster in clusters(text):
        assert cluster_end(text, cluster.offset) == cluster.offset + cluster.length
        for inside in range(cluster.offset, cluster.offset + cluster.length):
            assert cluster_start(text, inside) == cluster.offset


@given(broken_text)
def test_the_hidden_count_is_the_number_of_stand_ins(text: str) -> None:
    # Marks beyond the bound are drawn as a count, not as stand-ins; the texts here have none.
    shown_otherwise = sum(
        1
        for c in clusters(text)
        if c.shown != text[c.offset : c.offset + c.length]
        and text[c.offset] not in "\n\t"
        and not c.shown.startswith("◌")
        and c.length == 1
    )
    assert hidden_count(text) == shown_otherwise


@given(broken_text)
def test_plain_text_is_one_cell_a_code_point_and_drawn_as_itself(text: str) -> None:
    if is_plain(text):
        assert cell_len(text) == len(text)
        assert all(c.shown == text[c.offset] and c.cells == 1 for c in clusters(text))
    assert is_plain_lines(text) == all(map(is_plain, text.split("\n")))


def test_every_plain_code_point_is_one_cell_wide() -> None:
    plain = [chr(n) for n in range(0x11000) if is_plain(chr(n))]
    assert all(cell_len(c) == 1 for c in plain)
    assert set("aZ9~é¿—–‘’“”…«»Њяλ") <= set(plain)
    assert not set("\n\t\x1b\x7f\x80\xad\u0301文\u200b") & set(plain)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\x1b[31mb", "a␛[31mb"),
        ("\x00\x7f\x85", "␀␡‹85›"),
        ("a\nb\tc", "a␤b␉c"),
        ("\u202eevil\u202c", "‹RLO›evil‹PDF›"),
        ("pay\u200bpal", "pay‹ZWSP›pal"),
        ("pay\u200dpal", "pay‹ZWJ›pal"),
        ("co\xadop", "co‹SHY›op"),
        ("a\ufe0f", "a‹FE0F›"),
        ("\ud800", "‹D800›"),
        ("\U000e0041", "‹E0041›"),
        ("\ufdd0\uffff", "‹FDD0›‹FFFF›"),
        ("\u0301a", "◌\u0301a"),
    ],
)
def test_a_hidden_code_point_is_shown_by_its_stand_in(text: str, shown: str) -> None:
    assert visible(text) == shown


@pytest.mark.parametrize(
    "text", ["👨\u200d👩\u200d👦", "نمی\u200cخواهم", "❤\ufe0f", "e\u0301", "🇺🇦", "क्\u200dष", "1\ufe0f\u20e3"]
)
def test_a_joiner_that_does_its_job_stays(text: str) -> None:
    assert visible(text) == text
    assert hidden_count(text) == 0


def test_a_family_and_a_flag_are_one_cluster_of_two_cells() -> None:
    assert [(c.length, c.cells) for c in clusters("👨\u200d👩\u200d👦🇺🇦")] == [(5, 2), (2, 2)]


def test_line_breaks_can_become_blanks() -> None:
    assert visible("a\nb\tc\x1b", breaks=" ") == "a b c␛"


def test_a_million_marks_on_one_letter_are_counted_not_drawn() -> None:
    text = "e" + "\u0301" * 1_000_000 + "f"
    first, second = clusters(text)
    assert (first.length, second.shown) == (1_000_001, "f")
    assert first.shown.endswith(f"‹+{1_000_001 - CLUSTER_SHOWN}›")
    assert cluster_start(text, 900_000) == 0
    assert len(visible(text)) < 60


@pytest.mark.parametrize(
    "run",
    [visible, lambda text: list(clusters(text)), lambda text: cluster_start(text, len(text) * 9 // 10)],
    ids=["visible", "clusters", "cluster_start"],
)
def test_marks_on_one_letter_cost_in_proportion_to_their_number(run: Callable[[str], object]) -> None:
    assert_linear(lambda size: "e" + "\u0301" * size + "f", run, 125_000)


@settings(max_examples=20)
@given(broken_text)
def test_visible_text_is_visible_already(text: str) -> None:
    once = visible(text)
    assert visible(once) == once or "◌" in once or "‹+" in once
