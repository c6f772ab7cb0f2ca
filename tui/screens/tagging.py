"""Tagging, holding, removing, and taking back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotations.errors import EditError
from reports.visible import visible
from tui.lines.clock import local_date
from tui.screens.base import ReaderBase, spans_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from annotations.records import Change


NOTHING_OF_YOURS = "There is nothing of yours to undo; H shows what others did."


class Tagging(ReaderBase):
    """What changes an annotation with one key."""

    def action_tag(self, number: int) -> None:
        """Toggle the tag with this number on the target."""
        if not self.ready():
            return
        tags = self.state.tag_set.tags
        if number > len(tags):
            self.say(f"There is no tag number {number}; t makes a new one.")
            return
        self.toggle(tags[number - 1].id)

    def toggle(self, tag_id: str) -> None:
        """Toggle a tag on the target."""
        if self.ready():
            self.edit(lambda: self.reading.tag(tag_id))

    def action_tag_again(self) -> None:
        """The last tag again."""
        if self.reading.last_tag is None:
            self.say("No tag was given yet in this session; u, c and o give one.")
        else:
            self.toggle(self.reading.last_tag)

    def action_hold(self, step: int) -> None:
        """Hold the next or previous annotation."""
        if self.reading.hold_next(step):
            self.show()
        else:
            self.say(
                "There is no annotation further on." if step > 0 else "There is no annotation before this."
            )

    def action_remove(self) -> None:
        """Remove the current annotation; with several the first press holds the first."""
        if not self.ready():
            return
        if self.reading.current is None:
            several = len(self.reading.here) > 1
            self.say(
                "] holds the annotation to remove." if several else "There is no annotation here to remove."
            )
            return
        several = self.reading.held is None and len(self.reading.here) > 1
        self.edit(self.reading.remove)
        if several:
            self.say("x again removes the held annotation.")

    def action_fragment(self) -> None:
        """Add a fragment to the held or the current annotation."""
        if self.ready():
            self.attempt(self.reading.add_fragment)

    def action_undo(self) -> None:
        """One change back."""
        editor = self.reading.editor
        if not self.ready() or editor is None:
            return
        taken = editor.undoable
        if taken is None:
            self.say(NOTHING_OF_YOURS if editor.only_others_changed else "There is nothing to undo.")
        else:
            self._turn(editor.undo, taken, "Z redo")

    def action_redo(self) -> None:
        """One change forth."""
        editor = self.reading.editor
        if not self.ready() or editor is None:
            return
        taken = editor.redoable
        if taken is None:
            self.say("There is nothing to redo.")
        else:
            self._turn(editor.redo, taken, "z undo")

    def _turn(self, turn: Callable[[], Change | None], taken: Change, next_key: str) -> None:
        """Undo or redo: repaint what it touched, and say what was `taken` back or made again."""
        editor = self.reading.editor
        try:
            change = turn()
        except EditError as error:
            self.say(str(error))
            return
        if change is None or editor is None:
            return
        self.reading.take_back(change)
        self.views.annotations_changed(spans_of(change))
        self.corrections_changed()
        done = "undone" if change.kind == "undo" else "redone"
        # What she did a moment ago she knows; what is older, or came from another program, is dated.
        dated = "" if editor.is_of_this_run(taken) else _dated(taken, change.at)
        self.state.last = f"{done}: {visible(change.label)}{dated} · {next_key}"
        self.show()
        self.remember_place()


def _dated(taken: Change, now: str) -> str:
    """When it was done, or, of what is made again, undone."""
    day = local_date(taken.at, now)
    return f" (undone {day})" if taken.kind == "undo" else f" of {day}"
