"""Rows of what a source says, and of what others say about it."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from typing import TYPE_CHECKING

from reports.document import Span
from tui.article.gutter import tag_letters
from tui.panes.annotation_list import lead
from tui.panes.annotation_words import WORDS_LOOKED_AT, short_name
from tui.panes.rows import PaneRow, Piece, shortened

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from annotations.tagset import TagSet
    from claims.records import Claim
    from tui.panes.long_rows import LongRows
    from tui.reading.reading import Reading
    from tui.reading.told import Told

SAYS, ABOUT, SENTENCE = "says:", "about:", "sentence:"
"""What the key of a row begins with; the number of a sentence follows."""
_COUNTED = 100
"""Sentences whose tags are counted for the summary, since that is done with every key."""


def add_says(rows: LongRows, reading: Reading, told: Told, tag_set: TagSet, width: int) -> None:
    """The sentences in which the source says something: number, tags, what it says."""

    def words(at: int) -> str:
        claim = _claim(told, told.says[at])
        whole = claim.sentence if claim.derived else _from_cue(claim)
        return _words(reading, claim.content or whole)

    _add(rows, SAYS, told.says_in, words, reading, tag_set, width)


def add_about(rows: LongRows, reading: Reading, told: Told, tag_set: TagSet, width: int) -> None:
    """The sentences in which others say something about it: number, tags, who says what."""

    def words(at: int) -> str:
        return _by_others(reading, told, _claim(told, told.about[at]))

    _add(rows, ABOUT, told.about_in, words, reading, tag_set, width)


def add_sentences(
    rows: LongRows, reading: Reading, numbers: Sequence[int], tag_set: TagSet, width: int
) -> None:
    """Sentences by their numbers: number, tags, first words."""

    def words(at: int) -> str:
        return _words(reading, reading.sentences.span(numbers[at]))

    _add(rows, SENTENCE, numbers, words, reading, tag_set, width)


def summary_row(reading: Reading, told: Told, tag_set: TagSet, width: int) -> PaneRow:
    """All of it in one row: `says 5: 2 uco · 2 u·o · 1 ··o    about, by others 3: 1 u·· · 2 ·c·`."""
    if told.claims is None:
        return PaneRow()
    parts = [
        f"{title} {len(numbers)}{_counted(reading, numbers, tag_set)}"
        for title, numbers in (("says", told.says_in), ("about, by others", told.about_in))
        if numbers
    ]
    words = "    ".join(parts) or "says nothing in this report"
    return PaneRow((Piece(f" {shortened(words, width - 2)}", "dim"),), bar=True)


def fact_row(lines: Sequence[str], width: int) -> PaneRow:
    """What is known beside the text in one row: `at 48.28 N 37.18 E · Ukraine · GeoNames 704422`."""
    words = " · ".join(" ".join(line.split()) for line in lines)
    return PaneRow((Piece(f" {shortened(words, width - 2)}", "dim"),), bar=True)


def fitting_role(words: str, width: int) -> str:
    """An office in so many cells: what stands before its noun goes first (`Ukrainian President ?`)."""
    while len(words) > width and " of " not in words and words.removesuffix(" ?").count(" "):
        words = words.partition(" ")[2]
    if len(words) <= width:
        return words
    mark = " ?" if words.endswith(" ?") else ""
    return shortened(words.removesuffix(" ?"), width - len(mark)) + mark


# ---------------------------------------------------------------------- the rows


def _add(
    rows: LongRows,
    kind: str,
    numbers: Sequence[int],
    words: Callable[[int], str],
    reading: Reading,
    tag_set: TagSet,
    width: int,
) -> None:
    def place(key: str) -> int | None:
        if not key.startswith(kind):
            return None
        number = int(key.removeprefix(kind))
        at = bisect_left(numbers, number)
        return at if at < len(numbers) and numbers[at] == number else None

    def make(at: int) -> PaneRow:
        number = numbers[at]
        first = lead(reading, number, current=number == reading.sentence_number)
        letters = _letters(reading, number, tag_set)
        room = width - len(first) - len(letters) - 2
        pieces = (Piece(f"{first} ", "dim"), *_coloured(letters), Piece(f" {shortened(words(at), room)}"))
        return PaneRow(pieces, key=f"{kind}{number}")

    rows.add_list(len(numbers), make, place)


def _claim(told: Told, number: int) -> Claim:
    assert told.claims is not None
    return told.claims[number]


def _words(reading: Reading, span: Span) -> str:
    return reading.report.text[span.start : min(span.end, span.start + WORDS_LOOKED_AT)]


def _by_others(reading: Reading, told: Told, claim: Claim) -> str:
    """Who says what, `observers: most of the towns …`; of a doubt its own words."""
    from annotations.sourcing import attribution_of
    from annotations.voices import casts_doubt

    if casts_doubt(claim):
        return _words(reading, _from_cue(claim))
    what = _words(reading, claim.content or _from_cue(claim))
    if claim.source is None:
        return what
    return f"{short_name(attribution_of(claim, reading.report.text, told.findings).text)}: {what}"


def _from_cue(claim: Claim) -> Span:
    """The sentence from the words on that show that something is said."""
    return Span(claim.cue.start, max(claim.cue.end, claim.sentence.end))


def _letters(reading: Reading, number: int, tag_set: TagSet) -> str:
    """The tags of a sentence as the gutter has them: a letter, `?` where one is suggested."""
    span = reading.sentences.span(number)
    touching = reading.index.touching(span) if reading.index is not None else []
    suggestions = reading.deciding.suggestions
    open_here = suggestions.at(span.start) if suggestions is not None else None
    tags = {tag for annotation in touching for tag in annotation.tags}
    return tag_letters(tags, tag_set, open_here.tags if open_here is not None else ())


def _coloured(letters: str) -> list[Piece]:
    roles = {"·": "dim", "?": "suggestion"}
    return [Piece(letter, roles.get(letter, f"tag-{at}-letter")) for at, letter in enumerate(letters, 1)]


def _counted(reading: Reading, numbers: Sequence[int], tag_set: TagSet) -> str:
    """How many of these sentences have which tags; nothing for more than one counts with every key."""
    if len(numbers) > _COUNTED:
        return ""
    found = Counter(_letters(reading, number, tag_set) for number in numbers)
    return f": {' · '.join(f'{count} {letters}' for letters, count in found.most_common())}"
