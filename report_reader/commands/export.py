"""Hand the work on: reports with their annotations and entities, as one JSON document."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from report_reader.errors import CommandError
from report_reader.options import settings_for, with_database

if TYPE_CHECKING:
    from annotations.exports.history import History
    from annotations.records import ReportRecord
    from annotations.store import AnnotationStore
    from entities.records import Findings
    from reports.document import Report
    from tui.settings import Settings

HELP = """Write reports with their annotations as JSON.

Writes every report you have opened, or those you name: what you recorded, word by word with its place
in the text, and apart from it what the machine found. Your name and your folders are not in it, unless
you set a name in the config file; --anonymous leaves that and all times out. --history adds every change
that led there: when, who, and each record before and after.

\b
Examples:
  report-reader export > work.json
  report-reader export -o work.json article.txt
  report-reader export --history article.txt > log.json
  report-reader export --anonymous | another-program
"""


@click.command(help=HELP)
@with_database
@click.option("--format", "kind", type=click.Choice(["json"]), default="json", help="json, the default.")
@click.option("-o", "--output", metavar="FILE", help="Write here instead of standard output.")
@click.option("--anonymous", is_flag=True, help="Leave out who annotated, and when.")
@click.option("--history", "with_history", is_flag=True, help="Add every change, with what was before.")
@click.argument("reports", metavar="[REPORT ...]", nargs=-1)
@click.pass_context
def command(
    ctx: click.Context,
    db: str | None,
    kind: str,  # noqa: ARG001 - there is one format so far
    output: str | None,
    anonymous: bool,
    with_history: bool,
    reports: tuple[str, ...],
) -> None:
    """Write the export."""
    from annotations.exports.json_export import export_json
    from annotations.tagset import TagSet
    from annotations.writer import utc_now
    from report_reader import __version__
    from report_reader.locations import locations_of
    from report_reader.opening import opened, require_store

    settings = settings_for(ctx, db)
    require_store(settings.database)
    with opened(settings.database) as store:
        # Looked at before the model works, so that a wrong name is told at once.
        target = _target(output, (store.path, *map(Path, reports)))
        chosen = _chosen(store, reports) if reports else store.reports()
        findings = _findings(store, chosen, settings)
        document = export_json(
            store,
            chosen,
            findings,
            TagSet.merged(settings.tags, store.tags()),
            f"report-reader {__version__}",
            utc_now(),
            anonymous=anonymous,
            history=_history(store, chosen, anonymous=anonymous) if with_history else None,
            locations=locations_of(findings),
        )
    _write(document, target, len(chosen))


def _chosen(store: AnnotationStore, arguments: tuple[str, ...]) -> list[ReportRecord]:
    """The reports with the texts of these files. Raises `CommandError` for one the store does not know."""
    from report_reader.opening import loaded, sources_of

    records = []
    for source in sources_of(arguments):
        record = store.report_by_text(loaded(source).text_sha256)
        if record is None:
            raise CommandError(_unknown(store, source))
        records.append(record)
    return records


def _unknown(store: AnnotationStore, source: str) -> str:
    if store.reports_by_path(str(Path(source).absolute())):
        return (
            f"{source} has changed since you annotated it; "
            "export without naming it to get what you recorded in the earlier text."
        )
    return (
        f"{source} has no annotations in {store.path}; `report-reader list` shows the reports that are there."
    )


def _history(store: AnnotationStore, records: list[ReportRecord], *, anonymous: bool) -> dict[str, History]:
    """The logs, by report id; says which of them are not whole."""
    from annotations.exports.history import exported_history
    from report_reader.output import say

    history = {}
    for record in records:
        history[record.id] = log = exported_history(store.changes(record.id), anonymous=anonymous)
        if log.gap:
            say(f"Exported with a part of the history of {record.title} only. {log.gap}")
    return history


def _findings(store: AnnotationStore, records: list[ReportRecord], settings: Settings) -> dict[str, Findings]:
    """What the captured texts name, by report id, as she corrected it; says so when nothing can look."""
    from entities.finding.model import EntitiesUnavailable
    from report_reader.finding import all_found, kept
    from report_reader.output import say

    captured = _captured(store, records)
    findings: dict[str, Findings] = {}
    try:
        # The kept ones first: a model that is missing must not take those along.
        earlier = {id_: kept(text, settings) for id_, text in captured.items()}
        findings |= {id_: found.findings for id_, found in earlier.items() if found is not None}
        waiting = {id_: text for id_, text in captured.items() if id_ not in findings}
        for id_, found in zip(waiting, all_found(waiting.values(), settings), strict=True):
            findings[id_] = found.findings
    except EntitiesUnavailable as error:
        left = len(captured) - len(findings)
        say(f"Exported without entities in {left} of {len(records)} reports. {error}")
    return _corrected(store, captured, findings)


def _corrected(
    store: AnnotationStore, captured: dict[str, Report], found: dict[str, Findings]
) -> dict[str, Findings]:
    """The findings with what was said of them; what she added is there without a model too."""
    from annotations.corrections import Corrections
    from entities.correcting.applying import corrected
    from entities.records import Findings, Mentions

    result = dict(found)
    for id_, report in captured.items():
        said = Corrections(store.corrections(id_)).said
        if said:
            machine = found.get(id_) or Findings(mentions=Mentions(report.text))
            result[id_] = corrected(machine, said)
    return result


def _captured(store: AnnotationStore, records: list[ReportRecord]) -> dict[str, Report]:
    """The captured texts that can be read, by report id; says which cannot."""
    from annotations.errors import CaptureError
    from annotations.texts.captures import Captures
    from report_reader.output import say

    captures = Captures(store.captures_folder)
    captured = {}
    for record in records:
        try:
            report = captures.load(record.text_sha256)
        except CaptureError as error:
            say(f"{error} {record.title} is exported without entities.")
            continue
        if report is None:
            say(f"The text of {record.title} is not kept beside the store; it is exported without entities.")
        else:
            captured[record.id] = report
    return captured


def _target(output: str | None, read: tuple[Path, ...]) -> Path | None:
    """The file to write, `None` for standard output.

    Raises `CommandError` for one that cannot be written, or that is one of those we `read`.
    """
    if output is None or output == "-":
        return None
    path = Path(output).expanduser()
    if not output or path.is_dir():
        raise CommandError(f"{output or '-o'} is a folder or no name at all; give -o the name of a file.")
    if not path.parent.is_dir():
        raise CommandError(f"{path.parent} is no folder; make it first, or write the export somewhere else.")
    path = path.resolve()
    if path in {source.resolve() for source in read}:
        raise CommandError(f"{output} is what the export is made from; write it to another file.")
    return path


def _write(document: bytes, target: Path | None, count: int) -> None:
    from report_reader.output import say, write_json

    if target is None:
        write_json(document)
        return
    from annotations.disk.durable import replace_file
    from annotations.errors import why_not

    try:
        if target.exists() and not target.is_file():
            target.write_bytes(document)  # a pipe or a device, which nothing may be put in the place of
        else:
            replace_file(target, [document], target.with_name(f".{target.name}.{os.getpid()}.tmp"))
    except BrokenPipeError:
        raise
    except OSError as error:
        raise CommandError(f"{target} cannot be written: {why_not(error)}.") from error
    say(f"Exported {count} {'report' if count == 1 else 'reports'} to {target}.")
