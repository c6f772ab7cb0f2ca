"""The log of changes as rows: when, who, and what was before and after."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tui.lines.clock import local_when
from tui.panes.rows import PaneRow, Piece, fitted, shortened, text_rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from annotations.history.deeds import Deed
    from annotations.history.log import Entry

_COLUMNS_FROM = 72
"""Cells from which when and who stand beside what was done; else above it."""
_WHEN, _WHO = 16, 12
_LEAD = 1 + _WHEN + 2 + _WHO + 2
_INDENT = 3
_NAMED = 40
"""Cells of a quotation that tell which annotation of a report is meant."""
_NO_NAME = "no name"


class Told(NamedTuple):
    """What is the same for all rows of a log."""

    width: int
    """Cells of a row."""
    mine: str
    """The author whose changes `z` takes back: `you`."""
    now: str
    """ISO 8601 in UTC: of today's changes the time is enough."""
    whole: bool
    """Whether it is the log of the whole report, so that each entry has to say what it is about."""


class LogPage:
    """The rows of a log as far as it has been read; more are added at the end."""

    def __init__(self, told: Told) -> None:
        self.told = told
        self.rows: list[PaneRow] = []
        self.count = 0
        """How many entries it has."""
        self._entries: dict[str, Entry] = {}
        self._later: dict[str, str] = {}
        """By the id of a change, what was done with it last."""

    def add(self, entries: Sequence[Entry]) -> None:
        """Add the rows of what was read since the last time; `entries` are all, the newest first."""
        for entry in entries[self.count :]:
            self.count += 1
            self._entries[entry.id] = entry
            last = self._later.setdefault(entry.subject, entry.kind)
            self.rows.extend(_entry_rows(entry, self.told, taken_back=last == "undo" != entry.kind))

    def entry(self, row_key: str) -> Entry | None:
        """The entry that a row with this key tells of."""
        return self._entries.get(row_key.partition(":")[2])


def _entry_rows(entry: Entry, told: Told, *, taken_back: bool) -> Iterator[PaneRow]:
    when = local_when(entry.at, told.now)
    who = "you" if entry.author == told.mine else entry.author or _NO_NAME
    role = "dim" if taken_back else ""
    lines = [*_lines(entry, told, role)] or [(entry.label, role)]
    if taken_back:
        lines[-1] = (f"{lines[-1][0]} (taken back since)", role)
    if not entry.saved:
        lines.append(("not saved yet", "warning"))
    if told.width >= _COLUMNS_FROM:
        lead = f" {fitted(when, _WHEN)}  {fitted(who, _WHO)}  "
        room = told.width - _LEAD - 1
        pieces = [row.pieces for text, role in lines for row in text_rows(text, room, role, indent=0)]
        first, *further = pieces or [()]
        rows = [
            (Piece(lead, "dim"), *first),
            *((Piece(" " * _LEAD), *said) for said in further),
        ]
    else:
        rows = [(Piece(f" {fitted(f'{when} · {who}', told.width - 1)}", "dim"),)]
        rows.extend(
            row.pieces
            for text, role in lines
            for row in text_rows(text, told.width - 1, role, indent=_INDENT)
        )
    for number, row in enumerate(rows):
        yield PaneRow(row, key=f"{number}:{entry.id}")


def _lines(entry: Entry, told: Told, role: str) -> Iterator[tuple[str, str]]:
    """What was done, with the role it is drawn in."""
    if entry.kind != "change":
        yield f"{'undone' if entry.kind == 'undo' else 'redone'}: {entry.label}", role
    for deed in entry.deeds:
        about = _about(deed, entry, told)
        if about:
            yield about, "dim" if deed.fate == "changed" else role
        for step in deed.steps:
            yield step, role
        if not deed.steps and deed.fate == "changed":
            yield f"{entry.label} (it was so already)", role


def _about(deed: Deed, entry: Entry, told: Told) -> str:
    """What a deed was done to, as far as that has to be said."""
    if not deed.quote:
        return ""
    quote = f"“{shortened(deed.quote, _NAMED) if told.whole else deed.quote}”"
    if deed.table == "decisions":
        # What was taken stands below its annotation.
        return "" if any(each.table == "annotations" for each in entry.deeds) else f"on {quote}"
    if deed.table != "annotations":
        return ""
    where = f"{quote} (characters {deed.place})"
    if deed.fate == "made":
        return f"{'new annotation' if entry.kind == 'change' else 'there again'}: {where}"
    if deed.fate == "removed":
        return f"annotation removed: {where}"
    return f"on {quote}" if told.whole else ""
