from __future__ import annotations

from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entities.naming.casing import in_running_case
from entities.naming.usage import Usage, usage_of
from tests.growth import assert_linear

REPORT = (
    "He beat the champion in a match. The attack was large, and officials in the city saw the attack on Kyiv."
)


def usage() -> Usage:
    return usage_of(REPORT, [0], [len(REPORT)])


def test_a_headline_in_capitals_reads_like_a_sentence() -> None:
    assert in_running_case("ROMANIA BEAT LITHUANIA IN MATCH", usage()) == "Romania beat Lithuania in match"
    assert in_running_case("MAKEYEV'S ATTACK ON KYIV", usage()) == "Makeyev's attack on Kyiv"


def test_a_headline_with_a_capital_on_each_word_reads_like_a_sentence() -> None:
    assert (
        in_running_case("Russia Launches Attack On Kyiv, Officials Say", usage())
        == "Russia Launches attack on Kyiv, officials say"
    )


@pytest.mark.parametrize(
    "piece",
    ["The attack on Kyiv was large.", "NATO", "U.S.", "Ministry of Defence Press Attack", "", "123", "Київ"],
)
def test_what_is_no_headline_stays_as_it_is(piece: str) -> None:
    assert in_running_case(piece, usage()) == piece


def test_initials_stay_in_a_headline() -> None:
    assert in_running_case("U.S. AND U.K. ATTACK", usage()) == "U.S. and U.K. attack"


@given(st.text())
def test_every_code_point_stays_in_its_place(text: str) -> None:
    for piece in (text, text.upper(), text.title()):
        quiet = in_running_case(piece, usage())
        assert len(quiet) == len(piece)
        assert quiet.casefold() == piece.casefold()


@pytest.mark.parametrize("scrap", ["ATTACK ", "Attack On ", "A.", "I'", "İ"])
def test_the_cost_is_linear(scrap: str) -> None:
    assert_linear(lambda size: (scrap * size)[:size], partial(in_running_case, usage=usage()), 20_000)
