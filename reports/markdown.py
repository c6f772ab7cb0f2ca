"""Markdown to canonical text: the words without their markup, with blocks and marks.

CommonMark with tables and strikethrough, parsed by markdown-it-py. What has no place in `Block` or
`Mark` stays in the text rather than vanish: raw HTML as it is written, an image's alternative text, and
the tildes of struck-out words, because without them a withdrawn statement would read as made.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from reports.decoding import BLANKS
from reports.document import Block, BlockKind, Mark, MarkKind
from reports.plain import plain_blocks

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

MAX_NESTING = 60
"""Containers inside one another (a list counts twice); deeper text is shown as it is written.

markdown-it drops what is deeper, and its recursion costs two Python frames a level.
"""

MAX_INLINE = 50_000
"""Code points of one paragraph in which markup is looked for; a longer one is shown as it is written."""

MAX_BRACKETS = 50_000
"""Opening brackets of a report up to which markup is looked for; the paragraphs after them are shown as they
are written, with a notice. A bracket, link or not, takes the parser 35 to 90 microseconds."""

CELL_BORDER = " | "
RULE = "---"

_BULLETS = "•◦▪"
_MARKUP = re.compile(r"[\\`*_\[\]!<&~]|  \n")
_SOFT_BREAK = re.compile(r"[ \t]*\n[ \t]*")
_EDGE = f"[\n{BLANKS}]"
_TRIMMED = re.compile(rf"{_EDGE}*+(?P<body>(?:.*[^\n{BLANKS}])?)", re.DOTALL)
_LEADING_LINES = re.compile(rf"\A(?:[{BLANKS}]*\n)+")
_SHOWN_BLANKS = "\x0b\x1c\x1d\x1e\x1f\x85\u2028\u2029"
"""Shown by the reader, but white space to `str.strip`: the parser would drop them at the edges of a line."""
_INFO_EDGE = " \t\n"
_MARK_KINDS: dict[str, MarkKind] = {"em": "emphasis", "strong": "strong", "link": "link"}


class Extracted(NamedTuple):
    """A canonical text, its blocks and marks in code points of it, and what the reader must be told."""

    text: str
    blocks: Sequence[Block]
    marks: Sequence[Mark]
    notices: tuple[str, ...]


class Piece(NamedTuple):
    """What the next part of a source says; offsets are those of the whole canonical text."""

    text: str
    blocks: Sequence[Block]
    marks: Sequence[Mark]
    share: float
    """How much of the source has been read, from 0 to 1."""
    notices: tuple[str, ...] = ()
    anew: bool = False
    """Whether everything told before is void."""


def pieces(source: str) -> Iterator[Piece]:
    """What the source says, part after part."""
    text, blocks, marks, notices = markdown(source)
    yield Piece(text, blocks, marks, 1.0, notices)


def markdown(source: str) -> Extracted:
    """The canonical text of a Markdown source with `\\n` line breaks; the same source gives the same text.

    Blocks are apart by an empty line, the rows of a table and the paragraphs of a tight list by a line
    break. A break in the source becomes a blank, a hard one a line break inside the block. A source that
    is nested deeper than `MAX_NESTING`, or has nothing but markup, is returned as plain text with a notice.
    """
    stand_ins = _stand_ins(source)
    if not stand_ins:
        return _extracted(source)
    extracted = _extracted(source.translate(stand_ins))
    back = {stand_in: original for original, stand_in in stand_ins.items()}
    marks = tuple(replace(mark, target=mark.target.translate(back)) for mark in extracted.marks)
    return extracted._replace(text=extracted.text.translate(back), marks=marks)


def _stand_ins(source: str) -> dict[int, int]:
    """Code points that the source does not have, for those of `_SHOWN_BLANKS` that it has."""
    present = [ord(character) for character in _SHOWN_BLANKS if character in source]
    free = (number for number in range(0x100000, 0x10FFFE) if chr(number) not in source)
    return dict(zip(present, free, strict=False))


def _extracted(source: str) -> Extracted:
    try:
        parser = _parser()
        env: dict[str, object] = {}
        tokens = parser.parse(source, env)
    except (RecursionError, ValueError, IndexError):
        # The last two guard against faults of the parser: a report must open whatever it holds.
        return _as_written(source, "The Markdown could not be parsed: shown as it is written.")
    if any(token.nesting == 1 and token.level >= MAX_NESTING - 1 for token in tokens):
        return _as_written(source, "The Markdown is nested too deeply: shown as it is written.")
    composer = _Composer(parser, env)
    composer.compose(tokens)
    if not composer.blocks:
        return _as_written(source, "The Markdown has no text but its markup: shown as it is written.")
    notices = (
        ("Some of the Markdown is too long to be parsed: shown as it is written.",)
        if composer.cut_short
        else ()
    )
    return Extracted("".join(composer.pieces), tuple(composer.blocks), tuple(composer.marks), notices)


def _as_written(source: str, notice: str) -> Extracted:
    return Extracted(source, plain_blocks(source), (), (notice,))


def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"maxNesting": MAX_NESTING}).enable(["table", "strikethrough"])
    # NUL would become U+FFFD; line breaks are normalised already. Inline content is parsed by `_Composer`,
    # which skips the paragraphs without any markup.
    parser.core.ruler.disable(["normalize", "inline", "text_join"])
    # A target, and the text of an autolink, are shown as they are written: decoding them is how
    # look-alikes hide.
    parser.normalizeLink = _unchanged  # type: ignore[assignment,method-assign]
    parser.normalizeLinkText = _unchanged  # type: ignore[assignment,method-assign]
    return parser


def _unchanged(target: str) -> str:
    return target


class _Composer:
    """Writes the canonical text block by block while it walks the tokens."""

    def __init__(self, parser: MarkdownIt, env: dict[str, object]) -> None:
        self._parser = parser
        self._env = env
        self.pieces: list[str] = []
        self.blocks: list[Block] = []
        self.marks: list[Mark] = []
        self._length = 0
        self._containers: list[str] = []
        self._marker = ""
        self._tight = False
        self._brackets = 0
        self.cut_short = False
        """Whether a paragraph was left as it is written because parsing it would take too long."""

    def compose(self, tokens: Sequence[Token]) -> None:
        heading = 0
        row: list[tuple[str, list[Mark]]] | None = None
        for token in tokens:
            match token.type:
                case "bullet_list_open" | "ordered_list_open" | "blockquote_open":
                    self._containers.append(token.type)
                case "bullet_list_close" | "ordered_list_close" | "blockquote_close":
                    self._containers.pop()
                case "list_item_open":
                    self._open_item(token)
                case "list_item_close":
                    self._marker = ""
                case "heading_open":
                    heading = int(token.tag[1])
                case "heading_close":
                    heading = 0
                case "paragraph_open":
                    # Paragraphs of a tight list are hidden: no tags would be written around them.
                    self._tight = token.hidden
                case "tr_open":
                    row = []
                case "inline" if row is not None:
                    row.append(self._inline(token.content))
                case "inline":
                    self._add_inline(token, heading)
                case "tr_close":
                    self._add_row(row or [])
                    row = None
                case "fence" | "code_block":
                    # What stands behind the fence is words too, and could hide some.
                    said = f"{token.info.strip(_INFO_EDGE)}\n" if token.info.strip(_INFO_EDGE) else ""
                    code = _LEADING_LINES.sub("", token.content, count=1).rstrip("\n")
                    self._add(f"{said}{code}".rstrip("\n"), "code", 0)
                case "html_block":
                    self._add(token.content, "paragraph", 0)
                case "hr":
                    self._add(RULE, "rule", 0)

    def _open_item(self, token: Token) -> None:
        # An item right inside an item: both markers go before the first row.
        before = f"{self._marker} " if self._marker else ""
        lists = sum(1 for container in self._containers if container != "blockquote_open")
        own = f"{token.info}{token.markup}" if token.info else _BULLETS[(lists - 1) % len(_BULLETS)]
        self._marker = before + own

    def _add_inline(self, token: Token, heading: int) -> None:
        text, marks = self._inline(token.content)
        if heading:
            self._add(text, "heading", heading, marks)
            return
        innermost = self._containers[-1] if self._containers else ""
        if innermost == "blockquote_open":
            self._add(text, "quotation", self._containers.count(innermost), marks)
        elif innermost:
            lists = sum(1 for container in self._containers if container != "blockquote_open")
            self._add(text, "item", lists, marks)
        else:
            self._add(text, "paragraph", 0, marks)

    def _add_row(self, cells: list[tuple[str, list[Mark]]]) -> None:
        text = ""
        marks: list[Mark] = []
        for place, (cell, cell_marks) in enumerate(cells):
            if place:
                text += CELL_BORDER
            marks += [_moved(mark, len(text)) for mark in cell_marks]
            text += cell.replace("\n", " ")
        self._add(text, "row", 0, marks)

    def _add(self, text: str, kind: BlockKind, level: int, marks: Sequence[Mark] = ()) -> None:
        """Append one block, trimmed (code keeps the indent of its first line); nothing for a blank one."""
        found = _TRIMMED.match(text)
        if found is None or not found["body"]:
            return
        cut = 0 if kind == "code" else found.start("body")
        body = text[cut : found.end()]
        if self.blocks:
            last = self.blocks[-1].kind
            close = kind == last == "row" or (kind == last == "item" and self._tight)
            self._write("\n" if close else "\n\n")
        start = self._length
        self._write(body)
        marker = self._marker
        if kind == "quotation":
            marker = f"{marker} │" if marker else "│"
        self._marker = ""
        self.blocks.append(Block(start, self._length, kind, level, marker))
        for mark in marks:
            first, last_offset = max(mark.start - cut, 0), min(mark.end - cut, len(body))
            if first < last_offset:
                self.marks.append(Mark(start + first, start + last_offset, mark.kind, mark.target))

    def _write(self, piece: str) -> None:
        self.pieces.append(piece)
        self._length += len(piece)

    def _inline(self, content: str) -> tuple[str, list[Mark]]:
        """The text of inline content and its marks, in code points of that text."""
        if not _MARKUP.search(content):
            return _SOFT_BREAK.sub(" ", content) if "\n" in content else content, []
        if len(content) > MAX_INLINE or self._brackets > MAX_BRACKETS:
            self.cut_short = True
            return content, []
        self._brackets += content.count("[")
        children: list[Token] = []
        self._parser.inline.parse(content, self._parser, self._env, children)
        return _inline_text(children)


def _moved(mark: Mark, by: int) -> Mark:
    return Mark(mark.start + by, mark.end + by, mark.kind, mark.target)


def _inline_text(children: Sequence[Token]) -> tuple[str, list[Mark]]:
    pieces: list[str] = []
    marks: list[Mark] = []
    opened: list[tuple[int, str]] = []
    length = 0
    for token, piece in _flattened(children):
        name, _, side = token.type.rpartition("_")
        if name in _MARK_KINDS and side == "open":
            opened.append((length, str(token.attrs.get("href", ""))))
        elif name in _MARK_KINDS and side == "close" and opened:
            start, target = opened.pop()
            if start < length:
                marks.append(Mark(start, length, _MARK_KINDS[name], target))
        elif token.type == "code_inline" and piece:
            marks.append(Mark(length, length + len(piece), "code"))
        pieces.append(piece)
        length += len(piece)
    marks.sort(key=lambda mark: (mark.start, -mark.end))
    return "".join(pieces), marks


def _flattened(children: Sequence[Token]) -> Iterator[tuple[Token, str]]:
    """Inline tokens, those of an image's alternative text in its place, each with the text it stands for."""
    for token in children:
        match token.type:
            case "softbreak":
                yield token, " "
            case "hardbreak":
                yield token, "\n"
            case "s_open" | "s_close":
                yield token, "~~"
            case "image":
                if token.children:
                    yield from _flattened(token.children)
                else:
                    yield token, str(token.attrs.get("src", ""))
            case _:
                yield token, token.content
