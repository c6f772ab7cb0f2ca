"""What a signal sets off, without a terminal: a pipe stands for it, and a list for the end of the process."""

from __future__ import annotations

import asyncio
import os
import signal
import threading
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any, cast

import pytest
from textual.events import Event, Key

from tui.session import Session
from tui.terminal import endings as module
from tui.terminal.driver import Outlet
from tui.terminal.endings import FLUSH_SECONDS, SAVING_SECONDS, Endings, hung_up
from tui.terminal.turns import Turns

SIGNALS = (signal.SIGHUP, signal.SIGTERM)
TOUCHED = (*SIGNALS, signal.SIGTTOU)


class Store:
    """A session: what it was given to close, and what it could not save."""

    def __init__(self) -> None:
        self.closed: list[float] = []
        self.left: list[str] = []
        self.gate = threading.Event()
        self.gate.set()
        self.writer = self

    def close(self, timeout: float) -> bool:
        self.closed.append(timeout)
        self.gate.wait(10)
        return not self.left

    def pending(self) -> list[str]:
        return self.left

    @property
    def why_not_saved(self) -> str:
        return f"NOT saved: {' '.join(self.left)}"


class App:
    """An app that hands over a last change when it is wound up, if it is not stuck."""

    def __init__(self, store: Store | None) -> None:
        self.session = cast("Session | None", store)
        self.said: list[str] = []
        self.stuck = False

    def wind_up(self, done: Callable[[], None]) -> None:
        self.said.append("wound up")
        if not self.stuck:
            done()

    def give_back_terminal(self) -> None:
        self.said.append("given back")


@pytest.fixture(autouse=True)
def handlers() -> Iterator[None]:
    """The signals of whoever runs the tests, as they were."""
    before = [signal.getsignal(number) for number in TOUCHED]
    for number in SIGNALS:
        signal.signal(number, signal.SIG_DFL)
    yield
    for number, handler in zip(TOUCHED, before, strict=True):
        signal.signal(number, handler)


@pytest.fixture
def terminal() -> Iterator[list[int]]:
    """Both ends of a line: ours, and the one that may be closed."""
    ends = list(os.pipe())
    yield ends
    for end in ends:
        os.close(end)


@pytest.fixture
def left(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The exit codes of processes that were given up, at once."""
    monkeypatch.setattr(module, "GIVEN_UP_AFTER", 0.05)
    return []


async def until(state: Callable[[], object]) -> None:
    for _ in range(4000):
        if state():
            return
        await asyncio.sleep(0.005)
    pytest.fail("it never came to that")


async def test_a_signal_has_the_screen_hand_over_before_the_store_is_closed(
    terminal: list[int], left: list[int]
) -> None:
    store = Store()
    app = App(store)
    order = app.said
    store.close = lambda timeout: order.append("saved") is None  # type: ignore[method-assign]
    endings = Endings(app, left.append)
    endings.begin(terminal[0])
    os.kill(os.getpid(), signal.SIGTERM)
    await until(lambda: left)
    assert order == ["wound up", "saved", "given back"]
    assert left == [endings.code] == [143]


async def test_the_store_is_closed_once_and_in_less_time_than_without_a_signal(
    terminal: list[int], left: list[int]
) -> None:
    store = Store()
    endings = Endings(App(store), left.append)
    endings.begin(terminal[0])
    for number in (*SIGNALS, *SIGNALS):
        os.kill(os.getpid(), number)
    await until(lambda: left)
    assert endings.save() == ""
    (seconds,) = store.closed
    assert 0 < seconds <= SAVING_SECONDS < FLUSH_SECONDS
    assert len(left) == 1


async def test_a_screen_that_is_stuck_does_not_keep_the_store_from_being_closed(
    terminal: list[int], left: list[int]
) -> None:
    store = Store()
    app = App(store)
    app.stuck = True
    Endings(app, left.append).begin(terminal[0])
    os.kill(os.getpid(), signal.SIGHUP)
    await until(lambda: store.closed)


async def test_what_hangs_is_left_behind_with_the_exit_code_and_last_words(
    terminal: list[int], left: list[int], capfd: pytest.CaptureFixture[str]
) -> None:
    store = Store()
    store.left = ["a", "\x1b[2Jtag"]
    store.gate.clear()
    Endings(App(store), left.append).begin(terminal[0])
    os.kill(os.getpid(), signal.SIGHUP)
    await until(lambda: left)
    store.gate.set()
    assert left == [129]
    assert capfd.readouterr().err == "NOT saved: a ␛[2Jtag\n"


async def test_what_was_told_is_not_told_again(
    terminal: list[int], left: list[int], capfd: pytest.CaptureFixture[str]
) -> None:
    store = Store()
    store.left = ["a tag"]
    endings = Endings(App(store), left.append)
    endings.begin(terminal[0])
    os.kill(os.getpid(), signal.SIGTERM)
    await until(lambda: store.closed)
    assert endings.save() == "NOT saved: a tag"
    endings.end()
    assert all(signal.getsignal(number) is not signal.SIG_DFL for number in SIGNALS)
    await until(lambda: left)
    assert capfd.readouterr().err == ""


async def test_a_line_that_is_dead_is_a_hang_up(terminal: list[int], left: list[int]) -> None:
    endings = Endings(App(Store()), left.append)
    endings.begin(terminal[1])
    os.close(terminal.pop(0))
    await until(lambda: left)
    assert endings.code == 129


async def test_who_has_hang_ups_ignored_is_not_asked_by_them(terminal: list[int]) -> None:
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    endings = Endings(App(Store()))
    endings.begin(terminal[0])
    assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
    endings.end()


async def test_after_quitting_signals_are_again_as_they_were(terminal: list[int]) -> None:
    store = Store()
    endings = Endings(App(store))
    endings.begin(terminal[0])
    assert all(signal.getsignal(number) is not signal.SIG_DFL for number in SIGNALS)
    assert endings.save() == ""
    endings.end()
    assert all(signal.getsignal(number) is signal.SIG_DFL for number in SIGNALS)
    assert store.closed == [FLUSH_SECONDS]
    assert endings.code == 0
    watching = [thread for thread in threading.enumerate() if thread.name == "endings"]
    await until(lambda: not any(thread.is_alive() for thread in watching))


def test_a_key_whose_turn_comes_after_the_store_was_closed_is_said_to_be_lost() -> None:
    store = Store()
    endings = Endings(App(store))
    assert endings.save() == ""
    store.left.append("+ unverified")
    assert endings.save() == "NOT saved: + unverified"


def test_a_store_that_was_never_opened_needs_no_closing() -> None:
    endings = Endings(App(None))
    assert endings.save() == ""
    endings.end()


def test_what_is_written_to_a_dead_line_goes_nowhere() -> None:
    reading, writing = os.pipe()
    with os.fdopen(writing, "w", buffering=1) as file:
        outlet = Outlet(cast(Any, file))
        assert outlet.write("seen\n") == 5
        outlet.flush()
        assert os.read(reading, 10) == b"seen\n"
        assert not hung_up(outlet.fileno())
        os.close(reading)
        assert hung_up(outlet.fileno())
        assert outlet.write("not seen\n") == 9
        outlet.flush()
        assert outlet.write("nor this\n") == 9
        os.dup2(os.open(os.devnull, os.O_WRONLY), writing)


async def test_the_end_is_that_of_q_without_a_question(opened: Callable[..., Any]) -> None:
    done = threading.Event()
    async with opened() as reader:
        await reader.press("u")
        reader.app.wind_up(done.set)
        await until(done.is_set)
        assert reader.app._exit
    assert "1 annotation of" in (reader.app.return_value or "")


async def test_a_key_that_comes_after_the_end_is_not_taken() -> None:
    taken: list[Event] = []

    async def take(event: Event) -> None:
        taken.append(event)

    turns = Turns(cast(Any, SimpleNamespace(is_running=False)), take, lambda _: False)
    turns.begin()
    await turns.finish()
    await turns.take(Key("c", "c"))
    assert not taken


async def test_the_keys_that_have_arrived_are_obeyed_first(opened: Callable[..., Any]) -> None:
    done = threading.Event()
    async with opened() as reader:
        for key in ("u", "j", "c"):
            reader.app.post_message(Key(key, key))
        reader.app.wind_up(done.set)
        await until(done.is_set)
        assert len(reader.marked) == 2
