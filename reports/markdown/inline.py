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
_PAIRED: dict[str, MarkKind] = {"em_open": "emphasis", "strong_open": "strong", "link_open": "link"}
_SINGLE: dict[str, MarkKind] = {"code_inline": "code", "footnote_ref": "footnote"}


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


class _Step(NamedTuple):
    """Some text, or where a mark begins or the innermost one ends."""

    text: str
    opens: MarkKind | None = None
    target: str = ""
    closes: bool = False


_CLOSE = _Step("", closes=True)


def _composed(children: Sequence[Token]) -> Inline:
    pieces: list[str] = []
    marks: list[Mark] = []
    opened: list[tuple[int, MarkKind, str]] = []
    length = 0
    for step in _steps(children):
        if step.opens is not None:
            opened.append((length, step.opens, step.target))
        elif step.closes and opened:
            start, kind, target = opened.pop()
            if start < length:
                marks.append(Mark(start, length, kind, target))
        pieces.append(step.text)
        length += len(step.text)
    marks.sort(key=lambda mark: (mark.start, -mark.end))
    return Inline("".join(pieces), marks)


def _steps(children: Sequence[Token]) -> Iterator[_Step]:
    for token in children:
        match token.type:
            case "softbreak":
                yield _Step(" ")
            case "hardbreak":
                yield _Step("\n")
            case "s_open" | "s_close":
                yield _Step("~~")
            case "em_open" | "strong_open" | "link_open":
                yield _Step("", _PAIRED[token.type], str(token.attrs.get("href", "")))
            case "em_close" | "strong_close" | "link_close":
                yield _CLOSE
            case "code_inline" | "footnote_ref":
                yield _Step("", _SINGLE[token.type])
                yield _Step(token.content)
                yield _CLOSE
            case "image":
                yield from _image(token)
            case _:
                yield _Step(token.content)


def _image(token: Token) -> Iterator[_Step]:
    """An image is its alternative text, or its source where it has none."""
    source = str(token.attrs.get("src", ""))
    yield _Step("", "image", source)
    if token.children:
        yield from _steps(token.children)
    else:
        yield _Step(source)
    yield _CLOSE
