"""The caret and the words selected from it: where a motion, a growth or a drag puts the two ends.

A plain class that knows nothing of annotations. Caret and anchor are offsets in code points, each on
the first code point of a character; the characters under both are selected.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from reports.document import Span

if TYPE_CHECKING:
    from collections.abc import Callable

    from reports.document import Report
    from reports.motion import Level, Navigator
    from reports.sentences import SentenceIndex


class Ends(NamedTuple):
    """The caret, and the other end of the selection; `None` where nothing is selected."""

    anchor: int | None
    caret: int


class Selecting:
    """One caret in one report, with or without a selection."""

    def __init__(self, report: Report, sentences: SentenceIndex) -> None:
        self._report = report
        self._sentences = sentences
        self.caret = sentences.span(0).start
        self.anchor: int | None = None
        """The other end of the selection; `None` when nothing is selected."""
        self._grown: list[Ends] = []

    @cached_property
    def navigator(self) -> Navigator:
        """The motions; imported with the first key, since the first paint needs none."""
        from reports.motion import Navigator

        return Navigator(self._report, self._sentences)

    @property
    def ends(self) -> Ends:
        """Both ends as they are now, for `restore`."""
        return Ends(self.anchor, self.caret)

    @property
    def selection(self) -> Span | None:
        """The selected words: from the smaller end to the end of the character under the larger."""
        if self.anchor is None:
            return None
        return self.navigator.selection(self.anchor, self.caret)

    # ------------------------------------------------------------------ placing

    def put(self, offset: int) -> None:
        """The caret on the character nearest to an offset, with nothing selected."""
        self.drop()
        self.caret = self.navigator.settle(offset)

    def begin(self) -> None:
        """Select the character under the caret."""
        self._grown.clear()
        self.anchor = self.caret

    def take(self, span: Span) -> None:
        """Select exactly these words, the caret on their last character."""
        self._grown.clear()
        self._take(span)

    def between(self, anchor: int, caret: int, unit: Level | None = None) -> None:
        """Select from one character to another, both included, as the mouse does.

        With a unit, the whole of it around either end, as dragging does after a double click.
        """
        self._grown.clear()
        navigator = self.navigator
        first, last = sorted((navigator.settle(anchor), navigator.settle(caret)))
        if unit is not None:
            before, after = navigator.unit(unit, first), navigator.unit(unit, last)
            first = min(first, before.start) if before is not None else first
            last = max(last, navigator.settle(after.end - 1)) if after is not None else last
        self.anchor, self.caret = (first, last) if anchor <= caret else (last, first)

    def restore(self, ends: Ends) -> None:
        """Both ends where they were."""
        self._grown.clear()
        self.anchor, self.caret = ends

    def drop(self) -> None:
        """Nothing is selected any more; the caret stays."""
        self._grown.clear()
        self.anchor = None

    def _take(self, span: Span) -> None:
        self.anchor, self.caret = span.start, self.navigator.settle(span.end - 1)

    # ------------------------------------------------------------------ moving

    def move(self, motion: str) -> None:
        """Move the caret by a motion, `word_next` and the like; a selection follows."""
        if self.anchor is None:
            self.put(self._destination(motion))
            return
        self._grown.clear()
        self.caret = self.navigator.settle(self._selecting_destination(motion))

    def extend(self, motion: str) -> None:
        """Select from the caret on by a motion: shift and an arrow."""
        if self.anchor is None:
            self.begin()
            if motion in ("left", "right"):
                # The first shift+arrow selects the character it passes, as every editor does.
                if motion == "left":
                    self.anchor = self.caret = self.navigator.left(self.caret)
                return
        self.move(motion)

    def other_end(self) -> None:
        """`;`: the caret goes to the other end of the selection."""
        if self.anchor is not None:
            self.anchor, self.caret = self.caret, self.anchor

    def _destination(self, motion: str) -> int:
        navigator = self.navigator
        motions: dict[str, Callable[[int], int]] = {
            "sentence_next": navigator.next_sentence,
            "sentence_previous": navigator.previous_sentence,
            "sentence_start": navigator.sentence_start,
            "sentence_end": navigator.sentence_end,
            "left": navigator.left,
            "right": navigator.right,
            "word_next": navigator.word_forward,
            "word_back": navigator.word_back,
            "word_end": navigator.word_end,
            "clause_next": navigator.clause_forward,
            "clause_back": navigator.clause_back,
            "block_next": navigator.next_block,
            "block_previous": navigator.previous_block,
            "top": lambda _: self._sentences.span(0).start,
            "end": lambda _: self._sentences.span(len(self._sentences) - 1).start,
        }
        return motions[motion](self.caret)

    def _selecting_destination(self, motion: str) -> int:
        """Where the caret goes while selecting: forward motions stop at the end of the unit (rule 4)."""
        navigator, caret = self.navigator, self.caret
        match motion:
            case "word_next":
                return navigator.word_end(caret)
            case "clause_next":
                return navigator.clause_end(caret)
            case "sentence_next":
                last = navigator.sentence_end(caret)
                return last if caret < last else navigator.sentence_end(navigator.next_sentence(caret))
            case "sentence_previous":
                first = navigator.sentence_start(caret)
                return first if caret > first else self._destination(motion)
            case "end":
                return navigator.sentence_end(self._sentences.span(len(self._sentences) - 1).start)
        return self._destination(motion)

    # ------------------------------------------------------------------ growing

    def grow(self) -> bool:
        """`+`: the next larger unit around the selection, or the word under the caret.

        `False` where there is nothing larger.
        """
        span = self.selection or Span(self.caret, self.caret)
        grown = self.navigator.grow(span)
        if grown == span:
            return False
        self._grown.append(self.ends)
        self._take(grown)
        return True

    def shrink(self) -> None:
        """`-`: back to what the selection was before `+`; else to the largest unit inside it."""
        if self._grown:
            self.anchor, self.caret = self._grown.pop()
            return
        smaller = self._unit_inside()
        if smaller is not None:
            self._take(smaller)

    def _unit_inside(self) -> Span | None:
        """The largest unit inside the selection, at the caret or else at the other end."""
        from reports.motion import LEVELS

        selection, anchor = self.selection, self.anchor
        if selection is None or anchor is None:
            return None
        for level in reversed(LEVELS):
            for end in (self.caret, anchor):
                unit = self.navigator.unit(level, end)
                if unit is None or unit == selection:
                    continue
                if selection.start <= unit.start and unit.end <= selection.end:
                    return unit
        return None
