"""A journal whose end is cut off or damaged, at every byte of its last two lines."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import NamedTuple

import pytest
from tinydb import TinyDB

from annotations.disk.files import StoreFiles
from annotations.disk.lines import lines_in
from annotations.history.chain import Gap
from annotations.records import Change
from annotations.store import AnnotationStore

from .work import REPORT, commit, opened

FOLDED = [f"folded{number}" for number in range(2)]
WRITTEN = [f"written{number}" for number in range(4)]
BLOCK = 64
PAGE = 4096
GOES_ON_AT = 8
"""Every so many bytes it is also written and folded; opened it is at every one."""


class Example(NamedTuple):
    """A store with some changes in its file and some in its journal, each with records of its own."""

    folder: Path
    journal: bytes
    ends: dict[str, int]
    """By change, the byte after its line."""

    def with_journal(self, content: bytes) -> Path:
        """The store with that in its journal."""
        path = self.folder / "now" / "a.json"
        shutil.rmtree(path.parent, ignore_errors=True)
        shutil.copytree(self.folder / "example", path.parent)
        StoreFiles.of(path).journal.write_bytes(content)
        return path

    def whole_lines(self, damaged: range) -> set[str]:
        """Changes of whose lines nothing is within that range of bytes; their line breaks do not count."""
        return {
            name
            for (_, begin), (name, end) in pairwise([("", 0), *self.ends.items()])
            if end - 1 <= damaged.start or damaged.stop <= begin
        }

    @property
    def last_two_lines(self) -> range:
        """Their bytes."""
        return range(self.ends[WRITTEN[-3]], len(self.journal))


def example_of(folder: Path, folded: list[str], written: list[str]) -> Example:
    path = folder / "example" / "a.json"
    path.parent.mkdir()
    with opened(path) as store:
        for name in folded:
            store.write([commit(name, 0)])
        store.fold()
        for name in written:
            store.write([commit(name, 0)])
        content = store.files.journal.read_bytes()
    lines = lines_in(content).lines
    ends = [line.offset for line in lines[2:]] + [len(content)]
    return Example(folder, content, dict(zip(written, ends, strict=True)))


@pytest.fixture
def example(folder: Path) -> Example:
    return example_of(folder, FOLDED, WRITTEN)


def there(store: AnnotationStore) -> set[str]:
    """The changes of which both records are there; of none there may be one."""
    annotations = {each.id.removesuffix("-0") for each in store.annotations(REPORT)}
    assert annotations == {each.id.removeprefix("tag-").removesuffix("-0") for each in store.tags()}
    return annotations


def log_of(store: AnnotationStore) -> tuple[set[str], bool]:
    """The changes in the log, and whether it says that it cannot be read to its beginning."""
    log = list(store.changes(REPORT))
    gaps = [each for each in log if isinstance(each, Gap)]
    assert gaps in ([], log[-1:])
    return {each.label.removesuffix("-0") for each in log if isinstance(each, Change)}, bool(gaps)


def said_of(path: Path, readable: set[str]) -> str:
    """Open it as it is; everything readable is there, in the log too; returns what the store says."""
    with opened(path) as store:
        assert there(store) == readable
        logged, cut = log_of(store)
        assert logged == readable or cut
        assert logged <= readable
        return store.notice


def goes_on_without_losing(path: Path, readable: set[str]) -> None:
    """Write and fold; nothing more is lost, stock TinyDB finds it, and the history has the very bytes."""
    files = StoreFiles.of(path)
    damaged = files.journal.read_bytes()
    with opened(path) as store:
        store.write([commit("after", 0)])
        assert there(store) == {*readable, "after"}
    with opened(path) as store:
        assert there(store) == {*readable, "after"}
        assert store.fold()
    with TinyDB(path, access_mode="r") as stock:
        assert {row["id"] for row in stock.table("annotations")} == {
            f"{name}-0" for name in {*readable, "after"}
        }
    assert sorted(files.history.iterdir())[-1].read_bytes().startswith(damaged)
    with opened(path) as store:
        assert there(store) == {*readable, "after"}


def cut(content: bytes, at: int) -> tuple[bytes, range]:
    return content[:at], range(at, len(content))


def flipped(content: bytes, at: int) -> tuple[bytes, range]:
    return content[:at] + bytes([content[at] ^ 1 << at % 8]) + content[at + 1 :], range(at, at + 1)


def overwritten(content: bytes, at: int) -> tuple[bytes, range]:
    noise = Random(at).randbytes(min(BLOCK, len(content) - at))
    return content[:at] + noise + content[at + len(noise) :], range(at, at + len(noise))


def zeroed(content: bytes, at: int) -> tuple[bytes, range]:
    zeros = bytes(min(BLOCK, len(content) - at))
    return content[:at] + zeros + content[at + len(zeros) :], range(at, at + len(zeros))


def cut_with_garbage_behind(content: bytes, at: int) -> tuple[bytes, range]:
    return content[:at] + Random(at).randbytes(BLOCK), range(at, len(content))


def damages(
    example: Example, damage: Callable[[bytes, int], tuple[bytes, range]]
) -> Iterator[tuple[int, Path, set[str], set[str]]]:
    """Each place, the store with that damage, what can be read of it, and what of the damaged was saved."""
    for at in example.last_two_lines:
        content, where = damage(example.journal, at)
        whole = example.whole_lines(where)
        yield at, example.with_journal(content), {*FOLDED, *whole}, set(WRITTEN) - whole


def test_a_journal_cut_off_at_any_byte_of_its_last_lines_loses_the_cut_line_and_nothing_else(
    example: Example,
) -> None:
    for at, path, readable, _ in damages(example, cut):
        # A line that was cut off is what a kill within a write leaves: it was never said to be saved.
        assert said_of(path, readable) == ""
        if at % GOES_ON_AT == 0:
            goes_on_without_losing(path, readable)


@pytest.mark.parametrize("damage", [flipped, overwritten, zeroed, cut_with_garbage_behind])
def test_a_journal_damaged_at_any_byte_of_its_last_lines_says_so_and_loses_the_damaged_lines_only(
    example: Example, damage: Callable[[bytes, int], tuple[bytes, range]]
) -> None:
    for at, path, readable, lost in damages(example, damage):
        said = said_of(path, readable)
        # A line that ends in zeros up to the end of the file is what a power cut within a write leaves.
        as_cut_off = damage is zeroed and at + BLOCK >= len(example.journal)
        assert "cannot be read" in said or as_cut_off or not lost
        assert lost or not said or damage is cut_with_garbage_behind
        if at % GOES_ON_AT == 0:
            goes_on_without_losing(path, readable)


def test_a_page_of_zeros_in_the_middle_costs_the_changes_within_it_and_is_said(folder: Path) -> None:
    written = [f"written{number}" for number in range(40)]
    example = example_of(folder, FOLDED, written)
    assert len(example.journal) > 4 * PAGE
    for begin in range(0, len(example.journal) - 2 * PAGE, PAGE // 2):
        content = example.journal[:begin] + bytes(PAGE) + example.journal[begin + PAGE :]
        whole = example.whole_lines(range(begin, begin + PAGE))
        path = example.with_journal(content)
        assert "cannot be read" in said_of(path, {*FOLDED, *whole})
        goes_on_without_losing(path, {*FOLDED, *whole})


def test_a_journal_of_which_no_line_can_be_read_is_said_and_written_on(folder: Path) -> None:
    example = example_of(folder, FOLDED, WRITTEN[:1])
    path = example.with_journal(example.journal.replace(b"{", b"["))
    assert "cannot be read" in said_of(path, set(FOLDED))
    goes_on_without_losing(path, set(FOLDED))


def test_a_change_whose_line_was_damaged_while_others_read_it_stays_a_gap_in_the_log(
    example: Example,
) -> None:
    content, _ = flipped(example.journal, example.ends[WRITTEN[0]] + 40)
    path = example.with_journal(content)
    with opened(path) as store:
        logged, gap = log_of(store)
        assert gap
        assert logged == {WRITTEN[2], WRITTEN[3]}
        assert there(store) == {*FOLDED, WRITTEN[0], WRITTEN[2], WRITTEN[3]}
