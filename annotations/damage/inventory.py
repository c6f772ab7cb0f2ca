"""What lies on the disk of one store, read whole: the TinyDB file, its journal, its history, its backups."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import UUID

from annotations.damage.salvage import Salvaged, salvage
from annotations.disk.backups import Backup, backups
from annotations.disk.basefile import Base, identity_of, read_base, status_of
from annotations.disk.durable import NotAFile, read_whole
from annotations.disk.files import StoreFiles
from annotations.disk.lines import DamagedLine, Folded, Line, lines_in
from annotations.errors import StoreError, shown, why_not
from annotations.migrations import is_old

_SEGMENT = re.compile(r"(\d{8,})-([0-9a-zA-Z-]{1,8})(?:\.(\d+))?\.journal")
_ATTEMPTS = 5
_SLIP = 4
"""Characters. Two random ids differ in about thirty of theirs; fewer than this are a damaged one."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A journal, folded or not."""

    path: Path
    generation: int
    number: int
    """1; more for a further one of the same generation."""
    store: str
    """The id of the store, or the beginning of it that the name has; empty if neither can be read."""
    lines: tuple[Line, ...] = ()
    damaged: tuple[DamagedLine, ...] = ()
    live: bool = False
    """Whether it is the journal itself and not a part of the history."""
    fault: str = ""
    """Why it cannot be read at all, in a few words."""

    @property
    def folded(self) -> Folded | None:
        """What its last line says of the file it was folded into; `None` if it ends otherwise."""
        return self.lines[-1].entry.folded if self.lines else None

    @property
    def complete(self) -> bool:
        """Whether it is certain that nothing of it is missing."""
        whole = all(line.kind == "torn" for line in self.damaged)
        return whole and not self.fault and (self.live or self.folded is not None)


@dataclass(frozen=True, slots=True)
class KeptBase:
    """A backup with what is in it."""

    backup: Backup
    base: Base | None
    """`None` if it cannot be read."""
    inode: int
    written_ns: int
    """The file's time, in nanoseconds."""
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Inventory:
    """One look at everything."""

    files: StoreFiles
    content: bytes | None
    """The TinyDB file; `None` if there is none."""
    inode: int
    written_ns: int
    """The file's time, in nanoseconds."""
    salvaged: Salvaged
    store: str
    """The id of the store, as far as it can be told."""
    segments: tuple[Segment, ...]
    """Of this store, oldest first, the journal last."""
    stranger: Segment | None
    """A journal of another store under the name of ours."""
    backups: tuple[KeptBase, ...]
    """Of this store, newest first."""

    @property
    def base(self) -> Base:
        """What the TinyDB file holds, as far as it can be read."""
        return self.salvaged.base

    @property
    def live(self) -> Segment | None:
        """The journal."""
        return self.segments[-1] if self.segments and self.segments[-1].live else None

    @property
    def has_remains(self) -> bool:
        """Whether something beside the file says that a store of ours is or was here."""
        return bool(self.segments or self.backups or self.stranger)


def take_inventory(files: StoreFiles) -> Inventory:
    """Read everything. Raises `StoreError` for a path that is a folder, a socket …, or cannot be read.

    Without the lock another program may fold meanwhile: then all is read again.
    """
    try:
        for _ in range(_ATTEMPTS):
            before = _marks(files)
            inventory = _read(files)
            if _marks(files) == before:
                break
    except OSError as error:
        why = why_not(error)
        raise StoreError(
            f"{shown(files.base)} cannot be looked into: {why}; nothing was changed.", why
        ) from error
    return inventory


def _marks(files: StoreFiles) -> list[object]:
    found = (status_of(path) for path in (files.base, files.journal, files.history))
    return [status and identity_of(status) for status in found]


def _read(files: StoreFiles) -> Inventory:
    content, inode, written = _content_of(files.base)
    salvaged = salvage(content or b"")
    history = sorted(_history(files), key=lambda each: (each.generation, each.number))
    live = _live(files)
    kept = [_kept(backup) for backup in backups(files)]
    beside = [*([live] if live is not None else []), *reversed(history)]
    store = _store_of(salvaged.base, beside, kept)
    own = [each for each in history if store and each.store and store.startswith(each.store)]
    stranger = live if live is not None and live.store not in ("", store) else None
    if live is not None and stranger is None:
        # Of one without a whole line nothing is known but that nothing of it was ever saved.
        own.append(live if live.lines else replace(live, generation=salvaged.base.generation))
    kept = [each for each in kept if not store or each.backup.path.name.split("-")[1].startswith(store[:8])]
    return Inventory(files, content, inode, written, salvaged, store, tuple(own), stranger, tuple(kept))


def _content_of(path: Path) -> tuple[bytes | None, int, int]:
    try:
        content, status = read_whole(path)
    except FileNotFoundError:
        return None, 0, 0
    except NotAFile as error:
        raise StoreError(f"{shown(path)} is {error.kind}, not a file; name another one with --db.") from error
    except OSError as error:
        why = why_not(error)
        raise StoreError(f"{shown(path)} cannot be read: {why}; nothing was changed.", why) from error
    return content, status.st_ino, status.st_mtime_ns


def _history(files: StoreFiles) -> Iterator[Segment]:
    if not files.history.is_dir():
        return
    for path in files.history.iterdir():
        name = _SEGMENT.fullmatch(path.name)
        if name is not None:
            yield _segment(path, int(name[1]), int(name[3] or 1), name[2])


def _live(files: StoreFiles) -> Segment | None:
    status = status_of(files.journal)
    if status is None or status.st_size == 0:
        return None
    return _segment(files.journal, 0, 1, "", live=True)


def _segment(path: Path, generation: int, number: int, store: str, *, live: bool = False) -> Segment:
    try:
        content, _ = read_whole(path)
    except NotAFile as error:
        return Segment(path, generation, number, store, live=live, fault=f"it is {error.kind}")
    except OSError as error:
        return Segment(path, generation, number, store, live=live, fault=why_not(error))
    found = lines_in(content)
    damaged = list(found.damaged)
    if found.torn:
        damaged.append(DamagedLine(found.end, found.torn, "torn"))
    if found.lines:
        head = found.lines[0].entry
        generation, store = head.generation if live else generation, head.store or store
    return Segment(path, generation, number, store, tuple(found.lines), tuple(damaged), live)


def _kept(backup: Backup) -> KeptBase:
    try:
        base, identity = read_base(backup.path)
    except StoreError as error:
        return KeptBase(backup, None, 0, 0, str(error))
    except OSError as error:
        return KeptBase(backup, None, 0, 0, why_not(error))
    return KeptBase(backup, base, identity[0], identity[2])


def _store_of(base: Base, segments: list[Segment], kept: list[KeptBase]) -> str:
    """The id of the store: what the file says, unless what lies beside it shows that it is damaged.

    `segments` and `kept` are newest first: an older store may have lain under this name.
    """
    named = base.store
    beside = [each.store for each in segments if _is_id(each.store)]
    beside += [each.base.store for each in kept if each.base is not None and each.base.store]
    if is_old(base.tables):
        return named
    if not _is_id(named):
        return beside[0] if beside else named
    if named not in beside:
        return next((other for other in beside if _is_slip(named, other)), named)
    return named


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def _is_slip(one: str, other: str) -> bool:
    return len(one) == len(other) and sum(a != b for a, b in zip(one, other, strict=True)) < _SLIP
