from __future__ import annotations

import json
import os
import re
import shutil
import socket
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from tinydb import TinyDB

from annotations.errors import StoreError, Superseded
from annotations.history.chain import Gap
from annotations.operations import Commit, Remember
from annotations.records import Attribution, Change, new_report_record
from annotations.store import AnnotationStore
from reports.document import Report, Span

if TYPE_CHECKING:
    from tests.annotations.conftest import Desk

SENTENCE = Span(0, 64)
WORDS = Span(4, 10)


@pytest.fixture
def filled(path: Path, desk: Desk) -> AnnotationStore:
    """A store with two annotations, a tag of its own and a note."""
    store = AnnotationStore.open(path)
    desk.editor.toggle_tag(SENTENCE, "unverified", 0)
    desk.editor.new_tag("needs a source", span=WORDS)
    desk.editor.annotate(WORDS, caret=4, note="Ärgård 🌉")
    desk.save(store)
    return store


def labels(store: AnnotationStore, report: str) -> list[str]:
    """What the log of a report says, the newest first."""
    return [change.label if isinstance(change, Change) else "a gap" for change in store.changes(report)]


def test_everything_written_is_there_when_the_store_is_opened_again(
    filled: AnnotationStore, desk: Desk, path: Path
) -> None:
    again = AnnotationStore.open(path)
    for store in (filled, again):
        assert store.annotations(desk.record.id) == list(desk.editor.index)
        assert list(store.changes(desk.record.id)) == desk.log[::-1]
        assert store.tags() == desk.editor.tag_set.tags[3:]
        assert store.reports() == [desk.record]
        assert store.notice == ""


def test_stock_tinydb_reads_the_folded_file(filled: AnnotationStore, path: Path, desk: Desk) -> None:
    filled.fold()
    with TinyDB(path, access_mode="r") as stock:
        assert stock.tables() == {"meta", "reports", "annotations", "tags", "journal"}
        assert {row["id"] for row in stock.table("annotations")} == {each.id for each in desk.editor.index}
        (meta,) = stock.table("meta").all()
        assert (meta["format"], meta["schema"]) == ("report-reader/store", 2)
        assert all(0 < row.doc_id < 2**53 for row in stock.table("annotations"))


def test_a_note_that_somebody_adds_with_stock_tinydb_survives(
    filled: AnnotationStore, path: Path, desk: Desk
) -> None:
    filled.fold()
    with TinyDB(path) as stock:
        stock.table("annotations").update({"desk": "checked"})
        stock.insert({"mine": 1})
    desk.editor.toggle_tag(SENTENCE, "contested", 0)
    desk.save(filled)
    filled.fold()
    with TinyDB(path) as stock:
        assert all(row["desk"] == "checked" for row in stock.table("annotations"))
        assert stock.all() == [{"mine": 1}]


def test_a_title_is_undone_although_somebody_added_a_field_to_the_report_with_stock_tinydb(
    filled: AnnotationStore, path: Path, desk: Desk, desk_on: Any
) -> None:
    filled.fold()
    with TinyDB(path) as stock:
        stock.table("reports").update({"desk": "checked"})
    desk.editor.set_report_fields(title="Another")
    desk.save(filled)
    again = desk_on(desk.report, filled, name="again")
    assert again.editor.record.title == "Another"
    again.editor.undo()
    assert again.editor.record.title == "bridge.txt"
    again.save(filled)
    filled.fold()
    with TinyDB(path) as stock:
        (row,) = stock.table("reports").all()
    assert (row["title"], row["desk"]) == ("bridge.txt", "checked")


def test_opening_listing_and_asking_makes_no_file(path: Path, report: Report) -> None:
    store = AnnotationStore.open(path)
    assert (store.reports(), store.tags(), store.annotations("x")) == ([], (), [])
    assert list(store.changes("x")) == []
    assert store.report_by_text(report.text_sha256) is None
    store.refresh()
    store.write([])
    assert list(path.parent.iterdir()) == []


def test_reports_come_newest_opened_first_and_are_found_by_text_and_by_path(
    path: Path, report_of: Any
) -> None:
    store = AnnotationStore.open(path)
    old = new_report_record(report_of("old"), "/r/a\udce9.txt", "2026-01-01T00:00:00Z")
    new = new_report_record(report_of("new"), "/r/a\udce9.txt", "2026-01-02T00:00:00Z")
    store.write([Remember(new), Remember(old)])
    assert [each.id for each in store.reports()] == [new.id, old.id]
    assert store.report_by_text(old.text_sha256).id == old.id  # type: ignore[union-attr]
    assert [each.id for each in store.reports_by_path("/r/a\udce9.txt")] == [new.id, old.id]


def test_remembering_a_known_report_moves_the_reading_place_and_leaves_its_title(
    path: Path, desk: Desk
) -> None:
    store = AnnotationStore.open(path)
    stale = desk.record
    desk.editor.set_report_fields(title="Bridge hit")
    desk.save(store)
    store.write([Remember(msgspec.structs.replace(stale, caret=9, top=4, opened="2026-12-01T00:00:00Z"))])
    record = AnnotationStore.open(path).report(stale.id)
    assert record is not None
    assert (record.title, record.caret, record.top, record.opened) == (
        "Bridge hit",
        9,
        4,
        "2026-12-01T00:00:00Z",
    )


def test_undo_and_redo_work_across_restarts(
    filled: AnnotationStore, path: Path, desk: Desk, desk_on: Any
) -> None:
    store = AnnotationStore.open(path)
    later = desk_on(desk.report, store, name="later")
    assert [later.editor.undo().label for _ in range(3)] == ["note", "+ needs a source", "+ unverified"]
    later.save(store)
    assert AnnotationStore.open(path).annotations(desk.record.id) == []
    store = AnnotationStore.open(path)
    last = desk_on(desk.report, store, name="last")
    assert [last.editor.redo().label for _ in range(3)] == ["+ unverified", "+ needs a source", "note"]
    last.save(store)
    assert AnnotationStore.open(path).annotations(desk.record.id) == list(desk.editor.index)


def test_a_new_change_after_undos_ends_what_can_be_redone_also_after_a_restart(
    filled: AnnotationStore, path: Path, desk: Desk, desk_on: Any
) -> None:
    desk.editor.undo()
    desk.editor.toggle_tag(SENTENCE, "contested", 0)
    desk.save(filled)
    store = AnnotationStore.open(path)
    assert desk_on(desk.report, store).editor.redo() is None


def test_an_operation_that_is_asked_for_twice_is_done_once(
    filled: AnnotationStore, path: Path, desk: Desk
) -> None:
    desk.editor.toggle_tag(SENTENCE, "contested", 0)
    desk.editor.undo()
    desk.editor.redo()
    filled.write(desk.operations)
    before = filled.files.journal.read_bytes()
    filled.write(desk.operations)
    assert filled.files.journal.read_bytes() == before


# Two programs on one file


def test_a_second_program_on_the_file_loses_nothing_of_the_first(
    path: Path, report: Report, desk_on: Any
) -> None:
    one, other = AnnotationStore.open(path), AnnotationStore.open(path)
    mine, theirs = desk_on(report, one, name="mine"), desk_on(report, other, name="theirs")
    for place in range(0, 60, 10):
        mine.editor.toggle_tag(Span(place, place + 4), "unverified", 0)
        theirs.editor.toggle_tag(Span(place, place + 7), "contested", 0)
        mine.save(one)
        theirs.save(other)
    assert one.refresh()
    assert not one.refresh()
    assert len(one.annotations(mine.record.id)) == 12
    assert one.annotations(mine.record.id) == other.annotations(mine.record.id)
    assert labels(one, mine.record.id) == ["+ contested", "+ unverified"] * 6
    assert len(one.reports()) == 1


def test_a_tag_here_and_a_note_there_on_one_annotation_both_stay_and_undo_gives_back_exactly_that(
    filled: AnnotationStore, path: Path, report: Report, desk: Desk, desk_on: Any
) -> None:
    store = AnnotationStore.open(path)
    theirs = desk_on(report, store, name="theirs")
    theirs.editor.annotate(SENTENCE, caret=0, note="theirs", attribution=[Attribution("army")])
    theirs.save(store)
    desk.editor.toggle_tag(SENTENCE, "contested", 0)
    desk.save(filled)
    (both,) = [each for each in filled.annotations(desk.record.id) if each.end == 64]
    assert (both.tags, both.note, both.attribution) == (
        ("unverified", "contested"),
        "theirs",
        (Attribution("army"),),
    )
    desk.editor.undo()
    desk.save(filled)
    (back,) = [each for each in filled.annotations(desk.record.id) if each.end == 64]
    assert (back.tags, back.note) == (("unverified",), "theirs")


def test_undoing_what_another_program_changed_since_is_refused_by_name_and_nothing_is_written(
    filled: AnnotationStore, path: Path, report: Report, desk: Desk, desk_on: Any
) -> None:
    store = AnnotationStore.open(path)
    theirs = desk_on(report, store, name="theirs")
    theirs.editor.annotate(WORDS, caret=0, note="theirs")
    theirs.save(store)
    before = filled.files.journal.read_bytes()
    undo = Commit(desk.editor.undo())
    with pytest.raises(Superseded, match="“note” was not taken back: another program changed it") as refusal:
        filled.write([Remember(msgspec.structs.replace(desk.record, caret=5)), undo])
    assert refusal.value.operation is undo
    assert filled.files.journal.read_bytes() == before


def test_removing_what_another_program_changed_is_refused(
    filled: AnnotationStore, path: Path, report: Report, desk: Desk, desk_on: Any
) -> None:
    store = AnnotationStore.open(path)
    theirs = desk_on(report, store, name="theirs")
    theirs.editor.annotate(SENTENCE, caret=0, note="theirs")
    theirs.save(store)
    desk.editor.toggle_tag(SENTENCE, "unverified", 0)
    with pytest.raises(Superseded, match="another program changed this annotation"):
        desk.save(filled)
    assert any(each.note == "theirs" for each in filled.annotations(desk.record.id))


def test_changing_what_another_program_removed_brings_it_back(
    filled: AnnotationStore, path: Path, report: Report, desk: Desk, desk_on: Any
) -> None:
    store = AnnotationStore.open(path)
    theirs = desk_on(report, store, name="theirs")
    theirs.editor.remove(theirs.editor.index[0].id)
    theirs.save(store)
    desk.editor.toggle_tag(SENTENCE, "contested", 0)
    desk.save(filled)
    assert AnnotationStore.open(path).annotations(desk.record.id) == list(desk.editor.index)


def test_the_same_new_tag_in_two_programs_is_one_tag(path: Path, report: Report, desk_on: Any) -> None:
    one, other = AnnotationStore.open(path), AnnotationStore.open(path)
    mine, theirs = desk_on(report, one, name="mine"), desk_on(report, other, name="theirs")
    mine.editor.new_tag("leaked", "ours", span=WORDS)
    theirs.editor.new_tag("Leaked", "theirs", span=SENTENCE)
    mine.save(one)
    theirs.save(other)
    assert [tag.description for tag in other.tags()] == ["ours"]
    assert len(other.annotations(mine.record.id)) == 2


def test_a_title_given_elsewhere_does_not_stand_against_undoing_the_publisher(
    path: Path, report: Report, desk_on: Any
) -> None:
    one, other = AnnotationStore.open(path), AnnotationStore.open(path)
    mine, theirs = desk_on(report, one, name="mine"), desk_on(report, other, name="theirs")
    mine.editor.set_report_fields(publisher="AP")
    mine.save(one)
    theirs.editor.set_report_fields(title="Bridge")
    theirs.save(other)
    mine.editor.undo()
    mine.save(one)
    (record,) = AnnotationStore.open(path).reports()
    assert (record.title, record.publisher) == ("Bridge", "")


# Files that are no store


def a_meta(schema: int) -> dict[str, Any]:
    return {"meta": {"1": {"format": "report-reader/store", "schema": schema, "created": ""}}}


BAD_FILES = {
    "torn": (b'{"meta": {"1": {"format": "repo', "no whole JSON"),
    "cut in a character": ('{"meta": {"1": {"x": "Ä'.encode()[:-1], "no whole JSON"),
    "text": (b"hello", "no whole JSON"),
    "zeros": (b"\0" * 4096, "no whole JSON"),
    "a list": (b"[1, 2]", "another shape"),
    "a number": (b"5", "another shape"),
    "settings": (b'{"theme": "dark"}', "another shape"),
    "rows that are lists": (b'{"theme": {"a": [1]}}', "another program"),
    "a foreign tinydb": (b'{"_default": {"1": {"url": "x"}}}', "another program"),
    "foreign annotations": (b'{"annotations": {"1": {"url": "x"}}}', "another program"),
    "a hostile table": (b'{"\\u001b[2J": {"1": {"url": "x"}}}', "another program"),
    "nested": (b'{"a": {"1": ' + b"[" * 100_000 + b"]" * 100_000 + b"}}", "nested too deeply"),
    "another format": (b'{"meta": {"1": {"format": "other", "schema": 1}}}', "another program"),
}  # fmt: skip


@pytest.mark.parametrize("kind", BAD_FILES)
def test_a_file_that_is_no_store_is_refused_in_one_sentence_and_stays_as_it_is(path: Path, kind: str) -> None:
    content, said = BAD_FILES[kind]
    path.write_bytes(content)
    with pytest.raises(StoreError, match=said) as refusal:
        AnnotationStore.open(path)
    assert str(path) in str(refusal.value)
    assert "--db" in str(refusal.value) or "report-reader check" in str(refusal.value)
    assert str(refusal.value).isprintable()
    assert path.read_bytes() == content
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize(
    ("folded", "said"), [(True, "another program"), (False, "the journal of another store")]
)
def test_a_store_that_turns_into_another_file_while_open_is_not_written_over(
    filled: AnnotationStore, path: Path, desk: Desk, folded: bool, said: str
) -> None:
    if folded:
        filled.fold()
    foreign = b'{"_default": {"1": {"url": "x"}}}'
    path.write_bytes(foreign)
    desk.editor.toggle_tag(WORDS, "contested", 0)
    operations = list(desk.operations)
    for _ in range(2):
        with pytest.raises(StoreError, match=said):
            filled.write(operations)
    assert path.read_bytes() == foreign
    assert len(filled.annotations(desk.record.id)) == 2


@pytest.mark.parametrize("content", [b"", b"{}", b'{"_default": {}}', b'{"annotations": {}, "_default": {}}'])
def test_an_empty_file_is_a_new_store(path: Path, content: bytes, desk: Desk) -> None:
    path.write_bytes(content)
    path.chmod(0o640)
    store = AnnotationStore.open(path)
    assert (store.reports(), store.notice, path.read_bytes()) == ([], "", content)
    desk.editor.toggle_tag(WORDS, "contested", 0)
    desk.save(store)
    assert len(AnnotationStore.open(path).annotations(desk.record.id)) == 1
    assert path.stat().st_mode & 0o777 == 0o640


def test_a_folder_a_socket_a_pipe_and_a_device_are_named_and_never_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(tmp_path / "socket"))
        for name, kind in [(tmp_path, "a folder"), (tmp_path / "pipe", "a named pipe"),
                           (tmp_path / "socket", "a socket"), (Path("/dev/zero"), "a device")]:  # fmt: skip
            with pytest.raises(StoreError, match=kind):
                AnnotationStore.open(name)


def test_a_path_below_a_file_is_refused(path: Path) -> None:
    path.write_text("{}")
    with pytest.raises(StoreError, match="not a directory"):
        AnnotationStore.open(path / "store.json")


def test_a_store_of_a_newer_version_opens_for_reading_only(
    filled: AnnotationStore, path: Path, desk: Desk
) -> None:
    filled.fold()
    content = json.loads(path.read_bytes())
    content["meta"]["1"]["schema"] = 3
    content["meta"]["1"]["cipher"] = "none"
    path.write_text(json.dumps(content))
    before = path.read_bytes()
    store = AnnotationStore.open(path)
    assert "newer report-reader" in store.notice
    assert store.read_only
    assert store.annotations(desk.record.id) == list(desk.editor.index)
    with pytest.raises(StoreError, match="newer report-reader"):
        store.write([Remember(desk.record)])
    assert path.read_bytes() == before


def test_a_store_that_is_updated_by_a_newer_version_while_open_is_not_written_any_more(
    filled: AnnotationStore, path: Path, desk: Desk
) -> None:
    filled.fold()
    path.write_text(json.dumps(json.loads(path.read_bytes()) | a_meta(3)))
    with pytest.raises(StoreError, match="newer report-reader"):
        filled.write([Remember(desk.record)])
    assert filled.read_only


def test_a_store_without_its_meta_row_opens_for_reading_only(
    filled: AnnotationStore, path: Path, desk: Desk
) -> None:
    filled.fold()
    content = json.loads(path.read_bytes())
    del content["meta"]
    path.write_text(json.dumps(content))
    store = AnnotationStore.open(path)
    assert "lost the row" in store.notice
    assert len(store.annotations(desk.record.id)) == 2
    with pytest.raises(StoreError):
        store.write([Remember(desk.record)])


@pytest.mark.parametrize("what", ["file", "folder"])
def test_a_store_that_may_not_be_written_opens_for_reading(
    filled: AnnotationStore, path: Path, desk: Desk, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    closed = path if what == "file" else path.parent
    monkeypatch.setattr(os, "access", lambda name, mode: Path(name) != closed)
    store = AnnotationStore.open(path)
    assert "read-only" in store.notice
    assert str(path) in store.notice
    assert len(store.annotations(desk.record.id)) == 2
    with pytest.raises(StoreError, match="read-only") as refusal:
        store.write([Remember(desk.record)])
    assert refusal.value.why == "read-only"


def test_a_store_opened_for_reading_only_is_not_written(path: Path, desk: Desk) -> None:
    store = AnnotationStore.open(path, read_only=True)
    with pytest.raises(StoreError, match="opened for reading only"):
        store.write([Remember(desk.record)])
    assert not path.exists()


def test_a_file_without_read_permission_is_named(
    filled: AnnotationStore, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(StoreError, match="no permission"):
        AnnotationStore.open(path)


def test_a_store_beside_the_journal_of_another_is_read_only_until_that_is_gone(
    filled: AnnotationStore, path: Path, tmp_path: Path, desk: Desk
) -> None:
    other = AnnotationStore.open(tmp_path / "other.json")
    other.write([Remember(desk.record)])
    filled.fold()
    shutil.copy(other.files.journal, filled.files.journal)
    store = AnnotationStore.open(path)
    desk.editor.toggle_tag(WORDS, "contested", 0)
    operations = list(desk.operations)
    for each in (store, filled):
        each.refresh()
        assert each.read_only
        assert "is the journal of another store" in each.notice
        assert len(each.annotations(desk.record.id)) == 2
        with pytest.raises(StoreError, match="is the journal of another store"):
            each.write(operations)
    filled.files.journal.unlink()
    for each in (store, filled):
        each.refresh()
        assert (each.read_only, each.notice) == (False, "")
        each.write(operations)
    assert AnnotationStore.open(path).annotations(desk.record.id) == list(desk.editor.index)


# Damaged records


def broken_rows(filled: AnnotationStore, path: Path) -> dict[str, bytes]:
    """Spoil one row of each kind in the file; returns them."""
    filled.fold()
    content = json.loads(path.read_bytes())
    annotation = next(iter(content["annotations"].values()))
    rows = {
        "11": b'{"id": 5}',
        "12": json.dumps({**annotation, "id": "no-span", "spans": []}).encode(),
        "13": json.dumps(annotation).encode(),
        "14": b'"what"',
        "fifteen": json.dumps({**annotation, "id": "key"}).encode(),
        "16": b'{"id":"utf","note":"\xff"}',
    }
    added = b"".join(b'"%s":%s,\n' % (key.encode(), row) for key, row in rows.items())
    path.write_bytes(path.read_bytes().replace(b'"annotations":{\n', b'"annotations":{\n' + added))
    return rows


def test_a_damaged_record_is_counted_left_as_it_is_and_does_not_close_the_store(
    filled: AnnotationStore, path: Path, desk: Desk
) -> None:
    rows = broken_rows(filled, path)
    rows.pop("13")  # the first row with an id counts, and now that is this one
    store = AnnotationStore.open(path)
    assert not store.read_only
    assert len(store.annotations(desk.record.id)) == 2
    assert store.notice.startswith("6 records in ")
    assert {row.doc_id for row in store.unreadable()} >= {"11", "12", "14", "fifteen", "16"}
    desk.editor.toggle_tag(SENTENCE, "contested", 0)
    desk.editor.toggle_tag(WORDS, "contested", 0)
    desk.save(store)
    store.fold()
    content = path.read_bytes()
    assert all(b'"%s":%s' % (key.encode(), row) in content for key, row in rows.items())
    assert AnnotationStore.open(path).annotations(desk.record.id) == list(desk.editor.index)


def test_a_broken_row_in_the_place_of_a_new_record_is_not_written_over(path: Path, desk: Desk) -> None:
    store = AnnotationStore.open(path)
    desk.editor.toggle_tag(SENTENCE, "contested", 0)
    desk.save(store)
    store.fold()
    place = next(iter(json.loads(path.read_bytes())["annotations"]))
    path.write_text(json.dumps(a_meta(2) | {"annotations": {place: {"id": 7}}}))
    store = AnnotationStore.open(path)
    store.write([Commit(desk.log[0], desk.record)])
    store.fold()
    assert json.loads(path.read_bytes())["annotations"][place] == {"id": 7}
    assert len(AnnotationStore.open(path).annotations(desk.record.id)) == 1


def test_a_change_that_cannot_be_read_ends_what_can_be_undone(path: Path, desk: Desk, desk_on: Any) -> None:
    store = AnnotationStore.open(path)
    for place in (0, 10, 20):
        desk.editor.toggle_tag(Span(place, place + 4), "contested", 0)
        desk.save(store)
    journal = store.files.journal
    journal.write_bytes(journal.read_bytes().replace(b'"start":10,', b'"start":11,', 1))
    store = AnnotationStore.open(path)
    first, gap = store.changes(desk.record.id)
    assert first == desk.log[2]
    assert isinstance(gap, Gap)
    assert "1 change in " in store.notice
    again = desk_on(desk.report, store, name="again")
    assert again.editor.undo().subject == first.id
    assert again.editor.undo() is None
    assert len(again.editor.index) == 1


DAMAGE = {
    "no span": (rb'"spans":\[.*?\]', b'"spans":[]'),
    "no utf-8": ("Ärgård 🌉".encode(), b"\xff"),
    "a number for a note": ('"Ärgård 🌉"'.encode(), b"7"),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_change_of_a_record_that_was_damaged_is_refused_and_the_record_stays(
    filled: AnnotationStore, path: Path, desk: Desk, damage: str
) -> None:
    filled.fold()
    rows = path.read_bytes().split(b"\n")
    place = next(n for n, row in enumerate(rows) if '"note":"Ärgård 🌉"'.encode() in row)
    rows[place] = re.sub(*DAMAGE[damage], rows[place])
    path.write_bytes(b"\n".join(rows))
    desk.editor.undo()
    desk.editor.toggle_tag(WORDS, "contested", 0)
    for operation in desk.operations:
        with pytest.raises(Superseded, match="cannot be read any more") as refusal:
            filled.write([operation])
        assert refusal.value.operation is operation
    desk.operations.clear()
    desk.editor.toggle_tag(SENTENCE, "contested", 0)
    desk.save(filled)
    filled.fold()
    assert rows[place] in path.read_bytes().split(b"\n")
    assert len(filled.annotations(desk.record.id)) == 1
