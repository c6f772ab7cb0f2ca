"""The annotation pane: the tags, what is here, and all annotations of the report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.article.gutter import NOTE
from tui.article.gutter import SUGGESTED as SIGN
from tui.looks.folding import SMALL_DRAWER
from tui.panes.annotation_list import list_heading
from tui.panes.annotation_words import NO_SOURCE, grade_signs, letter_pieces, names
from tui.panes.quotes import place_words
from tui.panes.rows import PaneRow, Piece, fitted, rule, shortened, text_rows
from tui.panes.selection import selection_rows, selection_title
from tui.panes.suggested import LIST_THEM, suggested_drawer_rows, suggested_rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from annotations.records import Annotation
    from annotations.tagset import TagSet
    from tui.finding.listing import ListFacts
    from tui.reading.reading import Reading

_FIELD_CELLS = 10
"""Before the value of a field in HERE."""
_SET, _NOT_SET = "■", "·"
_MOST_HERE = 30
"""Annotations that are shown at the target: one of the whole text has all others in it."""

# ---------------------------------------------------------------------- the whole pane


def annotation_rows(reading: Reading, tag_set: TagSet, facts: ListFacts, width: int) -> list[PaneRow]:
    """The rows above the list."""
    rows = [*_tag_rows(reading, tag_set, facts, width), PaneRow(), *_here_rows(reading, tag_set, width)]
    rows.append(PaneRow())
    rows.extend(list_heading(tag_set, facts, width))
    return rows


def _tag_rows(reading: Reading, tag_set: TagSet, facts: ListFacts, width: int) -> Iterator[PaneRow]:
    counts = reading.index.counts() if reading.index is not None else {}
    states = reading.tag_state(tag_set)
    suggested = reading.deciding.tags_here
    head = f" {fitted('TAGS', width - 13)} here   all"
    yield PaneRow((Piece(head, "dim"),))
    for number, tag in enumerate(tag_set.tags, start=1):
        role = f"tag-{min(number, 9)}-letter"
        asked = tag.id in suggested and not states[tag.id]
        state = _SET if states[tag.id] else SIGN if asked else _NOT_SET
        state_role = role if states[tag.id] else "suggestion" if asked else "dim"
        yield PaneRow(
            (
                Piece(f" {tag_set.letter(tag.id)}  ", role),
                Piece(fitted(tag.label, width - 16)),
                Piece(f"  {state}", state_role),
                Piece(f"{counts.get(tag.id, 0):>6} ", "dim"),
            ),
            key=f"tag:{tag.id}",
            bar=tag.id in facts.list_filter.tags,
        )
    untagged = "…" if facts.untagged is None else str(facts.untagged)
    sign = Piece(f" {NO_SOURCE}  ", "dim")
    yield _counted_row(sign, "no tag yet", untagged, width, "untagged", bar=facts.list_filter.untagged)
    if facts.suggested or facts.list_filter.suggested:
        sign, count = Piece(f" {SIGN}  ", "suggestion"), str(facts.suggested or 0)
        yield _counted_row(sign, "suggested", count, width, LIST_THEM, bar=facts.list_filter.suggested)
    yield PaneRow((Piece(fitted(" t  another, or a new one …", width), "dim"),), key="tag-any")


def _counted_row(sign: Piece, words: str, count: str, width: int, key: str, *, bar: bool) -> PaneRow:
    """What can be listed, and how many there are."""
    return PaneRow((sign, Piece(fitted(words, width - 15)), Piece(f"{count:>8} ", "dim")), key=key, bar=bar)


def _here_rows(reading: Reading, tag_set: TagSet, width: int) -> Iterator[PaneRow]:
    suggested = list(suggested_rows(reading, tag_set, width))
    if selection_title(reading):
        yield from selection_rows(reading, width)
        if suggested:
            yield PaneRow()
            yield from suggested
        return
    here = reading.here
    if suggested:
        yield from suggested
        if not here:
            return
        yield PaneRow()
    yield rule("HERE", f"1 of {len(here)}" if len(here) > 1 else "", width)
    if not here:
        keys = " ".join(tag_set.letter(tag.id) for tag in tag_set.tags[:3])
        yield from text_rows(f"{keys} tags the sentence at ▌", width)
        return
    current = reading.current
    for annotation in here[:_MOST_HERE]:
        is_current = current is not None and annotation.id == current.id
        yield from _card(reading, annotation, tag_set, width, is_current=is_current)
    yield from _further_rows(here, width)


def _further_rows(here: Sequence[Annotation], width: int) -> Iterator[PaneRow]:
    """How many are not shown."""
    if len(here) > _MOST_HERE:
        yield from text_rows(f"and {len(here) - _MOST_HERE} further ones, which the list has", width)


def _card(
    reading: Reading, annotation: Annotation, tag_set: TagSet, width: int, *, is_current: bool
) -> Iterator[PaneRow]:
    key = f"here:{annotation.id}"
    mark = "▸" if is_current else " "
    star = NOTE if annotation.note else " "
    letters = letter_pieces(annotation, tag_set)
    words = place_words(reading, annotation, width - 5 - len(letters))
    yield PaneRow(
        (
            Piece(mark, "focus"),
            *letters,
            Piece(f"{star} ", "warning"),
            Piece(words),
        ),
        key=key,
    )
    said_by, disputed = names(annotation.attribution), names(annotation.disputed_by)
    filters = f"who:{annotation.id}" if said_by else ""
    yield from _field("who", said_by, "@" if is_current else "", width, shown=True, row_key=filters)
    filters = f"by:{annotation.id}"
    yield from _field(
        "not so", disputed, "@ @" if is_current else "", width, shown=bool(disputed), row_key=filters
    )
    yield from _grade_rows(annotation, width, key="r" if is_current else "")
    yield from _field(
        "note", annotation.note, "m" if is_current else "", width, shown=is_current or bool(annotation.note)
    )


def _grade_rows(annotation: Annotation, width: int, *, key: str) -> Iterator[PaneRow]:
    """A scale a row, since neither says anything of the other; what has no grade has no row."""
    name, room = "grade", width - _FIELD_CELLS - 4
    for sign, meaning in annotation.grade.meanings:
        for words in text_rows(meaning, room - 2, indent=0):
            said = fitted(f"{sign} {words.pieces[0].text}", room)
            yield PaneRow(
                (Piece(f"   {name:<6} ", "dim"), Piece(said), Piece(f" {key} ", "dim")),
                key=f"grade:{annotation.id}",
            )
            name, key, sign = "", "", " "


def _field(
    name: str, value: str, key: str, width: int, *, shown: bool, row_key: str = ""
) -> Iterator[PaneRow]:
    if not shown:
        return
    room = width - 12 - (len(key) + 1 if key else 0)
    role = "" if value else "dim"
    yield PaneRow(
        (
            Piece(f"   {name:<6}", "dim"),
            Piece(f" {fitted(value or NO_SOURCE, room)}", role),
            Piece(f" {key} " if key else "", "dim"),
        ),
        key=row_key,
    )


# ---------------------------------------------------------------------- the drawer


def drawer_rows(reading: Reading, tag_set: TagSet, width: int) -> list[PaneRow]:
    """What is suggested, and HERE in one row an annotation: for windows that have no room for the pane."""
    current, here = reading.current, reading.here
    selecting = bool(selection_title(reading))
    rows = suggested_drawer_rows(reading, tag_set, width, SMALL_DRAWER - bool(here and not selecting))
    if selecting:
        return rows or list(selection_rows(reading, width))[1:]
    for annotation in here[:_MOST_HERE]:
        mark = "▸" if current is not None and annotation.id == current.id else " "
        star = NOTE if annotation.note else " "
        half = max(12, width // 2 - 6)
        letters = letter_pieces(annotation, tag_set)
        who = names(annotation.attribution) or NO_SOURCE
        grade = f" · {grade_signs(annotation.grade)}" if annotation.grade else ""
        note = f" · {annotation.note}" if annotation.note else ""
        rows.append(
            PaneRow(
                (
                    Piece(mark, "focus"),
                    *letters,
                    Piece(f"{star} ", "warning"),
                    Piece(fitted(place_words(reading, annotation, half), half)),
                    Piece(" who  ", "dim"),
                    Piece(shortened(f"{who}{grade}{note}", width - half - 10 - len(letters))),
                ),
                key=f"annotation:{annotation.id}",
            )
        )
    rows.extend(_further_rows(here, width))
    if not rows:
        keys = " ".join(tag_set.letter(tag.id) for tag in tag_set.tags[:3])
        rows = text_rows(f"{keys} tags the sentence at ▌", width)
    return rows
