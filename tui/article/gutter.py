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


_BLANK = GutterCell(" ", "")
_LAST_COLOUR = 9


def gutter_width(*, extra: bool) -> int:
    """Cells of the gutter with the blank that ends it: 6, or 7 with the shared column."""
    return 1 + FIXED_COLUMNS + (1 if extra else 0) + 1 + 1


def tag_letters(tags: Iterable[str], tag_set: TagSet) -> str:
    """A cell for each of the first three tags, as `u·o`, and one for all others where there are others.

    That one holds the letter of a further tag, or `+` for several.
    """
    present = set(tags)
    first = [tag.id for tag in tag_set.tags[:FIXED_COLUMNS]]
    cells = [tag_set.letter(tag) if tag in present else "·" for tag in first]
    others = sorted(present.difference(first))
    if others or len(tag_set) > FIXED_COLUMNS:
        cells.append("+" if len(others) > 1 else tag_set.letter(others[0]) if others else "·")
    return "".join(cells)


def gutter_cells(
    start: int,
    end: int,
    annotations: Iterable[Annotation],
    tag_set: TagSet | None,
    *,
    current: bool,
    extra: bool,
) -> list[GutterCell]:
    """The cells beside the row `[start, end)` of the text; `annotations` are those that touch it.

    Without a tag set, which comes with the store, there is nothing beside the rows but the bar.
    """
    columns = [_BLANK] * (FIXED_COLUMNS + extra)
    has_note = False
    if tag_set is not None:
        annotations = list(annotations)
        _fill(columns, start, end, annotations, tag_set)
        has_note = any(each.note and start <= each.start < end for each in annotations)
    bar = GutterCell(BAR, "focus") if current else _BLANK
    star = GutterCell(NOTE, "warning") if has_note else _BLANK
    return [bar, *columns, star, _BLANK]


def _fill(
    columns: list[GutterCell], start: int, end: int, annotations: Iterable[Annotation], tag_set: TagSet
) -> None:
    """Put letters where tags start and lines where they run on; a letter wins over a line."""
    shared: set[str] = set()
    for annotation in annotations:
        begins = any(start <= span.start < end for span in annotation.spans)
        for tag in annotation.tags:
            number = tag_set.number(tag) or _LAST_COLOUR
            column = min(number - 1, FIXED_COLUMNS)
            if column >= len(columns):
                continue
            role = f"tag-{min(number, _LAST_COLOUR)}-letter"
            if begins:
                if column == FIXED_COLUMNS:
                    shared.add(tag)
                shown = (
                    str(len(shared)) if len(shared) > 1 and column == FIXED_COLUMNS else tag_set.letter(tag)
                )
                columns[column] = GutterCell(shown, role)
            elif columns[column] == _BLANK:
                columns[column] = GutterCell(RUNS_ON, role)
