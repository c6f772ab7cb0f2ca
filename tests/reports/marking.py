"""How a text is written down with the blocks and sentences that a person would mark in it.

A file of `shapes/` is a text with its answer in the margin: before the first line of a block stands its kind
(and level), before its other lines nothing. Where a sentence begins inside a block stands `¦`. Taking both
away gives the text. In code every line is a sentence; a rule has none. The first lines, `# `, say what the
shape is about; behind `# Out of reach:` stands an answer that no rule of ours gives.
"""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

from reports.document import Block
from reports.plain import plain_blocks
from reports.sentences import SentenceIndex

SHAPES = Path(__file__).parent / "shapes"
BORDER = "¦"
MARGIN = len("quotation 1 │")


def shape(path: Path) -> list[str]:
    """The lines of a shape, margins and borders included."""
    lines = path.read_text(encoding="utf-8").split("\n")[:-1]
    return [line for line in lines if not line.startswith("# ")]


def text_of(marked: list[str]) -> str:
    return "".join(line[MARGIN + 1 :].replace(BORDER, "") + "\n" for line in marked)


def marked_by_rule(text: str) -> list[str]:
    """The text with the margin and the borders that the program gives it."""
    blocks = plain_blocks(text)
    kinds = {text.rfind("\n", 0, block.start) + 1: kind_and_level(block) for block in blocks}
    borders = [
        start for block in blocks if block.kind != "code" for start in SentenceIndex(text, [block]).starts[1:]
    ]
    lines = []
    start = 0
    for line in text.split("\n")[:-1]:
        end = start + len(line)
        cuts = [start, *(border for border in borders if start <= border < end), end]
        shown = BORDER.join(text[before:after] for before, after in pairwise(cuts))
        lines.append(f"{kinds.get(start, ''):{MARGIN - 1}}│" + (f" {shown}" if shown else ""))
        start = end + 1
    return lines


def kind_and_level(block: Block) -> str:
    return f"{block.kind} {block.level}" if block.level else block.kind
