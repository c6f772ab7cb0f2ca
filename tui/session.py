"""The store of one run of the reader: opened after the first paint, written behind it, closed at the end."""

from __future__ import annotations

import threading
import uuid
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from annotations.captures import Captures
from annotations.editor import ReportEditor
from annotations.errors import CaptureError
from annotations.operations import Commit, Remember
from annotations.records import ReportRecord, new_report_record
from annotations.store import AnnotationStore
from annotations.tagset import TagSet
from annotations.writer import BackgroundWriter, NotSaved, utc_now

if TYPE_CHECKING:
    from collections.abc import Callable

    from annotations.errors import Superseded
    from annotations.operations import Operation
    from annotations.writer import SaveState
    from reports.document import Report
    from tui.settings import Settings

FLUSH_SECONDS = 5.0
STANDARD_INPUT = "-"


class Session:
    """One opened store with its writer. Blocking: make and close it outside the thread that draws."""

    def __init__(
        self,
        settings: Settings,
        on_state: Callable[[SaveState], None],
        on_refused: Callable[[Superseded], None],
    ) -> None:
        """Open the store; raises `StoreError`. The callbacks come from the writer's thread."""
        self.settings = settings
        self.store = AnnotationStore.open(settings.database)
        self.captures = Captures(self.store.captures_folder)
        self.writer = BackgroundWriter(self.store, on_state, on_refused)
        self._kept: set[str] = set()
        self._editors: dict[str, ReportEditor] = {}

    def editor(self, report: Report) -> ReportEditor:
        """The editor of a report, with what the store has of it; known by its text, wherever it lies now.

        While changes are still on their way to the disk, as when it is full, a report that is opened
        again has the editor it had: the store does not know those changes yet.
        """
        before = self._editors.get(report.text_sha256)
        if before is not None and self.writer.pending():
            return before
        known = self.store.report_by_text(report.text_sha256)
        record = (
            self._opened_again(known, report)
            if known is not None
            else new_report_record(report, _path_of(report), utc_now())
        )
        self._editors[report.text_sha256] = editor = ReportEditor(
            report,
            record,
            self.store.annotations(record.id),
            self.store.changes(record.id),
            TagSet.merged(self.settings.tags, self.store.tags()),
            self.settings.author,
            now=utc_now,
            new_id=lambda: str(uuid.uuid4()),
            submit=lambda operation: self._submit(operation, report),
        )
        return editor

    def refreshed(self, editor: ReportEditor) -> None:
        """Take over what the store holds now, after a change was refused because of another program's."""
        editor.record = self.store.report(editor.record.id) or editor.record
        editor.tag_set = TagSet.merged(self.settings.tags, self.store.tags())
        editor.refresh(self.store.annotations(editor.record.id), self.store.changes(editor.record.id))

    def tags_of_other_text(self, report: Report) -> int:
        """How many annotations the store has of an earlier text of the same file."""
        if report.source == STANDARD_INPUT:
            return 0
        others = self.store.reports_by_path(_path_of(report))
        return sum(
            len(self.store.annotations(each.id)) for each in others if each.text_sha256 != report.text_sha256
        )

    def close(self) -> bool:
        """Write what is still to be written, for at most a few seconds; whether everything is on disk."""
        return self.writer.close(FLUSH_SECONDS)

    @property
    def why_not_saved(self) -> str:
        """After `close` has returned false: how much is lost, and why, in words."""
        state, count = self.writer.state, len(self.writer.pending())
        why = state.sentence if isinstance(state, NotSaved) and state.sentence else "The disk did not answer."
        return f"The last {'change was' if count == 1 else f'{count} changes were'} NOT saved. {why}"

    def _submit(self, operation: Operation, report: Report) -> None:
        if isinstance(operation, Commit | Remember):
            self._keep_text(report)
        self.writer.submit(operation)

    def _keep_text(self, report: Report) -> None:
        """Keep the captured text beside the store, once, off the keyboard's path."""
        if report.text_sha256 in self._kept:
            return
        self._kept.add(report.text_sha256)
        threading.Thread(target=self._keep, args=(report,), name="captured text").start()

    def _keep(self, report: Report) -> None:
        try:
            self.captures.keep(report)
        except (OSError, CaptureError):
            # The tags themselves do not depend on it; the next change tries again, and `check` tells.
            self._kept.discard(report.text_sha256)

    def _opened_again(self, known: ReportRecord, report: Report) -> ReportRecord:
        path = _path_of(report)
        if not path:
            return msgspec.structs.replace(known, opened=utc_now())
        return msgspec.structs.replace(known, opened=utc_now(), path=path, source=Path(path).name)


def _path_of(report: Report) -> str:
    """The absolute path the report was read from; empty for standard input."""
    return "" if report.source == STANDARD_INPUT else str(Path(report.source).absolute())
