"""What is suggested at the target, row by row: each tag with who says it, its cue, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len

from reports.flow import in_one_line
from tui.article.gutter import SUGGESTED as SIGN
from tui.panes.rows import PaneRow, Piece, fitted, rule, shortened, text_rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from annotations.tagset import TagSet
    from tui.reading.deciding import OpenTag
    from tui.reading.reading import Reading

TITLE = "SUGGESTED HERE"
TAKE, DISMISS, TAKE_TAG = "take", "dismiss", "take-tag:"
"""Keys of rows: what is suggested is taken, or dismissed, or one of its tags is taken, whose id follows."""
LIST_THEM = "list-suggested"
"""Key of the row that lists all that is suggested."""
_FIELD = 8
"""Cells before the value of a field."""
_ROWS_OF_A_REASON = 2
_DRAWER_LABEL = 18
"""Cells of the drawer that a tag takes."""
_QUOTED = 300
"""Code points of a sentence: more than a reason has cells."""


def suggestions_left(reading: Reading) -> str:
    """`5 left`, those at the target among them; empty while they are being counted."""
    count = reading.deciding.left()
    return f"{count} left" if count else ""


def suggested_rows(reading: Reading, tag_set: TagSet, width: int) -> Iterator[PaneRow]:
    """The section of the pane, heading and keys included; nothing where nothing is suggested."""
    tags = reading.deciding.open_tags()
    if not tags:
        return
    yield rule(TITLE, suggestions_left(reading), width)
    # What the keys for an annotation act on has that mark already.
    lead = " " if reading.current is not None else "▸"
    said = ""
    for each in tags:
        yield from _tag_rows(reading, tag_set, each, lead, said, width)
        lead, said = " ", each.who or said
    yield PaneRow()
    selected = reading.target.kind == "selection"
    what = _all_of(len(tags))
    yield from _key_rows("enter", f"take {what}{', on the words selected' if selected else ''}", TAKE, width)
    yield from _key_rows("backspace", f"dismiss {what}", DISMISS, width)


def _tag_rows(
    reading: Reading, tag_set: TagSet, tag: OpenTag, lead: str, said: str, width: int
) -> Iterator[PaneRow]:
    key = f"{TAKE_TAG}{tag.id}"
    origin = f", derived from {_number_of(reading, tag)}" if tag.origin is not None else ""
    label = f"{shortened(tag_set.label(tag.id), width - 3 - len(origin))}{origin}"
    sign = Piece(f"{SIGN} ", "suggestion")
    yield PaneRow((Piece(lead, "focus"), sign, Piece(label)), key=key)
    if tag.who and tag.who != said:
        yield PaneRow((Piece("   who  ", "dim"), Piece(fitted(tag.who, width - _FIELD))), key=key)
    if tag.origin is not None:
        yield from _cut_rows(
            _origin_words(reading, tag), width, 3, f"sentence:{_number_of(reading, tag) - 1}"
        )
        return
    if tag.cue:
        yield PaneRow((Piece("   cue  ", "dim"), Piece(fitted(f"“{tag.cue}”", width - _FIELD))), key=key)
    yield from _cut_rows(tag.why, width, _FIELD, key, "   why  ")


def _cut_rows(words: str, width: int, indent: int, key: str, name: str = "") -> Iterator[PaneRow]:
    """Words over few rows, the last one cut where that is not enough."""
    rows = text_rows(shortened(words, (width - indent) * _ROWS_OF_A_REASON), width, indent=indent)
    for number, row in enumerate(rows[:_ROWS_OF_A_REASON]):
        text = row.pieces[0].text[indent:]
        if number == _ROWS_OF_A_REASON - 1 and len(rows) > _ROWS_OF_A_REASON:
            text = shortened(f"{text} {rows[number + 1].pieces[0].text.strip()}", width - indent)
        lead = name if number == 0 and name else " " * indent
        yield PaneRow((Piece(lead, "dim"), Piece(text, "" if name else "dim")), key=key)


def _key_rows(key: str, does: str, row_key: str, width: int) -> Iterator[PaneRow]:
    indent = 12
    for number, row in enumerate(text_rows(does, width, indent=indent)):
        lead = f" {key:<{indent - 1}}" if number == 0 else " " * indent
        yield PaneRow((Piece(lead), Piece(row.pieces[0].text[indent:], "dim")), key=row_key)


def _all_of(count: int) -> str:
    return "it" if count == 1 else "both" if count == 2 else "all"


def _number_of(reading: Reading, tag: OpenTag) -> int:
    """The number, from 1, of the sentence that a derived one comes from."""
    assert tag.origin is not None
    return reading.sentences.at(tag.origin.start) + 1


def _origin_words(reading: Reading, tag: OpenTag) -> str:
    assert tag.origin is not None
    start, end = tag.origin
    return f"“{in_one_line(reading.report.text[start : min(end, start + _QUOTED)])}”"


# ---------------------------------------------------------------------- the drawer


def suggested_drawer_rows(reading: Reading, tag_set: TagSet, width: int, most: int) -> list[PaneRow]:
    """One row a tag, at most so many; the last one names those that have no row."""
    tags = reading.deciding.open_tags()
    lead = " " if reading.current is not None else "▸"
    rows = []
    for number, each in enumerate(tags[:most]):
        shown = tags[number:] if number == most - 1 else [each]
        rows.append(_drawer_row(reading, tag_set, shown, lead, width))
        lead = " "
    return rows


def _drawer_row(reading: Reading, tag_set: TagSet, tags: Sequence[OpenTag], lead: str, width: int) -> PaneRow:
    first = tags[0]
    labels = ", ".join(tag_set.label(each.id) for each in tags)
    label = fitted(labels, max(_DRAWER_LABEL, min(cell_len(labels) + 2, width // 2)) - 2)
    if first.origin is not None:
        detail = f"derived from {_number_of(reading, first)}: {_origin_words(reading, first)}"
    else:
        cue = f"cue “{first.cue}”" if first.cue else first.why
        detail = " · ".join(part for part in (f"who {first.who}" if first.who else "", cue) if part)
    room = width - 4 - cell_len(label)
    pieces = (
        Piece(lead, "focus"),
        Piece(f"{SIGN} ", "suggestion"),
        Piece(f"{label} "),
        Piece(shortened(detail, room), "dim"),
    )
    return PaneRow(pieces, key=f"{TAKE_TAG}{first.id}" if len(tags) == 1 else TAKE)
