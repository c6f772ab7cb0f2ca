"""What a field gets of a paste: as it is drawn, for it may be of a report, and not without end."""

from __future__ import annotations

from reports.visible import visible_lines

_MOST = 10_000
"""Characters of a paste, as drawn, that a field gets: with 65 536 a text area takes a second for a key."""


def pasted(text: str) -> tuple[str, str]:
    """What a field gets of it, and the sentence that says what was cut off, empty for nothing."""
    drawn = visible_lines(text[:_MOST])
    cut = max(len(text), len(drawn)) > _MOST
    return drawn[:_MOST], f"A field takes the first {_MOST:,} characters of a paste." if cut else ""
