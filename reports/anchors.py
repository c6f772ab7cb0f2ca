"""An anchor: a span with its exact quote and what stands around it, so that it is found again.

The W3C Web Annotation Data Model's TextQuoteSelector (4.2.4) and TextPositionSelector (4.2.5).
"""

from __future__ import annotations

from typing import NamedTuple

CONTEXT = 32
"""Code points of prefix and of suffix. The W3C gives no number; Hypothesis's client takes 32, and so do the
tools that read its annotations."""


class Quote(NamedTuple):
    """A TextQuoteSelector: the words of a span, and up to `CONTEXT` code points before and after them."""

    exact: str
    prefix: str
    suffix: str


def quote(text: str, span: tuple[int, int]) -> Quote:
    """The quote of `span` in `text`; the report's own code points, cut at its ends, not at words."""
    start, end = span
    return Quote(text[start:end], text[max(start - CONTEXT, 0) : start], text[end : end + CONTEXT])


def still_stands(text: str, start: int, end: int, exact: str) -> bool:
    """Whether `text[start:end]` is still the quote `exact`, so that the anchor needs no search."""
    return 0 <= start <= end <= len(text) and end - start == len(exact) and text.startswith(exact, start)
