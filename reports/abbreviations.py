"""Which full stops belong to an abbreviation and end no sentence."""

from __future__ import annotations

import re

from reports.decoding import BLANKS

# After these a name follows, or more of the sentence, never a new one.
_BEFORE_NAMES = """
    mr mrs ms dr prof gen col lt maj capt cpt sgt cpl pvt pfc spc adm cmdr brig sen rep pres rev hon st
    ste mt ft messrs mme mlle amb insp supt det atty fr sra vs cf viz al approx ca eg ie e.g i.e dipl
    ing msgr cllr bzw ggf vgl evtl sog inkl hr env av boul mgr núm avda np tzn tzw ul im św
    ул им просп пл пер ген проф акад вул бул ім див
"""
# After these a number follows, or the word was no abbreviation: "No. 5", but "No. He refused."
_BEFORE_NUMBERS = """
    no nos fig figs art arts sec ch vol vols p pp par abs nr eq para ext op ok рис стр
"""
# These may end a sentence; whether they do, the next word tells.
_MAY_END = """
    inc corp ltd co llc plc jr sr esq etc bros jan feb mar apr jun jul aug sep sept oct nov dec mon tue
    wed thu fri sat sun dept est gov ave blvd rd tel hrs assn univ intl natl max min avg incl mag usw str
    mio mrd г гг р рр тыс тис млн млрд руб грн обл
"""
_NAME, _NUMBER, _OPEN = range(3)
_KINDS = {
    word: kind
    for kind, words in ((_OPEN, _MAY_END), (_NUMBER, _BEFORE_NUMBERS), (_NAME, _BEFORE_NAMES))
    for word in words.split()
}
_LONGER = max(map(len, _KINDS)) + 1
"""Letters in a row that are no abbreviation."""

# In German a number with a stop is an ordinal, which only what it counts tells.
_ORDERED = frozenset(
    """
    januar februar märz april mai juni juli august september oktober november dezember jahrhundert
    """.split()  # noqa: SIM905
)
# Words that begin a sentence after those; a name more often goes on ("U.S. Army", "3 p.m. Friday").
_STARTERS = frozenset(
    """
    the a an this that these those he she it they we you i his her its their our my in on at by for from
    with as after before since during while when where if although though because but and or so yet
    however meanwhile moreover earlier later according there here what who how why no not some many most
    all both one two another other each every then thus also now today yesterday to of under over about
    such der die das es er sie wir в на по он она они это как но и а
    """.split()  # noqa: SIM905
)
_WORD_BEFORE = re.compile(r"[^\W\d_][\w.]*\Z|\d+(?:\.\d+)*\Z")
_LIST_NUMBER = re.compile(rf"[({BLANKS}>]*(?:\d{{1,3}}(?:\.\d{{1,3}})*|[a-zA-Z]|[ivxIVX]{{1,5}})\Z")
_MEASURED = re.compile(rf"\d[{BLANKS}]?[^\W\d_]\Z")

_LOOK_BACK = 24
"""Code points before a stop that are looked at to know an abbreviation."""

_LIST_NUMBER_LENGTH = 12


def abbreviates(text: str, start: int, stop: int, following: str) -> bool:
    """Whether the full stop at offset `stop` ends no sentence.

    `start` is where the block begins, `following` the word after the stop, which does not begin small. So for
    the stop of a title, of initials, of an abbreviation that goes on, and of the number of a list item.
    """
    if stop - start >= _LONGER and text[stop - _LONGER : stop].isalpha():
        return False
    parts = text[max(start, stop - _LOOK_BACK) : stop].rsplit(None, 1)
    if not parts:
        return False
    word = parts[-1]
    if not word.isalpha():
        found = _WORD_BEFORE.search(word)
        if found is None:
            return False
        word = found[0]
    if stop - start <= _LIST_NUMBER_LENGTH and _LIST_NUMBER.match(text[start:stop]):
        return True
    folded = word.casefold()
    kind = _KINDS.get(folded)
    if kind == _NAME:
        return True
    if kind == _NUMBER:
        return following[:1].isdigit()
    if kind is None:
        if word.isdigit():
            return len(word) <= 2 and following.casefold() in _ORDERED
        if len(word) == 1:
            # `7.5 t.`, but `d. h.` and `J. K. Milley`
            if word.islower() and _MEASURED.search(text[max(start, stop - 3) : stop]):
                return False
        elif "." not in word or word[0].isdigit():
            return False
    return following.casefold() not in _STARTERS
