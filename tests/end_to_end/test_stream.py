"""The strict look at what a terminal is told: that it sees everything it is there to see."""

from __future__ import annotations

import base64

import pytest

from tests.hostility import DANGEROUS, SEQUENCES

from .stream import assert_harmless

FRAME = "\x1b[?1049h\x1b[?25l\x1b[1;38;2;1;2;3;48;2;4;5;6m said \x1b[0m\x1b[40;120H\x1b]22;default\x07\r\n"


def test_what_the_program_says_itself_is_no_harm() -> None:
    copied = base64.b64encode("“words”\n".encode()).decode()
    spoken = assert_harmless(f"{FRAME}\x1b]52;c;{copied}\x07".encode())
    assert (spoken.text, spoken.copied) == (" said \r\n", ["“words”\n"])


@pytest.mark.parametrize("sequence", SEQUENCES.values(), ids=SEQUENCES)
def test_no_sequence_of_somebody_else_passes(sequence: str) -> None:
    with pytest.raises(AssertionError):
        assert_harmless(f"{FRAME}a{sequence}b{FRAME}".encode())


def test_no_dangerous_code_point_passes() -> None:
    for number in DANGEROUS - {*b"\r\n", *range(0xD800, 0xE000)}:
        with pytest.raises(AssertionError):
            assert_harmless(f"{FRAME}a{chr(number)}b".encode())


def test_what_is_copied_is_looked_at_too() -> None:
    copied = base64.b64encode(b"a\x1b[31mb").decode()
    with pytest.raises(AssertionError):
        assert_harmless(f"\x1b]52;c;{copied}\x07".encode())
