"""The terminal as screen and keyboard, whatever the standard streams were connected to.

Textual 8.2 reads keys from `sys.__stdin__` and draws to `sys.__stderr__`. When the report itself comes
through standard input, or a log takes standard error, both have to be the terminal all the same.
"""

from __future__ import annotations

import os
import sys

from report_reader.errors import CommandError

_TERMINAL = "/dev/tty"


def require() -> None:
    """Raise `CommandError` unless there is a terminal to draw on."""
    if sys.stdout is None or not sys.stdout.isatty():
        raise CommandError(
            "the reader needs a terminal, and standard output is none; "
            "`report-reader export`, `entities` and `claims` write to files and pipes."
        )


def take() -> None:
    """Make the terminal the keyboard and the screen; raises `CommandError` without one."""
    require()
    if sys.stdin is None or not sys.stdin.isatty():
        _take_keyboard()
    if sys.stderr is None or not sys.stderr.isatty():
        sys.__stderr__ = os.fdopen(_opened(os.O_WRONLY), "w", encoding="utf-8")  # type: ignore[misc]


def _take_keyboard() -> None:
    """Put the terminal in the place of standard input, for this process and those it starts."""
    descriptor = _opened(os.O_RDWR)
    if descriptor != 0:
        os.dup2(descriptor, 0)
        os.close(descriptor)
    sys.stdin = sys.__stdin__ = os.fdopen(0, closefd=False)  # type: ignore[misc]


def _opened(flags: int) -> int:
    try:
        return os.open(_TERMINAL, flags)
    except OSError as error:
        raise CommandError(
            f"the reader needs a terminal for its keys, and {_TERMINAL} cannot be opened: {error.strerror}."
        ) from error
