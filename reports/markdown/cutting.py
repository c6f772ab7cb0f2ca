"""A long list, table or quotation cut between its items, rows or blocks, so that it is not parsed as one.

The next chunk then begins in the middle of it. For a list and a table some lines are put before its source,
from which the parser knows what goes on there; what it makes of them is taken off again.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from markdown_it.token import Token

_LISTS = ("bullet_list_open", "ordered_list_open")
_INDENT = re.compile(r"[ \t]*")


class GoesOn(NamedTuple):
    """The list or table that goes on with the next chunk."""

    start: int
    """Where it begins, in code points of the source."""
    before: str
    """The lines to be put before the source of the next chunk."""
    tight: bool = True
    """Of a list: whether no paragraph of it stands apart, as far as is known."""

    @property
    def is_list(self) -> bool:
        """Whether it is no table."""
        return "|" not in self.before

    def taken_off(self, tokens: list[Token]) -> tuple[list[Token], bool]:
        """The tokens without those of the lines put before, and whether the list in them is tight."""
        end = "list_item_close" if self.is_list else "thead_close"
        last = next(n for n, token in enumerate(tokens) if token.type == end and token.level == 1)
        tight = not self.is_list or tokens[2].hidden
        if not self.is_list:
            tokens[0].meta = {"goes on": True}
        return [tokens[0], *tokens[last + 1 :]], tight


class Cut(NamedTuple):
    """A long block that has been cut: its first part, and the line the rest begins with."""

    tokens: list[Token]
    line: int
    before: str = ""
    """The lines to be put before the rest."""
    tight: bool = True


def cut_inside(tokens: list[Token], text: str) -> Cut | None:
    """Cut the one block that `tokens` are before its last part; `None` if it has not got two, or is of a kind
    that cannot be cut. `text` is the source of the tokens."""
    if tokens[0].type in _LISTS:
        return _cut_list(tokens, text)
    if tokens[0].type == "table_open":
        return _cut_table(tokens, text)
    if tokens[0].type == "blockquote_open":
        return _cut_quotation(tokens)
    return None


def is_tight(tokens: Sequence[Token]) -> bool | None:
    """Whether the list that begins with the first token is tight; `None` if that cannot be seen from it."""
    for token in tokens:
        if token.type == "paragraph_open" and token.level == 2:
            return token.hidden
    return None


def loosen(tokens: Sequence[Token]) -> None:
    """Have the paragraphs of the list that begins with the first token stand apart."""
    for token in tokens:
        if token.level == 0 and token.nesting < 0:
            return
        if token.type.startswith("paragraph") and token.level == 2:
            token.hidden = False


def _cut_list(tokens: list[Token], text: str) -> Cut | None:
    last = _last(tokens, "list_item_open", 1)
    tight = is_tight(tokens)
    if last is None or tight is None:
        return None
    item = tokens[last]
    line = _line(text, _first_line(item))
    indent = _INDENT.match(line)
    number = "1" if item.info else ""
    before = f"{indent[0] if indent else ''}{number}{item.markup} x\n"
    return Cut([*tokens[:last], tokens[-1]], _first_line(item), before, tight)


def _cut_table(tokens: list[Token], text: str) -> Cut | None:
    last = _last(tokens, "tr_open", 2)
    if last is None or tokens[last - 1].type != "tr_close":
        return None
    head = _first_line(tokens[0])
    before = f"{_line(text, head)}\n{_line(text, head + 1)}\n"
    return Cut([*tokens[:last], *tokens[-2:]], _first_line(tokens[last]), before)


def _cut_quotation(tokens: list[Token]) -> Cut | None:
    depth = 1
    while tokens[depth].type == "blockquote_open" and tokens[-depth - 1].type == "blockquote_close":
        # A quotation that is nothing but a quotation is cut in that, if it is the only one.
        if sum(token.level == depth and token.nesting > 0 for token in tokens) > 1:
            break
        depth += 1
    for place in range(len(tokens) - 1, depth, -1):
        token = tokens[place]
        if token.level == depth and token.nesting >= 0 and token.map is not None:
            return Cut([*tokens[:place], *tokens[len(tokens) - depth :]], _first_line(token))
    return None


def _last(tokens: Sequence[Token], kind: str, level: int) -> int | None:
    """The place of the last token of a kind and level, if it is not the only one."""
    places = [n for n, token in enumerate(tokens) if token.level == level and token.type == kind]
    return places[-1] if len(places) > 1 else None


def _first_line(token: Token) -> int:
    return token.map[0] if token.map else 0


def _line(text: str, number: int) -> str:
    return text.split("\n", number + 1)[number]
