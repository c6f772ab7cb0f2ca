"""The canonical text of a Markdown report, written block by block from the parser's tokens."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from reports.decoding import BLANKS
from reports.document import Block, BlockKind, Mark
from reports.markdown.containers import Containers
from reports.markdown.inline import InlineReader
from reports.markdown.table import Table
from reports.plain import plain_blocks

if TYPE_CHECKING:
    from markdown_it.token import Token

RULE = "---"

_EDGE = f"[\n{BLANKS}]"
_TRIMMED = re.compile(rf"{_EDGE}*+(?P<body>(?:.*[^\n{BLANKS}])?)", re.DOTALL)
_LEADING_LINES = re.compile(rf"\A(?:[{BLANKS}]*\n)+")
_INFO_EDGE = " \t\n"


class Written(NamedTuple):
    """What was written last: text that follows what there was, blocks and marks in offsets of the whole."""

    text: str
    blocks: tuple[Block, ...]
    marks: tuple[Mark, ...]


class Composer:
    """Writes the canonical text while it is given tokens of whole blocks; `take` hands it on."""

    def __init__(self, inline: InlineReader) -> None:
        self._inline = inline
        self._pieces: list[str] = []
        self._blocks: list[Block] = []
        self._marks: list[Mark] = []
        self._length = 0
        self._last_kind: BlockKind | None = None
        self._containers = Containers()
        self._tight = False
        self._table: Table | None = None
        """The last one, or its first part."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing has been written since the beginning."""
        return self._last_kind is None

    def take(self) -> Written:
        """What was written since this was called last."""
        written = Written("".join(self._pieces), tuple(self._blocks), tuple(self._marks))
        self._pieces.clear()
        self._blocks.clear()
        self._marks.clear()
        return written

    def compose(self, tokens: Sequence[Token]) -> None:
        """Write the blocks of `tokens`; every container opened in them is closed in them."""
        heading = 0
        table: Table | None = None
        around = self._containers
        for place, token in enumerate(tokens):
            match token.type:
                case "bullet_list_open" | "ordered_list_open":
                    around.open_list(tokens, place)
                case "bullet_list_close" | "ordered_list_close":
                    around.close_list()
                case "list_item_open":
                    around.open_item(token)
                case "list_item_close":
                    around.close_item()
                case "blockquote_open":
                    around.open_quotation(token)
                case "footnote_reference_open":
                    around.open_footnote(token)
                case "footnote_reference_close":
                    # One without any text is its label, which must not vanish.
                    self._add(around.take_marker(), "item", 1)
                    around.close()
                case "blockquote_close":
                    around.close()
                case "heading_open":
                    heading = int(token.tag[1])
                case "heading_close":
                    heading = 0
                case "paragraph_open":
                    # Paragraphs of a tight list are hidden: no tags would be written around them.
                    self._tight = token.hidden
                case "table_open":
                    table = self._table = Table(self._table if token.meta else None)
                case "tr_open" if table is not None:
                    table.begin_row()
                case "th_open" if table is not None:
                    table.add_column(str(token.attrs.get("style", "")))
                case "inline" if table is not None:
                    table.add_cell(self._inline.read(token.content))
                case "table_close" if table is not None:
                    for level, row in table.rows():
                        self._add(row.text, "row", level, row.marks)
                    table = None
                case "inline":
                    self._add_inline(token, heading)
                case "fence" | "code_block":
                    # What stands behind the fence is words too, and could hide some.
                    said = f"{token.info.strip(_INFO_EDGE)}\n" if token.info.strip(_INFO_EDGE) else ""
                    code = _LEADING_LINES.sub("", token.content, count=1).rstrip("\n")
                    self._add(f"{said}{code}".rstrip("\n"), "code", 0)
                case "html_block":
                    self._add(token.content, "paragraph", 0)
                case "hr":
                    self._add(RULE, "rule", 0)

    def add_as_written(self, source: str) -> None:
        """Append source that is not taken for Markdown, in the blocks it would have as plain text."""
        text = source.strip("\n")
        blocks = plain_blocks(text)
        if not blocks:
            return
        self._write("" if self.is_empty else "\n\n")
        start = self._length
        self._write(text)
        self._blocks += [
            Block(start + block.start, start + block.end, block.kind, block.level) for block in blocks
        ]
        self._last_kind = "paragraph"

    def _add_inline(self, token: Token, heading: int) -> None:
        text, marks = self._inline.read(token.content)
        if heading:
            self._add(text, "heading", heading, marks)
            return
        around = self._containers
        if not around.kinds:
            self._add(text, "paragraph", 0, marks)
        elif around.kinds[-1] == "blockquote_open":
            self._add(text, "quotation", around.quotations, marks)
        else:
            self._add(text, "item", around.lists, marks)

    def _add(self, text: str, kind: BlockKind, level: int, marks: Sequence[Mark] = ()) -> None:
        """Append one block, trimmed (code keeps the indent of its first line); nothing for a blank one."""
        found = _TRIMMED.match(text)
        if found is None or not found["body"]:
            return
        cut = 0 if kind == "code" else found.start("body")
        body = text[cut : found.end()]
        last = self._last_kind
        if last is not None:
            close = kind == last == "row" or (kind == last == "item" and self._tight)
            self._write("\n" if close else "\n\n")
        start = self._length
        self._write(body)
        marker = self._containers.take_marker()
        if kind == "quotation" and not marker:
            marker = "│"
        self._last_kind = kind
        self._blocks.append(Block(start, self._length, kind, level, marker, self._containers.margin))
        for mark in marks:
            first, last_offset = max(mark.start - cut, 0), min(mark.end - cut, len(body))
            if first < last_offset:
                self._marks.append(Mark(start + first, start + last_offset, mark.kind, mark.target))

    def _write(self, piece: str) -> None:
        self._pieces.append(piece)
        self._length += len(piece)
