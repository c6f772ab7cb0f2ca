from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from rich.cells import cell_len

from reports.hidden import stand_in
from reports.visible import (
    CLUSTER_LONGEST,
    CLUSTER_SHOWN,
    cluster_end,
    cluster_start,
    clusters,
    hidden_count,
    hidden_kinds,
    hidden_kinds_step_by_step,
    is_plain,
    is_plain_lines,
    visible,
)
from tests.growth import assert_linear
from tests.hostility import DANGEROUS

from .texts import broken_text


def test_every_dangerous_code_point_has_a_stand_in_and_is_counted() -> None:
    for character in map(chr, DANGEROUS):
        if character in "\t\n":
            continue
        assert visible(f"a{character}b") == f"a{stand_in(character)}b"
        assert not DANGEROUS & set(map(ord, stand_in(character)))
        assert hidden_kinds(f"a{character}b") == {character: 1}
        assert not is_plain(character)


def test_no_other_code_point_has_a_stand_in() -> None:
    for character in map(chr, set(range(0x110000)) - DANGEROUS):
        assert visible(f"a{character}b") == f"a{character}b"


@given(broken_text)
def test_nothing_dangerous_is_ever_drawn(text: str) -> None:
    for place, character in enumerate(visible(text)):
        if ord(character) in DANGEROUS:
            assert place > 0  # joiners and variation selectors at work stand on something
            assert character in "\u200c\u200d" or unicodedata.category(character) == "Mn"


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


def drawn_otherwise(text: str) -> Counter[str]:
    """What of the text is not drawn as itself, cluster by cluster; tabs and line breaks do not count."""
    kinds: Counter[str] = Counter()
    for cluster in clusters(text):
        code_points = text[cluster.offset : cluster.offset + cluster.length]
        if cluster.length > CLUSTER_SHOWN:
            joined = cluster.shown.startswith("‹ZWJ›")
            shown = cluster.shown.removeprefix("◌").removeprefix("‹ZWJ›").partition("‹+")[0]
            kinds.update(code_points[:joined] + code_points[joined + len(shown) :])
        elif cluster.shown.startswith(("‹", "␀")) or "␀" <= cluster.shown[:1] <= "␡":
            kinds.update(code_points)
    return kinds


@given(broken_text.filter(lambda text: not set("‹␀␛␡") & set(text)))
def test_what_is_counted_is_what_is_not_drawn_as_itself(text: str) -> None:
    assert hidden_kinds(text) == drawn_otherwise(text)
    assert hidden_count(text) == drawn_otherwise(text).total()


@pytest.mark.parametrize("lead", ["", "e", "a b ", "Я" * 40, "文" * 50, "\u0928" * 70, "क्" * 40])
@pytest.mark.parametrize("length", [1, 29, 30, 31, 32, 59, 60, 61, 100, 5000])
def test_marks_that_are_not_drawn_are_counted_wherever_they_stand(lead: str, length: int) -> None:
    text = f"{lead}{chr(0x301) * length} a{chr(0x302) * length}\n{lead}"
    assert hidden_kinds(text) == drawn_otherwise(text)


def test_kinds_counted_line_by_line_add_up_to_those_of_the_text() -> None:
    lines = ["a\x1b\x1b[31m\n", "\u202e\u202eб\u200dв\n", "👨\u200d👩 \u200d\n", "e" + "\u0301" * 40 + "\n"]
    assert sum(map(hidden_kinds, lines), Counter()) == hidden_kinds("".join(lines))
    assert hidden_kinds("".join(lines)) == {"\x1b": 2, "\u202e": 2, "\u200d": 2, "\u0301": 11}


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


@pytest.mark.parametrize(
    "line", ["a\x1bя\u200d文👨\u200d👩 \u202e", "e" + "\u0301" * 70, "👨\u200d", "\x9b", "x"]
)
def test_kinds_counted_step_by_step_are_those_of_the_whole(line: str) -> None:
    text = line * (200_000 // len(line))
    steps = list(hidden_kinds_step_by_step(text))
    assert len(steps) > 2
    assert sum(steps, Counter()) == hidden_kinds(text)


def test_a_million_marks_on_one_letter_are_counted_not_drawn() -> None:
    text = "e" + "\u0301" * 1_000_000 + "f"
    pieces = list(clusters(text))
    assert pieces[-1].shown == "f"
    assert all(piece.length <= CLUSTER_LONGEST for piece in pieces)
    assert pieces[0].shown == f"e{chr(0x301) * (CLUSTER_SHOWN - 1)}‹+{pieces[0].length - CLUSTER_SHOWN}›"
    assert hidden_kinds(text) == {
        "\u0301": 1_000_001 - sum(min(CLUSTER_SHOWN, p.length) for p in pieces[:-1])
    }
    assert cluster_start(text, 900_000) in [piece.offset for piece in pieces]


def test_emoji_joined_without_end_are_cut_into_pieces_that_show_where() -> None:
    text = "👨\u200d" * 100_000
    pieces = list(clusters(text))
    assert all(piece.length <= CLUSTER_LONGEST for piece in pieces)
    assert all(piece.shown.startswith("‹ZWJ›👨") for piece in pieces[1:-1])
    assert hidden_kinds(text) == drawn_otherwise(text)


GROWING = {
    "marks on one letter": lambda size: "e" + "\u0301" * size + "f",
    "emoji joined": lambda size: "👨\u200d" * (size // 2),
    "C1 controls": lambda size: "\x9b" * size,
    "one word": lambda size: "я" * size,
    "every tag character": lambda size: "".join(map(chr, range(0xE0000, 0xE1000))) * (size // 4096 + 1),
}


@pytest.mark.parametrize("make", GROWING.values(), ids=GROWING)
@pytest.mark.parametrize(
    "run",
    [
        visible,
        hidden_kinds,
        lambda text: list(clusters(text)),
        lambda text: cluster_start(text, len(text) * 9 // 10),
    ],
    ids=["visible", "hidden_kinds", "clusters", "cluster_start"],
)
def test_the_worst_of_texts_cost_in_proportion_to_their_length(
    run: Callable[[str], object], make: Callable[[int], str]
) -> None:
    assert_linear(make, run, 12_500)


@settings(max_examples=20)
@given(broken_text)
def test_visible_text_is_visible_already(text: str) -> None:
    once = visible(text)
    assert visible(once) == once or "◌" in once or "‹+" in once
