"""The line printed after quitting."""

from __future__ import annotations

from pathlib import Path

from tui.lines.farewell import farewell

WORK = Path("/home/vera/work.json")


def test_it_counts_the_annotations_and_names_the_file() -> None:
    assert farewell(2, "Dam", WORK).startswith("2 annotations of Dam in /home/vera/work.json")
    assert farewell(1, "Dam", WORK).startswith("1 annotation of Dam in ")


def test_without_annotations_it_says_what_is_kept_all_the_same() -> None:
    assert farewell(0, "Dam", WORK) == (
        "No annotations of Dam yet; the place of reading is kept in /home/vera/work.json"
    )


def test_a_file_name_that_would_act_on_the_terminal_is_drawn() -> None:
    assert "\x1b" not in farewell(1, "Dam", Path("/tmp/\x1b[2J.json"))
