"""Putting a journal in order without moving one byte of what can be read in it.

Other lines name the lines of a journal by their bytes, so what cannot be read is blanked out with
line breaks, which count as nothing. Where another line looks for one that is gone, a bridge is put:
a line that says that something is missing here and where the one before it stands. So the history
of a report can be followed past what is lost.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from itertools import pairwise

import msgspec

from annotations.damage.chains import Chains
from annotations.damage.inventory import Segment
from annotations.disk.lines import NOWHERE, DamagedLine, Entry, Location, line_of
from annotations.records import Change

BRIDGE_AUTHOR = "report-reader check"
"""Who has made the change that stands for one that is lost: nobody whose undo would take it back."""
LOST = "a change that cannot be read any more"


def bridges(
    chains: Chains,
    segments: Iterable[Segment],
    heads: Mapping[str, Location],
    now: str,
    new_id: Callable[[], str],
) -> dict[Location, Entry]:
    """Return the lines to put in the place of lost ones; `chains` takes them up."""
    wanted = {place: dict(subjects) for place, subjects in chains.broken().items()}
    regions = [(segment, damaged) for segment in segments for damaged in segment.damaged]
    for subject, place in heads.items():
        # Of what only the file says, which has no checksum, no more is believed than fits a damaged line.
        if place not in chains.lines and any(
            segment.generation == place.generation and damaged.offset == place.offset
            for segment, damaged in regions
        ):
            wanted.setdefault(place, {})[subject] = None
    found: dict[Location, Entry] = {}
    for place, subjects in sorted(wanted.items()):
        before = {subject: chains.before(subject, place) or NOWHERE for subject in subjects}
        changes = tuple(_encoded(_lost(subject, now, new_id())) for subject in subjects)
        found[place] = Entry(generation=place.generation, changes=changes, before=before)
        chains.lines[place] = chains.lines.get(place, frozenset()) | frozenset(subjects)
        for subject in subjects:
            chains.ends[subject] = max(place, chains.ends.get(subject, NOWHERE))
    return found


def bridged(
    content: bytes, damaged: Iterable[DamagedLine], lines: Mapping[int, Entry]
) -> tuple[bytes, set[int]]:
    """Return a journal with the damaged lines blanked out and these put at their bytes.

    Also returns the bytes of those that found no room.
    """
    without_room = set(lines)
    result = bytearray(content)
    regions = [(line.offset, line.offset + line.length) for line in damaged]
    for begin, end in regions:
        result[begin:end] = b"\n" * (end - begin)
    # What is looked for behind the end was cut off with it; there the room has no end.
    beyond = max([len(content), *lines]) + 1_000_000
    places = [*sorted(lines), beyond]
    for offset, following in pairwise(places):
        inside = next((end for begin, end in regions if begin <= offset < end), None)
        if inside is None and offset < len(content):
            continue
        if inside is None or inside >= len(content):
            inside = beyond
        room = min(following, inside) - offset
        line = _fitting(lines[offset], room)
        if line is not None:
            result.extend(b"\n" * (offset + len(line) - len(result)))
            result[offset : offset + len(line)] = line
            without_room.discard(offset)
    return bytes(result), without_room


def _fitting(entry: Entry, room: int) -> bytes | None:
    for each in (entry, msgspec.structs.replace(entry, changes=())):
        line = line_of(each)
        if len(line) <= room:
            return line
    return None


def _lost(report: str, at: str, identity: str) -> Change:
    return Change(id=identity, at=at, author=BRIDGE_AUTHOR, report=report, label=LOST, caret=0, edits=())


def _encoded(change: Change) -> msgspec.Raw:
    return msgspec.Raw(msgspec.json.encode(change))
