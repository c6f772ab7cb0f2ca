from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from tinydb import TinyDB

from annotations.store import AnnotationStore
from reports.document import Span
from tests.annotations.conftest import Desk
from tests.annotations.damage.victim import Victim, flipped, offsets, rot


@pytest.fixture
def victim(path: Path) -> Victim:
    return Victim(path).build()


def test_a_store_that_was_only_used_is_sound(victim: Victim) -> None:
    assert victim.check() == []
    AnnotationStore.open(victim.path).fold()
    assert victim.check() == []


def test_every_byte_of_the_journal_is_looked_at(victim: Victim) -> None:
    journal = victim.files.journal
    content, places = journal.read_bytes(), offsets(journal)
    line_breaks = {place - 1 for place in [*places[1:], len(content)]}
    for place in range(0, len(content), 29):
        if place in line_breaks:
            continue  # lines go by their length, so nothing hangs on these
        rot(journal, flipped(content, place))
        assert {"damaged record", "torn record"} & set(victim.kinds()), place


def test_a_damaged_line_is_named_with_its_byte_its_length_and_its_report(victim: Victim) -> None:
    segment = victim.segments[3]
    place = offsets(segment)[1]
    length = len(segment.read_bytes()[place:].split(b"\n")[0]) + 1
    rot(segment, flipped(segment.read_bytes(), place + 40))
    (finding,) = victim.check()
    assert (finding.kind, finding.report) == ("damaged record", victim.desks[0].record.id)
    assert f"The line at byte {place} of {segment} ({length} bytes) cannot be read" in finding.sentence


def test_where_the_history_of_a_report_ends_is_compared_with_what_the_file_says(victim: Victim) -> None:
    content = json.loads(victim.path.read_bytes())
    (row,) = [
        each for each in content["journal"].values() if each.get("subject") == victim.desks[0].record.id
    ]
    row["offset"] += 1
    victim.path.write_text(json.dumps(content))
    (finding,) = victim.check()
    assert (finding.kind, finding.title) == ("history incomplete", "bridge.txt")
    victim.repair()
    assert victim.check() == []


@pytest.mark.parametrize("damage", ["sound", "gone", "torn", "empty", "older"])
def test_looking_changes_nothing(victim: Victim, damage: str) -> None:
    match damage:
        case "gone":
            victim.path.unlink()
        case "torn":
            victim.path.write_bytes(victim.path.read_bytes()[:-40])
        case "empty":
            victim.path.write_bytes(b"")
        case "older":
            shutil.copy2(victim.backups[0], victim.path)
    before = victim.everything()
    assert bool(victim.check()) is (damage != "sound")
    assert victim.everything() == before


def test_work_that_went_on_from_an_older_copy_is_sound_and_never_mixed_with_what_followed_then(
    victim: Victim,
) -> None:
    AnnotationStore.open(victim.path).fold()
    shutil.copy2(victim.backups[1], victim.path)
    for number in range(3):
        store = AnnotationStore.open(victim.path)
        desk = Desk(victim.desks[0].report, store, name=f"fork-{number}")
        desk.editor.toggle_tag(Span(70 + number, 75 + number), "contested", 0)
        desk.save(store)
        assert victim.check() == []
        store.fold()
        store.close()
        assert victim.check() == []
    before = victim.tables()
    assert victim.repair().copy is None
    victim.path.write_bytes(victim.path.read_bytes()[:-300])
    victim.repair()
    assert victim.tables() == before


def test_what_stock_tinydb_adds_changes_and_removes_is_no_damage_also_after_the_next_folds(
    victim: Victim,
) -> None:
    store = AnnotationStore.open(victim.path)
    store.fold()
    store.close()
    with TinyDB(victim.path) as stock:
        stock.insert({"mine": 1})
        stock.table("annotations").update({"desk": "checked"})
        stock.table("annotations").remove(doc_ids=[stock.table("annotations").all()[0].doc_id])
    for number in range(7):
        store = AnnotationStore.open(victim.path)
        desk = Desk(victim.desks[1].report, store, name=f"later-{number}")
        desk.editor.toggle_tag(Span(20, 21 + number), "contested", 0)
        desk.save(store)
        store.fold()
        store.close()
        assert victim.check() == []
