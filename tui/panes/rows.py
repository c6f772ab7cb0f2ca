"""Rows of a side pane: pieces of text with a role each, and what choosing the row means."""

from __future__ import annotations

from typing import NamedTuple

from rich.cells import cell_len, set_cell_size

from reports.flow import in_one_line
from reports.visible import visible

ELLIPSIS = "…"
_CODE_POINTS_A_CELL = 16
"""Looked at for each cell of room: enough for a letter with its marks, little of a selected megabyte."""


class Piece(NamedTuple):
    """Text drawn in one role of the theme; empty: body text."""

    text: str
    role: str = ""


class PaneRow(NamedTuple):
    """One row. `key` says what choosing it means; a row without one is passed over by the cursor."""

    pieces: tuple[Piece, ...] = ()
    key: str = ""
    bar: bool = False
    """Whether it belongs to what is chosen."""


def fitted(text: str, width: int) -> str:
    """The text made visible, in exactly `width` cells: cut with `…`, or filled with blanks."""
    return set_cell_size(shortened(text, width), max(0, width))


def shortened(text: str, width: int) -> str:
    """The text made visible, in at most `width` cells, cut with `…`."""
    head = text[: _CODE_POINTS_A_CELL * max(1, width)]
    shown = visible(in_one_line(head))
    if len(head) == len(text) and cell_len(shown) <= width:
        return shown
    return set_cell_size(shown, max(0, width - 1)).rstrip() + ELLIPSIS if width > 0 else ""


def rule(title: str, right: str, width: int) -> PaneRow:
    """A section's heading: `─ HERE ──────── 1 of 2 ─`."""
    left = f"─ {visible(title)} "
    tail = f" {visible(right)} ─" if right else "─"
    fill = "─" * max(0, width - cell_len(left) - cell_len(tail))
    return PaneRow((Piece(set_cell_size(left + fill + tail, width), "dim"),))


def name_and_count(
    text: str, right: str, width: int, *, key: str, role: str = "", bar: bool = False, at: int = 1
) -> PaneRow:
    """A name from column `at` on, and at the right how often it is there."""
    name = fitted(text, max(1, width - at - 1 - len(right)))
    return PaneRow((Piece(" " * at), Piece(name, role), Piece(f"{right} ", "dim")), key=key, bar=bar)


def _head_of(word: str, room: int) -> str:
    """As much of a word as fits, up to a sign inside it if there is one: `spacy-md-`."""
    head = set_cell_size(word, room).rstrip() or word[:1]
    cut = max(head.rfind(sign) for sign in "-=/._") + 1
    return head[:cut] if cut > len(head) // 3 else head


def text_rows(text: str, width: int, role: str = "dim", indent: int = 1) -> list[PaneRow]:
    """A sentence over as many rows as it takes."""
    rows: list[PaneRow] = []
    line = ""
    room = max(4, width - indent)
    for word in visible(text).split(" "):
        while cell_len(word) > room:
            if line:
                rows.append(PaneRow((Piece(" " * indent + line, role),)))
                line = ""
            head = _head_of(word, room)
            rows.append(PaneRow((Piece(" " * indent + head, role),)))
            word = word[len(head) :]
        if line and cell_len(line) + 1 + cell_len(word) > room:
            rows.append(PaneRow((Piece(" " * indent + line, role),)))
            line = word
        else:
            line = f"{line} {word}" if line else word
    if line:
        rows.append(PaneRow((Piece(" " * indent + line, role),)))
    return rows
