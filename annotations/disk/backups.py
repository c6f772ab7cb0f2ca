"""Earlier TinyDB files, kept when a fold puts a new one in their place."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import NamedTuple

from annotations.disk.durable import make_folder_beside, replace_file, sync_folder
from annotations.disk.files import StoreFiles

KEPT = 5
"""So many are kept of a store; the oldest goes when there are more."""
_NAME = re.compile(r"(\d{8,})-([0-9a-f]{8})\.json")


class Backup(NamedTuple):
    """One earlier TinyDB file."""

    generation: int
    path: Path
    size: int
    """In bytes."""
    written: float
    """Seconds since 1970."""
    store: str
    """The first eight characters of the id of its store."""


def keep_backup(files: StoreFiles, store: str, generation: int) -> None:
    """Keep the TinyDB file as it is now, before another takes its name. Raises `OSError`.

    Costs nothing where the file system knows hard links: the old file just gets a second name.
    """
    if not files.base.exists():
        return
    make_folder_beside(files.base, files.backups)
    target = files.backup(store, generation)
    # One that lies there is from a fold of this very generation that was cut short.
    target.unlink(missing_ok=True)
    try:
        os.link(files.base, target)
    except OSError:
        # Under its name only when it is whole.
        replace_file(target, [files.base.read_bytes()], files.temporary)
    sync_folder(files.backups)
    # Those of another store that had this name once are not ours to count, and not to remove.
    own = [backup for backup in backups(files) if store.startswith(backup.store)]
    for old in own[KEPT:]:
        old.path.unlink(missing_ok=True)


def backups(files: StoreFiles) -> list[Backup]:
    """Return what is kept, the newest first; nothing if the folder cannot be read."""
    found: list[Backup] = []
    if not files.backups.is_dir():
        return found
    for path in files.backups.iterdir():
        name = _NAME.fullmatch(path.name)
        if name is None:
            continue
        status = path.stat()
        found.append(Backup(int(name[1]), path, status.st_size, status.st_mtime, name[2]))
    return sorted(found, key=lambda backup: (backup.generation, backup.written), reverse=True)
