"""Moving and selecting, by keys and by mouse."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.screens.base import ReaderBase

if TYPE_CHECKING:
    from reports.motion import Level
    from tui.article.overview import Overview
    from tui.article.pointing import Pointing

_UNITS: dict[int, Level] = {2: "word", 3: "sentence"}
"""What two and three clicks select."""


class Moving(ReaderBase):
    """The caret and the selection."""

    _dragged_from = 0
    """The character at which the mouse went down, or the end of the selection that stays."""

    def action_move(self, motion: str) -> None:
        """Move the caret; a selection follows."""
        self.reading.move(motion)
        self.show()
        if motion == "end" and not self.report.complete:
            self.say(f"This is the end of what has been read so far, {self.reading.share:.0%} of the report.")

    def action_extend(self, motion: str) -> None:
        """Select by a motion."""
        self.reading.extend(motion)
        self.show()

    def action_page(self, pages: int) -> None:
        """A page on or back; the caret goes along."""
        article, reading = self.views.article, self.reading
        offset = article.page(reading.caret, pages)
        if reading.anchor is None:
            reading.go(offset)
            # In a sentence longer than the window its start would be the way back.
            if article.shows(reading.sentence.start):
                reading.go(reading.sentence.start)
        else:
            reading.select(reading.anchor, offset)
        self.show()

    def action_select(self) -> None:
        """Select from the caret, or edit the borders of the held annotation."""
        self.attempt(self.reading.start_selection)

    def action_select_sentence(self) -> None:
        """Select the sentence."""
        self.reading.select_sentence()
        self.show()

    def action_other_end(self) -> None:
        """The caret to the other end of the selection."""
        self.reading.other_end()
        self.show()

    def action_grow(self) -> None:
        """The selection to the next larger unit."""
        grown = self.reading.grow()
        self.show()
        if not grown:
            self.say("There is nothing larger around this to select.")

    def action_shrink(self) -> None:
        """The selection back."""
        self.reading.shrink()
        self.show()

    def action_keep(self) -> None:
        """Enter in the article keeps edited borders, and adds the words of a fragment."""
        if self.reading.work is not None:
            self.edit(self.reading.keep)

    def on_overview_clicked(self, event: Overview.Clicked) -> None:
        """A click on the strip goes there."""
        self.reading.go(self.views.article.scroll_to_share(event.row, event.height))
        self.show()

    def on_pointing_pressed(self, event: Pointing.Pressed) -> None:
        """One click puts the caret, two select the word, three the sentence; shift selects up to there."""
        reading, unit = self.reading, _UNITS.get(event.chain)
        if event.extend:
            reading.select_to(event.offset)
        elif unit is not None:
            reading.select_unit(event.offset, unit)
        else:
            reading.go(event.offset)
        self._dragged_from = reading.anchor if event.extend and reading.anchor is not None else event.offset
        self.show(follow=False)

    def on_pointing_dragged(self, event: Pointing.Dragged) -> None:
        """Dragging selects, by words or sentences if it began with two or three clicks."""
        if event.offset != self._dragged_from or self.reading.anchor is not None:
            self.reading.select(self._dragged_from, event.offset, _UNITS.get(event.chain))
            self.show(follow=False)

    def on_pointing_sign_pressed(self, event: Pointing.SignPressed) -> None:
        """A click on a sign in the gutter holds its annotation, the next click the next one of several.

        On the sign of a suggestion the caret goes to its sentence.
        """
        if event.annotations:
            self.reading.hold_one_of(event.annotations, event.offset)
        else:
            self.reading.go(event.offset)
        self.show(follow=False)

    def on_article_view_scrolled(self) -> None:
        """The strip and the cursor follow the text."""
        self.views.draw_overview()
        self.show_cursor()
