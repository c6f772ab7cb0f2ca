"""The parser of Markdown as this program sets it up, and what it makes of a piece of source."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from reports.markdown.excess import keep_excess_cells

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

Definition = Mapping[str, Any]
"""What a label stands for, as markdown-it keeps it: `href`, `title`, the lines in `map`; and whether it is
the label of a `footnote`, which begins with `^`."""

MAX_NESTING = 60
"""Containers inside one another (a list counts twice); deeper text is shown as it is written.

markdown-it drops what is deeper, and its recursion costs two Python frames a level.
"""


FAULTS = (RecursionError, ValueError, IndexError)
"""What the parser could raise on hostile sources: a report must open whatever it holds."""


_FOOTNOTE = re.compile(r"\[\^(?P<label>[^\s\[\]]+)\]")


def make_parser() -> MarkdownIt:
    """A parser of CommonMark with tables, strikethrough and footnotes that leaves targets as written."""
    from markdown_it import MarkdownIt
    from mdit_py_plugins.footnote import footnote_plugin

    parser = MarkdownIt("commonmark", {"maxNesting": MAX_NESTING}).enable(["table", "strikethrough"])
    parser.use(footnote_plugin, inline=False, move_to_end=False)
    parser.inline.ruler.at("footnote_ref", _footnote_reference)
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
    keep_excess_cells(tokens, source)
    definitions: dict[str, Definition] = env.get("references", {})
    if "footnotes" in env:
        for token in tokens:
            if token.type == "footnote_reference_open":
                label = normalized(f"^{token.meta['label']}")
                definitions.setdefault(label, {"href": "", "map": token.map, "footnote": True})
    return tokens, definitions


def normalized(label: str) -> str:
    """A label as definitions are compared: blanks and the case of letters tell nothing apart."""
    from markdown_it.common.utils import normalizeReference

    return normalizeReference(label)


def _footnote_reference(state: StateInline, silent: bool) -> bool:
    """A rule of the inline parser: `[^label]` where such a footnote is defined."""
    found = _FOOTNOTE.match(state.src, state.pos, state.posMax)
    references = state.env.get("references")
    if found is None or references is None or not references.is_footnote(normalized(f"^{found['label']}")):
        return False
    if not silent:
        token = state.push("footnote_ref", "", 0)
        token.content = f"[{found['label']}]"
    state.pos = found.end()
    return True


def _unchanged(target: str) -> str:
    return target
