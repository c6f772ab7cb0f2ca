from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from annotations.damage.check import check
from annotations.store import AnnotationStore
from annotations.texts.captures import Captures
from reports.document import Span

if TYPE_CHECKING:
    from tests.annotations.conftest import Desk

Content = dict[str, Any]


@pytest.fixture
def captures(path: Path, desk: Desk) -> Captures:
    """A sound store at `path`, with its texts."""
    store = AnnotationStore.open(path)
    desk.editor.toggle_tag(Span(0, 64), "unverified", 0)
    desk.editor.toggle_tag(Span(4, 10), "contested", 0)
    desk.save(store)
    assert store.fold()
    captures = Captures(store.captures_folder)
    captures.keep(desk.report, "/wires/bridge.txt", "2026-11-22T09:00:00Z")
    return captures


def first(content: Content, table: str) -> Content:
    row: Content = next(iter(content[table].values()))
    return row


def outside(content: Content) -> None:
    first(content, "annotations")["spans"][0]["end"] = 9999


def misquoted(content: Content) -> None:
    first(content, "annotations")["spans"][0]["exact"] = "The brigde\x1b[2J"


def source_outside(content: Content) -> None:
    source = {"text": "army", "entity": None, "span": {"start": 9998, "end": 9999}}
    first(content, "annotations")["attribution"] = [source]


def orphan(content: Content) -> None:
    first(content, "annotations")["report"] = "nowhere"


def twice(content: Content) -> None:
    content["annotations"]["5"] = first(content, "annotations")


def unreadable(content: Content) -> None:
    first(content, "annotations")["spans"] = 5


def wrong_length(content: Content) -> None:
    first(content, "reports")["length"] = 1000


def another_source(content: Content) -> None:
    first(content, "reports")["sha256"] = "0" * 64


def no_hash(content: Content) -> None:
    first(content, "reports")["text_sha256"] = "../x"


def test_a_sound_store_has_no_findings(path: Path, captures: Captures) -> None:
    assert check(AnnotationStore.open(path), captures) == []


@pytest.mark.parametrize(
    ("spoil", "kind"),
    [
        (outside, "offset outside the text"),
        (source_outside, "offset outside the text"),
        (misquoted, "quote does not match"),
        (orphan, "annotation without report"),
        (twice, "duplicate id"),
        (unreadable, "unreadable record"),
        (wrong_length, "text belongs to another report"),
        (another_source, "text belongs to another report"),
        (no_hash, "text altered"),
    ],
)
def test_each_damage_is_found_once_and_named_with_its_report(
    path: Path, captures: Captures, desk: Desk, spoil: Callable[[Content], None], kind: str
) -> None:
    content = json.loads(path.read_bytes())
    spoil(content)
    path.write_text(json.dumps(content))
    before = path.read_bytes()
    (finding,) = check(AnnotationStore.open(path), captures)
    assert finding.kind == kind
    assert finding.report == ("nowhere" if spoil is orphan else desk.record.id)
    assert finding.title == ("nowhere" if spoil is orphan else "bridge.txt")
    assert finding.sentence.isprintable()
    assert path.read_bytes() == before


def test_a_missing_and_an_altered_text_are_found(path: Path, captures: Captures, desk: Desk) -> None:
    text = captures.folder / f"{desk.report.text_sha256}.json.gz"
    text.write_bytes(b"altered")
    assert [each.kind for each in check(AnnotationStore.open(path), captures)] == ["text altered"]
    text.unlink()
    assert [each.kind for each in check(AnnotationStore.open(path), captures)] == ["text missing"]


def test_the_text_of_a_report_that_was_only_read_is_missed_too(path: Path, desk: Desk) -> None:
    store = AnnotationStore.open(path)
    desk.editor.remember_place(5, 0)
    desk.save(store)
    (finding,) = check(store, Captures(store.captures_folder))
    assert (finding.kind, finding.report) == ("text missing", desk.record.id)
    assert finding.sentence.startswith("Its text is not kept in ")


def test_a_text_that_no_report_names_is_no_damage(path: Path, captures: Captures, report_of: Any) -> None:
    captures.keep(report_of("Nobody has annotated this."), "/wires/other.txt", "2026-11-22T09:00:00Z")
    assert check(AnnotationStore.open(path), captures) == []


def test_a_source_added_later_may_be_the_one_of_the_record(
    path: Path, captures: Captures, desk: Desk
) -> None:
    content = json.loads(path.read_bytes())
    first(content, "reports")["sha256"] = "b" * 64
    path.write_text(json.dumps(content))
    assert [each.kind for each in check(AnnotationStore.open(path), captures)] == [
        "text belongs to another report"
    ]
    captures.keep(replace(desk.report, sha256="b" * 64), "/wires/copy.txt", "2026-11-22T09:00:00Z")
    assert check(AnnotationStore.open(path), captures) == []
