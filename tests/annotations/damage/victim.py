"""A store with a history of its own, and ways to spoil it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from annotations.damage.check import check, check_unopened
from annotations.damage.diagnosis import Diagnosis
from annotations.damage.findings import Finding
from annotations.damage.inventory import take_inventory
from annotations.damage.repair import Repaired, repair
from annotations.disk.files import StoreFiles
from annotations.disk.lines import lines_in
from annotations.errors import StoreError
from annotations.history.chain import Gap
from annotations.records import Annotation, Change
from annotations.store import AnnotationStore
from annotations.texts.captures import Captures
from reports.document import Span
from tests.annotations.conftest import Desk, make_report

NOW = "2026-11-22T10:00:00Z"


@dataclass
class Victim:
    """A store of two reports that was folded four times, with changes that are not folded yet."""

    path: Path
    desks: list[Desk] = field(default_factory=list)
    ids: Iterator[int] = field(default_factory=count)

    @property
    def files(self) -> StoreFiles:
        return StoreFiles.of(self.path)

    @property
    def segments(self) -> list[Path]:
        return sorted(self.files.history.iterdir())

    @property
    def backups(self) -> list[Path]:
        return sorted(self.files.backups.iterdir())

    def new_id(self) -> str:
        return f"new-{next(self.ids)}"

    def build(self, *, unfolded: bool = True) -> Victim:
        bridge = Desk(make_report())
        ferry = Desk(make_report("Another text entirely, of a ferry.", "wires/ferry.txt"), name="ferry")
        self.desks = [bridge, ferry]
        store = AnnotationStore.open(self.path)
        captures = Captures(store.captures_folder, new=True)
        for desk in self.desks:
            captures.keep(desk.report, f"/{desk.report.source}", "2026-11-22T09:00:00Z")
        for number in range(4):
            bridge.editor.toggle_tag(Span(number * 5, number * 5 + 4), "unverified", 0)
            ferry.editor.toggle_tag(Span(number, number + 9), "contested", 0)
            if number == 2:
                bridge.editor.remove(bridge.editor.index[0].id)
            bridge.save(store)
            ferry.save(store)
            store.fold()
        if unfolded:
            bridge.editor.toggle_tag(Span(30, 40), "contested", 0)
            bridge.editor.remove(bridge.editor.index[0].id)
            bridge.save(store)
        store.close()
        return self

    def tables(self) -> dict[str, dict[str, bytes]]:
        """All rows as they are on disk, after the journal."""
        store = AnnotationStore.open(self.path, read_only=True)
        try:
            tables = store._storage.tables
            return {name: {key: bytes(row) for key, row in rows.items()} for name, rows in tables.items()}
        finally:
            store.close()

    def annotations(self) -> list[list[Annotation]]:
        store = AnnotationStore.open(self.path, read_only=True)
        try:
            return [store.annotations(desk.record.id) for desk in self.desks]
        finally:
            store.close()

    def history(self, desk: int = 0) -> list[Change | Gap]:
        store = AnnotationStore.open(self.path, read_only=True)
        try:
            return list(store.changes(self.desks[desk].record.id))
        finally:
            store.close()

    def check(self) -> list[Finding]:
        """What `report-reader check` finds."""
        diagnosis = Diagnosis(take_inventory(self.files))
        try:
            store = AnnotationStore.open(self.path, read_only=True)
        except StoreError as error:
            return check_unopened(diagnosis, error)
        try:
            return check(store, Captures(store.captures_folder), diagnosis)
        finally:
            store.close()

    def kinds(self) -> list[str]:
        return [finding.kind for finding in self.check()]

    def repair(self) -> Repaired:
        return repair(self.path, NOW, self.new_id)

    def everything(self) -> dict[str, bytes]:
        """Every file beside the store with its bytes, but for the locks."""
        folder = self.path.parent
        return {
            str(path.relative_to(folder)): path.read_bytes()
            for path in sorted(folder.rglob("*"))
            if path.is_file() and not path.name.endswith(".lock")
        }

    def copied_to(self, folder: Path) -> Victim:
        """The same store elsewhere, with the times of its files."""
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(self.path.parent, folder, copy_function=shutil.copy2)
        return Victim(folder / self.path.name, self.desks)


def rot(path: Path, content: bytes) -> None:
    """Change bytes as a failing disk does: the file's time stays."""
    before = path.stat()
    path.write_bytes(content)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def flipped(content: bytes, place: int) -> bytes:
    return content[:place] + bytes([content[place] ^ 0x15]) + content[place + 1 :]


def offsets(journal: Path) -> list[int]:
    """The bytes at which the lines of a journal begin."""
    return [line.offset for line in lines_in(journal.read_bytes()).lines]
