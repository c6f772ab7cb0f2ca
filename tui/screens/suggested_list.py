"""What is suggested, in the list of the annotation pane: alike ones, and one key for all that are marked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.finding.listing import SUGGESTED, ListFilter
from tui.finding.suggested import start_of
from tui.panes.suggested import LIST_THEM
from tui.screens.lists import Lists

if TYPE_CHECKING:
    from collections.abc import Callable

    from annotations.records import Change
    from annotations.suggestions import Suggestion
    from tui.widgets.line_pane import LinePane

_STILL_LISTED = "The list is still being made; a moment."
_NONE_TO_MARK = "There is no suggestion in this list to mark."


class SuggestedLists(Lists):
    """The list of suggestions, and what is marked there."""

    # ------------------------------------------------------------------ what is listed

    def action_list_suggested(self) -> None:
        """In the list: what is suggested, or all annotations again."""
        if self.ready():
            self._list(ListFilter(suggested=not self.state.list_filter.suggested))

    def action_alike(self) -> None:
        """To the list of the suggestions that are like the one at the target."""
        if not self.ready():
            return
        here = self.reading.deciding.here
        if not here:
            self.say("Nothing is suggested here that others could be like.")
            return
        self.enter_pane("annotations")
        self._list_like(here[0])

    def action_list_alike(self) -> None:
        """In the list of suggestions: those like the one under the cursor, or all again."""
        start = start_of(self.views.annotations.cursor_key)
        found = self._suggestion(start) if start is not None else None
        if self.state.list_filter.alike is not None:
            self._list(ListFilter(suggested=True))
        elif found is not None:
            self._list_like(found)
        else:
            self.say("s lists what is suggested; A then narrows that to those like the one under the cursor.")

    def _list_like(self, suggestion: Suggestion) -> None:
        self._list(ListFilter(suggested=True, alike=self.reading.deciding.alike(suggestion)))

    def _list(self, wanted: ListFilter) -> None:
        self.put_card_away()
        self.state.narrow(wanted)
        self.show()
        self.views.annotations.cursor_to_list()

    async def on_line_pane_chosen(self, event: LinePane.Chosen) -> None:
        """Enter or a click on a suggestion goes there; on their number among the tags it lists them."""
        start = start_of(event.key)
        if start is not None:
            self.reading.go(start)
            self.enter_pane("article")
        elif event.key == LIST_THEM:
            self.action_list_suggested()

    # ------------------------------------------------------------------ marking

    def action_mark(self) -> None:
        """Mark the suggestion under the cursor, or unmark it; the cursor goes on."""
        pane = self.views.annotations
        start = start_of(pane.cursor_key)
        if start is None or self.state.shows_card:
            super().action_mark()
            return
        self.state.marked_suggestions.toggle(str(start))
        pane.action_cursor(1)
        self.show()

    def action_mark_all(self) -> None:
        """Mark all that are listed; if they are marked already, none."""
        state = self.state
        if not state.list_filter.suggested:
            super().action_mark_all()
            return
        listed = state.listed
        if not listed.complete:
            # Nobody waits for a list: it is made while nothing is pressed.
            self.say(_STILL_LISTED)
        elif not len(listed):
            self.say(_NONE_TO_MARK)
        else:
            keys = [listed.key(number) for number in range(len(listed))]
            state.marked_suggestions.toggle_all([key.removeprefix(SUGGESTED) for key in keys])
            self.show()

    # ------------------------------------------------------------------ acting on what is marked

    def action_take_marked(self) -> None:
        """Take all that are marked, each with its source, as one change; with none marked, choose the row."""
        if self._suggestions_act:
            self._decide_marked("take", "enter again takes them all", self.reading.deciding.take_all)
        else:
            self.views.annotations.action_choose()

    def action_dismiss_marked(self) -> None:
        """Dismiss all that are marked, as one change."""
        if self._suggestions_act:
            dismiss = self.reading.deciding.dismiss_all
            self._decide_marked("dismiss", "backspace again dismisses them all", dismiss)
        else:
            self.say("s lists what is suggested, space marks; backspace dismisses all that are marked.")

    def toggle(self, tag_id: str) -> None:
        """A tag key takes that tag of all that are marked and have it suggested."""
        if not self._suggestions_act:
            super().toggle(tag_id)
            return
        only = [each._replace(tags=(tag_id,)) for each in self._marked_suggestions() if tag_id in each.tags]
        if not only:
            self.say(f"{self.state.tag_set.label(tag_id)} is not suggested for what is marked.")
            return
        again = f"{self.state.tag_set.letter(tag_id)} again takes it of them all"
        self._decide_marked(tag_id, again, lambda _: self.reading.deciding.take_all(only))

    def _any_marked(self, key: str) -> bool:
        """Whether anything is marked that this key of annotations can act on; says so if not."""
        if self.state.list_filter.suggested:
            self.say("These are suggestions: enter takes all that are marked, backspace dismisses them.")
            return False
        return super()._any_marked(key)

    @property
    def _suggestions_act(self) -> bool:
        return self.state.marks_act and self.state.list_filter.suggested

    def _decide_marked(
        self, what: str, again: str, decide: Callable[[list[Suggestion]], Change | None]
    ) -> None:
        if self.is_sure(what, again):
            self.edit(lambda: decide(self._marked_suggestions()))

    def _marked_suggestions(self) -> list[Suggestion]:
        found = (self._suggestion(start) for start in sorted(map(int, self.state.marked_suggestions)))
        return [each for each in found if each is not None]

    def _suggestion(self, start: int) -> Suggestion | None:
        suggestions = self.reading.deciding.suggestions
        return suggestions.at(start) if suggestions is not None else None
