"""What is suggested, as a list: all of it, or what a filter lets through, found in steps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotations.query import Query, fold
from annotations.ranks import Ranks
from tui.finding.listing import SUGGESTED

if TYPE_CHECKING:
    from collections.abc import Callable

    from annotations.query import LabelOf
    from annotations.suggestions import Suggestion, Suggestions
    from tui.finding.listing import ListFilter
    from tui.reading.deciding import Grounds

SLICE = 200
"""Suggestions that a filter is applied to in one step: 4 ms on a machine of 2020."""


def start_of(key: str) -> int | None:
    """Where the sentence of a row starts; `None` if it is another kind of row."""
    kind, _, start = key.partition(":")
    return int(start) if f"{kind}:" == SUGGESTED else None


class AllSuggestions:
    """Every sentence with an open suggestion, in the order of the text."""

    def __init__(self, suggestions: Suggestions) -> None:
        self._suggestions = suggestions

    def __len__(self) -> int:
        return self._suggestions.count or 0

    def key(self, number: int) -> str:
        """The key of a row."""
        return f"{SUGGESTED}{self._suggestions.start_of(self._suggestions.stop_of(number))}"

    def place(self, key: str) -> int | None:
        """The number of the row with a key."""
        start = start_of(key)
        return self._suggestions.place(start) if start is not None and self.complete else None

    @property
    def complete(self) -> bool:
        """Whether it is known what is open."""
        return self._suggestions.complete

    def work(self) -> bool:
        """Find out some more of what is open."""
        return self._suggestions.work()


class MatchingSuggestions:
    """The sentences with an open suggestion that a filter lets through."""

    def __init__(self, suggestions: Suggestions, accepts: Callable[[Suggestion], bool]) -> None:
        self._suggestions = suggestions
        self._accepts = accepts
        self._begin()

    def _begin(self) -> None:
        self._begun, self._version = self._suggestions.times_begun, self._suggestions.version
        self._let_through = Ranks(bytes(self._suggestions.stop_count))
        self._looked_at = 0

    def __len__(self) -> int:
        self._catch_up()
        return self._let_through.count

    def key(self, number: int) -> str:
        """The key of a row."""
        return f"{SUGGESTED}{self._suggestions.start_of(self._let_through.at(number))}"

    def place(self, key: str) -> int | None:
        """The number of the row with a key."""
        start = start_of(key)
        stop = self._suggestions.stop_at(start) if start is not None else None
        return self._let_through.place(stop) if stop is not None else None

    @property
    def complete(self) -> bool:
        """Whether the filter has been applied to all."""
        return self._looked_at >= len(self._let_through)

    def work(self) -> bool:
        """Apply the filter to some more; returns whether there are more."""
        self._catch_up()
        beyond = min(self._looked_at + SLICE, len(self._let_through))
        for stop in range(self._looked_at, beyond):
            self._look_at(stop)
        self._looked_at = beyond
        return not self.complete

    def _catch_up(self) -> None:
        news = self._suggestions.news(self._version)
        if self._suggestions.times_begun != self._begun:
            self._begin()
            return
        self._version += len(news)
        for stop in news:
            if stop < self._looked_at:
                self._look_at(stop)

    def _look_at(self, stop: int) -> None:
        suggestion = self._suggestions.open_at(stop)
        chosen = suggestion is not None and self._accepts(suggestion)
        self._let_through.choose(stop, stop + 1, chosen=chosen)


def filter_of(
    list_filter: ListFilter, grounds: Callable[[Suggestion], Grounds], text: str, label_of: LabelOf
) -> Callable[[Suggestion], bool]:
    """What tells whether a suggestion is let through; `grounds` gives who says it and its cues."""
    query, alike = Query(list_filter.text), list_filter.alike

    def accepts(suggestion: Suggestion) -> bool:
        if list_filter.tags and list_filter.tags.isdisjoint(suggestion.tags):
            return False
        if alike is None and not query:
            return True
        about = grounds(suggestion)
        if alike is not None and not alike.is_like(suggestion.tags, about.who, about.cues):
            return False
        fields = {
            "tag": " ".join(map(label_of, suggestion.tags)),
            "who": " ".join(about.who),
            "cue": " ".join(about.cues),
            "text": text[suggestion.sentence.start : suggestion.sentence.end],
        }
        return query.holds(fold(" ".join(fields.values())), lambda field: fields.get(field, ""))

    return accepts
