"""Which of many numbered things are chosen: the next one, how many there are, and the n-th of them.

One byte a thing, so that finding the next one and counting run at the speed of C, also among hundreds of
thousands. They are counted in blocks, so that the n-th chosen one is found without walking to it.
"""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate, compress

BLOCK = 1024
"""Things whose chosen ones are counted together."""
_CHOSEN, _OTHERS = b"\1", b"\0"


class Ranks:
    """The chosen ones of things that are numbered from 0; places among the chosen count from 0."""

    def __init__(self, flags: bytes | bytearray = b"") -> None:
        """`flags`: for each thing 1 if it is chosen, else 0."""
        self._flags = bytearray(flags)
        self._counts: list[int] = []
        """Of each block, how many are chosen."""
        self._befores: list[int] | None = None
        """Of each block, how many there are before it; at the end of all."""
        self._numbers: tuple[int, list[int]] = (-1, [])
        """The block that was asked about last, and those in it: a list asks row by row."""
        self._recount(0, len(self._flags))

    def __len__(self) -> int:
        return len(self._flags)

    def __contains__(self, number: object) -> bool:
        return isinstance(number, int) and 0 <= number < len(self) and bool(self._flags[number])

    @property
    def count(self) -> int:
        """How many are chosen."""
        return self._counted()[-1]

    def next_after(self, number: int) -> int | None:
        """Return the first chosen one after this number."""
        found = self._flags.find(_CHOSEN, number + 1)
        return found if found >= 0 else None

    def previous_before(self, number: int) -> int | None:
        """Return the last chosen one before this number."""
        found = self._flags.rfind(_CHOSEN, 0, max(0, number))
        return found if found >= 0 else None

    def at(self, place: int) -> int:
        """Return the number of the one at this place among the chosen; raises `IndexError` beyond them."""
        befores = self._counted()
        if not 0 <= place < befores[-1]:
            raise IndexError(place)
        block = bisect_right(befores, place) - 1
        if self._numbers[0] != block:
            first = block * BLOCK
            flags = self._flags[first : first + BLOCK]
            self._numbers = (block, list(compress(range(first, first + BLOCK), flags)))
        return self._numbers[1][place - befores[block]]

    def place(self, number: int) -> int | None:
        """Return the place of a thing among the chosen; `None` if it is not."""
        if number not in self:
            return None
        block = number // BLOCK
        return self._counted()[block] + self._flags.count(_CHOSEN, block * BLOCK, number)

    def choose(self, first: int, beyond: int, *, chosen: bool = True) -> None:
        """Have the things `[first, beyond)` chosen, or not; what lies beyond the last thing is left out."""
        beyond = min(beyond, len(self))
        if first < beyond:
            self._flags[first:beyond] = (_CHOSEN if chosen else _OTHERS) * (beyond - first)
            self._recount(first, beyond)

    def add(self, count: int, *, chosen: bool) -> None:
        """Add so many things at the end."""
        first = len(self)
        self._flags.extend((_CHOSEN if chosen else _OTHERS) * count)
        self._recount(first, len(self))

    def _counted(self) -> list[int]:
        if self._befores is None:
            self._befores = [0, *accumulate(self._counts)]
        return self._befores

    def _recount(self, first: int, beyond: int) -> None:
        self._numbers, self._befores = (-1, []), None
        for block in range(first // BLOCK, -(-beyond // BLOCK)):
            count = self._flags.count(_CHOSEN, block * BLOCK, (block + 1) * BLOCK)
            if block < len(self._counts):
                self._counts[block] = count
            else:
                self._counts.append(count)
