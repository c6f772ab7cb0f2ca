"""The gutter: a bar on the rows of the current sentence, one fixed column a tag, a note's star.

As in `ls -l` each tag has its own column, in the order of the tag set: the tag's letter where it
starts, `│` while it runs on. Tags after the third share one more column, which appears only when
one of them is used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from annotations.records import Annotation
    from annotations.tagset import TagSet

FIXED_COLUMNS = 3
BAR = "▌"
RUNS_ON = "│"
NOTE = "*"


class GutterCell(NamedTuple):
    """One cell of the gutter and the role of the theme it is drawn in."""

    shown: str
    role: str


def gutter_width(*, extra: bool) -> int:
    """Cells of the gutter with the blank that ends it: 6, or 7 with the shared column."""
    return 1 + FIXED_COLUMNS + (1 if extra else 0) + 1 + 1


def tag_letters(tags: Iterable[str], tag_set: TagSet) -> str:
    """Three cells for a list, as `u·o`; a further tag takes a free cell, several of them are a `+`."""
    present = set(tags)
    first = [tag.id for tag in tag_set.tags[:FIXED_COLUMNS]]
    cells = [tag_set.letter(tag) if tag in present else "·" for tag in first]
    others = sorted(present.difference(first))
    if others:
        at = cells.index("·") if "·" in cells else FIXED_COLUMNS - 1
        cells[at] = tag_set.letter(others[0]) if len(others) == 1 and "·" in cells else "+"
    return "".join(cells)


def gutter_cells(
    start: int,
    end: int,
    annotations: Iterable[Annotation],
    tag_set: TagSet,
    *,
    current: bool,
    extra: bool,
) -> list[GutterCell]:
    """The cells beside the row `[start, end)` of the text; `annotations` are those that touch it."""
    columns = FIXED_COLUMNS + (1 if extra else 0)
    letters = [GutterCell(" ", "")] * columns
    starting: set[str] = set()
    has_note = False
    for annotation in annotations:
        begins = any(start <= span.start < end for span in annotation.spans)
        has_note = has_note or (bool(annotation.note) and start <= annotation.start < end)
        for tag in annotation.tags:
            number = tag_set.number(tag)
            column = min(number - 1 if number is not None else FIXED_COLUMNS, FIXED_COLUMNS)
            if column >= columns:
                continue
            role = f"tag-{min(number or 9, 9)}-letter"
            if begins:
                several = column == FIXED_COLUMNS and letters[column].shown not in (" ", RUNS_ON)
                distinct = len({*starting, tag})
                shown = (
                    str(distinct) if several and tag not in starting and distinct > 1 else tag_set.letter(tag)
                )
                letters[column] = GutterCell(shown, role)
                if column == FIXED_COLUMNS:
                    starting.add(tag)
            elif letters[column].shown == " ":
                letters[column] = GutterCell(RUNS_ON, role)
    bar = GutterCell(BAR, "focus") if current else GutterCell(" ", "")
    star = GutterCell(NOTE, "warning") if has_note else GutterCell(" ", "")
    return [bar, *letters, star, GutterCell(" ", "")]
