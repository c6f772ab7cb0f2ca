"""Links: where they lead is known for every word of them, and words that lie about it are found out."""

from __future__ import annotations

from functools import partial

import pytest

from reports.document import Report
from reports.links import is_misleading, link_at
from reports.loading import load_bytes
from tests.growth import assert_growth


def document(source: str) -> Report:
    return load_bytes(source.encode(), "report.md", "report.md")


def test_every_word_of_a_link_knows_its_target_and_no_other_word() -> None:
    report = document("See [the *old* paper](http://a.example), ![a map](b.png) and more.")
    words = ("See", "the", "old", "map", "more")
    targets = {word: link_at(report, report.text.index(word)) for word in words}
    assert {word: link.target if link else None for word, link in targets.items()} == {
        "See": None,
        "the": "http://a.example",
        "old": "http://a.example",
        "map": "b.png",
        "more": None,
    }


@pytest.mark.parametrize(
    ("words", "target"),
    [
        ("https://bank.example/login", "https://evil.example/login"),
        ("bank.example", "https://evil.example"),
        ("www.bank.example", "http://bank.example.evil.example"),
        ("https://bank.example", "https://bank.example@evil.example/"),
        ("http://bank.example", "//evil.example"),
        ("bank.example", "javascript:alert"),
    ],
)
def test_words_that_look_like_another_address_are_misleading(words: str, target: str) -> None:
    assert is_misleading(words, target)


@pytest.mark.parametrize(
    ("words", "target"),
    [
        ("the paper", "https://a.example"),
        ("a.example", "https://www.a.example/b"),
        ("https://A.example/x", "http://a.example/y"),
        ("a.example", "https://news.a.example/"),
        ("report.pdf", "https://a.example/files/report.pdf"),
        ("report.pdf", "files/report.pdf"),
        ("e.g. this", "https://a.example"),
        ("", "https://a.example"),
    ],
)
def test_other_words_are_not(words: str, target: str) -> None:
    assert not is_misleading(words, target)


def test_the_link_at_a_place_costs_the_same_in_a_long_report() -> None:
    def make(size: int) -> Report:
        return document("[a](b) c\n\n" * size)

    assert_growth(0, make, partial(_look, times=200), 300)


def _look(report: Report, times: int) -> None:
    for _ in range(times):
        link_at(report, len(report.text) - 1)
