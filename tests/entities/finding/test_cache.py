from __future__ import annotations

import os
from array import array
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from entities.finding.cache import EntityCache
from entities.records import Findings, Found
from entities.words import Words
from reports.document import Block, Blocks, Report
from tests.entities.conftest import MakeReport
from tests.entities.fabricated import Made, findings_of

KYIV = Made("place:kyiv", "place", "Kyiv", mentions=[(0, 4, "place")])
FINDINGS = findings_of("Kyiv burns", [KYIV])
FOUND = Found(FINDINGS, b"\0 said\n", ("Block 2 was left out.",))


@pytest.fixture
def report(make_report: MakeReport) -> Report:
    return make_report("Kyiv burns")


def test_what_was_kept_is_found_again(tmp_path: Path, report: Report) -> None:
    cache = EntityCache(tmp_path / "new" / "folder")
    assert cache.load(report, "model 1") is None
    assert cache.save(report, "model 1", FOUND)
    assert cache.load(report, "model 1") == FOUND
    assert [path.suffix for path in cache.folder.iterdir()] == [".columns"]


def test_another_text_model_or_cut_is_another_result(
    tmp_path: Path, report: Report, make_report: MakeReport, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = EntityCache(tmp_path)
    cache.save(report, "model 1", FOUND)
    assert cache.load(report, "model 2") is None
    assert cache.load(make_report("Kyiv burnt"), "model 1") is None
    assert cache.load(replace(report, blocks=Blocks([Block(0, 4), Block(5, 10)])), "model 1") is None
    monkeypatch.setattr("entities.finding.cache.RULES_VERSION", -1)
    assert cache.load(report, "model 1") is None


@pytest.mark.parametrize("cut", [0, 1, 100, -1])
@pytest.mark.parametrize("scrap", [b"", b"{", b"\xff", b"{}\n", b'{"type":"step","done":1,"total":1}\n'])
def test_a_broken_file_is_ignored_and_rewritten(
    tmp_path: Path, report: Report, cut: int, scrap: bytes
) -> None:
    cache = EntityCache(tmp_path)
    cache.save(report, "model 1", FOUND)
    (path,) = tmp_path.iterdir()
    path.write_bytes(path.read_bytes()[:cut] + scrap)
    assert cache.load(report, "model 1") is None
    assert cache.save(report, "model 1", FOUND)
    assert cache.load(report, "model 1") == FOUND


def test_a_folder_that_cannot_be_written_is_no_error(tmp_path: Path, report: Report) -> None:
    (tmp_path / "file").write_text("no folder")
    cache = EntityCache(tmp_path / "file")
    assert not cache.save(report, "model 1", FOUND)
    assert cache.load(report, "model 1") is None


def test_a_write_that_fails_leaves_the_old_result_and_no_scrap(
    tmp_path: Path, report: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = EntityCache(tmp_path)
    cache.save(report, "model 1", FOUND)

    def full(descriptor: int) -> None:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr("entities.finding.cache.os.fsync", full)
    assert not cache.save(report, "model 1", FOUND._replace(findings=replace_done(FINDINGS)))
    assert len(list(tmp_path.iterdir())) == 1
    assert cache.load(report, "model 1") == FOUND


def replace_done(findings: Findings) -> Findings:
    return replace(Findings(), done=findings.done, total=findings.total)


def test_unfinished_findings_are_not_taken_for_all(tmp_path: Path, report: Report) -> None:
    cache = EntityCache(tmp_path)
    cache.save(report, "model 1", Found(Findings(done=0, total=1)))
    assert cache.load(report, "model 1") is None


def test_a_single_wrong_bit_is_noticed(tmp_path: Path, report: Report) -> None:
    cache = EntityCache(tmp_path)
    cache.save(report, "model 1", FOUND)
    (path,) = tmp_path.iterdir()
    whole = path.read_bytes()
    for at in range(len(whole)):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        assert cache.load(report, "model 1") is None, at


UNSOUND = {
    "a mention beyond the text": {"mentions.ends": [40]},
    "a mention that ends where it starts": {"mentions.starts": [4]},
    "a type there is not": {"mentions.types": [13]},
    "an entity there is not": {"owners": [1]},
    "an entity's mention beyond the text": {"entities.mentions.ends": [40]},
    "an entity of no type": {"entities.types": [99]},
    "more mentions than there are": {"entities.mention_ends": [2]},
    "more names than there are": {"entities.name_ends": [2]},
    "an order of what is not there": {"entities.by_id": [7]},
    "a name beyond the names": {"entities.names.ends": [5]},
    "an id beyond the ids": {"entities.ids.ends": [50]},
    "too many lines of names": {"entities.folded": "kyiv\nkiev"},
}


@pytest.mark.parametrize("name", UNSOUND)
def test_columns_that_lead_nowhere_are_not_shown(tmp_path: Path, report: Report, name: str) -> None:
    ((path, value),) = UNSOUND[name].items()
    cache = EntityCache(tmp_path)
    assert cache.save(report, "model 1", Found(with_column(FINDINGS, path, value)))
    assert cache.load(report, "model 1") is None


def with_column(found: Any, path: str, value: list[int] | str) -> Any:
    """The findings with another column, as `entities.names.ends`."""
    name, _, rest = path.partition(".")
    if rest:
        new = with_column(getattr(found, name), rest, value)
    else:
        new = (
            value
            if isinstance(value, str) or name in ("types", "demonyms", "inferred")
            else array("I", value)
        )
    return Words(found.text, new) if isinstance(found, Words) else replace(found, **{name: new})
