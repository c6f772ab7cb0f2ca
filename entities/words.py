"""Many short strings kept as one: ids and names of thousands of entities without an object each."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import overload


class Words(Sequence[str]):
    """A sequence of strings, each made when it is asked for; some four bytes a string beside its letters."""

    __slots__ = ("ends", "text")

    def __init__(self, text: str = "", ends: Sequence[int] = ()) -> None:
        """`text` is all of them joined; `ends` says where each ends in it, in code points."""
        self.text = text
        self.ends = ends

    @classmethod
    def of(cls, strings: Iterable[str]) -> Words:
        """These strings."""
        listed = list(strings)
        return cls("".join(listed), array("I", accumulate(map(len, listed))))

    def __len__(self) -> int:
        return len(self.ends)

    @overload
    def __getitem__(self, at: int) -> str: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[str, ...]: ...
    def __getitem__(self, at: int | slice) -> str | tuple[str, ...]:
        numbers = range(len(self))[at]
        if isinstance(numbers, range):
            return tuple(self[number] for number in numbers)
        return self.text[self.ends[numbers - 1] if numbers else 0 : self.ends[numbers]]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Words) and self.text == other.text and list(self.ends) == list(other.ends)
