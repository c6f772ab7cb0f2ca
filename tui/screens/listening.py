"""What the model's process tells while it reads: who and what the report speaks of, and who says what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.messages import EntityNews
from tui.screens.corrected import Corrected
from tui.state import Claimed

if TYPE_CHECKING:
    from entities.finding.finder import Update


class Listening(Corrected):
    """Starts the finder, tells it what is on the screen, and takes over what it tells."""

    def find_entities(self) -> None:
        """Let the model read the report, what is on the screen first; once."""
        if self._finder is not None:
            return
        # Here, since nothing of it is needed before the first paint.
        from claims.job import claims_job
        from entities.finding.finder import EntityFinder

        settings, cache = self.reader_app.settings, self.reader_app.entity_cache()
        job = claims_job(settings.lexicon_folder)
        self._finder = EntityFinder(settings.model, cache, self._tell_entities, job)
        first = self.views.layers.sentence
        block = self.report.blocks.at(first.start if first is not None else 0)
        self._finder.start(self.report, block)

    def on_article_view_scrolled(self) -> None:
        """The model reads next what is on the screen now."""
        if self._finder is not None and self.state.entities.progress is not None:
            self._finder.look_at(self.report.blocks.at(self.views.article.top_offset))

    def action_pause_reading(self) -> None:
        """Stop the model, or let it go on; what was found stays."""
        state = self.state.entities
        if self._finder is None or not state.pausing:
            self.say("The model is not reading now; there is nothing to stop.")
            return
        state.held = not state.held
        if state.held:
            self._finder.pause()
        else:
            self._finder.resume()
        self.views.draw_entities()
        self.show(follow=False)

    def _tell_entities(self, update: Update) -> None:
        from entities.finding.finder import Found

        # In the finder's thread: the keyboard must not wait for twenty thousand entities to be sorted.
        if isinstance(update, Found):
            claimed = Claimed.read(update.beside, len(self.report.text))
            shown = self.shown_of(update.findings, claimed.claims, self.reader_app.give_way)
            self.post_message(EntityNews(update, shown, claimed))
        else:
            self.post_message(EntityNews(update))

    def on_entity_news(self, event: EntityNews) -> None:
        """The model's process has something to tell; only the entity pane shows it."""
        from entities.finding.finder import Found, Progress, Unavailable

        update: Update = event.update
        state = self.state.entities
        if isinstance(update, Progress):
            state.progress = (update.done, update.total)
        elif isinstance(update, Found):
            state.notices = update.notices
            if update.findings.complete:
                state.progress, state.held = None, False
            if event.claimed is not None:
                self.state.take_claimed(event.claimed)
            if event.shown is not None:
                self.take_found(event.shown)
            if event.claimed is not None:
                self.views.suggestions_changed()
        elif isinstance(update, Unavailable):
            state.problem, state.progress, state.held = update.sentence, None, False
            # What was added stands there all the same.
            self.corrections_changed()
        self.views.draw_entities()
        if self.state.pane == "entities":
            self.views.draw_chrome()
