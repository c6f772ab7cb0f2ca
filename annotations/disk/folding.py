"""Bringing the journal into the TinyDB file, and putting in order what a stopped program left.

All of it under the lock, with everything read that is there; `OSError` means that it was not done.

The order of a fold is what makes it safe at any moment: the new file is complete and in its place
before the journal moves to the history. Killed in between, the journal is one generation behind
its file, so it is known to be folded, and only its move is made up for.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

from annotations.disk.backups import keep_backup
from annotations.disk.basefile import Abandoned, encoded, identity_of
from annotations.disk.durable import make_folder_beside, replace_file, sync_folder
from annotations.disk.files import StoreFiles
from annotations.disk.following import Follower
from annotations.disk.journal import Journal
from annotations.disk.lines import Entry, Folded, Identity


def put_in_order(state: Follower) -> None:
    """Make up for what was cut short, removed or refused, so that something can be added."""
    if state.journal is None:
        _move_away_stale(state)
    if state.store and (state.seen is None or state.suspect):
        fold(state, lambda: True)
    elif state.journal_lost:
        _put_back_journal(state)
    elif state.journal is None and state.store and _is_in_history(state, state.generation):
        # An earlier file was put back: what follows now must not be taken for what followed then.
        fold(state, lambda: True)


def adopt(state: Follower) -> None:
    """Give a new file, or one that never had a journal, its id; it is written with it."""
    state.base.store = str(uuid4())
    try:
        fold(state, lambda: True)
    except OSError:
        state.base.store = ""
        raise


def fold(state: Follower, keep_going: Callable[[], bool]) -> bool:
    """Write the TinyDB file anew and end the journal; returns whether `keep_going` let it."""
    generation = state.generation + 1
    while _is_in_history(state, generation):
        generation += 1
    if state.history_grew:
        keep_backup(state.files, state.store, state.generation)
    try:
        chunks = encoded(state.base, generation, keep_going)
        status = replace_file(state.path, chunks, state.files.temporary)
    except Abandoned:
        return False
    folded, state.base.generation = state.generation, generation
    of, state.seen = state.seen, identity_of(status)
    state.suspect, state.history_grew = False, False
    _close_journal(state, folded, of)
    return True


def _put_back_journal(state: Follower) -> None:
    """Write the journal anew that somebody removed, from the one that is open still."""
    assert state.journal is not None
    replace_file(state.files.journal, state.journal.content(), state.files.temporary)
    state.drop_journal()
    state.refresh()


def _move_away_stale(state: Follower) -> None:
    """Make up for the last step of a fold that was cut short."""
    journal = Journal.open(state.files.journal)
    if journal is None:
        return
    journal.close()
    if journal.generation < state.generation:
        move_to_history(state.files, state.store, journal.generation)


def _close_journal(state: Follower, generation: int, of: Identity | None) -> None:
    """End the journal and move it to the history; others that follow it read on to its end.

    `of` is the file that was folded into the new one.
    """
    journal, lost = state.journal, state.journal_lost
    if journal is None:
        return
    try:
        if lost:
            replace_file(
                _free_segment(state.files, state.store, generation), journal.content(), state.files.temporary
            )
            return
        assert state.seen is not None
        last = Entry(generation=generation, folded=Folded(state.generation, state.seen, of))
        with suppress(OSError):  # without it the others read the file anew, which costs them time only
            journal.append([last])
        move_to_history(state.files, state.store, generation)
    finally:
        state.drop_journal()


def move_to_history(files: StoreFiles, store: str, generation: int) -> None:
    """Move the journal to the folded ones, durably. Raises `OSError`."""
    target = _free_segment(files, store, generation)
    # Renamed, never removed: another program may have it open, and reads on to its last line.
    files.journal.rename(target)
    sync_folder(target.parent)
    sync_folder(files.base.parent)


def _is_in_history(state: Follower, generation: int) -> bool:
    return state.files.segment(state.store, generation).exists()


def _free_segment(files: StoreFiles, store: str, generation: int) -> Path:
    """A name in the history that nothing has: whatever lies there is never written over."""
    make_folder_beside(files.base, files.history)
    target, number = files.segment(store, generation), 1
    while target.exists():
        number += 1
        target = files.segment(store, generation).with_suffix(f".{number}.journal")
    return target
