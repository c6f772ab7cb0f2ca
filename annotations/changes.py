"""Edits: making them, applying them in memory, and merging them onto what another program wrote."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

import msgspec

from annotations.catalogue import refuse_impossible
from annotations.corrections import Corrections
from annotations.decisions import Decisions
from annotations.grades import UNGRADED
from annotations.index import AnnotationIndex
from annotations.plain import RECORD_TYPES, Document, plain, typed
from annotations.records import Annotation, Change, Decision, Edit, EntityCorrection, ReportRecord, Table, Tag
from annotations.tagset import TagSet

Record = Annotation | Decision | EntityCorrection | ReportRecord | Tag
_LISTS_OF_TAGS = frozenset({"tags", "accepted", "dismissed"})
"""Fields whose items two programs may change at once."""
_UNGRADED = plain(UNGRADED)


def edit_of(table: Table, identity: str, before: msgspec.Struct | None, after: msgspec.Struct | None) -> Edit:
    """Return the edit that turns one record into another; `None` is "not there"."""
    return Edit(table, identity, plain(before) if before else None, plain(after) if after else None)


def edit_of_report(before: ReportRecord, after: ReportRecord) -> Edit:
    """Return the edit of a report's fields."""
    return edit_of("reports", before.id, before, after)


class Held(Protocol):
    """What is in memory of one report."""

    record: ReportRecord
    tag_set: TagSet
    index: AnnotationIndex
    decisions: Decisions
    corrections: Corrections


def apply(change: Change, held: Held) -> None:
    """Apply a change in memory.

    Raises `ValueError` for records that this program cannot read, and then nothing has changed.
    """
    read = [(_read(edit.table, edit.before), _read(edit.table, edit.after)) for edit in change.edits]
    for edit, (_, after) in zip(change.edits, read, strict=True):
        if after is None:
            _remove(edit, held)
        else:
            _put(edit, after, held)


def _put(edit: Edit, after: Record, held: Held) -> None:
    match after:
        case Annotation():
            held.index.add(after)
        case Decision():
            held.decisions.add(after)
        case EntityCorrection():
            held.corrections.add(after)
        case Tag():
            held.tag_set = held.tag_set.with_tag(after)
        case ReportRecord():
            # Somebody may have added fields to the row that the record does not have.
            changed = differences(edit.before, edit.after or {}).keys() & set(after.__struct_fields__)
            fields = {name: getattr(after, name) for name in changed}
            held.record = msgspec.structs.replace(held.record, **fields)


def _remove(edit: Edit, held: Held) -> None:
    match edit.table:
        case "annotations":
            held.index.remove(edit.id)
        case "decisions":
            held.decisions.remove(edit.id)
        case "corrections":
            held.corrections.remove(edit.id)
        case "tags":
            held.tag_set = held.tag_set.without(edit.id)


def _read(table: Table, document: Document | None) -> Record | None:
    """The record of a document; raises `ValueError` for what is none."""
    if document is None:
        return None
    try:
        record = typed(RECORD_TYPES[table], document)
    except msgspec.ValidationError as error:
        raise ValueError(str(error)) from error
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
    for name in _LISTS_OF_TAGS & after.keys():
        if after[name] != before.get(name):
            result[name] = _merged_tags(before.get(name) or (), after[name], current.get(name) or ())
    for name, other in (("accepted", "dismissed"), ("dismissed", "accepted")):
        # What is decided last of a tag holds.
        decided = set(after.get(name) or ()) - set(before.get(name) or ())
        if decided:
            result[other] = [tag for tag in result.get(other) or () if tag not in decided]
    if "grade" in result:
        result["grade"] = _graded(current) | differences(_graded(before), _graded(after))
    return result


def _merged_tags(before: Sequence[str], after: Sequence[str], theirs: Sequence[str]) -> list[str]:
    taken = set(before) - set(after)
    wanted = set(theirs) - taken | (set(after) - set(before))
    ordered = [*after, *(tag for tag in theirs if tag not in after)]
    return [tag for tag in ordered if tag in wanted]


def only_elsewhere(before: Document | None, after: Document | None, current: Document) -> bool:
    """Return whether a record differs from `before` only in what leading it to `after` leaves alone.

    Tags count one by one, the scales of the grade too, and the time of the last change does not count.
    """
    if before is None or after is None:
        return False
    fields = differences(before, after).keys() - _LISTS_OF_TAGS - {"grade", "modified"}
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
