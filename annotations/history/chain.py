"""The history of a report: its changes from the newest back, each line naming the one before it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec

from annotations.disk.files import StoreFiles
from annotations.disk.journal import read_line
from annotations.disk.lines import Entry, Location
from annotations.plain import UNDECODABLE
from annotations.records import Change

_decode = msgspec.json.Decoder(Change).decode


class Gap(msgspec.Struct, frozen=True):
    """From here back the history cannot be followed; it is the last thing that is yielded."""

    at: Location
    sentence: str
    """What is wrong, with the file."""


def changes_of(
    report: str, head: Location, files: StoreFiles, store: Callable[[], str]
) -> Iterator[Change | Gap]:
    """Yield the changes of a report, the newest first, undos and redos too.

    `head` is where its last line stands. Each is read when it is asked for: a store that holds a
    hundred thousand changes costs no more than one that holds ten. `store` gives the store's id.
    """
    place = head
    while place.generation:
        try:
            entry = _line(files, store(), place, report)
            changes = [change for change in map(_decode, entry.changes) if change.report == report]
        except (OSError, _Unreadable, *UNDECODABLE) as error:
            yield Gap(place, f"The history cannot be read further back than this: {error}.")
            return
        yield from reversed(changes)
        place = entry.before[report]


class _Unreadable(Exception):
    """A line that is not where it should be."""


def _line(files: StoreFiles, store: str, place: Location, report: str) -> Entry:
    segment = files.segment(store, place.generation)
    # Twice the folded one: the journal may be moved there between the first look and the second.
    for path in (segment, files.journal, segment):
        entry = _read(path, place)
        # Only further back: a line that leads to itself would never end.
        if entry is not None and entry.before.get(report, place) < place:
            return entry
    raise _Unreadable(f"byte {place.offset} of {segment.name} holds no whole record")


def _read(path: Path, place: Location) -> Entry | None:
    try:
        entry = read_line(path, place.offset)
    except FileNotFoundError:
        return None
    return entry if entry is not None and entry.generation == place.generation else None
