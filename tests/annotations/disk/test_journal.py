from __future__ import annotations

import errno
import fcntl
import os
import zlib
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.disk.journal import AppendUnknown, Journal, read_line
from annotations.disk.lines import REMOVED, Entry, Folded, Location, Put, line_of, lines_in

json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
rows = json_values.map(lambda value: msgspec.Raw(msgspec.json.encode(value)))
numbers = st.integers(0, 2**40)
entries = st.builds(
    Entry,
    generation=st.integers(1, 10**6),
    puts=st.lists(st.builds(Put, st.text(max_size=8), st.text(max_size=8) | st.none(), rows), max_size=3).map(
        tuple
    ),
    changes=st.lists(rows, max_size=2).map(tuple),
    before=st.dictionaries(st.text(max_size=8), st.builds(Location, numbers, numbers), max_size=2),
    folded=st.none()
    | st.builds(
        Folded,
        numbers,
        st.tuples(numbers, numbers, numbers),
        st.none() | st.tuples(numbers, numbers, numbers),
    ),
)


def as_read(entry: Entry) -> bytes:
    """What an entry says: two of them are compared by this, since raw JSON compares by identity."""
    return msgspec.json.encode(entry)


def said(number: int) -> Entry:
    """An entry that says nothing but its number."""
    return Entry(generation=1, puts=(Put("t", str(number), msgspec.Raw(b'{"text":"n\xc3\xa4y"}')),))


@given(st.lists(entries, max_size=5))
def test_what_is_written_as_lines_is_read_as_lines(written: list[Entry]) -> None:
    lines = [line_of(entry) for entry in written]
    read = lines_in(b"".join(lines))
    assert [as_read(line.entry) for line in read.lines] == [as_read(entry) for entry in written]
    assert [line.offset for line in read.lines] == [sum(map(len, lines[:n])) for n in range(len(lines))]
    assert (read.damaged, read.end, read.torn) == ([], sum(map(len, lines)), 0)


def test_no_row_at_all_and_a_removed_one_are_told_apart() -> None:
    entry = Entry(generation=1, puts=(Put("t", "1", REMOVED), Put("t", None, REMOVED)))
    (line,) = lines_in(line_of(entry)).lines
    assert [put.removes for put in line.entry.puts] == [True, True]
    assert [put.doc_id for put in line.entry.puts] == ["1", None]


@given(st.lists(entries, min_size=1, max_size=4), st.data())
def test_a_damaged_byte_costs_its_own_line_and_no_other(written: list[Entry], data: st.DataObject) -> None:
    lines = [line_of(entry) for entry in written]
    content = bytearray(b"".join(lines))
    place = data.draw(st.integers(0, len(content) - 1))
    content[place] = data.draw(st.integers(0, 255).filter(lambda byte: byte != content[place]))
    ends = [sum(map(len, lines[: n + 1])) for n in range(len(lines))]
    hit = next(n for n, end in enumerate(ends) if place < end)
    read = [as_read(line.entry) for line in lines_in(bytes(content)).lines]
    others = [as_read(entry) for n, entry in enumerate(written) if n != hit]
    assert read in (others, [as_read(entry) for entry in written])
    if place < ends[hit] - 1:  # else it is the line break, which costs nothing
        assert read == others


@given(st.lists(entries, min_size=1, max_size=4), st.data())
def test_a_journal_that_is_cut_off_keeps_every_whole_line_and_what_is_added_behind_the_cut(
    written: list[Entry], data: st.DataObject
) -> None:
    lines = [line_of(entry) for entry in written]
    content = b"".join(lines)
    cut = data.draw(st.integers(0, len(content)))
    whole = 0
    while (
        whole < len(lines) and sum(map(len, lines[: whole + 1])) - 1 <= cut
    ):  # the line break may be missing
        whole += 1
    kept = [as_read(entry) for entry in written[:whole]]
    read = lines_in(content[:cut])
    assert [as_read(line.entry) for line in read.lines] == kept
    assert read.end + read.torn == cut
    added = lines_in(content[:cut] + (b"\n" if read.torn else b"") + line_of(said(99)))
    assert [as_read(line.entry) for line in added.lines] == [*kept, as_read(said(99))]


@given(st.lists(entries, min_size=1, max_size=4))
def test_a_line_can_be_read_by_itself(tmp_path_factory: pytest.TempPathFactory, written: list[Entry]) -> None:
    path = tmp_path_factory.getbasetemp() / "lines"
    path.write_bytes(b"".join(map(line_of, written)))
    for line in lines_in(path.read_bytes()).lines:
        entry = read_line(path, line.offset)
        assert entry is not None
        assert as_read(entry) == as_read(line.entry)
        assert read_line(path, line.offset + 1) is None
    assert read_line(path, path.stat().st_size) is None


# The file


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "annotations.json.journal"


@pytest.fixture
def journal(file: Path) -> Journal:
    """A journal of two entries."""
    journal = Journal.create(file, "store", 1, None)
    journal.append([said(1)])
    journal.append([said(2)])
    return journal


def numbers_in(journal: Journal | None) -> list[str]:
    """The numbers of the entries that are read on, without the head."""
    assert journal is not None
    return [put.doc_id or "" for line in journal.read_on().lines for put in line.entry.puts]


def test_a_journal_says_whose_it_is_and_is_read_from_its_beginning(journal: Journal, file: Path) -> None:
    again = Journal.open(file)
    assert again is not None
    assert (again.store, again.generation) == ("store", 1)
    assert numbers_in(again) == ["1", "2"]
    assert numbers_in(again) == []


def test_who_follows_reads_what_is_added_and_may_add_as_well(journal: Journal, file: Path) -> None:
    other = Journal.open(file)
    assert numbers_in(other) == ["1", "2"]
    journal.append([said(3), said(4)])
    assert numbers_in(other) == ["3", "4"]
    assert other is not None
    other.append([said(5)])
    assert numbers_in(journal) == ["5"]


def test_each_entry_is_told_where_its_line_begins_before_the_next_is_made(
    journal: Journal, file: Path
) -> None:
    told: list[int] = []

    def made() -> Iterator[Entry]:
        for number in (3, 4):
            assert len(told) == number - 3
            yield said(number)

    journal.append(made(), lambda _entry, offset: told.append(offset))
    for offset, number in zip(told, ("3", "4"), strict=True):
        entry = read_line(file, offset)
        assert entry is not None
        assert entry.puts[0].doc_id == number


def test_half_a_line_that_a_killed_program_left_costs_nothing_that_comes_after(
    journal: Journal, file: Path
) -> None:
    with file.open("ab") as end:
        end.write(line_of(said(3))[:-20])
    again = Journal.open(file)
    assert again is not None
    assert numbers_in(again) == ["1", "2"]
    again.append([said(4)])
    assert numbers_in(Journal.open(file)) == ["1", "2", "4"]
    assert numbers_in(journal) == ["4"]


def test_a_last_line_without_its_line_break_is_whole_and_the_next_one_too(
    journal: Journal, file: Path
) -> None:
    file.write_bytes(file.read_bytes()[:-1])
    again = Journal.open(file)
    assert again is not None
    assert numbers_in(again) == ["1", "2"]
    again.append([said(3)])
    assert numbers_in(Journal.open(file)) == ["1", "2", "3"]


@pytest.mark.parametrize("left", [b"", b"1234", b"\n"])
def test_what_a_program_left_that_was_killed_at_the_head_is_no_journal_and_not_in_the_way(
    file: Path, left: bytes
) -> None:
    file.write_bytes(left)
    assert Journal.open(file) is None
    journal = Journal.create(file, "store", 1, None)
    journal.append([said(1)])
    assert numbers_in(Journal.open(file)) == ["1"]


def test_a_journal_that_got_shorter_is_not_read_on(journal: Journal, file: Path) -> None:
    journal.read_on()
    os.truncate(file, 10)
    with pytest.raises(EOFError):
        journal.read_on()


def no_room(*_: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.mark.parametrize("broken", ["nothing written", "half written", "not on the disk"])
def test_a_line_the_disk_refuses_is_taken_back_whole(
    journal: Journal, file: Path, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    before = file.read_bytes()
    write = os.write
    written: list[int] = []

    def some(descriptor: int, content: memoryview) -> int:
        if written:
            no_room()
        written.append(write(descriptor, content[:30]))
        return written[-1]

    with monkeypatch.context() as disk:
        match broken:
            case "nothing written":
                disk.setattr(os, "write", no_room)
            case "half written":
                disk.setattr(os, "write", some)
            case _:
                disk.setattr(os, "fdatasync", no_room)
        with pytest.raises(OSError, match="No space left") as refusal:
            journal.append([said(3), said(4)])
    assert not isinstance(refusal.value, AppendUnknown)
    assert file.read_bytes() == before
    journal.append([said(5)])
    assert numbers_in(Journal.open(file)) == ["1", "2", "5"]


def test_a_line_that_can_neither_be_kept_nor_taken_back_is_unknown(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "fdatasync", no_room)
    monkeypatch.setattr(os, "ftruncate", no_room)
    with pytest.raises(AppendUnknown) as refusal:
        journal.append([said(3)])
    assert refusal.value.errno == errno.ENOSPC


def test_a_length_that_is_out_of_all_proportion_is_no_line(file: Path) -> None:
    file.write_bytes(b"00000000 999999999999 {}\n" + line_of(said(1)))
    assert read_line(file, 0) is None
    assert [line.entry.puts[0].doc_id for line in lines_in(file.read_bytes()).lines] == ["1"]


def test_a_line_that_was_taken_back_and_another_put_in_its_place_are_not_read_past(
    journal: Journal, file: Path
) -> None:
    end = file.stat().st_size
    journal.append([said(3)])
    other = Journal.open(file)
    assert numbers_in(other) == ["1", "2", "3"]
    os.truncate(file, end)
    with file.open("ab") as appended:
        appended.write(line_of(said(4)))
    for reader in (journal, other):
        with pytest.raises(EOFError):
            reader.read_on()  # type: ignore[union-attr]


@pytest.mark.parametrize("knows", [True, False], ids=["a drive of its own", "a network"])
def test_on_a_mac_a_line_is_in_the_drive_and_not_only_handed_to_it(
    file: Path, monkeypatch: pytest.MonkeyPatch, knows: bool
) -> None:
    asked: list[str] = []

    def full_sync(_descriptor: int, _command: int) -> int:
        asked.append("F_FULLFSYNC")
        if not knows:
            raise OSError(errno.ENOTSUP, os.strerror(errno.ENOTSUP))
        return 0

    fsync = os.fsync
    monkeypatch.setattr(fcntl, "F_FULLFSYNC", 51, raising=False)
    monkeypatch.setattr(fcntl, "fcntl", full_sync)
    monkeypatch.delattr(os, "fdatasync")
    monkeypatch.setattr(os, "fsync", lambda descriptor: (asked.append("fsync"), fsync(descriptor))[1])
    journal = Journal.create(file, "store", 1, None)
    journal.append([said(1)])
    journal.append([said(2)])
    content, folder = (["F_FULLFSYNC"] if knows else ["F_FULLFSYNC", "fsync"]), ["fsync"]
    assert asked == content + folder + content
    assert numbers_in(Journal.open(file)) == ["1", "2"]


def test_a_place_no_file_can_have_holds_no_line(file: Path) -> None:
    file.write_bytes(line_of(said(1)))
    assert read_line(file, 10**30) is None


def test_a_line_nested_too_deeply_is_damaged_and_costs_no_other(file: Path) -> None:
    deep = b'{"generation":1,"changes":[%b]}' % (b"[" * 50_000 + b"]" * 50_000)
    line = b"%08x %d %b\n" % (zlib.crc32(deep), len(deep), deep)
    found = lines_in(line + line_of(said(1)))
    assert [each.entry.puts[0].doc_id for each in found.lines] == ["1"]
    assert [each.kind for each in found.damaged] == ["damaged"]
