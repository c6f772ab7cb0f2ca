"""Which full stops belong to an abbreviation and end no sentence."""

from __future__ import annotations

import re

from reports.decoding import BLANKS

# After these a name follows, never a new sentence.
_BEFORE_NAMES = frozenset(
    """
    mr mrs ms dr prof gen col lt maj capt cpt sgt cpl pvt pfc spc adm cmdr brig sen rep pres rev hon st
    ste mt ft messrs mme mlle amb insp supt det atty fr sra vs cf viz al approx ca eg ie e.g i.e dipl
    ing msgr ул им просп пл
    """.split()  # noqa: SIM905 - forty words in quotes and commas are no easier to read
)
# After these a number follows, or the word was no abbreviation: "No. 5", but "No. He refused."
_BEFORE_NUMBERS = frozenset(
    """
    no nos fig figs art arts sec ch vol vols p pp par abs nr eq para ext op рис стр
    """.split()  # noqa: SIM905
)
# These may end a sentence; whether they do, the next word tells.
_MAY_END = frozenset(
    """
    inc corp ltd co llc plc jr sr esq etc bros jan feb mar apr jun jul aug sep sept oct nov dec mon tue
    wed thu fri sat sun dept est gov ave blvd rd tel hrs assn univ intl natl max min avg incl mag г гг
    тыс млн млрд руб
    """.split()  # noqa: SIM905
)
# Words that begin a sentence after those; a name more often goes on ("U.S. Army", "3 p.m. Friday").
_STARTERS = frozenset(
    """
    the a an this that these those he she it they we you i his her its their our my in on at by for from
    with as after before since during while when where if although though because but and or so yet
    however meanwhile moreover earlier later according there here what who how why no not some many most
    all both one two another other each every then thus also now today yesterday to of under over about
    such в на по он она они это как но и а
    """.split()  # noqa: SIM905
)
_WORD_BEFORE = re.compile(r"[^\W\d_][\w.]*\Z|\d+(?:\.\d+)*\Z")
_LIST_NUMBER = re.compile(rf"[({BLANKS}>]*(?:\d{{1,3}}(?:\.\d{{1,3}})*|[a-zA-Z]|[ivxIVX]{{1,5}})\Z")

_LOOK_BACK = 24
"""Code points before a stop that are looked at to know an abbreviation."""

_LIST_NUMBER_LENGTH = 12


def abbreviates(text: str, start: int, stop: int, following: str) -> bool:
    """Whether the full stop at offset `stop` ends no sentence.

    `start` is where the block begins, `following` the word after the stop. So for the stop of a
    title, of initials, of an abbreviation that goes on, and of the number of a list item.
    """
    found = _WORD_BEFORE.search(text[max(start, stop - _LOOK_BACK) : stop])
    if found is None:
        return False
    if stop - start <= _LIST_NUMBER_LENGTH and _LIST_NUMBER.match(text[start:stop]):
        return True
    word = found[0].casefold()
    if word in _BEFORE_NAMES:
        return True
    if word in _BEFORE_NUMBERS:
        return following[:1].isdigit()
    initial = len(word) == 1 and word.isalpha()
    if initial or word in _MAY_END or ("." in word and not word[0].isdigit()):
        return following.casefold() not in _STARTERS
    return False
