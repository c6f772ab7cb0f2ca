"""What every part of the reader screen stands on: its state, its widgets, drawing and saying."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual.screen import Screen

from annotations.errors import EditError
from reports.document import Span
from reports.visible import visible
from tui.lines.clock import local_time
from tui.looks.layout import FoldLayout
from tui.reading.reading import Reading
from tui.state import ReaderState
from tui.views import ReaderViews

if TYPE_CHECKING:
    from collections.abc import Callable

    from annotations.records import Change
    from entities.finding.finder import EntityFinder
    from reports.opening import Opening
    from tui.app import ReaderApp

_DROPPED = {
    "borders": "The new borders were not kept: enter in the article keeps them.",
    "fragment": "The selected words were not added: enter in the article adds them.",
}


class ReaderBase(Screen[None]):
    """The state of one reader screen and how it is drawn; what keys do is in the classes built on it."""

    views: ReaderViews
    """Made by `compose`."""

    def __init__(self, opening: Opening, *, place: str = "") -> None:
        super().__init__()
        self.opening = opening
        self.report = report = opening.report
        reading = Reading(report, opening.sentences)
        reading.share = opening.share
        self.state = ReaderState(reading, place_in_sources=place)
        self.state.alarm = " ".join(report.notices)
        self._first_caret = reading.caret
        self._place_remembered: tuple[int, int] | None = None
        self._finder: EntityFinder | None = None
        self._fold_layout = FoldLayout()

    @property
    def reader_app(self) -> ReaderApp:
        """The app, as the type it is."""
        return cast("ReaderApp", self.app)

    @property
    def reading(self) -> Reading:
        """What is being read."""
        return self.state.reading

    @property
    def layout(self) -> FoldLayout:
        """The widgets stand where the fold says; `styles.layout` takes Textual's own layouts only."""
        return self._fold_layout

    def refold(self) -> bool:
        """Place the widgets for the window's size and the pane the user is in.

        The row of the caret stays on its line; returns whether it was in sight.
        """
        in_sight = self.views.article.keep_in_place(self.reading.caret)
        size = self.app.size
        self.views.refold(size.width, size.height)
        self._fold_layout.fold = self.views.fold
        if not self.views.fold.shows(self.state.pane):
            self.state.pane = "article"
            self.views.article.focus()
        # A widget keeps the places of its children until one of them asks for another.
        self.views.article.refresh(layout=True)
        return in_sight

    def redraw(self, *, follow: bool = True) -> None:
        """Draw everything, after the places of the widgets have changed."""
        self.views.draw_entities(force=True)
        self.views.draw(follow=follow)
        self.show_cursor()

    def show(self, *, follow: bool = True) -> None:
        """Draw the state, and put the terminal's cursor on the caret."""
        if self.reading.dropped is not None:
            self.state.alarm = _DROPPED[self.reading.dropped]
            self.reading.dropped = None
        self.views.draw(follow=follow)
        self.show_cursor()

    def show_cursor(self) -> None:
        """The terminal's own cursor stands on the caret while the article, and no dialog, has the keys."""
        cell = self.views.article.cursor_cell(self.reading.caret) if self.state.pane == "article" else None
        self.reader_app.place_cursor(cell if self.is_active else None)

    def say(self, sentence: str, *, news: bool = False) -> None:
        """Show a sentence in the target line until the next key, in reverse unless it is mere news."""
        self.state.alarm = visible(sentence)
        self.state.news = self.state.alarm if news else ""
        self.views.draw_chrome()

    def on_key(self) -> None:
        """Whatever was said stands until a key is pressed; what of it had no room stands until the next."""
        if self.state.alarm:
            self.state.alarm = self.views.alarm_rest
            self.views.draw_chrome()

    def changed(self, change: Change | None) -> None:
        """After a change: repaint what it touched, and say what it was."""
        if change is None:
            self.show()
            return
        now = local_time(change.at)
        self.state.last = f"{visible(change.label)}  {now} · z undo"
        self.views.annotations_changed(spans_of(change))
        self.corrections_changed()
        self.show()
        self.remember_place()

    def corrections_changed(self) -> None:
        """Something may have been said of entities, or taken back: what is shown follows."""

    def edit(self, action: Callable[[], Change | None]) -> None:
        """Run a change; what the rules do not allow is said in the target line."""
        try:
            self.changed(action())
        except EditError as error:
            self.say(str(error))
            self.show()

    def attempt(self, step: Callable[[], object]) -> None:
        """Run what changes nothing yet; what the rules do not allow is said in the target line."""
        try:
            step()
        except EditError as error:
            self.say(str(error))
        self.show()

    def ready(self) -> bool:
        """Whether the store has been read, so that something can be recorded; says so if not."""
        if self.reading.editor is None:
            self.say_not_ready()
            return False
        return True

    @property
    def soon_ready(self) -> bool:
        """Whether what is missing will be there in a moment, so that a key may wait for it.

        The structure of 10 MB of plain text takes less than a second; Markdown may take ten.
        """
        return self.report.complete or self.report.media_type == "text/plain"

    def say_not_ready(self) -> None:
        """Say what has to come before anything can be recorded."""
        if self.report.complete:
            self.say("The store is being opened; a moment.")
        else:
            self.say(
                f"{self.reading.share:.0%} of the report is read so far; what needs all of it has to wait."
            )

    def remember_place(self) -> None:
        """Hand the place of reading on to be saved, if it is another one than the saved."""
        editor = self.reading.editor
        if editor is None:
            return
        place = (self.reading.caret, self.views.article.top_offset)
        if place != self._place_remembered:
            self._place_remembered = place
            editor.remember_place(*place)

    def stop_finding(self) -> None:
        """End the model's process."""
        if self._finder is not None:
            self._finder.stop()


def spans_of(change: Change) -> list[Span]:
    """Everywhere a change touched the text, before and after, the gaps between fragments among it."""
    spans = []
    for edit in change.edits:
        for document in filter(None, (edit.before, edit.after)):
            if edit.table == "annotations":
                spans.append(Span(document["spans"][0]["start"], document["spans"][-1]["end"]))
            elif edit.table == "decisions":
                spans.append(Span(document["span"]["start"], document["span"]["end"]))
    return spans
