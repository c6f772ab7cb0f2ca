"""The line a search is typed in: how it seeks, what is sought, and how many hits there are."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import BindingType
from textual.widgets import Input, Label
from textual.widgets.input import Selection

from reports.search import Query
from tui.bindings import bindings
from tui.keys import KEYS, first_shown
from tui.screens.prompt import Prompt, Typed

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from textual.app import ComposeResult

    from tui.looks.ink import Ink

_SWITCHES = (
    ("whole_word", "search.word", "whole word", "word"),
    ("as_written", "search.case", "case", "case"),
    ("expression", "search.regex", "regex", "regex"),
)
"""Field of the query, id of its key, what the question says while it is on, what the key line calls it."""


class SearchPrompt(Prompt):
    """Tells with every change what is sought."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("search")

    def __init__(
        self,
        ink: Ink,
        proposed: Query,
        *,
        keymap: Mapping[str, str],
        seek: Callable[[Query], None],
        keep: Callable[[], bool],
        step: Callable[[int], None],
    ) -> None:
        """`proposed` is what the next key replaces; `keep` says whether what is typed can be sought."""
        super().__init__(
            ink,
            _question(proposed),
            initial=proposed.words,
            placeholder="small letters find capitals too",
        )
        self._query = proposed
        self._sought = Query("")
        self._keymap = keymap
        self._seek = seek
        self._keep = keep
        self._walk = step
        self._longest = 0
        self._count = Label("", id="search-count", markup=False)

    def beside(self) -> ComposeResult:
        """The count of the hits."""
        yield self._count

    def on_mount(self) -> None:
        """What was sought last is sought again, until something else is typed in its place."""
        super().on_mount()
        self._input.selection = Selection(0, len(self._query.words))
        if self._query.seeks:
            self._seek_anew()

    def tell(self, found: str) -> None:
        """Show where on the hits the caret is, as `3/1204…`."""
        # Laid out anew for a longer count only: that paints the whole screen.
        self._count.update(found, layout=len(found) > self._longest)
        self._longest = max(self._longest, len(found))

    def on_input_changed(self, event: Input.Changed) -> None:
        """Another word."""
        self._query = self._query._replace(words=event.value)
        self._seek_anew()

    def _seek_anew(self) -> None:
        if self._query != self._sought:
            self._sought = self._query
            self._seek(self._query)

    def action_switch(self, field: str) -> None:
        """Seek otherwise."""
        self._query = Query(**self._query._asdict() | {field: not getattr(self._query, field)})
        self.query_one("#prompt-question", Label).update(f" {_question(self._query)}: ")
        self._seek_anew()

    def action_step(self, rows: int) -> None:
        """To another hit."""
        self._walk(rows)

    def take(self) -> None:
        """Enter: the hits stay."""
        if self._keep():
            self.dismiss(Typed(self._query.words))

    def hints(self) -> Sequence[str]:
        """The keys of the search, those that are needed most first."""
        key = {entry.id: first_shown(self._keymap.get(entry.id) or entry.keys) for entry in KEYS}
        switches = (f"{key[binding]} {short}" for _, binding, _, short in _SWITCHES)
        walking = f"{key['search.next']} {key['search.back']} hits"
        return "enter keep", "esc cancel", walking, *switches


def _question(query: Query) -> str:
    on = [words for field, _, words, _ in _SWITCHES if getattr(query, field)]
    return " · ".join(["search", *on])
