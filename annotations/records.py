"""The records of the store and of the export, typed; offsets are code points of the canonical text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal
from uuid import UUID, uuid5

import msgspec

from annotations.grades import UNGRADED, Grade
from entities.correcting.corrections import Correction

if TYPE_CHECKING:
    from reports.document import Report

State = Literal["anchored"]
Table = Literal["reports", "annotations", "tags", "decisions", "corrections"]


class Anchor(msgspec.Struct, frozen=True):
    """A span with its quote and 32 code points on each side.

    The W3C Web Annotation model's TextPositionSelector and TextQuoteSelector in one.
    """

    start: int
    end: int
    exact: str
    prefix: str
    suffix: str


class Place(msgspec.Struct, frozen=True):
    """A bare span, where a name stands in the text."""

    start: int
    end: int


class Attribution(msgspec.Struct, frozen=True):
    """Who says it, or disputes it: the words, the entity they name if known, where they stand if they do."""

    text: str
    entity: str | None = None
    span: Place | None = None


class Annotation(msgspec.Struct, frozen=True, kw_only=True):
    """One or more spans with tags, note, sources and grade. `tags` are ids, in the order of the tag set."""

    id: str
    report: str
    tags: tuple[str, ...] = ()
    note: str = ""
    author: str = ""
    created: str
    modified: str
    state: State = "anchored"
    origin: Literal["analyst"] = "analyst"
    spans: tuple[Anchor, ...]
    attribution: tuple[Attribution, ...] = ()
    disputed_by: tuple[Attribution, ...] = ()
    grade: Grade = UNGRADED

    @property
    def start(self) -> int:
        """The first code point of its first fragment."""
        return self.spans[0].start

    @property
    def end(self) -> int:
        """One past the last code point of its last fragment."""
        return self.spans[-1].end

    @property
    def has_content_beyond_tags(self) -> bool:
        """Whether it says something even without a tag: a note, a source, who disputes it, a grade."""
        return bool(self.note or self.attribution or self.disputed_by or self.grade)


class Decision(msgspec.Struct, frozen=True, kw_only=True):
    """What was made of the tags that were suggested for a sentence; it holds for good.

    There is one a sentence. `accepted` and `dismissed` are ids of tags, none in both.
    """

    id: str
    report: str
    span: Anchor
    """The sentence."""
    accepted: tuple[str, ...] = ()
    dismissed: tuple[str, ...] = ()
    author: str = ""
    modified: str


class EntityCorrection(msgspec.Struct, frozen=True, kw_only=True):
    """What was said of an entity, other than the machine says; it holds for good, whatever is found later."""

    id: str
    report: str
    """Empty: it holds in all reports."""
    says: Correction
    turn: int
    """Its place among those that hold in a report; two programs may have given the same one at once."""
    author: str = ""
    created: str


class Tag(msgspec.Struct, frozen=True):
    """A label of the tag set. `key` is one character, or empty; `role` names a colour of the theme."""

    id: str
    label: str
    key: str = ""
    role: str = ""
    glyph: str = ""
    description: str = ""


class ReportRecord(msgspec.Struct, frozen=True, kw_only=True):
    """What the store knows of a report; times are ISO 8601 in UTC with a Z."""

    id: str
    title: str
    source: str
    """The base name, or `standard input`: this is what an export shows."""
    path: str = ""
    """The absolute path it was last opened from; empty for standard input. Never exported."""
    publisher: str = ""
    published: str = ""
    url: str = ""
    note: str = ""
    captured: str
    opened: str
    media_type: str
    sha256: str
    text_sha256: str
    length: int
    """Code points of the canonical text."""
    caret: int = 0
    """Where reading stopped: code point of the caret."""
    top: int = 0
    """Where reading stopped: code point at the start of the first row on the screen."""


class Edit(msgspec.Struct, frozen=True):
    """One record before and after; `None` is "not there"."""

    table: Table
    id: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """What one key did, whole: the unit of saving, undo, redo and the history."""

    id: str
    at: str
    author: str = ""
    report: str
    label: str
    """In words, for the target line: `+ unverified`."""
    caret: int
    """Where the caret goes when this is undone or redone."""
    edits: tuple[Edit, ...]
    """As it was done: an undo's lead back to what was before."""
    kind: Literal["change", "undo", "redo"] = "change"
    of: str = ""
    """The id of the change that an undo takes back or a redo makes again."""

    @property
    def subject(self) -> str:
        """The id of the change this is about: its own, or that of the one it takes back or makes again."""
        return self.of or self.id

    def reversed(self, kind: Literal["undo", "redo"], identity: str, at: str) -> Change:
        """Return what takes this back, or makes it again if this took it back."""
        back = tuple(Edit(edit.table, edit.id, edit.after, edit.before) for edit in reversed(self.edits))
        return msgspec.structs.replace(self, id=identity, of=self.subject, edits=back, kind=kind, at=at)


_REPORT_IDS = UUID("6d1f0a1e-5c0e-5a0b-9d53-2f3f0b7b9c11")


def report_id(text_sha256: str) -> str:
    """Return the id a new report record gets.

    It follows from the text, so that two programs that open the same report for the first time
    at the same moment make one record and not two.
    """
    return str(uuid5(_REPORT_IDS, text_sha256))


def decision_id(report: str, start: int, end: int) -> str:
    """Return the id of the decision on a sentence: two programs that decide on one make one record."""
    return str(uuid5(_REPORT_IDS, f"{report} {start} {end}"))


def storable(text: str) -> str:
    """Return the text with lone surrogates written as escapes (`\\udc80`); other text comes back as it is."""
    if text.isascii():
        return text
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def new_report_record(report: Report, path: str, opened: str) -> ReportRecord:
    """Return the record of a report that the store does not know yet.

    `path` is absolute, or empty for standard input; `opened` is the time of opening and so of capture.
    """
    base_name = report.source.replace("\\", "/").rstrip("/").rpartition("/")[2]
    return ReportRecord(
        id=report_id(report.text_sha256),
        title=storable(report.title),
        source=storable(base_name) if base_name not in ("", "-") else "standard input",
        path=storable(path),
        captured=opened,
        opened=opened,
        media_type=report.media_type,
        sha256=report.sha256,
        text_sha256=report.text_sha256,
        length=len(report.text),
    )
