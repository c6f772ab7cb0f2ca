"""What was found in a text is kept, so that a report is analysed once."""

from __future__ import annotations

import hashlib
import os
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import msgspec

from entities.finding.soundness import is_sound
from entities.finding.wire import Snapshot, found_behind, line_of, read_reply, snapshot_pieces
from entities.records import Found
from entities.version import RULES_VERSION
from reports.document import Report


class _Kept(msgspec.Struct, frozen=True):
    """The first line of a file: what the findings were made of. A snapshot as on the wire follows."""

    text_sha256: str
    label: str
    """Of the job and the model."""
    rules: int
    byte_order: str
    sha256: str
    """Of the snapshot, so that damage is not taken for names."""


@dataclass(frozen=True, slots=True)
class EntityCache:
    """What was found, by text, blocks, job, model and version of the rules: one file each, in `folder`.

    A file holds columns as they stand in memory: reading it is reading, with the interpreter lock given
    back, and nothing is decoded but names. The folder is made when the first findings are kept. A cache
    that cannot be read or written is an empty one: it saves work, and nothing depends on it.
    """

    folder: Path

    def load(self, report: Report, label: str) -> Found | None:
        """All that was found in this report by the job and the model of this label, or `None`."""
        try:
            with self._path(report, label).open("rb") as file:
                kept = msgspec.json.decode(file.readline(), type=_Kept)
                snapshot = read_reply(file)
                left = os.fstat(file.fileno()).st_size - file.tell()
                if not isinstance(snapshot, Snapshot) or snapshot.size != left:
                    return None
                body = file.read(left)
            found = found_behind(snapshot, body, report.text)
        except (OSError, ValueError, msgspec.DecodeError):
            return None
        if kept != _kept(report, label, [line_of(snapshot), body]) or not is_sound(found.findings):
            return None
        return found if found.findings.complete else None

    def save(self, report: Report, label: str, found: Found) -> bool:
        """Keep all that was found, durably and in one step; whether that could be done."""
        try:
            pieces = snapshot_pieces(found)
            self.folder.mkdir(parents=True, exist_ok=True)
            with _replacing(self._path(report, label)) as file:
                file.write(msgspec.json.encode(_kept(report, label, pieces)) + b"\n")
                file.writelines(pieces)
        except (OSError, UnicodeEncodeError):
            return False
        return True

    def _path(self, report: Report, label: str) -> Path:
        key = hashlib.sha256(f"{report.text_sha256}\0{label}\0{RULES_VERSION}\0".encode(errors="replace"))
        # The same text in other blocks is read in other pieces.
        for column in (report.blocks.starts, report.blocks.ends, report.blocks.kinds):
            key.update(column)
        return self.folder / f"{key.hexdigest()}.columns"


def _kept(report: Report, label: str, pieces: Iterable[bytes | memoryview]) -> _Kept:
    digest = hashlib.sha256()
    for piece in pieces:
        digest.update(piece)
    return _Kept(report.text_sha256, label, RULES_VERSION, sys.byteorder, digest.hexdigest())


@contextmanager
def _replacing(path: Path) -> Iterator[BinaryIO]:
    """A new file that takes the place of `path` when all of it is on disk; none is left after an error."""
    descriptor, name = tempfile.mkstemp(prefix=".entities-", dir=path.parent)
    new = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        new.replace(path)
    except BaseException:
        new.unlink(missing_ok=True)
        raise
