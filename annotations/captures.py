"""The captured texts: each opened report as it was read, kept beside the store under the hash of its text."""

from __future__ import annotations

import gzip
import hashlib
import os
import re
import zlib
from dataclasses import replace
from pathlib import Path

import msgspec

from annotations.durable import NotAFile, read_whole, replace_file
from annotations.errors import CaptureError, shown, why_not
from annotations.plain import storable
from reports.document import Report

_HASH = re.compile(r"[0-9a-f]{64}")
_SUFFIX = ".json.gz"
_COMPRESSION = 6


class Captures:
    """A folder of captured reports; it is made with the first of them."""

    def __init__(self, folder: str | os.PathLike[str]) -> None:
        self.folder = Path(folder)

    def keep(self, report: Report) -> None:
        """Write the report durably, unless it is there already whole. Raises `CaptureError`.

        A file under its name that is damaged is put right. The same report gives the same bytes.
        """
        if self._is_whole(report.text_sha256):
            return
        encoded = msgspec.json.encode(_Capture.of(report))
        compressed = gzip.compress(encoded, _COMPRESSION, mtime=0)
        path = self._path(report.text_sha256)
        # Two programs may open the same report at once; each writes its own temporary file.
        temporary = path.with_name(f"{path.name}.{os.getpid()}.tmp")
        try:
            replace_file(path, [compressed], temporary)
        except OSError as error:
            raise CaptureError(
                f"The text of {shown(report.title)} cannot be kept in {shown(self.folder)}: {why_not(error)}."
            ) from error

    def load(self, text_sha256: str) -> Report | None:
        """Return the captured report; `None` if there is none. Raises `CaptureError` if it is altered."""
        path = self._path(text_sha256)
        try:
            content, _ = read_whole(path)
            capture = msgspec.json.decode(gzip.decompress(content), type=_Capture)
        except (FileNotFoundError, NotADirectoryError):
            return None
        except NotAFile as error:
            raise CaptureError(f"The captured text {shown(path)} is {error.kind}, not a file.") from error
        except (gzip.BadGzipFile, EOFError, zlib.error, msgspec.DecodeError, UnicodeDecodeError) as error:
            raise CaptureError(f"The captured text {shown(path)} is damaged and cannot be read.") from error
        except OSError as error:
            raise CaptureError(
                f"The captured text {shown(path)} cannot be read: {why_not(error)}."
            ) from error
        if hashlib.sha256(capture.report.text.encode("utf-8")).hexdigest() != text_sha256:
            raise CaptureError(
                f"The captured text {shown(path)} was altered: it is not the text its name says."
            )
        return capture.report

    def _is_whole(self, text_sha256: str) -> bool:
        try:
            return self.load(text_sha256) is not None
        except CaptureError:
            return False

    def _path(self, text_sha256: str) -> Path:
        # The hash comes from the store, and the store may come from anywhere: no path through it.
        if not _HASH.fullmatch(text_sha256):
            raise CaptureError(f"“{shown(text_sha256[:80])}” is not the SHA-256 of a text.")
        return self.folder / f"{text_sha256}{_SUFFIX}"


class _Capture(msgspec.Struct, frozen=True):
    """A captured report with the version of this form."""

    format: str
    version: int
    report: Report

    @classmethod
    def of(cls, report: Report) -> _Capture:
        return cls(
            "report-reader/capture",
            1,
            replace(report, source=storable(report.source), title=storable(report.title)),
        )
