"""The Textual app: themes, keys, the terminal's cursor, and the session that every screen shares."""

from __future__ import annotations

import gc
import os
import sys
from typing import TYPE_CHECKING, ClassVar, Protocol, runtime_checkable

from textual.app import SystemCommand
from textual.binding import Binding, BindingType
from textual.events import Key, Paste
from textual.theme import BUILTIN_THEMES

from tui.keymap import remapped, with_alt, with_tags
from tui.leaving import Leaving
from tui.looks.ink import Ink, Inked
from tui.looks.theming import first_theme, ink_theme, other_themes, textual_theme
from tui.patience import Patience
from tui.store_opening import StoreOpening
from tui.terminal.cursor import TerminalCursor
from tui.terminal.pastes import pasted
from tui.terminal.turns import Turns
from tui.widgets.strip_widget import StripWidget

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textual.driver import Driver
    from textual.events import Event
    from textual.geometry import Offset
    from textual.screen import Screen

    from annotations.tagset import TagSet
    from annotations.writer import SaveState
    from entities.finding.cache import EntityCache
    from reports.opening import Opening
    from reports.search import Query
    from themes.loading import ThemeFile
    from tui.screens.reader import ReaderScreen
    from tui.settings import Settings
    from tui.terminal.endings import Farewell

_FEW_COLOURS = (None, "standard", "windows")


@runtime_checkable
class Speaker(Protocol):
    """A screen with a place for a sentence."""

    def say(self, sentence: str) -> None:
        """Show it until the next key."""


class ReaderApp(Leaving):
    """One run of the reader. Its result is the line printed after quitting."""

    CSS_PATH = "reader.tcss"
    TITLE = "report-reader"
    ENABLE_COMMAND_PALETTE = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q", "quit_reader", "quit", show=False, priority=True),
        Binding("ctrl+c", "copy_or_say", "copy", show=False),
    ]

    def __init__(self, settings: Settings, sources: Sequence[str] = (), first: Opening | None = None) -> None:
        super().__init__()
        self.settings = settings
        self.sources = list(sources)
        self.sought: Query | None = None
        """The last search of this run, which the next one begins with."""
        self._first = first
        self._store = StoreOpening(self)
        self._cursor = TerminalCursor()
        self._patience = Patience(self)
        self._turns = Turns(self, self._obey, self._patience.must_wait)
        first_file = first_theme(settings)
        self._themes: dict[str, ThemeFile] = {first_file.name: first_file}
        self.register_theme(textual_theme(first_file))
        self.animation_level = "none"
        self.ink = Ink(first_file)
        self.theme = settings.theme if settings.theme in BUILTIN_THEMES else first_file.name

    # ------------------------------------------------------------------ looks

    @property
    def plain(self) -> bool:
        """Whether roles must be told without tints: no colours wanted, or only sixteen."""
        return self.no_color or self.console.color_system in _FEW_COLOURS

    def _watch_theme(self, theme_name: str) -> None:
        super()._watch_theme(theme_name)
        theme = self._themes.get(theme_name) or ink_theme(self.current_theme)
        self.ink = Ink(theme, plain=self.plain or not theme.tinted)
        for screen in self._screen_stack if self._running else ():
            if isinstance(screen, Inked) and screen.is_mounted:
                screen.views_use_ink(self.ink)
            else:
                for widget in screen.query(StripWidget):
                    widget.use_ink(self.ink)

    # ------------------------------------------------------------------ keys

    @property
    def shown_keymap(self) -> dict[str, str]:
        """Binding ids to keys, as far as they are not those of the table."""
        return remapped(self.settings)

    @property
    def alt_keys(self) -> frozenset[str]:
        """The keys with alt that the user bound; the table has none."""
        return with_alt(self.shown_keymap)

    def use_tags(self, tag_set: TagSet) -> None:
        """Bind the keys of this tag set, under what the user remapped."""
        self.set_keymap(with_tags(self.shown_keymap, tag_set))

    def keep_for_good(self) -> None:
        """What there is now stays: leave it out of full collections, which take 40 ms of a key otherwise.

        Not where several apps run in one process, as in tests: what they leave would never be collected.
        """
        if not self.is_headless:
            gc.freeze()

    def give_way(self) -> None:
        """Wait while keys are being pressed; for threads whose work can wait, and not for long."""
        self._patience.give_way()

    def release_keys(self) -> None:
        """The store has been read: the keys that waited for it have their turn."""
        self._turns.begin()

    # ------------------------------------------------------------------ beginning and end

    def get_driver_class(self) -> type[Driver]:
        """The terminal, as one that may go away; another driver that was asked for is left in its place."""
        from tui.terminal.driver import ReaderDriver

        driver_class = super().get_driver_class()
        return ReaderDriver if issubclass(ReaderDriver, driver_class) else driver_class

    def on_load(self) -> None:
        """Before the terminal is taken: from here on a signal gives it back."""
        if self.endings is not None and sys.__stdin__ is not None:
            self.endings.begin(sys.__stdin__.fileno())

    def on_mount(self) -> None:
        """The first screen: the report, or the list of reports."""
        self.set_keymap(self.shown_keymap)
        self.push_screen(self.library_screen() if self._first is None else self.reader_screen(self._first))
        self._turns.begin()

    async def on_event(self, event: Event) -> None:
        """Keys and pastes wait for their turn."""
        if isinstance(event, Key | Paste) and not event.is_forwarded:
            self._patience.pressed()
            await self._turns.take(event)
        else:
            await super().on_event(event)

    async def _obey(self, event: Event) -> None:
        """A key, or a paste, whose turn it is: what has the keys now may be another than when it came."""
        too_early = self._patience.too_early(event)
        if too_early is not None:
            too_early.say_not_ready()
            return
        if isinstance(event, Paste):
            event.text, cut_off = pasted(event.text)
            if cut_off:
                self._say(cut_off)
        await super().on_event(event)

    def _say(self, sentence: str) -> None:
        """Say something on the screen that has a place for it, below whatever asks for a text."""
        speaker = next(
            (screen for screen in reversed(self.screen_stack) if isinstance(screen, Speaker)), None
        )
        if speaker is not None:
            speaker.say(sentence)

    def library_screen(self, open_now: str = "") -> Screen[None]:
        """The list of reports: those named on the command line, or those of the store.

        The cursor begins on the report that was read from the path `open_now`.
        """
        from tui.screens.library import LibraryScreen

        files = self.sources if len(self.sources) > 1 or self._first is None else []
        return LibraryScreen(files, open_now)

    def reader_screen(self, opening: Opening) -> ReaderScreen:
        """A screen for reading this report, however much of it is there."""
        from tui.screens.reader import ReaderScreen

        place = ""
        source = opening.report.source
        if len(self.sources) > 1 and source in self.sources:
            place = f" ({self.sources.index(source) + 1} of {len(self.sources)})"
        return ReaderScreen(opening, place=place)

    def replace_reader(self, screen: ReaderScreen) -> None:
        """Show another report instead of the one that is open, and of the list above it."""
        while len(self.screen_stack) > 2:
            self.pop_screen()
        self.switch_screen(screen)

    def open_session(self, screen: Screen[None]) -> None:
        """Have the store opened, after the first paint; the screen is told with a message."""
        if self._store.begin(screen):
            self._register_other_themes()

    def _register_other_themes(self) -> None:
        others = other_themes(self.settings, next(iter(self._themes.values())))
        for theme in others.values():
            self.register_theme(textual_theme(theme))
        self._themes |= others

    def save_state(self) -> SaveState | None:
        """How saving stands now."""
        return self.session.writer.state if self.session is not None else None

    def entity_cache(self) -> EntityCache | None:
        """Where results of the model are kept."""
        from entities.finding.cache import EntityCache

        return EntityCache(self.settings.cache) if self.settings.cache is not None else None

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """The palette: what can be done here, with its key, and our themes; Textual's own list is longer."""
        from tui import palette

        yield from palette.commands(screen, self.shown_keymap)
        yield from palette.themes(self, self._themes)
        yield SystemCommand("another theme", "all of Textual's", self.action_change_theme)

    def action_copy_or_say(self) -> None:
        """Where nothing is to be copied, say how to quit."""
        self.notify("q quits, ctrl+q everywhere", timeout=3)

    # ------------------------------------------------------------------ the terminal's cursor

    def take_terminal_back(self) -> None:
        """The terminal is ours again, and its cursor hidden; all is drawn anew as for another size."""
        self._cursor.lost()

    def place_cursor(self, cell: Offset | None) -> None:
        """Show the terminal's own cursor at a cell of the screen, or hide it."""
        if cell is not None:
            self.cursor_position = cell
        if self._driver is not None and not self.is_headless:
            self._cursor.place(self._driver, cell)


def run_reader(settings: Settings, sources: Sequence[str], first: Opening | None) -> Farewell:
    """Run the reader until the user quits, or a signal ends it; returns what to print, and the exit code.

    `first` is the report to begin with; without it the list of `sources`, or of the store, is shown.
    Raises `StoreError` when the store cannot be used, and what a defect of ours raised; with a note
    (PEP 678) on what could not be saved.
    """
    from tui.terminal.endings import Endings, Farewell

    os.environ.setdefault("TEXTUAL_ANIMATIONS", "none")
    # So long, in seconds, the thread that draws waits for those that save and decode the model's findings.
    sys.setswitchinterval(0.001)
    app = ReaderApp(settings, sources, first)
    app.endings = endings = Endings(app)
    try:
        where = app.run() or ""
    finally:
        unsaved = endings.save()
        endings.end()
    if app.failure is not None:
        if unsaved:
            app.failure.add_note(unsaved)
        raise app.failure
    return Farewell(unsaved or where, endings.code)
