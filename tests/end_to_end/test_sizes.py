"""Windows that change while somebody reads."""

from __future__ import annotations

from pathlib import Path

from .conftest import User
from .looking import bar_rows, current_sentence, go_to_sentence, saved_change

SENTENCE = "In addition, around 100 Russian soldiers were captured."
SIZES = [(92, 40), (70, 40), (48, 40), (120, 22), (120, 12), (80, 24), (60, 20), (40, 10), (10, 3), (1, 1)]


def test_the_sentence_of_the_caret_stays_on_the_screen_and_panes_come_back(user: User, seed: Path) -> None:
    reader = user.read(seed)
    reader.wait("0 tagged · saved")
    go_to_sentence(reader, 12)
    saved_change(reader, "o")
    for columns, rows in SIZES:
        reader.resize(columns, rows)
        if columns > 10:
            reader.wait("In addition")
            reader.wait_until(lambda: bool(bar_rows(reader)), f"the bar, in {columns}x{rows}")
        else:
            reader.wait_until(lambda: bool(reader.text.strip()), f"anything, in {columns}x{rows}")
    reader.resize(120, 40)
    reader.wait("ENTITIES", "ANNOTATIONS", "ARTICLE", "1 tagged")
    reader.wait_until(lambda: current_sentence(reader) == SENTENCE, "the same sentence")
    reader.press("q")
    assert reader.wait_end() == 0
    assert user.tagged() == {SENTENCE: ["official-claim"]}


def test_the_reader_starts_in_the_smallest_windows_and_grows(user: User, seed: Path) -> None:
    for columns, rows in ((40, 10), (10, 3), (1, 1)):
        reader = user.read(seed, columns=columns, rows=rows)
        reader.wait_until(lambda shown=reader: bool(shown.text.strip()), f"anything, in {columns}x{rows}")
        reader.resize(120, 40)
        reader.wait("ENTITIES", "ANNOTATIONS", "0 tagged · saved", "Kiev — Moscow")
        reader.press("q")
        assert reader.wait_end() == 0


def test_a_size_is_taken_while_a_prompt_is_open(user: User, seed: Path) -> None:
    reader = user.read(seed)
    reader.wait("0 tagged · saved")
    reader.press("@")
    reader.wait("who says it")
    for columns, rows in ((60, 20), (40, 10), (10, 3), (120, 40)):
        reader.resize(columns, rows)
    reader.wait("who says it", "ANNOTATIONS")
    reader.press("somebody", "enter")
    reader.wait("who: somebody", "1 tagged")
