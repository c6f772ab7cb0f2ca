"""The cells of a row that is longer than its table is wide: the parser drops them, a reader must not."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from reports.columns import BORDER

if TYPE_CHECKING:
    from markdown_it.token import Token

_BEFORE = " \t>"
"""What may stand before a row in a quotation or a list; a list's marker stands before the first one only."""
_PIPE = re.compile(r"(?<!\\)\|")


def keep_excess_cells(tokens: Sequence[Token], source: str) -> None:
    """Put the cells of rows that are longer than the table is wide, which the parser drops, into the last."""
    if not any(token.type == "table_open" for token in tokens):
        return
    lines = source.split("\n")
    cells: list[Token] = []
    line = ""
    for token in tokens:
        if token.type == "tr_open":
            cells = []
            line = lines[token.map[0]] if token.map else ""
        elif token.type == "inline":
            cells.append(token)
        elif token.type == "tr_close" and line.count("|") > len(cells):
            excess = _written_cells(line)[len(cells) :]
            if any(excess):
                cells[-1].content = BORDER.join((cells[-1].content, *excess))


def _written_cells(line: str) -> list[str]:
    cells = _PIPE.split(line.lstrip(_BEFORE).rstrip(" \t"))
    if not cells[0]:
        del cells[0]
    if cells and not cells[-1]:
        del cells[-1]
    return [cell.strip(" \t") for cell in cells]
