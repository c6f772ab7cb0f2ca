"""What is pasted into a field."""

from __future__ import annotations

from tui.terminal.pastes import pasted


def test_a_paste_is_drawn_as_in_the_report_with_its_lines() -> None:
    assert pasted("a\x1b[31mb\nc") == ("a␛[31mb\nc", "")


def test_of_a_long_paste_the_beginning_is_left_and_it_says_so() -> None:
    text, sentence = pasted("x" * 10_001)
    assert (len(text), sentence) == (10_000, "A field takes the first 10,000 characters of a paste.")


def test_a_paste_that_grows_when_it_is_drawn_is_cut_too() -> None:
    text, sentence = pasted("\u202e" * 9_000)
    assert len(text) == 10_000
    assert sentence
