"""The annotation pane: the tags, what is here, and all annotations of the report."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len

from tui.article.gutter import NOTE, tag_letters
from tui.panes.quotes import place_words
from tui.panes.rows import PaneRow, Piece, fitted, rule, shortened, text_rows
from tui.panes.selection import selection_rows, selection_title

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from annotations.records import Annotation, Attribution
    from annotations.tagset import TagSet
    from tui.reading import Reading

NO_SOURCE = "–"
_SET, _NOT_SET = "■", "·"
_SOURCE_CELLS = 9
_WORDS_LOOKED_AT = 200
"""Code points: more than any row has cells, so that a selected megabyte costs a row no more than a line."""


class ListFilter(NamedTuple):
    """What ALL is narrowed to: a tag, words, or both."""

    text: str = ""
    tag: str = ""

    def __bool__(self) -> bool:
        return bool(self.text or self.tag)

    def accepts(self, annotation: Annotation, tag_set: TagSet) -> bool:
        """Whether an annotation is listed: its tag, and every word in its text, note, tags or sources."""
        if self.tag and self.tag not in annotation.tags:
            return False
        if not self.text:
            return True
        everything = " ".join(
            (
                *(span.exact for span in annotation.spans),
                annotation.note,
                *(tag_set.label(tag) for tag in annotation.tags),
                *(who.text for who in (*annotation.attribution, *annotation.disputed_by)),
            )
        ).casefold()
        return all(word in everything for word in self.text.casefold().split())

    def described(self, tag_set: TagSet) -> str:
        """What the list is narrowed to, for its heading."""
        parts = [tag_set.label(self.tag)] if self.tag else []
        return " ".join([*parts, f"/{self.text}"] if self.text else parts)


def names(sources: Sequence[Attribution]) -> str:
    """Who says it, in a row."""
    return ", ".join(source.text for source in sources)


# ---------------------------------------------------------------------- the whole pane


def annotation_rows(
    reading: Reading, tag_set: TagSet, list_filter: ListFilter, listed: int, width: int
) -> list[PaneRow]:
    """The rows above the list; `listed` is how many annotations the list has."""
    rows = [*_tag_rows(reading, tag_set, list_filter, width), PaneRow(), *_here_rows(reading, tag_set, width)]
    rows.append(PaneRow())
    rows.extend(list_heading(reading, tag_set, list_filter, listed, width))
    return rows


def _tag_rows(reading: Reading, tag_set: TagSet, list_filter: ListFilter, width: int) -> Iterator[PaneRow]:
    counts = reading.index.counts() if reading.index is not None else {}
    states = reading.tag_state(tag_set)
    head = f" {fitted('TAGS', width - 13)} here   all"
    yield PaneRow((Piece(head, "dim"),))
    for number, tag in enumerate(tag_set.tags, start=1):
        role = f"tag-{min(number, 9)}-letter"
        state = _SET if states[tag.id] else _NOT_SET
        yield PaneRow(
            (
                Piece(f" {tag_set.letter(tag.id)}  ", role),
                Piece(fitted(tag.label, width - 16)),
                Piece(f"  {state}", role if states[tag.id] else "dim"),
                Piece(f"{counts.get(tag.id, 0):>6} ", "dim"),
            ),
            key=f"tag:{tag.id}",
            bar=tag.id == list_filter.tag,
        )
    yield PaneRow((Piece(fitted(" t  another, or a new one …", width), "dim"),), key="tag-any")


def _here_rows(reading: Reading, tag_set: TagSet, width: int) -> Iterator[PaneRow]:
    if selection_title(reading):
        yield from selection_rows(reading, width)
        return
    here = reading.here
    yield rule("HERE", f"1 of {len(here)}" if len(here) > 1 else "", width)
    if not here:
        keys = " ".join(tag_set.letter(tag.id) for tag in tag_set.tags[:3])
        yield from text_rows(f"{keys} tags the sentence at ▌", width)
        return
    current = reading.current
    for annotation in here:
        is_current = current is not None and annotation.id == current.id
        yield from _card(reading, annotation, tag_set, width, is_current=is_current)


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
    yield from _field("who", names(annotation.attribution), "@" if is_current else "", width, shown=True)
    disputed = names(annotation.disputed_by)
    yield from _field("not so", disputed, "@ @" if is_current else "", width, shown=bool(disputed))
    yield from _field(
        "note", annotation.note, "m" if is_current else "", width, shown=is_current or bool(annotation.note)
    )


def _field(name: str, value: str, key: str, width: int, *, shown: bool) -> Iterator[PaneRow]:
    if not shown:
        return
    room = width - 12 - (len(key) + 1 if key else 0)
    role = "" if value else "dim"
    yield PaneRow(
        (
            Piece(f"   {name:<6}", "dim"),
            Piece(f" {fitted(value or NO_SOURCE, room)}", role),
            Piece(f" {key} " if key else "", "dim"),
        )
    )


def letter_pieces(annotation: Annotation, tag_set: TagSet) -> tuple[Piece, ...]:
    """The cells of its tags, as `u·o`, each in the colour of its tag."""
    letters = tag_letters(annotation.tags, tag_set)
    return tuple(
        Piece(letter, f"tag-{n}-letter" if letter != "·" else "dim") for n, letter in enumerate(letters, 1)
    )


# ---------------------------------------------------------------------- the list of all


def listed_ids(reading: Reading, tag_set: TagSet, list_filter: ListFilter) -> list[str]:
    """The ids of the annotations that pass the filter, in the order of the text."""
    if reading.index is None:
        return []
    return [each.id for each in reading.index if list_filter.accepts(each, tag_set)]


def list_heading(
    reading: Reading, tag_set: TagSet, list_filter: ListFilter, listed: int, width: int
) -> list[PaneRow]:
    """How many there are, and what the list is narrowed to."""
    total = len(reading.index) if reading.index is not None else 0
    if not list_filter:
        return [rule(f"ALL {total}", "/ to filter" if total else "", width)]
    rows = [rule(f"{listed} OF {total}", list_filter.described(tag_set), width)]
    if not listed:
        rows.extend(text_rows("no annotation matches; esc shows all", width))
    return rows


def list_row(
    reading: Reading, annotation: Annotation, tag_set: TagSet, width: int, *, current: bool
) -> PaneRow:
    """One annotation in the list: its sentence, tags, who says it, first words."""
    number = reading.sentences.at(annotation.start) + 1
    who = fitted(short_name(names(annotation.attribution)) or NO_SOURCE, _SOURCE_CELLS)
    words = " … ".join(span.exact[:_WORDS_LOOKED_AT] for span in annotation.spans)
    lead = f"{'▸' if current else ' '}{number:>3} "
    letters = letter_pieces(annotation, tag_set)
    room = width - cell_len(lead) - len(letters) - 1 - _SOURCE_CELLS - 1
    return PaneRow(
        (
            Piece(lead, "dim"),
            *letters,
            Piece(f" {who} ", "dim"),
            Piece(shortened(words, room)),
        ),
        key=f"annotation:{annotation.id}",
    )


def short_name(name: str) -> str:
    """The last word of a long name: the surname, or the noun."""
    return name if len(name) <= _SOURCE_CELLS else name.split(",")[0].split(" ")[-1]


# ---------------------------------------------------------------------- the drawer


def drawer_rows(reading: Reading, tag_set: TagSet, width: int) -> list[PaneRow]:
    """HERE in one row an annotation, for windows that have no room for the pane."""
    if selection_title(reading):
        return list(selection_rows(reading, width))[1:]
    current = reading.current
    rows = []
    for annotation in reading.here:
        mark = "▸" if current is not None and annotation.id == current.id else " "
        star = NOTE if annotation.note else " "
        half = max(12, width // 2 - 6)
        letters = letter_pieces(annotation, tag_set)
        who = names(annotation.attribution) or NO_SOURCE
        note = f" · {annotation.note}" if annotation.note else ""
        rows.append(
            PaneRow(
                (
                    Piece(mark, "focus"),
                    *letters,
                    Piece(f"{star} ", "warning"),
                    Piece(fitted(place_words(reading, annotation, half), half)),
                    Piece(" who  ", "dim"),
                    Piece(shortened(f"{who}{note}", width - half - 10 - len(letters))),
                ),
                key=f"annotation:{annotation.id}",
            )
        )
    if not rows:
        keys = " ".join(tag_set.letter(tag.id) for tag in tag_set.tags[:3])
        rows = text_rows(f"{keys} tags the sentence at ▌", width)
    return rows
