"""Keys that arrive together, as over a slow connection, do what they do one by one."""

from __future__ import annotations

from pathlib import Path

from .conftest import User


def test_keys_in_one_packet_are_taken_in_their_order(user: User, seed: Path) -> None:
    reader = user.read(seed)
    reader.wait("0 tagged · saved")
    reader.press("u@officials in Kiev\rmhello world\rju@\x1bOBsomebody else\r/Kremlin\rctnew tag\rj")
    reader.wait("sentence 9/33")
    reader.press("q")
    assert reader.wait_end() == 0
    first, second, third = user.export()["reports"][0]["annotations"]
    assert (first["tags"], first["note"]) == (["unverified"], "hello world")
    assert [each["text"] for each in first["attribution"]] == ["officials in Kiev"]
    assert second["tags"] == ["unverified"]
    assert [each["text"] for each in second["attribution"]] == ["somebody else"]
    assert third["tags"] == ["contested", "new-tag"]
    assert "Kremlin" in third["spans"][0]["exact"]


def test_keys_pressed_before_the_first_picture_are_not_lost(user: User, seed: Path) -> None:
    reader = user.read(seed)
    reader.press("j", "u", "j", "c")
    reader.wait("2 tagged · saved")
    reader.press("q")
    assert reader.wait_end() == 0
    assert list(user.tagged().values()) == [["unverified"], ["contested"]]
