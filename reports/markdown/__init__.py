"""Markdown to canonical text: the words without their markup, with blocks and marks.

CommonMark with tables and strikethrough, parsed by markdown-it-py. What has no place in `Block` or
`Mark` stays in the text rather than vanish: raw HTML as it is written, an image's alternative text, and
the tildes of struck-out words, because without them a withdrawn statement would read as made.

`stream` cuts the source into chunks, `references` knows what a link's label stands for before its
definition is reached, `compose` and `inline` write the text.
"""

from reports.markdown.stream import Extracted, Piece, markdown, pieces

__all__ = ["Extracted", "Piece", "markdown", "pieces"]
