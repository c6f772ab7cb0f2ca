"""What is wrong with the files of a store, taken together, and the best that can be made of them.

Three witnesses are heard: the TinyDB file, which has no checksum, the lines of the history, which
have one, and the backups. While the file is what this program wrote last, the history is believed;
once somebody else wrote it, the file is, since of that the history knows nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import msgspec

from annotations.damage.chains import Chains, Subjects
from annotations.damage.inventory import Inventory, Segment
from annotations.damage.replay import Replayed, copied, merged, replayed, same_row
from annotations.disk.batch import apply
from annotations.disk.lines import Location
from annotations.errors import StoreError, shown
from annotations.migrations import is_old
from annotations.plain import UNDECODABLE, Tables
from annotations.recognise import meta_of, recognise

State = Literal["sound", "missing", "emptied", "torn", "foreign", "nameless"]


@dataclass(frozen=True)
class Diagnosis:
    """One inventory, thought over."""

    inventory: Inventory

    @cached_property
    def state(self) -> State:
        """What the TinyDB file is. Without anything of ours beside it, what cannot be opened is foreign."""
        inventory = self.inventory
        if inventory.content is None:
            return "missing"
        if not inventory.salvaged.whole:
            return "torn"
        tables = inventory.base.tables
        if inventory.base.store:
            return "sound"
        if not any(tables.values()):
            return "emptied" if inventory.has_remains else "sound"
        try:
            recognise(inventory.files.base, tables)
        except StoreError:
            return "foreign"
        # Since schema 2 a file has the id of its store from its first record on.
        return "nameless" if inventory.has_remains and not is_old(tables) else "sound"

    @property
    def is_ours(self) -> bool:
        """Whether a store of ours is or was here; else what lies there is nobody's business."""
        inventory = self.inventory
        named = bool(inventory.base.store) or meta_of(inventory.base.tables) is not None
        return inventory.has_remains or named or (self.state == "sound" and inventory.content is not None)

    @cached_property
    def generation(self) -> int | None:
        """The generation of the TinyDB file; `None` if there is no file to speak of."""
        inventory = self.inventory
        if self.state in ("missing", "emptied", "foreign"):
            return None
        if self._fold is not None:
            return self._fold
        # What a torn file says of itself may be torn too.
        believed = self.state == "sound" or (self.state == "torn" and not self.history.certain)
        if believed and inventory.base.store:
            return inventory.base.generation
        if inventory.live is not None and inventory.live.lines:
            return inventory.live.generation
        return None if self.state == "torn" else self.newest + 1

    @property
    def untouched(self) -> bool:
        """Whether nobody has written the TinyDB file since the last fold: so says the file system."""
        return self._fold is not None

    @cached_property
    def newest(self) -> int:
        """The highest generation there is a segment or a backup of; 0 if there is none."""
        seen = [segment.generation for segment in self.inventory.segments]
        return max([0, *seen, *(kept.backup.generation for kept in self.inventory.backups)])

    @cached_property
    def later(self) -> list[Segment]:
        """Folded journals that the TinyDB file cannot have, since it is of an earlier generation."""
        if self.generation is None:
            return []
        return [
            segment
            for segment in self.inventory.segments
            if segment.generation >= self.generation and not segment.live
        ]

    @cached_property
    def branched(self) -> bool:
        """Whether work went on from an older copy, so that the history has two ends."""
        live = self.inventory.live
        numbered = any(segment.number > 1 for segment in self.inventory.segments)
        return bool(self.later) and (
            numbered or (live is not None and live.generation <= self.later[-1].generation)
        )

    @cached_property
    def chains(self) -> Chains:
        """What the lines say of each other."""
        return Chains.of(self.inventory.segments)

    @cached_property
    def history(self) -> Replayed:
        """What the history gives at its end, without the TinyDB file."""
        return replayed(self.inventory, None)

    @cached_property
    def at_fold(self) -> Replayed:
        """What the history gives at the fold into the TinyDB file."""
        return replayed(self.inventory, self.generation)

    @cached_property
    def holes(self) -> list[int]:
        """Generations without a segment, of which nothing says that they never had one."""
        due = 1
        missing: list[int] = []
        for segment in self.inventory.segments:
            missing += range(due, segment.generation)
            folded = segment.folded
            due = max(due, folded.generation if folded is not None else segment.generation + 1)
        if self.generation is not None and self.state != "torn":
            missing += range(due, min(self.generation, due + 1000))
        return missing

    @cached_property
    def lost_segments(self) -> list[int]:
        """Generations whose segment is missed. One that nothing refers to and nobody misses never was."""
        named = {place.generation for place in self.chains.broken()}
        missed = self.state != "sound" or self.lacks_history
        return [generation for generation in self.holes if missed or generation in named]

    @cached_property
    def wrong_ends(self) -> Subjects:
        """The reports of which the TinyDB file does not say where their history ends, or wrongly."""
        if self.state != "sound":
            return {}
        folded = Chains.of(
            each for each in self.inventory.segments if each.generation < (self.generation or 0)
        )
        heads = self.inventory.base.heads
        if self.at_fold.certain and self.untouched:
            return folded.wrong_ends(heads)
        # In the place of a file another one was put: its history ends where it did for that one.
        return {subject: None for subject in folded.wrong_ends(heads) if not self._leads_to(subject)}

    def best_heads(self) -> dict[str, Location]:
        """Where the history of each report should be said to end."""
        chains = self.chains
        if self.state != "sound" or (self.at_fold.certain and self.untouched):
            return dict(chains.ends)
        heads = {
            subject: place for subject, place in self.inventory.base.heads.items() if self._leads_to(subject)
        }
        unfolded = [each for each in self.inventory.segments if each.generation >= (self.generation or 0)]
        since = {
            subject: chains.ends[subject] for subject in Chains.of(unfolded).ends if subject in chains.ends
        }
        return {**chains.ends, **heads, **(since if not self.branched else {})}

    def _leads_to(self, subject: str) -> bool:
        """Whether the place that the file gives for a report's history holds a line of it."""
        place = self.inventory.base.heads.get(subject)
        return place is not None and subject in self.chains.lines.get(place, ())

    @cached_property
    def present(self) -> Tables | None:
        """What a program sees that opens the store now; `None` if it cannot or must not write there."""
        inventory = self.inventory
        live = inventory.live
        if self.state != "sound" or inventory.stranger is not None or inventory.base.store != inventory.store:
            return None
        tables = copied(inventory.base.tables)
        if live is not None and live.generation > inventory.base.generation:
            return None
        if live is not None and live.generation == inventory.base.generation:
            apply(tables, (put for line in live.lines for put in line.entry.puts))
        return tables

    @cached_property
    def altered(self) -> list[tuple[str, str]]:
        """Table and document id of rows that are not as they were written, though nobody wrote since."""
        if self.state not in ("sound", "nameless") or not self.untouched or not self.at_fold.certain:
            return []
        have, want = self.inventory.base.tables, self._with_file()
        return [
            (table, doc_id)
            for table in {**want, **have}
            for doc_id in {**want.get(table, {}), **have.get(table, {})}
            if not _alike(have.get(table, {}).get(doc_id), want.get(table, {}).get(doc_id))
            and not self._is_in_a_backup(table, doc_id)
        ]

    @cached_property
    def best(self) -> Tables:
        """The tables as they most probably were, with everything that was written since the fold."""
        if self.generation is None and self.state != "torn":
            return copied(self.history.tables)
        tables = self._at_fold()
        for segment in self.inventory.segments:
            if self.generation is not None and segment.generation < self.generation:
                continue
            if not segment.live and (self.branched or self.generation is None):
                continue
            apply(tables, (put for line in segment.lines for put in line.entry.puts))
        return tables

    @cached_property
    def lacks_history(self) -> bool:
        """Whether the TinyDB file has something that the lines of the history do not give."""
        have, want = self.inventory.base.tables, self.at_fold.pure
        return any(
            not _alike(have.get(table, {}).get(doc_id), want.get(table, {}).get(doc_id))
            for table in {**want, **have}
            for doc_id in {**want.get(table, {}), **have.get(table, {})}
        )

    def report_of(self, row: msgspec.Raw) -> str:
        """The id of the report that a row is of, or is itself; empty if it is of none."""
        try:
            owned = msgspec.json.decode(row, type=_Owned)
        except UNDECODABLE:
            return ""
        return owned.report or (owned.id if owned.text_sha256 else "")

    def title_of(self, report: str) -> str:
        """What a report is called; its id if nobody knows."""
        for tables in (self.inventory.base.tables, self.history.tables):
            for row in tables.get("reports", {}).values():
                try:
                    named = msgspec.json.decode(row, type=_Named)
                except UNDECODABLE:
                    continue
                if named.id == report:
                    return shown(named.title or report)
        return shown(report)

    @cached_property
    def _fold(self) -> int | None:
        """The generation that was folded into the file as it lies there, by the file's time."""
        if self.inventory.content is None:
            return None
        for segment in reversed(self.inventory.segments):
            if segment.folded is not None and segment.folded.base[2] == self.inventory.written_ns:
                return segment.folded.generation
        return None

    def _is_in_a_backup(self, table: str, doc_id: str) -> bool:
        """Whether the row was so before already: then somebody wrote it, only not with this program."""
        row = self.inventory.base.tables.get(table, {}).get(doc_id)
        there = (kept.base.tables.get(table, {}).get(doc_id) for kept in self.inventory.backups if kept.base)
        return row is not None and any(each is not None and same_row(each, row) for each in there)

    def _at_fold(self) -> Tables:
        base = self.inventory.base
        if self.state == "torn":
            known = self.at_fold if self.generation is not None else self.history
            if known.certain:
                return merged(known.tables, base.tables, whole=False, untouched=self.untouched)
            tables = copied(known.tables)
            for name, rows in base.tables.items():
                tables.setdefault(name, {}).update(rows)
            return tables
        if not self.altered:
            return copied(base.tables)
        tables, expected = copied(base.tables), self._with_file()
        for table, doc_id in self.altered:
            row = expected.get(table, {}).get(doc_id)
            if row is not None:
                tables.setdefault(table, {})[doc_id] = row
            else:
                tables[table].pop(doc_id)
        return {name: rows for name, rows in tables.items() if rows or name in expected}

    def _with_file(self) -> Tables:
        found = self.inventory.base.tables
        return merged(self.at_fold.tables, found, whole=True, untouched=self.untouched)


class _Named(msgspec.Struct):
    id: str
    title: str = ""


class _Owned(msgspec.Struct):
    id: str = ""
    report: str = ""
    text_sha256: str = ""


def _alike(one: msgspec.Raw | None, other: msgspec.Raw | None) -> bool:
    if one is None or other is None:
        return one is other
    return same_row(one, other)
