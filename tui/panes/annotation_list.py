"""The list of the annotation pane: its heading, and a row for an annotation or a sentence without a tag."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len

from tui.article.gutter import SUGGESTED as SIGN
from tui.article.gutter import tag_letters
from tui.finding.listing import ANNOTATION, SENTENCE, SUGGESTED
from tui.panes.annotation_words import (
    NO_SOURCE,
    SOURCE_CELLS,
    WORDS_LOOKED_AT,
    grade_signs,
    letter_pieces,
    names,
    short_name,
)
from tui.panes.rows import PaneRow, Piece, fitted, rule, shortened, text_rows

if TYPE_CHECKING:
    from annotations.records import Annotation
    from annotations.suggestions import Suggestion
    from annotations.tagset import TagSet
    from tui.finding.listing import ListFacts
    from tui.reading.reading import Reading

MARK = "■"
_RULE_CELLS = 6
"""Of a heading, beside what stands left and right in it."""
_NUMBER_CELLS = 3
"""Of a sentence's number; in a report of more than 999 sentences as many as the last one has."""


def list_title(facts: ListFacts) -> str:
    """What the list is, and how long: `ALL 34`, `3 OF 34`, `UNTAGGED 21 OF 33`; `…` while that is unknown."""
    more = "" if facts.complete else "…"
    if facts.list_filter.suggested:
        known = facts.rows if facts.complete else more
        return f"SUGGESTED {known} OF {facts.total}" if facts.list_filter.narrowed else f"SUGGESTED {known}"
    if facts.list_filter.untagged:
        return f"UNTAGGED {facts.rows if facts.complete else more} OF {facts.total}"
    return f"{facts.rows}{more} OF {facts.total}" if facts.list_filter else f"ALL {facts.total}"


def list_heading(tag_set: TagSet, facts: ListFacts, width: int) -> list[PaneRow]:
    """How many there are, how many are marked, and what the list is narrowed to."""
    right = list_right(tag_set, facts)
    if not right and facts.total and not facts.list_filter.narrowed and not facts.list_filter.untagged:
        right = "/ to filter"
    title = list_title(facts)
    rows = [rule(title, shortened(right, width - cell_len(title) - _RULE_CELLS), width)]
    if facts.list_filter and facts.complete and not facts.rows:
        if facts.list_filter.suggested:
            none = "no suggestion matches" if facts.list_filter.narrowed else "nothing is suggested"
        else:
            none = "every sentence has a tag" if facts.list_filter.untagged else "no annotation matches"
        rows.extend(text_rows(f"{none}; esc shows all", width))
    return rows


def list_right(tag_set: TagSet, facts: ListFacts) -> str:
    """What stands at the right of the heading: how many are marked, and what the list is narrowed to."""
    marked = f"{facts.marked} marked" if facts.marked else ""
    return " · ".join(part for part in (marked, facts.list_filter.described(tag_set)) if part)


def list_row(
    reading: Reading,
    annotation: Annotation,
    tag_set: TagSet,
    width: int,
    *,
    current: bool,
    marked: bool = False,
) -> PaneRow:
    """One annotation in the list: its sentence, tags, who says it, grade, first words."""
    first = lead(reading, reading.sentences.at(annotation.start), current=current)
    who = fitted(short_name(names(annotation.attribution)) or NO_SOURCE, SOURCE_CELLS)
    grade = f"{grade_signs(annotation.grade)} " if annotation.grade else ""
    words = " … ".join(span.exact[:WORDS_LOOKED_AT] for span in annotation.spans)
    letters = letter_pieces(annotation, tag_set)
    room = width - cell_len(first) - len(letters) - 2 - SOURCE_CELLS - 1 - len(grade)
    return PaneRow(
        (
            Piece(first, "dim"),
            Piece(MARK if marked else " ", "focus" if marked else ""),
            *letters,
            Piece(f" {who} ", "dim"),
            Piece(grade),
            Piece(shortened(words, room)),
        ),
        key=f"{ANNOTATION}{annotation.id}",
    )


def untagged_row(reading: Reading, number: int, width: int) -> PaneRow:
    """A sentence without a tag in the list: its number and first words."""
    first = lead(reading, number, current=number == reading.sentence_number)
    start, end = reading.sentences.span(number)
    words = reading.report.text[start : min(end, start + WORDS_LOOKED_AT)]
    pieces = (Piece(f"{first} ", "dim"), Piece(shortened(words, width - cell_len(first) - 1)))
    return PaneRow(pieces, key=f"{SENTENCE}{number}")


def suggested_row(
    reading: Reading, suggestion: Suggestion, tag_set: TagSet, width: int, *, marked: bool
) -> PaneRow:
    """A sentence with an open suggestion: its number, `?` for each tag, who says it, first words."""
    start, end = suggestion.sentence
    number = reading.sentences.at(start)
    first = lead(reading, number, current=number == reading.sentence_number)
    sources = ", ".join(reading.deciding.grounds(suggestion).who)
    who = fitted(short_name(sources) or NO_SOURCE, SOURCE_CELLS)
    signs = "".join("·" if letter == "·" else SIGN for letter in tag_letters(suggestion.tags, tag_set))
    words = reading.report.text[start : min(end, start + WORDS_LOOKED_AT)]
    return PaneRow(
        (
            Piece(first, "dim"),
            Piece(MARK if marked else " ", "focus" if marked else ""),
            *(Piece(sign, "suggestion" if sign == SIGN else "dim") for sign in signs),
            Piece(f" {who} ", "dim"),
            Piece(shortened(words, width - cell_len(first) - len(signs) - 2 - SOURCE_CELLS - 1)),
        ),
        key=f"{SUGGESTED}{start}",
    )


def lead(reading: Reading, number: int, *, current: bool) -> str:
    """The number of a sentence, in as many cells as the last one takes, with `▸` before the current one."""
    cells = max(_NUMBER_CELLS, len(str(len(reading.sentences))))
    return f"{'▸' if current else ' '}{number + 1:>{cells}}"
