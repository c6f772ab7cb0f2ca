"""What is suggested: going from one to the next, taking, dismissing (rule 6)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.lines.suggesting_words import none_at_all, none_further
from tui.panes.suggested import DISMISS, TAKE, TAKE_TAG
from tui.screens.moving import Moving

if TYPE_CHECKING:
    from collections.abc import Callable

    from annotations.records import Change
    from tui.widgets.line_pane import LinePane

_NOT_SEEN = "Not all that is suggested for these words is in sight, and what is not seen is not decided."
_NONE_HERE = "Nothing is suggested here; s goes to the next suggestion."


class Suggesting(Moving):
    """The keys of suggestions."""

    def action_suggestion(self, step: int) -> None:
        """To the next or previous sentence with a suggestion."""
        if not self.ready():
            return
        if self.reading.deciding.go(step):
            self.show()
        else:
            self.say(self._none_further(step))

    def action_keep(self) -> None:
        """Enter in the article: keep borders, add a fragment; else take what is suggested, and go on."""
        if self.reading.work is not None or self.reading.adding:
            super().action_keep()
        else:
            self._decide(self.reading.take_suggested)

    def action_dismiss_suggestion(self) -> None:
        """Dismiss what is suggested, and go on."""
        self._decide(self.reading.dismiss_suggested)

    def toggle(self, tag_id: str) -> None:
        """Toggle a tag on the target; what is suggested is taken by it where all of that is in sight."""
        if self.ready():
            self.edit(lambda: self.reading.tag(tag_id, taking=self._in_sight))

    async def on_line_pane_chosen(self, event: LinePane.Chosen) -> None:
        """Enter or a click on a row of what is suggested: take all, dismiss all, or take one tag."""
        if event.key == TAKE:
            self._decide(self.reading.take_suggested)
        elif event.key == DISMISS:
            self._decide(self.reading.dismiss_suggested)
        elif event.key.startswith(TAKE_TAG) and self._seen():
            self.edit(lambda: self.reading.tag(event.key.removeprefix(TAKE_TAG)))

    def _decide(self, decide: Callable[[], Change | None]) -> None:
        """Take or dismiss what is suggested at the target, unless it is out of sight; then go on."""
        if not self.ready():
            return
        deciding = self.reading.deciding
        if not deciding.here:
            self.say(_NONE_HERE if deciding.any_left else self._none_further(1))
            return
        if not self._seen():
            return
        further = True

        def decide_and_go_on() -> Change | None:
            nonlocal further
            change = decide()
            further = deciding.go(1)
            return change

        # Both before anything is drawn: the cursor of the pane keeps to the row that takes what is suggested.
        self.edit(decide_and_go_on)
        if not further:
            self.say(self._none_further(1), news=True)

    def _seen(self) -> bool:
        """Whether all that would be decided on is in sight; if not, as much as can be is brought there."""
        if self._in_sight:
            return True
        self.show()
        if not self._in_sight:
            self.say(_NOT_SEEN)
        return False

    @property
    def _in_sight(self) -> bool:
        article = self.views.article
        return all(article.shows_some_of(each.sentence) for each in self.reading.deciding.here)

    def _none_further(self, step: int) -> str:
        """After the last one: what is left to do."""
        suggestions, entities = self.reading.deciding.suggestions, self.state.entities
        if suggestions is None:
            return none_at_all(entities.problem, entities.progress)
        untagged, sentence = self.state.coverage.count, self.reading.sentence
        return none_further(
            suggestions,
            sentence,
            step,
            untagged=untagged,
            progress=entities.progress,
            problem=entities.problem,
            notices=entities.notices,
        )
