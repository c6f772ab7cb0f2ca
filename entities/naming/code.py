"""Whether a piece of text is source code, markup or data: the model finds names in it, and there are none."""

from __future__ import annotations

import re
from typing import Final

from entities.naming.patterns import ADDRESS

_MARK = re.compile(r"[{}=_\\<>]|[^\W\d_]\(|\(\)|::|;(?=\s*(?:\n|$))|[^\W\d_]\[(?!\d)")
_FEWEST: Final = 3
"""Marks of code below which a piece is prose whatever its length."""
_A_WORD: Final = 0.2
"""Marks for each word from which on a piece is code; prose of four corpora stays below 0.15."""


def is_code(piece: str) -> bool:
    """Whether there are as many brackets, signs and underscores to a word as nobody writes; O(length)."""
    marks = sum(1 for _ in _MARK.finditer(ADDRESS.sub("", piece)))
    return marks >= _FEWEST and marks >= _A_WORD * (piece.count(" ") + 1)
