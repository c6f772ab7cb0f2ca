from __future__ import annotations

from collections import Counter

from reports.visible import hidden_kinds
from tests.hostility import CHARACTERS, DANGEROUS
from tui.lines.hidden_words import KINDS_LISTED, hidden_facts


def lines(text: str) -> list[str]:
    return [fact.value for fact in hidden_facts(hidden_kinds(text))]


def test_each_kind_is_listed_with_its_number_picture_and_name() -> None:
    text = "a\x1b]0;x\x07\x1b\x1b \u202eb\u202e \x9b2J \ufdd0" + "e" + "\u0301" * 31
    assert lines(text) == [
        "3 × ␛ escape (U+001B)",
        "2 × ‹RLO› right-to-left override (U+202E)",
        "2 × ◌\u0301 combining acute accent (U+0301), beyond 30 on one letter",
        "1 × ␇ bell (U+0007)",
        "1 × ‹9B› control sequence introducer (U+009B)",
        "1 × ‹FDD0› no character (U+FDD0)",
    ]


def test_nothing_hidden_is_said_and_so_is_that_it_is_being_counted() -> None:
    assert hidden_facts(Counter()) == [("hidden", "nothing", False)]
    assert hidden_facts(None) == [("hidden", "being counted …", False)]


def test_every_kind_has_a_name_that_is_safe_to_draw() -> None:
    for character in (*CHARACTERS, "\r"):
        (line,) = lines(f"a{character}b")
        assert line.endswith(f"(U+{ord(character):04X})")
        assert not DANGEROUS & set(map(ord, line))


def test_a_text_with_all_of_a_range_lists_the_most_frequent_and_how_many_more_kinds() -> None:
    listed = lines("".join(map(chr, range(0xE0000, 0xE0100))) + "\x1b")
    assert len(listed) == KINDS_LISTED + 1
    assert listed[-1] == f"and {257 - KINDS_LISTED} further kinds"
