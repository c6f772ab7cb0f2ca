"""The Textual app: themes, keys, the terminal's cursor, and the session that every screen shares."""

from __future__ import annotations

import gc
import os
import sys
from functools import partial
from typing import TYPE_CHECKING, ClassVar, Protocol, runtime_checkable

from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType
from textual.events import Key, Paste
from textual.theme import BUILTIN_THEMES

from reports.visible import visible, visible_lines
from tui.keys import KEYS, PRESETS, shown
from tui.looks.ink import Ink
from tui.looks.theming import first_theme, ink_theme, other_themes, textual_theme
from tui.patience import Patience
from tui.terminal.turns import Turns

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from textual.driver import Driver
    from textual.events import Event
    from textual.geometry import Offset
    from textual.message import Message
    from textual.screen import Screen

    from annotations.arrivals import Arrived
    from annotations.errors import StoreError, Superseded
    from annotations.tagset import TagSet
    from annotations.texts.keeper import TextNews
    from annotations.writer import SaveState
    from entities.cache import EntityCache
    from reports.opening import Opening
    from reports.search import Query
    from themes.loading import ThemeFile
    from tui.screens.reader import ReaderScreen
    from tui.session import Session
    from tui.settings import Settings
    from tui.terminal.endings import Endings, Farewell

_SHOW_CURSOR, _HIDE_CURSOR = "\x1b[?25h", "\x1b[?25l"
_DEFAULT_KEYS = {entry.id: entry.keys for entry in KEYS}
_DIGITS = frozenset(f"tag.{number}" for number in range(4, 10))
"""Tags beyond the first three have names of their own in the picker."""
_LENT_AFTER = 2.0
"""Seconds the disk gets when the process is to be stopped."""
_PASTED_MOST = 10_000
"""Characters of a paste, as drawn, that a field gets: with 65 536 a text area takes a second for a key."""
_FEW_COLOURS = (None, "standard", "windows")


@runtime_checkable
class Inked(Protocol):
    """A screen that draws with an ink of its own beside the CSS."""

    def views_use_ink(self, ink: Ink) -> None:
        """Draw with another theme."""


@runtime_checkable
class Speaker(Protocol):
    """A screen with a place for a sentence."""

    def say(self, sentence: str) -> None:
        """Show it until the next key."""


class ReaderApp(App[str]):
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
        self.session: Session | None = None
        self.failure: Exception | None = None
        self.sought: Query | None = None
        """The last search of this run, which the next one begins with."""
        self.endings: Endings | None = None
        """Set where the process is the app's own, so that it may end with a signal."""
        self._first = first
        self._awaiting: list[Screen[None]] = []
        """Screens to be told when the store has been read."""
        self._cursor_shown = False
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

    # ------------------------------------------------------------------ keys

    @property
    def shown_keymap(self) -> dict[str, str]:
        """Binding ids to keys, as far as they are not those of the table."""
        return PRESETS.get(self.settings.key_preset, {}) | self.settings.keymap

    @property
    def alt_keys(self) -> frozenset[str]:
        """The keys with alt that the user bound; the table has none."""
        keys = ",".join(self.shown_keymap.values()).split(",")
        return frozenset(key for key in keys if key.startswith("alt+"))

    def _tag_keymap(self, tag_set: TagSet) -> dict[str, str]:
        """The keys of the tags by their number: their own, and the digit of their place."""
        remapped = self.shown_keymap
        keys = {}
        for number, tag in enumerate(tag_set.tags[:9], start=1):
            binding = f"tag.{number}"
            if binding not in remapped:
                keys[binding] = ",".join(dict.fromkeys((tag.key, str(number)))).strip(",")
        return keys

    def use_tags(self, tag_set: TagSet) -> None:
        """Bind the keys of this tag set, under what the user remapped."""
        # Textual lays the keymap over all bindings anew at every key: what changes nothing is left out.
        keymap = self._tag_keymap(tag_set) | self.shown_keymap
        self.set_keymap({each: keys for each, keys in keymap.items() if keys != _DEFAULT_KEYS.get(each)})

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
            event.text = self._pasted(event.text)
        await super().on_event(event)

    def _pasted(self, text: str) -> str:
        """What a field gets of a paste: as it is drawn, for it may be of a report, and not without end."""
        shown = visible_lines(text[:_PASTED_MOST])
        if max(len(text), len(shown)) > _PASTED_MOST:
            self._say(f"A field takes the first {_PASTED_MOST:,} characters of a paste.")
        return shown[:_PASTED_MOST]

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
        """Open the store in a thread, after the first paint; the screen is told with a message.

        More than one may wait: from the list of reports one is opened before the store has been read.
        """
        from tui.messages import SessionOpened

        if self.session is not None:
            screen.post_message(SessionOpened(self.session))
            return
        self._awaiting.append(screen)
        if len(self._awaiting) > 1:
            return
        self._after_first_paint()

        def work() -> None:
            from annotations.errors import StoreError
            from tui.session import Session

            try:
                session = Session(
                    self.settings, self._tell_state, self._tell_refused, self._tell_arrived, self._tell_text
                )
            except StoreError as error:
                self.call_later(self.fail, error)
                return
            self.session = session
            self.call_later(self._tell_opened, session)
            from reports.motion import prepare

            prepare()

        self.run_worker(work, thread=True, name="open the store", exit_on_error=True)

    def _after_first_paint(self) -> None:
        """What could wait: the other themes."""
        others = other_themes(self.settings, next(iter(self._themes.values())))
        for theme in others.values():
            self.register_theme(textual_theme(theme))
        self._themes |= others

    def _tell_opened(self, session: Session) -> None:
        from tui.messages import SessionOpened

        for screen in self._awaiting:
            screen.post_message(SessionOpened(session))
        self._awaiting.clear()

    def _tell_state(self, state: SaveState) -> None:
        from tui.messages import SaveNews

        self._tell(SaveNews(state))

    def _tell_refused(self, refusal: Superseded) -> None:
        from tui.messages import Refused

        self._tell(Refused(refusal))

    def _tell_arrived(self, arrived: Sequence[Arrived]) -> None:
        from tui.messages import Arrivals

        self._tell(Arrivals(arrived))

    def _tell_text(self, news: TextNews) -> None:
        from tui.messages import KeptText

        self._tell(KeptText(news))

    def _tell(self, news: Message) -> None:
        """Tell the reader, wherever it is in the stack.

        Not the blank screen at the bottom: whenever a screen below another one gets a message, Textual
        repaints everything.
        """
        for screen in self._screen_stack:
            if isinstance(screen, Inked):
                screen.post_message(news)

    def save_state(self) -> SaveState | None:
        """How saving stands now."""
        return self.session.writer.state if self.session is not None else None

    def entity_cache(self) -> EntityCache | None:
        """Where results of the model are kept."""
        from entities.cache import EntityCache

        return EntityCache(self.settings.cache) if self.settings.cache is not None else None

    def fail(self, error: StoreError) -> None:
        """The store cannot be used: nothing could be kept, so end with the sentence that says so."""
        self.failure = error
        self.exit("")

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """The palette: what can be done here, with its key, and our themes; Textual's own list is longer."""
        from tui.screens.reader import ReaderScreen

        if isinstance(screen, ReaderScreen):
            for entry in KEYS:
                if (
                    entry.scope in ("reader", "article")
                    and entry.group not in ("Move", "Select")
                    and entry.id not in _DIGITS
                ):
                    keys = shown(self.shown_keymap.get(entry.id) or entry.keys)
                    action = partial(screen.call_later, screen.run_action, entry.action)
                    yield SystemCommand(entry.does, keys, action)
        for name in self._themes:
            yield SystemCommand(f"theme {name}", "for this run", partial(setattr, self, "theme", name))
        yield SystemCommand("another theme", "all of Textual's", self.action_change_theme)

    async def action_quit(self) -> None:
        """The palette's quit is ours."""
        self.action_quit_reader()

    def action_quit_reader(self) -> None:
        """Quit; what cannot be saved is never dropped without a second press."""
        from tui.screens.reader import ReaderScreen

        reader = next((screen for screen in self._screen_stack if isinstance(screen, ReaderScreen)), None)
        if reader is None:
            self.exit(self._farewell(0, ""))
        else:
            reader.action_quit_reader()

    def leave(self, tagged: int, title: str) -> None:
        """End, with the line that says where the work lies."""
        self.exit(self._farewell(tagged, title))

    def _farewell(self, tagged: int, title: str) -> str:
        if not title or self.session is None or not self.session.store.exists:
            return ""
        where = visible(str(self.settings.database))
        if not tagged:
            return f"No annotations of {title} yet; the place of reading is kept in {where}"
        count = f"{tagged} annotation{'' if tagged == 1 else 's'}"
        return f"{count} of {title} in {where} · report-reader export writes them as JSON"

    def wind_up(self, done: Callable[[], None]) -> None:
        """End as `q` does, without a question: behind the keys that have arrived, before any other.

        `done` is called when no change can follow. To be called on the app's loop.
        """
        self.call_later(self.run_worker, partial(self._wind_up, done), name="wind up")

    async def _wind_up(self, done: Callable[[], None]) -> None:
        from tui.screens.reader import ReaderScreen

        await self._turns.finish()
        try:
            readers = [screen for screen in self._screen_stack if isinstance(screen, ReaderScreen)]
            if not readers:
                self.exit("")
            for reader in readers:
                reader.keep_unfinished()
                reader.wind_up()
        finally:
            done()

    def give_back_terminal(self) -> None:
        """Leave the terminal as it was found, without waiting for whatever hangs."""
        from tui.terminal.driver import ReaderDriver

        if isinstance(self._driver, ReaderDriver):
            self._driver.give_back_at_once()

    def _handle_exception(self, error: Exception) -> None:
        """A defect of ours ends the program with one sentence, not with a screen of code.

        What was changed is flushed by `run_reader`; tests see all.
        """
        if self.is_headless:
            super()._handle_exception(error)
            return
        self.failure = self.failure or error
        self.exit("", return_code=1)

    def action_copy_or_say(self) -> None:
        """Where nothing is to be copied, say how to quit."""
        self.notify("q quits, ctrl+q everywhere", timeout=3)

    # ------------------------------------------------------------------ the terminal's cursor

    @property
    def ending(self) -> bool:
        """Whether a signal has ended the reader, though not all may be done yet."""
        return self.endings is not None and self.endings.called

    def lend_terminal(self) -> None:
        """The process is about to be stopped: let it not hold the store's lock meanwhile."""
        if self.session is not None:
            self.session.writer.flush(_LENT_AFTER)

    def take_terminal_back(self) -> None:
        """The terminal is ours again, and its cursor hidden; all is drawn anew as for another size."""
        self._cursor_shown = False

    def place_cursor(self, cell: Offset | None) -> None:
        """Show the terminal's own cursor at a cell of the screen, or hide it."""
        if cell is not None:
            self.cursor_position = cell
        if self._driver is None or self.is_headless:
            return
        if (cell is not None) != self._cursor_shown:
            self._cursor_shown = cell is not None
            self._driver.write(_SHOW_CURSOR if self._cursor_shown else _HIDE_CURSOR)
        if cell is not None:
            self._driver.write(f"\x1b[{cell.y + 1};{cell.x + 1}H")
        self._driver.flush()


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
