"""What `check` finds: one thing that is wrong, with its kind and the report it is about."""

from __future__ import annotations

from typing import Literal

import msgspec

FindingKind = Literal[
    "unreadable record",
    "duplicate id",
    "annotation without report",
    "offset outside the text",
    "quote does not match",
    "text missing",
    "text altered",
    "text belongs to another report",
    "file missing",
    "file damaged",
    "older copy",
    "journal of another store",
    "altered record",
    "torn record",
    "damaged record",
    "history incomplete",
    "backup unreadable",
]


class Finding(msgspec.Struct, frozen=True):
    """One thing that is wrong."""

    kind: FindingKind
    report: str
    """The id of the report; empty if it cannot be told."""
    title: str
    """What the report is called; its id if the store does not know it."""
    record: str
    """The id of the annotation, or the table and document id of a row; empty if it is the report itself."""
    sentence: str
