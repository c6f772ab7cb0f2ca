"""What the tests have the store do: changes of several records each, so that half of one would be seen."""

from __future__ import annotations

import gc
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple, NoReturn

from annotations.corrections import EVERYWHERE
from annotations.operations import Commit
from annotations.plain import plain
from annotations.records import (
    Anchor,
    Annotation,
    Change,
    Decision,
    Edit,
    EntityCorrection,
    ReportRecord,
    Tag,
)  # fmt: skip
from annotations.store import AnnotationStore
from entities.correcting.corrections import Named, Rename

REPORT = "r"
RECORD = ReportRecord(
    id=REPORT,
    title="t",
    source="t",
    captured="",
    opened="",
    media_type="text/plain",
    sha256="0" * 64,
    text_sha256="0" * 64,
    length=10**9,
)
Say = Callable[[str], None]
"""Told the id of each change that is on disk."""


def made(name: str, number: int, note: str = "") -> Annotation:
    """One annotation, on words of its own: two of one author on the same words would be made one."""
    identity = f"{name}-{number}"
    at = int.from_bytes(identity.encode(), "big") % 10**9
    return Annotation(
        id=identity,
        report=REPORT,
        tags=("unverified",),
        note=note,
        created="",
        modified="",
        spans=(Anchor(at, at + 1, "w", "", ""),),
    )


def said(name: str, number: int) -> EntityCorrection:
    """One thing said of an entity; every other one for all reports."""
    return EntityCorrection(
        id=f"correction-{name}-{number}",
        report=REPORT if number % 2 else EVERYWHERE,
        says=Rename(Named((name,)), f"Ärgård {number}"),
        turn=number,
        created="",
    )


def decided(name: str, number: int) -> Decision:
    """What was decided of a suggestion, for the words of that annotation."""
    annotation = made(name, number)
    return Decision(
        id=f"decision-{annotation.id}",
        report=REPORT,
        span=annotation.spans[0],
        accepted=annotation.tags,
        modified="",
    )


def change(name: str, number: int, *, length: int = 100) -> Change:
    """A change of five records: four that are new, one of each table, and the annotation before."""
    identity = f"{name}-{number}"
    edits = [
        Edit("annotations", identity, None, plain(made(name, number))),
        Edit("decisions", f"decision-{identity}", None, plain(decided(name, number))),
        Edit("tags", f"tag-{identity}", None, plain(Tag(f"tag-{identity}", identity))),
        Edit("corrections", f"correction-{identity}", None, plain(said(name, number))),
    ]
    if number:
        before, after = made(name, number - 1), made(name, number - 1, "Ärgård 🌉 " + "x" * length)
        edits.append(Edit("annotations", before.id, plain(before), plain(after)))
    return Change(id=identity, at="", report=REPORT, label=identity, caret=0, edits=tuple(edits))


def commit(name: str, number: int, *, length: int = 100) -> Commit:
    """Ask for that change."""
    return Commit(change(name, number, length=length), RECORD)


def save(store: AnnotationStore, say: Say, name: str, first: int, count: int = 1) -> None:
    """Write changes one by one, and say each."""
    for number in range(first, first + count):
        store.write([commit(name, number)])
        say(f"{name}-{number}")


@contextmanager
def opened(path: Path) -> Iterator[AnnotationStore]:
    """The store at that path."""
    store = AnnotationStore.open(path, lock_timeout=30)
    try:
        yield store
    finally:
        store.close()


class Ended(NamedTuple):
    """How a process ended, and what it said before."""

    killed: bool
    said: list[str]


class Running:
    """A process of its own, a fork of this one; what it says comes back even if it is killed."""

    def __init__(self, work: Callable[[Say], None]) -> None:
        reading, writing = os.pipe()
        self._child = os.fork()
        if not self._child:
            _do(work, reading, writing)
        os.close(writing)
        self._words = os.fdopen(reading, "rb")
        self._said: list[str] = []

    def heard(self, words: int) -> list[str]:
        """Wait until it has said so many words more, or has ended."""
        for _ in range(words):
            if word := self._words.readline():
                self._said.append(word.decode().removesuffix("\n"))
        return self._said

    def kill(self) -> Ended:
        """SIGKILL, now."""
        os.kill(self._child, signal.SIGKILL)
        return self.ended()

    def ended(self) -> Ended:
        """Wait for its end."""
        with self._words:
            said = [*self._said, *self._words.read().decode().splitlines()]
        _, status = os.waitpid(self._child, 0)
        assert os.waitstatus_to_exitcode(status) in (0, -signal.SIGKILL), said
        return Ended(os.WIFSIGNALED(status), said)


def in_child(work: Callable[[Say], None]) -> Ended:
    """Do it in a process of its own, to its end."""
    return Running(work).ended()


def _do(work: Callable[[Say], None], reading: int, writing: int) -> NoReturn:
    code = 3
    gc.disable()  # collecting would copy the pages that are shared with whoever started this
    try:
        os.close(reading)
        work(lambda word: _tell(writing, word))
        code = 0
    except BaseException as error:
        _tell(writing, f"! {type(error).__name__}: {error}")
    finally:
        os._exit(code)


def _tell(pipe: int, word: str) -> None:
    os.write(pipe, word.encode() + b"\n")
