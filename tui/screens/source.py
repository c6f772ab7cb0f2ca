"""Where the report comes from: title, publisher, date and address to fill in, hashes to read."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Input, Label

from reports.visible import visible
from tui.screens.prompt import LineInput

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from annotations.records import ReportRecord
    from reports.document import Report

FIELDS = {
    "title": "title",
    "publisher": "publisher",
    "published": "published",
    "url": "address",
}
"""Fields of the record, and what they are called."""
_HINTS = {"published": "2026-11-22", "url": "https://…", "publisher": "who published it"}


class SourceDialog(ModalScreen[dict[str, str] | None]):
    """Dismissed with the fields as they are now, or `None` by escape."""

    CSS_PATH = "dialog.tcss"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", "cancel", show=False),
        Binding("down", "app.focus_next", "next field", show=False),
        Binding("up", "app.focus_previous", "previous field", show=False),
    ]

    def __init__(self, record: ReportRecord, report: Report) -> None:
        super().__init__()
        self._record = record
        self._report = report

    def compose(self) -> ComposeResult:
        """The fields, then the facts."""
        with VerticalScroll(id="source") as box:
            box.can_focus = False
            yield Label("Where the report comes from · enter keeps · esc cancels", classes="dialog-title")
            for name, label in FIELDS.items():
                with Horizontal(classes="field"):
                    yield Label(f"{label:<10}", classes="field-name")
                    field = LineInput(getattr(self._record, name), placeholder=_HINTS.get(name, ""))
                    field.id = f"field-{name}"
                    yield field
            for name, value in self._facts():
                yield Label(f"{name:<10}{visible(value)}", classes="fact", markup=False)
            yield Label("tab next field", classes="dialog-foot")

    def _facts(self) -> list[tuple[str, str]]:
        record, report = self._record, self._report
        return [
            ("file", record.path or record.source),
            ("captured", record.captured),
            ("kind", f"{report.media_type}, {report.encoding}, {record.length} characters"),
            ("sha256", record.sha256),
            ("of text", record.text_sha256),
        ]

    def on_mount(self) -> None:
        """The first field that is empty."""
        fields = list(self.query(LineInput))
        next((field for field in fields if not field.value), fields[0]).focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter keeps all of them."""
        event.stop()
        self.dismiss({name: self.query_one(f"#field-{name}", LineInput).value.strip() for name in FIELDS})

    def action_cancel(self) -> None:
        """Escape."""
        self.dismiss(None)
