"""The store of one run of the reader: opened after the first paint, written behind it, closed at the end."""

from __future__ import annotations

import time
import uuid
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from annotations.corrections import EVERYWHERE
from annotations.editor import ReportEditor
from annotations.operations import Commit, Remember
from annotations.records import ReportRecord, new_report_record
from annotations.store import AnnotationStore
from annotations.tagset import TagSet
from annotations.texts.captures import Captures
from annotations.texts.custody import Custody
from annotations.texts.keeper import TextKeeper, TextNews
from annotations.texts.verification import Verification, verify
from annotations.transaction import READING_FIELDS
from annotations.writer import BackgroundWriter, NotSaved, utc_now
from reports.document import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from annotations.arrivals import Arrived
    from annotations.errors import Superseded
    from annotations.operations import Operation
    from annotations.records import Change
    from annotations.writer import SaveState
    from reports.document import Report
    from tui.settings import Settings

FLUSH_SECONDS = 5.0
_SETTLE_SECONDS = 30.0
"""How long looking at a kept text waits for those that are being kept."""
_LEAST_SECONDS = 0.3
"""What the texts have to be kept in when the changes took all the time there was for them."""
_REBUILT_FROM = 200
"""So many annotations that changed elsewhere are read in faster all at once than one by one."""
STANDARD_INPUT = "-"


class Session:
    """One opened store with its writer. Blocking: make and close it outside the thread that draws."""

    def __init__(
        self,
        settings: Settings,
        on_state: Callable[[SaveState], None],
        on_refused: Callable[[Superseded], None],
        on_arrived: Callable[[Sequence[Arrived]], None] = lambda _: None,
        on_text: Callable[[TextNews], None] = lambda _: None,
    ) -> None:
        """Open the store; raises `StoreError`. The callbacks come from the threads that write."""
        self.settings = settings
        self.store = AnnotationStore.open(settings.database)
        self.captures = Captures(self.store.captures_folder, new=not self.store.exists)
        self.texts = TextKeeper(self.captures, on_text)
        self.writer = BackgroundWriter(self.store, on_state, on_refused, on_arrived)
        self._editors: dict[str, ReportEditor] = {}
        self._prepared: dict[str, ReportEditor] = {}
        self._not_kept: list[tuple[Report, str]] = []
        """Reports that were opened beside a store that was only read, with the time."""

    def editor(self, report: Report) -> ReportEditor:
        """The editor of a report, with what the store has of it; known by its text, wherever it lies now.

        While changes are still on their way to the disk, as when it is full, a report that is opened
        again has the editor it had: the store does not know those changes yet, nor the editor what
        other programs did since.
        """
        before = self._editors.get(report.text_sha256)
        if before is not None and self.writer.pending():
            self._prepared.pop(report.text_sha256, None)
            if not self.waiting(before.record.id):
                self.refreshed(before)
            self._keep_text(report, utc_now())
            return before
        editor = self._prepared.pop(report.text_sha256, None) or self._read(report)
        self._editors[report.text_sha256] = editor
        self._keep_text(report, editor.record.opened)
        return editor

    def prepare(self, report: Report) -> None:
        """Read what the store has of a report, so that `editor` returns at once.

        20 000 annotations take a quarter of a second: to be called outside the thread that draws.
        """
        if not self.writer.pending():
            editor = self._read(report)
            self._prepared[report.text_sha256] = editor
            # What could be undone may lie behind a long history of others.
            _ = editor.undoable

    def _read(self, report: Report) -> ReportEditor:
        known = self.store.report_by_text(report.text_sha256)
        record = (
            self._opened_again(known, report)
            if known is not None
            else new_report_record(report, _path_of(report), utc_now())
        )
        return ReportEditor(
            report,
            record,
            self.store.annotations(record.id),
            self.store.changes(record.id),
            TagSet.merged(self.settings.tags, self.store.tags()),
            self.settings.author,
            now=utc_now,
            new_id=lambda: str(uuid.uuid4()),
            submit=self._submit,
            decisions=self.store.decisions(record.id),
            corrections=self.store.corrections(record.id),
        )

    def refreshed(self, editor: ReportEditor) -> None:
        """Take over what the store holds now, all of it, as after a change that was refused."""
        self._refresh_record(editor)
        editor.tag_set = TagSet.merged(self.settings.tags, self.store.tags())
        report = editor.record.id
        editor.refresh(
            self.store.annotations(report), self.store.changes(report), self.store.decisions(report)
        )
        editor.corrections.take_over(self.store.corrections(report))

    def take_in(self, editor: ReportEditor, arrived: Sequence[Arrived]) -> list[Span] | None:
        """Take over what other programs wrote, once nothing of our own is on its way to the disk.

        Costs as much as they changed. Returns where the text has to be drawn anew; `None`: everywhere.
        """
        if any(each.everything for each in arrived):
            self.refreshed(editor)
            return None
        report = editor.record.id
        if any(each.tags for each in arrived):
            editor.tag_set = TagSet.merged(self.settings.tags, self.store.tags())
        if any(report in each.reports for each in arrived):
            self._refresh_record(editor)
        changed = {one for each in arrived for one in each.annotations.get(report, ())}
        if len(changed) > _REBUILT_FROM:
            self.refreshed(editor)
            return None
        if any(each.corrections & {report, EVERYWHERE} for each in arrived):
            editor.corrections.take_over(self.store.corrections(report))
        decided = self._take_in_decisions(editor) if any(report in each.decisions for each in arrived) else []
        if not changed and not any(report in each.logs for each in arrived):
            return decided
        now = {identity: self.store.annotation(report, identity) for identity in changed}
        return [*decided, *editor.take_in(now, self.store.changes(report))]

    def _take_in_decisions(self, editor: ReportEditor) -> list[Span]:
        """Take over what is decided of suggestions now; returns where something else is than before."""
        before = editor.decisions.version
        editor.decisions.take_over(self.store.decisions(editor.record.id))
        return [Span(start, start + 1) for start in editor.decisions.news(before)]

    def _refresh_record(self, editor: ReportEditor) -> None:
        record = self.store.report(editor.record.id)
        if record is not None:
            # Where this program reads is its own business.
            own = {name: getattr(editor.record, name) for name in READING_FIELDS}
            editor.record = msgspec.structs.replace(record, **own)

    def waiting(self, report_id: str) -> list[Change]:
        """The changes of a report that are not on disk yet, the oldest first; safe from any thread."""
        commits = [each for each in self.writer.pending() if isinstance(each, Commit)]
        return [each.change for each in commits if each.change.report == report_id]

    def tags_of_other_text(self, report: Report) -> int:
        """How many annotations the store has of an earlier text of the same file."""
        if report.source == STANDARD_INPUT:
            return 0
        counts = self.store.counts()
        others = self.store.reports_by_path(_path_of(report))
        return sum(counts.get(each.id, 0) for each in others if each.text_sha256 != report.text_sha256)

    def retry(self) -> None:
        """Try again what could not be saved or kept; returns at once."""
        self.writer.retry()
        self.texts.keep_all()

    def present_source(self, report: Report) -> Custody:
        """Where a report is read from now; with the time of capture if its bytes are those captured first."""
        record = self._editors[report.text_sha256].record
        captured = record.captured if record.sha256 == report.sha256 else ""
        return Custody.of(report, _path_of(report), captured)

    def verify(self, report: Report) -> Verification:
        """Look at the kept text and its sources again; blocks as long as the disk does.

        A text that is found missing or altered is kept again with the next change.
        """
        self.texts.settle(_SETTLE_SECONDS)
        found = verify(self.captures, report.text_sha256, self.present_source(report))
        if found.text == "kept":
            return found
        self.texts.doubt(report.text_sha256)
        why = found.why or self.texts.trouble_of(report.text_sha256)
        if self.store.read_only:
            why = why or "The store is only read, so nothing is kept."
        return msgspec.structs.replace(found, why=why)

    def close(self, timeout: float = FLUSH_SECONDS) -> bool:
        """Write what is still to be written, for at most `timeout` seconds; whether everything is on disk."""
        end = time.monotonic() + timeout
        saved = self.writer.close(max(0.0, timeout - _LEAST_SECONDS))
        self._keep_texts()
        kept = self.texts.close(max(0.0, end - time.monotonic()))
        return saved and kept

    @property
    def why_not_saved(self) -> str:
        """After `close` has returned false: how much is lost, and why, in words."""
        pending, state = self.writer.pending(), self.writer.state
        if not pending:
            return self.texts.trouble or "The text of the report is NOT kept. The disk did not answer."
        why = state.sentence if isinstance(state, NotSaved) and state.sentence else "The disk did not answer."
        # Where reading stopped is written along, but it is no change of hers.
        count = sum(not isinstance(operation, Remember) for operation in pending)
        if not count:
            return f"The place of reading was not saved. {why}"
        return f"The last {'change was' if count == 1 else f'{count} changes were'} NOT saved. {why}"

    def _submit(self, operation: Operation) -> None:
        self.texts.retry()
        self._keep_texts()
        self.writer.submit(operation)

    def _keep_text(self, report: Report, captured: str) -> None:
        """Keep the text off the keyboard's path; beside a store that is only read, nothing yet."""
        self._not_kept.append((report, captured))
        self._keep_texts()

    def _keep_texts(self) -> None:
        """Keep the texts of the reports that were opened, unless the store is only read."""
        while self._not_kept and not self.store.read_only:
            report, captured = self._not_kept.pop(0)
            self.texts.keep(report, _path_of(report), captured)

    def _opened_again(self, known: ReportRecord, report: Report) -> ReportRecord:
        path = _path_of(report)
        if not path:
            return msgspec.structs.replace(known, opened=utc_now())
        return msgspec.structs.replace(known, opened=utc_now(), path=path, source=Path(path).name)


def _path_of(report: Report) -> str:
    """The absolute path the report was read from; empty for standard input."""
    return "" if report.source == STANDARD_INPUT else str(Path(report.source).absolute())
