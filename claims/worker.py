"""The process that finds names and claims: `python -P -m claims.worker [--lexicon DIR]`.

The loop is that of `entities.finding.worker`; what it reads beside the names is here.
"""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from claims.companion import ClaimReader
from claims.job import LEXICON
from claims.lexicon import Lexicon, LexiconError, load_lexicon
from entities.finding import worker

if TYPE_CHECKING:
    from spacy.language import Language

    from entities.finding.wire import Cut
    from entities.records import Findings


class ClaimCompanion:
    """Reads who says what beside the names."""

    def __init__(self, lexicon: Lexicon, language: Language, text: str, blocks: Cut) -> None:
        self._reader = ClaimReader(language, text, blocks, lexicon)

    def read(self, start: int, end: int, block: int) -> None:
        """Read a piece, in code points of the text."""
        self._reader.read(start, end, block)

    def to_bytes(self, findings: Findings) -> bytes:
        """The claims of what has been read so far, for `claims.records.claims_in`."""
        return self._reader.claims(findings).to_bytes()


def main(arguments: list[str]) -> None:
    """Read names and claims; with a lexicon that cannot be used, names alone, and say why."""
    folder = Path(arguments[1]) if arguments[:1] == [LEXICON] else None
    try:
        lexicon = load_lexicon(folder)
    except LexiconError as error:
        worker.main(notices=(f"Nothing is said of who says what: {error}",))
    else:
        worker.main(partial(ClaimCompanion, lexicon))


if __name__ == "__main__":
    main(sys.argv[1:])
