"""What stands inside a block: its text without markup, and the marks on it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from reports.document import Mark, MarkKind
from reports.markdown.parser import FAULTS

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

    from reports.markdown.references import References

MAX_INLINE = 50_000
"""Code points of one paragraph in which markup is looked for; a longer one is shown as it is written."""

MAX_BRACKETS = 250_000
"""Opening brackets of a report up to which markup is looked for; the paragraphs after them are shown as they
are written, with a notice. A bracket, link or not, takes the parser 35 to 90 microseconds."""

_MARKUP = re.compile(r"[\\`*_\[\]!<&~]|  \n")
_SOFT_BREAK = re.compile(r"[ \t]*\n[ \t]*")
_MARK_KINDS: dict[str, MarkKind] = {"em": "emphasis", "strong": "strong", "link": "link"}


class Inline(NamedTuple):
    """The text of inline content, and its marks in code points of that text."""

    text: str
    marks: Sequence[Mark] = ()


class InlineReader:
    """Parses the inline content of one report, within the bounds of this module."""

    def __init__(self, parser: MarkdownIt, references: References | None) -> None:
        self._parser = parser
        self._env = {"references": references} if references is not None else {}
        self._brackets = 0
        self.cut_short = False
        """Whether something was left as it is written: it was too much, or more than the parser could do."""

    def read(self, content: str) -> Inline:
        """The text of `content` and its marks."""
        if not _MARKUP.search(content):
            return Inline(_SOFT_BREAK.sub(" ", content) if "\n" in content else content)
        if len(content) > MAX_INLINE or self._brackets > MAX_BRACKETS:
            self.cut_short = True
            return Inline(content)
        self._brackets += content.count("[")
        children: list[Token] = []
        try:
            self._parser.inline.parse(content, self._parser, self._env, children)
        except FAULTS:
            self.cut_short = True
            return Inline(content)
        return _composed(children)


def _composed(children: Sequence[Token]) -> Inline:
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
    return Inline("".join(pieces), marks)


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
