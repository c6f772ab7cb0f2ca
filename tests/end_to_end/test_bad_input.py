"""What cannot be read gets one clear line, and stays as it is."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from .conftest import PROGRAM, User
from .looking import saved_change

not_root = pytest.mark.skipif(os.geteuid() == 0, reason="root may read and write everything")


def ends_with_one_line(user: User, *arguments: str | Path) -> str:
    """Open the reader in a terminal; it ends by itself, and says one line on standard error."""
    log = user.folder / "stderr"
    line = shlex.join([str(PROGRAM), "--db", str(user.store), *map(str, arguments)])
    reader = user.run_in_terminal(["/bin/sh", "-c", f"{line} 2>{shlex.quote(str(log))}"])
    code = reader.wait_end()
    said = log.read_text("utf-8")
    assert code == 2, said
    assert said.count("\n") == 1, said
    assert said.startswith("report-reader: ")
    assert re.search(r"[a-z)]\.?$", said.strip())
    assert "Traceback" not in said + reader.text
    return said


# ---------------------------------------------------------------------- reports

Maker = Callable[[Path], object]


def _folder_with_a_picture(path: Path) -> None:
    path.mkdir()
    (path / "a.png").write_bytes(PICTURE)


PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8
NOISE = bytes((7 * n * n + 3 * n) % 256 for n in range(4000))
REPORTS: dict[str, tuple[Maker, str]] = {
    "missing": (lambda path: None, "does not exist"),
    "folder": (lambda path: path.mkdir(), "no reports"),
    "folder of other files": (_folder_with_a_picture, "no reports"),
    "picture": (lambda path: path.write_bytes(PICTURE), "picture|binary|PNG|image"),
    "random bytes": (lambda path: path.write_bytes(NOISE), "binary|decode|encoding"),
    "empty": (lambda path: path.write_bytes(b""), "empty"),
    "blank": (lambda path: path.write_bytes(b" \n\t\n\n"), "empty"),
    "too large": (lambda path: _sparse(path, 50_000_000), "50(.0)? MB"),
    "pipe": (lambda path: os.mkfifo(path), "pipe"),
}


def _sparse(path: Path, size: int) -> None:
    with path.open("wb") as file:
        file.truncate(size)


@pytest.mark.parametrize("kind", REPORTS)
def test_a_report_that_cannot_be_read_is_named_with_what_is_wrong(user: User, kind: str) -> None:
    path = user.folder / "the-report.txt"
    make, fault = REPORTS[kind]
    make(path)
    said = ends_with_one_line(user, path)
    assert "the-report.txt" in said
    assert re.search(fault, said, re.IGNORECASE), said
    assert not user.store.exists()


@not_root
def test_a_report_without_permission_is_named(user: User, report: Callable[..., Path]) -> None:
    path = report("A report.\n")
    path.chmod(0)
    said = ends_with_one_line(user, path)
    assert "report.txt" in said
    assert "permission" in said


def test_another_encoding_is_decoded_and_said_so(user: User) -> None:
    path = user.folder / "cyrillic.txt"
    path.write_bytes(("Президент Украины сообщил об этом в четверг. " * 8 + "\n").encode("cp1251"))
    reader = user.read(path)
    reader.wait("Президент Украины", "1251")


# ---------------------------------------------------------------------- stores

OTHERS: dict[str, tuple[bytes, str]] = {
    "text": (b"my notes, not JSON\n", "JSON|store"),
    "list": (b"[1, 2, 3]", "store|TinyDB"),
    "number": (b"42", "store|TinyDB"),
    "other program's": (b'{"cars": {"1": {"wheels": 4}}}', "cars"),
    "bytes": (bytes(range(256)), "JSON|store|UTF-8"),
    "deep": (b"[" * 100_000, "JSON|store|TinyDB"),
}


@pytest.mark.parametrize("kind", OTHERS)
def test_a_store_that_is_none_is_refused_and_left_as_it_is(user: User, seed: Path, kind: str) -> None:
    content, fault = OTHERS[kind]
    user.store.write_bytes(content)
    said = ends_with_one_line(user, seed)
    assert user.store.name in said
    assert re.search(fault, said), said
    for command in ("list", "export", "check"):
        answer = user.command(command)
        assert answer.code == (1 if command == "check" and answer.code == 1 else 2), answer
        assert user.store.name in answer.out + answer.err
        assert answer.err.count("\n") <= 1
        assert "Traceback" not in answer.err
    assert user.store.read_bytes() == content


def test_a_folder_is_no_store(user: User, seed: Path) -> None:
    user.store.mkdir()
    said = ends_with_one_line(user, seed)
    assert user.store.name in said
    assert "folder" in said
    assert not list(user.store.iterdir())


def test_a_store_below_a_file_is_none(user: User, seed: Path) -> None:
    (user.folder / "file").write_text("x")
    user.store = user.folder / "file" / "work.json"
    assert "work.json" in ends_with_one_line(user, seed)


def tagged_store(user: User, seed: Path) -> bytes:
    """A store with one tag, as the reader left it."""
    reader = user.read(seed)
    reader.wait("0 tagged · saved")
    saved_change(reader, "u")
    reader.press("q")
    assert reader.wait_end() == 0
    return user.store.read_bytes()


def test_a_torn_store_is_refused_or_only_read_and_left_as_it_is(user: User, seed: Path) -> None:
    torn = tagged_store(user, seed)[:-200]
    user.store.write_bytes(torn)
    said = ends_with_one_line(user, seed)
    assert user.store.name in said
    assert user.store.read_bytes() == torn
    assert user.command("check").code in (1, 2)


@pytest.mark.parametrize("damage", ["torn", "empty", "gone", "another's"])
def test_a_damaged_store_is_named_by_check_brought_back_by_repair_and_never_written_over(
    user: User, seed: Path, damage: str
) -> None:
    content = tagged_store(user, seed)
    if damage == "gone":
        user.store.unlink()
    else:
        found = {"torn": content[:-200], "empty": b"", "another's": b'{"cars": {"1": {"wheels": 4}}}'}
        user.store.write_bytes(found[damage])
    before = _beside(user.store)
    found_wrong = user.command("check")
    assert found_wrong.code == 1, found_wrong
    assert user.store.name in found_wrong.out
    assert _beside(user.store) == before
    repaired = user.command("check", "--repair")
    assert repaired.code == 0, repaired
    assert list(user.tagged().values()) == [["unverified"]]
    (copy,) = user.folder.glob(f"{user.store.name}.damaged-*")
    assert damage == "gone" or (copy / user.store.name).read_bytes() == before[user.store.name]


def _beside(store: Path) -> dict[str, bytes]:
    files = [path for path in store.parent.rglob(f"{store.name}*") if path.is_file()]
    return {
        str(path.relative_to(store.parent)): path.read_bytes() for path in files if path.suffix != ".lock"
    }


@pytest.mark.parametrize("what", ["its file is gone", "it is of another store"])
def test_a_journal_without_its_file_or_of_another_store_is_named_and_nothing_is_written(
    user: User, seed: Path, what: str
) -> None:
    tagged_store(user, seed)
    journal = user.store.with_name(user.store.name + ".journal")
    (folded,) = journal.with_name(f"{user.store.name}.history").glob("*.journal")
    journal.write_bytes(folded.read_bytes())
    if what == "its file is gone":
        user.store.unlink()
        assert "--repair" in ends_with_one_line(user, seed)
    else:
        shutil.rmtree(folded.parent)
        user.store.write_bytes(user.store.read_bytes().replace(_store_id(user.store), b"0" * 8))
        assert_read_and_not_written(user, seed, "another")
    there = _beside(user.store)
    assert user.command("check").code == 1
    assert _beside(user.store) == there


def _store_id(store: Path) -> bytes:
    """The beginning of the id in a store."""
    return next(row["store"] for row in json.loads(store.read_bytes())["journal"].values() if "store" in row)[
        :8
    ].encode()  # type: ignore[no-any-return]


def test_a_store_of_a_newer_version_is_read_and_not_written(user: User, seed: Path) -> None:
    document = json.loads(tagged_store(user, seed))
    (row,) = document["meta"].values()
    row["schema"] = 99
    newer = json.dumps(document).encode()
    user.store.write_bytes(newer)
    assert_read_and_not_written(user, seed, "newer")
    assert user.store.read_bytes() == newer


@not_root
def test_a_store_without_permission_to_write_is_read_and_not_written(user: User, seed: Path) -> None:
    before = tagged_store(user, seed)
    user.store.chmod(0o444)
    user.folder.chmod(0o555)
    try:
        assert_read_and_not_written(user, seed, "read")
    finally:
        user.folder.chmod(0o755)
    assert user.store.read_bytes() == before


def test_what_cannot_be_saved_is_said_in_the_header_and_quitting_asks_once(user: User, seed: Path) -> None:
    before = tagged_store(user, seed)
    # A disk that takes no more: the system refuses every write to a file.
    limited = shlex.join([str(PROGRAM), "--db", str(user.store), str(seed)])
    reader = user.run_in_terminal(["/bin/sh", "-c", f"ulimit -f 0; exec {limited}"])
    reader.wait("1 tagged · saved")
    reader.press("j", "c")
    reader.wait("NOT SAVED", "f5 try again")
    reader.press("q")
    reader.wait("q again quits without it")
    reader.press("q")
    reader.wait_end()
    assert user.store.read_bytes() == before
    assert list(user.tagged().values()) == [["unverified"]]


def assert_read_and_not_written(user: User, seed: Path, why: str) -> None:
    """The tags are shown, a change is refused with a sentence, the export still works."""
    reader = user.read(seed)
    reader.wait("1 tagged", why)
    reader.press("j", "c")
    reader.wait("NOT SAVED")
    reader.press("q")
    reader.wait("q again")
    reader.press("q")
    reader.wait_end()
    assert "Traceback" not in reader.text
    assert list(user.tagged().values()) == [["unverified"]]
