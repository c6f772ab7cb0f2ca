"""What the reader asks for: who says it, a note, a tag by name, a file to export to."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar, Unpack

from reports.document import Span
from reports.visible import visible
from tui.panes.annotation_words import names
from tui.panes.quotes import place_words
from tui.reading.quoting import annotation_as_markdown, quote_with_source
from tui.screens.panes import Panes
from tui.screens.tagging import Tagging

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.screen import Screen

    from annotations.editor import ReportEditor
    from annotations.history.log import Entry
    from annotations.records import Annotation, Attribution, Change
    from tui.screens.prompt import Prompt, PromptOptions, Typed

_Answer = TypeVar("_Answer")

_COVERED_ROWS = 8
_NAMED = 40
"""Cells in which a question names the words it is about."""


class Asking(Tagging, Panes):
    """The actions of the reader screen that open a prompt."""

    _keep_typed: Callable[[], None] | None = None
    """Keeps the note that is being typed, as it stands."""

    def _prompt(self, question: str, **options: Unpack[PromptOptions]) -> Prompt:
        """A prompt in the present ink; text fields are imported with the first one."""
        from tui.screens.prompt import Prompt

        return Prompt(self.reader_app.ink, question, **options)

    def ask(
        self,
        prompt: Screen[_Answer | None],
        answer: Callable[[_Answer], None],
        cancel: Callable[[], None] | None = None,
        *,
        covered: int = _COVERED_ROWS,
    ) -> None:
        """Open a prompt of so many rows over the reader, with the target kept in sight above it."""
        article = self.views.article
        article.covered_rows = min(covered, max(0, article.size.height - 2))
        self.show()

        def answered(typed: _Answer | None) -> None:
            article.covered_rows = 0
            if typed is not None:
                answer(typed)
            elif cancel is not None:
                cancel()
            self.show()

        self.reader_app.push_screen(prompt, answered)

    # ------------------------------------------------------------------ who

    def action_who(self) -> None:
        """Who says it."""
        if self.ready():
            self._ask_who(disputed=False)

    def _ask_who(self, *, disputed: bool) -> None:
        from tui.reading.choices import (
            AS_IT_IS,
            attributions,
            found_choices,
            further_sources,
            source_choices,
        )

        current = self.reading.current
        present: tuple[Attribution, ...] = ()
        if current is not None:
            present = current.disputed_by if disputed else current.attribution
        findings = self.state.entities.findings
        found = self._found_sources(current, disputed=disputed)
        choices = found_choices(found, findings, self.state.claims)
        now = f"now {visible(names(present))}; " if present else ""
        prompt = self._prompt(
            "who disputes it" if disputed else "who says it",
            placeholder=f"{now}{'several with ; between' if disputed else '@ again: who disputes it'}",
            choices=source_choices(self.reading, findings, present, choices),
            further=partial(further_sources, findings),
            new="source",
            switch_key="" if disputed else "@",
        )

        def answer(typed: Typed) -> None:
            if typed.switched:
                self._ask_who(disputed=True)
                return
            if typed.choice is not None and typed.choice.value == AS_IT_IS:
                return
            sources = attributions(typed.text, self.reading, findings, found)
            gone = bool(sources and current is not None and current.id not in (self.reading.index or ()))
            self.edit(lambda: self._set_sources(current, sources, disputed=disputed))
            if gone:
                self.say("The annotation was removed elsewhere; the source is kept on its words.")

        self.ask(prompt, answer)

    def _found_sources(self, current: Annotation | None, *, disputed: bool) -> list[Attribution]:
        """Whom the machine found to say, or to dispute, the words that `@` is about."""
        deciding = self.reading.deciding
        words = first_words(current) if current is not None else self.reading.target.span
        if disputed:
            return deciding.disputers_around(words, current.attribution if current is not None else ())
        return deciding.sources_around(words)

    def _set_sources(
        self, current: Annotation | None, sources: list[Attribution], *, disputed: bool
    ) -> Change | None:
        reading = self.reading
        editor = reading.editor
        if editor is None:
            return None
        if current is None or (sources and current.id not in editor.index):
            # Removed elsewhere while the name was being typed: it is kept on the same words.
            words = reading.target.span if current is None else first_words(current)
            if disputed:
                return editor.annotate(words, caret=reading.caret, disputed_by=sources)
            return editor.annotate(words, caret=reading.caret, attribution=sources)
        change = editor.set_disputed_by if disputed else editor.set_attribution
        return change(current.id, sources, reading.caret)

    # ------------------------------------------------------------------ notes

    def action_note(self) -> None:
        """A note on the current annotation; without one it makes one on the target."""
        if not self.ready():
            return
        reading = self.reading
        current = reading.current

        def answered(text: str | None) -> None:
            editor = reading.editor
            if text is None or editor is None:
                self.show()
            elif current is None:
                self.edit(lambda: editor.annotate(reading.target.span, caret=reading.caret, note=text))
            else:
                self._set_note(editor, current, text)

        about = place_words(reading, current, _NAMED) if current is not None else "the highlighted words"
        note = current.note if current is not None else ""
        self._open_note(f"note on {about}", note, answered)

    def _set_note(self, editor: ReportEditor, opened: Annotation, text: str) -> None:
        """Keep a note on an annotation that another program may have changed since the field was opened.

        What was typed is kept in any case, also on words whose annotation is not there any more.
        """
        caret, now = self.reading.caret, editor.index.get(opened.id)
        if now is None and text:
            words = first_words(opened)
            self.edit(lambda: editor.annotate(words, caret=caret, note=text))
            self.say("The annotation was removed elsewhere; your note is kept on its words.")
            return
        self.edit(lambda: editor.set_note(opened.id, text, caret))
        if now is not None and now.note not in (opened.note, text):
            self.say("Your note took the place of one that was written elsewhere meanwhile; H shows both.")

    def _open_note(self, question: str, text: str, answered: Callable[[str | None], None]) -> None:
        """Open the field for a note, with the target kept in sight above it."""
        from tui.screens.note import NotePrompt

        article = self.views.article
        prompt = NotePrompt(question, text)

        def closed(note: str | None) -> None:
            self._keep_typed = None
            article.covered_rows = 0
            answered(note)

        def keep_typed() -> None:
            if prompt.unfinished:
                answered(prompt.unfinished)

        self._keep_typed = keep_typed
        article.covered_rows = min(_COVERED_ROWS, max(0, article.size.height - 2))
        self.show()
        self.reader_app.push_screen(prompt, closed)

    def keep_unfinished(self) -> None:
        """The reader is being ended: keep the note that is being typed, which `z` takes back tomorrow.

        A name, a tag or a date is not: half of one would look like a whole one.
        """
        if self._keep_typed is not None:
            self._keep_typed()
            self._keep_typed = None

    def action_report_note(self) -> None:
        """A note on the whole report."""
        editor = self.reading.editor
        if not self.ready() or editor is None:
            return

        def answered(text: str | None) -> None:
            if text is not None:
                self.edit(lambda: editor.set_report_fields(note=text, caret=self.reading.caret))
            self.show()

        self._open_note("note on the whole report", editor.record.note, answered)

    def action_source(self) -> None:
        """Where the report comes from."""
        from tui.screens.source import SourceDialog

        editor, session = self.reading.editor, self.reader_app.session
        if not self.ready() or editor is None or session is None:
            return

        def answered(fields: dict[str, str] | None) -> None:
            if fields is not None:
                self.edit(lambda: editor.set_report_fields(caret=self.reading.caret, **fields))
            self.show()

        self.reader_app.push_screen(SourceDialog(editor.record, self.reading.report, session), answered)

    # ------------------------------------------------------------------ looking back

    def action_history(self) -> None:
        """What was changed of the current annotation, or, where there is none, of the whole report."""
        from tui.screens.history import HistoryScreen, rows_taken

        reading, session = self.reading, self.reader_app.session
        editor = reading.editor
        if not self.ready() or editor is None or session is None:
            return

        article = self.views.article
        # The target and the key line below the article are covered too.
        covered = rows_taken(self.app.size.height) - 2
        article.covered_rows = max(0, min(covered, article.size.height - 2))
        self.show()

        def closed(entry: Entry | None) -> None:
            article.covered_rows = 0
            if entry is not None:
                reading.go_to_words_of(entry)
                self.enter_pane("article")
            self.show()

        self.reader_app.push_screen(HistoryScreen(session, editor, reading.current), closed)

    # ------------------------------------------------------------------ tags by name

    def action_tag_any(self) -> None:
        """Any tag by name, or a new one."""
        if not self.ready():
            return
        from tui.reading.choices import tag_choices

        prompt = self._prompt(
            "tag",
            placeholder="a name; one that is not there is made",
            choices=tag_choices(self.state.tag_set),
            new="tag",
        )

        def answer(typed: Typed) -> None:
            if typed.choice is not None:
                self.toggle(typed.choice.value)
            else:
                self.edit(lambda: self.reading.new_tag(typed.text))

        self.ask(prompt, answer)

    # ------------------------------------------------------------------ handing on

    def action_copy(self) -> None:
        """The quote with its source to the clipboard."""
        editor = self.reading.editor
        record = editor.record if editor is not None else None
        self._copy(quote_with_source(self.reading, record, self.reading.target.words), "quote")

    def action_copy_markdown(self) -> None:
        """The annotation as Markdown to the clipboard."""
        editor, current = self.reading.editor, self.reading.current
        if editor is None or current is None:
            self.say("There is no annotation here to copy; y copies the quote.")
            return
        self._copy(
            annotation_as_markdown(self.reading, editor.record, current, self.state.tag_set), "annotation"
        )

    def _copy(self, text: str, what: str) -> None:
        self.reader_app.copy_to_clipboard(text)
        self.say(f"{what} copied, if your terminal allows it (OSC 52)", news=True)

    def action_export(self) -> None:
        """This report with its annotations to a JSON file."""
        editor = self.reading.editor
        if not self.ready() or editor is None:
            return
        if self.state.entities.correcting:
            self.say("What was said of the entities is still being applied; a moment, then E.")
            return
        name = Path(editor.record.source).stem or "report"
        prompt = self._prompt("export to", initial=f"{visible(name)}.json")

        def answer(typed: Typed) -> None:
            if typed.text:
                # Of `os.path`, since those of `Path` raise for what is typed wrong: no such user, no way in.
                self._export_to(Path(os.path.expanduser(typed.text)))  # noqa: PTH111

        self.ask(prompt, answer)

    def _export_to(self, path: Path) -> None:
        if os.path.isdir(path):  # noqa: PTH112
            self.say(f"{path} is a folder; E with a name behind it exports to a file in there.")
        elif os.path.lexists(path):
            prompt = self._prompt(f"{visible(path.name)} is there already; type yes to replace it")

            def answer(typed: Typed) -> None:
                if typed.text.casefold() in ("y", "yes"):
                    self._write_export(path)
                else:
                    self.say("Nothing was exported.")

            self.ask(prompt, answer)
        else:
            self._write_export(path)

    def _write_export(self, path: Path) -> None:
        """In a thread: a long report, or a slow disk, must not keep a key waiting."""
        from tui.exporting import Snapshot

        editor = self.reading.editor
        assert editor is not None
        snapshot = Snapshot(editor, self.state.entities.findings)

        def write() -> None:
            try:
                snapshot.write(path)
            except OSError as error:
                why = error.strerror or str(error)
                said = f"Not exported, {why}: {path}. E exports to another place."
            else:
                said = f"exported to {path.absolute()}"
            self.app.call_from_thread(self.say, said)

        self.run_worker(write, thread=True, name="export")


def first_words(annotation: Annotation) -> Span:
    """Where the first fragment of an annotation stands."""
    return Span(annotation.spans[0].start, annotation.spans[0].end)
