"""What the machine found out about who says what: claims, kept in columns.

Like mentions, claims are columns of integers over the report's own text: a report of 10 MB has some forty
thousand. A `Claim` is made when it is asked for.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from itertools import pairwise
from typing import Final, NamedTuple, overload

from reports.blocks import Span

UNVERIFIED: Final = "unverified"
CONTESTED: Final = "contested"
OFFICIAL_CLAIM: Final = "official-claim"
SUGGESTED_TAGS: Final = (UNVERIFIED, CONTESTED, OFFICIAL_CLAIM)
"""The tags that are ever suggested: ids of the default tag set, in its order."""


class Why(IntEnum):
    """What the cue says of the statement."""

    SAID = 0
    """Somebody says it, no more."""
    NOT_VERIFIED = 1
    """"could not be independently verified", "has not been confirmed"."""
    UNCLEAR = 2
    """"unclear whether"."""
    HEARSAY = 3
    """"reportedly", "is said to", "purported"."""
    DENIED = 4
    """"denied", "rejected the claim"."""
    DISPUTED = 5
    """"contradicts", "remain contested", "paint a less rosy picture"."""


class Official(IntEnum):
    """What makes a source official."""

    NOT = 0
    OFFICE = 1
    """A person with an office: "governor of the Donetsk region"."""
    BODY = 2
    """A ministry, a military, a police, a court, a government."""
    SPOKEN_FOR = 3
    """A spokesperson of one of those."""
    UNNAMED = 4
    """"officials"."""
    CAPITAL = 5
    """A capital, or a country, that stands for its government."""


class Claim(NamedTuple):
    """A statement with who makes it. Spans are code points of the canonical text."""

    sentence: Span
    """One sentence of the report."""
    source: Span | None
    """The words that say whose statement it is: "he", "The Ukrainian military"."""
    named: Span | None
    """The words that say who that is: a mention, where there is one, else those of an earlier sentence.
    Inside `source` when that names it itself."""
    cue: Span
    """What shows it: "said", "according to", "could not be independently verified"."""
    content: Span | None
    """What is said."""
    tags: tuple[str, ...]
    """Suggested for the sentence, of `SUGGESTED_TAGS`."""
    why: Why
    official: Official
    office: Span | None
    """The words that make the source official; anywhere in the text."""
    origin: Span | None
    """The sentence this follows from, if it is derived; its cue stands there."""

    @property
    def derived(self) -> bool:
        """Whether it follows from another sentence."""
        return self.origin is not None


class Role(NamedTuple):
    """The words that give a person's office: "Ukrainian President", "governor of the Donetsk region"."""

    mention: int
    """Where the mention starts that they stand at."""
    start: int
    end: int


_NOWHERE: Final = 0xFFFFFFFF
_SPANS: Final = 7
"""Spans of a claim: sentence, source, named, cue, content, office, origin."""
_SENTENCE, _SOURCE, _NAMED, _CUE, _CONTENT, _ORIGIN = 0, 1, 2, 3, 4, 6
_ALWAYS: Final = frozenset({_SENTENCE, _CUE})
"""Those that every claim has."""
_WHYS: Final = tuple(Why)
_TAG_BITS: Final = 3
_ALL_TAGS: Final = tuple(
    tuple(tag for bit, tag in enumerate(SUGGESTED_TAGS) if bits >> bit & 1) for bits in range(1 << _TAG_BITS)
)
_INT: Final = array("I").itemsize


@dataclass(frozen=True, slots=True)
class Claims(Sequence[Claim]):
    """Claims in the order of their sentences, those of a sentence in the order of their cues; and roles."""

    spans: tuple[Sequence[int], ...] = field(default=((),) * (2 * _SPANS), repr=False)
    """A column of starts and one of ends for each span of a claim; both `_NOWHERE` when there is none."""
    flags: Sequence[int] = ()
    """Tags in the lowest bits, then `why`, then `official`, four bits each."""
    by_name: Sequence[int] = ()
    """The numbers of the claims in the order of the starts of `named`."""
    role_mentions: Sequence[int] = ()
    role_starts: Sequence[int] = ()
    role_ends: Sequence[int] = ()

    @classmethod
    def of(cls, claims: Iterable[Claim], roles: Iterable[Role] = ()) -> Claims:
        """These claims and roles, whatever their order."""
        ordered = sorted(claims, key=lambda claim: (claim.sentence, claim.cue, claim.source or (0, 0)))
        spans = tuple(array("I") for _ in range(2 * _SPANS))
        for claim in ordered:
            for number, span in enumerate(_spans_of(claim)):
                start, end = span if span is not None else (_NOWHERE, _NOWHERE)
                spans[2 * number].append(start)
                spans[2 * number + 1].append(end)
        named = spans[4]
        by_mention = sorted(roles)
        return cls(
            spans,
            array("I", map(_flags_of, ordered)),
            array("I", sorted(range(len(ordered)), key=named.__getitem__)),
            array("I", [role.mention for role in by_mention]),
            array("I", [role.start for role in by_mention]),
            array("I", [role.end for role in by_mention]),
        )

    def __len__(self) -> int:
        return len(self.flags)

    @overload
    def __getitem__(self, at: int) -> Claim: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[Claim, ...]: ...
    def __getitem__(self, at: int | slice) -> Claim | tuple[Claim, ...]:
        number = range(len(self))[at]
        if isinstance(number, range):
            return tuple(self[each] for each in number)
        flags = self.flags[number]
        sentence, source, named, cue, content, office, origin = (
            self._span(which, number) for which in range(_SPANS)
        )
        assert sentence is not None
        assert cue is not None
        return Claim(
            sentence,
            source,
            named,
            cue,
            content,
            _ALL_TAGS[flags & (1 << _TAG_BITS) - 1],
            Why(flags >> 4 & 15),
            Official(flags >> 8 & 15),
            office,
            origin,
        )

    def within(self, start: int, end: int) -> range:
        """The numbers of the claims whose sentence begins in `[start, end)`; O(log claims)."""
        starts = self.spans[0]
        return range(bisect_left(starts, start), bisect_left(starts, end))

    def tags_of(self, number: int) -> tuple[str, ...]:
        """The tags that a claim suggests, without making the claim."""
        return _ALL_TAGS[self.flags[number] & (1 << _TAG_BITS) - 1]

    def sentence_start(self, number: int) -> int:
        """Where the sentence of a claim starts, without making the claim."""
        return self.spans[0][number]

    def source_of(self, number: int) -> Span | None:
        """The source of a claim, without making the claim."""
        return self._span(_SOURCE, number)

    def named_of(self, number: int) -> Span | None:
        """The words that say who the source of a claim is, without making the claim."""
        return self._span(_NAMED, number)

    def content_of(self, number: int) -> Span | None:
        """What is said, without making the claim."""
        return self._span(_CONTENT, number)

    def origin_of(self, number: int) -> Span | None:
        """The sentence that a derived claim follows from, without making the claim."""
        return self._span(_ORIGIN, number)

    def why_of(self, number: int) -> Why:
        """What the cue of a claim says of the statement, without making the claim."""
        return _WHYS[self.flags[number] >> 4 & 15]

    def named_within(self, start: int, end: int) -> list[int]:
        """The numbers of the claims whose `named` begins in `[start, end)`; O(log claims), and as many."""
        key = self.spans[4].__getitem__
        first = bisect_left(self.by_name, start, key=key)
        last = bisect_left(self.by_name, end, key=key)
        return sorted(self.by_name[first:last])

    def role_at(self, mention: int) -> Role | None:
        """The role that stands at the mention that starts there; O(log roles)."""
        at = bisect_left(self.role_mentions, mention)
        if at < len(self.role_mentions) and self.role_mentions[at] == mention:
            return Role(mention, self.role_starts[at], self.role_ends[at])
        return None

    def to_bytes(self) -> bytes:
        """All columns, for `claims_in`; integers in the order of this machine."""
        columns = (*self.spans, self.flags, self.by_name)
        roles = (self.role_mentions, self.role_starts, self.role_ends)
        sizes = array("I", [len(self), len(self.role_mentions)])
        return b"".join(_raw(column) for column in (sizes, *columns, *roles))

    def _span(self, which: int, number: int) -> Span | None:
        start = self.spans[2 * which][number]
        return None if start == _NOWHERE else Span(start, self.spans[2 * which + 1][number])


def claims_in(raw: bytes | memoryview, length: int) -> Claims:
    """The claims in what `Claims.to_bytes` made, of a text of `length` code points; nothing is copied.

    No bytes are no claims. Raises `ValueError` when the bytes are not such columns, or lead out of the text.
    """
    if not raw:
        return Claims()
    rest = memoryview(raw).cast("B")
    if len(rest) < 2 * _INT:
        raise ValueError("claims without their sizes")
    claims, roles = rest[: 2 * _INT].cast("I")
    if len(rest) != _INT * (2 + (2 * _SPANS + 2) * claims + 3 * roles):
        raise ValueError(f"{len(rest)} bytes for {claims} claims and {roles} roles")
    integers = rest.cast("I")[2:]
    columns = [integers[at * claims : (at + 1) * claims] for at in range(2 * _SPANS + 2)]
    tail = integers[len(columns) * claims :]
    role_columns = [tail[at * roles : (at + 1) * roles] for at in range(3)]
    found = Claims(tuple(columns[:-2]), columns[-2], columns[-1], *role_columns)
    _check(found, length)
    return found


def _check(claims: Claims, length: int) -> None:
    for which in range(_SPANS):
        starts, ends = claims.spans[2 * which : 2 * which + 2]
        if not _lie_inside(starts, ends, length, all_of_them=which in _ALWAYS):
            raise ValueError("a claim that leads out of the text")
    if not _lie_inside(claims.role_starts, claims.role_ends, length, all_of_them=True):
        raise ValueError("a role that leads out of the text")
    if any(before > after for before, after in pairwise(claims.spans[0])):
        raise ValueError("claims out of order")
    if any(number >= len(claims) for number in claims.by_name):
        raise ValueError("a claim that is not there")
    codes = set(claims.flags)
    if any(code >> 4 & 15 > max(Why) or code >> 8 > max(Official) for code in codes):
        raise ValueError("a claim of an unknown kind")


def _lie_inside(starts: Sequence[int], ends: Sequence[int], length: int, *, all_of_them: bool) -> bool:
    """Whether these are spans of a text of that length; unless all have to be there, some may be missing."""
    return all(
        start <= end <= length or (start == _NOWHERE and not all_of_them)
        for start, end in zip(starts, ends, strict=True)
    )


def _raw(column: Sequence[int]) -> bytes:
    return column.tobytes() if isinstance(column, array | memoryview) else array("I", column).tobytes()


def _spans_of(claim: Claim) -> tuple[Span | None, ...]:
    return (
        claim.sentence, claim.source, claim.named, claim.cue, claim.content, claim.office, claim.origin,
    )  # fmt: skip


def _flags_of(claim: Claim) -> int:
    tags = sum(1 << SUGGESTED_TAGS.index(tag) for tag in claim.tags)
    return tags | claim.why << 4 | claim.official << 8
