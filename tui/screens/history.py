"""The history: who changed what, when, from what to what; read from the disk as it is looked at."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, ClassVar, cast

from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.screen import ModalScreen

from annotations.history.deeds import quote_of
from annotations.history.log import Entry, Log
from annotations.writer import utc_now
from tui.keys import KEYS, first_shown
from tui.lines.key_line import whole_hints
from tui.lines.wording import Line
from tui.panes.history import LogPage, Told
from tui.panes.rows import PaneRow, text_rows
from tui.widgets.chrome import ChromeLine, RuleLine, Title
from tui.widgets.line_pane import LinePane
from tui.widgets.log_pane import LogPane
from tui.widgets.strip_widget import StripWidget

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from annotations.editor import ReportEditor
    from annotations.records import Annotation
    from tui.app import ReaderApp
    from tui.looks.ink import Ink
    from tui.session import Session

_KEY = next(entry.keys for entry in KEYS if entry.id == "history")
_ROWS_AHEAD = 40
"""Rows below those in sight that are read before they are asked for."""
_PIECES_TO_THE_END = 10
"""Pieces that are shown at once on the way to the end: each time costs as much as the whole list is long."""
_SMALL = 30
"""Rows of a window that the history takes whole; in a larger one the words stay in sight above it."""


def rows_taken(height: int) -> int:
    """How many of the window's rows the history stands on, the lowest ones."""
    return height if height < _SMALL else height * 3 // 5


class HistoryScreen(ModalScreen[Entry | None]):
    """Dismissed with the entry whose words are to be shown, or `None` by escape.

    A thread reads and lays out, one piece after the other; this screen shows what it has got.
    """

    CSS_PATH = "history.tcss"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "cancel", "close", show=False),
        Binding(_KEY, "other_log", "the annotation, or the whole report", show=False, id="history"),
        Binding("tab,shift+tab", "other_log", "the annotation, or the whole report", show=False),
    ]

    class Ready(Message):
        """A piece has been read and laid out, or a sentence says why not."""

        def __init__(self, log: Log, page: LogPage | None, problem: str = "") -> None:
            super().__init__()
            self.log = log
            self.page = page
            self.problem = problem

    def __init__(self, session: Session, editor: ReportEditor, annotation: Annotation | None) -> None:
        """`annotation` is the one whose log is shown first; without one it is that of the report."""
        super().__init__()
        self._session = session
        self._editor = editor
        self._annotation = annotation
        label_of = editor.tag_set.label
        self._whole = Log(label_of)
        self._of_one = Log(label_of, annotation.id) if annotation is not None else None
        self._log = self._of_one or self._whole
        self._pages: dict[Log, LogPage] = {}
        self._outdated: set[Log] = {self._whole, self._log}
        """Logs that may lack what was done last, or say "not saved" of what is."""
        self._busy = False
        self._to_the_end = False
        self._problem = ""

    @property
    def reader_app(self) -> ReaderApp:
        """The app, as the type it is."""
        return cast("ReaderApp", self.app)

    @property
    def reading(self) -> bool:
        """Whether something is being read still."""
        return self._busy or not (self._problem or self._log in self._pages)

    def compose(self) -> ComposeResult:
        """A rule, the list, how much of it there is, what can be done."""
        ink = self.reader_app.ink
        with Vertical(id="history"):
            yield RuleLine(ink, id="history-rule")
            yield LogPane(ink, id="history-list")
            yield ChromeLine(ink, id="history-said")
            yield ChromeLine(ink, id="history-keys")

    def on_mount(self) -> None:
        """The list takes the keys."""
        self.query_one(LogPane).focus()
        self._fit()
        self.call_after_refresh(self._go_on)

    def on_resize(self) -> None:
        """Rows of another width are laid out anew."""
        self._fit()
        self.call_after_refresh(self._go_on)

    def _fit(self) -> None:
        self.query_one("#history").styles.height = rows_taken(self.app.size.height)

    def views_use_ink(self, ink: Ink) -> None:
        """Another theme was chosen."""
        for widget in self.query(StripWidget):
            widget.use_ink(ink)

    # ------------------------------------------------------------------ reading

    def on_save_news(self) -> None:
        """What was not saved yet may be now."""
        self._catch_up()

    def on_refused(self) -> None:
        """A change is not going to be saved."""
        self._catch_up()

    def on_arrivals(self) -> None:
        """Another program wrote."""
        self._catch_up()

    def _catch_up(self) -> None:
        self._outdated = {self._whole, self._of_one or self._whole}
        self._go_on()

    def _go_on(self) -> None:
        """Show what there is, and have the thread do what is to be done next, if anything is."""
        pane, log = self.query_one(LogPane), self._log
        if self._busy or self._problem or not pane.size.width:
            return
        page = self._pages.get(log)
        outdated = log in self._outdated or page is None or page.told.width != pane.inner_width
        wanted = self._to_the_end or pane.rows_to_come < _ROWS_AHEAD
        if outdated or (wanted and not log.complete):
            self._busy = True
            self._outdated.discard(log)
            told = Told(pane.inner_width, self._editor.author, utc_now(), log is self._whole)
            work = (log, None if outdated else page, told, _PIECES_TO_THE_END if self._to_the_end else 1)
            # Not a worker of Textual's: quitting would wait for it, and a dead network disk never answers.
            threading.Thread(target=self._work, args=work, name="history", daemon=True).start()
        elif self._to_the_end:
            self._to_the_end = False
            pane.action_cursor_to("bottom")
        self._draw()

    def _work(self, log: Log, page: LogPage | None, told: Told, pieces: int) -> None:
        """In the thread: read some pieces, and lay them out."""
        try:
            if page is None:
                report = self._editor.record.id
                waiting = self._session.waiting(report)
                log.catch_up(waiting, self._session.store.changes(report))
                page = LogPage(told)
            for _ in range(pieces):
                log.read_on()
            page.add(log.entries)
        except Exception as error:
            # A defect of ours, or damage nobody has foreseen, must not leave her before "reading" for ever.
            self.post_message(self.Ready(log, None, f"It cannot be read ({type(error).__name__}: {error})."))
        else:
            self.post_message(self.Ready(log, page))

    def on_history_screen_ready(self, event: Ready) -> None:
        """Show it, and go on."""
        self._busy = False
        self._problem = event.problem
        if event.page is not None:
            self._pages[event.log] = event.page
        if event.log is self._log:
            self.query_one(LogPane).show(self._rows())
        self._draw()
        self._go_on()

    def _rows(self) -> list[PaneRow]:
        page, log, width = self._pages.get(self._log), self._log, self.query_one(LogPane).inner_width
        if self._problem:
            return text_rows(self._problem, width, "warning")
        if page is None:
            return []
        rows = list(page.rows)  # the thread adds to its own
        if log.gap:
            rows.extend(text_rows(log.gap, width, "warning"))
        elif log.complete and not rows:
            rows = text_rows("No change was recorded yet.", width)
        return rows

    # ------------------------------------------------------------------ drawing

    def _draw(self) -> None:
        width = self.query_one(LogPane).size.width
        of = f"this annotation: “{quote_of(self._annotation.spans)}”" if self._annotation else ""
        what = "the whole report" if self._log is self._whole else of
        self.query_one(RuleLine).show((Title(0, width, "HISTORY", what, focused=True),))
        self.query_one("#history-said", ChromeLine).show(Line(f" {self._said()}"))
        self.query_one("#history-keys", ChromeLine).show(Line(self._hints(width)))

    def _hints(self, width: int) -> str:
        """The keys, as many as there is room for."""
        key = first_shown(self.reader_app.shown_keymap.get("history") or _KEY)
        other = "this annotation" if self._log is self._whole else "whole report"
        toggle = [f"{key} {other}"] if self._annotation is not None else []
        return whole_hints(("esc close", *toggle, "enter to the words", "j k down, up", "G oldest"), width)

    def _said(self) -> str:
        """How much of the log is in the list."""
        page, log = self._pages.get(self._log), self._log
        awaited = self._to_the_end or not self.query_one(LogPane).rows_to_come
        if page is None or (self._busy and awaited):
            looked_at = f" {log.looked_at} changes so far" if log.looked_at else ""
            return f"reading …{looked_at}"
        count = page.count
        if not log.complete:
            return f"the {count} newest changes; more follow as you go down"
        if count < 2:
            return "1 change" if count else ""
        return f"{count} changes, the newest first"

    # ------------------------------------------------------------------ keys

    def on_log_pane_moved(self, event: LogPane.Moved) -> None:
        """Read on when the end comes near."""
        self._to_the_end = event.to_the_end and not self._log.complete
        self._go_on()

    def on_line_pane_chosen(self, event: LinePane.Chosen) -> None:
        """Go to the words an entry is about."""
        page = self._pages.get(self._log)
        entry = page.entry(event.key) if page is not None else None
        if entry is not None:
            self.dismiss(entry)

    def action_other_log(self) -> None:
        """From the annotation to the whole report, and back."""
        if self._of_one is None:
            return
        self._log = self._whole if self._log is self._of_one else self._of_one
        self._to_the_end = False
        pane = self.query_one(LogPane)
        pane.show(self._rows())
        pane.action_cursor_to("top")
        self._go_on()

    def action_cancel(self) -> None:
        """Escape."""
        self.dismiss(None)
