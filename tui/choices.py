"""What the pickers offer, in the order of likelihood: sources for `@`, tags for `t`."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from annotations.records import Attribution, Place

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from annotations.tagset import TagSet
    from entities.records import Entity
    from reports.document import Span
    from tui.reading import Reading

UNNAMED = "unnamed officials"
NOBODY = "no source"
AS_IT_IS = "as it is"
_SOURCE_TYPES = frozenset({"person", "organisation", "place", "group", "other"})
_BETWEEN_SOURCES = ";"


class Choice(NamedTuple):
    """Something to choose: what is shown, a word on where it comes from, and its value."""

    label: str
    hint: str = ""
    value: str = ""
    by_any_word: bool = True
    """Whether typing one of its later words finds it before what is typed."""


def source_choices(
    reading: Reading, entities: Sequence[Entity], present: Sequence[Attribution]
) -> list[Choice]:
    """Who may have said it: noted, in the sentence, used in this report, the entities, unnamed officials.

    What is noted comes first, so that enter changes nothing; then the way to take it off.
    """
    chosen: dict[str, Choice] = {}
    span = reading.target.span
    noted = f"{_BETWEEN_SOURCES} ".join(who.text for who in present)
    to_leave = (Choice(noted, "as it is", value=AS_IT_IS), Choice(NOBODY, "takes it off", value=NOBODY))
    for choice in (
        *(to_leave if present else ()),
        *_in_sentence(entities, span),
        *_used(reading),
        *(Choice(each.name, each.type) for each in entities if each.type in _SOURCE_TYPES),
        # Who types "officials" means the word of the report, not this.
        Choice(UNNAMED, "nobody named", by_any_word=False),
    ):
        chosen.setdefault(choice.label.casefold(), choice)
    return list(chosen.values())


def _in_sentence(entities: Sequence[Entity], span: Span) -> Iterator[Choice]:
    here = []
    for entity in entities:
        if entity.type not in _SOURCE_TYPES:
            continue
        mention = next((each for each in entity.mentions if span.start <= each.start < span.end), None)
        if mention is not None:
            # People speak more often than countries, and a name near the end more often than the first.
            rank = {"person": 0, "organisation": 1}.get(entity.type, 2)
            here.append((rank, -mention.start, Choice(entity.name, "in this sentence")))
    return (choice for _, _, choice in sorted(here, key=lambda each: each[:2]))


def _used(reading: Reading) -> Iterator[Choice]:
    index = reading.index
    return (Choice(name, "used in this report") for name in (index.sources() if index is not None else ()))


def attributions(text: str, reading: Reading, entities: Sequence[Entity]) -> list[Attribution]:
    """What was chosen or typed, as sources: several are separated by `;`, each is sought in the target."""
    if text == NOBODY:
        return []
    return [
        _attribution(name.strip(), reading, entities) for name in text.split(_BETWEEN_SOURCES) if name.strip()
    ]


def _attribution(name: str, reading: Reading, entities: Sequence[Entity]) -> Attribution:
    span = reading.target.span
    entity = next((each for each in entities if name in (each.name, *each.aliases)), None)
    if entity is not None:
        mention = next((each for each in entity.mentions if span.start <= each.start < span.end), None)
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
