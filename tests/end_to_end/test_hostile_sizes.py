"""One letter, one word, one line that has no end: it opens, is drawn, counted, and moves."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from .conftest import User
from .stream import assert_harmless

ENDLESS = {
    "marks": ("e" + "\u0301" * 1_000_000, "‹+", "hidden ch"),
    "word": ("я" * 1_000_000, "яяя", "0 tagged"),
    "emoji": ("👨\u200d" * 100_000, "‹ZWJ›", "hidden ch"),
    "C1": ("\x9b" * 1_000_000, "‹9B›‹9B›", "1000000 hidden ch"),
    "escapes": ("\x1b[31m" * 200_000, "␛[31m", "200000 hidden ch"),
    "overrides": ("\u202e" * 1_000_000, "‹RLO›‹RLO›", "1000000 hidden ch"),
}


@pytest.mark.parametrize(("text", "drawn", "counted"), ENDLESS.values(), ids=ENDLESS)
def test_what_has_no_end_is_drawn_counted_and_left_behind(
    user: User, report: Callable[..., Path], text: str, drawn: str, counted: str
) -> None:
    reader = user.read(report(f"The beginning held.\n\n{text}\n\nThe end held.\n"))
    reader.wait("The beginning held.", drawn, "tagged · saved")
    reader.wait(counted)
    reader.press("j")
    reader.wait("sentence 2 ")
    reader.press("u")
    reader.wait("1 tagged")
    reader.press("l", "l", "pagedown", "G")
    reader.wait("The end held.")
    reader.press("g")
    reader.wait("The beginning held.")
    reader.press("q")
    assert reader.wait_end() == 0
    assert_harmless(bytes(reader.raw), at_work="\u200d")
    (exact,) = user.tagged()
    assert exact == text
