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
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

import msgspec

from annotations.basefile import Base, encoded, identity_of
from annotations.bridging import bridged, bridges
from annotations.captures import Captures
from annotations.diagnosis import Diagnosis
from annotations.durable import make_folder_beside, read_whole, replace_file, sync_folder
from annotations.errors import StoreError, shown, why_not
from annotations.files import StoreFiles
from annotations.inventory import Inventory, Segment, take_inventory
from annotations.journal import Entry, Folded, Journal, Location, Put, line_of
from annotations.journal_check import file_findings
from annotations.locking import LOCK_TIMEOUT, StoreLock
from annotations.mending import Mender
from annotations.plain import Tables
from annotations.recognise import SCHEMA, meta_of
from annotations.replay import REPAIRED, difference

_HOLES = 100
"""So many missing segments get one that says so; a file that names a far generation is itself damaged."""


class Repaired(msgspec.Struct, frozen=True):
    """What a repair did, in sentences."""

    copy: Path | None
    """The folder with everything as it was found; `None` if there was nothing to repair."""
    done: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    """What cannot be read any more, anywhere."""


@dataclass
class _Plan:
    """What is to be written, worked out before anything is."""

    tables: Tables
    heads: dict[str, Location]
    store: str
    generation: int
    """Of the TinyDB file that is to be."""
    journal: int
    """The generation of the journal that brings the file there."""
    puts: list[Put]
    segments: dict[Path, bytes] = field(default_factory=dict)
    """Parts of the history that are put in order."""
    live: bytes = b""
    """The journal that is there, in order; empty if a new one is to be begun."""
    stale: bool = False
    """Whether the journal that is there belongs to the history already."""
    aside: list[Path] = field(default_factory=list)
    """What is moved away."""


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
        plan = _planned(diagnosis, mender.tables, now, new_id)
        if not _is_needed(diagnosis, plan):
            return Repaired(None, (), tuple(lost))
        copy = _copied(diagnosis.inventory, plan, now)
        with _writing(files, copy):
            _carry_out(plan, files, copy)
    done = [*_done(diagnosis, plan), *mender.done]
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


# What is to be done


def _planned(diagnosis: Diagnosis, tables: Tables, now: str, new_id: Callable[[], str]) -> _Plan:
    inventory = diagnosis.inventory
    live = inventory.live
    folded = [segment for segment in inventory.segments if not segment.live]
    newest = max([0, *(segment.generation for segment in folded)])
    usable = (
        live is not None
        and live.folded is None
        and live.generation > newest
        and live.generation >= (diagnosis.generation or 0)
    )
    if live is not None and not usable:
        newest = max(newest, live.generation)
    holes = diagnosis.holes if len(diagnosis.holes) <= _HOLES else []
    journal = live.generation if live is not None and usable else max([newest, *holes]) + 1
    highest = max(journal, diagnosis.newest, diagnosis.generation or 0, inventory.base.generation)
    bridge = bridges(diagnosis.chains, inventory.segments, inventory.base.heads, now, new_id)
    plan = _Plan(
        tables,
        {},
        inventory.store or str(uuid4()),
        highest + 1,
        journal,
        _puts(diagnosis, tables),
        stale=live is not None and not usable,
    )
    for segment in inventory.segments:
        lines = {place.offset: line for place, line in bridge.items() if _is_in(place, segment)}
        if segment.fault:
            continue
        content = read_whole(segment.path)[0]
        if segment.damaged or lines:
            mended, without_room = bridged(content, segment.damaged, lines)
            for offset in without_room:
                diagnosis.chains.forget(Location(segment.generation, offset))
            if mended != content:
                content = plan.segments[segment.path] = mended
        if segment.live and usable:
            plan.live = content
    there = {segment.generation for segment in inventory.segments}
    for generation in sorted({*holes, *(place.generation for place in bridge)} - there):
        lines = {place.offset: line for place, line in bridge.items() if place.generation == generation}
        following = min([journal, *(each for each in {*there, *holes} if each > generation)])
        plan.segments[inventory.files.segment(plan.store, generation)] = _stand_in(
            generation, plan.store, following, lines
        )
    plan.heads = diagnosis.best_heads()
    plan.aside = [kept.backup.path for kept in inventory.backups if kept.base is None]
    if inventory.stranger is not None:
        plan.aside.append(inventory.stranger.path)
    return plan


def _puts(diagnosis: Diagnosis, tables: Tables) -> list[Put]:
    """What makes the history give these tables, whichever way it is replayed."""
    states = [diagnosis.history.pure, diagnosis.history.tables]
    if diagnosis.present is not None:
        states.append(diagnosis.present)
    found = {(put.table, put.doc_id): put for state in states for put in difference(state, tables)}
    return sorted(found.values(), key=lambda put: put.doc_id is not None)


def _stand_in(generation: int, store: str, following: int, lines: dict[int, Entry]) -> bytes:
    """A segment in the place of one that is gone."""
    head = line_of(Entry(generation=generation, store=store))
    content, _ = bridged(head if min(lines, default=len(head)) >= len(head) else b"", (), lines)
    return content + line_of(Entry(generation=generation, folded=Folded(following, REPAIRED)))


def _is_in(place: Location, segment: Segment) -> bool:
    return place.generation == segment.generation and segment.number == 1


def _is_needed(diagnosis: Diagnosis, plan: _Plan) -> bool:
    inventory = diagnosis.inventory
    if diagnosis.state == "sound" and not inventory.has_remains and not inventory.base.store:
        # Of an older version, or new: there is no journal yet that anything could go to.
        return diagnosis.present is not None and bool(difference(diagnosis.present, plan.tables))
    return (
        diagnosis.present is None
        or bool(difference(diagnosis.present, plan.tables))
        or diagnosis.generation != inventory.base.generation
        or bool(diagnosis.altered or diagnosis.later or plan.segments or plan.aside)
        or bool(diagnosis.wrong_ends)
    )


# Doing it


def _copied(inventory: Inventory, plan: _Plan, now: str) -> Path:
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


def _carry_out(plan: _Plan, files: StoreFiles, copy: Path) -> None:
    make_folder_beside(files.base, files.history)
    for path, content in plan.segments.items():
        replace_file(path, [content], files.temporary)
    for path in plan.aside:
        path.replace(copy / path.name)
        sync_folder(copy)
        sync_folder(path.parent)
    if plan.stale:
        _to_history(files, plan.store, _generation_of(files.journal))
    content = b"".join(_journal(plan))
    replace_file(files.journal, [content], files.temporary)
    base = Base(plan.tables, plan.store, plan.generation, plan.heads)
    status = replace_file(files.base, encoded(base, plan.generation), files.temporary)
    last = Entry(generation=plan.journal, folded=Folded(plan.generation, identity_of(status), REPAIRED))
    replace_file(files.journal, [content, line_of(last)], files.temporary)
    _to_history(files, plan.store, plan.journal)


def _journal(plan: _Plan) -> Iterator[bytes]:
    if plan.live:
        yield plan.live if plan.live.endswith(b"\n") else plan.live + b"\n"
    else:
        yield line_of(Entry(generation=plan.journal, store=plan.store))
    if plan.puts:
        yield line_of(Entry(generation=plan.journal, puts=tuple(plan.puts)))


def _to_history(files: StoreFiles, store: str, generation: int) -> None:
    target, number = files.segment(store, generation), 1
    while target.exists():
        number += 1
        target = files.segment(store, generation).with_suffix(f".{number}.journal")
    files.journal.rename(target)
    sync_folder(files.history)
    sync_folder(files.base.parent)


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


def _done(diagnosis: Diagnosis, plan: _Plan) -> Iterator[str]:
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
        lines = "line" if len(torn) == 1 else "lines"
        yield f"{len(torn)} {lines} of the journals that cannot be read were blanked out."
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
