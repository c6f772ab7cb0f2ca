"""A worker with a small companion: it tells which pieces it was given, and the verbs it found in them."""

from __future__ import annotations

import json
import sys

from spacy.language import Language

from entities.finding.wire import Cut
from entities.finding.worker import main
from entities.records import Findings

UNREADABLE = "unreadable"
"""A piece with this word in it is more than the companion can take."""


class Listening:
    """Keeps the pieces it was given, and what the tagger says of their words."""

    def __init__(self, language: Language, text: str, blocks: Cut) -> None:
        self._language = language
        self._text = text
        self._blocks = blocks
        self._heard: list[tuple[int, int, int]] = []
        self._verbs: list[str] = []

    def read(self, start: int, end: int, block: int) -> None:
        piece = self._text[start:end]
        if UNREADABLE in piece:
            raise ValueError(piece)
        assert self._blocks.starts[block] <= start <= end <= self._blocks.ends[block]
        self._heard.append((start, end, block))
        self._verbs += [word.text for word in self._language(piece, disable=["ner"]) if word.pos_ == "VERB"]

    def to_bytes(self, findings: Findings) -> bytes:
        names = [findings.entities[owner].name for owner in findings.owners]
        return json.dumps({"heard": self._heard, "verbs": self._verbs, "names": names}).encode()


if __name__ == "__main__":
    main(Listening, tuple(sys.argv[1:]))
