"""The contract's JSON: what the analyst recorded, and what the machine found as she corrected it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Protocol, cast

import msgspec
from msgspec import UNSET

from annotations.exports.history import History
from annotations.exports.types import (
    FORMAT,
    VERSION,
    Export,
    ExportedAnnotation,
    ExportedChange,
    ExportedEntity,
    ExportedGrade,
    ExportedMention,
    ExportedPlace,
    ExportedReport,
    ExportedSource,
    ExportedSpan,
    ExportedTag,
)
from annotations.exports.values import exported_location, exported_value
from annotations.links import EntityLinks
from annotations.records import Annotation, Attribution, ReportRecord
from annotations.tagset import TagSet
from entities.lookup.dates import report_date
from entities.lookup.locating import Location
from entities.records import Entity, Findings

INDENT = 1


class Annotated(Protocol):
    """Whatever knows the annotations of reports: the store, or an editor with unsaved ones."""

    def annotations(self, report_id: str) -> list[Annotation]:
        """Return the annotations of a report in the order of its text."""


def export_json(
    store: Annotated,
    reports: Sequence[ReportRecord],
    findings: Mapping[str, Findings],
    tag_set: TagSet,
    generator: str,
    exported: str,
    anonymous: bool = False,
    history: Mapping[str, History] | None = None,
    locations: Mapping[str, Mapping[int, Location]] | None = None,
) -> bytes:
    """Return the export of these reports as UTF-8 with a line break at its end.

    `findings` are by report id; a report without has no entities. Reports come in the order of
    their ids, which follow from their texts, annotations in the order of the text: the same state
    gives the same bytes, `exported` (ISO 8601 in UTC) aside. With `anonymous`, authors and all
    times of her work (`exported`, `captured`, `created`, `modified`) are empty strings. Tags that
    annotations carry but the set has lost are listed too, with their id as label. `history` is by
    report id, and has to be made with the same `anonymous`; without it no report has that field.
    `locations` are by report id those of its findings' entities, by their numbers.
    """
    ordered = sorted({report.id: report for report in reports}.values(), key=lambda report: report.id)
    annotations = {report.id: store.annotations(report.id) for report in ordered}
    used = {tag for each in annotations.values() for annotation in each for tag in annotation.tags}
    export = Export(
        format=FORMAT,
        version=VERSION,
        generator=generator,
        exported="" if anonymous else exported,
        tags=tuple(_tags(tag_set, used)),
        reports=tuple(
            _report(
                report,
                annotations[report.id],
                findings.get(report.id),
                tag_set,
                anonymous,
                history.get(report.id) if history else None,
                locations.get(report.id, {}) if locations else {},
            )
            for report in ordered
        ),
    )
    return msgspec.json.format(msgspec.json.encode(export), indent=INDENT) + b"\n"


def _tags(tag_set: TagSet, used: set[str]) -> Iterable[ExportedTag]:
    lost = sorted(used - {tag.id for tag in tag_set})
    for tag in (*tag_set, *(tag_set.get(tag_id) for tag_id in lost)):
        yield ExportedTag(tag.id, tag.label, tag.key, tag.description)


def _report(
    report: ReportRecord,
    annotations: Iterable[Annotation],
    findings: Findings | None,
    tag_set: TagSet,
    anonymous: bool,
    history: History | None,
    locations: Mapping[int, Location],
) -> ExportedReport:
    published = report_date(report.published)
    links = EntityLinks(findings) if findings is not None else None
    return ExportedReport(
        id=report.id,
        title=report.title,
        source=report.source,
        publisher=report.publisher,
        published=report.published,
        url=report.url,
        note=report.note,
        captured="" if anonymous else report.captured,
        media_type=report.media_type,
        sha256=report.sha256,
        text_sha256=report.text_sha256,
        length=report.length,
        annotations=tuple(_annotation(each, tag_set, links, anonymous) for each in annotations),
        entities=tuple(
            exported_entity(each, locations.get(number), published)
            for number, each in enumerate(findings.entities if findings else ())
        ),
        # Encoded already, each of them of that type.
        history=cast("tuple[ExportedChange, ...]", history.changes) if history is not None else UNSET,
    )


def _annotation(
    annotation: Annotation, tag_set: TagSet, links: EntityLinks | None, anonymous: bool
) -> ExportedAnnotation:
    grade = annotation.grade
    return ExportedAnnotation(
        id=annotation.id,
        tags=tag_set.ordered(annotation.tags),
        note=annotation.note,
        author="" if anonymous else annotation.author,
        created="" if anonymous else annotation.created,
        modified="" if anonymous else annotation.modified,
        state=annotation.state,
        origin=annotation.origin,
        spans=tuple(
            ExportedSpan(anchor.start, anchor.end, anchor.exact, anchor.prefix, anchor.suffix)
            for anchor in annotation.spans
        ),
        attribution=tuple(_source(source, links) for source in annotation.attribution),
        disputed_by=tuple(_source(source, links) for source in annotation.disputed_by),
        grade=ExportedGrade(grade.source, grade.information) if grade else UNSET,
        machine_tags=grade.machine_tags or UNSET,
    )


def _source(source: Attribution, links: EntityLinks | None) -> ExportedSource:
    place = ExportedPlace(source.span.start, source.span.end) if source.span else None
    entity = links.entity_of(source) if links is not None else source.entity
    return ExportedSource(source.text, entity, place)


def exported_entity(
    entity: Entity, location: Location | None = None, published: date | None = None
) -> ExportedEntity:
    """An entity as it stands in an export; `published` is the day of the report, if known."""
    text = entity.mentions.text
    mentions = tuple(
        ExportedMention(each.start, each.end, each.text, each.type, exported_value(each, text, published))
        for each in entity.mentions
    )
    return ExportedEntity(
        entity.id,
        entity.type,
        entity.name,
        entity.aliases,
        entity.origin,
        mentions,
        exported_location(location),
    )
