"""An annotation in a few words: its tags, what it stands on, who says it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.article.gutter import tag_letters
from tui.panes.rows import Piece

if TYPE_CHECKING:
    from collections.abc import Sequence

    from annotations.grades import Grade
    from annotations.records import Annotation, Attribution
    from annotations.tagset import TagSet

NO_SOURCE = "–"
SOURCE_CELLS = 9
WORDS_LOOKED_AT = 200
"""Code points: more than any row has cells, so that a selected megabyte costs a row no more than a line."""


def names(sources: Sequence[Attribution]) -> str:
    """Who says it, in a row."""
    return ", ".join(source.text for source in sources)


def short_name(name: str) -> str:
    """The last word of a long name: the surname, or the noun."""
    return name if len(name) <= SOURCE_CELLS else name.split(",")[0].split(" ")[-1]


def grade_signs(grade: Grade) -> str:
    """A grade in two cells, as `B2` and `·2`; empty if there is none."""
    return f"{grade.source or '·'}{grade.information or '·'}" if grade else ""


def letter_pieces(annotation: Annotation, tag_set: TagSet) -> tuple[Piece, ...]:
    """The cells of its tags, as `u·o`, each in the colour of its tag."""
    letters = tag_letters(annotation.tags, tag_set)
    return tuple(
        Piece(letter, f"tag-{n}-letter" if letter != "·" else "dim") for n, letter in enumerate(letters, 1)
    )
