"""From what the sentences tell to claims: who is meant, which tags follow, what that says of others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from claims.reading import Saying, SentenceRead
from claims.records import CONTESTED, OFFICIAL_CLAIM, UNVERIFIED, Claim, Official, Why
from claims.referring import UNKNOWN, Meant, Resolver, Who
from reports.blocks import Span

_SPEAKS: Final = frozenset({Why.SAID, Why.DENIED})
FAR_BACK: Final = 12
"""Sentences back that a hedge may speak of, within its section."""
_CARRIED_ON: Final = 2
"""Sentences without a cue between a statement and the hedge on it that are taken as part of it."""


class _Doubt(NamedTuple):
    claim: Claim
    who: Who | None
    """Whose statements it speaks of; nobody's: of those just before."""
    speakers: int
    """Of how many speakers just before."""


@dataclass(slots=True)
class _Told:
    """One sentence with its claims; those in which somebody speaks with who that is."""

    read: SentenceRead
    claims: list[Claim]
    spoken: list[tuple[Claim, Who]]
    doubts: list[_Doubt]
    """The hedges in it that speak of sentences before."""


def claims_of(blocks: Iterable[Sequence[SentenceRead]], resolver: Resolver) -> Iterator[Claim]:
    """The claims of these blocks, which are in the order of the text.

    Of what has been gone through only that is kept which a hedge may still speak of, however long the report.
    """
    told: list[_Told] = []
    section = 0
    for block in blocks:
        out_of_reach = max(0, len(told) - FAR_BACK)
        yield from _claims_in(told[:out_of_reach])
        del told[:out_of_reach]
        section = max(0, section - out_of_reach)
        first = len(told)
        before: Span | None = None
        for read in block:
            told.append(_told(read, resolver, before))
            before = read.span
        if block and block[0].heading:
            section = first
        _carry_quotations_on(told, first)
        for at in range(first, len(told)):
            for doubt in told[at].doubts:
                _doubt(told, max(section, at - FAR_BACK), at, doubt)
    yield from _claims_in(told)


def _claims_in(told: list[_Told]) -> Iterator[Claim]:
    return (claim for one in told for claim in one.claims)


def tags_of(why: Why, official: Official, asserts: bool) -> tuple[str, ...]:
    """The tags that follow from a cue and its source, in the order of `SUGGESTED_TAGS`."""
    if why in _SPEAKS:
        tags = (CONTESTED,) if why is Why.DENIED else ()
        return (*tags, OFFICIAL_CLAIM) if asserts and official is not Official.NOT else tags
    return (CONTESTED,) if why is Why.DISPUTED else (UNVERIFIED,)


def _told(read: SentenceRead, resolver: Resolver, before: Span | None) -> _Told:
    told = _Told(read, [], [], [])
    for saying in read.sayings:
        meant = resolver.meant(saying.source, read.span, before) if saying.source else UNKNOWN
        if saying.if_official and not _is_somebody(meant):
            continue
        claim = _claim(read.span, saying, meant)
        told.claims.append(claim)
        if saying.why in _SPEAKS and meant.who is not None:
            told.spoken.append((claim, meant.who))
        if saying.points_back and (saying.source is None or meant.who is not None):
            told.doubts.append(_Doubt(claim, meant.who, saying.points_back))
    return told


def _claim(sentence: Span, saying: Saying, meant: Meant) -> Claim:
    return Claim(
        sentence,
        saying.source.span if saying.source else None,
        meant.named,
        saying.cue,
        saying.content,
        tags_of(saying.why, meant.official, saying.asserts),
        saying.why,
        meant.official,
        meant.office,
        None,
    )


def _is_somebody(meant: Meant) -> bool:
    """Whether what stands before a colon speaks: an office, or a person; `Bakhmut:` heads a paragraph."""
    return meant.person or meant.official not in (Official.NOT, Official.CAPITAL)


def _carry_quotations_on(told: list[_Told], first: int) -> None:
    """Sentences of the block from `first` on that are all quotation belong to who is quoted beside them."""
    at = first
    while at < len(told):
        end = at
        while end < len(told) and told[end].read.quoted and not told[end].claims:
            end += 1
        quoting = _quoting(told, at, end, first) if end > at else None
        if quoting is not None:
            origin, who = quoting
            for one in told[at:end]:
                claim = origin._replace(sentence=one.read.span, content=one.read.span)
                claim = claim._replace(origin=origin.origin or origin.sentence)
                one.claims.append(claim)
                one.spoken.append((claim, who))
        at = max(end, at + 1)


def _quoting(told: list[_Told], at: int, end: int, first: int) -> tuple[Claim, Who] | None:
    """Who is quoted in the sentence behind `[at, end)`, if the quotation goes on there, else before."""
    if end < len(told) and told[end].read.goes_on and told[end].spoken:
        return told[end].spoken[0]
    if at > 0 and (at > first or told[at].read.goes_on):
        before = told[at - 1]
        if before.read.quotes and before.spoken:
            return before.spoken[-1]
    return None


def _doubt(told: list[_Told], first: int, at: int, doubt: _Doubt) -> None:
    """Suggest for the statements that a hedge speaks of what it says of them."""
    numbers = (
        _just_before(told, first, at, doubt.speakers)
        if doubt.who is None
        else _by(told, first, at, doubt.who)
    )
    cue = doubt.claim
    for number in numbers:
        one = told[number]
        if any(set(cue.tags) <= set(claim.tags) for claim in one.claims):
            continue
        said = one.spoken[-1][0] if one.spoken else _carried_on(told, number)
        one.claims.append(
            said._replace(
                sentence=one.read.span, cue=cue.cue, tags=cue.tags, why=cue.why, origin=cue.sentence
            )
        )


def _carried_on(told: list[_Told], number: int) -> Claim:
    """The statement that a sentence without a cue goes on with, as if it were made there."""
    before = next(told[at].spoken for at in range(number - 1, -1, -1) if told[at].spoken)
    return before[-1][0]._replace(content=told[number].read.span)


def _by(told: list[_Told], first: int, at: int, who: Who) -> list[int]:
    """The sentences in `[first, at)` in which somebody speaks, and what carries the last of them on."""
    found = [number for number in range(first, at) if any(who == each for _, each in told[number].spoken)]
    if found and at - found[-1] - 1 <= _CARRIED_ON:
        found += [
            number
            for number in range(found[-1] + 1, at)
            if not told[number].claims and not told[number].read.heading
        ]
    return found


def _just_before(told: list[_Told], first: int, at: int, speakers: int) -> list[int]:
    """The last sentences in which somebody speaks, one after the other, of so many speakers."""
    last = next((number for number in range(at - 1, max(first, at - 3) - 1, -1) if told[number].spoken), None)
    found: list[int] = []
    seen: set[Who] = set()
    while last is not None and last >= first and told[last].spoken:
        seen |= {who for _, who in told[last].spoken}
        if len(seen) > speakers:
            break
        found.insert(0, last)
        last -= 1
    return found
