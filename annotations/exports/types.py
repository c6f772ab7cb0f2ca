"""The JSON export, as types: field order is key order, and the JSON Schema is made from them.

Offsets are Unicode code points of the canonical text, spans are half-open.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType

from annotations.grades import Credibility, Reliability
from entities.records import EntityType, Origin

FORMAT: Literal["report-reader/export"] = "report-reader/export"
VERSION: Literal[1] = 1

Time = Annotated[
    str,
    Meta(
        pattern=r"^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z)?$",
        description="ISO 8601 in UTC; empty in an anonymous export.",
    ),
]
Offset = Annotated[int, Meta(ge=0, description="Unicode code points of the canonical text.")]
Sha256 = Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]
TagId = Annotated[str, Meta(min_length=1)]


class ExportedTag(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A tag of the set. `key` is the key that toggles it, or empty."""

    id: TagId
    label: str
    key: str
    description: str


class ExportedPlace(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A half-open span of the canonical text."""

    start: Offset
    end: Offset


class ExportedSpan(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A fragment of an annotation, with its words and those around it (W3C TextQuoteSelector)."""

    start: Offset
    end: Offset
    exact: str
    prefix: str
    suffix: str


class ExportedSource(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who says it, or disputes it: the words, the id of the entity they name, where they stand."""

    text: str
    entity: str | None
    span: ExportedPlace | None


class ExportedGrade(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The Admiralty code: two scales, of which one may be empty."""

    source: Annotated[
        Reliability, Meta(description="How reliable the source is: A best, F not to be judged.")
    ]
    information: Annotated[
        Credibility, Meta(description="How credible the information is: 1 best, 6 not to be judged.")
    ]


class ExportedAnnotation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the analyst says of one or more fragments. An anonymous export has no author and no times."""

    id: str
    tags: tuple[TagId, ...]
    note: str
    author: str
    created: Time
    modified: Time
    state: Literal["anchored"]
    origin: Literal["analyst"]
    spans: Annotated[tuple[ExportedSpan, ...], Meta(min_length=1)]
    attribution: tuple[ExportedSource, ...]
    disputed_by: tuple[ExportedSource, ...]
    grade: Annotated[ExportedGrade, Meta(description="Only where one was given.")] | UnsetType = UNSET
    machine_tags: (
        Annotated[
            tuple[str, ...],
            Meta(description="What MISP knows the annotation by; only where it has a grade."),
        ]
        | UnsetType
    ) = UNSET


class ExportedValue(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What the words of a date, time or quantity say: either `iso`, or a number."""

    iso: Annotated[str, Meta(description="ISO 8601, as exact as the words are.")] | UnsetType = UNSET
    number: Annotated[int | float, Meta(description="Of a range the lower end.")] | UnsetType = UNSET
    upper: Annotated[int | float, Meta(description="The upper end of a range.")] | UnsetType = UNSET
    unit: (
        Annotated[
            str, Meta(description="A symbol, `km2`, or a code of ISO 4217; absent for what is counted.")
        ]
        | UnsetType
    ) = UNSET
    bound: Literal["about", "at least", "at most"] | UnsetType = UNSET


class ExportedLocation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where a place lies, by the gazetteer; of a country the coordinates are those of its capital."""

    geonames: Annotated[int, Meta(ge=1, description="The id at https://www.geonames.org (CC BY 4.0).")]
    country: Annotated[str, Meta(pattern="^[A-Z]{2}$", description="ISO 3166-1 alpha-2; XK is Kosovo.")]
    latitude: Annotated[float, Meta(ge=-90, le=90, description="Degrees north, WGS 84.")]
    longitude: Annotated[float, Meta(ge=-180, le=180, description="Degrees east, WGS 84.")]


class ExportedMention(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One place in the text that names an entity; the type is that of the words there."""

    start: Offset
    end: Offset
    text: str
    type: EntityType
    value: ExportedValue | UnsetType = UNSET


class ExportedEntity(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Whom or what the text names: as the machine found it, as she corrected that, or as she added it."""

    id: str
    type: EntityType
    name: str
    aliases: tuple[str, ...]
    origin: Origin
    mentions: tuple[ExportedMention, ...]
    location: ExportedLocation | UnsetType = UNSET


class ExportedEdit(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One record before and after a change; null is "not there". Its fields are those it has in an export."""

    table: Literal["reports", "annotations", "tags", "decisions", "corrections"]
    id: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None


class ExportedChange(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What one key did. `of` is the id of the change that an undo takes back or a redo makes again."""

    id: str
    at: Time
    author: str
    kind: Literal["change", "undo", "redo"]
    of: str
    label: str
    edits: tuple[ExportedEdit, ...]


class ExportedReport(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One report: where it comes from, what the analyst recorded, what the machine found."""

    id: str
    title: str
    source: str
    publisher: str
    published: str
    url: str
    note: str
    captured: Time
    media_type: str
    sha256: Annotated[Sha256, Meta(description="Of the source bytes.")]
    text_sha256: Annotated[Sha256, Meta(description="Of the canonical text in UTF-8.")]
    length: Annotated[int, Meta(ge=0, description="Unicode code points of the canonical text.")]
    annotations: tuple[ExportedAnnotation, ...]
    entities: tuple[ExportedEntity, ...]
    history: (
        Annotated[
            tuple[ExportedChange, ...],
            Meta(description="Every change, the oldest first; only in an export with --history."),
        ]
        | UnsetType
    ) = UNSET


class Export(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Everything recorded about some reports."""

    format: Literal["report-reader/export"]
    version: Literal[1]
    generator: str
    exported: Time
    tags: tuple[ExportedTag, ...]
    reports: tuple[ExportedReport, ...]
