from __future__ import annotations

from pathlib import Path

import pytest

from annotations.damage.repair import repair
from annotations.damage.restore import Restored, restore
from annotations.errors import StoreError
from annotations.history.chain import Gap
from annotations.records import Change
from annotations.store import AnnotationStore
from annotations.texts.captures import Captures
from entities.correcting.corrections import Named, Rename
from reports.document import Span
from tests.annotations.conftest import Desk, make_report
from tests.annotations.damage.victim import NOW, Victim, rot


@pytest.fixture
def victim(path: Path) -> Victim:
    return Victim(path).build()


def put_back(victim: Victim, which: str) -> Restored:
    return restore(victim.path, which, NOW, victim.new_id)


def backup_tables(victim: Victim, generation: int) -> dict[str, dict[str, bytes]]:
    (path,) = victim.files.backups.glob(f"{generation:08}-*")
    return Victim(path).tables()


def test_a_backup_is_put_back_exactly_and_so_is_what_was_there_before(victim: Victim) -> None:
    before, wanted = victim.tables(), backup_tables(victim, 3)
    restored = put_back(victim, "3")
    assert (restored.generation, restored.annotations) == (3, len(wanted["annotations"]))
    assert victim.tables() == wanted
    assert victim.check() == []
    assert put_back(victim, str(restored.back)).generation == restored.back
    assert victim.tables() == before
    assert victim.check() == []


def test_the_latest_is_the_one_of_the_highest_generation_whatever_the_clock_says(victim: Victim) -> None:
    newest = victim.backups[-1]
    rot(newest, newest.read_bytes())
    (oldest, *_) = victim.backups
    oldest.touch()
    assert put_back(victim, "latest").generation == 4


def test_the_history_has_the_restoring_and_undo_takes_it_back(victim: Victim) -> None:
    before = victim.annotations()
    put_back(victim, "3")
    assert all(victim.history(desk)[0].label == "restored from backup 3" for desk in (0, 1))  # type: ignore[union-attr]
    assert not any(isinstance(change, Gap) for change in victim.history())
    store = AnnotationStore.open(victim.path)
    for desk in victim.desks:
        later = Desk(desk.report, store, name=f"later-{desk.name}")
        assert later.editor.undo() is not None
        later.save(store)
    store.close()
    assert victim.annotations() == before


def test_a_program_that_has_the_store_open_sees_it_arrive(victim: Victim) -> None:
    store = AnnotationStore.open(victim.path)
    put_back(victim, "2")
    assert store.refresh()
    assert any(each.everything or each.annotations for each in store.take_arrived())
    assert [store.annotations(desk.record.id) for desk in victim.desks] == victim.annotations()


def test_a_program_that_has_the_store_open_sees_a_backup_without_annotations_arrive(victim: Victim) -> None:
    store = AnnotationStore.open(victim.path)
    put_back(victim, "1")
    assert victim.tables().get("annotations", {}) == {}
    assert store.refresh()
    assert any(each.everything for each in store.take_arrived())
    assert [store.annotations(desk.record.id) for desk in victim.desks] == [[], []]
    assert store.counts() == {}
    later = Desk(victim.desks[0].report, store, name="later")
    later.editor.toggle_tag(Span(0, 4), "contested", 0)
    later.save(store)
    assert len(store.annotations(later.record.id)) == 1
    assert victim.check() == []


@pytest.mark.parametrize("content", [b"", b"{half", b'{"cars": {"1": {"wheels": 4}}}', None])
def test_it_works_when_the_file_itself_cannot_be_read(victim: Victim, content: bytes | None) -> None:
    before, wanted = victim.tables(), backup_tables(victim, 3)
    if content is None:
        victim.path.unlink()
    else:
        victim.path.write_bytes(content)
    restored = put_back(victim, "3")
    assert restored.repaired is not None
    assert victim.tables() == wanted
    put_back(victim, str(restored.back))
    assert victim.tables() == before


def test_a_backup_that_is_not_there_is_named_with_those_that_are(victim: Victim) -> None:
    before = victim.everything()
    with pytest.raises(StoreError, match="has no backup 99 that can be read; there are 4, 3, 2, 1"):
        put_back(victim, "99")
    assert victim.everything() == before


def test_a_repair_after_a_restore_does_not_undo_it(victim: Victim) -> None:
    put_back(victim, "3")
    wanted = victim.tables()
    victim.path.unlink()
    victim.repair()
    assert victim.tables() == wanted


def test_what_was_decided_and_what_was_said_of_entities_come_back_with_a_backup(path: Path) -> None:
    desk, store = Desk(make_report()), AnnotationStore.open(path)
    Captures(store.captures_folder, new=True).keep(desk.report, "/wires/bridge.txt", NOW)
    first = Rename(Named(("Ärgård",)), "Ärgård bridge")
    for said, tag in ((first, "unverified"), (Rename(Named(("Ålund",)), "Alund"), "contested")):
        desk.editor.correct(said, 0, everywhere=True)
        desk.editor.correct(said, 0)
        desk.editor.dismiss({Span(0, 10): (tag,)}, 0)
        desk.save(store)
        store.fold()
    store.close()
    victim = Victim(path, [desk])
    before = victim.tables()
    restored = put_back(victim, "2")
    opened = AnnotationStore.open(path, read_only=True)
    (decision,) = opened.decisions(desk.record.id)
    assert decision.dismissed == ("unverified",)
    assert [each.says for each in opened.corrections(desk.record.id)] == [first, first]
    opened.close()
    assert victim.check() == []
    (change, *_) = victim.history()
    assert isinstance(change, Change)
    assert [edit.table for edit in change.edits] == ["decisions", "corrections", "corrections"]
    put_back(victim, str(restored.back))
    assert victim.tables() == before
    path.unlink()
    repair(path, NOW, victim.new_id)
    assert victim.tables() == before
