"""What a repair is going to write, worked out from a diagnosis before anything is written."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

from annotations.damage.bridging import bridged, bridges
from annotations.damage.diagnosis import Diagnosis
from annotations.damage.inventory import Segment
from annotations.damage.replay import REPAIRED, difference
from annotations.disk.durable import read_whole
from annotations.disk.lines import Entry, Folded, Location, Put, line_of
from annotations.plain import Tables

_FEW = 100
"""So many missing segments get one that stands in; a file that names a far generation is itself damaged."""


@dataclass
class Plan:
    """What is to be written, worked out before anything is."""

    tables: Tables
    store: str
    generation: int
    """Of the TinyDB file that is to be."""
    journal: int
    """The generation of the journal that brings the file there."""
    puts: list[Put]
    heads: dict[str, Location] = field(default_factory=dict)
    """Where the history of each report ends."""
    segments: dict[Path, bytes] = field(default_factory=dict)
    """Parts of the history that are put in order."""
    live: bytes = b""
    """The journal that is there, in order; empty if a new one is to be begun."""
    stale: bool = False
    """Whether the journal that is there belongs to the history already."""
    aside: list[Path] = field(default_factory=list)
    """What is moved away."""


def planned(diagnosis: Diagnosis, tables: Tables, now: str, new_id: Callable[[], str]) -> Plan:
    """Return what makes the store hold these tables, with all that can be read of its history.

    `now` is ISO 8601 in UTC. Raises `OSError`.
    """
    inventory = diagnosis.inventory
    live, goes_on = inventory.live, _goes_on(diagnosis)
    holes = diagnosis.lost_segments[:_FEW]
    taken = [0, *holes, *(each.generation for each in inventory.segments)]
    journal = live.generation if live is not None and goes_on else max(taken) + 1
    highest = max(journal, diagnosis.newest, diagnosis.generation or 0, inventory.base.generation)
    bridge = bridges(diagnosis.chains, inventory.segments, inventory.base.heads, now, new_id)
    plan = Plan(
        tables,
        inventory.store or str(uuid4()),
        highest + 1,
        journal,
        _puts(diagnosis, tables),
        stale=live is not None and bool(live.lines) and not goes_on,
    )
    for segment in inventory.segments:
        if segment.fault or (segment.live and not segment.lines):
            continue
        content = read_whole(segment.path)[0]
        mended = _in_order(segment, content, bridge, diagnosis)
        if mended != content:
            plan.segments[segment.path] = mended
        if segment.live and goes_on:
            plan.live = mended
    there = {segment.generation for segment in inventory.segments}
    for generation in sorted({*holes, *(place.generation for place in bridge)} - there):
        following = min([journal, *(each for each in {*there, *holes} if each > generation)])
        path = inventory.files.segment(plan.store, generation)
        plan.segments[path] = _stand_in(generation, plan.store, following, bridge)
    plan.heads = diagnosis.best_heads()
    plan.aside.extend(_aside(diagnosis))
    return plan


def is_needed(diagnosis: Diagnosis, plan: Plan) -> bool:
    """Return whether the plan changes anything that is wrong."""
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


def _goes_on(diagnosis: Diagnosis) -> bool:
    """Whether the journal is the one after all others, so that more can be added to it."""
    live = diagnosis.inventory.live
    if live is None or not live.lines or live.folded is not None:
        return False
    newest = max([0, *(each.generation for each in diagnosis.inventory.segments if not each.live)])
    return live.generation > newest and live.generation >= (diagnosis.generation or 0)


def _puts(diagnosis: Diagnosis, tables: Tables) -> list[Put]:
    """What makes the history give these tables, whichever way it is replayed."""
    states = [diagnosis.history.pure, diagnosis.history.tables]
    if diagnosis.present is not None:
        states.append(diagnosis.present)
    found = {(put.table, put.doc_id): put for state in states for put in difference(state, tables)}
    return sorted(found.values(), key=lambda put: put.doc_id is not None)


def _in_order(
    segment: Segment, content: bytes, bridge: Mapping[Location, Entry], diagnosis: Diagnosis
) -> bytes:
    """A journal without what cannot be read; bridges without room are forgotten."""
    lines = _lines_of(segment.generation, bridge) if segment.number == 1 else {}
    if not segment.damaged and not lines:
        return content
    mended, without_room = bridged(content, segment.damaged, lines)
    for offset in without_room:
        diagnosis.chains.forget(Location(segment.generation, offset))
    return mended


def _stand_in(generation: int, store: str, following: int, bridge: Mapping[Location, Entry]) -> bytes:
    """A segment in the place of one that is gone."""
    lines = _lines_of(generation, bridge)
    head = line_of(Entry(generation=generation, store=store))
    content, _ = bridged(head if min(lines, default=len(head)) >= len(head) else b"", (), lines)
    return content + line_of(Entry(generation=generation, folded=Folded(following, REPAIRED)))


def _lines_of(generation: int, bridge: Mapping[Location, Entry]) -> dict[int, Entry]:
    return {place.offset: line for place, line in bridge.items() if place.generation == generation}


def _aside(diagnosis: Diagnosis) -> Iterator[Path]:
    """What is of no use where it is: unreadable backups, and a journal of which nothing is ours to read."""
    inventory = diagnosis.inventory
    yield from (kept.backup.path for kept in inventory.backups if kept.base is None)
    if inventory.stranger is not None:
        yield inventory.stranger.path
    elif inventory.live is not None and not inventory.live.lines and not inventory.live.fault:
        yield inventory.live.path
