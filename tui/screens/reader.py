"""The reader: one report, its annotations and its entities; turns keys into changes of the state."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from reports.visible import visible
from tui.article.layers import Layers
from tui.bindings import bindings
from tui.lines.clock import local_when
from tui.screens.arriving import Arriving
from tui.screens.asking import Asking
from tui.screens.correcting import Correcting
from tui.screens.grades import Grades
from tui.screens.keeping import Keeping
from tui.screens.listening import Listening
from tui.screens.moving import Moving
from tui.screens.searching import Searching
from tui.screens.suggested_list import SuggestedLists
from tui.screens.suggesting import Suggesting
from tui.screens.tagging import Tagging
from tui.views import ReaderViews

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from tui.looks.ink import Ink
    from tui.messages import SessionOpened
    from tui.session import Session


class ReaderScreen(
    Searching,
    Grades,
    SuggestedLists,
    Correcting,
    Asking,
    Suggesting,
    Moving,
    Tagging,
    Listening,
    Keeping,
    Arriving,
):
    """One report being read: beginning, opening the store, end."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("reader")

    _opened = False
    _session: Session | None = None

    def compose(self) -> ComposeResult:
        """All widgets; where they stand is the fold's."""
        layers = Layers(report=self.report)
        self.views = ReaderViews(self.state, layers, self.reader_app.ink)
        yield from self.views.widgets

    def on_mount(self) -> None:
        """Fold, focus, and after the first paint open the store."""
        self.views.keymap = self.reader_app.shown_keymap
        self.refold()
        self.views.article.focus()
        self.call_after_refresh(self._after_first_paint)

    def _after_first_paint(self) -> None:
        self.reader_app.open_session(self)
        self.state.hidden = self.opening.hidden
        if not self.report.complete:
            self.read_on()
        self.views.draw()
        self.show_cursor()
        self.reader_app.keep_for_good()

    def on_resize(self) -> None:
        """Another size folds the panes anew; the row of the caret stays on its line, or else the top row."""
        in_sight = self.refold()
        # Before anything was drawn nothing is in sight.
        self.call_after_refresh(self.redraw, follow=in_sight or not self._opened)

    def on_screen_resume(self) -> None:
        """Back from a dialog: the cursor stands on the caret again."""
        if self._opened:
            self.call_after_refresh(self.redraw)

    def on_screen_suspend(self) -> None:
        """A dialog has its own cursor."""
        self.reader_app.place_cursor(None)

    def on_session_opened(self, event: SessionOpened) -> None:
        """The store has been read."""
        self._session = event.session
        if self.report.complete:
            self._read_annotations(event.session)

    def on_report_complete(self) -> None:
        """All of the report is there, so that the store can be asked what it has of it."""
        if self._session is not None:
            self._read_annotations(self._session)

    def _read_annotations(self, session: Session) -> None:
        """Read what the store has of the report in a thread: of many annotations that takes a while."""

        def work() -> None:
            session.prepare(self.report)
            self.call_later(self._begin_annotating, session)

        self.run_worker(work, thread=True, name="read the annotations", exit_on_error=True)

    def _begin_annotating(self, session: Session) -> None:
        """Take over the annotations of the report, and the place where reading stopped."""
        reading = self.reading
        if session.writer.pending():
            # The editor may be the one from before, and what arrived since was told to another screen.
            self.catch_up_later()
        reading.editor = session.editor(self.report)
        record = reading.editor.record
        known = session.store.report(record.id) is not None
        if known and reading.caret == self._first_caret:
            reading.go(record.caret)
            self.views.article.place_top(record.top)
        if not self._opened:
            self._opened = True
            self._welcome(session)
        self.reader_app.use_tags(reading.editor.tag_set)
        self.views.annotations_changed()
        self.show()
        self._catch_up()
        self.reader_app.release_keys()
        self.find_entities()
        self.reader_app.keep_for_good()

    def _welcome(self, session: Session) -> None:
        editor = self.reading.editor
        assert editor is not None
        notices = [session.store.notice] if session.store.notice else []
        others = session.tags_of_other_text(self.report)
        if others:
            notices.append(
                f"This file was annotated with another text: what was recorded there ({others}) is kept, "
                "`report-reader list` shows them."
            )
        if editor.unplaced:
            notices.append(
                f"{len(editor.unplaced)} annotations lie outside this text; `report-reader check` names them."
            )
        if notices:
            self.state.alarm = " ".join([self.state.alarm, *notices]).strip()
        self.take_over(session.writer.state)
        undoable = editor.undoable
        if undoable is not None:
            self.state.last = (
                f"{visible(undoable.label)}  {local_when(undoable.at, editor.record.opened)} · z undo"
            )

    def views_use_ink(self, ink: Ink) -> None:
        """Another theme was chosen."""
        self.views.use_ink(ink)

    def action_help(self) -> None:
        """All keys."""
        from tui.screens.help import HelpScreen

        tag_set = self.state.tag_set if self.reading.editor is not None else None
        self.reader_app.push_screen(HelpScreen(self.reader_app.shown_keymap, tag_set))

    def on_unmount(self) -> None:
        """The model's process goes with the screen."""
        self.stop_finding()
