"""Every entry of the lexicon fires in its example, and in none of its counter-examples."""

from __future__ import annotations

import pytest

from claims.inflection import verb_forms
from claims.lexicon import (
    WHY_OF_WORD,
    Body,
    Capital,
    Entry,
    Office,
    Other,
    Phrase,
    Public,
    Sign,
    Statement,
    Verb,
    load_lexicon,
    parts,
)
from claims.officials import OFFICIAL_OF_KIND
from claims.patterns import Pattern
from claims.records import Claim, Official
from tests.claims.conftest import Tell, Told

ENTRIES = load_lexicon().entries
WORDS = [(entry, word) for entry in ENTRIES for word in entry.words]
COUNTER_EXAMPLES = [
    (entry, sentence.format(entry.words[0])) for entry in ENTRIES for sentence in entry.counter_examples
]


def _name(value: object) -> str | None:
    return f"{type(value).__name__.lower()} {value.words[0]}" if isinstance(value, Entry) else None


def _example(entry: Entry, word: str) -> str:
    if isinstance(entry, Verb):
        verb, *particle = word.split()
        return entry.example.format(" ".join((verb_forms(verb).past, *particle)))
    return entry.example.format(word)


def _holds(told: Told, claim: Claim, word: str) -> bool:
    cue = list(parts((told.words(claim.cue) or "").lower()))
    cue = [part for whole in cue for part in (("can", "not") if whole == "cannot" else (whole,))]
    return any(Pattern.of(word).end_in(cue, start) for start in range(len(cue)))


def fires(entry: Entry, word: str, told: Told) -> bool:
    """Whether a claim was found by this entry."""
    claims = list(told.claims)
    if isinstance(entry, Verb):
        forms = (*verb_forms(word.split()[0]), *entry.forms)
        why = WHY_OF_WORD[entry.why]
        return any((told.words(claim.cue) or "").lower() in forms and claim.why is why for claim in claims)
    if isinstance(entry, Phrase):
        return any((told.words(claim.cue) or "").lower() == word for claim in claims)
    if isinstance(entry, Sign):
        why = WHY_OF_WORD[entry.why]
        return any(claim.why is why and _holds(told, claim, word) for claim in claims)
    if isinstance(entry, Statement):
        return any(told.words(claim.source) in ("The governor", f"the governor's {word}") for claim in claims)
    official = {claim.official for claim in claims if claim.source}
    if isinstance(entry, Office):
        return OFFICIAL_OF_KIND[entry.kind] in official
    if isinstance(entry, Body):
        return Official.BODY in official
    if isinstance(entry, Capital):
        return Official.CAPITAL in official
    if isinstance(entry, Other):
        return official == {Official.NOT}
    assert isinstance(entry, Public)
    return official > {Official.NOT} or (Official.NOT not in official and bool(official))


def test_every_entry_has_words_and_an_example() -> None:
    assert all(entry.words and entry.example for entry in ENTRIES)


@pytest.mark.parametrize(("entry", "word"), WORDS, ids=_name)
def test_the_example_of_an_entry_fires(entry: Entry, word: str, tell: Tell) -> None:
    told = tell(_example(entry, word))
    assert fires(entry, word, told), list(told.claims)


@pytest.mark.parametrize(("entry", "sentence"), COUNTER_EXAMPLES, ids=_name)
def test_a_counter_example_does_not_fire(entry: Entry, sentence: str, tell: Tell) -> None:
    told = tell(sentence)
    assert not any(fires(entry, word, told) for word in entry.words), list(told.claims)
