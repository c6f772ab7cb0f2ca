"""What the reader asks for: who says it, a note, a tag by name, words to search, a file to export to."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

from reports.visible import visible
from tui.choices import attributions, source_choices, tag_choices
from tui.panes.annotations import ListFilter, names, place_words
from tui.quoting import annotation_as_markdown, quote_with_source
from tui.screens.prompt import Prompt, Typed

if TYPE_CHECKING:
    from collections.abc import Callable

    from annotations.records import Annotation, Attribution, Change
    from tui.app import ReaderApp
    from tui.reading import Reading
    from tui.state import ReaderState
    from tui.views import ReaderViews
    from tui.widgets.line_pane import LinePane

_COVERED_ROWS = 8


class _Reader(Protocol):
    """What the questions need of the reader screen."""

    state: ReaderState
    views: ReaderViews

    @property
    def reading(self) -> Reading: ...
    @property
    def reader_app(self) -> ReaderApp: ...
    def ready(self) -> bool: ...
    def say(self, sentence: str) -> None: ...
    def show(self, *, follow: bool = True) -> None: ...
    def edit(self, action: Callable[[], Change | None]) -> None: ...
    def toggle(self, tag_id: str) -> None: ...
    def search_for(self, text: str) -> int: ...


class Asking:
    """The actions of the reader screen that open a prompt."""

    def _ask(
        self, prompt: Prompt, answer: Callable[[Typed], None], cancel: Callable[[], None] | None = None
    ) -> None:
        """Open a prompt over the reader, with the target kept in sight above it."""
        reader = cast("_Reader", self)
        article = reader.views.article
        article.covered_rows = min(_COVERED_ROWS, max(0, article.size.height - 2))
        reader.show()

        def answered(typed: Typed | None) -> None:
            article.covered_rows = 0
            if typed is not None:
                answer(typed)
            elif cancel is not None:
                cancel()
            reader.show()

        reader.reader_app.push_screen(prompt, answered)

    # ------------------------------------------------------------------ who

    def action_who(self) -> None:
        """Who says it."""
        if cast("_Reader", self).ready():
            self._ask_who(disputed=False)

    def _ask_who(self, *, disputed: bool) -> None:
        reader = cast("_Reader", self)
        current = reader.reading.current
        present: tuple[Attribution, ...] = ()
        if current is not None:
            present = current.disputed_by if disputed else current.attribution
        entities = reader.state.entities.entities()
        now = f" (now {visible(names(present))})" if present else ""
        prompt = Prompt(
            reader.reader_app.ink,
            f"{'who disputes it' if disputed else 'who says it'}{now}",
            placeholder="a name; several with ; between" if disputed else "a name; @ again: who disputes it",
            choices=source_choices(reader.reading, entities, present),
            new="source",
            switch_key="" if disputed else "@",
        )

        def answer(typed: Typed) -> None:
            if typed.switched:
                self._ask_who(disputed=True)
                return
            sources = attributions(typed.text, reader.reading, entities)
            reader.edit(lambda: self._set_sources(current, sources, disputed=disputed))

        self._ask(prompt, answer)

    def _set_sources(
        self, current: Annotation | None, sources: list[Attribution], *, disputed: bool
    ) -> Change | None:
        reading = cast("_Reader", self).reading
        editor = reading.editor
        if editor is None:
            return None
        if current is None:
            if disputed:
                return editor.annotate(reading.target.span, caret=reading.caret, disputed_by=sources)
            return editor.annotate(reading.target.span, caret=reading.caret, attribution=sources)
        change = editor.set_disputed_by if disputed else editor.set_attribution
        return change(current.id, sources, reading.caret)

    # ------------------------------------------------------------------ notes

    def action_note(self) -> None:
        """A note on the current annotation; without one it makes one on the target."""
        from tui.screens.note import NotePrompt

        reader = cast("_Reader", self)
        if not reader.ready():
            return
        reading = reader.reading
        current = reading.current

        def answered(text: str | None) -> None:
            editor = reading.editor
            if text is None or editor is None:
                reader.show()
            elif current is None:
                reader.edit(lambda: editor.annotate(reading.target.span, caret=reading.caret, note=text))
            else:
                reader.edit(lambda: editor.set_note(current.id, text, reading.caret))

        about = place_words(reading, current) if current is not None else "the highlighted words"
        note = current.note if current is not None else ""
        reader.reader_app.push_screen(NotePrompt(f"note on {visible(about)[:40]}", note), answered)

    def action_report_note(self) -> None:
        """A note on the whole report."""
        from tui.screens.note import NotePrompt

        reader = cast("_Reader", self)
        editor = reader.reading.editor
        if not reader.ready() or editor is None:
            return

        def answered(text: str | None) -> None:
            if text is not None:
                reader.edit(lambda: editor.set_report_fields(note=text, caret=reader.reading.caret))
            reader.show()

        reader.reader_app.push_screen(NotePrompt("note on the whole report", editor.record.note), answered)

    def action_source(self) -> None:
        """Where the report comes from."""
        from tui.screens.source import SourceDialog

        reader = cast("_Reader", self)
        editor = reader.reading.editor
        if not reader.ready() or editor is None:
            return

        def answered(fields: dict[str, str] | None) -> None:
            if fields is not None:
                reader.edit(lambda: editor.set_report_fields(caret=reader.reading.caret, **fields))
            reader.show()

        reader.reader_app.push_screen(SourceDialog(editor.record, reader.reading.report), answered)

    # ------------------------------------------------------------------ tags by name

    def action_tag_any(self) -> None:
        """Any tag by name, or a new one."""
        reader = cast("_Reader", self)
        if not reader.ready():
            return
        prompt = Prompt(
            reader.reader_app.ink,
            "tag",
            placeholder="a name; one that is not there is made",
            choices=tag_choices(reader.state.tag_set),
            new="tag",
        )

        def answer(typed: Typed) -> None:
            if typed.choice is not None:
                reader.toggle(typed.choice.value)
            else:
                reader.edit(lambda: reader.reading.new_tag(typed.text))

        self._ask(prompt, answer)

    # ------------------------------------------------------------------ search and filter

    def action_search(self) -> None:
        """Search as you type; escape brings back what was."""
        reader = cast("_Reader", self)
        reading = reader.reading
        before = (reading.caret, reading.trail, reader.state.entities.chosen)

        def back() -> None:
            reading.trail, reader.state.entities.chosen = before[1], before[2]
            reading.go(before[0])

        def narrow(text: str) -> None:
            reading.go(before[0])
            if reader.search_for(text) and reading.trail_place is None:
                reading.walk(1)
            reader.show()

        def answer(typed: Typed) -> None:
            if not typed.text:
                back()
            elif reading.trail is None:
                reading.go(before[0])
                reader.say(f"“{typed.text}” is not in this report.")

        prompt = Prompt(
            reader.reader_app.ink, "search", placeholder="small letters find capitals too", on_change=narrow
        )
        self._ask(prompt, answer, back)

    def on_line_pane_filter_asked(self, event: LinePane.FilterAsked) -> None:
        """Filter the list that has the focus."""
        reader = cast("_Reader", self)
        state = reader.state
        of_entities = event.pane.id == "entities"
        before = state.entities.filter if of_entities else state.list_filter.text

        def narrow(text: str) -> None:
            if of_entities:
                state.entities.filter = text
            else:
                state.narrow(ListFilter(text, state.list_filter.tag))
            reader.show()

        prompt = Prompt(
            reader.reader_app.ink,
            "filter",
            initial=before,
            placeholder="a name, or a part of it",
            on_change=narrow,
        )
        self._ask(prompt, lambda typed: narrow(typed.text), lambda: narrow(before))

    # ------------------------------------------------------------------ handing on

    def action_copy(self) -> None:
        """The quote with its source to the clipboard."""
        reader = cast("_Reader", self)
        editor = reader.reading.editor
        record = editor.record if editor is not None else None
        self._copy(quote_with_source(reader.reading, record, reader.reading.target.span), "quote")

    def action_copy_markdown(self) -> None:
        """The annotation as Markdown to the clipboard."""
        reader = cast("_Reader", self)
        editor, current = reader.reading.editor, reader.reading.current
        if editor is None or current is None:
            reader.say("There is no annotation here to copy; y copies the quote.")
            return
        self._copy(
            annotation_as_markdown(reader.reading, editor.record, current, reader.state.tag_set), "annotation"
        )

    def _copy(self, text: str, what: str) -> None:
        reader = cast("_Reader", self)
        reader.reader_app.copy_to_clipboard(text)
        reader.state.last = f"{what} copied, if your terminal allows it (OSC 52)"
        reader.show()

    def action_export(self) -> None:
        """This report with its annotations to a JSON file."""
        reader = cast("_Reader", self)
        editor = reader.reading.editor
        if not reader.ready() or editor is None:
            return
        name = Path(editor.record.source).stem or "report"
        prompt = Prompt(reader.reader_app.ink, "export to", initial=f"{visible(name)}.json")

        def answer(typed: Typed) -> None:
            if typed.text:
                self._export_to(Path(typed.text).expanduser())

        self._ask(prompt, answer)

    def _export_to(self, path: Path) -> None:
        reader = cast("_Reader", self)
        if path.exists():
            prompt = Prompt(
                reader.reader_app.ink, f"{visible(path.name)} is there already; type yes to replace it"
            )

            def answer(typed: Typed) -> None:
                if typed.text.casefold() in ("y", "yes"):
                    self._write_export(path)
                else:
                    reader.say("Nothing was exported.")

            self._ask(prompt, answer)
        else:
            self._write_export(path)

    def _write_export(self, path: Path) -> None:
        from tui.exporting import write_export

        reader = cast("_Reader", self)
        editor = reader.reading.editor
        assert editor is not None
        try:
            write_export(editor, reader.state.entities.findings, path)
        except OSError as error:
            reader.say(f"{path} could not be written: {error.strerror}. E exports to another place.")
        else:
            reader.state.last = f"exported to {visible(str(path.absolute()))}"
            reader.show()
