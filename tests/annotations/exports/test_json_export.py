from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest

from annotations.exports.json_export import export_json
from annotations.exports.schema import SCHEMA_FILE, main, schema, schema_text
from annotations.records import Attribution, Place
from annotations.store import AnnotationStore
from annotations.tagset import TagSet
from reports.document import Span
from tests.entities.fabricated import Made, findings_of

if TYPE_CHECKING:
    from tests.annotations.conftest import Desk

ROOT = Path(__file__).parents[3]
EXPORTED = "2026-11-22T09:30:00Z"
GOVERNOR = Made("person:bjorn-alund", "person", "Björn Ålund", ("Ålund",), mentions=[(52, 63, "person")])


@pytest.fixture
def store(path: Path, desk: Desk) -> AnnotationStore:
    """A store with nested tags, a source, a fragment, a note and a tag that is lost."""
    store = AnnotationStore.open(path)
    editor = desk.editor
    editor.author = "Ann"
    editor.toggle_tag(Span(0, 64), "official-claim", 0)
    editor.toggle_tag(Span(0, 64), "unverified", 0)
    editor.annotate(Span(0, 64), caret=0, attribution=[Attribution("Governor", GOVERNOR.id, Place(43, 51))])
    editor.new_tag("needs a source", span=Span(4, 10))
    editor.add_fragment(editor.index[1].id, Span(14, 20))
    editor.set_disputed_by(editor.index[1].id, [Attribution("the army")])
    editor.set_report_fields(publisher="AP", note="quoted a year later")
    desk.save(store)
    return store


def export(store: AnnotationStore, **options: Any) -> bytes:
    found = findings_of(52 * " " + GOVERNOR.name, [GOVERNOR])
    defaults: dict[str, Any] = {
        "reports": store.reports(),
        "findings": {report.id: found for report in store.reports()},
        "tag_set": TagSet.merged(stored=store.tags()),
        "generator": "report-reader 0.1.0",
        "exported": EXPORTED,
    }
    return export_json(store, **(defaults | options))


def test_the_export_has_the_keys_of_the_contract_in_its_order(store: AnnotationStore, desk: Desk) -> None:
    content = json.loads(export(store))
    assert list(content) == ["format", "version", "generator", "exported", "tags", "reports"]
    assert (content["format"], content["version"]) == ("report-reader/export", 1)
    assert list(content["tags"][0]) == ["id", "label", "key", "description"]
    assert [tag["id"] for tag in content["tags"]] == [
        "unverified",
        "contested",
        "official-claim",
        "needs-a-source",
    ]
    (report,) = content["reports"]
    assert list(report) == [
        "id", "title", "source", "publisher", "published", "url", "note", "captured", "media_type", "sha256",
        "text_sha256", "length", "annotations", "entities",
    ]  # fmt: skip
    assert (report["source"], report["text_sha256"]) == ("bridge.txt", desk.report.text_sha256)
    assert list(report["annotations"][0]) == [
        "id", "tags", "note", "author", "created", "modified", "state", "origin", "spans", "attribution",
        "disputed_by",
    ]  # fmt: skip
    assert report["entities"] == [
        {
            "id": GOVERNOR.id, "type": "person", "name": "Björn Ålund", "aliases": ["Ålund"],
            "origin": "machine",
            "mentions": [{"start": 52, "end": 63, "text": "Björn Ålund", "type": "person"}],
        }
    ]  # fmt: skip


def test_annotations_are_exported_in_text_order_with_exact_quotes(store: AnnotationStore, desk: Desk) -> None:
    sentence, words = json.loads(export(store))["reports"][0]["annotations"]
    assert sentence["tags"] == ["unverified", "official-claim"]
    assert sentence["attribution"] == [
        {"text": "Governor", "entity": GOVERNOR.id, "span": {"start": 43, "end": 51}}
    ]
    assert [span["exact"] for span in words["spans"]] == ["bridge", "Ärgård"]
    assert words["disputed_by"] == [{"text": "the army", "entity": None, "span": None}]
    for span in sentence["spans"] + words["spans"]:
        text = desk.report.text
        around = span["prefix"] + span["exact"] + span["suffix"]
        assert text[span["start"] : span["end"]] == span["exact"]
        assert text[span["start"] - len(span["prefix"]) :].startswith(around)
        assert max(len(span["prefix"]), len(span["suffix"])) <= 32


def test_the_same_state_gives_the_same_bytes_apart_from_the_time(store: AnnotationStore, path: Path) -> None:
    first = export(store)
    assert first == export(AnnotationStore.open(path), reports=[*store.reports(), *store.reports()])
    later = export(store, exported="2027-01-01T00:00:00Z")
    assert later.replace(b"2027-01-01T00:00:00Z", EXPORTED.encode()) == first
    assert first.endswith(b"}\n")
    assert "Björn Ålund".encode() in first


def test_a_report_without_findings_has_no_entities(store: AnnotationStore) -> None:
    assert json.loads(export(store, findings={}))["reports"][0]["entities"] == []


def test_a_tag_that_the_set_has_lost_is_exported_by_its_id(store: AnnotationStore) -> None:
    content = json.loads(export(store, tag_set=TagSet.merged()))
    assert content["tags"][-1] == {
        "id": "needs-a-source",
        "label": "needs-a-source",
        "key": "",
        "description": "",
    }
    assert content["reports"][0]["annotations"][1]["tags"] == ["needs-a-source"]


def test_an_anonymous_export_has_no_author_no_time_and_no_path(store: AnnotationStore) -> None:
    text = export(store, anonymous=True).decode()
    assert "Ann" not in text
    assert "2026-11-22" not in text
    assert "/wires" not in text
    content = json.loads(text)
    (report,) = content["reports"]
    assert (content["exported"], report["captured"]) == ("", "")
    assert {(each["author"], each["created"], each["modified"]) for each in report["annotations"]} == {
        ("", "", "")
    }


@pytest.mark.parametrize("anonymous", [False, True])
def test_exports_validate_against_the_schema(store: AnnotationStore, anonymous: bool) -> None:
    validator = jsonschema.Draft202012Validator(schema())
    validator.validate(json.loads(export(store, anonymous=anonymous)))
    validator.validate(json.loads(export(store, reports=[], anonymous=anonymous)))


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (["version"], 2),
        (["exported"], "yesterday"),
        (["reports", 0, "sha256"], "abc"),
        (["reports", 0, "annotations", 0, "spans"], []),
        (["reports", 0, "annotations", 0, "origin"], "machine"),
        (["reports", 0, "entities", 0, "type"], "dragon"),
        (["reports", 0, "entities", 0, "surprise"], 1),
        (["reports", 0, "annotations", 0, "spans", 0, "start"], -1),
    ],
)
def test_the_schema_refuses_what_the_contract_does_not_say(
    store: AnnotationStore, place: list[Any], value: object
) -> None:
    content = inner = json.loads(export(store))
    for step in place[:-1]:
        inner = inner[step]
    inner[place[-1]] = value
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(schema()).validate(content)


def test_the_schema_is_itself_valid_and_the_file_in_docs_is_up_to_date(tmp_path: Path) -> None:
    jsonschema.Draft202012Validator.check_schema(schema())
    assert (ROOT / SCHEMA_FILE).read_text(encoding="utf-8") == schema_text()
    main([str(tmp_path / "schema.json")])
    assert (tmp_path / "schema.json").read_text(encoding="utf-8") == schema_text()
