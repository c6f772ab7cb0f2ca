"""What a report tells of a chosen source: its sentences, and who says what in them."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from annotations.voices import UnnamedSource
    from claims.records import Claims
    from entities.records import Entity, Findings
    from reports.sentences import SentenceIndex

_ROLES_TOLD = 5


class Told(NamedTuple):
    """Numbers of sentences in the order of the text, and of the claims made in them."""

    source: str
    """The id of the entity, or of the source without a name."""
    findings: Findings
    claims: Claims | None
    """Who says what, as far as it was found; `None` if it was not looked for."""
    says: Sequence[int] = ()
    """The claims of the source, one a sentence."""
    says_in: Sequence[int] = ()
    """The sentences of `says`."""
    about: Sequence[int] = ()
    """The claims of others about it, one a sentence."""
    about_in: Sequence[int] = ()
    """The sentences of `about`."""
    otherwise_in: Sequence[int] = ()
    """The sentences that speak of it and are in neither of these."""
    roles: tuple[str, ...] = ()
    """Its offices in the words of the report, the most frequent first."""


def sentence_numbers(starts: Sequence[int], sentences: SentenceIndex) -> array[int]:
    """The numbers of the sentences with a mention, each once; `starts` are those of the mentions, sorted.

    10 000 mentions take some 15 ms: of an entity with many to be made outside the thread that draws.
    """
    numbers = array("I")
    at = 0
    while at < len(starts):
        number = sentences.at(starts[at])
        numbers.append(number)
        if number + 1 == len(sentences):
            break
        at = bisect_left(starts, sentences.starts[number + 1], at + 1)
    return numbers


def told_of_entity(
    entity: Entity, findings: Findings, claims: Claims | None, sentences: SentenceIndex
) -> Told:
    """What the report tells of an entity of these findings; takes some 30 microseconds a mention."""
    from annotations.voices import voice_of_entity

    number = findings.entities.find(entity.id)
    speaking_of_it = sentence_numbers(entity.mentions.starts, sentences)
    if claims is None or number is None:
        return Told(entity.id, findings, claims, otherwise_in=speaking_of_it)
    voice = voice_of_entity(number, findings, claims)
    says_in, about_in = (_sentences_of(each, claims, sentences) for each in (voice.says, voice.about))
    rest = array("I", sorted(set(speaking_of_it).difference(says_in, about_in)))
    return Told(entity.id, findings, claims, voice.says, says_in, voice.about, about_in, rest, voice.roles)


def told_of_unnamed(
    source: UnnamedSource, findings: Findings, claims: Claims, sentences: SentenceIndex
) -> Told:
    """What the report tells of a source without a name."""
    from annotations.voices import voice_of_unnamed

    voice = voice_of_unnamed(source, claims)
    says_in, about_in = (_sentences_of(each, claims, sentences) for each in (voice.says, voice.about))
    return Told(source.id, findings, claims, voice.says, says_in, voice.about, about_in)


def _sentences_of(numbers: Sequence[int], claims: Claims, sentences: SentenceIndex) -> array[int]:
    return array("I", (sentences.at(claims.sentence_start(number)) for number in numbers))


def unconfirmed(confirmed: Iterable[str], found: Iterable[str]) -> list[str]:
    """The offices among those found that the analyst has not confirmed."""
    sure = {words.casefold() for words in confirmed}
    return [words for words in found if words.casefold() not in sure]


def role_words(confirmed: Iterable[str], found: Iterable[str]) -> list[str]:
    """Offices in words: those that the analyst confirmed, then those that are only inferred, with a `?`."""
    sure = {words.casefold(): words for words in confirmed}
    inferred = [f"{words} ?" for words in unconfirmed(sure, found)]
    return [*sure.values(), *inferred][:_ROLES_TOLD]
