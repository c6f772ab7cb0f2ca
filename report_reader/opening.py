"""Opening what a headless command works on: the store for reading, reports from the command line."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from report_reader.errors import CommandError
from report_reader.output import say

if TYPE_CHECKING:
    from annotations.store import AnnotationStore
    from reports.document import Report
    from reports.opening import Opening

STANDARD_INPUT = "-"


@contextmanager
def opened(database: Path, *, tells: bool = True) -> Iterator[AnnotationStore]:
    """The store, for reading only; `tells` what is wrong with it if it can be read all the same.

    Raises `StoreError` when it cannot.
    """
    from annotations.store import AnnotationStore

    store = AnnotationStore.open(database, read_only=True)
    try:
        store.unreadable()  # looks into every row, so that `sound` knows
        if tells and not store.sound:
            say(store.notice)
        yield store
    finally:
        store.close()


def require_store(database: Path) -> None:
    """Raise `CommandError` for a path with nothing there: a wrong name must not pass for an empty store."""
    from annotations.disk.files import StoreFiles

    # A journal alone is no empty store either: opening it says what can be done.
    if not database.exists() and not StoreFiles.of(database).journal.exists():
        raise CommandError(
            f"{database} does not exist, so nothing was recorded there; "
            "name the file with your annotations with --db."
        )


def sources_of(arguments: Sequence[str]) -> list[str]:
    """The files that the arguments name, folders expanded; `-` is standard input. Raises `ReportError`."""
    from reports.loading import report_files

    # `./-` as a path is `-` again, which would mean standard input.
    return [
        path if isinstance(path, str) else f"./{path}" if str(path) == STANDARD_INPUT else str(path)
        for path in report_files(arguments)
    ]


def begun(source: str) -> Opening:
    """The report in a file, or piped in, with its first stretch read. Raises `ReportError`."""
    from reports.loading import open_file, open_stream

    return open_stream(sys.stdin.buffer) if source == STANDARD_INPUT else open_file(source)


def loaded(source: str) -> Report:
    """The report in a file, or piped in, all of it. Raises `ReportError`."""
    return begun(source).whole()
