"""The installed program on a disk that is pulled out and put back in."""

from __future__ import annotations

import signal
from pathlib import Path

from tinydb import TinyDB

from .conftest import User
from .looking import current_sentence, saved_change

F5 = "\x1b[15~"


def test_a_folder_that_vanishes_and_comes_back_has_every_change_once_even_when_the_program_is_killed(
    user: User, seed: Path
) -> None:
    disk = user.folder / "disk"
    disk.mkdir()
    user.store = disk / "work.json"
    reader = user.read(seed)
    reader.wait("0 tagged · saved")
    saved_change(reader, "u")
    disk.rename(user.folder / "away")
    reader.press("j", "c")
    reader.wait("NOT SAVED 1: the folder is gone", "f5 try again")
    reader.press("j", "o")
    reader.wait("NOT SAVED 2: the folder is gone")
    reader.press(F5, "j")
    reader.wait_until(lambda: current_sentence(reader).startswith("Russian military"), "the next sentence")
    reader.wait("NOT SAVED 2: the folder is gone")
    assert not disk.exists()
    (user.folder / "away").rename(disk)
    reader.press(F5)
    reader.wait("3 tagged · saved")
    reader.kill(signal.SIGKILL)
    reader.wait_until(lambda: not reader.runs, "killed")
    tagged = list(user.tagged().values())
    assert sorted(tagged) == [["contested"], ["official-claim"], ["unverified"]]
    # The next start folds what the killed one left in the journal.
    again = user.read(seed)
    again.wait("3 tagged")
    again.press("q")
    assert again.wait_end() == 0
    with TinyDB(user.store, access_mode="r") as stock:
        assert len(stock.table("annotations")) == 3
    assert user.command("check").code == 0
