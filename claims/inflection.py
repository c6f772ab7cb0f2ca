"""The forms of English words, made by rule, so that the lexicon says each word once."""

from __future__ import annotations

from typing import NamedTuple

_SIBILANTS = ("s", "x", "z", "ch", "sh")
_VOWELS = "aeiou"


class VerbForms(NamedTuple):
    """Forms of one verb, in lower case."""

    base: str
    present: str
    past: str
    gerund: str


def verb_forms(verb: str) -> VerbForms:
    """The regular forms of an infinitive; consonants are not doubled: `admit` gives `admited`."""
    if verb.endswith("e"):
        gerund = verb[:-2] + "ying" if verb.endswith("ie") else verb[:-1] + "ing"
        return VerbForms(verb, verb + "s", verb + "d", gerund)
    if verb.endswith("y") and verb[-2] not in _VOWELS:
        return VerbForms(verb, verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing")
    return VerbForms(verb, verb + ("es" if verb.endswith(_SIBILANTS) else "s"), verb + "ed", verb + "ing")


def plural(noun: str) -> str:
    """The regular plural of a noun, with that of `man` and `woman` at its end."""
    if noun.endswith("man") and not noun.endswith(("german", "human")):
        return noun[:-2] + "en"
    if noun.endswith("y") and noun[-2:-1] not in _VOWELS:
        return noun[:-1] + "ies"
    return noun + ("es" if noun.endswith(_SIBILANTS) else "s")
