"""What is to be read off the reader's screen, and keys that wait for what they do."""

from __future__ import annotations

import re
import time

import psutil

from .terminal import Terminal

_SAVED = re.compile(r"saved (\d\d:\d\d:\d\d)")
_GUTTER = 6
"""Cells from the pane's edge to the text: the bar, the columns of the tags, a blank."""


def article(terminal: Terminal) -> list[str]:
    """The rows of the article's pane, gutter included, of a window with one or three panes."""
    left, right = _edges(terminal)
    return [row[left:right].rstrip() for row in terminal.screen.display[2:-2]]


def current_sentence(terminal: Terminal) -> str:
    """The words of the rows that carry the bar of the current sentence."""
    left, right = _edges(terminal)
    words = [
        row[left + _GUTTER : right - 1].strip()
        for row in terminal.screen.display[:-2]
        if row[left : left + 1] == "▌"
    ]
    return " ".join(words)


def bar_rows(terminal: Terminal) -> list[int]:
    """The rows of the screen that carry the bar."""
    left, _ = _edges(terminal)
    return [number for number, row in enumerate(terminal.screen.display) if row[left : left + 1] == "▌"]


def first_cell(terminal: Terminal) -> tuple[int, int] | None:
    """Column and row of the current sentence's first character, if the sentence begins on the screen."""
    rows = bar_rows(terminal)
    return (_edges(terminal)[0] + _GUTTER, rows[0]) if rows else None


def saved_at(terminal: Terminal) -> str:
    """The time behind `saved` in the header; empty while there is none."""
    found = _SAVED.search(terminal.rows[0])
    return found[1] if found else ""


def saved_change(terminal: Terminal, key: str) -> None:
    """Press a key that changes something, and wait until the header says that it is on disk.

    The header's time is by the second: only in another second than the last save does it tell the two apart.
    """
    before = saved_at(terminal)
    terminal.wait_until(lambda: time.strftime("%H:%M:%S", time.gmtime()) != before, "the next second")
    terminal.press(key)
    terminal.wait_until(lambda: saved_at(terminal) not in ("", before), f"saved after {key}, not {before}")


def go_to_sentence(terminal: Terminal, number: int) -> None:
    """From wherever the caret is, on to that sentence, key by key."""
    terminal.press("g", *["j"] * (number - 1))
    terminal.wait_until(
        lambda: bool(re.search(rf"▸ sentence {number} ·", terminal.text)), f"sentence {number}"
    )


def stop_of(terminal: Terminal) -> tuple[int, int]:
    """Of a chosen entity: the number of the mention, and that of its sentence."""
    found = re.search(r"mention (\d+) of \d+ · sentence (\d+)", terminal.text)
    assert found, terminal.text
    return int(found[1]), int(found[2])


def worker_of(terminal: Terminal) -> psutil.Process:
    """The process of the model, once there is one."""
    terminal.wait_until(lambda: len(terminal.children()) == 1, "a process for the model")
    return terminal.children()[0]


def _edges(terminal: Terminal) -> tuple[int, int]:
    """Where the article's pane begins and ends, by the joints of the rule above it."""
    joints = [at for at, cell in enumerate(terminal.screen.display[1]) if cell == "┬"]
    title = terminal.screen.display[1].find("ARTICLE")
    left = max((at + 1 for at in joints if at < title), default=0)
    right = min((at for at in joints if at > title), default=terminal.screen.columns)
    return left, right
