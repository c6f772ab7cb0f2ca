from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tinydb import TinyDB

from annotations.damage import repair as repairing
from annotations.damage.bridging import LOST
from annotations.errors import StoreError
from annotations.history.chain import Gap
from annotations.store import AnnotationStore
from reports.document import Span
from tests.annotations.damage.victim import Victim, flipped, offsets, rot


@pytest.fixture
def victim(path: Path) -> Victim:
    return Victim(path).build()


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Victim:
    """A store that no test changes: each copies it."""
    return Victim(tmp_path_factory.mktemp("whole") / "annotations.json").build()


# The TinyDB file


@st.composite
def spoilt(draw: st.DrawFn, content: bytes) -> bytes:
    """Any bytes, and more often ones that are almost right."""
    place = draw(st.integers(0, len(content) - 1))
    return draw(
        st.one_of(
            st.binary(max_size=300),
            st.just(content[:place]),
            st.builds(lambda more: content[:place] + more + content[place:], st.binary(max_size=20)),
            st.builds(
                lambda more: content[:place] + more + content[place + len(more) :], st.binary(max_size=20)
            ),
            st.builds(lambda length: content[:place] + content[place + length :], st.integers(1, 800)),
        )
    )


@given(data=st.data())
def test_whatever_happens_to_the_file_alone_a_repair_gives_back_exactly_what_it_held(
    whole: Victim, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    before = {
        name: {key: json.loads(row) for key, row in rows.items()} for name, rows in whole.tables().items()
    }
    victim = whole.copied_to(tmp_path_factory.getbasetemp() / "spoilt")
    rot(victim.path, data.draw(spoilt(whole.path.read_bytes())))
    victim.repair()
    after = {
        name: {key: json.loads(row) for key, row in rows.items()} for name, rows in victim.tables().items()
    }
    assert after == before
    assert victim.check() == []


@pytest.mark.parametrize("share", [0, 0.1, 0.3, 0.5, 0.7, 0.9, 0.999])
def test_a_file_that_was_cut_off_is_named_copied_and_built_again(victim: Victim, share: float) -> None:
    before, content = victim.tables(), victim.path.read_bytes()
    torn = content[: int(len(content) * share)]
    victim.path.write_bytes(torn)
    assert victim.kinds() == ["file damaged"]
    repaired = victim.repair()
    assert repaired.lost == ()
    assert repaired.copy is not None
    assert (repaired.copy / victim.path.name).read_bytes() == torn
    assert victim.tables() == before
    assert victim.check() == []


def test_a_file_that_is_gone_is_built_again_from_its_history_with_and_without_its_journal(
    victim: Victim, tmp_path: Path
) -> None:
    before = victim.tables()
    victim.path.unlink()
    assert victim.kinds() == ["file missing"]
    victim.repair()
    assert victim.tables() == before
    assert victim.check() == []
    victim.path.unlink()
    assert not victim.files.journal.exists()
    victim.repair()
    assert victim.tables() == before


def test_a_bit_that_turned_in_a_row_is_seen_though_the_file_is_whole_and_is_turned_back(
    victim: Victim,
) -> None:
    before, content = victim.tables(), victim.path.read_bytes()
    rot(victim.path, content.replace(b'"exact":"', b'"exact":"?', 1))
    (finding,) = [each for each in victim.check() if each.kind == "altered record"]
    assert finding.title in ("bridge.txt", "ferry.txt")
    victim.repair()
    assert victim.tables() == before


def test_what_a_person_wrote_into_the_file_is_no_damage(victim: Victim) -> None:
    with TinyDB(victim.path) as stock:
        stock.table("annotations").update({"desk": "checked"})
        stock.insert({"mine": 1})
    assert victim.check() == []
    assert victim.repair().copy is None
    torn = victim.path.read_bytes()[:-30]
    victim.path.write_bytes(torn)
    victim.repair()
    assert any(b'"desk": "checked"' in row for row in victim.tables()["annotations"].values())


def test_rows_of_a_torn_file_without_any_history_are_kept_and_the_lost_ones_named(victim: Victim) -> None:
    AnnotationStore.open(victim.path).fold()
    for folder in (victim.files.history, victim.files.backups):
        shutil.rmtree(folder)
    rows = victim.tables()["annotations"]
    lines = victim.path.read_bytes().splitlines(keepends=True)
    broken = next(number for number, line in enumerate(lines) if b'"spans"' in line)
    lines[broken] = lines[broken][:40] + b"\0\0\0" + lines[broken][43:]
    victim.path.write_bytes(b"".join(lines))
    repaired = victim.repair()
    assert len(victim.tables()["annotations"]) == len(rows) - 1
    (lost,) = repaired.lost
    assert "of the table annotations cannot be read, nor is it in the history" in lost
    assert lost.isprintable()


def test_a_row_that_cannot_be_read_is_as_it_was_when_it_last_could(victim: Victim) -> None:
    before, content = victim.tables(), json.loads(victim.path.read_bytes())
    key = next(key for key in content["annotations"] if key in before["annotations"])
    content["annotations"][key]["spans"] = 5
    victim.path.write_text(json.dumps(content))
    assert "unreadable record" in victim.kinds()
    repaired = victim.repair()
    assert victim.tables()["annotations"][key] == before["annotations"][key]
    assert any("it is as it was when it last could" in sentence for sentence in repaired.done)
    assert victim.check() == []


@pytest.mark.parametrize("different", [False, True])
def test_of_two_rows_with_one_id_equal_ones_become_one_and_others_two_ids(
    victim: Victim, different: bool
) -> None:
    content = json.loads(victim.path.read_bytes())
    row = dict(list(content["annotations"].values())[-1])
    if different:
        row["note"] = "the second"
    content["annotations"]["5"] = row
    victim.path.write_text(json.dumps(content))
    assert victim.kinds() == ["duplicate id"]
    repaired = victim.repair()
    rows = [json.loads(each) for each in victim.tables()["annotations"].values()]
    assert len({each["id"] for each in rows}) == len(rows)
    assert [each["id"] for each in rows if each["note"]] == (["new-0"] if different else [])
    assert any(row["id"] in sentence for sentence in repaired.done)
    assert victim.check() == []


def test_the_record_of_a_report_comes_from_the_history_or_from_the_captured_text(
    victim: Victim, tmp_path: Path
) -> None:
    AnnotationStore.open(victim.path).fold()
    content = json.loads(victim.path.read_bytes())
    content["reports"].clear()
    for without_history in (False, True):
        victim.path.write_text(json.dumps(content))
        if without_history:
            shutil.rmtree(victim.files.history)
            shutil.rmtree(victim.files.backups)
        assert "annotation without report" in victim.kinds()
        repaired = victim.repair()
        source = "its captured text" if without_history else "the history"
        assert any(sentence.endswith(f"made again from {source}.") for sentence in repaired.done)
        store = AnnotationStore.open(victim.path)
        assert {report.title for report in store.reports()} == {"bridge.txt", "ferry.txt"}
        assert [finding.kind for finding in victim.check() if "report" in finding.kind] == []


def test_a_report_that_nothing_tells_of_is_named_and_its_annotations_stay(victim: Victim) -> None:
    AnnotationStore.open(victim.path).fold()
    content = json.loads(victim.path.read_bytes())
    content["reports"].clear()
    victim.path.write_text(json.dumps(content))
    for folder in (victim.files.history, victim.files.backups, victim.files.texts):
        shutil.rmtree(folder)
    before = victim.tables()["annotations"]
    repaired = victim.repair()
    assert sum("is not known, nor is its text" in sentence for sentence in repaired.lost) == 2
    assert victim.tables()["annotations"] == before
    assert "annotation without report" in victim.kinds()


def test_the_row_that_says_whose_file_it_is_is_put_back(victim: Victim) -> None:
    content = json.loads(victim.path.read_bytes())
    del content["meta"]
    victim.path.write_text(json.dumps(content))
    assert "file damaged" in victim.kinds()
    victim.repair()
    assert victim.check() == []
    assert AnnotationStore.open(victim.path).notice == ""


# The journal and the history


def test_an_older_copy_is_brought_up_to_its_history_and_journal(victim: Victim) -> None:
    before = victim.tables()
    shutil.copy2(victim.backups[1], victim.path)
    assert victim.kinds() == ["older copy"]
    victim.repair()
    assert victim.tables() == before
    assert victim.check() == []


def test_without_its_journal_the_file_is_as_it_was_folded(victim: Victim) -> None:
    victim.files.journal.unlink()
    folded = victim.tables()
    assert victim.check() == []
    assert victim.repair().copy is None
    assert victim.tables() == folded


def test_a_journal_of_another_store_is_moved_to_the_copy(victim: Victim, tmp_path: Path) -> None:
    stranger = Victim(tmp_path / "elsewhere" / "annotations.json").build()
    victim.files.journal.unlink()
    folded = victim.tables()
    shutil.copy2(stranger.files.journal, victim.files.journal)
    foreign = victim.files.journal.read_bytes()
    assert victim.kinds() == ["journal of another store"]
    repaired = victim.repair()
    assert repaired.copy is not None
    assert (repaired.copy / victim.files.journal.name).read_bytes() == foreign
    assert victim.tables() == folded
    assert victim.check() == []


def test_half_a_line_is_blanked_out_and_never_counted_as_saved(victim: Victim) -> None:
    before = victim.tables()
    with victim.files.journal.open("ab") as journal:
        journal.write(b"00c0ffee 500 {")
    (finding,) = victim.check()
    assert finding.kind == "torn record"
    assert "it never counted as saved" in finding.sentence
    assert victim.repair().lost == ()
    assert victim.tables() == before
    assert victim.check() == []


@pytest.mark.parametrize("torn", [False, True])
def test_a_journal_of_which_nothing_can_be_read_is_moved_to_the_copy(victim: Victim, torn: bool) -> None:
    victim.files.journal.unlink()
    folded = victim.tables()
    victim.files.journal.write_bytes(b"\x07nothing\n" * 30)
    if torn:
        victim.path.write_bytes(victim.path.read_bytes()[:-70])
    repaired = victim.repair()
    assert repaired.copy is not None
    assert (repaired.copy / victim.files.journal.name).read_bytes() == b"\x07nothing\n" * 30
    assert victim.tables() == folded
    assert victim.check() == []


@pytest.mark.parametrize("which", [0, 1, 2, 3])
def test_past_a_damaged_line_of_the_history_the_rest_of_it_can_be_read_after_a_repair(
    victim: Victim, which: int
) -> None:
    segment, before, log = victim.segments[which], victim.tables(), victim.history()
    content = segment.read_bytes()
    rot(segment, flipped(content, offsets(segment)[1] + 60))
    damaged = segment.read_bytes()
    (finding,) = victim.check()
    assert (finding.kind, finding.title) == ("damaged record", "bridge.txt")
    assert isinstance(victim.history()[-1], Gap)
    repaired = victim.repair()
    assert repaired.lost == (finding.sentence,)
    assert repaired.copy is not None
    assert (repaired.copy / segment.name).read_bytes() == damaged
    assert len(segment.read_bytes()) == len(content)
    assert victim.tables() == before
    assert victim.check() == []
    after = victim.history()
    assert [change for change in after if change in log] == [each for each in log if each in after]
    assert [change.label for change in after if change not in log] == [LOST]  # type: ignore[union-attr]


@pytest.mark.parametrize("which", [0, 1, 2, 3])
def test_a_segment_that_is_gone_leaves_a_gap_with_a_name_and_the_history_before_it(
    victim: Victim, which: int
) -> None:
    before, log = victim.tables(), victim.history()
    segment = victim.segments[which]
    segment.unlink()
    findings = victim.check()
    assert {finding.kind for finding in findings} == {"history incomplete"}
    assert {finding.title for finding in findings} == {"bridge.txt", "ferry.txt"}
    repaired = victim.repair()
    assert "1 part of the history cannot be found; the logs say that changes are missing." in repaired.done
    assert victim.tables() == before
    assert victim.check() == []
    after = victim.history()
    assert not any(isinstance(change, Gap) for change in after)
    assert 0 < sum(change in log for change in after) < len(log)


def test_a_backup_that_cannot_be_read_is_found_and_moved_to_the_copy(victim: Victim) -> None:
    backup = victim.backups[2]
    rot(backup, backup.read_bytes()[:-50])
    assert victim.kinds() == ["backup unreadable"]
    repaired = victim.repair()
    assert repaired.copy is not None
    assert (repaired.copy / backup.name).exists()
    assert victim.check() == []


def test_a_damaged_backup_never_spoils_a_sound_file(victim: Victim) -> None:
    before = victim.tables()
    for backup in victim.backups:
        backup.write_bytes(backup.read_bytes().replace(b"unverified", b"unverifiex"))
    assert victim.check() == []
    assert victim.repair().copy is None
    assert victim.tables() == before


# How it is done


def test_a_sound_store_is_not_touched(victim: Victim) -> None:
    before = victim.everything()
    assert victim.repair() == repairing.Repaired(None)
    assert victim.everything() == before


def test_what_was_repaired_can_be_worked_on_undone_and_repaired_again(victim: Victim) -> None:
    victim.path.write_bytes(b"{")
    victim.repair()
    store = AnnotationStore.open(victim.path)
    desk = type(victim.desks[0])(victim.desks[0].report, store, name="later")
    assert desk.editor.undo() is not None
    desk.editor.toggle_tag(Span(50, 55), "contested", 0)
    desk.save(store)
    store.fold()
    store.close()
    before = victim.tables()
    victim.path.unlink()
    victim.repair()
    assert victim.tables() == before
    assert victim.check() == []


class Killed(BaseException):
    pass


@pytest.mark.parametrize("step", range(12))
def test_a_repair_that_is_killed_anywhere_can_be_run_again(
    victim: Victim, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    before = victim.tables()
    victim.path.write_bytes(victim.path.read_bytes()[:-500])
    segment = victim.segments[1]
    rot(segment, flipped(segment.read_bytes(), offsets(segment)[1] + 60))
    found = victim.everything()
    left = step
    replace, rename = Path.replace, Path.rename

    def dies(self: Path, target: Path) -> Path:
        nonlocal left
        if not left:
            raise Killed
        left -= 1
        return replace(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", dies)
        patch.setattr(Path, "rename", lambda self, target: dies(self, target))
        try:
            victim.repair()
        except Killed:
            copies = [each for each in victim.path.parent.glob("*.damaged-*") if each.suffix != ".partial"]
            if not copies:
                there = victim.everything()
                assert {name: there[name] for name in found} == found
    assert rename is Path.rename
    victim.repair()
    assert victim.tables() == before
    assert victim.check() == []


def test_without_room_for_the_copy_nothing_is_changed(
    victim: Victim, monkeypatch: pytest.MonkeyPatch
) -> None:
    victim.path.write_bytes(b"{")
    before = victim.everything()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(repairing, "replace_file", full)
        with pytest.raises(StoreError, match="cannot be copied before it is repaired: disk full"):
            victim.repair()
    assert victim.everything() == before


def test_a_store_of_a_newer_version_is_left_alone(victim: Victim) -> None:
    content = json.loads(victim.path.read_bytes())
    content["meta"]["1"]["schema"] = 99
    victim.path.write_text(json.dumps(content))
    before = victim.everything()
    with pytest.raises(StoreError, match="written by a newer report-reader"):
        victim.repair()
    assert victim.everything() == before


def test_a_program_that_has_the_store_open_sees_the_repair_and_goes_on(victim: Victim) -> None:
    store = AnnotationStore.open(victim.path)
    desk = type(victim.desks[0])(victim.desks[0].report, store, name="open")
    good = victim.path.read_bytes()
    victim.path.write_bytes(good[:-100])
    desk.editor.toggle_tag(Span(60, 64), "contested", 0)
    operations = list(desk.operations)
    with pytest.raises(StoreError, match="report-reader check"):
        store.write(operations)
    assert victim.path.read_bytes() == good[:-100]
    victim.repair()
    store.write(operations)
    assert any(each.everything for each in store.take_arrived())
    assert any(each.start == 60 for each in victim.annotations()[0])
    assert victim.check() == []


def test_rows_that_say_which_store_it_is_and_ran_into_one_are_not_believed(
    whole: Victim, tmp_path_factory: pytest.TempPathFactory
) -> None:
    content = whole.path.read_bytes()
    victim = whole.copied_to(tmp_path_factory.getbasetemp() / "run into one")
    begin = content.index(b'"store') + len(b'"store')
    end = content.index(b'"subject', begin) + len(b'"subject')
    rot(victim.path, content[:begin] + content[end:])
    victim.repair()
    assert victim.tables() == whole.tables()
