"""One report being read: caret, selection, held annotation, trail, and what the next key acts on.

A plain class without a terminal: the screen turns keys into calls and draws what it finds here.
The rules are those of the specification of the screens, "What keys act on".
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Literal, NamedTuple

from reports.document import Span
from tui.trail import Whereabouts

if TYPE_CHECKING:
    from collections.abc import Callable

    from annotations.editor import ReportEditor
    from annotations.history.log import Entry
    from annotations.index import AnnotationIndex
    from annotations.records import Annotation, Change
    from annotations.tagset import TagSet
    from reports.document import Report
    from reports.motion import Navigator
    from reports.sentences import SentenceIndex
    from tui.trail import Trail

TargetKind = Literal["sentence", "selection", "held", "borders"]


class Target(NamedTuple):
    """What a tag key acts on: the highlight (rule 1)."""

    kind: TargetKind
    span: Span


class Reading:
    """The state of reading one report. Offsets are code points of its canonical text."""

    def __init__(self, report: Report, sentences: SentenceIndex) -> None:
        self.report = report
        self.sentences = sentences
        self.editor: ReportEditor | None = None
        """Comes when the store has been read; until then nothing can be tagged."""
        self.share = 1.0
        """How much of the report has been read, from 0 to 1; the rest of a long one comes later."""
        self.caret = sentences.span(0).start
        self.anchor: int | None = None
        """The other end of the selection; `None` when nothing is selected."""
        self.held: str | None = None
        self.borders = False
        """Whether the selection is the new border of the held annotation."""
        self.borders_dropped = False
        """Whether new borders were let go without being kept, which has to be said."""
        self.trail: Trail | None = None
        self.last_tag: str | None = None
        self._grown: list[tuple[int | None, int]] = []

    @cached_property
    def navigator(self) -> Navigator:
        """The motions; imported with the first key, since the first paint needs none."""
        from reports.motion import Navigator

        return Navigator(self.report, self.sentences)

    # ------------------------------------------------------------------ what is where

    @property
    def index(self) -> AnnotationIndex | None:
        """The report's annotations by place; `None` before the store has been read."""
        return self.editor.index if self.editor is not None else None

    @property
    def sentence_number(self) -> int:
        """The number, from 0, of the sentence under the caret."""
        return self.sentences.at(self.caret)

    @property
    def sentence(self) -> Span:
        """The sentence under the caret."""
        return self.sentences.span(self.sentence_number)

    @property
    def selection(self) -> Span | None:
        """The selected words: from the smaller end to the end of the character under the larger."""
        if self.anchor is None:
            return None
        return self.navigator.selection(self.anchor, self.caret)

    @property
    def held_annotation(self) -> Annotation | None:
        """The annotation that is held (rule 5)."""
        if self.held is None or self.index is None:
            return None
        return self.index.get(self.held)

    @property
    def target(self) -> Target:
        """The highlight: the held annotation or the selection if there is one, else the sentence."""
        selection = self.selection
        if selection is not None:
            return Target("borders" if self.borders else "selection", selection)
        held = self.held_annotation
        if held is not None:
            return Target("held", Span(held.start, held.end))
        return Target("sentence", self.sentence)

    @property
    def current(self) -> Annotation | None:
        """What `m @ r x` act on, the `▸` of rule 2."""
        held = self.held_annotation
        if held is not None:
            return held
        editor = self.editor
        if editor is None:
            return None
        target = self.target
        exact = editor.index.exact(target.span, editor.author)
        if exact is not None or target.kind == "selection":
            return exact
        here = editor.index.at(self.caret)
        if here:
            return here[0]
        touching = editor.index.touching(target.span)
        return touching[0] if len(touching) == 1 else None

    @property
    def here(self) -> list[Annotation]:
        """Every annotation at the target, the current one first, then smallest first."""
        if self.index is None:
            return []
        found = self.index.touching(self.target.span)
        current = self.current
        if current is not None and current in found:
            found.remove(current)
        return [current, *found] if current is not None else found

    # ------------------------------------------------------------------ moving

    def go(self, offset: int) -> None:
        """Put the caret on an offset, clamped to the text; selection and held annotation are let go."""
        self._let_go()
        self.caret = self._clamped(offset)

    def move(self, motion: str) -> None:
        """Move the caret by a motion, `word_next` and the like; with a selection the selection follows."""
        if self.anchor is None:
            self.go(self._destination(motion))
            return
        self._grown.clear()
        self.caret = self._clamped(self._selecting_destination(motion))

    def extend(self, motion: str) -> None:
        """Select from the caret on by a motion: shift and an arrow."""
        if self.anchor is None:
            # Only `v` edits the borders of what is held: shift and an arrow select anew, as the mouse does.
            self._let_go()
            self.start_selection()
            if motion in ("left", "right"):
                # The first shift+arrow selects the character it passes, as every editor does.
                if motion == "left":
                    self.anchor = self.caret = self.navigator.left(self.caret)
                return
        self.move(motion)

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
            "top": lambda _: self.sentences.span(0).start,
            "end": lambda _: self.sentences.span(len(self.sentences) - 1).start,
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
                return self.sentence.start if caret > self.sentence.start else self._destination(motion)
            case "end":
                return navigator.sentence_end(self.sentences.span(len(self.sentences) - 1).start)
        return self._destination(motion)

    def _clamped(self, offset: int) -> int:
        return self.navigator.settle(offset)

    def _let_go(self) -> None:
        self.borders_dropped = self.borders_dropped or self.borders
        self.anchor = None
        self.held = None
        self.borders = False
        self._grown.clear()

    def let_go_of_removed(self) -> bool:
        """Let go of a held annotation that is not there any more; returns whether there was one."""
        if self.held is None or self.held_annotation is not None:
            return False
        self._let_go()
        self.borders_dropped = False
        return True

    @property
    def whereabouts(self) -> Whereabouts:
        """Where reading stands, for `return_to`."""
        return Whereabouts(self.caret, self.anchor, self.held, self.borders, self.trail)

    def return_to(self, before: Whereabouts) -> None:
        """Back to where reading stood."""
        self.caret, self.anchor, self.held, self.borders, self.trail = before

    # ------------------------------------------------------------------ selecting

    def start_selection(self) -> None:
        """`v`: select from the caret; on a held annotation edit its borders (rule 5)."""
        held = self.held_annotation
        self._grown.clear()
        if held is None:
            self.held = None
            self.anchor = self.caret
            return
        self.borders = True
        self._select(Span(held.spans[0].start, held.spans[0].end))

    def select_sentence(self) -> None:
        """`V`: select the sentence under the caret."""
        self._let_go()
        self._select(self.sentence)

    def select(self, start: int, end_character: int) -> None:
        """Select from one character to another, both included, as the mouse does."""
        if self.anchor is None:
            self._let_go()
        self._grown.clear()
        self.anchor, self.caret = self._clamped(start), self._clamped(end_character)

    def _select(self, span: Span) -> None:
        self.anchor, self.caret = span.start, self._clamped(span.end - 1)

    def other_end(self) -> None:
        """`;`: the caret goes to the other end of the selection."""
        if self.anchor is not None:
            self.anchor, self.caret = self.caret, self.anchor

    def grow(self) -> None:
        """`+`: the next larger unit around the selection, or the word under the caret."""
        before = (self.anchor, self.caret)
        span = self.selection if self.selection is not None else Span(self.caret, self.caret)
        grown = self.navigator.grow(span)
        if self.anchor is None and self.held is not None:
            self.start_selection()
            grown = self.navigator.grow(self.selection or grown)
        if grown != self.selection:
            self._grown.append(before)
            self._select(grown)

    def shrink(self) -> None:
        """`-`: back to what the selection was before `+`; else to the largest unit inside it."""
        if self._grown:
            self.anchor, self.caret = self._grown.pop()
            if self.anchor is None:
                self.borders = False
            return
        smaller = self._unit_inside()
        if smaller is not None:
            self._select(smaller)

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
        """Hold this annotation; the caret goes into it unless it is there already."""
        caret = self.caret
        self._let_go()
        self.held = annotation.id
        self.caret = caret if annotation.start <= caret < annotation.end else self._clamped(annotation.start)

    def close(self) -> str | None:
        """`esc`: close one thing, the innermost (rule 10); returns what was closed."""
        if self.anchor is not None:
            self.anchor = None
            self._grown.clear()
            if self.borders:
                self.borders = False
                return "borders"
            return "selection"
        if self.held is not None:
            self.held = None
            return "held"
        if self.trail is not None:
            self.trail = None
            return "trail"
        return None

    # ------------------------------------------------------------------ trail

    def walk(self, step: int) -> bool:
        """`n`, `N`: the caret to the next or previous stop of the trail; `False` without a trail."""
        trail = self.trail
        if trail is None or not len(trail):
            return False
        self.go(trail.starts[trail.after(self.caret, step)])
        return True

    @property
    def trail_place(self) -> int | None:
        """The number, from 0, of the stop under the caret."""
        return self.trail.at(self.caret) if self.trail is not None else None

    # ------------------------------------------------------------------ changing

    def tag(self, tag_id: str) -> Change | None:
        """Toggle a tag on the target; a new annotation made from a selection is held (rule 4)."""
        editor, target = self.editor, self.target
        if editor is None:
            return None
        change = editor.toggle_tag(target.span, tag_id, self._place_of(target), annotation_id=self.held)
        self.last_tag = tag_id
        self._settle_after(target)
        return change

    def _place_of(self, target: Target) -> int:
        """Where undoing a change to the target leads back to: the start of selected words, else the caret."""
        return target.span.start if target.kind == "selection" else self.caret

    def new_tag(self, label: str) -> Change | None:
        """Make a tag and put it on the target, as one change."""
        editor, target = self.editor, self.target
        if editor is None:
            return None
        place = self._place_of(target)
        tag = editor.new_tag(label, span=target.span, caret=place, annotation_id=self.held)
        self.last_tag = tag.id
        self._settle_after(target)
        return editor.undoable

    def _settle_after(self, target: Target) -> None:
        editor = self.editor
        if target.kind == "selection" and editor is not None:
            self._let_go()
            made = editor.index.exact(target.span, editor.author)
            self.caret = self._clamped(target.span.start)
            self.held = made.id if made is not None else None
        elif self.held is not None and self.held_annotation is None:
            self._let_go()

    def keep_borders(self) -> Change | None:
        """`enter` on edited borders: the held annotation moves to the selected words."""
        editor, span, held = self.editor, self.selection, self.held
        if editor is None or span is None or held is None or not self.borders:
            return None
        before = self.held_annotation
        change = editor.set_span(held, span, before.start if before is not None else span.start)
        self.anchor, self.borders = None, False
        self.caret = self._clamped(span.start)
        return change

    def remove(self) -> Change | None:
        """`x`: remove the current annotation; with several here hold the first instead (rule 2)."""
        editor, current = self.editor, self.current
        if editor is None or current is None:
            return None
        if self.held is None and len(self.here) > 1:
            self.hold(current)
            return None
        change = editor.remove(current.id, self.caret)
        self.borders = False
        self._let_go()
        return change

    def take_back(self, change: Change | None) -> None:
        """After undo or redo: the caret goes where the change was made."""
        if change is not None:
            self.go(change.caret)

    def go_to_words_of(self, entry: Entry) -> None:
        """To the words a change was about: its annotation is held; where that was removed, to its place."""
        for deed in entry.deeds:
            annotation = self.index.get(deed.id) if self.index is not None else None
            if annotation is not None:
                self.hold(annotation)
                return
            if deed.start is not None:
                self.go(deed.start)
                return
        self.go(entry.caret)

    # ------------------------------------------------------------------ tags of the target

    def tag_state(self, tag_set: TagSet) -> dict[str, bool]:
        """Which tags are set on exactly the target."""
        editor = self.editor
        annotation = self.held_annotation if self.anchor is None else None
        if annotation is None and editor is not None:
            annotation = editor.index.exact(self.target.span, editor.author)
        tags = set(annotation.tags) if annotation is not None else set()
        return {tag.id: tag.id in tags for tag in tag_set.tags}
