"""What of places, dates and quantities an export has, and what it leaves out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest

from annotations.exports.json_export import export_json
from annotations.exports.schema import schema
from annotations.store import AnnotationStore
from annotations.tagset import TagSet
from entities.lookup.gazetteer import Gazetteer
from entities.lookup.locating import locate
from entities.records import Findings
from tests.entities.atlas import build_atlas
from tests.entities.fabricated import Made, findings_of

if TYPE_CHECKING:
    from tests.annotations.conftest import Desk

TEXT = (
    "On Thursday about 160 square kilometres near Kyiv, 10-15 % of the Nowhere region, were lost; "
    "several by 2014."
)


def _made(kind: Any, words: str) -> Made:
    start = TEXT.index(words)
    return Made(f"{kind}:{start}", kind, words, (), [(start, start + len(words), kind)])


@pytest.fixture(scope="module")
def findings() -> Findings:
    return findings_of(
        TEXT,
        [
            _made("date", "Thursday"), _made("quantity", "about 160 square kilometres"),
            _made("place", "Kyiv"), _made("percent", "10-15 %"), _made("place", "Nowhere region"),
            _made("quantity", "several"),
            _made("date", "2014"),
        ],
    )  # fmt: skip


@pytest.fixture
def store(path: Path, desk: Desk) -> AnnotationStore:
    store = AnnotationStore.open(path)
    desk.editor.set_report_fields(published="2026-11-22")
    desk.save(store)
    return store


@pytest.fixture
def exported(store: AnnotationStore, findings: Findings, tmp_path: Path) -> dict[str, Any]:
    """The export, checked against its schema."""
    with Gazetteer(build_atlas(tmp_path / "gazetteer.sqlite")) as gazetteer:
        locations = locate(findings, gazetteer)
    (report,) = store.reports()
    content = json.loads(
        export_json(
            store, [report], {report.id: findings}, TagSet.merged(), "report-reader", "",
            locations={report.id: locations},
        )
    )  # fmt: skip
    jsonschema.Draft202012Validator(schema()).validate(content | {"exported": "2026-11-22T09:30:00Z"})
    return {entity["name"]: entity for entity in content["reports"][0]["entities"]}


def test_a_place_that_is_sure_has_its_location_behind_the_mentions(exported: dict[str, Any]) -> None:
    assert list(exported["Kyiv"])[-2:] == ["mentions", "location"]
    assert exported["Kyiv"]["location"] == {
        "geonames": 703448, "country": "UA", "latitude": 50.45466, "longitude": 30.5238,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Thursday", {"iso": "2026-11-19"}),
        ("2014", {"iso": "2014"}),
        ("about 160 square kilometres", {"number": 160, "unit": "km2", "bound": "about"}),
        ("10-15 %", {"number": 10, "upper": 15, "unit": "%"}),
    ],
)
def test_a_date_and_a_quantity_have_their_value(exported: dict[str, Any], name: str, value: Any) -> None:
    assert exported[name]["mentions"][0]["value"] == value


@pytest.mark.parametrize("name", ["Nowhere region", "several", "Kyiv"])
def test_what_is_not_sure_is_absent(exported: dict[str, Any], name: str) -> None:
    assert "value" not in exported[name]["mentions"][0]
    assert ("location" in exported[name]) == (name == "Kyiv")


def test_a_relative_date_follows_the_date_of_the_report(
    store: AnnotationStore, findings: Findings, desk: Desk
) -> None:
    def thursday() -> Any:
        (report,) = store.reports()
        content = json.loads(export_json(store, [report], {report.id: findings}, TagSet.merged(), "", ""))
        by_name = {entity["name"]: entity for entity in content["reports"][0]["entities"]}
        return by_name["Thursday"]["mentions"][0].get("value")

    assert thursday() == {"iso": "2026-11-19"}
    desk.editor.set_report_fields(published="2026-08-03")
    desk.save(store)
    assert thursday() == {"iso": "2026-07-30"}
    desk.editor.set_report_fields(published="")
    desk.save(store)
    assert thursday() is None
