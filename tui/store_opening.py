"""Opening the store behind the first paint, and handing on what it and its threads have to tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.looks.ink import Inked
from tui.messages import Arrivals, KeptText, Refused, SaveNews, SessionOpened

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.message import Message
    from textual.screen import Screen

    from annotations.arrivals import Arrived
    from annotations.errors import Superseded
    from annotations.texts.keeper import TextNews
    from annotations.writer import SaveState
    from tui.app import ReaderApp
    from tui.session import Session


class StoreOpening:
    """Opens the store of an app once, for all screens that ask for it."""

    def __init__(self, app: ReaderApp) -> None:
        self._app = app
        self._awaiting: list[Screen[None]] = []
        """Screens to be told when the store has been read."""

    def begin(self, screen: Screen[None]) -> bool:
        """Open the store in a thread; the screen is told with a message. Returns whether it was the first.

        More than one may wait: from the list of reports one is opened before the store has been read.
        """
        if self._app.session is not None:
            screen.post_message(SessionOpened(self._app.session))
            return False
        self._awaiting.append(screen)
        if len(self._awaiting) > 1:
            return False
        self._app.run_worker(self._open, thread=True, name="open the store", exit_on_error=True)
        return True

    def _open(self) -> None:
        from annotations.errors import StoreError
        from tui.session import Session

        app = self._app
        try:
            session = Session(
                app.settings, self._tell_state, self._tell_refused, self._tell_arrived, self._tell_text
            )
        except StoreError as error:
            app.call_later(app.fail, error)
            return
        app.session = session
        app.call_later(self._tell_opened, session)
        from reports.motion import prepare

        prepare()

    def _tell_opened(self, session: Session) -> None:
        for screen in self._awaiting:
            screen.post_message(SessionOpened(session))
        self._awaiting.clear()

    def _tell_state(self, state: SaveState) -> None:
        self._tell(SaveNews(state))

    def _tell_refused(self, refusal: Superseded) -> None:
        self._tell(Refused(refusal))

    def _tell_arrived(self, arrived: Sequence[Arrived]) -> None:
        self._tell(Arrivals(arrived))

    def _tell_text(self, news: TextNews) -> None:
        self._tell(KeptText(news))

    def _tell(self, news: Message) -> None:
        """Tell the reader, wherever it is in the stack.

        Not the blank screen at the bottom: whenever a screen below another one gets a message, Textual
        repaints everything.
        """
        for screen in self._app.screen_stack:
            if isinstance(screen, Inked):
                screen.post_message(news)
