"""Texts that the tests of this folder share."""

from __future__ import annotations

from hypothesis import strategies as st

from reports.document import Report
from reports.loading import load_bytes

from .marking import SHAPES, shape, text_of

# Text as people and attackers write it: letters, stops, breaks, marks, joiners, controls, wide letters.
ODD = (
    "aB é1.,;:!?…\"'“”«»()[]>-*#|\n\t\f\r\x00\x1b\x7f\x85\xa0\xad\u0301\u034f\u061c\u200b\u200c\u200d\u200e"
    "\u202e\u2066\u2028\u2060\ufe0f\ufeff\ufffe\U000e0041\U0001f468\U0001f469\U0001f1fa\U0001f1e6\U0001f3fb"
    "文字。かカनमस\u094dن\u200cخ\u0ba8\u0bbf"
)
odd_text = st.text(st.one_of(st.sampled_from(ODD), st.characters(codec="utf-8")), min_size=1, max_size=300)
broken_text = st.text(
    st.one_of(st.sampled_from(ODD), st.characters(), st.sampled_from("\ud800\udfff")), max_size=200
)


# The lines of all shapes in any order: what a rule made for the one meets beside the other.
LINES = sorted({line for path in SHAPES.iterdir() for line in text_of(shape(path)).split("\n")})
odd_lines = st.lists(st.sampled_from(LINES), min_size=1, max_size=40).map("\n".join)


def report_of(text: str, name: str = "report.txt") -> Report:
    return load_bytes(text.encode(), name, name)


def visible_part(text: str) -> str:
    """`text` without what leaves a cell empty; spelled out, so as not to lean on the code."""
    blanks = "\n \t\f\xa0\u1680\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
    return text.translate(dict.fromkeys(map(ord, blanks)))
