"""What the target line says of the link under the caret: its target, which is never followed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.links import is_misleading, link_at
from reports.visible import visible
from tui.panes.quotes import without_middle

if TYPE_CHECKING:
    from reports.document import Report

LEAST = 16
"""Cells in which the target of a link still says where it leads."""
_LOOKED_AT = 1_000
"""Code points of a target that are looked at; an image may carry all of its bytes in there."""


def link_words(report: Report, caret: int, room: int) -> str:
    """`→` and the target of the link under the caret, in at most `room` cells; empty where there is none.

    `!` before it: the words of the link look like an address of another host.
    """
    link = link_at(report, caret)
    if link is None or not link.target:
        return ""
    words = report.text[link.start : link.end][:_LOOKED_AT]
    target = link.target
    if len(target) > 2 * _LOOKED_AT:
        target = f"{target[:_LOOKED_AT]}…{target[-_LOOKED_AT:]}"
    warning = "! " if link.kind == "link" and is_misleading(words, target) else ""
    return without_middle(f"{warning}→ {visible(target, breaks=' ')}", room)
