"""Whether the store and the texts kept beside it contradict each other or themselves, and mending it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from report_reader.errors import NO
from report_reader.options import settings_for, with_database, with_json

if TYPE_CHECKING:
    from pathlib import Path

    from annotations.damage.diagnosis import Diagnosis
    from annotations.damage.findings import Finding
    from annotations.damage.inventory import KeptBase
    from tui.settings import Settings

HELP = """Check the file with your annotations, mend it, put a backup back.

Looks for records that cannot be read, annotations whose words are not in the text any more, texts that
are missing or were altered, and gaps in the history; lists the backups. Changes nothing. The exit code
is 1 when something is wrong.

With --repair everything is copied first, beside the file; then what can be read is put together from the
file, its journal, its history and its backups. What could not be read is said. A sound file is not touched.

With --restore an earlier state is put back. What is there now becomes a backup itself.

\b
Examples:
  report-reader check
  report-reader check --json --db old.json
  report-reader check --repair
  report-reader check --restore latest
  report-reader check --restore 12
"""


@click.command(help=HELP)
@with_database
@with_json
@click.option("--repair", "mend", is_flag=True, help="Copy everything, then mend what can be mended.")
@click.option("--restore", "which", metavar="GENERATION", help="Put back a backup: its number, or latest.")
@click.pass_context
def command(ctx: click.Context, db: str | None, as_json: bool, mend: bool, which: str | None) -> int:
    """Print what is wrong."""
    from report_reader.output import say, write_json

    if mend and which is not None:
        raise click.UsageError("--repair and --restore are two steps: repair first.", ctx)
    settings = settings_for(ctx, db)
    database = settings.database
    _require_something(database)
    if mend:
        _repair(database)
    elif which is not None:
        _restore(settings, which)
    findings, reports, diagnosis = _examined(database)
    kept = diagnosis.inventory.backups
    if as_json:
        write_json(_as_json(findings, kept))
    else:
        _print(findings, kept)
    if findings:
        things = "1 thing is" if len(findings) == 1 else f"{len(findings)} things are"
        more = "" if mend else " `report-reader check --repair` mends what can be mended, after a copy."
        say(f"{things} wrong with {database} or what lies beside it.{more}")
        return NO
    say(f"{database} is sound: {reports} {'report' if reports == 1 else 'reports'}.")
    return 0


def _require_something(database: Path) -> None:
    """Raise `CommandError` where neither a store is nor anything that belonged to one."""
    from annotations.damage.diagnosis import Diagnosis
    from annotations.damage.inventory import take_inventory
    from annotations.disk.files import StoreFiles
    from report_reader.opening import require_store

    if database.exists():
        return
    if not database.parent.is_dir() or not Diagnosis(take_inventory(StoreFiles.of(database))).is_ours:
        require_store(database)


def _examined(database: Path) -> tuple[list[Finding], int, Diagnosis]:
    """What is wrong, how many reports there are, and what lies on the disk."""
    from annotations.damage.check import check, check_unopened
    from annotations.damage.diagnosis import Diagnosis
    from annotations.damage.inventory import take_inventory
    from annotations.disk.files import StoreFiles
    from annotations.errors import StoreError
    from annotations.texts.captures import Captures
    from report_reader.opening import opened

    diagnosis = Diagnosis(take_inventory(StoreFiles.of(database)))
    try:
        # It need not be told to ask `check`: all of it is among the findings.
        with opened(database, tells=False) as store:
            return check(store, Captures(store.captures_folder), diagnosis), len(store.reports()), diagnosis
    except StoreError as error:
        return check_unopened(diagnosis, error), 0, diagnosis


def _repair(database: Path) -> None:
    from uuid import uuid4

    from annotations.damage.repair import repair
    from annotations.writer import utc_now
    from report_reader.output import say

    repaired = repair(database, utc_now(), lambda: str(uuid4()))
    if repaired.copy is None:
        say("There was nothing to repair.")
    else:
        say(f"Everything was copied to {repaired.copy} as it was found.")
    for sentence in (*repaired.done, *repaired.lost):
        say(sentence)


def _restore(settings: Settings, which: str) -> None:
    from uuid import uuid4

    from annotations.damage.restore import restore
    from annotations.writer import utc_now
    from report_reader.output import say

    restored = restore(settings.database, which, utc_now(), lambda: str(uuid4()), author=settings.author)
    if restored.repaired is not None:
        say(f"The file had to be repaired first; it was copied to {restored.repaired.copy} as it was found.")
        for sentence in (*restored.repaired.done, *restored.repaired.lost):
            say(sentence)
    say(
        f"Backup {restored.generation} with {_count(restored.annotations, 'annotation')} was put back."
        f" What was there before is backup {restored.back}:"
        f" `report-reader check --restore {restored.back}` goes back to it."
    )


def _print(findings: list[Finding], kept: tuple[KeptBase, ...]) -> None:
    from report_reader.output import table, write_lines

    for finding in findings:
        where = f"{finding.title or 'the store'}, {finding.record}" if finding.record else finding.title
        write_lines([f"{where or 'the store'}: {finding.sentence}"])
    if kept:
        rows = [
            (str(each.backup.generation), _time(each), str(each.backup.size), _annotations(each))
            for each in kept
        ]
        write_lines(table([("BACKUP", "WRITTEN", "BYTES", "ANNOTATIONS"), *rows]))


def _as_json(findings: list[Finding], kept: tuple[KeptBase, ...]) -> bytes:
    import msgspec

    listed = [
        {
            "generation": each.backup.generation,
            "path": str(each.backup.path),
            "written": _time(each),
            "size": each.backup.size,
            "annotations": len(each.base.tables.get("annotations", {})) if each.base is not None else None,
        }
        for each in kept
    ]
    document = {"sound": not findings, "findings": findings, "backups": listed}
    return msgspec.json.format(msgspec.json.encode(document), indent=2)


def _time(kept: KeptBase) -> str:
    """When the backup was written, ISO 8601 in UTC."""
    from datetime import UTC, datetime

    return datetime.fromtimestamp(kept.backup.written, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _annotations(kept: KeptBase) -> str:
    return str(len(kept.base.tables.get("annotations", {}))) if kept.base is not None else "unreadable"


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"
