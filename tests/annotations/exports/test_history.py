"""The history in the export: all that was done, the oldest first, and nothing that gives anybody away."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest

from annotations.disk.lines import Location
from annotations.exports.history import History, exported_history
from annotations.exports.json_export import export_json
from annotations.exports.schema import schema
from annotations.history.chain import Gap
from annotations.store import AnnotationStore
from annotations.tagset import TagSet
from reports.document import Span

if TYPE_CHECKING:
    from tests.annotations.conftest import Desk

FIRST = Span(0, 64)


@pytest.fixture
def store(path: Path, desk: Desk) -> AnnotationStore:
    """A store in which a tag was given, a note written and taken back, and the report named."""
    store = AnnotationStore.open(path)
    editor = desk.editor
    editor.author = "Ann"
    editor.toggle_tag(FIRST, "unverified", 0)
    editor.set_note(editor.index[0].id, "weak")
    editor.undo()
    editor.set_report_fields(publisher="AP")
    editor.new_tag("rumour", span=Span(4, 10))
    desk.save(store)
    return store


def export(store: AnnotationStore, *, anonymous: bool = False, history: bool = True) -> bytes:
    logs = {
        report.id: exported_history(store.changes(report.id), anonymous=anonymous)
        for report in store.reports()
    }
    return export_json(
        store,
        store.reports(),
        {},
        TagSet.merged(stored=store.tags()),
        "report-reader 0.1.0",
        "2026-11-22T09:30:00Z",
        anonymous=anonymous,
        history=logs if history else None,
    )


def changes(content: bytes) -> list[dict[str, Any]]:
    (report,) = json.loads(content)["reports"]
    return list(report["history"])


def test_every_change_is_there_the_oldest_first_with_its_keys_in_order(store: AnnotationStore) -> None:
    history = changes(export(store))
    assert [(each["kind"], each["label"]) for each in history] == [
        ("change", "+ unverified"),
        ("change", "note"),
        ("undo", "note"),
        ("change", "report: publisher"),
        ("change", "+ rumour"),
    ]
    for each in history:
        assert list(each) == ["id", "at", "author", "kind", "of", "label", "edits"]
        assert all(list(edit) == ["table", "id", "before", "after"] for edit in each["edits"])
    assert {each["author"] for each in history} == {"Ann"}
    assert [each["at"] for each in history] == sorted(each["at"] for each in history)
    assert history[2]["of"] == history[1]["id"]


def test_the_records_before_and_after_have_the_fields_of_an_export(store: AnnotationStore) -> None:
    made, noted, undone, named, tagged = changes(export(store))
    (annotation,) = made["edits"]
    assert annotation["before"] is None
    (report,) = json.loads(export(store))["reports"]
    assert list(annotation["after"]) == list(report["annotations"][0])
    assert (annotation["after"]["tags"], annotation["after"]["spans"]) == (
        ["unverified"],
        report["annotations"][0]["spans"],
    )
    assert [noted["edits"][0][side]["note"] for side in ("before", "after")] == ["", "weak"]
    assert [undone["edits"][0][side]["note"] for side in ("before", "after")] == ["weak", ""]
    assert [named["edits"][0][side]["publisher"] for side in ("before", "after")] == ["", "AP"]
    assert tagged["edits"][0]["after"] == {"id": "rumour", "label": "rumour", "key": "4", "description": ""}


def test_no_folder_and_no_place_of_reading_is_in_it(store: AnnotationStore) -> None:
    text = export(store).decode()
    assert "/wires" not in text
    assert '"path"' not in text
    assert '"caret"' not in text
    assert '"opened"' not in text


def test_an_anonymous_history_has_no_author_and_no_time(store: AnnotationStore) -> None:
    text = export(store, anonymous=True).decode()
    assert "Ann" not in text
    assert "2026-11-22" not in text
    assert [each["label"] for each in changes(text.encode())] == [
        "+ unverified",
        "note",
        "note",
        "report: publisher",
        "+ rumour",
    ]


@pytest.mark.parametrize("anonymous", [False, True])
def test_an_export_with_history_validates_against_the_schema(store: AnnotationStore, anonymous: bool) -> None:
    content = json.loads(export(store, anonymous=anonymous))
    validator = jsonschema.Draft202012Validator(schema())
    validator.validate(content)
    content["reports"][0]["history"][0]["kind"] = "guess"
    assert list(validator.iter_errors(content))


def test_without_history_the_export_is_what_it_was(store: AnnotationStore) -> None:
    plain, with_history = export(store, history=False), json.loads(export(store))
    del with_history["reports"][0]["history"]
    assert json.loads(plain) == with_history
    assert b'"history"' not in plain


def test_the_same_log_gives_the_same_bytes(store: AnnotationStore, path: Path) -> None:
    assert export(store) == export(AnnotationStore.open(path))


def test_a_gap_ends_it_and_is_kept_beside_it(desk: Desk) -> None:
    change = desk.editor.toggle_tag(FIRST, "unverified", 0)
    history = exported_history([change, Gap(Location(1, 0), "No further.")])
    assert (len(history.changes), history.gap) == (1, "No further.")


def test_a_report_without_changes_has_an_empty_history() -> None:
    assert exported_history([]) == History(())
