"""Where a store keeps what: every name beside the TinyDB file, in one place."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class StoreFiles:
    """The files of one store. All names follow from that of the TinyDB file, so that they move with it."""

    base: Path
    """The TinyDB file."""

    @classmethod
    def of(cls, path: str | os.PathLike[str]) -> StoreFiles:
        """Return the files of the store at that path; a symbolic link is followed once.

        The fold renames a new file into the place of the old one: that must not replace the link.
        """
        return cls(Path(os.path.realpath(path)))

    @property
    def journal(self) -> Path:
        """What was changed since the last fold."""
        return self._beside(".journal")

    @property
    def lock(self) -> Path:
        """Held while one program writes."""
        return self._beside(".lock")

    @property
    def temporary(self) -> Path:
        """The next TinyDB file, while it is being written."""
        return self._beside(".tmp")

    @property
    def history(self) -> Path:
        """The folder of the folded journals."""
        return self._beside(".history")

    @property
    def backups(self) -> Path:
        """The folder of earlier TinyDB files."""
        return self._beside(".backups")

    @property
    def texts(self) -> Path:
        """The folder of the captured texts."""
        return self._beside(".texts")

    def damaged(self, stamp: str) -> Path:
        """The folder with what a repair found, copied before it changed anything."""
        return self._beside(f".damaged-{stamp}")

    def segment(self, store: str, generation: int) -> Path:
        """A folded journal: a new store under an old name must not take the place of the old one's."""
        return self.history / f"{generation:08}-{_beginning(store)}.journal"

    def backup(self, store: str, generation: int) -> Path:
        """The TinyDB file as it was at that generation."""
        return self.backups / f"{generation:08}-{_beginning(store)}.json"

    def _beside(self, suffix: str) -> Path:
        return self.base.with_name(self.base.name + suffix)


def _beginning(store: str) -> str:
    """The first characters of a store's id; a file from elsewhere may say anything, so no path through it."""
    return re.sub(r"[^0-9A-Za-z-]", "_", store[:8])
