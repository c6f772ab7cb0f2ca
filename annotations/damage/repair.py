"""Repairing a store: first everything is copied, then the best that can be made of it takes its place.

Each step leaves something that the next repair can start from: the history is put in order, what
is to change is written to the journal, then the TinyDB file takes its place as a new generation,
and the journal becomes history. Killed anywhere, it can be run again.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from annotations.damage.diagnosis import Diagnosis
from annotations.damage.inventory import Inventory, take_inventory
from annotations.damage.journal_check import file_findings
from annotations.damage.mending import Mender
from annotations.damage.repair_plan import Plan, is_needed, planned
from annotations.damage.replay import REPAIRED
from annotations.disk.basefile import Base, encoded, identity_of
from annotations.disk.durable import make_folder_beside, read_whole, replace_file, sync_folder
from annotations.disk.files import StoreFiles
from annotations.disk.folding import move_to_history
from annotations.disk.journal import Journal
from annotations.disk.lines import Entry, Folded, line_of
from annotations.disk.locking import LOCK_TIMEOUT, StoreLock
from annotations.errors import StoreError, shown, why_not
from annotations.plain import Tables
from annotations.recognise import SCHEMA, meta_of
from annotations.texts.captures import Captures


class Repaired(msgspec.Struct, frozen=True):
    """What a repair did, in sentences."""

    copy: Path | None
    """The folder with everything as it was found; `None` if there was nothing to repair."""
    done: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    """What cannot be read any more, anywhere."""


def repair(
    path: str | os.PathLike[str], now: str, new_id: Callable[[], str], *, lock_timeout: float = LOCK_TIMEOUT
) -> Repaired:
    """Repair the store at that path. `now` is ISO 8601 in UTC; `lock_timeout` is in seconds.

    A sound store is not touched. Raises `StoreError` for what is no store of ours, and when it
    cannot be written; what was there before is then untouched, or in the copy.
    """
    files = StoreFiles.of(path)
    refuse_foreign(Diagnosis(take_inventory(files)))
    with StoreLock(files, lock_timeout).held(new=False):
        diagnosis = Diagnosis(take_inventory(files))
        refuse_foreign(diagnosis)
        findings = file_findings(diagnosis)
        mender = Mender(diagnosis, Captures(files.texts), new_id)
        mender.mend(now)
        lost = [*_lost(diagnosis, mender.tables), *mender.left]
        plan = planned(diagnosis, mender.tables, now, new_id)
        if not is_needed(diagnosis, plan):
            return Repaired(None, (), tuple(lost))
        copy = _copied(diagnosis.inventory, plan, now)
        with _writing(files, copy):
            _carry_out(plan, files, copy)
    done = [*_done(diagnosis, plan), *mender.done] or ["What refers to the history is in order again."]
    lost += [finding.sentence for finding in findings if finding.kind == "damaged record"]
    return Repaired(copy, tuple(done), tuple(lost))


def refuse_foreign(diagnosis: Diagnosis) -> None:
    """Raise `StoreError` unless the files are those of a store of ours that this version may write."""
    inventory = diagnosis.inventory
    name, tables = shown(inventory.files.base), inventory.base.tables
    if diagnosis.state == "missing" and not diagnosis.is_ours:
        raise StoreError(f"{name} does not exist, and nothing beside it says that it ever did.")
    if not diagnosis.is_ours:
        raise StoreError(
            f"{name} is no file of report-reader, and nothing beside it is of one: it was left as it is;"
            " name the file with your annotations with --db."
        )
    meta = meta_of(tables)
    if meta is not None and meta.schema > SCHEMA:
        raise StoreError(
            f"{name} was written by a newer report-reader (schema {meta.schema}, this one knows {SCHEMA}):"
            " update report-reader to repair it."
        )


# Doing it


def _copied(inventory: Inventory, plan: Plan, now: str) -> Path:
    """Copy all that is going to change, durably; the folder has its name when it is complete."""
    files = inventory.files
    stamp = re.sub(r"[-:]", "", now)
    folder, number = files.damaged(stamp), 1
    while folder.exists():
        number += 1
        folder = files.damaged(f"{stamp}-{number}")
    partial = folder.with_name(folder.name + ".partial")
    sources = [files.base, files.journal, *plan.segments, *plan.aside]
    try:
        make_folder_beside(files.base, partial)
        for source in dict.fromkeys(sources):
            if source.exists():
                target = partial / source.name
                replace_file(target, [read_whole(source)[0]], target.with_name(target.name + ".tmp"))
        partial.rename(folder)
        sync_folder(folder.parent)
    except OSError as error:
        why = why_not(error)
        raise StoreError(
            f"{shown(files.base)} cannot be copied before it is repaired: {why}; nothing was changed,"
            " make room or permission beside it and try again.",
            why,
        ) from error
    return folder


def _carry_out(plan: Plan, files: StoreFiles, copy: Path) -> None:
    make_folder_beside(files.base, files.history)
    for path, content in plan.segments.items():
        replace_file(path, [content], files.temporary)
    for path in plan.aside:
        path.replace(copy / path.name)
        sync_folder(copy)
        sync_folder(path.parent)
    if plan.stale:
        move_to_history(files, plan.store, _generation_of(files.journal))
    content = b"".join(_journal(plan))
    replace_file(files.journal, [content], files.temporary)
    base = Base(plan.tables, plan.store, plan.generation, plan.heads)
    status = replace_file(files.base, encoded(base, plan.generation), files.temporary)
    last = Entry(generation=plan.journal, folded=Folded(plan.generation, identity_of(status), REPAIRED))
    replace_file(files.journal, [content, line_of(last)], files.temporary)
    move_to_history(files, plan.store, plan.journal)


def _journal(plan: Plan) -> Iterator[bytes]:
    if plan.live:
        yield plan.live if plan.live.endswith(b"\n") else plan.live + b"\n"
    else:
        yield line_of(Entry(generation=plan.journal, store=plan.store))
    if plan.puts:
        yield line_of(Entry(generation=plan.journal, puts=tuple(plan.puts)))


def _generation_of(journal: Path) -> int:
    opened = Journal.open(journal)
    if opened is None:
        return 0
    opened.close()
    return opened.generation


@contextmanager
def _writing(files: StoreFiles, copy: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        why = why_not(error)
        raise StoreError(
            f"{shown(files.base)} cannot be repaired: {why}; all that was there is in {shown(copy)},"
            " make room or permission and try again.",
            why,
        ) from error


# What is said of it


def _done(diagnosis: Diagnosis, plan: Plan) -> Iterator[str]:
    name = shown(diagnosis.inventory.files.base)
    if diagnosis.state != "sound":
        reports, annotations = len(plan.tables.get("reports", {})), len(plan.tables.get("annotations", {}))
        yield f"{name} was built again: {_count(annotations, 'annotation')} of {_count(reports, 'report')}."
    elif diagnosis.branched:
        yield f"{name} goes on as it is; what the newer copy had is in its history still."
    elif diagnosis.later or diagnosis.present is None:
        yield f"{name} was brought up to what its journal and history say."
    for table, doc_id in diagnosis.altered:
        yield f"The record {shown(doc_id)} of the table {shown(table)} is what the history says again."
    torn = [line for segment in diagnosis.inventory.segments for line in segment.damaged]
    if torn:
        lines = "line that cannot be read was" if len(torn) == 1 else "lines that cannot be read were"
        yield f"{len(torn)} {lines} blanked out in the journals."
    gone = len(diagnosis.lost_segments)
    if gone:
        yield f"{_count(gone, 'part')} of the history cannot be found; the logs say that changes are missing."
    for path in plan.aside:
        yield f"{shown(path)} was moved into the folder with the copy."


def _lost(diagnosis: Diagnosis, tables: Tables) -> Iterator[str]:
    """What of the TinyDB file could not be read, if it is not in the history either."""
    if diagnosis.state != "torn" or diagnosis.history.certain:
        return
    for stretch in diagnosis.inventory.salvaged.lost:
        if stretch.doc_id not in tables.get(stretch.table, {}):
            of = f" of the table {shown(stretch.table)}" if stretch.table else ""
            begins = shown(stretch.content[:60].decode("utf-8", "backslashreplace"))
            yield f"A record{of} cannot be read, nor is it in the history; it begins with “{begins}”."


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"
