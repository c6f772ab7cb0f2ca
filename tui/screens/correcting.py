"""The keys on an entity: what it is called, what it is, what it is the same as, and what is none."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Unpack

from reports.document import Span
from reports.flow import in_one_line
from reports.visible import visible
from tui.panes.rows import shortened
from tui.reading.told import unconfirmed
from tui.screens.asking import Asking

if TYPE_CHECKING:
    from collections.abc import Callable

    from entities.correcting.corrections import Correction
    from tui.reading.choices import Choice
    from tui.reading.correcting import Subject
    from tui.screens.entity_prompt import EntityPrompt
    from tui.screens.prompt import PromptOptions, Typed

_NAMED = 28
"""Cells in which a question names the entity it is about."""
_NO_ENTITY = "The cursor is on no entity; j and k go to one."


class Correcting(Asking):
    """The actions of the reader screen that correct what the machine found."""

    def action_correct(self, what: str) -> None:
        """A key on the entity under the cursor of its list, or on the chosen one."""
        from tui.reading.correcting import subject_of

        entities, key = self.state.entities, self.views.entities.cursor_key
        if not self.ready():
            return
        entity = key.removeprefix("entity:") if key.startswith("entity:") else entities.chosen
        findings = entities.findings
        subject = subject_of(findings, entity, self.reading.caret) if findings is not None else None
        if subject is None:
            self.say(_NO_ENTITY)
            return
        ask = {
            "name": self._ask_name,
            "type": self._ask_type,
            "same": self._ask_same,
            "split": self._ask_split,
            "removal": self._ask_removal,
            "confirmation": self._ask_confirmation,
        }
        ask[what](subject)

    def _ask_name(self, subject: Subject) -> None:
        from entities.correcting.corrections import LONGEST_NAME, Rename

        prompt = self._entity_prompt("rename", subject, initial=visible(subject.entity.name))

        def answer(typed: Typed) -> None:
            if typed.text and typed.text != visible(subject.entity.name):
                self._say_of_entity(Rename(subject.named, typed.text[:LONGEST_NAME]), prompt)

        self.ask(prompt, answer)

    def _ask_type(self, subject: Subject) -> None:
        from tui.reading.correcting import retyped, type_choices

        placeholder = f"now {subject.entity.type}"
        self._ask_which("type of", subject, retyped, choices=type_choices(subject), placeholder=placeholder)

    def _ask_same(self, subject: Subject) -> None:
        from tui.reading.correcting import further_same, merged, same_choices

        choices, further = same_choices(subject), partial(further_same, subject)
        if choices:
            self._ask_which("same as", subject, merged, choices=choices, further=further)
        else:
            self.say("There is no other entity that it could be the same as.")

    def _ask_split(self, subject: Subject) -> None:
        from tui.reading.correcting import split, split_choices

        choices = split_choices(subject)
        if choices:
            self._ask_which("split off", subject, split, choices=choices)
        elif len(subject.entity.mentions) == 1:
            self.say("It has one mention; there is nothing to split off.")
        else:
            self.say("All its mentions are called the same; n goes to the one to split off.")

    def _ask_removal(self, subject: Subject) -> None:
        from tui.reading.correcting import removal_choices, removed

        self._ask_which("not an entity:", subject, removed, choices=removal_choices(subject))

    def _ask_confirmation(self, subject: Subject) -> None:
        from tui.reading.correcting import confirm_choices, confirmed

        told = self.state.entities.told_of_chosen
        of_it = told is not None and told.source == subject.entity.id
        roles = unconfirmed(subject.entity.roles, told.roles) if told is not None and of_it else []
        choices = confirm_choices(subject, roles)
        if choices:
            self._ask_which("sure of", subject, partial(confirmed, roles=roles), choices=choices)
        else:
            self.say("Nothing of it is only inferred.")

    def action_add_entity(self) -> None:
        """The selected words name something."""
        from entities.records import Findings, Mentions
        from tui.reading.correcting import add_choices, added, further_named

        selection, text = self.reading.selection, self.report.text
        if not self.ready():
            return
        if selection is None or self.reading.work is not None:
            self.say("v selects the words of a name; then & makes an entity of them.")
            return
        at = _trimmed(text, selection)
        why_not = _why_no_name(text[at.start : at.end])
        if why_not:
            self.say(why_not)
            return
        words = " ".join(in_one_line(text[at.start : at.end]).split())
        findings = self.state.entities.findings or Findings(mentions=Mentions(text))
        question = f"“{shortened(visible(words), _NAMED)}” names"
        prompt = self._prompt_of_entities(
            question,
            placeholder="a type, or the name of an entity",
            choices=add_choices(findings, words),
            further=partial(further_named, findings),
        )

        def answer(typed: Typed) -> None:
            correction = added(findings, words, at, typed.choice) if typed.choice is not None else None
            if correction is not None:
                self.reading.go(at.start)
                self._say_of_entity(correction, prompt)

        self.ask(prompt, answer)

    # ------------------------------------------------------------------ inside

    def _ask_which(
        self,
        question: str,
        subject: Subject,
        made: Callable[[Subject, Choice], Correction | None],
        **options: Unpack[PromptOptions],
    ) -> None:
        """Ask for one of the choices, and record the correction that follows from it."""
        prompt = self._entity_prompt(question, subject, **options)

        def answer(typed: Typed) -> None:
            correction = made(subject, typed.choice) if typed.choice is not None else None
            if correction is not None:
                self._say_of_entity(correction, prompt)

        self.ask(prompt, answer)

    def _entity_prompt(
        self, question: str, subject: Subject, **options: Unpack[PromptOptions]
    ) -> EntityPrompt:
        return self._prompt_of_entities(
            f"{question} {shortened(visible(subject.entity.name), _NAMED)}", **options
        )

    def _prompt_of_entities(self, question: str, **options: Unpack[PromptOptions]) -> EntityPrompt:
        from tui.screens.entity_prompt import EntityPrompt

        return EntityPrompt(self.reader_app.ink, question, keymap=self.reader_app.shown_keymap, **options)

    def _say_of_entity(self, correction: Correction, prompt: EntityPrompt) -> None:
        editor, caret = self.reading.editor, self.reading.caret
        if editor is not None:
            self.edit(lambda: editor.correct(correction, caret, everywhere=prompt.everywhere))


def _trimmed(text: str, span: Span) -> Span:
    """The words of a selection without the white space around them."""
    words = text[span.start : span.end]
    start = span.start + len(words) - len(words.lstrip())
    return Span(start, max(start, span.start + len(words.rstrip())))


def _why_no_name(words: str) -> str:
    """Why words can be no name, as a sentence; empty if they can."""
    if not any(character.isalnum() for character in words):
        return "There is no word among what is selected."
    from entities.correcting.corrections import LONGEST_NAME

    if len(words) > LONGEST_NAME:
        return f"That is too long for a name; one has at most {LONGEST_NAME} characters."
    if any("\ud800" <= character <= "\udfff" for character in words):
        return "There are characters among these words that are in no encoding."
    return ""
