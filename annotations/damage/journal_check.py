"""Looking for damage in the files of a store: the TinyDB file as a whole, its journal, history and backups.

Every line is verified by its checksum, every place that a line names is looked at, and the TinyDB
file is compared with what the history says it should be.
"""

from __future__ import annotations

from collections.abc import Iterator

from annotations.damage.diagnosis import Diagnosis
from annotations.damage.findings import Finding, FindingKind
from annotations.damage.inventory import Segment
from annotations.disk.lines import DamagedLine
from annotations.errors import shown
from annotations.recognise import meta_of

REPAIR = "`report-reader check --repair`"


def file_findings(diagnosis: Diagnosis) -> list[Finding]:
    """Return what is wrong with the files, as distinct from what their records say."""
    return [
        *_of_file(diagnosis),
        *_of_rows(diagnosis),
        *_of_lines(diagnosis),
        *_of_chains(diagnosis),
        *_of_holes(diagnosis),
        *_of_backups(diagnosis),
    ]


def _of_file(diagnosis: Diagnosis) -> Iterator[Finding]:
    inventory = diagnosis.inventory
    base = inventory.files.base
    name, remedy = shown(base), f"{REPAIR} builds it again from {_witnesses(diagnosis)}."
    match diagnosis.state:
        case "missing" if inventory.has_remains:
            yield _finding("file missing", f"{name} is not there, but what belongs to it is: {remedy}")
        case "emptied":
            yield _finding("file damaged", f"{name} is empty, but what belongs to it is not: {remedy}")
        case "torn":
            kind = "is no whole file of annotations any more"
            yield _finding("file damaged", f"{name} {kind}: {remedy}")
        case "foreign":
            sentence = f"{name} is the file of another program, but what lies beside it is of a store of ours"
            yield _finding("file damaged", f"{sentence}: {remedy}")
        case "nameless":
            yield _finding("file damaged", f"{name} has lost the row that says which journal is its own.")
        case _ if inventory.base.store and meta_of(diagnosis.best) is None and any(diagnosis.best.values()):
            yield _finding(
                "file damaged",
                f"{name} has lost the row that says it is a store of report-reader; {REPAIR} puts it back.",
            )
        case _ if inventory.base.store != inventory.store:
            yield _finding("file damaged", f"The id of the store in {name} is not the one in its history.")
        case _ if diagnosis.generation != inventory.base.generation and inventory.base.store:
            yield _finding("file damaged", f"{name} does not say any more which part of the history is next.")
    if inventory.stranger is not None:
        journal = shown(inventory.stranger.path)
        sentence = f"{journal} is of another store: move it to its file, or {REPAIR} sets it aside."
        yield _finding("journal of another store", sentence)
    yield from _of_copies(diagnosis)


def _of_copies(diagnosis: Diagnosis) -> Iterator[Finding]:
    name, live = shown(diagnosis.inventory.files.base), diagnosis.inventory.live
    later = [each.generation for each in diagnosis.later]
    if diagnosis.state == "sound" and live is not None and live.generation > (diagnosis.generation or 0):
        later.append(live.generation)
    if diagnosis.branched:
        sentence = (
            f"{name} is an older copy that was worked on: its history goes two ways from generation"
            f" {diagnosis.generation} on. {REPAIR} goes on from what the file has now; nothing is removed."
        )
        yield _finding("older copy", sentence)
    elif later:
        sentence = (
            f"{name} is an older copy, of generation {diagnosis.generation}; its history goes on to"
            f" {max(later)}. {REPAIR} puts together what was written since."
        )
        yield _finding("older copy", sentence)


def _of_rows(diagnosis: Diagnosis) -> Iterator[Finding]:
    for table, doc_id in diagnosis.altered:
        row = diagnosis.at_fold.tables.get(table, {}).get(doc_id)
        if row is None:
            row = diagnosis.inventory.base.tables.get(table, {}).get(doc_id)
        report = diagnosis.report_of(row) if row is not None else ""
        sentence = (
            f"The record {shown(doc_id)} of the table {shown(table)} is not what the history says was written"
            f" last, though no program has written the file since: {REPAIR} puts that back."
        )
        record = shown(f"{table} {doc_id}")
        yield Finding("altered record", report, _title(diagnosis, report), record, sentence)


def _of_lines(diagnosis: Diagnosis) -> Iterator[Finding]:
    for segment in diagnosis.inventory.segments:
        if segment.fault:
            sentence = f"{shown(segment.path)} cannot be read: {segment.fault}."
            yield _finding("history incomplete", sentence)
        for damaged in segment.damaged:
            yield from _of_line(diagnosis, segment, damaged)


def _of_line(diagnosis: Diagnosis, segment: Segment, damaged: DamagedLine) -> Iterator[Finding]:
    where = f"The line at byte {damaged.offset} of {shown(segment.path)} ({damaged.length} bytes)"
    subjects = diagnosis.chains.subjects_of(segment, damaged, diagnosis.inventory.base.heads)
    if damaged.kind == "torn" and not subjects:
        sentence = f"{where} was being written when the program was stopped; it never counted as saved."
        yield _finding("torn record", sentence)
        return
    for report in subjects or [""]:
        title = _title(diagnosis, report)
        of = f"a change of {title}" if report else "a change, nobody can tell of which report,"
        sentence = f"{where} cannot be read: {of} is missing in the history."
        yield Finding("damaged record", report, title, "", sentence)


def _of_chains(diagnosis: Diagnosis) -> Iterator[Finding]:
    chains, segments = diagnosis.chains, diagnosis.inventory.segments
    told: set[str] = set()
    damaged = [(segment, line) for segment in segments for line in segment.damaged]
    for segment, line in damaged:
        told |= set(chains.subjects_of(segment, line, diagnosis.inventory.base.heads))
    files = diagnosis.inventory.files
    for place, subjects in chains.broken().items():
        for report in subjects:
            if report in told:
                continue
            told.add(report)
            title = _title(diagnosis, report)
            segment_name = files.segment(diagnosis.inventory.store, place.generation).name
            lost = not any(each.generation == place.generation for each in segments)
            why = "is missing" if lost else f"has no whole line at byte {place.offset}"
            sentence = f"The history of {title} is broken: {segment_name} {why}."
            yield Finding("history incomplete", report, title, "", sentence)
    for report in diagnosis.wrong_ends:
        if report not in told:
            title = _title(diagnosis, report)
            sentence = f"The file does not say where the history of {title} ends."
            yield Finding("history incomplete", report, title, "", sentence)


def _of_holes(diagnosis: Diagnosis) -> Iterator[Finding]:
    """Missing segments, but for those that are told of with the reports whose history they break."""
    inventory = diagnosis.inventory
    named = {place.generation for place in diagnosis.chains.broken()}
    for generation in diagnosis.lost_segments:
        if generation not in named:
            name = inventory.files.segment(inventory.store, generation).name
            sentence = f"{name} is missing in the history: what was changed then cannot be shown any more."
            yield _finding("history incomplete", sentence)


def _of_backups(diagnosis: Diagnosis) -> Iterator[Finding]:
    for kept in diagnosis.inventory.backups:
        if kept.base is None:
            path = shown(kept.backup.path)
            yield _finding("backup unreadable", f"The backup {path} cannot be read: {shown(kept.fault)}")


def _witnesses(diagnosis: Diagnosis) -> str:
    inventory = diagnosis.inventory
    there = {
        "the journal": inventory.live is not None,
        "the history": any(not segment.live for segment in inventory.segments),
        "the backups": any(kept.base is not None for kept in inventory.backups),
        "what can be read of it": diagnosis.state == "torn" and any(inventory.base.tables.values()),
    }
    named = [name for name, is_there in there.items() if is_there]
    return " and ".join([", ".join(named[:-1]), named[-1]] if len(named) > 1 else named) or "nothing"


def _title(diagnosis: Diagnosis, report: str) -> str:
    return diagnosis.title_of(report) if report else ""


def _finding(kind: FindingKind, sentence: str) -> Finding:
    return Finding(kind, "", "", "", sentence)
