"""What a terminal sends, as the messages Textual has for it.

Textual 8.2 makes keys of what it does not know, of the rest of a sequence that is longer than it looks for,
and of escape characters in a paste; bytes that are no UTF-8 (Textualize/textual#6456) and numbers beyond all
measure end its thread that reads. So its parser gets only what it knows, whole; the rest goes nowhere.
"""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

from textual import constants, events
from textual._ansi_sequences import ANSI_SEQUENCES_KEYS
from textual._xterm_parser import XTermParser

from tui.terminal.incoming import Incoming, Pasted, Typed

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator

    from textual.message import Message

    from tui.terminal.incoming import Piece

_ESCAPE = "\x1b"
_KEPT_WITH_ESCAPE = frozenset("fb\t\x7f")
"""Behind escape: a word on and back as macOS sends them, shift+tab of the Linux console, a word deleted."""
_OTHER_REPORT = re.compile(r"\x1b\[(?:<\d{1,3};\d{1,5};\d{1,5}[Mm]|[IO]|\?\d{1,5};\d\$y)")
"""The mouse, the focus, and which modes the terminal has."""
_SIZE = re.compile(r"\x1b\[48((?:;\d{1,5}(?::[\d:]{,9})?){4})t")
_KITTY = re.compile(r"\x1b\[(\d{,7})(?:;(\d{,3})(?:;([\d:]*))?)?[u~ABCDEFHPQS]")
_SURROGATES = range(0xD800, 0xE000)
_LONGEST = 32
"""Code points of a sequence that Textual's parser looks for."""


class Interpreter:
    """Bytes of one terminal to messages. Times are seconds of any clock that only goes forward."""

    def __init__(self, alt_keys: Container[str] = (), *, debug: bool = False) -> None:
        """`alt_keys` are bound, as Textual names them: `alt+x`."""
        self._alt_keys = alt_keys
        self._incoming = Incoming(constants.ESCAPE_DELAY)
        self._parser = XTermParser(debug)

    def feed(self, data: bytes, now: float) -> Iterator[Message]:
        """What these bytes, which have come just now, mean."""
        return self._messages(self._incoming.feed(data, now))

    def tick(self, now: float) -> Iterator[Message]:
        """What it means that nothing more has come."""
        return self._messages(self._incoming.tick(now))

    def wait(self, now: float) -> float | None:
        """Seconds until `tick` has something to say if no byte comes; `None`: it never will."""
        return self._incoming.wait(now)

    def _messages(self, pieces: Iterable[Piece]) -> Iterator[Message]:
        for piece in pieces:
            if isinstance(piece, Pasted):
                yield events.Paste(piece.text)
            elif isinstance(piece, Typed):
                yield from self._parser.feed(piece.text)
            elif len(piece.text) <= 2:
                yield from self._escape_and(piece.text[1:])
            else:
                yield from self._sequence(piece.text)

    def _escape_and(self, character: str) -> Iterator[Message]:
        """Escape, or escape and a character: alt with it, or, over a slow line, two keys in one packet.

        Nobody can tell these apart, so it is alt only where that is bound.
        """
        if character and character in _KEPT_WITH_ESCAPE:
            yield from self._parser.feed(_ESCAPE + character)
            return
        keys = list(self._parser.feed(character)) if character else []
        for key in keys:
            if isinstance(key, events.Key) and (name := _with_alt(key.key)) in self._alt_keys:
                yield events.Key(name, character)
                return
        yield events.Key("escape", _ESCAPE)
        yield from keys

    def _sequence(self, sequence: str) -> Iterator[Message]:
        """A key or a report that Textual knows."""
        if sequence in ANSI_SEQUENCES_KEYS or _OTHER_REPORT.fullmatch(sequence):
            yield from self._parser.feed(sequence)
        elif size := _SIZE.fullmatch(sequence):
            yield from self._size([int(each.partition(":")[0]) for each in size[1].split(";")[1:]])
        elif not constants.DISABLE_KITTY_KEY and (kitty := _KITTY.fullmatch(sequence)):
            code, text = _characters(kitty[1] or "1"), _characters(kitty[3] or "")
            if code is None or text is None:
                return
            if len(sequence) <= _LONGEST:
                yield from self._parser.feed(sequence)
            elif text and text.isprintable():
                # An input method hands over more at once than what the parser looks for.
                yield from self._parser.feed(text)

    def _size(self, numbers: list[int]) -> Iterator[Message]:
        """The window has another size; Textual divides by what is told of its pixels."""
        rows, columns, height, width = numbers
        if not rows or not columns:
            return
        if height and width:
            yield from self._parser.feed(f"{_ESCAPE}[48;{rows};{columns};{height};{width}t")
        else:
            yield events.Resize.from_dimensions((columns, rows), None)


def _with_alt(key: str) -> str:
    """A key's name with alt, as Textual has it: that of `X` is `alt+shift+x`."""
    return f"alt+shift+{key.lower()}" if len(key) == 1 and key.isupper() else f"alt+{key}"


def _characters(codes: str) -> str | None:
    """The characters with these numbers, in kitty's notation; `None` if one is none."""
    numbers = [int(each[:8]) for each in codes.split(":") if each]
    if any(number > sys.maxunicode or number in _SURROGATES for number in numbers):
        return None
    return "".join(map(chr, numbers))
