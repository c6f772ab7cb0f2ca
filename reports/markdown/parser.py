"""The parser of Markdown as this program sets it up, and what it makes of a piece of source."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

Definition = Mapping[str, Any]
"""What a label of a link stands for, as markdown-it keeps it: `href`, `title`, and the lines in `map`."""

MAX_NESTING = 60
"""Containers inside one another (a list counts twice); deeper text is shown as it is written.

markdown-it drops what is deeper, and its recursion costs two Python frames a level.
"""


FAULTS = (RecursionError, ValueError, IndexError)
"""What the parser could raise on hostile sources: a report must open whatever it holds."""


def make_parser() -> MarkdownIt:
    """A parser of CommonMark with tables and strikethrough that leaves every target as it is written."""
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"maxNesting": MAX_NESTING}).enable(["table", "strikethrough"])
    # A target, and the text of an autolink, are shown as they are written: decoding them is how
    # look-alikes hide.
    parser.normalizeLink = _unchanged  # type: ignore[assignment,method-assign]
    parser.normalizeLinkText = _unchanged  # type: ignore[assignment,method-assign]
    return parser


def parse_blocks(parser: MarkdownIt, source: str) -> tuple[list[Token], dict[str, Definition]]:
    """The tokens of the blocks of `source`, inline content not parsed, and the definitions in it by label.

    Of several definitions of a label the first counts. The parser's own first step is left out: it would
    turn NUL into U+FFFD, and line breaks are normalised already.
    """
    env: dict[str, Any] = {}
    tokens: list[Token] = []
    parser.block.parse(source, parser, env, tokens)
    return tokens, env.get("references", {})


def _unchanged(target: str) -> str:
    return target
