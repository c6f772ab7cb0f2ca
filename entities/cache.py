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

from entities.records import Findings
from entities.version import RULES_VERSION
from reports.document import Report


class _Kept(msgspec.Struct, frozen=True):
    """One file of the cache: what the findings were made of, and the findings."""

    text_sha256: str
    model: str
    rules: int
    findings: Findings


@dataclass(frozen=True, slots=True)
class EntityCache:
    """Findings by text, blocks, model and version of the rules, one JSON file each, in `folder`.

    The folder is made when the first findings are kept. A cache that cannot be read or written is an
    empty one: it saves work, and nothing depends on it.
    """

    folder: Path

    def load(self, report: Report, model: str) -> Findings | None:
        """What was found in this report by the model with this label, or `None`."""
        try:
            kept = msgspec.json.decode(self._path(report, model).read_bytes(), type=_Kept)
        except (OSError, msgspec.DecodeError, UnicodeDecodeError):
            return None
        same = (kept.text_sha256, kept.model, kept.rules) == (report.text_sha256, model, RULES_VERSION)
        return kept.findings if same and kept.findings.complete else None

    def save(self, report: Report, model: str, findings: Findings) -> bool:
        """Keep complete findings, durably and in one step; whether that could be done."""
        kept = _Kept(report.text_sha256, model, RULES_VERSION, findings)
        try:
            content = msgspec.json.encode(kept)
            self.folder.mkdir(parents=True, exist_ok=True)
            with _replacing(self._path(report, model)) as file:
                file.write(content)
        except (OSError, UnicodeEncodeError):
            return False
        return True

    def _path(self, report: Report, model: str) -> Path:
        borders = array("Q", [border for block in report.blocks for border in block.span])
        key = hashlib.sha256(f"{report.text_sha256}\0{model}\0{RULES_VERSION}\0".encode(errors="replace"))
        # The same text in other blocks is read in other pieces.
        key.update(borders.tobytes())
        return self.folder / f"{key.hexdigest()}.json"


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
