"""The text of an opened report lies beside the store, with where it came from."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path

from .conftest import User


def texts(user: User) -> list[Path]:
    return sorted(Path(f"{user.store}.texts").glob("*.json.gz"))


def test_opening_a_report_keeps_its_text_before_anything_is_tagged(
    user: User, report: Callable[..., Path]
) -> None:
    path = report("One sentence stands here.\r\nAnother one there.\r\n")
    reader = user.read(path)
    reader.wait("0 tagged · saved")
    reader.wait_until(lambda: len(texts(user)) == 1, "the text on the disk")
    reader.kill()
    reader.wait_end()
    (kept,) = texts(user)
    before = kept.stat().st_ino, kept.stat().st_mtime_ns
    captured = json.loads(gzip.decompress(kept.read_bytes()))
    assert captured["report"]["text"] == "One sentence stands here.\nAnother one there.\n"
    (custody,) = captured["custody"]
    assert (custody["path"], custody["size"]) == (str(path), path.stat().st_size)

    reader = user.read(path)
    reader.wait("0 tagged · saved")
    reader.press("i")
    reader.wait("file now  unchanged since captured", "kept text verified just now, is what was captured")
    reader.wait(f"captured  {custody['captured']}")
    reader.press("escape")
    reader.wait_gone("kept text")
    reader.press("q")
    assert reader.wait_end() == 0
    assert (kept.stat().st_ino, kept.stat().st_mtime_ns) == before
    assert user.command("check").code == 0
    kept.unlink()
    answer = user.command("check")
    assert answer.code == 1
    assert "not kept" in answer.out
