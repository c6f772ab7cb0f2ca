"""Records as the JSON values that are stored, and back."""

from __future__ import annotations

from typing import Any, TypeVar

import msgspec

from annotations.records import Annotation, Decision, EntityCorrection, ReportRecord, Tag, storable

DOC_ID_BITS = 53
"""TinyDB files are JSON, and numbers beyond 2**53 are not the same in every JSON reader."""
Document = dict[str, Any]
Rows = dict[str, msgspec.Raw]
"""A table: from document id to the row as it is on disk."""
Tables = dict[str, Rows]
_T = TypeVar("_T")

UNDECODABLE = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)
"""What decoding raises for bytes of somebody else: no such record, no JSON, no UTF-8, nested too deeply."""

RECORD_TYPES: dict[
    str, type[Annotation] | type[ReportRecord] | type[Tag] | type[Decision] | type[EntityCorrection]
] = {
    "reports": ReportRecord,
    "annotations": Annotation,
    "tags": Tag,
    "decisions": Decision,
    "corrections": EntityCorrection,
}
"""The tables of the store and what is in their rows."""


def plain(record: msgspec.Struct) -> Document:
    """Return a record as JSON values: dicts, lists, strings, numbers, exactly as they come back from disk."""
    try:
        encoded = msgspec.json.encode(record)
    except UnicodeEncodeError:
        # A path whose bytes are no UTF-8 reaches Python with lone surrogates, which JSON cannot carry.
        encoded = msgspec.json.encode(_without_surrogates(msgspec.to_builtins(record)))
    document: Document = msgspec.json.decode(encoded)
    return document


def typed(kind: type[_T], document: Document) -> _T:
    """Return the record of a document; raises `msgspec.ValidationError` if it is none of that kind."""
    return msgspec.convert(document, kind)


def _without_surrogates(value: Any) -> Any:
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, dict):
        return {_without_surrogates(key): _without_surrogates(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_without_surrogates(item) for item in value]
    return value
