"""The CommonMark specification: every one of its examples is read, keeps its text and is cut anywhere.

The examples are put into `build/` by `requirements/examples`; without them those tests are skipped. The ones
written here, at least one for each section that tells markup from text, are always run.
"""

from __future__ import annotations

import html
import json
import re
from pathlib import Path

import pytest

from reports.markdown import markdown, pieces
from reports.markdown.chunks import Sizes

from .test_markdown_stream import joined

EXAMPLES = Path(__file__).parents[2] / "build/commonmark.json"

_IMAGE = re.compile(r'<img[^>]*?alt="([^"]*)"[^>]*>')
_TAG = re.compile(r"<!--.*?-->|<\?.*?\?>|<!\[CDATA\[.*?\]\]>|<![A-Z].*?>|</?[A-Za-z][^>]*>", re.DOTALL)

OWN = [
    ("Tabs", "\tindented\n\n-\titem\n\n\tmore", ["indented", "item", "more"]),
    ("Backslash escapes", r"\*plain\* and \[plain\](x) \\ \& \`", ["*plain* and [plain](x) \\ & `"]),
    ("Entities", "&copy; &#1047;&#x0416; &quot;&nosuch;", ["© ЗЖ \"&nosuch;"]),
    ("Precedence", "- `one\n- two`", ["`one", "two`"]),
    ("Thematic breaks", "***\n\n- - -\n\n_____", ["---", "---", "---"]),
    ("ATX headings", "# one #\n###### six\n\n####### no\n\n#no", ["one", "six", "####### no", "#no"]),
    ("Setext headings", "one\ntwo\n===\n\nthree\n---", ["one two", "three"]),
    ("Indented code", "    a *b*\n\n      c", ["a *b*\n\n  c"]),
    ("Fenced code", "~~~ info\na\n```\n~~~\n\n```\nopen", ["info\na\n```", "open"]),
    ("HTML blocks", "<div>\n*a*\n\n*b*\n\n</div>", ["<div>\n*a*", "b", "</div>"]),
    ("Definitions", "[a]\n\n[A]: <b c> 'd\ne'\n[f]: g h", ["a", "[f]: g h"]),
    ("Paragraphs", "  a\n      b\n\n\n c ", ["a b", "c"]),
    ("Quotations", "> a\nb\n>\n> > c\n\nd", ["a b", "c", "d"]),
    ("List items", "10) a\n\n    b\n- c\n+\n* ", ["a", "b", "c"]),
    ("Lists", "- a\n- b\n\n  c\n+ d\n1. e\n3. f", ["a", "b", "c", "d", "e", "f"]),
    ("Code spans", "`` a`b `` ` c ` `d\ne` `f", ["a`b c d e `f"]),
    ("Emphasis", "*a* _b_ **c** __d__ ***e*** f_g_h *i", ["a b c d e f_g_h *i"]),
    ("Links", "[a](b 'c') [d](<e f>) [g] (h) [i](j", ["a d [g] (h) [i](j"]),
    ("Images", "![a *b*](c) ![d][] ![](e)", ["a b ![d][] e"]),
    ("Autolinks", "<http://a.b/c%20d> <e@f.g> <h>", ["http://a.b/c%20d e@f.g <h>"]),
    ("Raw HTML", "a <b c='d'> <!-- e --> f <3", ["a <b c='d'> <!-- e --> f <3"]),
    ("Hard breaks", "a  \nb\\\nc  ", ["a\nb\nc"]),
    ("Soft breaks", "a\n b \nc", ["a b c"]),
    ("Text", "a    b $.;' 漢字", ["a    b $.;' 漢字"]),
]  # fmt: skip


@pytest.mark.parametrize(("source", "blocks"), [each[1:] for each in OWN], ids=[each[0] for each in OWN])
def test_each_kind_of_markup_is_read_as_the_specification_says(source: str, blocks: list[str]) -> None:
    made = markdown(source)
    assert [made.text[block.start : block.end] for block in made.blocks] == blocks


def examples() -> list[dict[str, str]]:
    if not EXAMPLES.exists():
        pytest.skip("run requirements/examples to test the examples of the CommonMark specification")
    found: list[dict[str, str]] = json.loads(EXAMPLES.read_text(encoding="utf-8"))
    assert len(found) > 600
    return found


def letters_shown(rendered: str) -> list[str]:
    """The letters and digits that a browser shows of HTML, an image as its alternative text."""
    return re.findall(r"\w", html.unescape(_TAG.sub("", _IMAGE.sub(r"\1", rendered))))


def test_every_example_of_the_specification_keeps_its_text() -> None:
    for example in examples():
        made = markdown(example["markdown"])
        kept = iter(made.text)
        assert all(letter in kept for letter in letters_shown(example["html"])), example
        last = 0
        for block in made.blocks:
            assert made.text[last : block.start].strip() == "" != made.text[block.start : block.end].strip()
            last = block.end
        assert made.text[last:].strip() == ""


@pytest.mark.parametrize(("size", "long"), [(1, 10**9), (13, 10**9), (200, 10**9), (13, 40)])
def test_the_examples_of_the_specification_in_one_report_may_be_cut_anywhere(size: int, long: int) -> None:
    source = "\n\n".join(example["markdown"] for example in examples())
    whole = joined(list(pieces(source, Sizes(first=len(source)))))
    assert joined(list(pieces(source, Sizes(size, size, long)))) == whole
