"""One state of the program: how to get there, when it is reached, and which pictures are taken of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from annotations.writer import Saved
from tui.app import ReaderApp
from tui.screens.history import HistoryScreen
from tui.screens.reader import ReaderScreen
from tui.screens.source import SourceDialog

Size = tuple[int, int]
"""Columns and rows."""
Shot = tuple[Size, str]
"""The size and the look of one picture."""

WIDE, MIDDLE, USUAL, SMALL, TINY = SIZES = ((120, 40), (100, 30), (80, 24), (60, 20), (40, 10))
LOOKS = ("night", "paper", "plain")
"""Two themes, and `NO_COLOR`."""
DARK = ("night",)
BOTH = ("night", "paper")
PICTURES = Path(__file__).with_name("pictures")


def shots(sizes: tuple[Size, ...] = SIZES, looks: tuple[str, ...] = LOOKS) -> tuple[Shot, ...]:
    """Every one of these sizes in every one of these looks."""
    return tuple((size, look) for size in sizes for look in looks)


EVERY = shots()
ONE_EACH = ((WIDE, "night"), (USUAL, "paper"), (SMALL, "plain"))
"""Three sizes and three looks in three pictures, for what differs in words more than in its drawing."""


def picture_file(state: str, size: Size, look: str) -> Path:
    """Where the picture of a state is kept."""
    return PICTURES / f"{state}-{size[0]}x{size[1]}-{look}.svg"


def reader_of(app: ReaderApp) -> Any:
    """The screen of the report, also while a dialog stands above it."""
    return next((each for each in app.screen_stack if isinstance(each, ReaderScreen)), None)


def saved(app: ReaderApp) -> bool:
    """Everything is on disk, and the header says so."""
    writer = app.session.writer if app.session is not None else None
    reader = reader_of(app)
    if writer is None or reader is None:
        return writer is not None
    return isinstance(writer.state, Saved) and not writer.pending()


def not_saved(app: ReaderApp) -> bool:
    return "NOT SAVED 1" in reader_of(app).state.problem


def opened(app: ReaderApp) -> bool:
    return app.session is not None


def found(words: str) -> Callable[[ReaderApp], bool]:
    return lambda app: str(reader_of(app).state.seeking.words) == words


def marked(number: int) -> Callable[[ReaderApp], bool]:
    return lambda app: len(reader_of(app).state.marks) == number


def marked_suggestions(number: int) -> Callable[[ReaderApp], bool]:
    return lambda app: len(reader_of(app).state.marked_suggestions) == number


def on_a(kind: str) -> Callable[[ReaderApp], bool]:
    return lambda app: reader_of(app).views.annotations.cursor_key.startswith(f"{kind}:")


def history_read(app: ReaderApp) -> bool:
    return isinstance(app.screen, HistoryScreen) and not app.screen.reading


def verified(app: ReaderApp) -> bool:
    dialog = app.screen
    return isinstance(dialog, SourceDialog) and dialog.found is not None and dialog.hidden is not None


@dataclass(frozen=True)
class State:
    """One state: what is to be seen there, and how to get there."""

    name: str
    title: str = ""
    says: str = ""
    """One or two sentences for somebody who looks at the pictures."""
    keys: tuple[str, ...] = ()
    scene: str = "tagged"
    """What lies on the table before the first key: a method of the stage."""
    at: str = ""
    """Words to put the caret on first."""
    ready: Callable[[ReaderApp], bool] = saved
    shots: tuple[Shot, ...] = EVERY

    @property
    def sizes(self) -> tuple[Size, ...]:
        """The sizes there are pictures in."""
        return tuple(dict.fromkeys(size for size, _ in self.shots))

    def looks(self, size: Size) -> tuple[str, ...]:
        """The looks there are pictures in, of this size."""
        return tuple(look for each, look in self.shots if each == size)

    @property
    def pictures(self) -> list[Path]:
        """All files with pictures of it."""
        return [picture_file(self.name, *shot) for shot in self.shots]
