from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from entities.cache import EntityCache
from entities.records import Entity, Findings, Mention
from reports.document import Block, Blocks, Report

from .conftest import MakeReport

KYIV = Mention(0, 4, "Kyiv", "place")
FINDINGS = Findings((Entity("place:kyiv", "place", "Kyiv", (), "machine", (KYIV,)),), 1, 1)


@pytest.fixture
def report(make_report: MakeReport) -> Report:
    return make_report("Kyiv burns")


def test_what_was_kept_is_found_again(tmp_path: Path, report: Report) -> None:
    cache = EntityCache(tmp_path / "new" / "folder")
    assert cache.load(report, "model 1") is None
    assert cache.save(report, "model 1", FINDINGS)
    assert cache.load(report, "model 1") == FINDINGS
    assert [path.suffix for path in cache.folder.iterdir()] == [".jsonl"]


def test_another_text_model_or_cut_is_another_result(
    tmp_path: Path, report: Report, make_report: MakeReport, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = EntityCache(tmp_path)
    cache.save(report, "model 1", FINDINGS)
    assert cache.load(report, "model 2") is None
    assert cache.load(make_report("Kyiv burnt"), "model 1") is None
    assert cache.load(replace(report, blocks=Blocks([Block(0, 4), Block(5, 10)])), "model 1") is None
    monkeypatch.setattr("entities.cache.RULES_VERSION", -1)
    assert cache.load(report, "model 1") is None


@pytest.mark.parametrize("cut", [0, 1, 100, -1])
@pytest.mark.parametrize("scrap", [b"", b"{", b"\xff", b"{}\n", b'{"type":"step","done":1,"total":1}\n'])
def test_a_broken_file_is_ignored_and_rewritten(
    tmp_path: Path, report: Report, cut: int, scrap: bytes
) -> None:
    cache = EntityCache(tmp_path)
    cache.save(report, "model 1", FINDINGS)
    (path,) = tmp_path.iterdir()
    path.write_bytes(path.read_bytes()[:cut] + scrap)
    assert cache.load(report, "model 1") is None
    assert cache.save(report, "model 1", FINDINGS)
    assert cache.load(report, "model 1") == FINDINGS


def test_a_folder_that_cannot_be_written_is_no_error(tmp_path: Path, report: Report) -> None:
    (tmp_path / "file").write_text("no folder")
    cache = EntityCache(tmp_path / "file")
    assert not cache.save(report, "model 1", FINDINGS)
    assert cache.load(report, "model 1") is None


def test_a_write_that_fails_leaves_the_old_result_and_no_scrap(
    tmp_path: Path, report: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = EntityCache(tmp_path)
    cache.save(report, "model 1", FINDINGS)

    def full(descriptor: int) -> None:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr("entities.cache.os.fsync", full)
    assert not cache.save(report, "model 1", replace_done(FINDINGS))
    assert len(list(tmp_path.iterdir())) == 1
    assert cache.load(report, "model 1") == FINDINGS


def replace_done(findings: Findings) -> Findings:
    return Findings((), findings.done, findings.total)


def test_unfinished_findings_are_not_taken_for_all(tmp_path: Path, report: Report) -> None:
    cache = EntityCache(tmp_path)
    cache.save(report, "model 1", Findings((), 0, 1))
    assert cache.load(report, "model 1") is None


def test_mentions_that_are_not_in_the_text_are_not_shown(tmp_path: Path, report: Report) -> None:
    cache = EntityCache(tmp_path)
    cache.save(report, "model 1", FINDINGS)
    (path,) = tmp_path.iterdir()
    path.write_bytes(path.read_bytes().replace(b'"end":4', b'"end":40'))
    assert cache.load(report, "model 1") is None
