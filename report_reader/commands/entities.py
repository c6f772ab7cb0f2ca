"""Who and what reports speak of, found by the machine; needs no store."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from report_reader.options import settings_for, with_json

if TYPE_CHECKING:
    from entities.records import Findings, Found
    from reports.document import Report

HELP = """Show who and what a report speaks of.

Lists the people, organisations, places, dates and quantities that the language model finds in each
report, with the number of places where they stand. Works without the network, and opens no store.

\b
Examples:
  report-reader entities article.txt
  report-reader entities --json reports/ > entities.json
  curl -s URL | report-reader entities -
"""


@click.command(help=HELP)
@with_json
@click.argument("reports", metavar="REPORT ...", nargs=-1, required=True)
@click.pass_context
def command(ctx: click.Context, as_json: bool, reports: tuple[str, ...]) -> None:
    """Print the entities of each report."""
    from report_reader.finding import all_found
    from report_reader.opening import loaded, sources_of
    from report_reader.output import write_json

    settings = settings_for(ctx)
    # All are loaded before the model starts, so that a wrong name is told at once.
    texts = [loaded(source) for source in sources_of(reports)]
    found = list(zip(texts, all_found(texts, settings), strict=True))
    if as_json:
        write_json(_as_json([(report, each.findings) for report, each in found]))
        return
    for number, (report, each) in enumerate(found):
        _print(report, each, number, len(found))


def _print(report: Report, found: Found, number: int, total: int) -> None:
    from report_reader.output import say, table, write_lines

    if total > 1:
        write_lines([""] if number else [])
        write_lines([report.source])
    entities = found.findings.entities
    if not entities:
        # What was said already may be the reason.
        if not found.notices:
            say(f"{report.title} names nobody and nothing that the model knows.")
        return
    rows = [
        (entity.type, entity.name, str(len(entity.mentions)), ", ".join(entity.aliases))
        for entity in entities
    ]
    write_lines(table([("TYPE", "NAME", "TIMES", "ALSO"), *rows]))


def _as_json(found: list[tuple[Report, Findings]]) -> bytes:
    import msgspec

    from annotations.exports.json_export import exported_entity
    from report_reader.locations import locations_of

    locations = locations_of({number: findings for number, (_, findings) in enumerate(found)})
    reports = [
        {
            "source": report.source,
            "text_sha256": report.text_sha256,
            "entities": [
                exported_entity(each, locations.get(report_number, {}).get(number))
                for number, each in enumerate(findings.entities)
            ],
        }
        for report_number, (report, findings) in enumerate(found)
    ]
    return msgspec.json.format(msgspec.json.encode({"reports": reports}), indent=2)
