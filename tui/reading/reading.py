"""One report being read: what the next key acts on, and what it does to it.

A plain class without a terminal: the screen turns keys into calls and draws what it finds here.
The rules are those of the specification of the screens, "What keys act on".
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from annotations.errors import EditError
from reports.document import Span
from tui.reading.deciding import Deciding
from tui.reading.holding import Holding, fragments
from tui.reading.trail import Whereabouts

if TYPE_CHECKING:
    from annotations.history.log import Entry
    from annotations.records import Annotation, Change
    from annotations.tagset import TagSet
    from reports.document import Report
    from reports.sentences import SentenceIndex
    from tui.reading.trail import Trail

TargetKind = Literal["sentence", "selection", "held", "borders", "fragment"]

_HOLD_FIRST = "] holds the annotation that gets a further fragment; then f."
_NONE_TO_ADD_TO = "There is no annotation here to add a fragment to; a tag key makes one."


class Target(NamedTuple):
    """What a tag key acts on: the highlight (rule 1)."""

    kind: TargetKind
    span: Span
    """From the first of its words to the last."""
    words: tuple[Span, ...]
    """Its fragments: one, but for an annotation that has more."""


class Reading(Holding):
    """The state of reading one report. Offsets are code points of its canonical text."""

    def __init__(self, report: Report, sentences: SentenceIndex) -> None:
        super().__init__(report, sentences)
        self.share = 1.0
        """How much of the report has been read, from 0 to 1; the rest of a long one comes later."""
        self.trail: Trail | None = None
        self.last_tag: str | None = None
        self.deciding = Deciding(self)
        """What is suggested, and taken or dismissed."""

    # ------------------------------------------------------------------ what is where

    @property
    def sentence_number(self) -> int:
        """The number, from 0, of the sentence under the caret."""
        return self.sentences.at(self.caret)

    @property
    def sentence(self) -> Span:
        """The sentence under the caret."""
        return self.sentences.span(self.sentence_number)

    @property
    def target(self) -> Target:
        """The highlight: the held annotation or the selection if there is one, else the sentence."""
        words = self.selection
        if self.adding:
            words = words or self.sentence
            return Target("fragment", words, (words,))
        if words is not None:
            return Target("borders" if self.borders else "selection", words, (words,))
        held = self.held_annotation
        if held is not None:
            return Target("held", Span(held.start, held.end), fragments(held))
        return Target("sentence", self.sentence, (self.sentence,))

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
        index = self.index
        if index is None:
            return []
        found = dict.fromkeys(each.id for words in self.target.words for each in index.touching(words))
        current = self.current
        order = dict.fromkeys([current.id, *found]) if current is not None else found
        return [each for each in map(index.get, order) if each is not None]

    @property
    def whereabouts(self) -> Whereabouts:
        """Where reading stands, for `return_to`."""
        return Whereabouts(self.selecting.ends, self.held, self.work, self.trail)

    def return_to(self, before: Whereabouts) -> None:
        """Back to where reading stood."""
        self.selecting.restore(before.ends)
        self.held, self.work, self.trail = before.held, before.work, before.trail

    def close(self) -> str | None:
        """`esc`: close one thing, the innermost (rule 10); returns what was closed."""
        closed = super().close()
        if closed is None and self.trail is not None:
            self.trail = None
            return "trail"
        return closed

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

    def tag(self, tag_id: str, *, taking: bool = True) -> Change | None:
        """Toggle a tag on the target; a new annotation made from a selection is held (rule 4).

        Where the tag is suggested, that is taken, with its source, unless not `taking`.
        """
        editor, target = self.editor, self.target
        if editor is None:
            return None
        taken = self.deciding.take_tag(tag_id) if taking else None
        change = taken or editor.toggle_tag(
            target.span, tag_id, self._place_of(target), annotation_id=self.held
        )
        self.last_tag = tag_id
        self._settle_after(target)
        return change

    def _place_of(self, target: Target) -> int:
        """Where undoing a change to the target leads back to: the start of selected words, else the caret."""
        if target.kind == "fragment":
            held = self.held_annotation
            return held.start if held is not None else self.caret
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
            self.go(target.span.start)
            made = editor.index.exact(target.span, editor.author)
            self.held = made.id if made is not None else None
        elif self.held is not None and self.held_annotation is None:
            self._let_go()

    def take_suggested(self) -> Change | None:
        """`enter`: take all that is suggested at the target, and let go; `None` if nothing is."""
        change = self.deciding.take()
        if change is not None:
            self._let_go()
            self.selecting.put(change.caret)
        return change

    def dismiss_suggested(self) -> Change | None:
        """`backspace`: dismiss all that is suggested at the target, and let go; `None` if nothing is."""
        change = self.deciding.dismiss()
        if change is not None:
            self._let_go()
            self.selecting.put(change.caret)
        return change

    def remove(self) -> Change | None:
        """`x`: remove the current annotation; with several here hold the first instead (rule 2).

        While the borders of a fragment are edited it is only that fragment. Raises `EditError` when there is
        no other, and when one is being added.
        """
        editor, current = self.editor, self.current
        if editor is None or current is None:
            return None
        if self.work is not None:
            return self.remove_fragment()
        if self.held is None and len(self.here) > 1:
            self.hold(current)
            return None
        change = editor.remove(current.id, self.caret)
        self._let_go()
        return change

    def add_fragment(self) -> None:
        """`f`: the held annotation, or else the current one, is to get one more fragment.

        Words that are selected already are meant for the only annotation beside them in the sentence.
        Raises `EditError` with what to do first where it is not clear which annotation is meant.
        """
        index, words = self.index, self.selection
        if index is None:
            return
        annotation = self.held_annotation
        if annotation is None and words is None:
            annotation = self.current
        elif annotation is None and words is not None:
            taken = index.touching(words)
            beside = [each for each in index.touching(self.sentence) if each not in taken]
            annotation = beside[0] if len(beside) == 1 else None
        if annotation is None:
            raise EditError(_HOLD_FIRST if self.here or words is not None else _NONE_TO_ADD_TO)
        self.add_fragment_to(annotation)

    def take_back(self, change: Change | None) -> None:
        """After undo or redo: the caret goes where the change was made."""
        if change is not None:
            self._let_go()
            self.go(change.caret)

    def go_to_words_of(self, entry: Entry) -> None:
        """To the words a change was about: its annotation is held; where that was removed, to its place."""
        self._let_go()
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
        annotation = self.held_annotation
        if annotation is None and editor is not None:
            annotation = editor.index.exact(self.target.span, editor.author)
        tags = set(annotation.tags) if annotation is not None else set()
        return {tag.id: tag.id in tags for tag in tag_set.tags}
