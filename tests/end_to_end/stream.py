"""What a program wrote to a terminal, taken apart strictly: text, and the sequences it is known to send.

A list of what is allowed proves more than a search for what is not: whatever of a report became a command, be
it one that nobody thought of, is not on it.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Iterator

from tests.hostility import DANGEROUS

# What Textual 8.2 and the reader say: modes and questions as they are, no other number.
_MODES = rb"\x1b\[\?(?:1000|1003|1004|1006|1015|1016|1049|2004|2048|25|7)[hl]"
_QUESTIONS = rb"\x1b\[\?(?:2026|2048)\$p"
_KEYS = rb"\x1b\[>25u|\x1b\[<u"
_POINTER = rb"\x1b\]22;(?:default|text|pointer)\x07"
_CLIPBOARD = rb"\x1b\]52;c;([A-Za-z0-9+/=]*)\x07"
_PLACE = rb"\x1b\[([0-9]+);([0-9]+)H"
_COLUMN = rb"\x1b\[([0-9]+)G"
_STYLE = rb"\x1b\[([0-9;]*)m"
_OWN = re.compile(b"|".join((_MODES, _QUESTIONS, _KEYS, _POINTER, _CLIPBOARD, _PLACE, _COLUMN, _STYLE)))

_COLOUR = r"[34]8;2;[0-9]{1,3};[0-9]{1,3};[0-9]{1,3}"
_STYLES = re.compile(rf"0|(?:(?:[12347]|{_COLOUR})(?:;|\Z))+")
"""Bold, dim, italic, underlined, reversed, and full colours: no blinking, nothing unseen, no palette."""


class Spoken:
    """What a terminal was told; raises `AssertionError` for a sequence that is none of the program's own."""

    def __init__(self, raw: bytes, columns: int, rows: int) -> None:
        self.copied: list[str] = []
        """What was put into the clipboard."""
        self._window = (rows, columns)
        self.text = b"".join(self._pieces(raw)).decode()
        """All that was drawn, in the order in which it was."""

    def _pieces(self, raw: bytes) -> Iterator[bytes]:
        at = 0
        for found in _OWN.finditer(raw):
            yield self._without_escape(raw, at, found.start())
            at = found.end()
            self._look_at(found)
        yield self._without_escape(raw, at, len(raw))

    @staticmethod
    def _without_escape(raw: bytes, start: int, end: int) -> bytes:
        piece = raw[start:end]
        assert b"\x1b" not in piece, f"a sequence that is not the program's: {raw[start - 40 : end + 60]!r}"
        return piece

    def _look_at(self, found: re.Match[bytes]) -> None:
        copied, row, column, column_alone, style = found.groups()
        if copied is not None:
            self.copied.append(base64.b64decode(copied, validate=True).decode())
        elif row is not None:
            assert (int(row), int(column)) >= (1, 1), found[0]
            assert int(row) <= self._window[0], found[0]
            assert int(column) <= self._window[1], found[0]
        elif column_alone is not None:
            assert 1 <= int(column_alone) <= self._window[1], found[0]
        elif style is not None:
            assert _STYLES.fullmatch(style.decode()), found[0]


def assert_harmless(raw: bytes, columns: int = 120, rows: int = 40, *, at_work: str = "") -> Spoken:
    """Nothing but text, and what the program says itself, reached the terminal; returns both.

    `at_work` are code points that do a job in the report: joiners between emoji.
    """
    spoken = Spoken(raw, columns, rows)
    for text, breaks in ((spoken.text, "\r\n"), *((each, "\n") for each in spoken.copied)):
        shown = set(text) - {*breaks, *at_work}
        leaked = {character for character in shown if ord(character) in DANGEROUS}
        assert not leaked, f"{sorted(map(ascii, leaked))}: {_around(text, leaked.__contains__)}"
    return spoken


def _around(text: str, is_wanted: Callable[[str], bool]) -> str:
    at = next(place for place, character in enumerate(text) if is_wanted(character))
    return ascii(text[max(0, at - 40) : at + 40])
