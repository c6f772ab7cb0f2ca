"""What is suggested: going from one to the next, taking, dismissing (rule 6)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.lines.wording import count_of
from tui.screens.moving import Moving

if TYPE_CHECKING:
    from collections.abc import Callable

    from annotations.records import Change

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

    def _decide(self, decide: Callable[[], Change | None]) -> None:
        """Take or dismiss what is suggested at the target, unless it is out of sight; then go on."""
        if not self.ready():
            return
        deciding = self.reading.deciding
        here = deciding.here
        if not here:
            self.say(_NONE_HERE if deciding.suggestions is not None else self._why_none())
            return
        if not self.views.article.shows_some_of(here[0].sentence):
            # Nothing is decided that is not seen.
            self.show()
            return
        self.edit(decide)
        if not deciding.go(1):
            self.say(self._none_further(1))
        else:
            self.show()
        self.remember_place()

    def _none_further(self, step: int) -> str:
        """After the last one: what is left to do."""
        suggestions, coverage = self.reading.deciding.suggestions, self.state.coverage
        if suggestions is None:
            return self._why_none()
        left = suggestions.count
        if left:
            where, key = ("further on", "S") if step > 0 else ("before this", "s")
            return f"No suggestion {where}; {key} goes back to {count_of(left, 'sentence')} with one."
        if coverage.count == 0:
            return "No suggestion is left, and every sentence has a tag."
        return f"No suggestion is left; {count_of(coverage.count, 'sentence')} without a tag, U goes there."

    def _why_none(self) -> str:
        entities = self.state.entities
        if entities.problem:
            return entities.problem
        if entities.progress is not None:
            return "The report is still being read for suggestions."
        return "Nothing is suggested yet."
