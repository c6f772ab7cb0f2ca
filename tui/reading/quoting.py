"""A quote as it goes to the clipboard: the words, where they stand, and what is known of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.flow import in_one_line
from reports.visible import visible
from tui.panes.annotation_words import names

if TYPE_CHECKING:
    from collections.abc import Sequence

    from annotations.records import Annotation, ReportRecord
    from annotations.tagset import TagSet
    from reports.document import Span
    from tui.reading.reading import Reading

_OMISSION = " […] "
"""For what a quotation leaves out."""


def source_line(reading: Reading, record: ReportRecord | None, span: Span) -> str:
    """Title, publisher, date, address and sentence number, those that are known."""
    number = reading.sentences.at(span.start) + 1
    known = (
        (record.title, record.publisher, record.published, record.url)
        if record is not None
        else (reading.report.title,)
    )
    return ", ".join([*(visible(part) for part in known if part), f"sentence {number}"])


def quote_with_source(reading: Reading, record: ReportRecord | None, words: Sequence[Span]) -> str:
    """“The words” — source line. Hidden characters are written out: a clipboard is pasted anywhere.

    What lies between two fragments is left out, and said to be, with `[…]`.
    """
    quote = _OMISSION.join(_in_one_line(reading.report.text[start:end]) for start, end in words)
    return f"“{quote}” — {source_line(reading, record, words[0])}"


def annotation_as_markdown(
    reading: Reading, record: ReportRecord | None, annotation: Annotation, tag_set: TagSet
) -> str:
    """A quotation block, its tags, who says it, the grade and the note."""
    quote = _OMISSION.join(_in_one_line(span.exact) for span in annotation.spans)
    tags = ", ".join(tag_set.label(tag) for tag in annotation.tags)
    facts = [f"**{visible(tags) or 'untagged'}**"]
    if annotation.attribution:
        facts.append(f"says: {visible(names(annotation.attribution))}")
    if annotation.disputed_by:
        facts.append(f"disputed by: {visible(names(annotation.disputed_by))}")
    if annotation.grade:
        facts.append(f"grade: {annotation.grade} ({annotation.grade.words})")
    from reports.document import Span

    whole = Span(annotation.start, annotation.end)
    lines = [f"> {quote}", "", " · ".join(facts), "", f"— {source_line(reading, record, whole)}"]
    if annotation.note:
        lines[3:3] = [visible(annotation.note, breaks=" "), ""]
    return "\n".join(lines) + "\n"


def _in_one_line(words: str) -> str:
    return visible(in_one_line(words), breaks=" ")
