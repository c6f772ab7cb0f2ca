"""The log of a report for the export: every change with what was before and after, the oldest first."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from annotations.exports.types import (
    ExportedAnnotation,
    ExportedChange,
    ExportedEdit,
    ExportedReport,
    ExportedTag,
)
from annotations.grades import UNGRADED
from annotations.history.chain import Gap
from annotations.plain import Document, plain
from annotations.records import Change, Decision, Edit, EntityCorrection

_FIELDS: dict[str, tuple[str, ...]] = {
    "annotations": ExportedAnnotation.__struct_fields__,
    "tags": ExportedTag.__struct_fields__,
    "decisions": tuple(name for name in Decision.__struct_fields__ if name != "report"),
    "corrections": EntityCorrection.__struct_fields__,
    "reports": tuple(
        name
        for name in ExportedReport.__struct_fields__
        if name not in ("annotations", "entities", "history")
    ),
}
"""What is exported of a record, in this order: folders, and where somebody stopped reading, are not."""
_UNGRADED = plain(UNGRADED)
_WHO_AND_WHEN = frozenset({"author", "created", "modified", "captured"})


class History(msgspec.Struct, frozen=True):
    """The log of one report."""

    changes: tuple[msgspec.Raw, ...]
    """Encoded `ExportedChange`s, the oldest first: a long log takes a fifth of the memory so."""
    gap: str = ""
    """Why the log goes no further back, as a sentence; empty if it is whole."""


def exported_history(log: Iterable[Change | Gap], *, anonymous: bool = False) -> History:
    """Return a log that is given the newest first; an anonymous one has neither authors nor times."""
    changes: list[msgspec.Raw] = []
    gap = ""
    for change in log:
        if isinstance(change, Gap):
            gap = change.sentence
            break
        changes.append(msgspec.Raw(msgspec.json.encode(_change(change, anonymous))))
    changes.reverse()
    return History(tuple(changes), gap)


def _change(change: Change, anonymous: bool) -> ExportedChange:
    return ExportedChange(
        id=change.id,
        at="" if anonymous else change.at,
        author="" if anonymous else change.author,
        kind=change.kind,
        of=change.of,
        label=change.label,
        edits=tuple(_edit(edit, anonymous) for edit in change.edits),
    )


def _edit(edit: Edit, anonymous: bool) -> ExportedEdit:
    before, after = (_document(edit.table, each, anonymous) for each in (edit.before, edit.after))
    return ExportedEdit(edit.table, edit.id, before, after)


def _document(table: str, document: Document | None, anonymous: bool) -> Document | None:
    if document is None:
        return None
    return {
        name: "" if anonymous and name in _WHO_AND_WHEN else document[name]
        for name in _FIELDS[table]
        if name in document and document[name] != _UNGRADED
    }
