"""A program that is killed at any call to the operating system, in all that the store does on a disk."""

from __future__ import annotations

import errno
import json
import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain, count, islice
from pathlib import Path
from random import Random
from typing import NamedTuple
from unittest.mock import patch

import pytest

from annotations.disk.files import StoreFiles
from annotations.errors import StoreError
from annotations.store import AnnotationStore
from annotations.writer import BackgroundWriter

from .calls import Call, Calls, Deed, When, as_always, in_turn, killed_at, refused
from .proofs import NOTHING, Plain, contents_below, prove, segments_of
from .work import Ended, Say, commit, in_child, opened, save

OLD = Path(__file__).parents[1] / "versions" / "schema-1.json"
Work = Callable[[Path, Say], None]
MOMENTS: tuple[When, ...] = ("before", "half", "after")


def nothing(_path: Path, _say: Say) -> None:
    """Begin where there is no file."""


def folded(path: Path, say: Say) -> None:
    with opened(path) as store:
        save(store, say, "old", 0, 3)
        store.fold()


def journaled(path: Path, say: Say) -> None:
    folded(path, say)
    with opened(path) as store:
        save(store, say, "new", 0, 3)


def folded_often(path: Path, say: Say) -> None:
    for number in range(8):
        with opened(path) as store:
            save(store, say, f"fold{number}", 0, 2)
            store.fold()
    with opened(path) as store:
        save(store, say, "new", 0)


def old_schema(path: Path, _say: Say) -> None:
    shutil.copy(OLD, path)


def stopped_before_the_journal_moved(path: Path, say: Say) -> None:
    """As after a kill behind the rename of the new file: its journal lies there still."""
    journaled(path, say)
    journal = StoreFiles.of(path).journal
    stale = journal.read_bytes()
    with opened(path) as store:
        store.fold()
    segments_of(path)[-1].unlink()
    journal.write_bytes(stale)


def torn(path: Path, say: Say) -> None:
    """As after a kill within a write: half a line at the end."""
    journaled(path, say)
    journal = StoreFiles.of(path).journal
    content = journal.read_bytes()
    journal.write_bytes(content + content.splitlines()[-1][:200])


def half_a_head(path: Path, say: Say) -> None:
    """As after a kill within the first write behind a fold."""
    folded(path, say)
    StoreFiles.of(path).journal.write_bytes(b'0123abcd 61 {"gen')


def one_write(path: Path, say: Say) -> None:
    with opened(path) as store:
        save(store, say, "w", 0)


def two_writes(path: Path, say: Say) -> None:
    with opened(path) as store:
        save(store, say, "w", 0, 2)


def one_fold(path: Path, _say: Say) -> None:
    with opened(path) as store:
        assert store.fold()


def everything(path: Path, say: Say) -> None:
    with opened(path) as store:
        save(store, say, "w", 0, 2)
        store.fold()
        save(store, say, "w", 2)


def opening(path: Path, _say: Say) -> None:
    with opened(path) as store:
        assert not store.read_only


def journal_removed(path: Path, say: Say) -> None:
    """Somebody removes the journal: what was in it is in memory still, and goes with the next write."""
    said: list[str] = []
    with opened(path) as store:
        save(store, said.append, "w", 0, 2)
        store.files.journal.unlink()
        save(store, said.append, "w", 2)
        for word in said:
            say(word)
        save(store, say, "w", 3)


def all_removed(path: Path, say: Say) -> None:
    """Somebody removes the file and its journal: all of it is in memory still."""
    said: list[str] = []
    with opened(path) as store:
        save(store, said.append, "w", 0, 2)
        store.files.journal.unlink()
        path.unlink()
        save(store, said.append, "w", 2)
        for word in said:
            say(word)


def through_the_writer(path: Path, say: Say) -> None:
    """As the app does it: several at once, and a fold at the end."""
    store = AnnotationStore.open(path)
    writer = BackgroundWriter(store, look_every=0.001)
    for number in range(4):
        writer.submit(commit("w", number))
        if number % 2:
            assert writer.flush(30)
            say(f"w-{number - 1}")
            say(f"w-{number}")
    assert writer.close(30)
    store.close()


class Scene(NamedTuple):
    """What was there, and what is done when the kill comes."""

    before: Work
    work: Work
    beside: Callable[[], Deed] = lambda: as_always
    """What else goes wrong."""
    at_least: int = 10
    """Calls there must be for the kills to mean anything."""


def after_a_refused_sync() -> Deed:
    """The first fdatasync fails, so that the next write goes to a new file."""
    first = iter([True])

    def deed(call: Call, whole: Callable[[], object], _half: Callable[[], object]) -> object:
        if call.name == "fdatasync" and next(first, False):
            raise OSError(errno.EIO, "EIO")
        return whole()

    return deed


def written_again(path: Path, say: Say) -> None:
    with opened(path) as store:
        with pytest.raises(StoreError):
            store.write([commit("w", 0)])
        save(store, say, "w", 0)


SCENES = {
    "a write": Scene(journaled, one_write),
    "the first write after a fold": Scene(folded, two_writes),
    "a new store": Scene(nothing, two_writes, at_least=20),
    "a fold": Scene(journaled, one_fold, at_least=20),
    "a fold that drops the oldest backup": Scene(folded_often, one_fold, at_least=20),
    "a fold whose backup is a copy": Scene(
        journaled, one_fold, lambda: refused(errno.EPERM, ["link"]), at_least=20
    ),
    "writes and folds": Scene(nothing, everything, at_least=60),
    "a migration": Scene(old_schema, opening, at_least=20),
    "order after a fold that was cut short": Scene(stopped_before_the_journal_moved, one_write),
    "order after a write that was cut short": Scene(torn, one_write),
    "order after a first write that was cut short": Scene(half_a_head, one_write),
    "a write to a new file after the disk refused": Scene(
        journaled, written_again, after_a_refused_sync, at_least=20
    ),
    "writes after the journal was removed": Scene(folded, journal_removed, at_least=20),
    "the writer thread": Scene(journaled, through_the_writer, at_least=40),
}


@dataclass
class Stage:
    """Sets a scene up again and again, each time in a folder of its own, and kills in the midst of it."""

    folder: Path
    scene: Scene
    kills: int = 0
    acknowledged: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        template = self.folder / "template"
        template.mkdir(exist_ok=True)
        self.scene.before(template / "a.json", self.acknowledged.append)

    def kills_at(self, when: When) -> Iterator[Left]:
        """Kill at every call, one after the other; yields what each leaves, and removes it."""
        for number in count():
            place = self.folder / f"{when}-{number}"
            shutil.copytree(self.folder / "template", place)
            path = place / "a.json"
            ended = killed(path, self.scene.work, in_turn(self.scene.beside(), killed_at(number, when)))
            self.kills += ended.killed
            yield Left(path, frozenset([*self.acknowledged, *ended.said]))
            shutil.rmtree(place)
            if not ended.killed:
                assert when != "before" or number >= self.scene.at_least
                return


class Left(NamedTuple):
    """What a kill leaves: the files, and the changes that were said to be saved."""

    path: Path
    acknowledged: frozenset[str]


def unlike_before(kills: Iterable[Left]) -> Iterator[Left]:
    """Pass on what differs, byte for byte, from all before: most calls change nothing on the disk."""
    known: set[object] = set()
    for left in kills:
        seen = left.acknowledged, *sorted(contents_below(left.path.parent).items())
        if seen not in known:
            known.add(seen)
            yield left


def killed(path: Path, work: Work, deed: Deed) -> Ended:
    """Do it in a child, with dice that fall the same each time."""
    dice = Random(7)

    def with_calls(say: Say) -> None:
        thrown = patch("os.urandom", dice.randbytes), patch("random._urandom", dice.randbytes)
        with Calls(path.parent, deed).watched(), thrown[0], thrown[1]:
            work(path, say)

    return in_child(with_calls)


def origin_of(scene: Scene) -> Plain:
    if scene.before is not old_schema:
        return NOTHING
    tables: Plain = json.loads(OLD.read_bytes())
    return tables


@pytest.mark.parametrize("name", SCENES)
def test_killed_at_any_call_every_acknowledged_change_is_there_and_none_is_half(
    folder: Path, name: str
) -> None:
    stage = Stage(folder, SCENES[name])
    for left in unlike_before(chain.from_iterable(map(stage.kills_at, MOMENTS))):
        prove(left.path, left.acknowledged, origin=origin_of(stage.scene))
    assert stage.kills > stage.scene.at_least


def set_right(path: Path, say: Say) -> None:
    """What the next start does: it opens, writes, and folds."""
    with opened(path) as store:
        save(store, say, "again", 0)
        store.fold()


@pytest.mark.parametrize(("name", "every"), [("a new store", 2), ("a fold", 1), ("a migration", 6)])
def test_killed_again_while_it_puts_in_order_what_a_kill_left_nothing_is_lost_either(
    folder: Path, name: str, every: int
) -> None:
    first = Stage(folder, SCENES[name])
    kills = 0
    # Behind each call that changes something, and within each write: all that a disk can be left as.
    for left in islice(
        unlike_before(chain.from_iterable(map(first.kills_at, ("half", "after")))), 0, None, every
    ):
        again = folder / "again"
        again.mkdir()
        shutil.copytree(left.path.parent, again / "template")
        second = Stage(again, Scene(nothing, set_right), acknowledged=list(left.acknowledged))
        for last in unlike_before(chain.from_iterable(map(second.kills_at, ("half", "after")))):
            prove(last.path, last.acknowledged, origin=origin_of(first.scene))
        kills += second.kills
        shutil.rmtree(again)
    assert kills > 100
