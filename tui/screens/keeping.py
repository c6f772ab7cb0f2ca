"""Saving and leaving: what the header says of the disk, and quitting without losing anything."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from reports.visible import visible
from tui.lines.clock import local_time
from tui.panes.rows import shortened
from tui.screens.base import ReaderBase

if TYPE_CHECKING:
    from annotations.arrivals import Arrived, Said
    from annotations.writer import SaveState
    from reports.opening import Opening
    from tui.messages import Arrivals, KeptText, Refused, SaveNews

FLUSH_SECONDS = 5.0
"""How long quitting waits for the disk."""
_AUTHOR_CELLS = 24
"""Of a name in the target line: there must be room for what was done."""
_SAVING_SHOWN_AFTER = 0.2
"""Seconds: a save that takes less is not announced."""


class Keeping(ReaderBase):
    """How saving stands, and the way out."""

    _leaving = False

    def __init__(self, opening: Opening, *, place: str = "") -> None:
        super().__init__(opening, place=place)
        self._arrived: list[Arrived] = []
        """What other programs wrote and the screen does not show yet."""
        self._why_not_saved = ""
        """The whole sentence, as it was said last; empty while everything is saved."""

    def on_save_news(self, event: SaveNews) -> None:
        """How saving stands."""
        self.take_over(event.state)
        self.views.draw_chrome()
        self._catch_up()

    def take_over(self, save: SaveState) -> None:
        """Keep how saving stands, to be drawn; a save under way is announced only when it takes a while."""
        from annotations.writer import NotSaved, Saved, Saving

        if isinstance(save, Saved):
            self._leaving = False
            if self._why_not_saved and self.state.alarm == visible(self._why_not_saved):
                self.state.alarm = ""  # saved without a key, as when another program let go of the file
            self.state.problem = self._why_not_saved = ""
            self.state.saved = f"saved {local_time(save.at)}" if save.at else "saved"
        elif isinstance(save, NotSaved):
            self.state.problem = f"NOT SAVED {save.count}: {visible(save.why)}"
            if save.sentence != self._why_not_saved:
                # Once, with the file and what to do; the header goes on to say that it is so.
                self._why_not_saved = save.sentence
                self.say(save.sentence)
        elif isinstance(save, Saving):
            self.set_timer(
                max(0.01, _SAVING_SHOWN_AFTER - (time.monotonic() - save.since)), self._still_saving
            )

    def _still_saving(self) -> None:
        from annotations.writer import Saving

        state = self.reader_app.save_state()
        if isinstance(state, Saving):
            self.state.saved = f"saving {state.count}"
            self.views.draw_chrome()

    def on_refused(self, event: Refused) -> None:
        """Another program changed the same record: show what the store holds, and say so."""
        self.catch_up_later()
        self._catch_up()
        self.say(str(event.refusal))

    def catch_up_later(self) -> None:
        """Show all that the store holds as soon as it has what was done here."""
        from annotations.arrivals import Arrived

        self._arrived.append(Arrived(everything=True))

    def on_arrivals(self, event: Arrivals) -> None:
        """Another program wrote into the store."""
        self._arrived.extend(event.arrived)
        self._catch_up()

    def on_kept_text(self, event: KeptText) -> None:
        """The text of a report is not kept beside the store, or is again."""
        sentence = event.news.sentence
        if not event.news.kept:
            sentence = f"{sentence.rstrip('.')}; f5 or the next change tries again."
        # Beside what is said at opening, which nobody may have read yet.
        self.say(f"{self.state.alarm} {sentence}".strip())

    def _catch_up(self) -> None:
        """Show what other programs did, as soon as the store has all that was done here since."""
        session, editor = self.reader_app.session, self.reading.editor
        if not self._arrived or session is None or editor is None or session.writer.pending():
            return
        arrived, self._arrived = self._arrived, []
        tag_set = editor.tag_set
        touched = session.take_in(editor, arrived)
        removed = self.reading.let_go_of_removed()
        if editor.tag_set != tag_set:
            self.reader_app.use_tags(editor.tag_set)
        said = [each.logs[editor.record.id] for each in arrived if editor.record.id in each.logs]
        if said:
            self.state.last = elsewhere(said[-1])
        self.views.annotations_changed(touched)
        self.corrections_changed()
        self.show(follow=False)
        if removed:
            self.say("The annotation that was held has been removed elsewhere.")

    def action_saved(self) -> None:
        """What is saved, and where."""
        from annotations.writer import Saving

        save, session = self.reader_app.save_state(), self.reader_app.session
        if self.state.problem:
            count = self.state.problem.partition(":")[0]
            self.say(f"{count}: {self._why_not_saved}" if self._why_not_saved else self.state.problem)
        elif isinstance(save, Saving):
            self.say(f"saving {save.count}, not on disk yet")
        elif session is not None and session.texts.trouble:
            self.say(f"all {self.state.saved or 'saved'}, but: {session.texts.trouble}")
        else:
            self.say(f"all {self.state.saved or 'saved'} in {self.reader_app.settings.database}", news=True)

    def action_save_again(self) -> None:
        """Try again what could not be saved or kept; if it cannot, why is said again."""
        session = self.reader_app.session
        if session is not None:
            self._why_not_saved = ""
            session.retry()

    def action_library(self) -> None:
        """The list of reports."""
        self.remember_place()
        self.reader_app.push_screen(self.reader_app.library_screen(self.report.source))

    def action_quit_reader(self) -> None:
        """Quit; with changes that are not on disk only at the second press."""
        self.remember_place()
        session = self.reader_app.session
        if session is None:
            self.reader_app.leave(0, "")
            return
        self.run_worker(self._leave, thread=True, exclusive=True, name="leave")
        self.set_timer(_SAVING_SHOWN_AFTER, self._still_leaving)

    def _still_leaving(self) -> None:
        session = self.reader_app.session
        if session is not None and session.writer.pending() and not self._leaving:
            self.say(f"Waiting for the disk before the end, at most {FLUSH_SECONDS:.0f} seconds.")

    def _leave(self) -> None:
        session = self.reader_app.session
        saved = session is None or session.writer.flush(FLUSH_SECONDS)
        self.app.call_from_thread(self._left, saved)

    def _left(self, saved: bool) -> None:
        if saved or self._leaving:
            self._go()
            return
        self._leaving = True
        self.say("Not everything is saved: f5 tries again, E exports elsewhere, q again quits without it.")

    def wind_up(self) -> None:
        """Quit without a question, since nobody may be there to answer; the caller waits for the disk."""
        self.remember_place()
        self._go()

    def _go(self) -> None:
        index = self.reading.index
        self.stop_finding()
        self.reader_app.leave(len(index) if index is not None else 0, visible(self.report.title))


def elsewhere(said: Said) -> str:
    """What another program did last, for the target line."""
    who = shortened(said.author, _AUTHOR_CELLS) if said.author else "elsewhere"
    what = f"{said.kind} of {visible(said.label)}" if said.kind != "change" else visible(said.label)
    return f"{who}: {what}  {local_time(said.at)}"
