"""Strips that stay aligned in any terminal, whatever it makes of an emoji of several code points.

A family joined by ZWJ is two cells in one terminal and eight in another, a heart with a variation selector
one or two, a flag two or four. What follows would be shifted by the difference, and with it everything else
on the row of the screen. So the terminal is told the column behind each such cluster; where it agrees,
nothing changes.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rich.segment import ControlType, Segment
from textual.strip import Strip

from reports.visible import clusters

if TYPE_CHECKING:
    from collections.abc import Iterator

# Joiners, variation selectors, the keycap, flags and skin tones; the scripts in which letters join into one.
_UNSURE = re.compile(
    "[\u0900-\u0dff\u0f00-\u109f\u1100-\u11ff\u1780-\u17ff\u200c\u200d\u20e3\ufe00-\ufe0f"
    "\U0001f1e6-\U0001f1ff\U0001f3fb-\U0001f3ff]"
)


def steadied(strip: Strip, x: int) -> Strip:
    """The same strip with the column told behind clusters that terminals disagree about.

    `x` is the column of the screen, from 0, at which the strip begins.
    """
    if not any(_UNSURE.search(segment.text) for segment in strip):
        return strip
    segments: list[Segment] = []
    cell = x
    for segment in strip:
        if segment.control or not _UNSURE.search(segment.text):
            segments.append(segment)
        else:
            segments.extend(_steadied(segment, cell))
        cell += segment.cell_length
    return Strip(segments, strip.cell_length)


def _steadied(segment: Segment, cell: int) -> Iterator[Segment]:
    """The segment cut behind each unsure cluster, which begins at the column `cell`."""
    text, style = segment.text, segment.style
    begun = 0
    for cluster in clusters(text):
        cell += cluster.cells
        end = cluster.offset + cluster.length
        if cluster.length > 1 and _UNSURE.search(text, cluster.offset, end):
            yield Segment(text[begun:end], style)
            yield Segment(f"\x1b[{cell + 1}G", None, [(ControlType.CURSOR_MOVE_TO_COLUMN, cell)])
            begun = end
    if begun < len(text):
        yield Segment(text[begun:], style)
