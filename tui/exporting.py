"""Exporting from the reader: what is on the screen, saved or not, in the contract's JSON."""

from __future__ import annotations

from importlib.metadata import version
from typing import TYPE_CHECKING

from annotations.disk.durable import replace_file
from annotations.exports.json_export import export_json
from annotations.writer import utc_now
from entities.lookup.gazetteer import GazetteerUnavailable
from entities.lookup.locating import locate_all

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from annotations.editor import ReportEditor
    from annotations.records import Annotation
    from entities.lookup.locating import Location
    from entities.records import Findings


class Snapshot:
    """The report as the editor has it at one moment: what is not saved yet is in the export too.

    Taken in the thread that draws, written in another.
    """

    def __init__(self, editor: ReportEditor, findings: Findings | None) -> None:
        self._record = editor.record
        self._tag_set = editor.tag_set
        self._annotations = [*editor.index, *editor.unplaced]
        self._findings = findings

    def annotations(self, report_id: str) -> list[Annotation]:
        """Those of the report, in the order of the text."""
        return self._annotations if report_id == self._record.id else []

    def write(self, path: Path) -> None:
        """Write the export to a file, whole or not at all; raises `OSError`, also for a folder not there."""
        path.parent.stat()
        findings = {self._record.id: self._findings} if self._findings is not None else {}
        document = export_json(
            self,
            [self._record],
            findings,
            self._tag_set,
            f"report-reader {version('report-reader')}",
            utc_now(),
            locations=_locations(findings),
        )
        replace_file(path, [document], path.with_name(f".{path.name}.part"))


def _locations(findings: Mapping[str, Findings]) -> dict[str, dict[int, Location]]:
    """Those of the places; none without a gazetteer, of which the card of an entity tells."""
    try:
        return locate_all(findings)
    except GazetteerUnavailable:
        return {}
