"""Exporting from the reader: what is on the screen, saved or not, in the contract's JSON."""

from __future__ import annotations

from importlib.metadata import version
from typing import TYPE_CHECKING

from annotations.durable import replace_file
from annotations.exports.json_export import export_json
from annotations.writer import utc_now

if TYPE_CHECKING:
    from pathlib import Path

    from annotations.editor import ReportEditor
    from annotations.records import Annotation
    from entities.records import Findings


class _InMemory:
    """The annotations of one report as the editor has them: those not saved yet are in the export too."""

    def __init__(self, editor: ReportEditor) -> None:
        self._editor = editor

    def annotations(self, report_id: str) -> list[Annotation]:
        """Those of the report, in the order of the text."""
        return [*self._editor.index, *self._editor.unplaced] if report_id == self._editor.record.id else []


def write_export(editor: ReportEditor, findings: Findings | None, path: Path) -> None:
    """Write the report's export to a file, whole or not at all; raises `OSError`."""
    record = editor.record
    document = export_json(
        _InMemory(editor),
        [record],
        {record.id: findings} if findings is not None else {},
        editor.tag_set,
        f"report-reader {version('report-reader')}",
        utc_now(),
    )
    replace_file(path, [document], path.with_name(f".{path.name}.part"))
