"""The gutter: a bar on the rows of the current sentence, one fixed column a tag, a note's star.

As in `ls -l` each tag has its own column, in the order of the tag set: the tag's letter where it
starts, `│` while it runs on, `:` between the fragments of one annotation. Tags after the third share
one more column, which appears only when one of them is used. What has no tag shows in the last column.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Container, Iterable

    from annotations.records import Annotation
    from annotations.suggestions import Suggestion
    from annotations.tagset import TagSet

FIXED_COLUMNS = 3
BAR = "▌"
RUNS_ON = "│"
BETWEEN = ":"
"""On rows between two fragments; `┆` would look like the `┊` of a suggestion."""
SUGGESTED, SUGGESTED_ON = "?", "┊"
"""A tag that is suggested: where the sentence starts, and while it runs on. Never a letter."""
NOTE = "*"
UNTAGGED = "•"


class GutterCell(NamedTuple):
    """One cell of the gutter and the role of the theme it is drawn in."""

    shown: str
    role: str


_BLANK = GutterCell(" ", "")
_LAST_COLOUR = 9


def gutter_width(*, extra: bool) -> int:
    """Cells of the gutter with the blank that ends it: 6, or 7 with the shared column."""
    return 1 + FIXED_COLUMNS + (1 if extra else 0) + 1 + 1


def tag_letters(tags: Iterable[str], tag_set: TagSet, suggested: Container[str] = ()) -> str:
    """A cell for each of the first three tags, as `u·o`, and one for all others where there are others.

    That one holds the letter of a further tag, or `+` for several. What is only suggested is `?`.
    """
    present = set(tags)
    first = [tag.id for tag in tag_set.tags[:FIXED_COLUMNS]]
    cells = [
        tag_set.letter(tag) if tag in present else SUGGESTED if tag in suggested else "·" for tag in first
    ]
    others = sorted(present.difference(first))
    if others or len(tag_set) > FIXED_COLUMNS:
        cells.append("+" if len(others) > 1 else tag_set.letter(others[0]) if others else "·")
    return "".join(cells)


def gutter_cells(
    start: int,
    end: int,
    annotations: Iterable[Annotation],
    tag_set: TagSet | None,
    suggestions: Iterable[Suggestion] = (),
    *,
    current: bool,
    extra: bool,
) -> list[GutterCell]:
    """The cells beside the row `[start, end)` of the text; `annotations` are those with words on it, or
    before and behind it, `suggestions` those of the sentences on it.

    Without a tag set, which comes with the store, there is nothing beside the rows but the bar.
    """
    columns = [_BLANK] * (FIXED_COLUMNS + extra)
    last = _BLANK
    if tag_set is not None:
        annotations = list(annotations)
        for suggestion in suggestions:
            _suggest(columns, start, suggestion, tag_set)
        _fill(columns, start, end, annotations, tag_set)
        last = _last_cell(each for each in annotations if start <= each.start < end)
    bar = GutterCell(BAR, "focus") if current else _BLANK
    return [bar, *columns, last, _BLANK]


def annotations_in_cell(
    cell: int, start: int, end: int, annotations: Iterable[Annotation], tag_set: TagSet, *, extra: bool
) -> list[Annotation]:
    """Which annotations a cell, from 0, of the gutter beside `[start, end)` stands for.

    Those that begin there come first, and inner ones before outer ones.
    """

    last = 1 + FIXED_COLUMNS + extra
    found = [
        each
        for each in annotations
        if (0 < cell < last and any(_cell_of(tag, tag_set) == cell for tag in each.tags))
        or (cell == last and start <= each.start < end and (each.note or not each.tags))
    ]
    found.reverse()
    return sorted(found, key=lambda each: bool(_sign(each, start, end)))


def suggestion_in_cell(
    cell: int, suggestions: Iterable[Suggestion], tag_set: TagSet, *, extra: bool
) -> Suggestion | None:
    """Which suggestion a cell, from 0, of the gutter stands for where it stands for no annotation."""
    if not 0 < cell < 1 + FIXED_COLUMNS + extra:
        return None
    return next((each for each in suggestions if cell in {_cell_of(tag, tag_set) for tag in each.tags}), None)


def _cell_of(tag: str, tag_set: TagSet) -> int:
    return 1 + min((tag_set.number(tag) or _LAST_COLOUR) - 1, FIXED_COLUMNS)


def _last_cell(beginning: Iterable[Annotation]) -> GutterCell:
    """A star for a note, else a dot for an annotation that has no letter, of those that begin on a row."""
    last = _BLANK
    for annotation in beginning:
        if annotation.note:
            return GutterCell(NOTE, "warning")
        if not annotation.tags:
            last = GutterCell(UNTAGGED, "dim")
    return last


def _suggest(columns: list[GutterCell], start: int, suggestion: Suggestion, tag_set: TagSet) -> None:
    sign = SUGGESTED if suggestion.sentence.start >= start else SUGGESTED_ON
    for tag in suggestion.tags:
        column = min((tag_set.number(tag) or _LAST_COLOUR) - 1, FIXED_COLUMNS)
        if column < len(columns) and columns[column].shown != SUGGESTED:
            columns[column] = GutterCell(sign, "suggestion")


_STRENGTH = {" ": 0, SUGGESTED_ON: 0, SUGGESTED: 0, BETWEEN: 1, RUNS_ON: 2}
"""Which of two signs wins in one cell; a letter wins over all of them."""


def _fill(
    columns: list[GutterCell], start: int, end: int, annotations: Iterable[Annotation], tag_set: TagSet
) -> None:
    """Put letters where tags start and lines where they run on."""
    shared: set[str] = set()
    for annotation in annotations:
        sign = _sign(annotation, start, end)
        for tag in annotation.tags:
            number = tag_set.number(tag) or _LAST_COLOUR
            column = min(number - 1, FIXED_COLUMNS)
            if column >= len(columns):
                continue
            role = f"tag-{min(number, _LAST_COLOUR)}-letter"
            if not sign:
                if column == FIXED_COLUMNS:
                    shared.add(tag)
                several = len(shared) > 1 and column == FIXED_COLUMNS
                columns[column] = GutterCell(str(len(shared)) if several else tag_set.letter(tag), role)
            elif _STRENGTH.get(columns[column].shown, 3) < _STRENGTH[sign]:
                columns[column] = GutterCell(sign, role)


def _sign(annotation: Annotation, start: int, end: int) -> str:
    """What stands for an annotation beside the row `[start, end)`; nothing where a fragment begins."""
    touching = [span for span in annotation.spans if span.start < end and start < span.end]
    if any(span.start >= start for span in touching):
        return ""
    return RUNS_ON if touching else BETWEEN
