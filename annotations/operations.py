"""What can be asked of the store: the two things a key, or quitting, can do to it."""

from __future__ import annotations

import msgspec

from annotations.records import Change, ReportRecord


class Commit(msgspec.Struct, frozen=True):
    """Make this change, or this undo or redo.

    `report` is recorded with it if the store does not know the report yet.
    """

    change: Change
    report: ReportRecord | None = None


class Remember(msgspec.Struct, frozen=True):
    """Record the report, or, if the store knows it, when and where it was last read.

    Of a known report only `path`, `source`, `opened`, `caret` and `top` are taken: title, note and
    the rest change by `Commit`, so that a second program's title is not undone by quitting the first.
    """

    report: ReportRecord


Operation = Commit | Remember
