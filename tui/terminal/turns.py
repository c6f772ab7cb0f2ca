"""One key after the other: none is looked at before everything the last one set off is done.

Textual hands each key to what has the focus at that moment. Keys that arrive together, as over a slow
connection, would all go to the article: behind `m`, the word "hello" would tag, move and select instead of
becoming a note, and what is typed behind enter would end up in the text that enter just took.
"""

from __future__ import annotations

import asyncio
from collections import deque
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from textual.app import App
    from textual.events import Event
    from textual.message_pump import MessagePump

_ROUNDS = 2
"""Enter in a text field goes up to the app, whose answer starts at the field again."""
_PATIENCE = 1.0
"""Seconds until a widget that does not answer, as it is being closed, no longer holds up the keys."""
_LAST_TURNS = 0.25
"""Seconds that the keys which have arrived get when the reader is being ended."""


class Turns:
    """Keys and pastes of an app, each handled when the one before is over and nothing holds it up."""

    def __init__(
        self,
        app: App[str],
        handle: Callable[[Event], Awaitable[None]],
        must_wait: Callable[[Event], bool],
    ) -> None:
        """`must_wait` holds up a key, and all behind it, until `begin` is called again."""
        self._app = app
        self._handle = handle
        self._must_wait = must_wait
        self._waiting: deque[Event] = deque()
        self._busy = True
        self._over = False
        self._task: asyncio.Task[None] | None = None

    async def take(self, event: Event) -> None:
        """Handle the event now, or in its turn; not at all after `finish`."""
        if self._over:
            return
        if self._busy or self._must_wait(event):
            self._waiting.append(event)
            self._busy = True
            return
        self._busy = True
        await self._handle(event)
        self.begin()

    def begin(self) -> None:
        """Handle what waits, as soon as all that has been set off is done."""
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._go_on())

    async def finish(self) -> None:
        """Have the keys that have arrived obeyed, but for those that are held up, and take no more."""
        if self._task is not None:
            await asyncio.wait({self._task}, timeout=_LAST_TURNS)
        self._over = True

    async def _go_on(self) -> None:
        held_up = False
        try:
            await self._settled()
            while self._waiting and self._app.is_running and not held_up and not self._over:
                held_up = self._must_wait(self._waiting[0])
                if not held_up:
                    await self._handle(self._waiting.popleft())
                    await self._settled()
        finally:
            # Also after a defect: a keyboard that is dead would be the worse one.
            self._busy = held_up

    async def _settled(self) -> None:
        """Wait until what has the focus, all that is around it, and the app have done what was waiting."""
        settled: MessagePump | None = None
        while self._app.is_running:
            target = self._app.focused or self._app.screen
            if target is settled:
                return
            for _ in range(_ROUNDS):
                for node in (target, *target.ancestors):
                    await _reached(node)
            settled = target


async def _reached(node: MessagePump) -> None:
    """Wait until a widget has looked at all messages that it has by now."""
    done = asyncio.Event()
    if node.call_later(done.set):
        try:
            await asyncio.wait_for(done.wait(), _PATIENCE)
        except TimeoutError:
            return
