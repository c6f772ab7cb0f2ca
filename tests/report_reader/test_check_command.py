"""`report-reader check`: what it says, where, and how it ends."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from annotations.operations import Remember
from annotations.store import AnnotationStore
from reports.document import Span


@pytest.fixture
def kept(database: Path, report_file: Path, annotated: Callable[..., None], tmp_path: Path) -> Path:
    """A store that was folded twice, so that it has a backup."""
    other = tmp_path / "ferry.txt"
    other.write_text("The ferry was late, the harbour said.\n", encoding="utf-8")
    for file in (report_file, other):
        annotated(database, file, [(Span(0, 12), "contested")], author=file.stem)
        store = AnnotationStore.open(database)
        store.fold()
        store.close()
    return database


def beside(database: Path) -> dict[str, bytes]:
    folder = database.parent
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.endswith(".lock")
    }


def test_the_backups_are_listed_with_generation_time_size_and_number_of_annotations(
    run: Callable, kept: Path
) -> None:
    answer = run("check", "--db", kept)
    assert (answer.code, answer.err) == (0, f"{kept} is sound: 2 reports.\n")
    header, *rows = answer.out.splitlines()
    assert header.split() == ["BACKUP", "WRITTEN", "BYTES", "ANNOTATIONS"]
    assert [row.split()[0] for row in rows] == ["2", "1"]
    document = json.loads(run("check", "--json", "--db", kept).out)
    newest, oldest = document["backups"]
    assert (document["sound"], document["findings"]) == (True, [])
    assert (newest["generation"], newest["annotations"]) == (2, 2)
    assert (oldest["generation"], oldest["annotations"]) == (1, 0)
    assert Path(newest["path"]).stat().st_size == newest["size"]
    assert newest["written"].endswith("Z")


@pytest.mark.parametrize("share", [None, 0, 0.5])
def test_damage_is_found_then_repaired_then_gone(run: Callable, kept: Path, share: float | None) -> None:
    before, exported = kept.read_bytes(), run("list", "--json", "--db", kept).out
    if share is None:
        kept.unlink()
    else:
        kept.write_bytes(before[: int(len(before) * share)])
    there = beside(kept)
    found = run("check", "--db", kept)
    assert found.code == 1
    assert "`report-reader check --repair` builds it again" in found.out
    assert beside(kept) == there
    document = json.loads(run("check", "--json", "--db", kept).out)
    assert document["sound"] is False
    assert document["findings"][0]["kind"] in ("file missing", "file damaged")
    repaired = run("check", "--repair", "--db", kept)
    assert repaired.code == 0, repaired
    assert f"{kept}.damaged-" in repaired.err
    assert repaired.err.endswith(f"{kept} is sound: 2 reports.\n")
    assert run("list", "--json", "--db", kept).out == exported
    assert "There was nothing to repair." in run("check", "--repair", "--db", kept).err


def test_what_a_repair_cannot_mend_is_said_and_the_exit_code_stays_1(run: Callable, kept: Path) -> None:
    for text in Path(f"{kept}.texts").glob("*.json.gz"):
        text.unlink()
    answer = run("check", "--repair", "--db", kept)
    assert answer.code == 1
    assert "There was nothing to repair." in answer.err
    assert answer.out.count("is not kept in") == 2


@pytest.mark.parametrize("what", ["record", "line"])
def test_it_does_not_tell_whoever_checks_to_check(run: Callable, kept: Path, what: str) -> None:
    if what == "record":
        content = json.loads(kept.read_bytes())
        content["annotations"]["77"] = {"id": "half"}
        kept.write_text(json.dumps(content))
    else:
        store = AnnotationStore.open(kept)
        (record, *_) = store.reports()
        store.write([Remember(msgspec.structs.replace(record, caret=3))])
        store.close()
        journal = Path(f"{kept}.journal")
        content = journal.read_bytes()
        journal.write_bytes(content.replace(b'"caret":3', b'"caret":4') + b"noise\n")
    assert "`report-reader check` " in run("list", "--db", kept).err
    answer = run("check", "--db", kept)
    assert answer.code == 1
    assert "`report-reader check` " not in answer.err + answer.out


def test_a_backup_is_put_back_and_the_way_back_is_named(run: Callable, kept: Path) -> None:
    before = run("list", "--json", "--db", kept).out
    answer = run("check", "--restore", "2", "--db", kept)
    assert answer.code == 0, answer
    assert "Backup 2 with 2 annotations was put back." in answer.err
    assert run("list", "--json", "--db", kept).out != before
    back = answer.err.split("--restore ")[1].split("`")[0]
    assert run("check", "--restore", back, "--db", kept).code == 0
    assert run("list", "--json", "--db", kept).out == before


def test_the_latest_backup_is_put_back_even_when_the_file_is_torn(run: Callable, kept: Path) -> None:
    kept.write_bytes(kept.read_bytes()[:-100])
    answer = run("check", "--restore", "latest", "--json", "--db", kept)
    assert answer.code == 0, answer
    assert "had to be repaired first" in answer.err
    assert json.loads(answer.out)["sound"] is True


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--restore", "99"], "has no backup 99 that can be read; there are 2, 1."),
        (["--restore", "\x1b[2J"], "has no backup ␛[2J that can be read"),
        (["--restore", "1", "--repair"], "are two steps"),
    ],
)
def test_what_cannot_be_asked_for_is_one_sentence_and_changes_nothing(
    run: Callable, kept: Path, arguments: list[str], said: str
) -> None:
    before = beside(kept)
    answer = run("check", *arguments, "--db", kept)
    assert (answer.code, answer.out) == (2, "")
    assert said in answer.err
    assert answer.err.count("\n") == 1
    assert "\x1b" not in answer.err
    assert beside(kept) == before


@pytest.mark.parametrize("arguments", [[], ["--repair"], ["--restore", "latest"]])
@pytest.mark.parametrize("content", [b"[1, 2]", b'{"cars": {"1": {"wheels": 4}}}', b"my notes", None])
def test_what_was_never_a_store_is_left_as_it_is(
    run: Callable, tmp_path: Path, arguments: list[str], content: bytes | None
) -> None:
    path = tmp_path / "notes\x1b[2J.json"
    if content is not None:
        path.write_bytes(content)
    before = beside(path)
    answer = run("check", *arguments, "--db", path)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith("report-reader: ")
    assert answer.err.count("\n") == 1
    assert "\x1b" not in answer.err
    assert beside(path) == before


def test_titles_from_the_file_reach_the_terminal_without_their_control_characters(
    run: Callable, kept: Path
) -> None:
    content = json.loads(kept.read_bytes())
    for row in content["reports"].values():
        row["title"] = "\x1b[2Jtitle"
    (first, *_) = content["annotations"].values()
    first["spans"] = 5
    kept.write_text(json.dumps(content))
    answer = run("check", "--db", kept)
    assert answer.code == 1
    assert "title" in answer.out
    assert "\x1b" not in answer.out + answer.err
