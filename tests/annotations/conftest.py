"""A report, and an editor without a screen that keeps what it would save."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from annotations.editor import ReportEditor
from annotations.operations import Commit, Operation
from annotations.records import Change, new_report_record
from annotations.store import AnnotationStore
from reports.document import Block, Blocks, Report

TEXT = (
    "The bridge at Ärgård was hit at dawn, said Governor Björn Ålund. "
    "Nobody else has confirmed it 🌉. Two people were hurt, according to the hospital. "
    "The army denies that it fired."
)


def make_report(text: str = TEXT, source: str = "wires/bridge.txt") -> Report:
    return Report(
        source=source,
        title=source.rpartition("/")[2],
        media_type="text/plain",
        sha256=hashlib.sha256(b"\xef\xbb\xbf" + text.encode()).hexdigest(),
        text=text,
        text_sha256=hashlib.sha256(text.encode()).hexdigest(),
        blocks=Blocks([Block(0, len(text))] if text else []),
    )


class Desk:
    """An editor with a clock that counts, ids that count, and the operations it handed on."""

    def __init__(
        self, report: Report, store: AnnotationStore | None = None, author: str = "", name: str = "id"
    ) -> None:
        self.operations: list[Operation] = []
        self.log: list[Change] = []
        """Every change, undo and redo that was made at this desk, oldest first."""
        self.ticks = 0
        self.ids = 0
        self.name = name
        self.report = report
        known = store.report_by_text(report.text_sha256) if store else None
        self.record = known or new_report_record(report, "/wires/bridge.txt", "2026-11-22T09:00:00Z")
        self.editor = ReportEditor(
            report,
            self.record,
            store.annotations(self.record.id) if store else (),
            store.changes(self.record.id) if store else (),
            author=author,
            now=self.now,
            new_id=self.new_id,
            submit=self.take,
            decisions=store.decisions(self.record.id) if store else (),
        )

    def take(self, operation: Operation) -> None:
        self.operations.append(operation)
        if isinstance(operation, Commit):
            self.log.append(operation.change)

    def now(self) -> str:
        self.ticks += 1
        return f"2026-11-22T09:{self.ticks // 60 % 60:02}:{self.ticks % 60:02}Z"

    def new_id(self) -> str:
        self.ids += 1
        return f"{self.name}-{self.ids:04}"

    def save(self, store: AnnotationStore) -> None:
        """Write what was handed on since the last time."""
        operations, self.operations[:] = list(self.operations), []
        store.write(operations)


@pytest.fixture
def report() -> Report:
    return make_report()


@pytest.fixture
def report_of() -> Callable[..., Report]:
    return make_report


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "annotations.json"


@pytest.fixture
def desk(report: Report) -> Desk:
    return Desk(report)


@pytest.fixture
def desk_on() -> type[Desk]:
    return Desk
