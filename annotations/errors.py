"""What can go wrong between the analyst and the file, each with the sentence she reads."""

from __future__ import annotations

import os
from errno import EACCES, EDQUOT, EFBIG, EIO, ENOSPC, EPERM, EROFS
from typing import TYPE_CHECKING

from reports.visible import visible

if TYPE_CHECKING:
    from annotations.operations import Operation

_WHY = {
    ENOSPC: "disk full",
    EDQUOT: "disk quota used up",
    EFBIG: "file too large",
    EROFS: "file system is read-only",
    EACCES: "no permission",
    EPERM: "not permitted",
    EIO: "disk error",
}


class StoreError(Exception):
    """A store that cannot be read or written; its text is one sentence with file, fault and remedy."""

    def __init__(self, sentence: str, why: str = "") -> None:
        super().__init__(sentence)
        self.why = why or sentence
        """In two or three words, for the header: `disk full`."""


class Busy(StoreError):
    """A store that another program holds: it lets go of it sooner or later, so trying again is enough."""


class Superseded(StoreError):
    """An operation on records that another program changed since; nothing of it was written."""

    def __init__(self, sentence: str, operation: Operation) -> None:
        super().__init__(sentence, "changed by another program")
        self.operation = operation
        """The one operation that was refused."""


class EditError(Exception):
    """A change that the rules do not allow; its text is the sentence for the target line."""


class TagSetError(Exception):
    """A tag that cannot be part of the set; its text is the sentence the user sees."""


class CaptureError(Exception):
    """A captured text that cannot be read or is not the one it claims to be; its text is a sentence."""


def shown(name: str | os.PathLike[str]) -> str:
    """Return a name with everything that could act on a terminal, or that nobody would see, written out."""
    return visible(os.fspath(name))


def why_not(error: OSError) -> str:
    """Return in two or three words what the operating system complains about."""
    return _WHY.get(error.errno or 0, (error.strerror or type(error).__name__).lower())
