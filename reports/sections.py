"""Sections: a heading with what follows it, up to the next heading at its level or higher.

Nothing is kept of them: a section is found from the headings and their levels when it is asked for, so a
report that is still being read has the sections that are there so far. The searches run in C over a byte
a heading.
"""

from __future__ import annotations

from bisect import bisect_right

from reports.blocks import Blocks, Span


def section_at(blocks: Blocks, block: int) -> Span:
    """The section with the block of this number; before the first heading what is there, without any all."""
    return _section(blocks, _heading_above(blocks, block))


def section_holding(blocks: Blocks, block: int, span: Span) -> Span | None:
    """The innermost section around the block that contains `span` and is larger; `None` without one."""
    heading = _heading_above(blocks, block)
    while True:
        section = _section(blocks, heading)
        if section != span and section.start <= span.start and span.end <= section.end:
            return section
        heading = _heading_around(blocks, heading)
        if heading < 0:
            return None


def _heading_above(blocks: Blocks, block: int) -> int:
    """The place among the headings of the last one at or before the block, or -1."""
    return bisect_right(blocks.headings, block) - 1


def _heading_around(blocks: Blocks, heading: int) -> int:
    """The heading of the section that this one's section lies in, or -1."""
    if heading < 0:
        return -1
    levels = blocks.heading_levels
    return max((levels.rfind(level, 0, heading) for level in range(levels[heading])), default=-1)


def _section(blocks: Blocks, heading: int) -> Span:
    headings, levels = blocks.headings, blocks.heading_levels
    if heading < 0:
        following = 0 if headings else -1
    else:
        later = (levels.find(level, heading + 1) for level in range(levels[heading] + 1))
        following = min((each for each in later if each >= 0), default=-1)
    first = headings[heading] if heading >= 0 else 0
    last = headings[following] - 1 if following >= 0 else len(blocks) - 1
    return Span(blocks.starts[first], blocks.ends[max(first, last)])
