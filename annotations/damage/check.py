"""Looking for damage: everything in the store that contradicts itself or the captured texts.

Nothing is changed. A finding names its report and says in one sentence what is wrong.
"""

from __future__ import annotations

from collections.abc import Iterator

from annotations.damage.diagnosis import Diagnosis
from annotations.damage.findings import Finding, FindingKind
from annotations.damage.inventory import take_inventory
from annotations.damage.journal_check import file_findings
from annotations.errors import CaptureError, StoreError, shown
from annotations.records import Annotation, ReportRecord
from annotations.store import AnnotationStore
from annotations.texts.captures import Capture, Captures
from reports.document import Report


def check(store: AnnotationStore, captures: Captures, diagnosis: Diagnosis | None = None) -> list[Finding]:
    """Return what is wrong with the store, its files and its captured texts; an empty list if all is well.

    `diagnosis` is of its files, if they were looked into already.
    """
    of_files = file_findings(diagnosis or Diagnosis(take_inventory(store.files)))
    found = [*of_files, *_unreadable(store), *_orphans(store)]
    for report in store.reports():
        found.extend(_report(store, captures, report))
    return found


def check_unopened(diagnosis: Diagnosis, error: StoreError) -> list[Finding]:
    """Return what is wrong with a store that cannot be opened, for that reason.

    Raises the error again unless it is clearly a store of ours that is damaged.
    """
    findings = file_findings(diagnosis) if diagnosis.is_ours else []
    if not findings:
        raise error
    return findings


def _unreadable(store: AnnotationStore) -> Iterator[Finding]:
    for row in store.unreadable():
        record = f"{row.table} {row.doc_id}"
        sentence = f"The record {row.doc_id} of the table {row.table} cannot be read: {row.why}."
        kind: FindingKind = "duplicate id" if row.double else "unreadable record"
        yield Finding(kind, row.report, _title(store, row.report), record, shown(sentence))


def _orphans(store: AnnotationStore) -> Iterator[Finding]:
    for report_id in store.annotated_reports():
        if store.report(report_id) is not None:
            continue
        for annotation in store.annotations(report_id):
            sentence = f"The store has no report {report_id}, which this annotation is of."
            yield Finding(
                "annotation without report", report_id, shown(report_id), annotation.id, shown(sentence)
            )


def _report(store: AnnotationStore, captures: Captures, report: ReportRecord) -> Iterator[Finding]:
    title = shown(report.title)
    annotations = store.annotations(report.id)
    captured: Report | None = None
    try:
        capture = captures.capture(report.text_sha256)
    except CaptureError as error:
        yield Finding("text altered", report.id, title, "", str(error))
    else:
        captured = capture.report if capture is not None else None
        yield from _text(capture, captures, report, annotated=bool(annotations))
    for annotation in annotations:
        yield from _annotation(annotation, report, captured)


def _text(
    capture: Capture | None, captures: Captures, report: ReportRecord, *, annotated: bool
) -> Iterator[Finding]:
    """At most one finding: a report has one text, and it is of one report."""
    title = shown(report.title)
    if capture is None:
        of = "The text it was annotated in" if annotated else "Its text"
        sentence = f"{of} is not kept in {shown(captures.folder)}; opening the file again keeps it."
        yield Finding("text missing", report.id, title, "", sentence)
    elif len(capture.report.text) != report.length:
        sentence = f"The record says {report.length} code points, the text has {len(capture.report.text)}."
        yield Finding("text belongs to another report", report.id, title, "", sentence)
    elif all(report.sha256 != each.sha256 for each in capture.custody):
        sentence = f"The text was captured from no source with the record's SHA-256, {shown(report.sha256)}."
        yield Finding("text belongs to another report", report.id, title, "", sentence)


def _annotation(annotation: Annotation, report: ReportRecord, captured: Report | None) -> Iterator[Finding]:
    length = len(captured.text) if captured else report.length
    title = shown(report.title)
    for anchor in annotation.spans:
        place = f"{anchor.start}–{anchor.end}"
        if anchor.end > length:
            sentence = f"The span {place} lies outside the text of {length} code points."
            yield Finding("offset outside the text", report.id, title, annotation.id, sentence)
        elif captured and captured.text[anchor.start : anchor.end] != anchor.exact:
            sentence = f"At {place} the text does not read “{_short(anchor.exact)}”."
            yield Finding("quote does not match", report.id, title, annotation.id, sentence)
    for source in (*annotation.attribution, *annotation.disputed_by):
        if source.span and not 0 <= source.span.start < source.span.end <= length:
            sentence = f"The source “{_short(source.text)}” lies outside the text of {length} code points."
            yield Finding("offset outside the text", report.id, title, annotation.id, sentence)


def _title(store: AnnotationStore, report_id: str) -> str:
    report = store.report(report_id)
    return shown(report.title if report else report_id)


def _short(quotation: str) -> str:
    return shown(quotation if len(quotation) <= 60 else quotation[:59] + "…")
