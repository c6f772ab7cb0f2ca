"""Looking again at what was captured: is the kept text whole, and are the sources still what they were."""

from __future__ import annotations

from typing import Literal

import msgspec

from annotations.errors import CaptureError
from annotations.texts.captures import Captures, DamagedCapture
from annotations.texts.custody import Custody, SourceNow, source_now


class Verification(msgspec.Struct, frozen=True):
    """How the kept text and its sources are, at the moment of looking."""

    text: Literal["kept", "missing", "altered", "unreadable"]
    why: str = ""
    """In a sentence, when it is not kept as it was captured; empty if nobody knows."""
    sources: tuple[tuple[Custody, SourceNow], ...] = ()
    """Those that are noted, oldest first, then the one it is read from now if that is not among them."""
    noted: int = 0
    """How many of the sources are noted with the kept text."""


def verify(captures: Captures, text_sha256: str, present: Custody) -> Verification:
    """Read the kept text and the files it came from again; `present` is where it is read from now.

    Blocks as long as the disk does.
    """
    try:
        custody = captures.verify(text_sha256)
    except DamagedCapture as error:
        return Verification("altered", str(error), _looked_at([present]))
    except CaptureError as error:
        return Verification("unreadable", str(error), _looked_at([present]))
    if custody is None:
        return Verification("missing", "", _looked_at([present]))
    others = [] if any(present.same_source(each) for each in custody) else [present]
    return Verification("kept", "", _looked_at([*custody, *others]), len(custody))


def _looked_at(sources: list[Custody]) -> tuple[tuple[Custody, SourceNow], ...]:
    return tuple((each, source_now(each)) for each in sources)
