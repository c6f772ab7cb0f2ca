"""What the mark of a cell says of its column, so that a row is drawn without a look at the others."""

from __future__ import annotations

import re
from typing import NamedTuple

BORDER = " | "
"""Between two cells of a row in the canonical text."""

_BORDER_AT_END = re.compile(r" ?\| ?\Z")


class Column(NamedTuple):
    """A column of a table, as a cell in it knows it."""

    width: int
    """Cells of the screen that its widest cell takes."""
    sign: str = "<"
    """How its cells stand in it: `<` left, `^` in the middle, `>` right."""
    bordered: bool = False
    """Whether the cell ends with a border, as all but the last do."""

    @classmethod
    def of(cls, target: str) -> Column:
        """The column in the target of a mark of the kind `cell`, as `12>|`."""
        told = target.removesuffix("|")
        return cls(int(told[:-1]), told[-1], told != target)

    def __str__(self) -> str:
        return f"{self.width}{self.sign}{'|' if self.bordered else ''}"

    def border_in(self, text: str, start: int, end: int) -> int:
        """Where in `text[start:end]`, a cell of this column, its border begins; `end` if it has none.

        At the edges of a row the border is without the blank there.
        """
        found = _BORDER_AT_END.search(text, start, end) if self.bordered else None
        return found.start() if found else end
