"""What a block of plain text is, written as one regular expression, so that a text is cut in C.

A block ends above a blank line; above a line that begins something new, as an item or what the next person
says; and after a line that its writer ended before it was full. Some openings are certain: a bullet, a drawn
line. Others come about by chance when a sentence is wrapped ("on the / 12. or 13. of March"); they count only
where the line above is not full or ends with a stop.
"""

from __future__ import annotations

import re
from functools import lru_cache

from reports.decoding import BLANKS
from reports.wrapping import CLOSERS, LOWER, STOPS, Wrapping

_SLACK = 24
"""Columns a wrapped line may end before the wrap column: the longest words of running text."""

_DEEP = 16
"""Columns that a line is set in below a drawn one, if it stands in one of the columns of that."""

_BLANK = f"[{BLANKS}]"
_SEEN = f"[^\n{BLANKS}]"
_UPPER = "A-ZÀ-ÖØ-ÞĀĄĆČĎĒĘĚĞĢĪİĶĻĽŁŃŅŇŐŒŘŚŞŠŤŪŮŰŹŻŽΑ-ΩЀ-ЯҐ"
_LINE = rf"(?:[-=*_~#–—]{_BLANK}*+){{3,}}+$"
# The two dashes stand above the signature of a letter.
_RULE = rf"(?:--[ \t]*$|{_LINE})"

# `- 3 -` and `- ENDS -` are no items, nor is a dash before what somebody says: `– Yes, – she said.`
_BULLET = r"[-*+•◦▪‣·](?!.{0,40} -$)"
_NUMBER = (
    r"(?:\(?(?:\d{1,3}|[a-zA-Z]|[ivxlc]{1,5})\)|\d{1,3}\.|\[\d{1,3}\]"
    # These look like the start of a sentence or of a name, but for what follows.
    rf"|\d{{1,3}}(?:\.\d{{1,3}})+\.?(?={_BLANK}+[{_UPPER}(\"'“„«])"
    rf"|[a-z]\.(?={_BLANK}+[{_UPPER}(])|[A-Z]\.(?={_BLANK}+(?:[{_UPPER}]{{2}}|\())|o(?= {{2,}})"
    r"|–(?!.{0,160}[,!?….] [–—] ))"
)
_ITEM = rf"(?:{_BULLET}|{_NUMBER}){_BLANK}+{_SEEN}"
FIELD = r"[A-Z][A-Za-z]{0,20}(?:-[A-Za-z]{1,20}){0,3}:[ \t]"
# Who speaks, or when: `MR. KLEIN:`, `Anna Bell (Ind):`, `Q.  `, `06:52 `, `[08.03.2024 06:52]`.
_LABEL = (
    rf"(?:(?:[{_UPPER}][\w.'’-]*+ ){{0,4}}[{_UPPER}][\w.'’-]*+(?: \([^()\n]{{1,40}}\)){{0,2}}:{_BLANK}"
    r"|[QA](?:[.:]? {2,}|: )|\[?(?:[\d./-]{6,10},? )?\d\d?:\d\d(?::\d\d)?[\] ])"
)

# A line that was drawn: its columns stand apart, or it is made of strokes. One goes from word to word, over
# single spaces and those after a stop: looking for a gap at every character takes several times as long.
_WORD = r"[^ \t\n]++"
_WORDS = rf"(?:{_WORD} (?! ))*+{_WORD}"
_WORDS_AND_STOPS = rf"(?:{_WORD}(?: (?! )|(?<=[{STOPS},>]) {{2,3}}(?! )))*+{_WORD}"
_FAR_APART = rf"(?:{_WORD} {{1,3}}(?! ))*+{_WORD}(?: {{4,}}|\t+){_SEEN}"
_APART = rf"{_WORDS_AND_STOPS}(?: {{3,}}|\t+|  {_WORDS_AND_STOPS}  +){_SEEN}"
_STROKE = r"-+=_~|/\\│┃─━┄┌┐└┘├┤┬┴┼═║╔╗╚╝╠╣╦╩╬"
_STROKES = (
    rf"(?:[|│┃║]|\+[-=+]|[-~=_]{{3,}}|[^\n│┃|]{{0,80}}[│┃|][^\n│┃|]{{0,80}}[│┃|]"
    rf"|[^\w\n]{{0,80}}[{_STROKE}][^\w\n]{{0,80}}$)"
)
_LEADER = r"[^.\n]*+(?:\.(?!(?: ?\.){3})[^.\n]*+)*+\.(?: ?\.){3,} *(?:\d[\d ]{0,12}|[ivx]{1,5})$"
_PAGE_HEAD = rf"{_WORDS} {{4,}}{_WORDS} {{4,}}{_SEEN}.*"
_BRACED = r"(?:.{1,100}\n(?P=indent))?.{0,100}\{\n(?:.*\n){1,40}?(?P=indent)\}.*"

_SIGNS_OF_DRAWING = ("\t", "|", "│", "┃", "─", "....", ". . .")
_GAP = re.compile(rf"  (?<![\n{BLANKS}]  )(?:(?<![{STOPS},>]  )|  ) *+[^\n ]")


def grammar_of(text: str, start: int, end: int, wrapping: Wrapping) -> re.Pattern[str]:
    """The grammar for `text[start:end]`, without what cannot be in it and costs a look at every line."""
    drawn = any(text.find(sign, start, end) >= 0 for sign in _SIGNS_OF_DRAWING)
    braced = text.find("{", start, end) >= 0 and text.find("{\n", start, end) >= 0
    return grammar(wrapping, drawn or _GAP.search(text, start, end) is not None, braced)


@lru_cache(maxsize=16)
def grammar(wrapping: Wrapping, drawn: bool, braced: bool) -> re.Pattern[str]:
    """What a block is: alternatives in the order they are tried, each named for its kind.

    `drawn`, `braced`: whether the text has anything that may be drawn, and lines that end with a brace.
    """
    columns = _FAR_APART if wrapping.justified else _APART
    line_drawn = rf"(?!{_ITEM})(?:{columns}|{_STROKES})|{_LEADER}"
    code = _code(columns, line_drawn, braced) if drawn or braced else ""
    paragraph = item = quotation = ""
    if wrapping.column is not None:
        drawn_below = f"|{line_drawn}" if drawn else ""
        goes_on = _goes_on(wrapping, rf"{_BLANK}*(?:$|>|{_BULLET}{_BLANK}|{_RULE}{drawn_below})")
        paragraph = _paragraph(wrapping.column, goes_on)
        item = rf"(?:{goes_on}(?!(?P=indent)(?:{_ITEM})))*"
        quotation = rf"(?:{goes_on.replace('|>|', '|')}(?={_BLANK}*(?P=depth)(?!{_BLANK}*(?:>|$|{_ITEM}))))*"
    return re.compile(
        rf"^(?:(?<![^\n]\n)(?P<first>))?(?P<indent>{_BLANK}*)(?:"
        rf"(?P<quotation>(?P<depth>>(?:[ \t]?>)*+){quotation}.*(?:\n{_BLANK}*>[{BLANKS}>]*$)*)"
        rf"{code}"
        rf"|(?P<rule>{_RULE})"
        rf"|(?P<item>(?={_ITEM}){item}.+)"
        rf"|(?P<field>{FIELD}.*(?:\n[ \t]+{_SEEN}.*)*(?=\n{FIELD}))"
        rf"|(?P<paragraph>(?:(?={_LABEL})(?P<label>)|(?={_SEEN})){paragraph}.+)"
        r")",
        re.MULTILINE,
    )


def _code(columns: str, line_drawn: str, braced: bool) -> str:
    """Two drawn lines at least, with the rules of their table and with what is set in so deep that it stands
    in one of their columns; or the head or foot of a page; or what stands between braces."""
    starts = rf"(?(first)(?:{_LINE}\n{_BLANK}*(?={columns})|(?!{_RULE}))|(?!{_RULE}))(?:{line_drawn}).*"
    goes_on = rf"(?:\n(?:{_BLANK}*(?:{line_drawn})|(?P=indent) {{{_DEEP},}}{_SEEN}).*)+"
    return rf"|(?P<code>(?:{starts}{goes_on}|(?!{_RULE}){_PAGE_HEAD}{'|' + _BRACED if braced else ''}))"


def _paragraph(column: int, goes_on: str) -> str:
    """The lines of a paragraph but the last: the second tells how all are set in: as deep as the first, less,
    or deeper, so that they hang, below who speaks or below a full line that ends no sentence."""
    flush = rf"(?=(?P=indent){_SEEN})"
    may_hang = rf"(?(label)|(?<=.{{{_full(column)}}}[^{STOPS}{CLOSERS}]\n))"
    second = rf"(?:{flush}|(?!(?P=indent))(?P<less>)|{may_hang}(?=(?P=indent)(?P<hang>[ \t]+){_SEEN}))"
    others = rf"(?(hang)(?=(?P=indent)(?P=hang){_SEEN})|(?(less)(?!(?P=indent))|{flush}))"
    return f"(?:{goes_on}{second}(?:{goes_on}{others})*)?"


def _goes_on(wrapping: Wrapping, begins_anew: str) -> str:
    """A line, its break included, whose sentence goes on in the next: it is full, or the next begins
    small."""
    column = wrapping.column or 0
    longest = _longest(column)
    full = rf".{{{_full(column)},{longest}}}"
    if wrapping.dense:
        # A line that ends with a stop is full only if the next word would not have fitted.
        fits = "|".join(rf".{{{column - room}}}(?=\n[ >]*\S{{{room}}})" for room in range(1, 20))
        full = rf"(?:{_unstopped(column)}|.{{{column},{longest}}}|{fits})"
    small = rf".{{1,{longest}}}(?<![{STOPS}])(?=\n[{BLANKS}>]*[{LOWER}])"
    unstopped = rf"(?<![{STOPS}{CLOSERS}—–-]\n)"
    return rf"(?:{full}\n{unstopped}|(?:{full}|{small})\n(?!{_BLANK}*(?:{_LABEL}|{_ITEM})))(?!{begins_anew})"


def _unstopped(column: int) -> str:
    """A full line that ends no sentence."""
    return rf".{{{_full(column)},{_longest(column)}}}(?<![{STOPS}{CLOSERS}])"


def _full(column: int) -> int:
    return max(column - _SLACK, column // 2)


def _longest(column: int) -> int:
    return max(column * 3 // 2, column + _SLACK)
