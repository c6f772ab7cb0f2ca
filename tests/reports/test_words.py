from __future__ import annotations

import pytest

from reports.words import LONGEST_WORD, clause_after, clause_at, word_after, word_at, word_before, words


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Russia's north-west, 250-kilogram", ["Russia's", "north-west", "250-kilogram"]),
        ("1,000 of 3.5; at 12:30.", ["1,000", "of", "3.5", "at", "12:30"]),
        ("the U.S. (all) “said” — no", ["the", "U.S", "all", "said", "no"]),
        ("soldiers' remains", ["soldiers", "remains"]),
        ("e\u0301te\u0301 नमस्ते نمی\u200cخواهم", ["e\u0301te\u0301", "नमस्ते", "نمی\u200cخواهم"]),
        ("東京のカフェ", ["東京", "の", "カフェ"]),
    ],
)
def test_a_word_has_neither_space_nor_punctuation_at_its_ends(text: str, found: list[str]) -> None:
    assert [text[slice(*word)] for word in words(text, 0, len(text))] == found


def test_words_are_found_around_an_offset() -> None:
    text = "one two, three"
    assert word_at(text, 5, 0, len(text)) == (4, 7)
    assert word_at(text, 7, 0, len(text)) is None
    assert word_after(text, 5, 0, len(text)) == (9, 14)
    assert word_before(text, 9, 0) == (4, 7)
    assert word_before(text, 0, 0) is None


def test_a_word_of_a_megabyte_is_cut_not_walked() -> None:
    text = "a" * 1_000_000
    word = word_at(text, 500_000, 0, len(text))
    assert word is not None
    assert word == (500_000 - LONGEST_WORD, 500_000 + LONGEST_WORD)
    assert word_after(text, 500_000, 0, len(text)) == (500_000 + LONGEST_WORD, 500_000 + 2 * LONGEST_WORD)


def test_the_next_word_is_found_over_a_gap_of_any_length() -> None:
    text = "one" + " " * 20_000 + "two" + "." * 20_000 + "three"
    assert word_after(text, 0, 0, len(text)) == (20_003, 20_006)
    assert word_after(text, 20_003, 0, len(text)) == (40_006, 40_011)
    assert word_after(text, 40_006, 0, len(text)) is None


@pytest.mark.parametrize("size", [LONGEST_WORD - 2, LONGEST_WORD])
def test_a_word_that_is_not_too_long_is_found_whole(size: int) -> None:
    text = "a " + "b" * size + " c"
    assert word_after(text, 0, 0, len(text)) == (2, 2 + size)
    assert word_at(text, 2, 0, len(text)) == (2, 2 + size)


@pytest.mark.parametrize(
    ("text", "clause"),
    [
        ('he said, "we ^won the war," and left', "we won the war"),
        ("in 1,000 ^cases: none", "in 1,000 cases"),
        ("Kiev — ^Moscow (the capital) gave", "Moscow"),
        ("it was, in the ^end, hit.", "in the end"),
        ("they ^left the U.S.", "they left the U.S."),
        ("it ^was hit...", "it was hit"),
    ],
)
def test_a_clause_has_none_of_what_separates_it(text: str, clause: str) -> None:
    offset = text.index("^")
    text = text.replace("^", "")
    span = clause_at(text, offset, 0, len(text))
    assert span is not None
    assert text[slice(*span)] == clause


def test_the_next_clause_is_found_over_any_run_of_separators() -> None:
    text = 'one, — "(two'
    assert clause_after(text, 0, 0, len(text)) == (9, 12)
