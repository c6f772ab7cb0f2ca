from __future__ import annotations

import re
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.markdown import inline, markdown
from reports.markdown.inline import MAX_INLINE
from tests.growth import assert_linear

from .texts import odd_text, visible_part


def shown(source: str) -> list[tuple[str, int, str, str]]:
    made = markdown(source)
    return [(b.kind, b.level, b.marker, made.text[b.start : b.end]) for b in made.blocks]


def marks(source: str) -> list[tuple[str, str, str]]:
    made = markdown(source)
    return [(m.kind, made.text[m.start : m.end], m.target) for m in made.marks]


blocks_markup = (
    "#",
    "# ",
    "- ",
    "1. ",
    "> ",
    "```",
    "|",
    "|-|",
    "---",
    "===",
    "[a]: b",
    "    ",
    "\t",
    "\n",
    "\n\n",
)
inline_markup = (
    "*",
    "**",
    "_",
    "`",
    "~~",
    "[",
    "](",
    ")",
    "![",
    "<b>",
    "<!--",
    "&amp;",
    "\\",
    "http://a.b",
    "\0",
)
pieces = st.sampled_from(
    (*blocks_markup, *inline_markup, "http://a.b", "word", " ", "    ", "\t", "\n", "\n\n", "\0")
)


@settings(deadline=None)
@given(st.one_of(odd_text, st.lists(pieces, min_size=1, max_size=60).map("".join)))
def test_any_source_gives_blocks_that_partition_its_text(source: str) -> None:
    if not visible_part(source):
        return
    made = markdown(source)
    last = 0
    for block in made.blocks:
        assert visible_part(made.text[last : block.start]) == ""
        assert visible_part(made.text[block.start : block.end]) != ""
        assert made.text[block.start] != "\n" != made.text[block.end - 1]
        last = block.end
    assert visible_part(made.text[last:]) == ""
    assert all(0 <= m.start < m.end <= len(made.text) for m in made.marks)
    assert markdown(source) == made


@given(
    st.lists(
        st.sampled_from(("- ", "> ", "# ", "*", "`", "\n", "\n\n", " w0 ", " w1 ", "<i>", "| ")),
        max_size=40,
    )
)
def test_no_word_is_lost(parts: list[str]) -> None:
    source = "w3 " + "".join(parts)
    assert re.findall(r"w\d", markdown(source).text) == re.findall(r"w\d", source)


def test_headings_have_their_level() -> None:
    assert shown("# A\n\nB\n-\n\n### C ###") == [
        ("heading", 1, "", "A"),
        ("heading", 2, "", "B"),
        ("heading", 3, "", "C"),
    ]


def test_nested_lists_have_marker_and_level() -> None:
    assert shown("3. x\n   - y\n\n     z\n4) w\n") == [
        ("item", 1, "3.", "x"),
        ("item", 2, "◦", "y"),
        ("item", 2, "", "z"),
        ("item", 1, "4)", "w"),
    ]


def test_quotations_have_their_depth() -> None:
    assert shown("> a\n>\n> > b\n> - c") == [
        ("quotation", 1, "│", "a"),
        ("quotation", 2, "│", "b"),
        ("item", 1, "•", "c"),
    ]


def test_code_keeps_its_lines_and_its_indent() -> None:
    assert shown("```py\n\n  a\n\n b\n\n```\n\n    c\n") == [
        ("code", 0, "", "py\n  a\n\n b"),
        ("code", 0, "", "c"),
    ]


def test_a_row_of_a_table_is_a_block() -> None:
    assert shown("|a|b|\n|-|-|\n|1 **2**|3|") == [("row", 1, "", "a | b"), ("row", 0, "", "1 2 | 3")]
    assert ("strong", "2", "") in marks("|a|b|\n|-|-|\n|1 **2**|3|")


def test_marks_stand_on_their_words() -> None:
    assert marks("a *b **c*** `d` [e *f*](http://g 'h') <http://i>") == [
        ("emphasis", "b c", ""),
        ("strong", "c", ""),
        ("code", "d", ""),
        ("link", "e f", "http://g"),
        ("emphasis", "f", ""),
        ("link", "http://i", "http://i"),
    ]


def test_breaks_are_blanks_and_hard_breaks_stay() -> None:
    assert shown("a\nb  \nc\\\nd") == [("paragraph", 0, "", "a b\nc\nd")]


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("![alt *x*](y.png)", "alt x"),
        ("![](y.png)", "y.png"),
        ("a <b>c</b> d", "a <b>c</b> d"),
        ("<div>\n<p>x\n</div>", "<div>\n<p>x\n</div>"),
        ("it is ~~false~~ so", "it is ~~false~~ so"),
        ("[x](javascript:alert)", "[x](javascript:alert)"),
        ("a\0b *c*", "a\0b c"),
        ("<http://xn--e1afmkfd.example/%D0%BF>", "http://xn--e1afmkfd.example/%D0%BF"),
        ("&lt; \\* &copy;", "< * ©"),
        ("***", "---"),
        ("---\ntitle: x\n---\n", "---\n\ntitle: x"),
    ],
)
def test_nothing_is_dropped(source: str, text: str) -> None:
    assert markdown(source).text == text


DEEP = {"quotations": "> " * 5000 + "deep", "lists": "".join("  " * n + "- a\n" for n in range(300)) + "deep"}


@pytest.mark.parametrize("nested", DEEP)
def test_a_block_that_is_nested_too_deeply_is_shown_as_written_and_said_so(nested: str) -> None:
    made = markdown(f"*before*\n\n{DEEP[nested]}\n\n*after*\n\n{DEEP[nested]}")
    assert made.text == f"before\n\n{DEEP[nested]}\n\nafter\n\n{DEEP[nested]}"
    assert made.notices == ("Some of the Markdown is nested too deeply: shown as it is written.",)


def test_a_source_of_nothing_but_markup_is_shown_as_written() -> None:
    assert markdown("[a]: b").text == "[a]: b"
    assert markdown("#").blocks != ()


HOSTILE = ["[", "![", "*a ", "*a_ ", "`a", "<", "&a", "[a](", "~~a ", "**", "<!-- "]


def of_size(piece: str, size: int) -> str:
    return piece * (size // len(piece))


@pytest.mark.parametrize("piece", HOSTILE)
def test_hostile_markup_that_is_parsed_costs_in_proportion_to_its_length(piece: str) -> None:
    assert_linear(partial(of_size, piece), markdown, 1_000)


@pytest.mark.parametrize("piece", HOSTILE)
def test_hostile_markup_beyond_the_bound_costs_in_proportion_to_its_length(piece: str) -> None:
    assert_linear(partial(of_size, piece), markdown, MAX_INLINE * 5 // 4)


def test_markup_beyond_the_bounds_is_shown_as_written_and_said_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inline, "MAX_BRACKETS", 10)
    monkeypatch.setattr(inline, "MAX_INLINE", 20)
    made = markdown("*a* [b](c)\n\n*d* " + "e" * 30 + "\n\n" + "[" * 10 + "\n\n*f* g")
    assert made.text == "a b\n\n*d* " + "e" * 30 + "\n\n" + "[" * 10 + "\n\n*f* g"
    assert made.notices == ("Some of the Markdown is too long to be parsed: shown as it is written.",)


@pytest.mark.parametrize("hidden", ["\x0b", "\x1c", "\x1f", "\x85", "\u2028", "\u2029"])
@pytest.mark.parametrize("source", ["# {} head {}", "{} word {}", "> {} said {}", "- {} item {}", "[a]({}t)"])
def test_what_the_reader_shows_is_not_dropped_at_the_edges(source: str, hidden: str) -> None:
    written = source.replace("{}", hidden)
    extracted = markdown(written)
    kept = extracted.text.count(hidden) + sum(mark.target.count(hidden) for mark in extracted.marks)
    assert kept == written.count(hidden)
