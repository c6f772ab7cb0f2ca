"""A disk, a folder or a system that refuses: nothing is said to be saved that is not, and nothing is lost."""

from __future__ import annotations

import errno
import os
import re
import resource
import shutil
import signal
import subprocess
import threading
from collections.abc import Callable, Iterator, Sequence
from itertools import count, pairwise
from pathlib import Path

import pytest
from tinydb import TinyDB

from annotations.disk import storage
from annotations.disk.files import StoreFiles
from annotations.errors import StoreError
from annotations.operations import Operation
from annotations.store import AnnotationStore
from annotations.writer import BackgroundWriter, NotSaved, Saved, SaveState, Saving

from .calls import Call, Calls, as_always, refused
from .proofs import all_records, prove
from .work import REPORT, Say, commit, in_child, opened, save

NOBODY = 65534
"""The user id that owns nothing, on Linux and macOS alike closely enough to lose root's rights."""


@pytest.fixture
def calls(folder: Path) -> Iterator[Calls]:
    """Between the store and the system; what happens on a call is set by the test."""
    with Calls(folder).watched() as calls:
        yield calls


class Header:
    """Keeps what the writer says, and waits for it."""

    def __init__(self) -> None:
        self.states: list[SaveState] = []
        self._news = threading.Condition()

    def __call__(self, state: SaveState) -> None:
        with self._news:
            self.states.append(state)
            self._news.notify_all()

    def wait_for(self, wanted: Callable[[SaveState], bool]) -> SaveState:
        with self._news:
            assert self._news.wait_for(lambda: bool(self.states) and wanted(self.states[-1]), 30)
            return self.states[-1]

    def not_saved(self, number: int) -> NotSaved:
        state = self.wait_for(lambda state: isinstance(state, NotSaved) and state.count == number)
        assert isinstance(state, NotSaved)
        return state


# ---------------------------------------------------------------------- one call is refused, whichever


def nothing(_path: Path) -> list[str]:
    return []


def folded(path: Path) -> list[str]:
    saved: list[str] = []
    with opened(path) as store:
        save(store, saved.append, "old", 0, 2)
        store.fold()
    return saved


def written(path: Path) -> list[str]:
    saved = folded(path)
    with opened(path) as store:
        save(store, saved.append, "new", 0, 2)
    return saved


def cut_short(path: Path) -> list[str]:
    saved = written(path)
    with StoreFiles.of(path).journal.open("ab") as journal:
        journal.write(b"0123abcd 400 {")
    return saved


def refusal_of(work: Callable[..., object], *given: object) -> StoreError | None:
    """Do it; returns the sentence with which it was refused, if it was."""
    try:
        work(*given)
    except StoreError as error:
        return error
    return None


SCENES: dict[str, Callable[[Path], list[str]]] = {
    "a new store": nothing,
    "the first write after a fold": folded,
    "a write": written,
    "a write after one that was cut short": cut_short,
}


@pytest.mark.parametrize("code", [errno.EIO, errno.ENOSPC])
@pytest.mark.parametrize("name", SCENES)
def test_whichever_call_of_a_write_is_refused_it_says_so_and_the_next_one_saves_it_once(
    folder: Path, calls: Calls, name: str, code: int
) -> None:
    refusals = 0
    for number in count():
        path = folder / str(number) / "a.json"
        path.parent.mkdir()
        saved = SCENES[name](path)
        with opened(path) as store:
            before = all_records(store)
            made = len(calls.made)
            calls.deed = refused(code, (), at=number)
            refusal = refusal_of(store.write, [commit("w", 0)])
            calls.deed = as_always
            if refusal is not None:
                refusals += 1
                assert refusal.why
                assert str(path.parent) in str(refusal)
                assert all_records(store) == before
            ended = len(calls.made) - made <= number
            store.write([commit("w", 0)])
        prove(path, [*saved, "w-0"])
        shutil.rmtree(path.parent)
        if ended:
            break
    assert refusals >= 4


@pytest.mark.parametrize("code", [errno.EIO, errno.ENOSPC])
def test_whichever_call_of_a_fold_is_refused_every_change_stays_saved_and_the_next_fold_has_them(
    folder: Path, calls: Calls, code: int
) -> None:
    refusals = 0
    for number in count():
        path = folder / str(number) / "a.json"
        path.parent.mkdir()
        saved = written(path)
        with opened(path) as store:
            before = all_records(store)
            made = len(calls.made)
            calls.deed = refused(code, (), at=number)
            refusals += refusal_of(store.fold) is not None
            calls.deed = as_always
            ended = len(calls.made) - made <= number
            assert all_records(store) == before
            save(store, saved.append, "w", 0)
        prove(path, saved)
        shutil.rmtree(path.parent)
        if ended:
            break
    assert refusals >= 10


# ---------------------------------------------------------------------- each with its sentence


@pytest.fixture
def journaled(path: Path) -> list[str]:
    """A store with some changes folded and some not; returns what was saved."""
    return written(path)


REFUSALS = {
    "no room for the line": (refused(errno.ENOSPC, ["write"], ".journal"), "disk full"),
    "room for half the line": (refused(errno.ENOSPC, ["write"], ".journal", half=True), "disk full"),
    "a quota": (refused(errno.EDQUOT, ["write"], ".journal"), "disk quota used up"),
    "a largest file size": (refused(errno.EFBIG, ["write"], ".journal"), "file too large"),
    "a disk that does not write": (refused(errno.EIO, ["write"], ".journal"), "disk error"),
    "a disk that does not keep": (refused(errno.EIO, ["fdatasync"], ".journal"), "disk error"),
    "a disk that is full when it shall keep": (refused(errno.ENOSPC, ["fdatasync"], ".journal"), "disk full"),
    "a disk that neither keeps nor takes back": (
        refused(errno.EIO, ["fdatasync", "fsync", "ftruncate"]),
        "disk error",
    ),
    "a folder whose names cannot be kept": (refused(errno.EIO, ["fsync"]), "disk error"),
    "a disk that became read-only": (refused(errno.EROFS, ["open", "write"]), "file system is read-only"),
    "a file system that has no locks": (
        refused(errno.ENOSYS, ["flock"]),
        "file system without locks",
    ),
    "a file system that has no more locks": (refused(errno.ENOLCK, ["flock"]), "file system without locks"),
    "a file system that knows no locks": (refused(errno.EOPNOTSUPP, ["flock"]), "file system without locks"),
}


@pytest.mark.parametrize("name", REFUSALS)
def test_a_refused_write_names_file_fault_and_remedy_and_leaves_the_memory_as_it_was(
    path: Path, calls: Calls, journaled: list[str], name: str
) -> None:
    fault, why = REFUSALS[name]
    with opened(path) as store:
        before = all_records(store)
        calls.deed = fault
        for _ in range(2):
            with pytest.raises(StoreError) as refusal:
                store.write([commit("w", 0)])
            assert refusal.value.why == why
            assert why in str(refusal.value)
            assert str(path) in str(refusal.value)
            assert re.search("try again|--db|name another", str(refusal.value))
            assert all_records(store) == before
        calls.deed = as_always
        store.write([commit("w", 0)])
    prove(path, [*journaled, "w-0"])


@pytest.mark.parametrize("name", REFUSALS)
def test_the_writer_says_not_saved_at_once_keeps_the_changes_and_saves_them_once_when_asked_again(
    path: Path, calls: Calls, journaled: list[str], name: str
) -> None:
    fault, why = REFUSALS[name]
    header = Header()
    store = AnnotationStore.open(path)
    calls.deed = fault
    writer = BackgroundWriter(store, header, look_every=0.01)
    asked: Sequence[Operation] = [commit("w", number) for number in range(3)]
    writer.submit(asked[0])
    assert header.not_saved(1).why == why
    writer.submit(asked[1])
    writer.submit(asked[2])
    assert header.not_saved(3).why == why
    writer.retry()
    assert not writer.flush(30)
    assert writer.pending() == list(asked)
    assert not any(isinstance(state, Saved) for state in header.states)
    calls.deed = as_always
    writer.retry()
    header.wait_for(lambda state: isinstance(state, Saved))
    assert writer.pending() == []
    assert writer.close(30)
    store.close()
    assert prove(path, [*journaled, *(f"w-{number}" for number in range(3))]) == {
        *journaled,
        *(f"w-{number}" for number in range(3)),
    }


def test_a_line_the_disk_had_no_room_for_needs_room_for_itself_only(
    path: Path, calls: Calls, journaled: list[str]
) -> None:
    with opened(path) as store:
        calls.deed = refused(errno.ENOSPC, ["write"], ".journal", half=True)
        with pytest.raises(StoreError):
            store.write([commit("w", 0)])
        calls.deed = refused(errno.ENOSPC, ["write"], ".tmp")
        store.write([commit("w", 0)])
        calls.deed = as_always
    prove(path, [*journaled, "w-0"])


def test_what_the_disk_took_and_did_not_keep_is_written_to_a_new_file(
    path: Path, calls: Calls, journaled: list[str]
) -> None:
    with opened(path) as store:
        old = path.stat().st_ino
        calls.deed = refused(errno.EIO, ["fdatasync"], ".journal")
        with pytest.raises(StoreError):
            store.write([commit("w", 0)])
        calls.deed = as_always
        store.write([commit("w", 0)])
        assert path.stat().st_ino != old
    with TinyDB(path, access_mode="r") as stock:
        assert {"new-0", "new-1"} <= {row["id"] for row in stock.table("annotations")}
    prove(path, [*journaled, "w-0"])


def test_the_name_of_a_journal_is_on_the_disk_before_what_is_in_it_counts(
    path: Path, calls: Calls, journaled: list[str]
) -> None:
    # Whoever made it may have been killed before that, so whoever writes to it first sees to it too.
    with opened(path) as store:
        calls.made.clear()
        store.write([commit("w", 0)])
        assert Call("fsync", str(path.parent)) in calls.made
        calls.made.clear()
        store.write([commit("w", 1)])
        assert Call("fsync", str(path.parent)) not in calls.made


def test_a_lock_that_cannot_be_let_go_does_not_make_a_change_unsaved_and_goes_with_the_next(
    path: Path, calls: Calls, journaled: list[str]
) -> None:
    def held(call: Call, whole: Callable[[], object], _half: Callable[[], object]) -> object:
        if call.name == "flock" and any(each.name == "fdatasync" for each in calls.made):
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return whole()

    with opened(path) as store:
        calls.made.clear()
        calls.deed = held
        store.write([commit("w", 0)])
        calls.deed = as_always
        other = AnnotationStore.open(path, lock_timeout=0.01)
        with pytest.raises(StoreError, match="held by another program"):
            other.write([commit("other", 0)])
        store.write([commit("w", 1)])
        other.write([commit("other", 0)])
        other.close()
    prove(path, [*journaled, "w-0", "w-1", "other-0"])


# ---------------------------------------------------------------------- folding is not saving


def test_a_fold_that_fails_makes_no_change_unsaved_and_waits_until_the_journal_has_grown_as_much_again(
    path: Path, calls: Calls, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storage, "FOLD_AT", 20_000)
    tried: list[int] = []

    def no_room(call: Call, whole: Callable[[], object], _half: Callable[[], object]) -> object:
        if call.name == "open" and call.path.endswith(".tmp"):
            tried.append(StoreFiles.of(path).journal.stat().st_size)
            raise OSError(errno.ENOSPC, "no room")
        return whole()

    header = Header()
    store = AnnotationStore.open(path)
    writer = BackgroundWriter(store, header, look_every=0.001)
    writer.submit(commit("w", 0))
    assert writer.flush(30)
    calls.deed = no_room
    for number in range(1, 40):
        writer.submit(commit("w", number))
        assert writer.flush(30)
    assert all(isinstance(state, Saved | Saving) for state in header.states)
    assert store.files.journal.stat().st_size > 100_000
    assert 2 <= len(tried) <= 6
    assert all(later - sooner > 20_000 for sooner, later in pairwise(tried))
    calls.deed = as_always
    assert writer.close(30)
    store.close()
    with TinyDB(path, access_mode="r") as stock:
        assert len(stock.table("annotations")) == 40
    prove(path, [f"w-{number}" for number in range(40)])


def test_a_program_that_ends_on_a_full_disk_leaves_its_changes_in_the_journal(
    path: Path, calls: Calls, journaled: list[str]
) -> None:
    header = Header()
    store = AnnotationStore.open(path)
    writer = BackgroundWriter(store, header)
    calls.deed = refused(errno.ENOSPC, ["write"], ".tmp")
    writer.submit(commit("w", 0))
    assert writer.close(30)
    store.close()
    assert isinstance(header.states[-1], Saved)
    calls.deed = as_always
    prove(path, [*journaled, "w-0"])


# ---------------------------------------------------------------------- what vanishes


def test_a_folder_that_vanished_is_named_not_made_again_and_saved_to_when_it_is_back(
    path: Path, folder: Path
) -> None:
    place = folder / "disk"
    file = place / "a.json"
    with opened(file) as store:
        store.write([commit("w", 0)])
    header = Header()
    store = AnnotationStore.open(file)
    writer = BackgroundWriter(store, header, look_every=0.001)
    writer.submit(commit("w", 1))
    header.wait_for(lambda state: isinstance(state, Saved))
    place.rename(folder / "elsewhere")
    writer.submit(commit("w", 2))
    said = header.not_saved(1)
    assert said.why == "the folder is gone"
    assert str(place) in said.sentence
    assert "try again" in said.sentence
    assert not place.exists()
    assert len(store.annotations(REPORT)) == 2
    writer.retry()
    assert not writer.flush(30)
    (folder / "elsewhere").rename(place)
    writer.retry()
    header.wait_for(lambda state: isinstance(state, Saved))
    assert writer.close(30)
    store.close()
    assert prove(file, ["w-0", "w-1", "w-2"]) == {"w-0", "w-1", "w-2"}


@pytest.mark.parametrize("gone", [["a.json"], ["a.json.journal"], ["a.json", "a.json.journal"]])
def test_files_that_somebody_removes_come_back_whole_with_the_next_change(
    path: Path, gone: list[str]
) -> None:
    saved: list[str] = []
    with opened(path) as store:
        save(store, saved.append, "w", 0, 2)
        store.fold()
        save(store, saved.append, "w", 2, 2)
        for name in gone:
            (path.parent / name).unlink()
        save(store, saved.append, "w", 4)
    assert prove(path, saved) == set(saved)


# ---------------------------------------------------------------------- disks that are really full


def fill(path: Path, say: Say, room: Callable[[], None]) -> None:
    """Write until there is no room, say what was saved, make room, and save what was left over."""
    store = AnnotationStore.open(path)
    header = Header()
    writer = BackgroundWriter(store, header)
    for number in count():
        writer.submit(commit("w", number, length=3000))
        if not writer.flush(30):
            break
        say(f"w-{number}")
    state = header.states[-1]
    assert isinstance(state, NotSaved)
    say(f"why {state.why}")
    assert len(store.annotations(REPORT)) == number
    writer.submit(commit("w", number + 1, length=3000))
    assert not writer.flush(30)
    room()
    writer.retry()
    assert writer.flush(30)
    say(f"w-{number}")
    say(f"w-{number + 1}")
    assert writer.close(30)
    store.close()


def test_a_largest_file_size_that_is_reached_is_said_and_what_was_left_over_is_saved_when_it_is_lifted(
    path: Path,
) -> None:
    hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]

    def work(say: Say) -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, hard))
        fill(path, say, lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard)))

    said = in_child(work).said
    whys = [word for word in said if word.startswith("why ")]
    assert whys == ["why file too large"]
    saved = [word for word in said if word not in whys]
    assert len(saved) > 10
    assert prove(path, saved) == set(saved)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk with room for a few hundred changes."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = shutil.which("mount")
    options = ["-t", "tmpfs", "-o", "size=256k", "report-reader-test", str(place)]
    if mount is None or subprocess.run([mount, *options], capture_output=True, check=False).returncode:
        pytest.skip("needs the right to mount a small tmpfs")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def test_a_disk_that_is_really_full_is_said_and_what_was_left_over_is_saved_when_there_is_room(
    small_disk: Path,
) -> None:
    path = small_disk / "a.json"
    ballast = small_disk / "ballast"
    ballast.write_bytes(bytes(128 * 1024))
    said = in_child(lambda say: fill(path, say, ballast.unlink)).said
    whys = [word for word in said if word.startswith("why ")]
    assert whys == ["why disk full"]
    saved = [word for word in said if word not in whys]
    assert len(saved) > 5
    with opened(path) as store:
        assert {each.id for each in store.annotations(REPORT)} == set(saved)
    path_elsewhere = small_disk.parent / "copy"
    shutil.copytree(small_disk, path_elsewhere)
    assert prove(path_elsewhere / "a.json", saved) == set(saved)


# ---------------------------------------------------------------------- what may not be written


def as_nobody(place: Path, work: Callable[[Say], None]) -> list[str]:
    """Do it without root's rights, which no file mode holds back; the folder is made nobody's."""

    def dropped(say: Say) -> None:
        if os.getuid() == 0:
            for each in [place, *place.rglob("*")]:
                os.chown(each, NOBODY, NOBODY)
            os.setgid(NOBODY)
            os.setuid(NOBODY)
        work(say)

    return in_child(dropped).said


def test_a_read_only_file_opens_for_reading_and_says_so(path: Path, journaled: list[str]) -> None:
    path.chmod(0o400)

    def work(say: Say) -> None:
        with opened(path) as store:
            assert store.read_only
            assert "read-only" in store.notice
            assert len(store.annotations(REPORT)) == 4
            with pytest.raises(StoreError, match="read-only"):
                store.write([commit("w", 0)])
        say("done")

    assert as_nobody(path.parent, work) == ["done"]
    path.chmod(0o600)
    assert prove(path, journaled) == set(journaled)


@pytest.mark.parametrize("what", ["file", "folder"])
def test_a_store_that_was_read_only_when_it_was_opened_is_saved_by_f5_once_it_is_writable(
    path: Path, folder: Path, journaled: list[str], what: str
) -> None:
    closed, open_again = (path, 0o600) if what == "file" else (folder, 0o700)
    closed.chmod(0o400 if what == "file" else 0o500)

    def work(say: Say) -> None:
        header = Header()
        writer = BackgroundWriter(AnnotationStore.open(path), header)
        writer.submit(commit("w", 0))
        assert header.not_saved(1).why == "read-only"
        closed.chmod(open_again)
        writer.retry()
        header.wait_for(lambda state: isinstance(state, Saved))
        assert writer.close(30)
        say("w-0")

    assert as_nobody(folder, work) == ["w-0"]
    assert prove(path, [*journaled, "w-0"]) == {*journaled, "w-0"}


@pytest.mark.parametrize(
    ("name", "mode"), [("a.json.journal", 0o400), ("a.json.lock", 0o400), ("a.json.lock", 0o000)]
)
def test_a_journal_or_lock_that_may_not_be_written_is_said_and_nothing_is_lost(
    path: Path, journaled: list[str], name: str, mode: int
) -> None:
    file = path.with_name(name)

    def work(say: Say) -> None:
        with opened(path) as store:
            before = all_records(store)
            file.chmod(mode)
            with pytest.raises(StoreError, match=re.escape(str(path))) as refusal:
                store.write([commit("w", 0)])
            assert refusal.value.why == "no permission"
            assert all_records(store) == before
            file.chmod(0o600)
            save(store, say, "w", 0)

    assert as_nobody(path.parent, work) == ["w-0"]
    assert prove(path, [*journaled, "w-0"]) == {*journaled, "w-0"}


def test_a_folder_that_becomes_read_only_is_said_when_a_new_file_is_needed(path: Path, folder: Path) -> None:
    saved: list[str] = []
    with opened(path) as store:
        save(store, saved.append, "old", 0, 2)
        store.fold()

    def work(say: Say) -> None:
        store = AnnotationStore.open(path)
        folder.chmod(0o500)
        header = Header()
        writer = BackgroundWriter(store, header)
        writer.submit(commit("w", 0))
        assert header.not_saved(1).why == "no permission"
        folder.chmod(0o700)
        writer.retry()
        header.wait_for(lambda state: isinstance(state, Saved))
        folder.chmod(0o500)
        writer.submit(commit("w", 1))  # appended to what is there
        assert writer.flush(30)
        assert writer.close(30)  # the fold is refused, which makes nothing unsaved
        assert isinstance(header.states[-1], Saved)
        folder.chmod(0o700)
        say("w-0")
        say("w-1")

    assert as_nobody(folder, work) == ["w-0", "w-1"]
    assert prove(path, [*saved, "w-0", "w-1"]) == {*saved, "w-0", "w-1"}
