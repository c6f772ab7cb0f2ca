"""What a path may lead to instead of a store, and what a machine may do to one: nothing of it is lost."""

from __future__ import annotations

import os
import shutil
import socket
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from annotations.damage.repair import repair
from annotations.damage.restore import restore
from annotations.errors import StoreError, Superseded
from annotations.operations import Commit
from annotations.plain import plain
from annotations.records import Annotation, Edit
from annotations.store import AnnotationStore
from annotations.writer import BackgroundWriter, NotSaved, Saved
from reports.document import Span
from tests.annotations.conftest import Desk, make_report
from tests.annotations.damage.victim import NOW, Victim, flipped, offsets


def content(what: bytes) -> Callable[[Victim], None]:
    return lambda victim: victim.path.write_bytes(what) and None


def nothing_but(victim: Victim) -> None:
    """Leave an empty folder."""
    shutil.rmtree(victim.path.parent)
    victim.path.parent.mkdir()


def a_folder(victim: Victim) -> None:
    nothing_but(victim)
    victim.path.mkdir()


def a_socket(victim: Victim) -> None:
    nothing_but(victim)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(victim.path))


def a_pipe(victim: Victim) -> None:
    nothing_but(victim)
    os.mkfifo(victim.path)


def alone(what: bytes) -> Callable[[Victim], None]:
    def make(victim: Victim) -> None:
        nothing_but(victim)
        victim.path.write_bytes(what)

    return make


def orphaned(victim: Victim) -> None:
    victim.path.unlink()


def strange_journal(victim: Victim) -> None:
    other = Victim(victim.path.parent / "other" / "annotations.json").build()
    shutil.copy2(other.files.journal, victim.files.journal)


NO_STORE = {
    "a folder": (a_folder, "is a folder, not a file"),
    "a socket": (a_socket, "is a socket, not a file"),
    "a pipe": (a_pipe, "is a named pipe, not a file"),
    "another program's TinyDB file": (alone(b'{"cars": {"1": {"wheels": 4}}}'), "no file of report-reader"),
    "JSON of another shape": (alone(b"[1, 2, 3]"), "no file of report-reader"),
    "text": (alone(b"my notes"), "no file of report-reader"),
    "bytes": (alone(bytes(range(256))), "no file of report-reader"),
    "deeply nested": (alone(b"[" * 100_000), "no file of report-reader"),
    "nothing": (nothing_but, "does not exist"),
}


@pytest.mark.parametrize("kind", NO_STORE)
def test_what_is_no_store_is_neither_repaired_nor_restored_and_stays_as_it_is(path: Path, kind: str) -> None:
    make, said = NO_STORE[kind]
    victim = Victim(path.parent / "here" / path.name).build()
    make(victim)
    before, names = victim.everything(), sorted(victim.path.parent.iterdir())
    for act in (victim.repair, lambda: restore(victim.path, "latest", NOW, victim.new_id)):
        with pytest.raises(StoreError, match=said) as refusal:
            act()
        assert str(victim.path) in str(refusal.value)
        assert str(refusal.value).isprintable()
    assert victim.everything() == before
    assert sorted(victim.path.parent.iterdir()) == names


def tag_something(victim: Victim, path: Path | None = None) -> None:
    """What the reader does for a key; it waits for another program's lock only shortly."""
    store = AnnotationStore.open(path or victim.path, lock_timeout=0.05)
    desk = Desk(make_report(), store, name="later")
    desk.editor.toggle_tag(Span(70, 75), "contested", 0)
    desk.save(store)


DAMAGED: dict[str, tuple[Callable[[Victim], None], str]] = {
    "an empty file": (content(b""), "report-reader check"),
    "JSON of another shape": (content(b"[1, 2, 3]"), "name another file|report-reader check"),
    "another program's file": (content(b'{"cars": {"1": {"wheels": 4}}}'), "another program|another store"),
    "a torn file": (content(b'{"journal":{\n"1":{"gene'), "report-reader check"),
    "a journal without its file": (orphaned, "report-reader check --repair"),
    "a journal of another store": (strange_journal, "journal of another store"),
}


@pytest.mark.parametrize("kind", DAMAGED)
def test_the_reader_does_not_write_to_a_damaged_store_says_why_and_a_repair_brings_all_back(
    path: Path, kind: str
) -> None:
    make, said = DAMAGED[kind]
    victim = Victim(path).build()
    before = victim.tables()
    make(victim)
    there = victim.everything()
    with pytest.raises(StoreError, match=said) as refusal:
        tag_something(victim)
    assert str(refusal.value).isprintable()
    assert victim.everything() == there
    assert victim.check() != []
    victim.repair()
    assert victim.check() == []
    if kind != "a journal of another store":  # it lies where the own one was
        assert victim.tables() == before


def test_a_file_that_breaks_while_the_reader_has_it_open_is_not_saved_to_until_it_is_repaired(
    path: Path,
) -> None:
    victim = Victim(path).build()
    store = AnnotationStore.open(path)
    desk = Desk(victim.desks[0].report, store, name="open")
    path.write_bytes(path.read_bytes()[:-200])
    there = victim.everything()
    writer = BackgroundWriter(store)
    desk.editor.toggle_tag(Span(70, 75), "contested", 0)
    for operation in desk.operations:
        writer.submit(operation)
    assert not writer.flush(10)
    state = writer.state
    assert isinstance(state, NotSaved)
    assert "`report-reader check`" in state.sentence
    assert victim.everything() == there
    victim.repair()
    assert writer.flush(10)
    assert isinstance(writer.state, Saved)
    assert writer.close(10)
    store.close()
    assert any(each.start == 70 for each in victim.annotations()[0])
    assert victim.check() == []


@pytest.mark.parametrize("spelling", ["file", "folder"])
def test_two_spellings_of_one_path_have_one_lock_and_one_journal(tmp_path: Path, spelling: str) -> None:
    """As on a file system that does not tell case; links stand in for it where there is none."""
    folder = tmp_path / "work"
    folder.mkdir()
    lower = folder / "annotations.json"
    if spelling == "file":
        upper = folder / "Annotations.JSON"
        upper.symlink_to(lower)
    else:
        (tmp_path / "Work").symlink_to(folder)
        upper = tmp_path / "Work" / "annotations.json"
    one, other = AnnotationStore.open(lower), AnnotationStore.open(upper)
    assert one.files == other.files
    mine, theirs = Desk(make_report(), one, name="mine"), Desk(make_report(), other, name="theirs")
    for number in range(3):
        mine.editor.toggle_tag(Span(number, number + 4), "unverified", 0)
        theirs.editor.toggle_tag(Span(number, number + 9), "contested", 0)
        mine.save(one)
        theirs.save(other)
    assert one.refresh()
    assert len(one.annotations(mine.record.id)) == 6
    assert len([each for each in folder.iterdir() if each.name.lower().endswith(".journal")]) == 1
    with one._storage.transaction(), pytest.raises(StoreError, match="held by another program"):
        tag_something(Victim(upper))


def test_a_clock_that_jumps_back_neither_mixes_up_the_history_nor_the_backups(path: Path) -> None:
    victim = Victim(path).build(unfolded=False)
    for number in range(3):
        store = AnnotationStore.open(path)
        desk = Desk(victim.desks[0].report, store, name=f"past-{number}")
        desk.ticks = -3600 * (number + 1)
        desk.editor.toggle_tag(Span(60 + number, 65 + number), "contested", 0)
        desk.save(store)
        store.fold()
        store.close()
        os.utime(path, (1_000_000 - number, 1_000_000 - number))
    assert [change.id for change in victim.history()[:3]] == ["past-2-0002", "past-1-0002", "past-0-0002"]  # type: ignore[union-attr]
    assert victim.check() == []
    before = victim.tables()
    victim.path.unlink()
    victim.repair()
    assert victim.tables() == before
    assert (
        restore(path, "latest", NOW, victim.new_id).generation
        == max(int(each.name[:8]) for each in victim.backups[:-1])
        or victim.check() == []
    )


def test_two_repairs_in_one_second_have_a_copy_each(path: Path) -> None:
    victim = Victim(path).build()
    copies = set()
    for torn in (b"{", b"{half"):
        path.write_bytes(torn)
        copy = repair(path, NOW, victim.new_id).copy
        assert copy is not None
        assert (copy / path.name).read_bytes() == torn
        copies.add(copy)
    assert len(copies) == 2


def test_a_second_annotation_with_the_id_of_a_first_does_not_take_its_place(path: Path) -> None:
    one, other = AnnotationStore.open(path), AnnotationStore.open(path)
    mine, theirs = Desk(make_report(), one, name="mine"), Desk(make_report(), other, name="theirs")
    mine.editor.toggle_tag(Span(0, 4), "unverified", 0)
    theirs.editor.toggle_tag(Span(10, 14), "contested", 0)
    mine.save(one)
    (first,) = one.annotations(mine.record.id)
    (operation,) = [each for each in theirs.operations if isinstance(each, Commit)]
    (edit,) = [each for each in operation.change.edits if each.table == "annotations"]
    assert edit.after is not None
    collided = Edit("annotations", first.id, None, {**edit.after, "id": first.id})
    change = msgspec.structs.replace(operation.change, edits=(collided,))
    with pytest.raises(Superseded):
        other.write([msgspec.structs.replace(operation, change=change)])
    assert AnnotationStore.open(path).annotations(mine.record.id) == [first]


def test_a_row_in_the_place_of_a_new_record_is_not_written_over(path: Path) -> None:
    from annotations.catalogue import Catalogue

    victim = Victim(path).build(unfolded=False)
    store = AnnotationStore.open(path)
    desk = Desk(victim.desks[0].report, store, name="later")
    desk.editor.toggle_tag(Span(70, 75), "contested", 0)
    made = next(each for each in desk.editor.index if each.start == 70)
    taken = Catalogue({}).doc_id("annotations", made.id)
    other = Annotation(
        id="other", report=made.report, created=made.created, modified=made.modified, spans=made.spans
    )
    with store._storage.transaction() as batch:
        batch.put("annotations", taken, msgspec.Raw(msgspec.json.encode(plain(other))))
    desk.save(store)
    store.close()
    assert {"other", made.id} <= {each.id for each in victim.annotations()[0]}


def test_a_journal_that_lost_its_first_line_is_still_the_stores_own(path: Path) -> None:
    victim = Victim(path).build()
    before, journal = victim.tables(), victim.files.journal
    journal.write_bytes(flipped(journal.read_bytes(), offsets(journal)[0] + 30))
    assert victim.tables() == before
    assert victim.kinds() == ["damaged record"]
    victim.repair()
    assert victim.tables() == before
    assert victim.check() == []
