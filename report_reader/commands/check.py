"""Whether the store and the texts kept beside it contradict each other or themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from report_reader.errors import NO
from report_reader.options import settings_for, with_database, with_json

if TYPE_CHECKING:
    from annotations.findings import Finding

HELP = """Check that the file with your annotations is sound.

Looks for records that cannot be read, annotations whose words are not in the text any more, and texts
that are missing or were altered. Changes nothing. The exit code is 1 when something is wrong.

\b
Examples:
  report-reader check
  report-reader check --json --db old.json
"""


@click.command(help=HELP)
@with_database
@with_json
@click.pass_context
def command(ctx: click.Context, db: str | None, as_json: bool) -> int:
    """Print what is wrong."""
    from annotations.captures import Captures
    from annotations.check import check
    from report_reader.opening import opened, require_store
    from report_reader.output import say, write_json

    settings = settings_for(ctx, db)
    require_store(settings.database)
    with opened(settings.database) as store:
        findings = check(store, Captures(store.captures_folder))
        reports = len(store.reports())
    if as_json:
        write_json(_as_json(findings))
    else:
        _print(findings)
    if findings:
        say(f"{len(findings)} of the records in {settings.database} or the texts beside it are damaged.")
        return NO
    say(f"{settings.database} is sound: {reports} {'report' if reports == 1 else 'reports'}.")
    return 0


def _print(findings: list[Finding]) -> None:
    from report_reader.output import write_lines

    for finding in findings:
        where = f"{finding.title or 'the store'}, {finding.record}" if finding.record else finding.title
        write_lines([f"{where}: {finding.sentence}"])


def _as_json(findings: list[Finding]) -> bytes:
    import msgspec

    return msgspec.json.format(msgspec.json.encode({"sound": not findings, "findings": findings}), indent=2)
