"""The lists, quotations and footnotes that a block stands in, and what is drawn before its rows for them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from reports.visible import cells, visible

if TYPE_CHECKING:
    from markdown_it.token import Token

LONGEST_LABEL = 12
"""Cells of a footnote's label that are shown before it; it is not cut where it is referred to."""

_BULLETS = "•◦▪"
_BAR = "│"


class Containers:
    """What is open around the next block, from the outside to the inside."""

    def __init__(self) -> None:
        self.kinds: list[str] = []
        """The names of the tokens that opened them, without those of items."""
        self._margins: list[str] = []
        self._widths: list[int] = []
        """The cells of the widest marker of each list that is open."""
        self._marker = ""

    @property
    def margin(self) -> str:
        """What stands before every row in here."""
        return "".join(self._margins)

    @property
    def lists(self) -> int:
        """How many of them are not quotations."""
        return sum(1 for kind in self.kinds if kind != "blockquote_open")

    @property
    def quotations(self) -> int:
        """How many of them are quotations."""
        return len(self.kinds) - self.lists

    def take_marker(self) -> str:
        """The markers that no block has had yet: that of the item, if this is its first block."""
        marker, self._marker = self._marker, ""
        return marker

    def open_list(self, tokens: Sequence[Token], place: int) -> None:
        """A list begins with the token at `place`."""
        self.kinds.append(tokens[place].type)
        self._widths.append(_widest(tokens, place))

    def close_list(self) -> None:
        """The innermost list ends."""
        self.kinds.pop()
        self._widths.pop()

    def open_item(self, token: Token) -> None:
        """An item of the innermost list begins."""
        own = _number(token) or _BULLETS[(self.lists - 1) % len(_BULLETS)]
        # An item right inside an item: both markers go before the first row.
        self._marker = f"{self._marker} {own.rjust(self._widths[-1])}" if self._marker else own
        self._margins.append(" " * (self._widths[-1] + 1))

    def close_item(self) -> None:
        """An item ends; if it is empty, so that no block has had its marker, that is not shown."""
        self._marker = ""
        self._margins.pop()

    def open_quotation(self, token: Token) -> None:
        """A quotation begins."""
        self.kinds.append(token.type)
        self._margins.append(f"{_BAR} ")
        if self._marker:
            self._marker += f" {_BAR}"

    def open_footnote(self, token: Token) -> None:
        """The text of a footnote begins."""
        self.kinds.append(token.type)
        label = visible(token.meta["label"])
        self._marker = f"[{label}]" if cells(label) <= LONGEST_LABEL else f"[{label[: LONGEST_LABEL // 2]}…]"
        self._margins.append(" " * (cells(self._marker) + 1))

    def close(self) -> None:
        """The innermost quotation or footnote ends."""
        self.kinds.pop()
        self._margins.pop()


def _number(item: Token) -> str:
    return f"{item.info}{item.markup}" if item.info else ""


def _widest(tokens: Sequence[Token], place: int) -> int:
    """The cells of the widest marker in the list that begins at `place`."""
    level = tokens[place].level
    widest = 1
    for following in range(place + 1, len(tokens)):
        token = tokens[following]
        if token.level == level:
            break
        if token.level == level + 1 and token.type == "list_item_open":
            widest = max(widest, len(_number(token)))
    return widest
