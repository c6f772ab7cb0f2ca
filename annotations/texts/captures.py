"""The captured texts: each opened report as it was read, kept beside the store under the hash of its text."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import msgspec

from annotations.disk.durable import (
    PRIVATE_FILE,
    PRIVATE_FOLDER,
    NotAFile,
    read_whole,
    replace_file,
    sync_folder,
)
from annotations.errors import CaptureError, shown, why_not
from annotations.texts.capture_file import (
    MAX_BYTES,
    DamagedFile,
    Envelope,
    LaterForm,
    TooLarge,
    pack,
    sealed,
    unpack,
)
from annotations.texts.custody import Custody
from reports.document import Report

_HASH = re.compile(r"[0-9a-f]{64}")
_SUFFIX = ".json.gz"
_LOCK_SECONDS = 10.0
"""How long keeping waits for another program that is keeping something."""

Kept = Literal["already", "new", "added", "put right"]
"""What keeping did: nothing, a new file, one more source, a damaged file replaced."""


class DamagedCapture(CaptureError):
    """The file is there, but it is not the text its name says."""


class Capture(msgspec.Struct, frozen=True):
    """A captured report, and the sources it was read from, oldest first."""

    report: Report
    custody: tuple[Custody, ...]


class Captures:
    """A folder of captured reports; it is made with the first of them."""

    def __init__(self, folder: str | os.PathLike[str], *, new: bool = False) -> None:
        """`new` makes the folders above as well. Else they are not made: when they have vanished, so has
        the disk that holds the store, and a text at its place would only seem to be kept."""
        self.folder = Path(folder)
        self._new = new

    def keep(self, report: Report, path: str, captured: str) -> Kept:
        """Write the report and where it came from durably, unless both are there. Raises `CaptureError`.

        `path` is absolute, or empty for standard input; `captured` is the time, ISO 8601 in UTC. A text
        that is there keeps its first time; another source of it is added. A damaged file is set aside as
        `….damaged` and replaced. Safe from several threads and programs at once.
        """
        custody = Custody.of(report, path, captured)
        known = self._sound(report.text_sha256)
        if known is not None and _has(known, custody):
            return "already"
        try:
            self._make_folder()
            with self._locked():
                return self._write(report, custody)
        except TooLarge as error:
            raise self._not_kept(report, "it has too many paragraphs") from error
        except UnicodeEncodeError as error:
            raise self._not_kept(report, "it holds half a character") from error
        except FileNotFoundError as error:
            raise self._not_kept(report, "the folder is gone") from error
        except OSError as error:
            raise self._not_kept(report, why_not(error)) from error

    def load(self, text_sha256: str) -> Report | None:
        """Return the captured report; `None` if there is none. Raises `CaptureError` if it is altered."""
        capture = self.capture(text_sha256)
        return capture.report if capture is not None else None

    def capture(self, text_sha256: str) -> Capture | None:
        """Return the captured report with its custody; `None` if there is none. Raises as `load` does."""
        envelope = self._verified(text_sha256)
        if envelope is None:
            return None
        try:
            return Capture(envelope.whole(), envelope.known_custody())
        except DamagedFile as error:
            raise self._damaged(text_sha256) from error

    def verify(self, text_sha256: str) -> tuple[Custody, ...] | None:
        """Read the file again; return its custody, or `None` if it is missing. Raises as `load` does.

        No records are made of its blocks, so that a text of 10 MB holds up no other thread.
        """
        envelope = self._verified(text_sha256)
        return envelope.known_custody() if envelope is not None else None

    # ------------------------------------------------------------------ writing

    def _write(self, report: Report, custody: Custody) -> Kept:
        # Looked at again, under the lock: another program may just have been here.
        path = self._path(report.text_sha256)
        known = self._sound(report.text_sha256)
        done: Kept = "new"
        if known is None:
            envelope = sealed(report, [custody])
            if path.exists():
                # What was altered may be evidence; only its name is taken from it.
                path.replace(path.with_name(f"{path.name}.damaged"))
                done = "put right"
        elif _has(known, custody):
            return "already"
        else:
            envelope, done = known.with_custody(custody), "added"
        replace_file(path, [pack(envelope)], path.with_name(f"{path.name}.tmp"))
        return done

    def _make_folder(self) -> None:
        if not self.folder.is_dir():
            self.folder.mkdir(mode=PRIVATE_FOLDER, parents=self._new, exist_ok=True)
            sync_folder(self.folder.parent)
        self._new = False

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """Hold the folder, against other threads and programs. Raises `OSError`."""
        # Only who writes pays for it: what is opened again is kept already.
        from filelock import FileLock

        # A lock of its own each time: on one descriptor, threads would not keep each other out.
        with FileLock(self.folder / ".lock", timeout=_LOCK_SECONDS, mode=PRIVATE_FILE):
            yield

    def _sound(self, text_sha256: str) -> Envelope | None:
        """What is kept; `None` if it is missing or damaged. Raises `CaptureError` if that cannot be told."""
        try:
            return self._verified(text_sha256)
        except DamagedCapture:
            return None

    # ------------------------------------------------------------------ reading

    def _verified(self, text_sha256: str) -> Envelope | None:
        """The file, read again, if its text is the one its name says; `None` if there is no file."""
        path = self._path(text_sha256)
        try:
            envelope = unpack(_read(path))
            encoded = envelope.text().encode("utf-8")
            envelope.known_custody()
        except (FileNotFoundError, NotADirectoryError):
            return None
        except NotAFile as error:
            raise CaptureError(f"The captured text {shown(path)} is {error.kind}, not a file.") from error
        except LaterForm as error:
            raise CaptureError(
                f"The captured text {shown(path)} is of a later version of report-reader: install that one."
            ) from error
        except TooLarge as error:
            raise DamagedCapture(
                f"The captured text {shown(path)} was altered: it has more than {MAX_BYTES // 1_000_000} MB,"
                " which no report has."
            ) from error
        except (DamagedFile, UnicodeEncodeError) as error:
            raise self._damaged(text_sha256) from error
        except OSError as error:
            raise CaptureError(
                f"The captured text {shown(path)} cannot be read: {why_not(error)}."
            ) from error
        if hashlib.sha256(encoded).hexdigest() != text_sha256:
            raise DamagedCapture(
                f"The captured text {shown(path)} was altered: it is not the text its name says."
            )
        return envelope

    def _damaged(self, text_sha256: str) -> DamagedCapture:
        path = shown(self._path(text_sha256))
        return DamagedCapture(f"The captured text {path} is damaged and cannot be read.")

    def _not_kept(self, report: Report, why: str) -> CaptureError:
        return CaptureError(
            f"The text of {shown(report.title)} cannot be kept in {shown(self.folder)}: {why}."
        )

    def _path(self, text_sha256: str) -> Path:
        # The hash comes from the store, and the store may come from anywhere: no path through it.
        if not _HASH.fullmatch(text_sha256):
            raise CaptureError(f"“{shown(text_sha256[:80])}” is not the SHA-256 of a text.")
        return self.folder / f"{text_sha256}{_SUFFIX}"


def _has(envelope: Envelope, custody: Custody) -> bool:
    return any(custody.same_source(each) for each in envelope.known_custody())


def _read(path: Path) -> bytes:
    if path.stat().st_size > MAX_BYTES:
        raise TooLarge
    return read_whole(path)[0]
