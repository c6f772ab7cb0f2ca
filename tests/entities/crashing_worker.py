"""A worker that kills itself over a block with `Minefield`, hangs over one with `Quagmire`, and more."""

from __future__ import annotations

import os
import signal
import sys

from spacy.language import Language

from entities.finding.wire import Cut
from entities.finding.worker import main
from entities.records import Findings

MINE = "Minefield"
"""The word a worker dies of."""
MIRE = "Quagmire"
"""The word it never comes back from."""


class Crashing:
    """Dies while it reads a piece with a mine, or, told so, when it puts together what was found."""

    def __init__(self, language: Language, text: str, blocks: Cut) -> None:
        self._text = text

    def read(self, start: int, end: int, block: int) -> None:
        if MINE in self._text[start:end]:
            os.kill(os.getpid(), signal.SIGKILL)
        while MIRE in self._text[start:end]:
            signal.pause()

    def to_bytes(self, findings: Findings) -> bytes:
        if "at the end" in sys.argv and findings.complete:
            os.kill(os.getpid(), signal.SIGKILL)
        if "cannot tell" in sys.argv:
            raise RuntimeError("nothing to tell")
        return b"told"


if __name__ == "__main__":
    main(Crashing)
