"""Who is meant by "he", "the ministry", "the spokesman": resolved in the order of the text, or left open."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

from claims.offices import Offices
from claims.records import Official
from claims.roles import Held
from claims.sources import Gender, SourceWords, gender_in
from entities.records import ENTITY_TYPES, NUMBER_OF_TYPE, Findings
from reports.blocks import Span

FAR: Final = 1_500
"""Code points back that a pronoun may reach; four or five sentences."""
NEAR: Final = 450
"""Code points back that a person is looked for who has said nothing."""
_REMEMBERED: Final = 16
_NAMES: Final = frozenset(
    NUMBER_OF_TYPE[kind]
    for kind in ENTITY_TYPES
    if kind not in ("date", "time", "quantity", "money", "percent")
)
_PERSON: Final = NUMBER_OF_TYPE["person"]
_PLACE: Final = NUMBER_OF_TYPE["place"]
_BODIES: Final = frozenset({Official.BODY, Official.CAPITAL})
_PERSONS: Final = frozenset({Official.OFFICE, Official.SPOKEN_FOR})


Who = int | Span
"""The number of an entity, or the words of a source that is none; the same for the same source."""


class Meant(NamedTuple):
    """Who a source is, and what makes it official."""

    named: Span | None
    official: Official = Official.NOT
    office: Span | None = None
    who: Who | None = None
    person: bool = False
    """Whether it is a person with a name."""


UNKNOWN: Final = Meant(None)


@dataclass(frozen=True, slots=True)
class _Referent:
    named: Span
    at: int
    """Where it was last spoken of."""
    meant: Meant
    entity: int | None
    person: bool | None
    many: bool | None
    gender: Gender
    words: frozenset[str]
    sentence: Span


class Resolver:
    """Goes through the sources of a report in order, and remembers who spoke last."""

    def __init__(self, text: str, findings: Findings, held: Mapping[int, Held]) -> None:
        self._text = text
        self._findings = findings
        self._recent: deque[_Referent] = deque(maxlen=_REMEMBERED)
        self._offices = Offices(text, findings, held)

    def meant(self, source: SourceWords, sentence: Span, before: Span | None) -> Meant:
        """Who it is, said in this sentence; `before` is the sentence before it in the same paragraph."""
        referent = self._referent(source, sentence, before)
        if referent is None:
            return UNKNOWN
        self._recent.append(referent)
        return referent.meant

    def _referent(self, source: SourceWords, sentence: Span, before: Span | None) -> _Referent | None:
        if source.kind == "pronoun":
            known = self._by_pronoun(source, sentence, before)
            return known and self._again(known, source, sentence)
        mention = self._mention(source)
        if mention is not None:
            return self._mentioned(source, mention, sentence)
        surname = self._offices.who_is(self._text[slice(*source.heads[0])])
        if source.kind == "name" and surname is not None:
            return self._named(source, source.heads[0], _PERSON, surname, sentence)
        known = self._by_noun(source, sentence, before)
        if known is not None:
            return self._again(known, source, sentence)
        return self._unnamed(source, sentence)

    def _again(self, known: _Referent, source: SourceWords, sentence: Span) -> _Referent:
        own = source.judgement
        official, office = (
            (own.official, own.office)
            if own.official is not Official.NOT and not own.if_place and known.meant.official is Official.NOT
            else (known.meant.official, known.meant.office)
        )
        gender = known.gender if known.gender != "unknown" else source.gender
        return _Referent(
            known.named,
            source.span.start,
            known.meant._replace(
                official=Official.NOT if own.other else official, office=None if own.other else office
            ),
            known.entity,
            known.person,
            known.many,
            gender,
            known.words | {source.noun},
            sentence,
        )

    def _mention(self, source: SourceWords) -> int | None:
        """The number of the mention that names the source: a person's before others."""
        mentions = self._findings.mentions
        found = []
        for head in source.heads:
            for number in mentions.within(head.start - 60, head.end):
                inside = mentions.starts[number] < head.end <= mentions.ends[number] + 2
                if inside and mentions.ends[number] > head.start and mentions.types[number] in _NAMES:
                    found.append(number)
        persons = [number for number in found if mentions.types[number] == _PERSON]
        if persons or source.kind != "name":
            return next(iter(persons or found), None)
        # A name that the model has not found is not that of its apposition: `ATS, a unit of Vanderhoek`.
        return next((each for each in found if mentions.ends[each] <= source.heads[0].end + 2), None)

    def _mentioned(self, source: SourceWords, mention: int, sentence: Span) -> _Referent:
        mentions = self._findings.mentions
        span = Span(mentions.starts[mention], mentions.ends[mention])
        kind, entity = mentions.types[mention], self._findings.owners[mention]
        if kind != _PERSON and (known := self._offices.who_is(self._text[slice(*span)])) is not None:
            kind, entity = _PERSON, known
        return self._named(source, span, kind, entity, sentence)

    def _named(self, source: SourceWords, span: Span, kind: int, entity: int, sentence: Span) -> _Referent:
        official, office = self._own(source)
        if office and official is Official.CAPITAL and kind == _PERSON:
            name = self._findings.entities[entity].name
            if " " in name and name != self._text[office.start : office.end]:
                # Paris, who has a surname elsewhere in the report.
                official, office = Official.NOT, None
        words = frozenset(self._text[source.span.start : source.span.end].lower().split())
        if kind == _PERSON and not source.judgement.other:
            held = self._offices.known_at(entity, source.span.end)
            if held is not None:
                words |= held.words
                if official is Official.NOT:
                    official, office = held.official, Span(held.role.start, held.role.end)
        return _Referent(
            span,
            source.span.start,
            Meant(span, official, office, entity, kind == _PERSON),
            entity,
            kind == _PERSON,
            None if kind != _PERSON else False,
            source.gender,
            words,
            sentence,
        )

    def _unnamed(self, source: SourceWords, sentence: Span) -> _Referent:
        official, office = self._own(source)
        return _Referent(
            source.span,
            source.span.start,
            Meant(source.span, official, office, source.span),
            None,
            _is_person(source, official),
            {"one": False, "many": True, "unknown": None}[source.number],
            source.gender,
            frozenset(self._text[source.span.start : source.span.end].lower().split()),
            sentence,
        )

    def _own(self, source: SourceWords) -> tuple[Official, Span | None]:
        """What the words themselves say, now that places are known."""
        judgement = source.judgement
        if judgement.if_place and not self._public_in(source.span):
            return Official.NOT, None
        return judgement.official, judgement.office

    def _public_in(self, span: Span) -> bool:
        """Whether an office is a public one by what is named there: a place, or somebody in office."""
        types = self._findings.mentions.types
        return any(
            types[number] == _PLACE or (types[number] == _PERSON and entity in self._offices)
            for number, entity in self._findings.entities_in(*span)
        )

    def _by_pronoun(self, source: SourceWords, sentence: Span, before: Span | None) -> _Referent | None:
        if source.gender != "unknown":
            known = self._person(source, sentence, before)
            # Of many a noun, and of a name that is in no table, nobody can tell whether it is a person:
            # "the defence argued" is none. A wrong name is worse than none.
            return known if known is not None and known.person else None
        many = source.number == "many"
        for referent in self._back(source.span.start):
            if source.noun == "who":
                return None
            if many and (referent.many or (referent.many is None and not referent.person)):
                return referent
            if not many and not referent.person and referent.many is not True:
                return referent
        return None

    def _person(self, source: SourceWords, sentence: Span, before: Span | None) -> _Referent | None:
        """`he`, `she`: who spoke last, unless somebody else has come since."""
        at = source.span.start
        speakers = [
            referent
            for referent in self._back(at)
            if referent.person is not False
            and referent.many is not True
            and {referent.gender, source.gender} != {"he", "she"}
        ]
        last = speakers[0] if speakers else None
        if last is not None and last.sentence in (sentence, before):
            return last if self._is_sure(last, source) else None
        for start, end in ((sentence.start, at), before or Span(0, 0)):
            persons = self._persons(max(start, at - NEAR), end)
            if len({entity for _, entity in persons}) == 1 and self._may_be(source.gender, *persons[0]):
                return self._bystander(persons[0][0], source, sentence)
            if persons:
                known = [each for each in speakers if each.entity in {entity for _, entity in persons}]
                return known[0] if known else None
        return last

    def _is_sure(self, speaker: _Referent, source: SourceWords) -> bool:
        """Whether who spoke last is meant, though others were named since.

        Most who are quoted are men: `he` may be anybody not known to be a woman, `she` must be known as one
        or be the only one in question.
        """
        if source.gender != "she" or speaker.gender == "she":
            return True
        persons = self._persons(speaker.at, source.span.start)
        return not any(
            entity != speaker.entity and self._may_be(source.gender, number, entity)
            for number, entity in persons
        )

    def _may_be(self, gender: Gender, mention: int, entity: int) -> bool:
        """Whether no office of the person, and no title before the name, says the contrary."""
        start = self._findings.mentions.starts[mention]
        title = self._text[max(0, start - 20) : start].lower().split()[-1:]
        told = {
            gender,
            gender_in(title),
            *map(gender_in, (held.words for held in self._offices.all_of(entity))),
        }
        return not {"he", "she"} <= told

    def _persons(self, start: int, end: int) -> list[tuple[int, int]]:
        types = self._findings.mentions.types
        return [
            (number, entity)
            for number, entity in self._findings.entities_in(start, end)
            if types[number] == _PERSON
        ]

    def _bystander(self, mention: int, source: SourceWords, sentence: Span) -> _Referent:
        mentions = self._findings.mentions
        span = Span(mentions.starts[mention], mentions.ends[mention])
        return self._mentioned(source._replace(span=span), mention, sentence)

    def _by_noun(self, source: SourceWords, sentence: Span, before: Span | None) -> _Referent | None:
        """`the ministry`, `the governor`, `the statement`, `the military's special forces`."""
        part_of = source.belongs_to
        if part_of is not None and source.judgement.official is Official.BODY:
            known = self._referent(part_of, sentence, before)
            if known is not None and known.named != part_of.span:
                return known
        if not source.bare:
            return None
        if source.statement:
            return next(self._back(source.span.start), None)
        noun = source.noun
        for referent in self._back(source.span.start):
            if not referent.words.isdisjoint((noun, noun.removesuffix("s"), noun + "s")):
                return referent
        mention = self._offices.last_called(noun, source.span.start - FAR, source.span.start)
        return None if mention is None else self._bystander(mention, source, sentence)

    def _back(self, at: int) -> Iterator[_Referent]:
        return (referent for referent in reversed(self._recent) if at - referent.at < FAR)


def _is_person(source: SourceWords, official: Official) -> bool | None:
    """Whether words that are no name in any table speak of a person; `None`: nobody can tell."""
    if official in _BODIES or source.statement:
        return False
    if official in _PERSONS or source.gender != "unknown":
        return True
    return None
