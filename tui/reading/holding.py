"""Caret, selection and the annotation that is held, its borders and fragments among them (rules 3 to 5).

A plain class without a terminal. What a selection is *for* is its `work`: the new borders of a fragment,
or one more fragment of the held annotation; without any it is a selection of its own.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, Literal, NamedTuple

from annotations.errors import EditError
from reports.document import Span
from tui.reading.selecting import Selecting

if TYPE_CHECKING:
    from collections.abc import Sequence

    from annotations.editor import ReportEditor
    from annotations.index import AnnotationIndex
    from annotations.records import Annotation, Change
    from reports.document import Report
    from reports.motion import Level
    from reports.sentences import SentenceIndex

WorkKind = Literal["borders", "fragment"]

_KEEP_FIRST = "enter keeps the new borders first, or esc restores the old ones."
_SELECT_FIRST = "Select the words first, with v, shift and an arrow or the mouse; enter adds them."
_ENTER_ADDS = "enter adds the selected words to the annotation; esc lets them go."
_ALL_ITS_WORDS = "These are all its words: esc, then x removes the annotation."
_ESC_FIRST = "A fragment is being added: esc first, then x removes."
_CHANGED_ELSEWHERE = "These words of the annotation were changed elsewhere; esc shows how they are now."


class Work(NamedTuple):
    """What is being done to the words of the held annotation."""

    kind: WorkKind
    came_from: int
    """Where the caret was, which `esc` goes back to."""
    fragment: Span | None = None
    """The fragment whose borders are edited, as it is recorded."""
    began: Span | None = None
    """What was selected at first, to know whether anything was changed."""


class Holding:
    """One report with a caret, maybe a selection, and maybe an annotation in the hand."""

    def __init__(self, report: Report, sentences: SentenceIndex) -> None:
        self.report = report
        self.sentences = sentences
        self.editor: ReportEditor | None = None
        """Comes when the store has been read; until then nothing can be tagged."""
        self.selecting = Selecting(report, sentences)
        self.held: str | None = None
        """The id of the annotation that is held."""
        self.work: Work | None = None
        self.dropped: WorkKind | None = None
        """What was let go without being kept, which has to be said."""

    @property
    def index(self) -> AnnotationIndex | None:
        """The report's annotations by place; `None` before the store has been read."""
        return self.editor.index if self.editor is not None else None

    @property
    def caret(self) -> int:
        """The code point the caret stands on."""
        return self.selecting.caret

    @property
    def anchor(self) -> int | None:
        """The other end of the selection; `None` when nothing is selected."""
        return self.selecting.anchor

    @property
    def selection(self) -> Span | None:
        """The selected words."""
        return self.selecting.selection

    @property
    def held_annotation(self) -> Annotation | None:
        """The annotation that is held (rule 5)."""
        if self.held is None or self.index is None:
            return None
        return self.index.get(self.held)

    @property
    def held_words(self) -> tuple[Span, ...]:
        """Its fragments, but for the one whose borders are being edited."""
        held = self.held_annotation
        edited = self.work.fragment if self.work is not None else None
        return tuple(each for each in fragments(held) if each != edited) if held is not None else ()

    @property
    def borders(self) -> bool:
        """Whether the selection is the new border of a fragment of the held annotation."""
        return self.work is not None and self.work.kind == "borders"

    @property
    def adding(self) -> bool:
        """Whether the held annotation is to get one more fragment."""
        return self.work is not None and self.work.kind == "fragment"

    @property
    def fragment_place(self) -> tuple[int, int]:
        """Which fragment's borders are edited, from 1, and how many there are; 0 when none is."""
        held = self.held_annotation
        spans = fragments(held) if held is not None else ()
        edited = self.work.fragment if self.work is not None else None
        return (spans.index(edited) + 1 if edited in spans else 0), len(spans)

    # ------------------------------------------------------------------ moving

    def go(self, offset: int) -> None:
        """Put the caret on an offset, clamped to the text, and let go.

        While a fragment is looked for only the selection is let go: she may search, click and walk to it.
        """
        self._let_go_for_selection()
        self.selecting.put(offset)

    def move(self, motion: str) -> None:
        """Move the caret by a motion, `word_next` and the like; with a selection the selection follows."""
        if self.anchor is None:
            self._let_go_for_selection()
        self.selecting.move(motion)

    def extend(self, motion: str) -> None:
        """Select from the caret on by a motion: shift and an arrow."""
        if self.anchor is None:
            # Only `v` edits the borders of what is held: shift and an arrow select anew, as the mouse does.
            self._let_go_for_selection()
        self.selecting.extend(motion)

    def other_end(self) -> None:
        """`;`: the caret goes to the other end of the selection."""
        self.selecting.other_end()

    # ------------------------------------------------------------------ selecting

    def start_selection(self) -> None:
        """`v`: select from the caret; on a held annotation edit its borders, again: of its next fragment.

        Raises `EditError` when borders that were changed would be lost.
        """
        held = self.held_annotation
        if self.adding:
            self.selecting.begin()
        elif held is None:
            self._let_go()
            self.selecting.begin()
        elif self.work is None:
            spans = fragments(held)
            at = max(0, bisect_right(spans, self.caret, key=lambda span: span.start) - 1)
            self._edit_borders(spans[at])
        else:
            self._refuse_if_changed()
            spans = fragments(held)
            after = bisect_right(spans, self.work.fragment or spans[-1])
            self._edit_borders(spans[after % len(spans)])

    def select_sentence(self) -> None:
        """`V`: select the sentence under the caret."""
        self._let_go_for_selection()
        self.selecting.take(self.sentences.span(self.sentences.at(self.caret)))

    def select(self, start: int, end_character: int, unit: Level | None = None) -> None:
        """Select from one character to another, both included, as the mouse does; by whole units if given."""
        if self.anchor is None:
            self._let_go_for_selection()
        self.selecting.between(start, end_character, unit)

    def select_to(self, offset: int) -> None:
        """Select on from where the selection, or else the caret, is to a character: shift and a click."""
        if self.anchor is None:
            self._let_go_for_selection()
        self.selecting.between(self.caret if self.anchor is None else self.anchor, offset)

    def select_unit(self, offset: int, unit: Level) -> None:
        """Select the word, sentence … around a character; between two words only the caret goes there."""
        self.go(offset)
        if self.selecting.navigator.unit(unit, offset) is not None:
            self.selecting.between(offset, offset, unit)

    def grow(self) -> bool:
        """`+`: the next larger unit around the selection, or the word under the caret.

        On a held annotation that is the next larger unit around the fragment at the caret, as its borders.
        `False` where there is nothing larger.
        """
        if self.work is not None or self.held_annotation is None:
            return self.selecting.grow()
        self.start_selection()
        grown = self.selecting.grow()
        if not grown:
            self.close()
        return grown

    def shrink(self) -> None:
        """`-`: back to what the selection was before `+`; else to the largest unit inside it."""
        if self.work is None and self.held_annotation is not None:
            self.start_selection()
        self.selecting.shrink()

    def _edit_borders(self, fragment: Span) -> None:
        came_from = self.work.came_from if self.work is not None else self.caret
        self.selecting.take(fragment)
        self.work = Work("borders", came_from, fragment, self.selection)

    def _refuse_if_changed(self) -> None:
        if self.work is not None and self.work.kind == "borders" and self.selection != self.work.began:
            raise EditError(_KEEP_FIRST)

    # ------------------------------------------------------------------ holding

    def hold_next(self, step: int) -> bool:
        """`]` (`step` 1) and `[` (-1): hold an annotation and go to it; `False` when there is none."""
        if self.index is None:
            return False
        find = self.index.next_after if step > 0 else self.index.previous
        found = find(self.caret, self.held)
        if found is None:
            return False
        self.hold(found)
        return True

    def hold(self, annotation: Annotation) -> None:
        """Hold this annotation; the caret goes into it unless it is there already: to its next fragment."""
        self._let_go()
        self.held = annotation.id
        if not any(each.start <= self.caret < each.end for each in annotation.spans):
            later = (each.start for each in annotation.spans if each.start > self.caret)
            self.selecting.put(next(later, annotation.start))

    def hold_one_of(self, annotations: Sequence[Annotation], beside: int) -> None:
        """Hold the first of these, the caret in it at or after `beside`; if one is held, the one after it."""
        ids = [each.id for each in annotations]
        after = ids.index(self.held) + 1 if self.held in ids else 0
        self.go(beside)
        self.hold(annotations[after % len(annotations)])

    def let_go_of_removed(self) -> bool:
        """Let go of a held annotation that is not there any more; returns whether there was one."""
        if self.held is None or self.held_annotation is not None:
            return False
        self._let_go()
        self.dropped = None
        return True

    def close(self) -> str | None:
        """`esc`: close one thing, the innermost (rule 10); returns what was closed."""
        work = self.work
        if work is not None and (work.kind == "borders" or self.anchor is None):
            self.work = None
            self.selecting.put(work.came_from)
            return work.kind
        if self.anchor is not None:
            self.selecting.drop()
            return "selection"
        if self.held is not None:
            self.held = None
            return "held"
        return None

    def _let_go(self) -> None:
        """Nothing is selected or held any more; new borders, and words to be added, are lost."""
        work = self.work
        if work is not None and self.selection not in (None, work.began):
            self.dropped = work.kind
        self.selecting.drop()
        self.held = None
        self.work = None

    def _let_go_for_selection(self) -> None:
        if self.adding:
            self.selecting.drop()
        else:
            self._let_go()

    # ------------------------------------------------------------------ fragments

    def add_fragment_to(self, annotation: Annotation) -> None:
        """`f`: what is selected from now on, or is already, is to be one more fragment of it.

        Raises `EditError` when borders that were changed would be lost, or when it is being done already.
        """
        if self.adding:
            raise EditError(_SELECT_FIRST if self.anchor is None else _ENTER_ADDS)
        self._refuse_if_changed()
        if self.borders:
            self.close()
        self.held = annotation.id
        self.work = Work("fragment", self.caret)

    def keep(self) -> Change | None:
        """`enter`: the selected words become the borders of the fragment, or one more; `None` if nothing
        changes.

        Raises `EditError` for words that the annotation, or another one, has already.
        """
        editor, held, work, words = self.editor, self.held, self.work, self.selection
        if editor is None or held is None or work is None:
            return None
        if words is None:
            raise EditError(_SELECT_FIRST)
        if work.fragment is None:
            change: Change | None = editor.add_fragment(held, words, words.start)
        elif words == work.began:
            change = None
        else:
            change = editor.set_span(held, words, work.fragment.start, self._edited_number(work.fragment))
        self.work = None
        self.selecting.put(words.start)
        return change

    def remove_fragment(self) -> Change | None:
        """`x` on the borders of a fragment: take it off the annotation, which stays held.

        Raises `EditError` when it is the only one.
        """
        editor, held, work = self.editor, self.held_annotation, self.work
        if editor is None or held is None or work is None:
            return None
        if work.fragment is None:
            raise EditError(_ESC_FIRST)
        if len(held.spans) == 1:
            raise EditError(_ALL_ITS_WORDS)
        number = self._edited_number(work.fragment)
        change = editor.remove_fragment(held.id, number, work.fragment.start)
        self.work = None
        nearest = held.spans[number - 1 if number else 1]
        self.selecting.put(nearest.start)
        return change

    def _edited_number(self, fragment: Span) -> int:
        held = self.held_annotation
        spans = fragments(held) if held is not None else ()
        if fragment not in spans:
            raise EditError(_CHANGED_ELSEWHERE)
        return spans.index(fragment)


def fragments(annotation: Annotation) -> tuple[Span, ...]:
    """Where the fragments of an annotation stand, in text order."""
    return tuple(Span(each.start, each.end) for each in annotation.spans)
