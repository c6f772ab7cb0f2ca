"""The reports of the store, the one opened last first."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import click

from report_reader.options import settings_for, with_database, with_json

if TYPE_CHECKING:
    from annotations.records import ReportRecord
    from annotations.store import AnnotationStore
    from annotations.tagset import TagSet

HELP = """List the reports you have opened.

The last one first, each with its title, who published it, when you opened it last, how many statements
have which tag, and where the file was.

\b
Examples:
  report-reader list
  report-reader list --json
"""


@click.command(help=HELP)
@with_database
@with_json
@click.pass_context
def command(ctx: click.Context, db: str | None, as_json: bool) -> None:
    """Print the reports."""
    from annotations.tagset import TagSet
    from report_reader.opening import opened
    from report_reader.output import say, table, write_json, write_lines

    settings = settings_for(ctx, db)
    with opened(settings.database) as store:
        tags = TagSet.merged(settings.tags, store.tags())
        reports = store.reports()
        if as_json:
            write_json(_as_json(store, reports, tags))
        elif reports:
            rows = [_row(report, _counts(store, report, tags), tags) for report in reports]
            write_lines(table([("TITLE", "PUBLISHER", "OPENED", "TAGS", "WHERE"), *rows]))
        else:
            say(f"No report has been opened yet in {settings.database}. Open one: report-reader article.txt")


def _counts(store: AnnotationStore, report: ReportRecord, tags: TagSet) -> dict[str, int]:
    """How many annotations have each tag, by id in the order of the tag set."""
    counts = Counter(tag for annotation in store.annotations(report.id) for tag in annotation.tags)
    return {tag: counts[tag] for tag in tags.ordered(counts)}


def _row(report: ReportRecord, counts: dict[str, int], tags: TagSet) -> tuple[str, ...]:
    tagged = ", ".join(f"{count} {tags.label(tag)}" for tag, count in counts.items())
    where = report.path or report.source
    return report.title or report.source, report.publisher, report.opened[:10], tagged or "none", where


def _as_json(store: AnnotationStore, reports: list[ReportRecord], tags: TagSet) -> bytes:
    import msgspec

    rows = [
        {
            "id": report.id,
            "title": report.title,
            "source": report.source,
            "path": report.path,
            "publisher": report.publisher,
            "published": report.published,
            "url": report.url,
            "opened": report.opened,
            "text_sha256": report.text_sha256,
            "annotations": len(store.annotations(report.id)),
            "tags": _counts(store, report, tags),
        }
        for report in reports
    ]
    return msgspec.json.format(msgspec.json.encode({"reports": rows}), indent=2)
