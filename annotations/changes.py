"""Edits: making them, applying them in memory, and merging them onto what another program wrote."""

from __future__ import annotations

from typing import Any

import msgspec

from annotations.catalogue import refuse_impossible
from annotations.grades import UNGRADED
from annotations.index import AnnotationIndex
from annotations.plain import RECORD_TYPES, Document, plain, typed
from annotations.records import Annotation, Change, Edit, ReportRecord, Table, Tag
from annotations.tagset import TagSet

_UNGRADED = plain(UNGRADED)


def edit_of(table: Table, identity: str, before: msgspec.Struct | None, after: msgspec.Struct | None) -> Edit:
    """Return the edit that turns one record into another; `None` is "not there"."""
    return Edit(table, identity, plain(before) if before else None, plain(after) if after else None)


def edit_of_report(before: ReportRecord, after: ReportRecord) -> Edit:
    """Return the edit of a report's fields."""
    return edit_of("reports", before.id, before, after)


def applied(
    change: Change, record: ReportRecord, index: AnnotationIndex, tag_set: TagSet
) -> tuple[ReportRecord, TagSet]:
    """Apply a change in memory: updates the index, returns the new record and tag set.

    Raises `ValueError` for records that this program cannot read, and then nothing has changed.
    """
    read = [(_read(edit.table, edit.before), _read(edit.table, edit.after)) for edit in change.edits]
    for edit, (_, after) in zip(change.edits, read, strict=True):
        if isinstance(after, Annotation):
            index.add(after)
        elif isinstance(after, Tag):
            tag_set = tag_set.with_tag(after)
        elif isinstance(after, ReportRecord):
            # Somebody may have added fields to the row that the record does not have.
            changed = differences(edit.before, edit.after or {}).keys() & set(after.__struct_fields__)
            record = msgspec.structs.replace(record, **{name: getattr(after, name) for name in changed})
        elif edit.table == "annotations":
            index.remove(edit.id)
        elif edit.table == "tags":
            tag_set = tag_set.without(edit.id)
    return record, tag_set


def _read(table: Table, document: Document | None) -> Annotation | ReportRecord | Tag | None:
    """The record of a document; raises `ValueError` for what is none."""
    if document is None:
        return None
    try:
        record = typed(RECORD_TYPES[table], document)
    except msgspec.ValidationError as error:
        raise ValueError(str(error)) from error
    if isinstance(record, Annotation):
        refuse_impossible(record)
    return record


def differences(there: Document | None, target: Document) -> dict[str, Any]:
    """Return the fields of `target` that are not so in `there`."""
    known = there or {}
    return {name: value for name, value in target.items() if name not in known or known[name] != value}


def merged(before: Document, after: Document, current: Document) -> Document:
    """Return `current` with what changed from `before` to `after`.

    So a tag set here and a note written by a second program both stay. Of tags, the added ones are
    added and the taken ones taken; a letter and a digit of the grade are two values; fields this
    program does not know stay as they are.
    """
    result = {**current, **differences(before, after)}
    if "tags" in after and after.get("tags") != before.get("tags"):
        theirs = current.get("tags") or []
        taken = set(before.get("tags") or ()) - set(after["tags"])
        ordered = [*after["tags"], *(tag for tag in theirs if tag not in after["tags"])]
        wanted = set(theirs) - taken | (set(after["tags"]) - set(before.get("tags") or ()))
        result["tags"] = [tag for tag in ordered if tag in wanted]
    if "grade" in result:
        result["grade"] = _graded(current) | differences(_graded(before), _graded(after))
    return result


def only_elsewhere(before: Document | None, after: Document | None, current: Document) -> bool:
    """Return whether a record differs from `before` only in what leading it to `after` leaves alone.

    Tags count one by one, the scales of the grade too, and the time of the last change does not count.
    """
    if before is None or after is None:
        return False
    fields = differences(before, after).keys() - {"tags", "grade", "modified"}
    scales = differences(_graded(before), _graded(after))
    return all(current.get(name) == before.get(name) for name in fields) and all(
        _graded(current)[scale] == _graded(before)[scale] for scale in scales
    )


def united(theirs: Document, mine: Document) -> Document:
    """Return one annotation for two that were made at once on the same words: with all that both say."""
    result = dict(theirs)
    result["tags"] = list(dict.fromkeys([*theirs.get("tags", ()), *mine.get("tags", ())]))
    result["note"] = "\n".join(
        dict.fromkeys(note for each in (theirs, mine) if (note := each.get("note", "")))
    )
    for name in ("attribution", "disputed_by"):
        sources = list(theirs.get(name, ()))
        result[name] = sources + [source for source in mine.get(name, ()) if source not in sources]
    if "grade" in mine:
        result["grade"] = {scale: _graded(theirs)[scale] or given for scale, given in mine["grade"].items()}
    return result


def _graded(document: Document) -> Document:
    """The grade in a record, which one of an older version does not have."""
    return {**_UNGRADED, **(document.get("grade") or {})}


def alike(table: str, one: Document | None, other: Document | None) -> bool:
    """Return whether two documents are the same record, whatever fields an older version left out."""
    if one == other:
        return True
    if one is None or other is None:
        return False
    kind = RECORD_TYPES[table]
    try:
        return bool(typed(kind, one) == typed(kind, other))
    except msgspec.ValidationError:
        return False
