"""What the pickers offer, in the order of likelihood: sources for `@`, tags for `t`."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from annotations.records import Attribution, Place
from entities.records import ENTITY_TYPES
from tui.reading.told import role_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from annotations.tagset import TagSet
    from claims.records import Claims
    from entities.records import Findings
    from reports.document import Span
    from tui.reading.reading import Reading

UNNAMED = "unnamed officials"
NOBODY = "no source"
AS_IT_IS = "as it is"
_SOURCE_TYPES = frozenset({"person", "organisation", "place", "group", "other"})
_BETWEEN_SOURCES = ";"
_OFFERED = 60
"""Entities of a type that are offered, the most frequent: the others are found by their name."""


class Choice(NamedTuple):
    """Something to choose: what is shown, a word on where it comes from, and its value."""

    label: str
    hint: str = ""
    value: str = ""
    by_any_word: bool = True
    """Whether typing one of its later words finds it before what is typed."""


def source_choices(
    reading: Reading,
    findings: Findings | None,
    present: Sequence[Attribution],
    found: Iterable[Choice] = (),
) -> list[Choice]:
    """Who may have said it: noted, found there, in the sentence, used in this report, the entities, others.

    What is noted comes first, so that enter changes nothing; then the way to take it off. `found` are
    those whom the machine found to say it: where nothing is noted, enter takes the first.
    """
    span = reading.target.span
    noted = f"{_BETWEEN_SOURCES} ".join(who.text for who in present)
    to_leave = (Choice(noted, "as it is", value=AS_IT_IS), Choice(NOBODY, "takes it off", value=NOBODY))
    return one_a_label(
        (
            *(to_leave if present else ()),
            *found,
            *_in_sentence(findings, span),
            *_used(reading),
            *_most_frequent(findings),
            # Who types "officials" means the word of the report, not this.
            Choice(UNNAMED, "nobody named", by_any_word=False),
        )
    )


def found_choices(
    found: Iterable[Attribution], findings: Findings | None, claims: Claims | None
) -> list[Choice]:
    """Those whom the machine found, each with what it is by office: `found here · governor ?`."""
    return [Choice(each.text, " · ".join(("found here", *_office(each, findings, claims)))) for each in found]


def _office(who: Attribution, findings: Findings | None, claims: Claims | None) -> list[str]:
    number = findings.entities.find(who.entity) if findings is not None and who.entity else None
    if findings is None or claims is None or number is None:
        return []
    from annotations.voices import roles_of

    entity = findings.entities[number]
    return role_words(entity.roles, roles_of(entity.mentions[:_OFFERED], claims))[:1]


def further_sources(findings: Findings | None, text: str) -> list[Choice]:
    """The entities with a name that begins with the text or contains it, as many as one looks at."""
    if findings is None:
        return []
    entities = findings.entities
    found: list[int] = []
    for numbers in (entities.called(text, at_the_start=True), entities.called(text)):
        sources = (each for each in numbers if ENTITY_TYPES[entities.types[each]] in _SOURCE_TYPES)
        found.extend(islice(sources, _OFFERED))
    return [Choice(entities[each].name, entities[each].type) for each in found]


def one_a_label(choices: Iterable[Choice]) -> list[Choice]:
    """The choices without those that are called like an earlier one."""
    by_label: dict[str, Choice] = {}
    for choice in choices:
        by_label.setdefault(choice.label.casefold(), choice)
    return list(by_label.values())


def _most_frequent(findings: Findings | None) -> Iterator[Choice]:
    if findings is not None:
        entities = findings.entities
        for kind in ENTITY_TYPES:
            if kind in _SOURCE_TYPES:
                yield from (Choice(entities[each].name, kind) for each in entities.of_type(kind)[:_OFFERED])


def _in_sentence(findings: Findings | None, span: Span) -> Iterator[Choice]:
    if findings is None:
        return
    here = []
    first: dict[int, int] = {}
    for mention, owner in findings.entities_in(span.start, span.end):
        first.setdefault(owner, findings.mentions.starts[mention])
    for owner, start in first.items():
        entity = findings.entities[owner]
        if entity.type in _SOURCE_TYPES:
            # People speak more often than countries, and a name near the end more often than the first.
            rank = {"person": 0, "organisation": 1}.get(entity.type, 2)
            here.append((rank, -start, Choice(entity.name, "in this sentence")))
    yield from (choice for _, _, choice in sorted(here, key=lambda each: each[:2]))


def _used(reading: Reading) -> Iterator[Choice]:
    index = reading.index
    return (Choice(name, "used in this report") for name in (index.sources() if index is not None else ()))


def attributions(
    text: str, reading: Reading, findings: Findings | None, found: Iterable[Attribution] = ()
) -> list[Attribution]:
    """What was chosen or typed, as sources: several are separated by `;`, each is sought in the target.

    One of `found` is taken as it was found, with its entity and its words in the text.
    """
    if text == NOBODY:
        return []
    known = {each.text: each for each in found}
    if text in known:
        return [known[text]]
    names = (name.strip() for name in text.split(_BETWEEN_SOURCES))
    return [known.get(name) or _attribution(name, reading, findings) for name in names if name]


def _attribution(name: str, reading: Reading, findings: Findings | None) -> Attribution:
    span = reading.target.span
    number = findings.entities.named(name) if findings is not None else None
    if findings is not None and number is not None:
        entity = findings.entities[number]
        here = entity.mentions.within(span.start, span.end)
        mention = entity.mentions[here[0]] if here else None
        place = Place(mention.start, mention.end) if mention is not None else None
        return Attribution(name, entity.id, place)
    found = reading.report.text.find(name, span.start, span.end)
    return Attribution(name, None, Place(found, found + len(name)) if found >= 0 else None)


def tag_choices(tag_set: TagSet) -> list[Choice]:
    """Every tag by name."""
    return [
        Choice(tag.label, f"{tag_set.letter(tag.id)}  {tag.description}".strip(), value=tag.id)
        for tag in tag_set.tags
    ]
