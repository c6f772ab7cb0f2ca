"""What is measured: the installed reader and what it is compared with."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent
HELLO = [sys.executable, str(HERE / "hello.py")]


def reader(store: Path, report: Path) -> list[str]:
    """The installed reader, on a store and a report."""
    return [str(Path(sys.executable).with_name("report-reader")), "--db", str(store), str(report)]


class Keys(NamedTuple):
    """There and back again, as a terminal sends it: by line (or sentence), by page, to the end."""

    line: tuple[str, str]
    page: tuple[str, str]
    end: tuple[str, str]


class Pager(NamedTuple):
    """A program that shows a text."""

    name: str
    command: Callable[[Path], list[str]]
    """Given the text; raises nothing, also where the program is not installed."""
    keys: Keys
    markdown_only: bool = False

    def can_be_run(self, text: Path) -> bool:
        """Whether it is installed and made for this text."""
        if self.markdown_only and text.suffix != ".md":
            return False
        return shutil.which(self.command(text)[0]) is not None


_ARROWS = Keys(("\x1b[B", "\x1b[A"), ("\x1b[6~", "\x1b[5~"), ("\x1b[1;5F", "\x1b[1;5H"))
_OURS = Keys(("j", "k"), (" ", "\x15"), ("G", "g"))


def pagers(home: Path) -> list[Pager]:
    """The reader, with a store in that folder, and the others, installed or not."""
    return [
        Pager("report-reader", lambda text: reader(home / f"{text.name}.json", text), _OURS),
        Pager("less", lambda text: ["less", str(text)], Keys(("j", "k"), (" ", "b"), ("G", "g"))),
        Pager(
            "vim -R",
            lambda text: ["vim", "-R", "--clean", "-n", str(text)],
            Keys(("j", "k"), ("\x06", "\x02"), ("G", "gg")),
        ),
        Pager("Textual TextArea", lambda text: _stock("TextArea", text), _ARROWS),
        Pager("Textual Markdown", lambda text: _stock("Markdown", text), _ARROWS, markdown_only=True),
    ]


def _stock(widget: str, text: Path) -> list[str]:
    return [sys.executable, str(HERE / "stock.py"), widget, str(text)]
