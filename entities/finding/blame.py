"""Which block a worker died of: it is read alone the second time, and left out the third."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

ATTEMPTS: Final = 2
"""Workers that die before they have begun to read; then the model is left alone."""
MOST_LEFT_OUT: Final = 10
"""Blocks of a report that may cost two workers each, some seconds."""


class Blame:
    """What is known of the workers that died over one report."""

    def __init__(self) -> None:
        self.deaths = 0
        self._alone: set[int] = set()
        self._left_out: set[int] = set()
        self._reading: Sequence[int] = ()
        self._in_vain = 0

    @property
    def alone(self) -> tuple[int, ...]:
        """Blocks that one worker died over, perhaps of one among them: each is to be read by itself."""
        return tuple(sorted(self._alone - self._left_out))

    @property
    def left_out(self) -> tuple[int, ...]:
        """Blocks that two workers died of."""
        return tuple(sorted(self._left_out))

    def begun(self, blocks: Sequence[int]) -> None:
        """The worker reads these blocks now; none: it does something else."""
        self._reading = blocks

    def died(self) -> bool:
        """The worker died; whether another one may get further."""
        reading, self._reading = self._reading, ()
        self.deaths += 1
        if len(reading) == 1 and reading[0] in self._alone:
            self._left_out.update(reading)
            self._in_vain = 0
            return len(self._left_out) <= MOST_LEFT_OUT
        self._alone.update(reading)
        self._in_vain += 1
        # Two blocks may be read in another order the second time: a third worker finds out which it was.
        return self._in_vain < ATTEMPTS + bool(reading)
