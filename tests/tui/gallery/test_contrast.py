"""What is written can be read, in every picture."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.tui.gallery.entity_states import ENTITIES
from tests.tui.gallery.state import LOOKS
from tests.tui.gallery.states import STATES
from tests.tui.gallery.suggestion_states import SUGGESTIONS
from tests.tui.gallery.svg import CELL, ROW

LEAST = 4.0
"""Contrast by WCAG 2 between letters and ground; what is dim on the row of the cursor has 4.3."""
_LINES = frozenset(" ─━│┬┼┃▐▌▁·")
_BEHIND_A_DIALOG = frozenset({"help", "source"})
"""There the report is dimmed on purpose."""


def _luminance(colour: str) -> float:
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _written(svg: str) -> Iterator[tuple[str, float]]:
    """Every run of letters of a picture, and its contrast to what is behind its first cell."""
    inks = dict(re.findall(r"\.(s\d+)\{fill:(#\w{6})", svg))
    (base, *_), grounds = re.findall(r'<path fill="(#\w{6})" d="M0 0', svg), {}
    for colour, drawn in re.findall(r'<path fill="(#\w{6})" shape-rendering="crispEdges" d="([^"]+)"', svg):
        for x, y, width in re.findall(r"M(\d+) (\d+)h(\d+)", drawn):
            grounds |= {(cell, int(y)): colour for cell in range(int(x), int(x) + int(width), CELL)}
    for ink, x, y, text in re.findall(r'<text class="(s\d+)" x="(\d+)" y="(\d+)"[^>]*>([^<]*)<', svg):
        if not _LINES.issuperset(text):
            yield text, _contrast(inks[ink], grounds.get((int(x), int(y) // ROW * ROW), base))


def _hard_to_read(path: Path) -> list[str]:
    written = _written(path.read_text(encoding="utf-8"))
    return [f"{path.stem}: {text}" for text, contrast in written if contrast < LEAST]


@pytest.mark.parametrize("look", LOOKS)
def test_all_that_is_written_can_be_told_from_its_ground(look: str) -> None:
    states = [state for state in (*STATES, *SUGGESTIONS, *ENTITIES) if state.name not in _BEHIND_A_DIALOG]
    pictures = [path for state in states for path in state.pictures if path.stem.endswith(look)]
    assert [each for path in pictures for each in _hard_to_read(path)] == []
