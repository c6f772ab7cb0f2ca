"""From claims to who says it: the sources that are filled in, and offered first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from annotations.records import Attribution, Place
from claims.records import CONTESTED, Claim, Claims
from entities.records import Findings
from reports.document import Span
from reports.flow import in_one_line


def sources_of(claims: Iterable[Claim], text: str, findings: Findings | None) -> list[Attribution]:
    """Return who says the statements of these claims, each once.

    Those that the sentence speaks of itself come before those that follow from another one, and among
    them those of a claim that suggests a tag.
    """
    ordered = sorted(claims, key=lambda claim: (claim.derived, not claim.tags))
    found = (attribution_of(claim, text, findings) for claim in ordered if claim.source is not None)
    return each_once(found)


def each_once(sources: Iterable[Attribution]) -> list[Attribution]:
    """Return the sources without those that are called like an earlier one, whatever the case."""
    found: dict[str, Attribution] = {}
    for each in sources:
        found.setdefault(each.text.casefold(), each)
    return list(found.values())


def disputing(claims: Sequence[Claim], following: Iterable[Claim], all_claims: Claims) -> list[Claim]:
    """Return the claims that dispute what a sentence says: those that it is contested by, then its own.

    `claims` are those of the sentence, `following` those of the sentences behind it, which come last.
    """
    origins = dict.fromkeys(claim.origin for claim in claims if CONTESTED in claim.tags)
    elsewhere = [
        all_claims[number]
        for origin in origins
        if origin is not None
        for number in all_claims.within(origin.start, origin.start + 1)
    ]
    found = [*elsewhere, *claims, *following]
    return [each for each in found if CONTESTED in each.tags and not each.derived and each.source is not None]


def attribution_of(claim: Claim, text: str, findings: Findings | None) -> Attribution:
    """Return the source of a claim, by the name of its entity if it has one, else in the report's words."""
    assert claim.source is not None
    place = Place(claim.source.start, claim.source.end)
    number = entity_named(claim, findings)
    if number is not None and findings is not None:
        entity = findings.entities[number]
        return Attribution(entity.name, entity.id, place)
    words = claim.named or claim.source
    return Attribution(in_one_line(text[words.start : words.end]), None, place)


def entity_named(claim: Claim, findings: Findings | None) -> int | None:
    """Return the number of the entity that the source of a claim is; `None` if it has no name."""
    if findings is None or claim.named is None:
        return None
    return entity_at(findings, claim.named)


def entity_at(findings: Findings, span: Span) -> int | None:
    """Return the number of the entity whose mention these words are, all of them."""
    for number, owner in findings.entities_in(span.start, span.start + 1):
        if findings.mentions.ends[number] == span.end:
            return owner
    return None
