"""Search as you type, and walk along what was found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.screens.asking import Asking

if TYPE_CHECKING:
    from reports.search import Query
    from tui.finding.search import Search
    from tui.finding.searcher import Searcher
    from tui.screens.prompt import Typed
    from tui.screens.search_prompt import SearchPrompt

_FIRST_LOOK = 0.008
"""Seconds a key waits for the first hits, half a frame: what is found by then is painted with the key."""


class Searching(Asking):
    """The line a search is typed in, the thread that searches, and the keys along the trail."""

    _searcher: Searcher | None = None
    _searched: Search | None = None
    """What `_searcher` searches for."""
    _search_line: SearchPrompt | None = None
    """While it is open."""

    def action_search(self) -> None:
        """Search as you type; escape brings back what was."""
        from reports.search import Query
        from tui.screens.search_prompt import SearchPrompt

        def answer(_: Typed) -> None:
            self._search_line = None

        def back() -> None:
            self._search_line = None
            self.state.seeking.give_up()
            self.state.alarm = ""
            self._search_on()

        self.state.seeking.begin()
        self._search_line = SearchPrompt(
            self.reader_app.ink,
            self.reader_app.sought or Query(""),
            keymap=self.reader_app.shown_keymap,
            seek=self._seek,
            keep=self._keep,
            step=self.action_trail,
        )
        self.ask(self._search_line, answer, back)

    def _seek(self, query: Query) -> None:
        self.reader_app.sought = query
        self.state.alarm = ""
        self.state.seeking.seek(query)
        self._search_on()
        self._take_found(_FIRST_LOOK)
        self._show_found()

    def _keep(self) -> bool:
        kept = self.state.seeking.keep()
        self._search_on()
        self._show_found()
        return kept

    def action_trail(self, step: int) -> None:
        """Along the hits or the mentions."""
        said = self.state.seeking.walk(step)
        if said or self._search_line is not None:
            self.state.alarm = said
        self._show_found()

    # ------------------------------------------------------------------ the thread

    def report_grown(self, *, anew: bool) -> None:
        """There is more of the report: the search goes on there; `anew`: it begins again."""
        if anew:
            self.state.seeking.begin_anew()
        self._search_on()

    def _search_on(self) -> None:
        """Let a thread search for what is sought now, and no other."""
        search, report = self.state.seeking.search, self.report
        if search is not self._searched and self._searcher is not None:
            self._searcher.give_up()
            self._searcher = None
        self._searched = search
        reach = len(report.text) if report.complete else report.blocks[-1].end
        if search is None or not search.begin(reach, complete=report.complete):
            return
        from tui.finding.searcher import Searcher

        self._searcher = Searcher(
            search.query,
            report.text,
            reach,
            # Not as a message to this screen: for each one it gets below another, Textual paints everything.
            lambda: self.app.call_later(self._found_more),
            near=search.origin if search.trail is None else None,
            at=search.at,
            complete=report.complete,
        )
        self._searcher.start()

    def _found_more(self) -> None:
        if not self.is_running:
            return
        caret, hits = self.reading.caret, self._hits_in_sight()
        if not self._take_found():
            return
        other_hits = self._hits_in_sight() != hits
        if other_hits:
            self.views.article.redraw_all()
        search = self.state.seeking.search
        moved = self.reading.caret != caret
        if self._search_line is None or moved or other_hits or search is None or search.over:
            self._show_found(follow=moved)
        else:
            # The line alone: whatever changes below it, Textual paints the whole screen.
            self._search_line.tell(self.state.seeking.words)

    def _hits_in_sight(self) -> int:
        trail, rows = self.reading.trail, self.views.article.in_sight
        return trail.count_in(rows[0].start, rows[-1].end) if trail is not None and rows else 0

    def on_unmount(self) -> None:
        """The thread goes with the screen."""
        if self._searcher is not None:
            self._searcher.give_up()

    def _take_found(self, patience: float = 0) -> bool:
        """Take over what the thread has found, waiting so many seconds for it; whether there was anything."""
        seeking = self.state.seeking
        if self._searcher is None or seeking.search is not self._searched:
            # Another trail was chosen, or this one closed.
            self._search_on()
            return False
        pieces = self._searcher.take(patience)
        seeking.take(pieces)
        # The report may have grown meanwhile.
        self._search_on()
        return bool(pieces)

    def _show_found(self, *, follow: bool = True) -> None:
        seeking = self.state.seeking
        if seeking.said:
            self.state.alarm, seeking.said = seeking.said, ""
        self.show(follow=follow)
        if self._search_line is not None:
            self._search_line.tell(seeking.words)
