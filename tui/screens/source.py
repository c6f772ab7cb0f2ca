"""Where the report comes from: title, publisher, date and address to fill in; its custody, verified."""

from __future__ import annotations

import threading
from collections import Counter
from typing import TYPE_CHECKING, ClassVar

from rich.table import Table
from rich.text import Text
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.message import Message
from textual.screen import ModalScreen
from textual.widgets import Input, Label, Static

from annotations.report_fields import why_refused
from reports.visible import hidden_kinds_step_by_step
from tui.lines.custody_words import custody_facts
from tui.lines.hidden_words import hidden_facts
from tui.screens.prompt import LineInput

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from annotations.records import ReportRecord
    from annotations.texts.verification import Verification
    from reports.document import Report
    from tui.lines.custody_words import Fact
    from tui.session import Session

FIELDS = {
    "title": "title",
    "publisher": "publisher",
    "published": "published",
    "url": "address",
}
"""Fields of the record, and what they are called."""
_HINTS = {"published": "2026-11-22", "url": "https://…", "publisher": "who published it"}
_NAME_CELLS = 10


class SourceDialog(ModalScreen[dict[str, str] | None]):
    """Dismissed with the fields that were changed, or `None` by escape.

    The others are left alone: another program may have filled them in meanwhile.
    """

    CSS_PATH = "dialog.tcss"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", "cancel", show=False),
        Binding("down", "app.focus_next", "next field", show=False),
        Binding("up", "app.focus_previous", "previous field", show=False),
        Binding("pagedown", "turn(1)", "on", show=False),
        Binding("pageup", "turn(-1)", "back", show=False),
        Binding("f5", "keep_again", "verify again", show=False),
    ]

    class Verified(Message):
        """The kept text and its files have been looked at."""

        def __init__(self, found: Verification) -> None:
            super().__init__()
            self.found = found

    class Counted(Message):
        """What of the report is not drawn as itself has been counted."""

        def __init__(self, kinds: Counter[str]) -> None:
            super().__init__()
            self.kinds = kinds

    def __init__(self, record: ReportRecord, report: Report, session: Session) -> None:
        super().__init__()
        self.hidden: Counter[str] | None = None
        """How often each code point stands there that is not drawn as itself; `None` until counted."""
        self.found: Verification | None = None
        """What the last look has found; `None` as long as it goes on."""
        self._record = record
        self._report = report
        self._session = session
        self._before: dict[str, str] = {}
        """The fields as they were shown first."""

    def compose(self) -> ComposeResult:
        """The fields, then the facts."""
        with VerticalScroll(id="source") as box:
            box.can_focus = False
            yield Label("Source · enter keeps · esc cancels", classes="dialog-title")
            for name, label in FIELDS.items():
                with Horizontal(classes="field"):
                    yield Label(f"{label:<{_NAME_CELLS}}", classes="field-name")
                    field = LineInput(getattr(self._record, name), placeholder=_HINTS.get(name, ""))
                    field.id = f"field-{name}"
                    self._before[name] = field.value
                    yield field
                problem = Label("", id=f"problem-{name}", classes="field-problem", markup=False)
                problem.display = False
                yield problem
            yield self._facts()
            yield Label("tab next field · pagedown the rest · f5 verify again", classes="dialog-foot")

    def _facts(self) -> Static:
        present = self._session.present_source(self._report)
        folder = self._session.captures.folder
        facts = custody_facts(self._report, present, self.found, folder) + hidden_facts(self.hidden)
        return Static(_table(facts), classes="fact")

    async def _draw_facts(self) -> None:
        if not self.is_attached:
            return
        # A new widget: one that gets another text between its mounting and its first idle moment keeps
        # the height it was given first, and with it the end of the text out of sight.
        before = self.query_one(".fact", Static)
        with self.app.batch_update():
            await self.query_one("#source", VerticalScroll).mount(self._facts(), after=before)
            await before.remove()

    def on_mount(self) -> None:
        """The first field that is empty; behind it, the kept text is looked at."""
        fields = list(self.query(LineInput))
        next((field for field in fields if not field.value), fields[0]).focus()
        self._verify()
        threading.Thread(target=self._count, name="count what is hidden", daemon=True).start()

    def _count(self) -> None:
        """In the thread."""
        self.post_message(self.Counted(sum(hidden_kinds_step_by_step(self._report.text), Counter())))

    async def on_source_dialog_counted(self, event: Counted) -> None:
        """Say what there is."""
        self.hidden = event.kinds
        await self._draw_facts()

    def _verify(self) -> None:
        def look() -> None:
            self.post_message(self.Verified(self._session.verify(self._report)))

        # Not a worker of Textual's: quitting would wait for those, and a dead network disk never answers.
        threading.Thread(target=look, name="verify the kept text", daemon=True).start()

    async def on_source_dialog_verified(self, event: Verified) -> None:
        """Say what was found."""
        self.found = event.found
        await self._draw_facts()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter keeps all that were changed."""
        event.stop()
        now = {name: self.query_one(f"#field-{name}", LineInput).value for name in FIELDS}
        changed = {name: value.strip() for name, value in now.items() if value != self._before[name]}
        refused = {name: why for name, value in changed.items() if (why := why_refused(name, value))}
        for name, why in refused.items():
            self._say(name, why)
        if refused:
            self.query_one(f"#field-{next(iter(refused))}", LineInput).focus()
        else:
            self.dismiss(changed)

    def on_input_changed(self, event: Input.Changed) -> None:
        """What was said of a field stands until it is changed."""
        self._say((event.input.id or "").removeprefix("field-"), "")

    def _say(self, field: str, why: str) -> None:
        """One sentence below a field, none if it is empty."""
        label = self.query_one(f"#problem-{field}", Label)
        label.update(why)
        label.display = bool(why)
        if why:
            label.scroll_visible(animate=False)

    def action_turn(self, way: int) -> None:
        """What has no room in the window."""
        box = self.query_one("#source", VerticalScroll)
        (box.scroll_page_down if way > 0 else box.scroll_page_up)(animate=False)

    async def action_keep_again(self) -> None:
        """Keep what is not kept, and look again."""
        self.found = None
        await self._draw_facts()
        self._session.retry()
        self._verify()

    def action_cancel(self) -> None:
        """Escape."""
        self.dismiss(None)


def _table(facts: list[Fact]) -> Table:
    """The facts, their names in a column; what is wrong in reverse."""
    table = Table.grid()
    table.add_column(width=_NAME_CELLS)
    table.add_column(overflow="fold")
    for fact in facts:
        table.add_row(Text(fact.name), Text(fact.value, style="bold reverse" if fact.alarm else ""))
    return table
