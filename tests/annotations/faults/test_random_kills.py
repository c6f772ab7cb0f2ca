"""Programs that write and fold all the time, killed at random moments, again and again on one store."""

from __future__ import annotations

import time
from functools import partial
from itertools import count
from pathlib import Path
from random import Random

import pytest

from annotations.disk import storage
from annotations.store import AnnotationStore
from annotations.writer import BackgroundWriter

from .proofs import changes_in, prove
from .work import REPORT, Running, Say, commit, opened, save

KILLS_OF_ONE_STORE = 12
FOLDS_EVERY = 4


def writing_and_folding(path: Path, name: str, say: Say) -> None:
    with opened(path) as store:
        say("begun")
        for number in count():
            save(store, say, name, number)
            if number % FOLDS_EVERY == FOLDS_EVERY - 1:
                store.fold()


def through_the_writer(path: Path, name: str, say: Say) -> None:
    """As the app does it; the journal is folded whenever it is larger than the file."""
    writer = BackgroundWriter(AnnotationStore.open(path), look_every=0.001)
    say("begun")
    for number in count(step=2):
        writer.submit(commit(name, number))
        writer.submit(commit(name, number + 1))
        assert writer.flush(30)
        say(f"{name}-{number}")
        say(f"{name}-{number + 1}")


def moment(chance: Random) -> None:
    """Some time, up to that of a few writes and a fold."""
    time.sleep(chance.uniform(0, 0.006))


def without(word: str, said: list[str]) -> set[str]:
    return {each for each in said if each != word}


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("work", [writing_and_folding, through_the_writer])
def test_killed_at_random_moments_a_store_has_every_acknowledged_change(
    path: Path, monkeypatch: pytest.MonkeyPatch, work: object, seed: int
) -> None:
    monkeypatch.setattr(storage, "FOLD_AT", 3000)
    assert callable(work)
    chance = Random(seed)
    acknowledged: set[str] = set()
    for kill in range(KILLS_OF_ONE_STORE):
        writer = Running(partial(work, path, f"k{kill}"))
        writer.heard(chance.randrange(1, 6))
        moment(chance)
        acknowledged |= without("begun", writer.kill().said)
        prove(path, acknowledged)
    assert len(acknowledged) > KILLS_OF_ONE_STORE


@pytest.mark.parametrize("seed", range(12))
def test_two_programs_killed_at_random_moments_leave_a_store_with_what_either_acknowledged(
    path: Path, seed: int
) -> None:
    chance = Random(seed)
    acknowledged: set[str] = set()
    for kill in range(KILLS_OF_ONE_STORE // 2):
        one, other = (Running(partial(writing_and_folding, path, f"{name}{kill}")) for name in "ab")
        one.heard(chance.randrange(1, 5))
        other.heard(chance.randrange(1, 5))
        moment(chance)
        acknowledged |= without("begun", one.kill().said)
        # The other writes and folds on, while this looks.
        with opened(path) as store:
            assert store.notice == ""
            assert acknowledged <= set(changes_in(store, REPORT))
        moment(chance)
        acknowledged |= without("begun", other.kill().said)
        prove(path, acknowledged)
    assert len(acknowledged) > KILLS_OF_ONE_STORE
