"""Literal search in a report's text, as fast as C goes through it."""

from __future__ import annotations

import re
from itertools import islice

from reports.document import Span

LIMIT = 10_000
"""Hits returned at most: more than anyone walks through, few enough to draw."""

_WORDS = re.compile(r"\s+")


def find_all(text: str, query: str, limit: int = LIMIT) -> list[Span]:
    """The places of `query` in `text`, sorted, not overlapping, at most `limit`.

    A query in small letters ignores case, one with a capital does not. White space in it stands for any
    run of white space, line breaks included; a query of nothing else finds nothing. Hits may be longer
    than the query, so spans are returned.
    """
    if not query.strip():
        return []
    pattern = r"\s+".join(map(re.escape, _WORDS.split(query)))
    if query[0].isspace():
        # From the start of a run only: a long run without the word would be gone through again and again.
        pattern = r"(?<!\s)" + pattern.replace(r"\s+", r"\s++", 1)
    flags = re.IGNORECASE if query == query.lower() else 0
    return [Span(*found.span()) for found in islice(re.finditer(pattern, text, flags), limit)]
