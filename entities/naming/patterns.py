"""The regular expressions of the rules, built once from the closed lists."""

from __future__ import annotations

import re
from collections.abc import Iterable

from entities.tables import countries, names, words

_NAME = r"[A-Z][\w'’.-]*\w"
_DIGITS = r"\d+(?:[.,]\d+)*"


def one_of(phrases: Iterable[str]) -> str:
    """A group that matches any of the phrases, the longest first, with any blanks and either apostrophe."""
    longest_first = sorted(phrases, key=len, reverse=True)
    any_blanks = (r"\s+".join(re.escape(word) for word in phrase.split()) for phrase in longest_first)
    return f"(?:{'|'.join(any_blanks)})".replace("'", "['’]")


_ABOUT = one_of(words().about)
_NUMBER = (
    rf"(?:{_DIGITS}|{one_of(words().numbers)})(?:[\s-]{one_of(words().scales)})?"
    r"(?:\s+and\s+a\s+half|-and-a-half)?"
)
_AMOUNT = rf"(?<![\w.,$€£])(?<!\w-)(?:(?<!\S)[-−])?(?:{_ABOUT}\s+)?{_NUMBER}(?:\s*(?:-|–|to|or)\s*{_NUMBER})?"


def _amount(units: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"{_AMOUNT}(?:\s+|-){one_of(units)}s?(?![\w-])", re.IGNORECASE)


MEASURE = _amount(words().units)
"""A number and its unit: `about 160 square kilometres`, `250-kilogram`."""
DAYS = _amount(words().days)
"""A number of days or more: `more than three and a half years`; not an age (`34-year-old`)."""
HOURS = _amount(words().hours)
"""A number of hours or less."""

ABOUT_BEFORE = re.compile(rf"(?<!\w){_ABOUT}\s+$", re.IGNORECASE)
"""At the end of what stands before a number: `at least `."""

RANGE_AFTER = re.compile(rf"[-–]{_DIGITS}(?![\w-])")
"""Behind a number, the end of a range: `-15`."""
SAYS_HOW_MANY = re.compile(
    rf"\d|\b{one_of((*words().numbers, *words().scales))}\b|half|third|quarter|tenth", re.IGNORECASE
)
"""What an amount must have in it."""

COMPOUND = re.compile(rf"(?<=[\w.])[-–](?:{one_of(words().compounds)})$")
"""At the end of a name: `-backed`."""

TIME_OF_DAY = re.compile(
    rf"\b(?:in|during|throughout|by)\s+the\s+((?:early\s+|late\s+)?{one_of(words().times)})\b", re.IGNORECASE
)
"""`in the morning`; group 1 is the mention."""

REGION_AFTER = re.compile(rf"\s+{one_of(words().regions)}\b", re.IGNORECASE)
"""Behind a place: ` region`."""

REGION = re.compile(rf"\b({_NAME})\s+(?:[Rr]egion|[Oo]blast|[Rr]aion|[Kk]rai)\b")
"""A region by its name alone; group 1 is that name."""

PLACE_OF = re.compile(
    rf"\b{one_of((*words().settlements, *words().regions))}\s+of\s+({_NAME}(?:\s{_NAME}){{0,2}})"
)
"""`city of Pokrovsk`; group 1 is the place."""

DATELINE = re.compile(
    rf"\s*(?P<place>{_NAME}(?:\s{_NAME}){{0,3}})"
    r"(?P<sure>,\s[^—–()\n]{2,40})?\s*(?P<agency>\([A-Z][^()\n]{1,40}\))?\s*(?:—|–|--|-)\s"
)
"""`KYIV, Aug. 3 (AP) — ` at the beginning of a block."""

NAME_BREAK = re.compile(
    r"\s+(?:—|–|--|-)\s+|—|[|\t]|\s{3,}|(?<=[a-z]{2})/(?=[A-Z][a-z])|\]\(\S*|\*\*|https?://\S*"
)
"""No name goes on behind it: a dash, the border of a cell, a stroke between two names, a link."""

BEFORE_NAME = re.compile(
    rf"(?:{one_of(words().before_names)}\s+(?=[A-Z])|{one_of(words().prefixes)}[-–](?=[A-Z]))", re.IGNORECASE
)
"""At the beginning of what the model took for a name: `Near `, `pro-`."""

DEMONYM = re.compile(
    rf"(?:(?<![\w@-])|(?<=\b[Pp]ro-)|(?<=\b[Aa]nti-)|(?<=\b[Nn]on-)){one_of(countries().demonyms)}(?!\w|-[A-Z])"
)
"""The words that stand for what belongs to a country."""

LATIN_CAPITAL = re.compile("[A-Z\u00c0-\u00de]|(?=[\u0100-\u024f\u1e00-\u1eff])\\w")
"""What a name has in English, letters with marks beyond Latin-1 being large or small."""

ADDRESS = re.compile(
    r"(?:https?://|www\.)\S*|(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,64}\.[\w.-]+|(?<![\w@])@\w+"
    r"|(?<![\w.])\w+(?:\.\w+)+/\S*"
)
"""A link, an e-mail address, a handle."""

FORMATION = re.compile(
    rf"(?<![\w-])\d{{1,4}}(?:st|nd|rd|th)\s(?:[A-Z][\w'’-]*\s){{0,5}}{one_of(names().formations)}(?![\w-])"
)
"""A unit of an army by its number: `47th Mechanized Brigade`."""

IN = re.compile(r"\b(?:[Nn]ear|[Ii]n)\s+$")
"""Before a name that is a place."""

ABBREVIATION = re.compile(r"\s+\([\"“‘']?([A-Z][A-Za-z&.-]{0,8}[A-Z])[\"”’']?[);,]")
"""Behind a name, what it is called for short; group 1 is the mention."""

_WEAPON = rf"(?:[\s-]+{one_of(words().weapon_adjectives)})*[\s-]+{one_of(words().weapons)}s?\b"
DESIGNATION = re.compile(
    r"(?<![\w-])((?:[A-Z][a-z]+ )?"
    r"(?:[A-Z][A-Za-z]{0,5}-?\d{1,4}[A-Z]{0,4}\d?|\d{1,2}[A-Z]{1,2}\d{1,3}[A-Z]?)"
    rf"(?: [A-Z][a-z]+)?)(?={_WEAPON})"
)
"""Letters and a number before what a weapon is called; group 1 is the mention."""
BEFORE_WEAPON = re.compile(rf"(?<![\w-])([A-Z][a-z]+(?: [A-Z][a-z]+)?)(?={_WEAPON})")
"""A name before what a weapon is called; group 1 is the name."""
SHIP = re.compile(
    rf"(?<![\w-]){one_of(names().ships)}(?:\s[A-Z][\w'’-]*\w(?:\s(?:de|of)(?=\s[A-Z]))?){{1,4}}"
)
"""What a ship is called, behind its prefix: `HMS Ocean`."""

KNOWN_NAMES = (
    ("product", re.compile(rf"(?<![\w-]){one_of(names().product)}(?![\w-])")),
    ("organisation", re.compile(rf"(?<![\w-]){one_of(names().organisation)}(?!\w|-[A-Z])")),
    ("organisation", re.compile(rf"(?<=[a-z,] the ){one_of(names().after_the)}(?!\w|[ -][A-Z])")),
)
"""Names the model seldom finds, with their type."""
