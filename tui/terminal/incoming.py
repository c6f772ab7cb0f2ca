"""What a terminal sends, cut into what it is: characters, sequences, and what was pasted.

Keys, pastes, the mouse and a terminal's own answers come in one stream of bytes, cut anywhere. What decides
here is its grammar (ECMA-48) and nothing else, so that no text and no answer, known or not, whole or broken
off, turns into keys that nobody pressed.
"""

from __future__ import annotations

import re
from codecs import getincrementaldecoder
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

PASTE_KEPT = 1 << 16
"""Bytes of one paste that are kept; what is beyond is taken in, and goes nowhere."""

SILENCE = 1.0
"""Seconds without a byte after which nothing is waited for that has begun and has no end."""

_PASTE, _PASTE_END = b"\x1b[200~", b"\x1b[201~"
_LONGEST = 4096
"""Bytes of one sequence that are looked at again when it goes on; longer ones mean nothing to anybody."""

# A terminal's answers that are strings begin so; any other key may be pressed right behind escape.
_STRING = rb"(?:\][0-9lL]|P[0-9>!$+=]|_G)[^\x07\x18\x1a\x1b]*"

_WHOLE = re.compile(
    rb"\x1b(?:\[\[[@-~]"  # the Linux console's function keys
    rb"|\[M[ -\xff]{3}"  # the mouse as X10 had it, in bytes that are no UTF-8
    rb"|\[\d+\$"  # rxvt's keys with shift
    rb"|\[(?![\[M])[ -?]*[@-~]"  # also with a number below zero, which some terminals have for the mouse
    rb"|O[0-9;]{0,4}[@-~]"
    rb"|" + _STRING + rb"(?:[\x07\x18\x1a]|\x1b\\)"
    rb"|(?![\[O\]P_])[ -~\t\x7f])"
)
_BEGUN = re.compile(
    rb"\x1b(?:\[\[|\[M[ -\xff]{0,2}|\[[ -?]*|O[0-9;]{0,4}|" + _STRING + rb"(?:\x1b(?!.))?|[\]P_])?",
    re.DOTALL,
)
_CHARACTER = re.compile(rb"[\x00-\x7f]|[\xc2-\xf4][\x80-\xbf]{1,3}")
_REPORTS = re.compile(rb"(?:\x1b\[(?:<[0-9;]*[Mm]|[IO]))+")
"""Of the mouse and of the focus: what comes without a key having been pressed."""


class Typed(NamedTuple):
    """Characters, each of which is a key; what was no UTF-8 is U+FFFD."""

    text: str


class Sequence(NamedTuple):
    """Escape and what belongs to it: the key alone, the key and a character, or a sequence of ECMA-48."""

    text: str


class Pasted(NamedTuple):
    """What was pasted, whatever it holds, as far as it was kept."""

    text: str


Piece = Typed | Sequence | Pasted


class Incoming:
    """The stream from one terminal. Times are seconds of any clock that only goes forward."""

    def __init__(self, escape_delay: float) -> None:
        """`escape_delay`: seconds after which escape, with nothing behind it, is the key of that name."""
        self._escape_delay = escape_delay
        self._buffer = bytearray()
        self._decoder = getincrementaldecoder("utf-8")("replace")
        self._paste: _Paste | None = None
        self._last = 0.0

    def feed(self, data: bytes, now: float) -> Iterator[Piece]:
        """What is complete with these bytes, which have come just now."""
        if self._paste is not None and self._paste.overdue:
            if _REPORTS.fullmatch(data):
                return
            self._paste.overdue = False
            if self._is_key(data):
                # After a silence one key, alone: somebody waits for an end that has been lost.
                self._paste.add(self._take(len(self._buffer)))
                yield from self._paste.taken(final=True)
                self._paste = None
        self._last = now
        self._buffer += data
        while self._buffer:
            piece = self._next_piece() if self._paste is None else self._next_pasted(self._paste)
            if piece is None:
                return
            yield from piece

    def wait(self, now: float) -> float | None:
        """Seconds until `tick` has something to say if no byte comes; `None`: it never will."""
        if self._paste is not None:
            return None if self._paste.overdue else max(0.0, self._last + SILENCE - now)
        if not self._buffer:
            return None
        return max(0.0, self._last + (self._escape_delay if len(self._buffer) <= 2 else SILENCE) - now)

    def tick(self, now: float) -> Iterator[Piece]:
        """What has to be taken for complete, as nothing more has come."""
        wait = self.wait(now)
        if wait is None or wait > 0:
            return
        if self._paste is not None:
            # Its end may come yet, over a line that stalls: what comes before it is still no key.
            yield from self._paste.taken()
            self._paste.overdue = True
        else:
            broken = bytes(self._buffer)
            self._buffer.clear()
            yield from _broken_off(broken)

    def _is_key(self, data: bytes) -> bool:
        """Whether this is one key, and does not go on with the end of a paste."""
        if self._buffer and _PASTE_END.startswith(self._buffer + data):
            return False
        return bool(_CHARACTER.fullmatch(data) or _WHOLE.fullmatch(data))

    def _next_piece(self) -> list[Piece] | None:
        """The first piece, or those that something broken off is; `None` if more has to come."""
        at = self._buffer.find(b"\x1b")
        if at:
            data = self._take(at if at > 0 else len(self._buffer))
            text = self._decoder.decode(data, final=at > 0)
            return [Typed(text)] if text else []
        # A character that escape has cut off will not be completed.
        cut: list[Piece] = [Typed(text)] if (text := self._decoder.decode(b"", final=True)) else []
        if whole := _WHOLE.match(self._buffer):
            sequence = self._take(whole.end())
            if sequence == _PASTE:
                self._paste = _Paste()
                return cut
            return [*cut, Sequence(sequence.decode("utf-8", "replace"))]
        begun = _BEGUN.match(self._buffer)
        end = begun.end() if begun else 1
        if end < len(self._buffer):
            return [*cut, *_broken_off(self._take(end))]
        if end > _LONGEST:
            # Neither its meaning nor its end is in the middle of it.
            del self._buffer[_LONGEST // 2 : -1]
        return cut or None

    def _next_pasted(self, paste: _Paste) -> list[Piece] | None:
        """The paste that has ended; `None` if more has to come."""
        at = self._buffer.find(_PASTE_END)
        if at < 0:
            paste.add(self._take(len(self._buffer) - _cut_end(self._buffer)))
            return None
        paste.add(self._take(at))
        self._take(len(_PASTE_END))
        self._paste = None
        return paste.taken(final=True)

    def _take(self, count: int) -> bytes:
        taken = bytes(self._buffer[:count])
        del self._buffer[:count]
        return taken


class _Paste:
    """What has come of a paste."""

    def __init__(self) -> None:
        self.overdue = False
        """Whether it has been silent for so long that what was there has been handed on."""
        self._decoder = getincrementaldecoder("utf-8")("replace")
        self._parts: list[str] = []
        self._room = PASTE_KEPT

    def add(self, data: bytes) -> None:
        """Keep what there is room for."""
        if kept := data[: self._room]:
            self._room -= len(kept)
            self._parts.append(self._decoder.decode(kept))

    def taken(self, *, final: bool = False) -> list[Piece]:
        """All that has come since the last time."""
        text = "".join(self._parts) + (self._decoder.decode(b"", final=True) if final else "")
        self._parts.clear()
        return [Pasted(text)] if text else []


def _cut_end(data: bytearray) -> int:
    """How many bytes at the end of `data` may be the beginning of a paste's end."""
    return next((n for n in range(len(_PASTE_END) - 1, 0, -1) if data.endswith(_PASTE_END[:n])), 0)


def _broken_off(begun: bytes) -> list[Piece]:
    """Escape, or escape and the key behind it; of a longer sequence nobody knows what it was to be."""
    return [Sequence(begun.decode("ascii"))] if len(begun) <= 2 else []
