"""The key for grades: on the current annotation, or on all that are marked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.panes.quotes import place_words
from tui.screens.asking import first_words
from tui.screens.lists import Lists

if TYPE_CHECKING:
    from annotations.editor import ReportEditor
    from annotations.records import Annotation, Change
    from tui.reading.grading import Grading
    from tui.screens.grade_prompt import GradePrompt

_COVERED_ROWS = 9
_NAMED = 30
"""Cells in which the question names the words it is about."""


class Grades(Lists):
    """What asks for a letter and a digit of the Admiralty code."""

    def action_grade(self) -> None:
        """A grade for the current annotation; without one it makes one on the target."""
        from tui.reading.grading import Grading

        if not self.ready():
            return
        reading = self.reading
        current = reading.current
        named = min(_NAMED, self.app.size.width // 3)
        about = place_words(reading, current, named) if current is not None else "the highlight"
        prompt = self._grade_prompt(f"grade {about}", Grading(current.grade) if current else Grading())
        self.ask(prompt, lambda typed: self._grade(current, typed), covered=_COVERED_ROWS)

    def _grade(self, opened: Annotation | None, typed: Grading) -> None:
        """Set what was typed on an annotation that another program may have changed meanwhile."""
        reading, editor = self.reading, self.reading.editor
        if editor is None:
            return
        now = editor.index.get(opened.id) if opened is not None else None

        def change() -> Change | None:
            if now is not None:
                return editor.set_grade(now.id, typed.applied(now.grade), reading.caret)
            words = reading.target.span if opened is None else first_words(opened)
            return editor.annotate(words, caret=reading.caret, grade=typed.grade)

        self.edit(change)
        if opened is not None and now is None and typed.grade:
            self.say("The annotation was removed elsewhere; the grade is kept on its words.")

    def action_grade_marked(self) -> None:
        """A grade for all that are marked: what is typed is set on each, the rest of its grade stays.

        With none marked it is for the current annotation: the letter and the digit that follow without
        looking must not be taken for tags.
        """
        if not self.state.marks_act:
            self.action_grade()
            return
        from tui.reading.grading import Grading, shared

        index = self.reading.index
        marked = [each for each in map(index.get, self.state.marks) if each is not None] if index else []
        prompt = self._grade_prompt(
            f"grade {self._marked_words()}", Grading(shared([each.grade for each in marked]))
        )

        def answer(typed: Grading) -> None:
            def change(editor: ReportEditor, ids: list[str]) -> Change | None:
                known = [each for each in map(editor.index.get, ids) if each is not None]
                return editor.set_grades({each.id: typed.applied(each.grade) for each in known}, caret)

            caret = self.reading.caret
            self._on_marked(change)

        self.ask(prompt, answer, covered=_COVERED_ROWS)

    def _grade_prompt(self, question: str, grading: Grading) -> GradePrompt:
        from tui.screens.grade_prompt import GradePrompt

        return GradePrompt(self.reader_app.ink, question, grading)
