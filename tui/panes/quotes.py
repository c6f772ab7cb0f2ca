"""Words of the report in little room: a long quotation without its middle, fragments with `…` between."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size

from reports.flow import in_one_line
from reports.visible import clusters, visible
from tui.panes.rows import ELLIPSIS, shortened

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from annotations.records import Annotation
    from reports.document import Span
    from tui.reading.reading import Reading

_GAP = f" {ELLIPSIS} "
"""Between two fragments; where a fragment was cut, the sign stands without blanks."""
_LOOKED_AT = 400
"""Code points at either end of a quotation: more than any line has cells."""
_LEAST = 16
"""Cells in which a beginning and an end are worth having; in fewer there is a beginning only."""


def place_words(
    reading: Reading, annotation: Annotation, width: int, cut: Callable[[str, int], str] = shortened
) -> str:
    """What an annotation stands on, in at most so many cells: `sentence 11`, or its quoted words.

    Of long words the beginning is there, and with `without_middle` the end too.
    """
    number = reading.sentences.at(annotation.start)
    if len(annotation.spans) == 1 and reading.sentences.span(number) == (annotation.start, annotation.end):
        return f"sentence {number + 1}"
    return f"“{in_cells([_ends(each.exact) for each in annotation.spans], width - 2, cut)}”"


def quoted(reading: Reading, words: Sequence[Span], width: int) -> str:
    """Words of the report in quotation marks, with beginning and end, in at most so many cells.

    A selected megabyte costs no more than a line.
    """
    text = reading.report.text
    pieces = [
        text[start:end]
        if end - start <= 2 * _LOOKED_AT
        else text[start : start + _LOOKED_AT] + text[end - _LOOKED_AT : end]
        for start, end in words
    ]
    return f"“{in_cells(pieces, width - 2, without_middle)}”"


def in_cells(pieces: Sequence[str], width: int, cut: Callable[[str, int], str]) -> str:
    """All pieces in at most so many cells; where there is no room for all of them, the first and the last."""
    shown = [visible(in_one_line(piece)) for piece in pieces]
    whole = _GAP.join(shown)
    if cell_len(whole) <= width:
        return whole
    if len(shown) > 2 and (width + len(_GAP)) // len(shown) - len(_GAP) < _LEAST:
        shown = [shown[0], shown[-1]]
    room = width - len(_GAP) * (len(shown) - 1)
    cells = [0] * len(shown)
    left = len(shown)
    # The shortest first, so that what they leave is there for the others.
    for place in sorted(range(len(shown)), key=lambda place: cell_len(shown[place])):
        cells[place] = min(cell_len(shown[place]), room // left)
        room, left = room - cells[place], left - 1
    return _GAP.join(cut(piece, room) for piece, room in zip(shown, cells, strict=True) if room > 0)


def without_middle(text: str, width: int) -> str:
    """A visible text in at most `width` cells: its beginning and its end, with `…` for what is left out."""
    if cell_len(text) <= width:
        return text
    if width < _LEAST:
        return shortened(text, width)
    room = (width - 1) // 3
    kept = 0
    start = len(text)
    for cluster in reversed(list(clusters(text[-_LOOKED_AT:]))):
        if kept + cluster.cells > room:
            break
        kept += cluster.cells
        start -= cluster.length
    head = set_cell_size(text, width - 1 - kept).rstrip()
    return f"{head}{ELLIPSIS}{text[start:].lstrip()}"


def _ends(exact: str) -> str:
    return exact if len(exact) <= 2 * _LOOKED_AT else exact[:_LOOKED_AT] + exact[-_LOOKED_AT:]
