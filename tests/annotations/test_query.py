"""Queries: what is typed finds what is meant."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.query import FIELDS, Query, folded, term_for
from annotations.records import Anchor, Annotation, Attribution

LABELS = {"u": "unverified", "c": "contested", "o": "official claim"}
NOW = "2026-11-22T09:12:04Z"


def annotation(
    text: str, tags: str = "", *, note: str = "", who: tuple[str, ...] = (), by: tuple[str, ...] = ()
) -> Annotation:
    return Annotation(
        id=text,
        report="r",
        tags=tuple(tags),
        note=note,
        created=NOW,
        modified=NOW,
        spans=(Anchor(0, len(text), text, "", ""),),
        attribution=tuple(Attribution(each) for each in who),
        disputed_by=tuple(Attribution(each) for each in by),
    )


REFINERY = annotation(
    "the refinery was\nhit", "o", who=("Ukrainian military",), note="no village, says Zelensky"
)
VILLAGES = annotation("Seven villages", "uo", who=("Volodymyr Zelensky",), by=("observers",))
LOSSES = annotation("Losses of the Kremlin", "c", who=("observers", "the Kremlin"))
BARE = annotation("a note alone", note="Contested?")
EVERYTHING = (REFINERY, VILLAGES, LOSSES, BARE)


def accepts(query: str, each: Annotation) -> bool:
    return Query(query).accepts(each, folded(each, LABELS.__getitem__), LABELS.__getitem__)


def found(query: str) -> list[Annotation]:
    return [each for each in EVERYTHING if accepts(query, each)]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", [*EVERYTHING]),
        ("zelensky", [REFINERY, VILLAGES]),
        ("ZELENSKY village", [REFINERY, VILLAGES]),
        ("zelensky refinery", [REFINERY]),
        ("who:zelensky", [VILLAGES]),
        ("WHO:Zelensky", [VILLAGES]),
        ("by:observers", [VILLAGES]),
        ("observers", [VILLAGES, LOSSES]),
        ("tag:contested", [LOSSES]),
        ("contested", [LOSSES, BARE]),
        ("note:contested", [BARE]),
        ("text:kremlin", [LOSSES]),
        ('"official claim"', [REFINERY, VILLAGES]),
        ('tag:"official claim" -tag:unverified', [REFINERY]),
        ("-zelensky", [LOSSES, BARE]),
        ('"was hit"', [REFINERY]),
        ("nowhere", []),
    ],
)
def test_words_look_everywhere_and_a_field_narrows(query: str, expected: list[Annotation]) -> None:
    assert found(query) == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("tag:contested tag:unverified", [VILLAGES, LOSSES]),
        ("who:zelensky who:kremlin", [VILLAGES, LOSSES]),
        ("who:zelensky who:kremlin tag:contested", [LOSSES]),
        ("contested losses", [LOSSES]),
    ],
)
def test_of_several_tags_or_sources_one_is_enough_and_all_else_holds_together(
    query: str, expected: list[Annotation]
) -> None:
    assert found(query) == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("note:", [REFINERY, BARE]),
        ("-tag:", [BARE]),
        ("-who:", [BARE]),
        ("by:", [VILLAGES]),
    ],
)
def test_a_field_alone_asks_whether_there_is_anything_in_it(query: str, expected: list[Annotation]) -> None:
    assert found(query) == expected


@pytest.mark.parametrize("query", ["-", " ", '"', "- ", '""'])
def test_what_is_only_begun_leaves_all(query: str) -> None:
    assert found(query) == [*EVERYTHING]


def test_what_is_no_field_is_words() -> None:
    assert accepts("https://a.example", annotation("see https://a.example/b"))
    assert not accepts("https://a.example", REFINERY)


def test_small_letters_find_capitals_of_every_alphabet() -> None:
    assert accepts("STRASSE киев", annotation("Straße", note="Киев"))


@given(st.text(max_size=40))
def test_whatever_is_typed_is_a_query(text: str) -> None:
    for each in EVERYTHING:
        assert accepts(text, each) in (True, False)


@given(st.sampled_from(FIELDS), st.text(min_size=1).filter(lambda text: text.replace('"', "").strip()))
def test_the_words_of_a_field_as_typed_find_them_there(field: str, words: str) -> None:
    assert [(each.field, each.excluded) for each in Query(term_for(field, words)).terms] == [(field, False)]
    source = annotation("text", who=(words.replace('"', " "),))
    assert accepts(term_for("who", words), source)
