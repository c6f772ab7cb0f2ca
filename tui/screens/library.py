"""The list of reports: what was named on the command line, and what the store knows, newest first."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, cast

from rich.cells import cell_len
from textual.binding import Binding, BindingType
from textual.screen import Screen

from reports.visible import visible
from tui.bindings import bindings
from tui.lines.key_line import whole_hints
from tui.lines.wording import Line
from tui.panes.library import Shelf, shelf_rows
from tui.screens.prompt import Prompt
from tui.widgets.chrome import ChromeLine, RuleLine, Title
from tui.widgets.line_pane import LinePane
from tui.widgets.strip_widget import StripWidget

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from annotations.texts.captures import Capture
    from reports.document import Report
    from reports.opening import Opening
    from tui.app import ReaderApp
    from tui.looks.ink import Ink
    from tui.messages import Arrivals, SessionOpened

_ALL_KEYS = "? all keys "


class LibraryScreen(Screen[None]):
    """Enter opens a report; escape goes back to the one that is open."""

    CSS_PATH = "library.tcss"

    BINDINGS: ClassVar[list[BindingType]] = [
        *(
            each
            for each in bindings("reader")
            if isinstance(each, Binding) and each.id in ("help", "quit", "library", "close")
        ),
    ]

    def __init__(self, files: Sequence[str], open_now: str = "") -> None:
        """`open_now` is the path of the report that is open, on whose row the cursor begins."""
        super().__init__()
        self._open_now = open_now
        self._shelf = Shelf(files)
        self._opening = ""

    @property
    def reader_app(self) -> ReaderApp:
        """The app, as the type it is."""
        return cast("ReaderApp", self.app)

    def compose(self) -> ComposeResult:
        """A rule, the list, what can be done."""
        ink = self.reader_app.ink
        yield RuleLine(ink, id="shelf-rule")
        yield LinePane(ink, id="shelf")
        yield ChromeLine(ink, role="text", id="shelf-said")
        yield ChromeLine(ink, id="shelf-keys")

    def on_mount(self) -> None:
        """Show what is known; the store comes after the first paint."""
        self.query_one(LinePane).focus()
        self.call_after_refresh(self._after_first_paint)

    def _after_first_paint(self) -> None:
        self._draw()
        self.reader_app.place_cursor(None)
        self.reader_app.open_session(self)

    def on_resize(self) -> None:
        """Draw for the new width."""
        self.call_after_refresh(self._draw)

    def on_screen_resume(self) -> None:
        """Back from a report or a dialog."""
        self.reader_app.place_cursor(None)
        if self.reader_app.session is not None:
            self._take_over()

    def views_use_ink(self, ink: Ink) -> None:
        """Another theme was chosen."""
        for widget in self.children:
            if isinstance(widget, StripWidget):
                widget.use_ink(ink)

    def on_session_opened(self, event: SessionOpened) -> None:
        """The store has been read."""
        event.stop()
        self._take_over()

    def on_arrivals(self, event: Arrivals) -> None:
        """Another program wrote into the store."""
        event.stop()
        self._take_over()

    def _take_over(self) -> None:
        session = self.reader_app.session
        assert session is not None
        records = session.store.reports()
        self._shelf = replace(self._shelf, records=records, counts=session.store.counts())
        self._draw()
        if session.store.notice:
            self.say(session.store.notice)

    def _draw(self) -> None:
        width = self.size.width
        right = f"/{self._shelf.filter}" if self._shelf.filter else ""
        self.query_one(RuleLine).show((Title(0, width, "REPORTS", right, focused=True),))
        pane = self.query_one(LinePane)
        pane.show(shelf_rows(self._shelf, width))
        if self._open_now and pane.cursor_to_row(self._shelf.key_of(self._open_now)):
            self._open_now = ""
        back = ("esc back",) if len(self.app.screen_stack) > 2 else ()
        hints = ("j k up, down", "enter open", "/ filter", *back, "q quit")
        self.query_one("#shelf-keys", ChromeLine).show(
            Line(whole_hints(hints, width - cell_len(_ALL_KEYS) - 1), _ALL_KEYS)
        )

    def say(self, sentence: str) -> None:
        """Show a sentence above the keys."""
        self.query_one("#shelf-said", ChromeLine).show(Line(f" {visible(sentence)}", alarm=bool(sentence)))

    def on_key(self) -> None:
        """Whatever was said stands until a key is pressed; the cursor goes where the keys say."""
        self._open_now = ""
        self.query_one("#shelf-said", ChromeLine).show(Line(""))

    # ------------------------------------------------------------------ opening

    def on_line_pane_chosen(self, event: LinePane.Chosen) -> None:
        """Read the file in a thread: it may lie on a slow disk."""
        kind, _, value = event.key.partition(":")
        if self._opening:
            return
        self._opening = value
        self.query_one("#shelf-said", ChromeLine).show(Line(" opening …"))
        self.run_worker(lambda: self._load(kind, value), thread=True, exit_on_error=False, name="load")

    def _load(self, kind: str, value: str) -> None:
        from reports.document import ReportError

        try:
            opening, notice = (_begun(value), "") if kind == "file" else self._from_store(value)
        except ReportError as error:
            self.app.call_from_thread(self._not_loaded, str(error))
            return
        except Exception as error:
            # A defect of ours with one report must not leave a list that opens nothing any more.
            sentence = f"It cannot be opened ({type(error).__name__}: {error}); please report it."
            self.app.call_from_thread(self._not_loaded, sentence)
            return
        self.app.call_from_thread(self._loaded, opening, notice)

    def _from_store(self, report_id: str) -> tuple[Opening, str]:
        """The file where it was, if it has the same text still; else the text that was captured."""
        from annotations.errors import CaptureError
        from reports.document import ReportError
        from reports.opening import Opening

        session = self.reader_app.session
        assert session is not None
        record = session.store.report(report_id)
        if record is None:
            raise ReportError("That report is not in the store any more.")
        name = Path(record.path).name if record.path else "standard input"
        why = f"{name} cannot be read again"
        if record.path:
            try:
                opening = _begun(record.path)
                if opening.whole().text_sha256 == record.text_sha256:
                    return opening, ""
                why = f"{name} has another text now"
            except ReportError as error:
                why = str(error).rstrip(".")
        try:
            captured = session.captures.capture(record.text_sha256)
        except CaptureError as error:
            raise ReportError(f"{why}, and {error}") from error
        if captured is None:
            raise ReportError(f"{why}, and its text was not kept beside the store.")
        return Opening.of(_as_read(captured, record.path)), f"{why}; this is the text as it was captured."

    def _not_loaded(self, sentence: str) -> None:
        self._opening = ""
        self.say(sentence)

    def _loaded(self, opening: Opening, notice: str) -> None:
        self._opening = ""
        screen = self.reader_app.reader_screen(opening)
        if notice:
            screen.state.alarm = visible(notice)
        self.reader_app.replace_reader(screen)

    # ------------------------------------------------------------------ keys

    def on_line_pane_filter_asked(self) -> None:
        """Narrow the list."""
        before = self._shelf.filter

        def narrow(text: str) -> None:
            self._shelf = replace(self._shelf, filter=text)
            self._draw()

        prompt = Prompt(
            self.reader_app.ink,
            "filter",
            initial=before,
            placeholder="a title, or a part of it",
            on_change=narrow,
        )
        self.app.push_screen(prompt, lambda typed: narrow(before if typed is None else typed.text))

    def action_close(self) -> None:
        """Let the filter go; then back to the report that is open."""
        if self._shelf.filter:
            self._shelf = replace(self._shelf, filter="")
            self._draw()
        elif len(self.app.screen_stack) > 2:
            self.app.pop_screen()

    def action_library(self) -> None:
        """The key that opened the list closes it."""
        self.action_close()

    def action_help(self) -> None:
        """All keys."""
        from tui.screens.help import HelpScreen

        self.app.push_screen(HelpScreen(self.reader_app.shown_keymap))

    def action_quit_reader(self) -> None:
        """Quit."""
        self.reader_app.action_quit_reader()


def _as_read(capture: Capture, path: str) -> Report:
    """The captured report with the source it was read from: that path, or the one it was read from last."""
    from annotations.records import storable

    sources = capture.custody
    source = next((each for each in reversed(sources) if each.path == storable(path)), sources[-1])
    return replace(capture.report, source=source.path or "-", sha256=source.sha256, size=source.size)


def _begun(path: str) -> Opening:
    from reports.loading import open_file

    return open_file(Path(path))
