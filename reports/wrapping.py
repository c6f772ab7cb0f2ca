"""How the lines of a plain text were made: at which column they were wrapped, if at all.

All that is known comes from a sample, so that the first block costs the same however long a text is. What a
line says weighs as much as it has code points: a letter may have more short lines, in its addresses, than
long ones.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

from reports.decoding import BLANKS

WIDEST_WRAP = 132
"""Columns nobody wraps beyond; a longer line is a paragraph of its own."""

# Small letters, near enough: `re` has no class for them. Where capitals alternate with them, the common ones.
LOWER = "a-zß-öø-ÿāăąćċčďđēėęěğģīıķļľłńņňőœřśşšţťūůűųźżžάέήί-ώа-џґ"
STOPS = ".!?:;…。！？｡؟۔।"
CLOSERS = "\"'”’»)\\]」』"

_SAMPLE = 1 << 15
"""Code points looked at in each of three places."""

_NARROWEST_WRAP = 20
_RAGGED = 4
"""Columns that a line may end short of the column though the next word would have fitted: wrapped by hand."""

_EMPTY_QUOTATION = "> \t\f\xa0"
_ENDS_WITH_STOP = re.compile(rf"[{STOPS}][{CLOSERS}]*\Z")
_BEGINS_SMALL = re.compile(rf"[{BLANKS}>]*[{LOWER}]")
_INDENT = re.compile(rf"[{BLANKS}>]*")
# Where words have no spaces between them, a line can be broken before each sign.
_FIRST_WORD = re.compile(rf"[{BLANKS}>]*([^\s\u3000-\u9fff\uf900-\ufaff]+|.)")
# Lines of fields, lists, tables and drawings end where their writer ended them.
_SAYS_NOTHING = re.compile(
    rf"[{BLANKS}>]*(?:[A-Z][\w-]{{0,20}}:\s|[-*+•–|=_~#\[]|\(?\w{{1,3}}[.)]\s"
    r"|.{0,80}[^\s.:;,] {4,}|.{0,80}\S\t)"
)
_FILLED_WITH_SPACES = re.compile(rf"[^\s{STOPS},{CLOSERS}] {{2,3}}[^\s]")
_LETTER = re.compile(r"[^\W\d_]")
_SMALL_LETTER = re.compile(f"[{LOWER}]")


class Wrapping(NamedTuple):
    """How lines end in a text."""

    column: int | None = None
    """Where they were wrapped; `None` when a line is a paragraph."""
    dense: bool = False
    """Whether nothing stands between paragraphs: no blank line, no line that is set in."""
    justified: bool = False
    """Whether lines were filled with spaces up to the column."""


def wrapping(text: str) -> Wrapping:
    """How the lines of `text` were wrapped, from a sample of it.

    After a wrapped line the next goes on in the middle of a sentence, so that often it begins with a small
    letter; and its first word would not have fitted into the line before.
    """
    lines = _sample(text)
    pairs = [
        (line, below)
        for line, below in pairwise(lines)
        if line.strip(_EMPTY_QUOTATION)
        and below.strip(_EMPTY_QUOTATION)
        and not _SAYS_NOTHING.match(below)
        and "    " not in line.strip()
    ]
    short = [(line, below) for line, below in pairs if len(line) <= WIDEST_WRAP]
    weight = sum(len(line) for line, _ in short)
    if not short or weight * 2 < sum(len(line) for line, _ in pairs):
        return Wrapping()
    column = _column(short)
    small = sum(len(line) for line, below in short if _BEGINS_SMALL.match(below))
    if small * 10 < weight * 3:
        full = [
            line for line, below in short if _fills(line, below, column) and not _ENDS_WITH_STOP.search(line)
        ]
        fullness = sum(map(len, full)) * 10
        if _has_small_letters(text):
            wrapped = column >= 2 * _NARROWEST_WRAP and small * 10 >= weight and fullness >= weight * 4
        else:
            wrapped = fullness >= weight * 5
        if len(full) < 2 or not wrapped:
            return Wrapping()
    filled = sum(1 for line, _ in short if _FILLED_WITH_SPACES.search(line))
    return Wrapping(column, _is_dense(lines, column), filled * 2 > len(short))


def _sample(text: str) -> list[str]:
    """Lines from the start, the middle and the end of `text`; all of a short one."""
    if len(text) <= 3 * _SAMPLE:
        return text.split("\n")
    middle = len(text) // 2
    lines = text[:_SAMPLE].split("\n")[:-1]
    lines += ["", *text[middle : middle + _SAMPLE].split("\n")[1:-1]]
    lines += ["", *text[-_SAMPLE:].split("\n")[1:]]
    return lines


def _column(pairs: list[tuple[str, str]]) -> int:
    """The length that only lines with a twentieth of all code points exceed: odd ones out."""
    lengths = sorted((len(line) for line, _ in pairs), reverse=True)
    beyond = sum(lengths) // 20
    for length in lengths:
        beyond -= length
        if beyond < 0:
            return max(length, _NARROWEST_WRAP)
    return _NARROWEST_WRAP


def _fills(line: str, below: str, column: int) -> bool:
    """Whether the first word of the line below would not have fitted into `line`."""
    word = _FIRST_WORD.match(below)
    return len(line) + 1 + (len(word[1]) if word else 0) > column - _RAGGED


def _has_small_letters(text: str) -> bool:
    """Whether the script has them and the text uses them."""
    start = text[: _SAMPLE // 2]
    return len(_SMALL_LETTER.findall(start)) * 4 > len(_LETTER.findall(start))


def _is_dense(lines: list[str], column: int) -> bool:
    """Whether more paragraphs end above a line like all others than above a blank or a set in one."""
    above_text = above_gap = 0
    for line, below in pairwise(lines):
        if not _ENDS_WITH_STOP.search(line):
            continue
        if not below.strip(_EMPTY_QUOTATION) or _indent(below) != _indent(line):
            above_gap += 1
        elif not _fills(line, below, column) and not _SAYS_NOTHING.match(below):
            above_text += 1
    return above_text > above_gap


def _indent(line: str) -> int:
    found = _INDENT.match(line)
    return found.end() if found else 0
