"""What is shown of the entities: what the machine found, with all that was said of it since."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from tui.article.layers import mention_spans
from tui.messages import EntitiesCorrected, Shown
from tui.panes.entities import Listing
from tui.screens.panes import Panes

if TYPE_CHECKING:
    from collections.abc import Callable

    from claims.records import Claims
    from entities.correcting.corrections import Correction
    from entities.records import Findings

_FEW = 1_000
"""Mentions of findings that are corrected at once: in some ten milliseconds."""
_SHORT = 200_000
"""Code points of a text that is looked through at once for words that were added."""


class Corrected(Panes):
    """Keeps what is shown in step with what was found and what was said."""

    _machine: Findings | None = None
    """What the machine found."""
    _said: tuple[Correction, ...] = ()
    """What was said of it in what is shown."""

    def shown_of(
        self, machine: Findings, claims: Claims | None, pause: Callable[[], object] = lambda: None
    ) -> Shown:
        """The findings with what was said of them, listed; of many to be made where nobody waits for it."""
        from annotations.voices import unnamed_sources
        from entities.correcting.applying import corrected

        editor = self.reading.editor
        said = editor.corrections.said if editor is not None else ()
        now = corrected(machine, said, pause)
        unnamed = unnamed_sources(claims, now) if claims is not None else ()
        return Shown(machine, said, Listing(now, unnamed))

    def corrections_changed(self) -> None:
        """What is shown follows what was said: at once in a report of usual length, else in a thread."""
        editor, entities = self.reading.editor, self.state.entities
        if editor is None or entities.correcting or editor.corrections.said == self._said:
            return
        machine = self._machine if self._machine is not None else self._nothing()
        if len(machine.mentions) <= _FEW and len(self.report.text) <= _SHORT:
            self.take_shown(self.shown_of(machine, self.state.claims))
            return
        entities.correcting = True
        self.run_worker(partial(self._correct, machine), thread=True, name="correct the entities")

    def _correct(self, machine: Findings) -> None:
        self.post_message(
            EntitiesCorrected(self.shown_of(machine, self.state.claims, self.reader_app.give_way))
        )

    def on_entities_corrected(self, event: EntitiesCorrected) -> None:
        """Take over what a thread made; if the machine has found more meanwhile, that is corrected too."""
        self.state.entities.correcting = False
        if self._machine is None or event.shown.machine is self._machine:
            self.take_shown(event.shown)
        else:
            self.corrections_changed()
        self.views.draw(follow=False)

    def take_shown(self, shown: Shown) -> None:
        """Show other findings: what is chosen, and the cursor of the list, stay on what they were on."""
        entities, pane = self.state.entities, self.views.entities
        before, now, said = entities.findings, shown.listing.findings, self._said
        entities.listing, self._said = shown.listing, shown.said
        if before is not None:
            from tui.reading.correcting import followed

            chosen = followed(before, now, entities.chosen)
            if pane.cursor_key.startswith("entity:"):
                under_cursor = followed(before, now, pane.cursor_key.removeprefix("entity:"))
                if said != shown.said:
                    entities.reveal(under_cursor)
                if under_cursor:
                    pane.keep_to(f"entity:{under_cursor}")
            self.now_chosen(chosen)
        self.reading.deciding.findings = now
        self.views.mentions_changed(mention_spans(now))
        self.more_was_found()
        self.views.draw_entities()
        self.corrections_changed()

    def take_found(self, shown: Shown) -> None:
        """The machine has found more."""
        self._machine = shown.machine
        self.take_shown(shown)

    def _nothing(self) -> Findings:
        """What is there before the machine has found anything, and without a machine."""
        from entities.records import Findings, Mentions

        return Findings(mentions=Mentions(self.report.text))
