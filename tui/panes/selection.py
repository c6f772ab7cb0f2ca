"""The card of what is selected: how much it is, and what can be done with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.flow import in_one_line
from tui.panes.rows import PaneRow, Piece, fitted, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tui.reading.reading import Reading

_WORDS_COUNTED = 20_000
"""Code points of a selection up to which its words are counted."""

_Keys = tuple[tuple[str, str], ...]
_OTHER_END = (";", "moves the other end")
_SELECTION: _Keys = (
    ("", "a tag key marks these words"),
    ("+ -", "larger, smaller"),
    _OTHER_END,
    ("&", "makes an entity of them"),
)
_BORDERS: _Keys = (("enter", "keeps these borders"), ("esc", "restores them"), _OTHER_END)
_OF_ONE_OF_SEVERAL: _Keys = (("v", "the next fragment"), ("x", "takes this fragment off"))
_TO_ADD: _Keys = (("enter", "adds these words"), ("esc", "lets them go"), _OTHER_END)
_TO_SELECT: _Keys = (("v", "selects the words to add"), ("esc", "adds none"), ("/", "finds words"))


def selection_title(reading: Reading) -> str:
    """`SELECTION`, `BORDERS 2/3`, `FRAGMENT`; empty while nothing is selected."""
    if reading.borders:
        place, count = reading.fragment_place
        return f"BORDERS {place}/{count}" if count > 1 else "BORDERS"
    if reading.adding:
        return "FRAGMENT"
    return "SELECTION" if reading.selection is not None else ""


def selection_rows(reading: Reading, width: int) -> Iterator[PaneRow]:
    """What can be done with the selected words."""
    title = selection_title(reading)
    if not title:
        return
    yield rule(title, selection_size(reading), width)
    for key, does in _keys(reading):
        yield PaneRow(
            (Piece(f" {key:<6}" if key else " "), Piece(fitted(does, width - 8 if key else width - 2), "dim"))
        )


def _keys(reading: Reading) -> _Keys:
    if reading.borders:
        return (*_BORDERS, *_OF_ONE_OF_SEVERAL) if reading.fragment_place[1] > 1 else _BORDERS
    if reading.adding:
        return _TO_ADD if reading.selection is not None else _TO_SELECT
    return _SELECTION


def selection_size(reading: Reading) -> str:
    """How much is selected; words are counted only where counting them keeps no key waiting."""
    span = reading.selection
    if span is None:
        return ""
    length = span.end - span.start
    if length > _WORDS_COUNTED:
        return f"{length} ch"
    count = len(in_one_line(reading.report.text[span.start : span.end]).split())
    return f"{count} word{'' if count == 1 else 's'}, {length} ch"
