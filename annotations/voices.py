"""Who speaks in a report: what a source says, what others say about it, and its offices.

A source is an entity, or words without a name that make claims: "officials", "the Ukrainian military".
Who a claim's source is follows from the owner of the mention that names it, so that what the analyst
corrected holds here by itself. Claims are told by their numbers, one for each sentence.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from claims.records import Claim, Claims, Why
from entities.records import Findings, Mentions
from reports.document import Span
from reports.flow import in_one_line

_DOUBTS = frozenset({Why.NOT_VERIFIED, Why.UNCLEAR})
"""What the report says of a statement; its source is whose statement it is, and says nothing by it."""
_DETERMINERS = frozenset({"the", "a", "an", "this", "that", "these", "those", "some"})
_NOBODY = frozenset(
    {"he", "she", "it", "they", "we", "i", "you", "one", "who", "which", "that", "this", "these", "those"}
)
"""Words that name nobody where it is not known whom they stand for."""
_KIND = "source:"


class Voice(NamedTuple):
    """Numbers of claims in the order of the text, no two of the same sentence."""

    says: Sequence[int] = ()
    """What the source says."""
    about: Sequence[int] = ()
    """What others say about it, and what the report says of its statements."""
    roles: tuple[str, ...] = ()
    """Its offices in the words of the report, the most frequent first."""


class UnnamedSource(NamedTuple):
    """Words without a name that make claims. Starts and ends are code points of those words."""

    id: str
    """`source:` and the words in lower case, without their determiner."""
    name: str
    """As they are written first."""
    starts: array[int]
    ends: array[int]
    claims: array[int]
    """The numbers of the claims."""


def voice_of_entity(number: int, findings: Findings, claims: Claims) -> Voice:
    """Return what the entity with this number says, and what is said about it.

    Takes some 30 microseconds a mention: of an entity with many to be made where nobody waits.
    """
    mentions = findings.entities[number].mentions
    own = [
        each
        for start, end in zip(mentions.starts, mentions.ends, strict=True)
        for each in claims.named_within(start, start + 1)
        if claims.named_of(each) == (start, end)
    ]
    its = set(own)

    def speaks_of_it(each: int) -> bool:
        if each in its:
            return claims.why_of(each) in _DOUBTS
        content = claims.content_of(each)
        return content is None or bool(mentions.within(*content))

    says = _says(own, claims)
    around = filter(speaks_of_it, _claims_around(mentions.starts, claims))
    return Voice(says, _about(says, around, its, claims), roles_of(mentions, claims))


def voice_of_unnamed(source: UnnamedSource, claims: Claims) -> Voice:
    """Return what a source without a name says, and what the report says of its statements."""
    says = _says(source.claims, claims)
    doubts = [each for each in source.claims if claims.why_of(each) in _DOUBTS]
    return Voice(says, _about(says, doubts, set(source.claims), claims))


def casts_doubt(claim: Claim) -> bool:
    """Return whether a claim is what the report says of a statement, not what its source says."""
    return claim.why in _DOUBTS


def roles_of(mentions: Mentions, claims: Claims) -> tuple[str, ...]:
    """Return the words that stand at these mentions as offices, the most frequent first."""
    found: Counter[str] = Counter()
    written: dict[str, str] = {}
    for start in mentions.starts:
        role = claims.role_at(start)
        if role is not None:
            words = in_one_line(mentions.text[role.start : role.end])
            found[words.casefold()] += 1
            written.setdefault(words.casefold(), words)
    return tuple(written[folded] for folded, _ in found.most_common())


def unnamed_sources(claims: Claims, findings: Findings) -> tuple[UnnamedSource, ...]:
    """Return the sources without a name, the most frequent first, then the first in the text.

    Forty thousand claims take some 40 ms: to be made where nobody waits.
    """
    text = findings.mentions.text
    by_id: dict[str, UnnamedSource] = {}
    seen: dict[str, UnnamedSource | None] = {}
    for number, source, words in _without_name(claims, findings):
        written = text[words.start : words.end]
        if written not in seen:
            seen[written] = _entered(by_id, written)
        entry = seen[written]
        if entry is not None:
            entry.claims.append(number)
            if claims.origin_of(number) is None:
                _add(entry, source)
    kept = [each for each in by_id.values() if each.starts]
    return tuple(sorted(kept, key=lambda each: (-len(each.starts), each.starts[0])))


def _without_name(claims: Claims, findings: Findings) -> Iterator[tuple[int, Span, Span]]:
    """The claims with a source that is no entity: the number, the words there, those that say who it is."""
    ends = dict(zip(findings.mentions.starts, findings.mentions.ends, strict=True))
    for number in range(len(claims)):
        source, named = claims.source_of(number), claims.named_of(number)
        if source is None:
            continue
        if named is None or ends.get(named.start) != named.end:
            yield number, source, named or source


def _entered(by_id: dict[str, UnnamedSource], written: str) -> UnnamedSource | None:
    words = in_one_line(written).split(" ")
    if len(words) > 1 and words[0].casefold() in _DETERMINERS:
        del words[0]
    name = " ".join(words)
    folded = name.casefold()
    if not name or folded in _NOBODY:
        return None
    return by_id.setdefault(
        folded, UnnamedSource(f"{_KIND}{folded}", name, array("I"), array("I"), array("I"))
    )


def _add(entry: UnnamedSource, source: Span) -> None:
    at = bisect_right(entry.starts, source.start)
    if at and entry.ends[at - 1] > source.start:
        return
    if at == len(entry.starts) or entry.starts[at] >= source.end:
        entry.starts.insert(at, source.start)
        entry.ends.insert(at, source.end)


def _claims_around(starts: Sequence[int], claims: Claims) -> list[int]:
    """The claims whose sentence has one of these places in it."""
    sentence_starts, sentence_ends = claims.spans[0], claims.spans[1]
    found: list[int] = []
    at = 0
    while at < len(starts):
        last = bisect_right(sentence_starts, starts[at]) - 1
        if last < 0 or sentence_ends[last] <= starts[at]:
            at += 1
            continue
        found.extend(range(bisect_left(sentence_starts, sentence_starts[last]), last + 1))
        at = bisect_left(starts, sentence_ends[last], at + 1)
    return found


def _says(own: Sequence[int], claims: Claims) -> array[int]:
    derived = {each for each in own if claims.origin_of(each) is not None}
    doubts = {each for each in own if claims.why_of(each) in _DOUBTS} - derived
    doubted = {claims.sentence_start(each) for each in doubts}
    said = (
        each
        for each in own
        # What follows from "his statements could not be verified" is one of them.
        if each in derived
        or (
            each not in doubts
            # That sentence itself says that he said something, and not what.
            and (claims.content_of(each) is not None or claims.sentence_start(each) not in doubted)
        )
    )
    return _one_a_sentence(said, claims)


def _about(says: Sequence[int], candidates: Iterable[int], own: set[int], claims: Claims) -> array[int]:
    """Of the candidates those of others, and the sentences that cast doubt on what is said."""
    said_at = {claims.sentence_start(each) for each in says}

    def vague(each: int) -> bool:
        """Whether it may be a doubt inside the source's own words: "claims", "what he said were"."""
        doubt = claims.why_of(each) in _DOUBTS
        return doubt or claims.source_of(each) is None or claims.content_of(each) is None

    found = [
        each
        for each in candidates
        if claims.origin_of(each) is None and not (claims.sentence_start(each) in said_at and vague(each))
    ]
    origins = {
        origin
        for start in said_at
        for each in claims.within(start, start + 1)
        if (origin := claims.origin_of(each)) is not None
    }
    for origin in origins:
        found.extend(
            each
            for each in claims.within(origin.start, origin.start + 1)
            if claims.origin_of(each) is None and (each not in own or claims.why_of(each) in _DOUBTS)
        )
    return _one_a_sentence(found, claims)


def _one_a_sentence(numbers: Iterable[int], claims: Claims) -> array[int]:
    """Of each sentence the first claim that tells what is said; without one the first."""
    chosen: dict[int, int] = {}
    for number in sorted(set(numbers)):
        start = claims.sentence_start(number)
        before = chosen.get(start)
        if before is None or (claims.content_of(before) is None and claims.content_of(number) is not None):
            chosen[start] = number
    return array("I", sorted(chosen.values()))
