from __future__ import annotations

import random
import re
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.search import EDGE, LONGEST, STRETCH, Matcher, Query, QueryError, Scan, TooSlow
from tests.growth import assert_linear


def spans(text: str, words: str, **how: bool) -> list[tuple[int, int]]:
    """All hits of a search."""
    return scanned(text, Query(words, **how))


def scanned(text: str, query: Query, at: int = 0) -> list[tuple[int, int]]:
    if not query.seeks:
        return []
    scan = Scan(Matcher(query), text, at, len(text))
    found = []
    while not scan.over:
        found += scan.step()
    return found


def words_of(text: str, words: str, **how: bool) -> list[str]:
    return [text[start:end] for start, end in spans(text, words, **how)]


# ---------------------------------------------------------------------- words as they are typed


def test_small_letters_ignore_case_and_a_capital_does_not() -> None:
    assert spans("War, war, WAR", "war") == [(0, 3), (5, 8), (10, 13)]
    assert spans("War, war, WAR", "War") == [(0, 3)]


def test_small_letters_find_small_letters_alone_where_case_is_asked_for() -> None:
    assert spans("War, war, WAR", "war", as_written=True) == [(5, 8)]


def test_white_space_matches_any_run_of_it() -> None:
    assert spans("front\n   line, frontline, front line", "front line") == [(0, 13), (26, 36)]


def test_words_are_found_across_the_lines_of_a_quoted_mail() -> None:
    text = "> the town\n> was\n  > > taken; a\n> b, a > b"
    assert words_of(text, "town was taken") == ["town\n> was\n  > > taken"]
    assert words_of(text, " taken") == ["\n  > > taken"]
    assert words_of(text, "a > b") == ["a\n> b", "a > b"]
    assert words_of(text, "a b") == ["a\n> b"]


def test_a_query_is_literal() -> None:
    assert spans("a.c abc (x)", "a.c") == [(0, 3)]
    assert spans("a.c abc (x)", "(x)") == [(8, 11)]
    assert not Query("").seeks
    assert not Query("  ").seeks


def test_offsets_are_those_of_the_text_even_where_case_changes_its_length() -> None:
    assert spans("İİ war", "war") == [(3, 6)]


def test_every_hit_is_found_however_many_there_are() -> None:
    assert len(spans("ab" * 30_000, "a")) == 30_000


@given(st.text(min_size=1).filter(lambda query: query.split() == [query]), st.text(), st.text())
def test_a_query_that_is_there_is_found(query: str, before: str, after: str) -> None:
    assert spans(before + query + after, query)


# ---------------------------------------------------------------------- whole words


@pytest.mark.parametrize(
    ("text", "words", "hits"),
    [
        ("war warfare postwar War", "war", ["war", "War"]),
        ("Zelensky's, Zelensky.", "Zelensky", ["Zelensky", "Zelensky"]),
        ("the front  line, front lines", "front line", ["front  line"]),
        ("C++, C++11, ObjC++", "C++", ["C++", "C++"]),
        ("cafe cafe\u0301", "cafe", ["cafe"]),
        ("1,000 of 21,000", "1,000", ["1,000"]),
        ("a war", " war", [" war"]),
        ("война войнами", "война", ["война"]),
    ],
)
def test_a_whole_word_is_one_that_goes_on_at_neither_side(text: str, words: str, hits: list[str]) -> None:
    assert words_of(text, words, whole_word=True) == hits


def test_a_whole_word_may_be_a_regular_expression() -> None:
    how = {"whole_word": True, "expression": True}
    assert words_of("Kiev, Kievan, in Moscow", "Kiev|Moscow", **how) == ["Kiev", "Moscow"]


# ---------------------------------------------------------------------- regular expressions


def test_a_regular_expression_is_found() -> None:
    assert words_of("160 square kilometres, 7 villages", r"\d+ \w+", expression=True) == [
        "160 square",
        "7 villages",
    ]


@pytest.mark.parametrize(
    ("expression", "hits"),
    [("war", ["war", "War"]), ("War", ["War"]), (r"\Sar\b", ["war", "War"]), (r"(?P<W>w)ar", ["war", "War"])],
)
def test_only_letters_that_are_sought_tell_whether_case_matters(expression: str, hits: list[str]) -> None:
    assert words_of("war War", expression, expression=True) == hits


def test_the_ends_of_a_line_are_those_of_every_line() -> None:
    assert words_of("one two\nthree four", r"^\w+", expression=True) == ["one", "three"]
    assert words_of("one two\nthree four", r"\w+$", expression=True) == ["two", "four"]


@pytest.mark.parametrize("expression", ["^", "$", "x*", r"\b", "(?=war)", ""])
def test_where_nothing_matches_there_is_no_hit(expression: str) -> None:
    assert spans("war\nand war", expression, expression=True) == []


def test_matches_beside_empty_ones_are_hits() -> None:
    assert words_of("axxbx", "x*", expression=True) == ["xx", "x"]
    assert words_of("a foo", "|foo", expression=True) == ["foo"]


@pytest.mark.parametrize(
    ("expression", "why"),
    [
        ("(war", "No pattern yet: missing ) at character 5."),
        ("[war", "No pattern yet: unterminated character set at character 5."),
        ("*", "No pattern yet: nothing to repeat at character 1."),
        ("war\\", "No pattern yet: bad escape (end of pattern) at character 5."),
        ("(?r)war", "No pattern yet: (?r), which searches backwards, is not possible here."),
    ],
)
def test_what_is_no_regular_expression_is_said_in_a_short_line(expression: str, why: str) -> None:
    with pytest.raises(QueryError, match=f"^{re.escape(why)}$"):
        Matcher(Query(expression, expression=True))


@given(st.text(st.sampled_from("ab()[]{}*+?|\\^$.<>=!:PiLux1,-"), max_size=12), st.booleans())
@settings(deadline=None)
def test_whatever_is_typed_is_searched_or_refused(expression: str, whole: bool) -> None:
    try:
        found = spans("ab (b)\nxa1", expression, expression=True, whole_word=whole)
    except (QueryError, TooSlow):
        return
    assert all(start < end for start, end in found)


@pytest.mark.parametrize("expression", ["(a+)+$", "(a|aa)+$", "a(?=.*b)", r"(\w+\s?)+$", "(?R)"])
def test_a_pattern_that_goes_back_and_forth_is_given_up(expression: str) -> None:
    text = "a" * STRETCH + "!"
    with pytest.raises(TooSlow):
        spans(text, expression, expression=True)


# ---------------------------------------------------------------------- in steps


def test_hits_are_found_across_the_ends_of_steps() -> None:
    text = "." * (STRETCH - 3) + "front\n line" + "." * STRETCH
    assert spans(text, "front line") == [(STRETCH - 3, STRETCH + 8)]


@pytest.mark.parametrize("query", ["b", "ab ", "(b|a)+", r"\bab", r"b(?! )", r"(?<=a)b+$"])
def test_steps_find_what_one_pass_over_the_text_finds(query: str, monkeypatch: pytest.MonkeyPatch) -> None:
    rng = random.Random(6)
    text = "".join(rng.choices(["a", "b", " ", "\n"], [4, 4, 2, 1], k=3_000))
    whole = [found.span() for found in re.finditer(query, text, re.MULTILINE)]
    monkeypatch.setattr("reports.search.STRETCH", 70)
    monkeypatch.setattr("reports.search.AHEAD", 30)
    monkeypatch.setattr("reports.search.HITS_A_STEP", 7)
    assert spans(text, query, expression=True) == whole


def test_a_hit_much_longer_than_a_step_is_one() -> None:
    text = "x " + "a" * (LONGEST - 100) + " x"
    assert spans(text, "a+", expression=True) == [(2, LONGEST - 98)]


def test_a_hit_longer_than_any_is_cut_and_the_search_goes_on() -> None:
    text = "a" * (4 * LONGEST) + " b"
    found = spans(text, "a+|b", expression=True)
    assert found[-1] == (len(text) - 1, len(text))
    assert all(before[1] == after[0] for before, after in pairwise(found[:-1]))


@pytest.mark.parametrize("query", ["front line", "line."])
def test_a_text_that_grows_is_searched_as_far_as_nothing_can_change(query: str) -> None:
    text = ("The front\nline. " * EDGE)[: 5 * EDGE]
    matcher = Matcher(Query(query))
    found: list[tuple[int, int]] = []
    at = 0
    for reach in range(0, len(text), 3_001):
        scan = Scan(matcher, text[:reach], at, reach, complete=False)
        while not scan.over:
            found += scan.step()
        at = scan.at
    assert at >= len(text) - EDGE - 3_001
    assert found + scanned(text, Query(query), at) == spans(text, query)


@pytest.mark.parametrize("query", ["nowhere at all", "Nowhere", "front  side", "few kilometres "])
@pytest.mark.parametrize("whole_word", [False, True])
def test_up_to_ten_megabytes_are_searched_in_linear_time(query: str, whole_word: bool) -> None:
    sentence = "The front line has advanced to within a few kilometres. "

    def text(size: int) -> str:
        return sentence * (size // len(sentence))

    assert_linear(text, lambda text: spans(text, query, whole_word=whole_word), 625_000)


def test_a_query_that_begins_with_a_blank_is_linear_in_a_run_of_blanks() -> None:
    assert_linear(lambda size: " " * size, lambda text: spans(text, " x"), 5_000)
    assert spans("a  x x", " x") == [(1, 4), (4, 6)]


@pytest.mark.parametrize("run", ["\n", "\n>", " \n"])
@pytest.mark.parametrize("query", ["taken here", " here"])
def test_words_are_linear_in_a_run_of_lines_between_them(run: str, query: str) -> None:
    assert_linear(lambda size: f"taken{run * size}x", lambda text: spans(text, query), 2_500)


def test_a_step_costs_the_same_in_any_text() -> None:
    from tests.growth import assert_growth

    matcher = Matcher(Query("nowhere"))
    assert_growth(
        0,
        lambda size: "The front line has advanced. " * (size // 29),
        lambda text: [Scan(matcher, text, len(text) // 2, len(text)).step() for _ in range(20)],
        STRETCH * 4,
    )
