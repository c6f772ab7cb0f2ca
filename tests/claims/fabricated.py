"""Claims without a model: what the hand-made answers of a report say."""

from __future__ import annotations

from typing import Any

from claims.records import OFFICIAL_CLAIM, SUGGESTED_TAGS, Claim, Claims, Official, Role, Why
from reports.document import Span

_MEANT = {"he": "Vadim Filashkin", "He": "Andrei Bocharov", "their account": "Ukrainian military observers"}
"""Who the sources are that do not name themselves, in the seed."""
_VERIFIED = {8: 12, 9: 12, 10: 12, 11: 12, 25: 27, 26: 27}
"""By sentence, the one that says that it could not be verified."""


def claims_in_answers(answers: dict[str, Any], text: str) -> Claims:
    """The claims of a report as a faultless machine would find them."""
    sentences = answers["sentences"]
    claims = [claim for each in sentences for claim in _own(each, answers, text)]
    for number, later in _VERIFIED.items():
        sentence, origin = _span(sentences[number]), _span(sentences[later])
        cue = _span(sentences[later]["triggers"][0])
        claims.append(
            Claim(
                sentence, None, None, cue, None, ("unverified",), Why.NOT_VERIFIED, Official.NOT, None, origin
            )
        )
    zelensky = text.index("Ukrainian President Volodymyr Zelensky")
    role = Role(zelensky + len("Ukrainian President "), zelensky, zelensky + len("Ukrainian President"))
    return Claims.of(claims, [role])


def _own(sentence: dict[str, Any], answers: dict[str, Any], text: str) -> list[Claim]:
    span, tags = _span(sentence), set(sentence["tags"])
    hedges = tuple(tag for tag in SUGGESTED_TAGS if tag in tags - {OFFICIAL_CLAIM})
    said = (OFFICIAL_CLAIM,) if OFFICIAL_CLAIM in tags else ()
    official = Official.OFFICE if said else Official.NOT
    claims = []
    for each in sentence["attributions"]:
        source = _span(each["source"]) if each["source"] else None
        content = _span(each["content"]) if each["content"] else None
        named = _named(source, answers, text) if source else None
        cue = _span(each["cue"])
        claims.append(
            Claim(span, source, named, cue, content, said, Why.SAID, official, source if said else None, None)
        )
    if hedges:
        cue = _span(sentence["triggers"][0])
        source, named = (claims[0].source, claims[0].named) if claims else (None, None)
        why = Why.NOT_VERIFIED if "unverified" in hedges else Why.DISPUTED
        claims.append(Claim(span, source, named, cue, None, hedges, why, Official.NOT, None, None))
    return claims


def _named(source: Span, answers: dict[str, Any], text: str) -> Span | None:
    words = text[source.start : source.end]
    if words in _MEANT:
        start = text.rindex(_MEANT[words], 0, source.end + 1)
        return Span(start, start + len(_MEANT[words]))
    inside = [each for each in answers["mentions"] if source.start <= each["start"] < source.end]
    people = [each for each in inside if each["type"] == "PERSON"]
    if people:
        return _span(people[0])
    return _span(inside[0]) if inside and _span(inside[0]) == source else None


def _span(place: Any) -> Span:
    one = place[0] if isinstance(place, list) else place
    return Span(one["start"], one["end"])


def claims_in_every_line(text: str, lines: int) -> Claims:
    """In `text_with`: in every other line who is named says something, in the others someone."""
    length = len(text) // lines + 1
    name = len("Here someone met ")
    made, roles = [], []
    for at in range(lines):
        start = at * length
        sentence = Span(start, start + length - 1)
        who = Span(start + name, start + name + len("Anna Name000000"))
        source = who if at % 2 else Span(start + 5, start + 12)
        named_by = who if at % 2 else None
        content = Span(start, start + length - 1)
        made.append(
            Claim(
                sentence, source, named_by, Span(start + 13, start + 16), content, (), Why.SAID,
                Official.NOT, None, None,
            )
        )  # fmt: skip
        roles.append(Role(who.start, start + 5, start + 12))
    return Claims.of(made, roles)
