"""What was found in a text is kept, so that a report is analysed once."""

from __future__ import annotations

import hashlib
import os
import tempfile
from array import array
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import msgspec

from entities.records import Entity, Findings
from entities.version import RULES_VERSION
from entities.wire import Snapshot, read_entities, read_reply, snapshot_lines
from reports.document import Report


class _Kept(msgspec.Struct, frozen=True):
    """The first line of a file: what the findings were made of. A snapshot as on the wire follows."""

    text_sha256: str
    model: str
    rules: int


@dataclass(frozen=True, slots=True)
class EntityCache:
    """Findings by text, blocks, model and version of the rules, one file each, in `folder`.

    A file is JSON, one object a line: whoever reads it lets other threads in between two lines.
    The folder is made when the first findings are kept. A cache that cannot be read or written is an
    empty one: it saves work, and nothing depends on it.
    """

    folder: Path

    def load(self, report: Report, model: str) -> Findings | None:
        """What was found in this report by the model with this label, or `None`."""
        try:
            with self._path(report, model).open("rb") as file:
                kept = msgspec.json.decode(file.readline(), type=_Kept)
                snapshot = read_reply(file)
                lines = snapshot.lines if isinstance(snapshot, Snapshot) else 0
                entities = read_entities(file, lines)
        except (OSError, msgspec.DecodeError, UnicodeDecodeError):
            return None
        if kept != _Kept(report.text_sha256, model, RULES_VERSION) or not isinstance(snapshot, Snapshot):
            return None
        if entities is None or not _fits(entities, report.text):
            return None
        findings = Findings(entities, snapshot.done, snapshot.total)
        return findings if findings.complete else None

    def save(self, report: Report, model: str, findings: Findings) -> bool:
        """Keep complete findings, durably and in one step; whether that could be done."""
        kept = _Kept(report.text_sha256, model, RULES_VERSION)
        try:
            lines = snapshot_lines(findings.entities, findings.done, findings.total)
            self.folder.mkdir(parents=True, exist_ok=True)
            with _replacing(self._path(report, model)) as file:
                file.write(msgspec.json.encode(kept) + b"\n")
                file.writelines(lines)
        except (OSError, UnicodeEncodeError):
            return False
        return True

    def _path(self, report: Report, model: str) -> Path:
        key = hashlib.sha256(f"{report.text_sha256}\0{model}\0{RULES_VERSION}\0".encode(errors="replace"))
        # The same text in other blocks is read in other pieces.
        key.update(array("Q", [border for block in report.blocks for border in block.span]).tobytes())
        key.update(" ".join(block.kind for block in report.blocks).encode())
        return self.folder / f"{key.hexdigest()}.jsonl"


def _fits(entities: tuple[Entity, ...], text: str) -> bool:
    """Whether every mention is the words at its place: nobody checks the offsets again."""
    return all(text[one.start : one.end] == one.text for entity in entities for one in entity.mentions)


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
