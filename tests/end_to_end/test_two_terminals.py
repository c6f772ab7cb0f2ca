"""The installed program twice on one store, in two terminals."""

from __future__ import annotations

from pathlib import Path

from tinydb import TinyDB

from .conftest import User
from .looking import saved_change


def test_each_terminal_shows_what_is_tagged_in_the_other_and_all_of_it_is_kept(
    user: User, seed: Path
) -> None:
    left, right = user.read(seed), user.read(seed, columns=80, rows=24)
    left.wait("0 tagged · saved")
    right.wait("0 tagged · saved")
    saved_change(left, "u")
    right.wait("1 tagged", "elsewhere: + unverified")
    right.press("j")
    saved_change(right, "c")
    left.wait("2 tagged", "elsewhere: + contested")
    left.press("q")
    assert left.wait_end() == 0
    # The one that is left follows the fold of the one that ended.
    right.press("j")
    saved_change(right, "o")
    right.press("q")
    assert right.wait_end() == 0
    with TinyDB(user.store, access_mode="r") as stock:
        tags = sorted(tuple(row["tags"]) for row in stock.table("annotations"))
    assert tags == [("contested",), ("official-claim",), ("unverified",)]
    assert user.command("check").code == 0


def test_an_export_while_reading_has_what_was_tagged_a_moment_ago(user: User, seed: Path) -> None:
    reader = user.read(seed)
    reader.wait("0 tagged · saved")
    saved_change(reader, "u")
    assert list(user.tagged().values()) == [["unverified"]]
    reader.press("q")
    assert reader.wait_end() == 0
