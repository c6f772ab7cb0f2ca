"""A quote as it goes to the clipboard."""

from __future__ import annotations

from typing import Any

import msgspec

from annotations.records import Attribution
from reports.document import Block, Span
from tui.panes.selection import selection_size
from tui.reading.quoting import annotation_as_markdown, quote_with_source, source_line

SENTENCE = "In addition, around 100 Russian soldiers were captured."


def test_a_quote_carries_its_words_and_where_they_stand(desk: Any) -> None:
    quoted = quote_with_source(desk.reading, desk.editor.record, (desk.span(SENTENCE),))
    assert quoted == f"“{SENTENCE}” — soldiers-remains-handover.txt, sentence 12"


def test_what_is_known_of_the_source_is_in_the_line(desk: Any) -> None:
    desk.editor.set_report_fields(
        title="Remains handed over", publisher="DW", published="2026-11-20", url="https://dw.com/x"
    )
    line = source_line(desk.reading, desk.editor.record, desk.span(SENTENCE))
    assert line == "Remains handed over, DW, 2026-11-20, https://dw.com/x, sentence 12"


def test_before_the_store_has_been_read_the_title_is_enough(desk: Any) -> None:
    assert source_line(desk.reading, None, Span(0, 4)) == "soldiers-remains-handover.txt, sentence 1"


def test_a_copied_quote_has_no_control_character(desk_on: Any, report_of: Any) -> None:
    text = "He\x1b[2J said\u202e no.\nAnd\tthen."
    desk = desk_on(report_of(text, [Block(0, len(text))]))
    record = msgspec.structs.replace(desk.editor.record, publisher="\x9bpress")
    quoted = quote_with_source(desk.reading, record, (Span(0, len(text)),))
    assert quoted.startswith("“He␛[2J said‹RLO› no. And then.”")
    assert not any(ord(each) < 0x20 or 0x7F <= ord(each) < 0xA0 for each in quoted)


def test_the_lines_of_a_quoted_mail_are_copied_as_they_flow(desk_on: Any, report_of: Any) -> None:
    text = "> the town\n> was taken"
    desk = desk_on(report_of(text, [Block(0, len(text), "quotation", 1)]))
    assert quote_with_source(desk.reading, None, (Span(2, len(text)),)).startswith("“the town was taken”")
    desk.editor.toggle_tag(Span(2, len(text)), "unverified", 2)
    (annotation,) = desk.editor.index
    copied = annotation_as_markdown(desk.reading, None, annotation, desk.tag_set)
    assert copied.startswith("> the town was taken\n")
    desk.reading.select(2, len(text) - 1)
    assert selection_size(desk.reading) == "4 words, 20 ch"


def test_an_annotation_as_markdown_has_quote_tags_sources_and_note(desk: Any) -> None:
    identity = desk.mark(SENTENCE, "official-claim")
    desk.editor.set_attribution(identity, [Attribution("Zelensky")])
    desk.editor.set_disputed_by(identity, [Attribution("observers")])
    desk.editor.set_note(identity, "no number\nbefore")
    copied = annotation_as_markdown(
        desk.reading, desk.editor.record, desk.editor.index.get(identity), desk.tag_set
    )
    assert copied.startswith(f"> {SENTENCE}\n")
    assert "**official claim** · says: Zelensky · disputed by: observers" in copied
    assert "\nno number before\n" in copied
    assert copied.rstrip().endswith("sentence 12")


def test_an_annotation_without_a_tag_says_so(desk: Any) -> None:
    desk.editor.annotate(desk.span(SENTENCE), caret=0, note="hm")
    (annotation,) = desk.editor.index
    assert "**untagged**" in annotation_as_markdown(desk.reading, None, annotation, desk.tag_set)
