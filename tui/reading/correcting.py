"""What the keys on an entity offer, and the correction that each choice makes."""

from __future__ import annotations

from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from entities.aliases import known_name, plain_name
from entities.correcting.corrections import (
    Add,
    Confirm,
    Correction,
    Merge,
    Named,
    Remove,
    Retype,
    Split,
    named,
)
from entities.records import ENTITY_TYPES, Entity, EntityType, Findings, folded_name
from reports.document import Span
from reports.flow import in_one_line
from tui.panes.rows import shortened
from tui.reading.choices import Choice

if TYPE_CHECKING:
    from collections.abc import Sequence

_OFFERED = 60
"""Entities that are offered; the others are found by their name."""
_COUNTED = 2_000
"""Mentions whose words are counted: some three milliseconds."""
_FOLLOWED = 50
"""Mentions by which an entity is found again."""
_QUOTED = 30
"""Cells of the words of a mention."""
_HERE = "here"
_ALL = "all"
_NEW: tuple[EntityType, ...] = ("organisation", "person", "place", "group", "facility", "event", "product")
"""The types that words are most often taken for, the likeliest first."""


class Subject(NamedTuple):
    """The entity that a key acts on."""

    findings: Findings
    number: int
    mention: Span | None
    """That of its mentions on which the caret stands."""

    @property
    def entity(self) -> Entity:
        """As it is now."""
        return self.findings.entities[self.number]

    @property
    def named(self) -> Named:
        """As corrections name it."""
        return named(self.findings, self.number)

    @property
    def here(self) -> str:
        """The words of the mention under the caret, quoted; empty without one."""
        if self.mention is None:
            return ""
        words = self.findings.mentions.text[self.mention.start : self.mention.end]
        return f"“{shortened(in_one_line(words), _QUOTED)}”"


def subject_of(findings: Findings, entity_id: str, caret: int) -> Subject | None:
    """The entity with this id, with the mention of it that holds the caret; `None` if there is none."""
    number = findings.entities.find(entity_id)
    if number is None:
        return None
    mentions = findings.mentions
    first = mentions.within(0, caret + 1).stop - 1
    holds = first >= 0 and caret < mentions.ends[first] and findings.owners[first] == number
    return Subject(findings, number, Span(mentions.starts[first], mentions.ends[first]) if holds else None)


def followed(before: Findings, now: Findings, entity_id: str) -> str:
    """The id among other findings of the same text of what had this id; empty if it is there no longer.

    Whoever owns most of its first mentions now is the same.
    """
    number = before.entities.find(entity_id)
    if number is None or now.entities.find(entity_id) is not None:
        return entity_id
    starts = before.entities[number].mentions.starts[:_FOLLOWED]
    owners = Counter(owner for start in starts for _, owner in now.entities_in(start, start + 1))
    return now.entities.ids[owners.most_common(1)[0][0]] if owners else ""


# ---------------------------------------------------------------------- type


def type_choices(subject: Subject) -> list[Choice]:
    """The types it does not have."""
    return [Choice(kind, value=kind) for kind in ENTITY_TYPES if kind != subject.entity.type]


def retyped(subject: Subject, choice: Choice) -> Correction:
    """It is of another type."""
    return Retype(subject.named, next(kind for kind in ENTITY_TYPES if kind == choice.value))


# ---------------------------------------------------------------------- the same


def same_choices(subject: Subject) -> list[Choice]:
    """What it may be the same as: those that share a word with its name, then those of its type."""
    entities, entity = subject.findings.entities, subject.entity
    sharing = [number for word in entity.name.split() if len(word) > 2 for number in entities.called(word)]
    alike = entities.of_type(entity.type)[:_OFFERED]
    return _entities(subject.findings, [*sharing[:_OFFERED], *alike], but=subject.number)


def further_same(subject: Subject, text: str) -> list[Choice]:
    """The other entities with a name that begins with the text or contains it."""
    return _called(subject.findings, text, but=subject.number)


def merged(subject: Subject, choice: Choice) -> Correction | None:
    """It is the same as the one that was chosen; `None` if that is not there any more."""
    other = subject.findings.entities.find(choice.value)
    return Merge(subject.named, named(subject.findings, other)) if other is not None else None


# ---------------------------------------------------------------------- splitting and removing


def split_choices(subject: Subject) -> list[Choice]:
    """What can be split off it: each of its names, and the mention under the caret; none: nothing can."""
    entity = subject.entity
    if len(entity.mentions) == 1:
        return []
    names = [*entity.aliases, entity.name]
    hints = dict.fromkeys(names, "a name")
    if len(entity.mentions) <= _COUNTED:
        times = Counter(folded_name(plain_name(mention.text)) for mention in entity.mentions)
        hints = {name: _mentions(times[folded_name(name)]) for name in names if folded_name(name) in times}
    choices = [Choice(name, hint, f"{_ALL}:{name}") for name, hint in hints.items()] if len(hints) > 1 else []
    return [*choices, *_only_here(subject)]


def split(subject: Subject, choice: Choice) -> Correction:
    """What was chosen is something else; a mention with the same name gets a number behind it."""
    kind, _, name = choice.value.partition(":")
    if kind == _ALL:
        return Split(subject.named, name, name)
    assert subject.mention is not None
    words = plain_name(subject.findings.mentions.text[subject.mention.start : subject.mention.end])
    return Split(subject.named, words, _free_name(subject, words), subject.mention)


def removal_choices(subject: Subject) -> list[Choice]:
    """All that is called so, or the mention under the caret alone."""
    entity = subject.entity
    every = Choice(entity.name, f"not an entity · {_mentions(len(entity.mentions))}", _ALL)
    return [every, *(_only_here(subject) if len(entity.mentions) > 1 else ())]


def removed(subject: Subject, choice: Choice) -> Correction:
    """What was chosen names nothing."""
    return Remove(subject.named, subject.mention if choice.value == _HERE else None)


# ---------------------------------------------------------------------- confirming


def confirm_choices(subject: Subject, roles: Sequence[str]) -> list[Choice]:
    """What carries a `?`: names that only a rule gave it, and these roles; all of it first."""
    names = [Choice(name, "another name", f"name:{name}") for name in subject.entity.inferred]
    choices = [*names, *(Choice(role, "role", f"role:{role}") for role in roles)]
    return [Choice("all of it", _mentioned(choices), _ALL), *choices] if len(choices) > 1 else choices


def confirmed(subject: Subject, choice: Choice, roles: Sequence[str]) -> Correction:
    """What was chosen is so."""
    if choice.value == _ALL:
        return Confirm(subject.named, subject.entity.inferred, tuple(roles))
    kind, _, words = choice.value.partition(":")
    return Confirm(subject.named, *(((words,), ()) if kind == "name" else ((), (words,))))


# ---------------------------------------------------------------------- adding


def add_choices(findings: Findings, words: str) -> list[Choice]:
    """What selected words can name: what is called so already, or something new of a type."""
    there = findings.entities.sharing([words])
    others = (kind for kind in ENTITY_TYPES if kind not in _NEW)
    return [
        *_entities(findings, there),
        *(Choice(kind, "a new entity", f"type:{kind}") for kind in (*_NEW, *others)),
    ]


def further_named(findings: Findings, text: str) -> list[Choice]:
    """The entities with a name that begins with the text or contains it."""
    return _called(findings, text)


def added(findings: Findings, words: str, at: Span, choice: Choice) -> Correction | None:
    """The words name what was chosen; `None` if that is not there any more."""
    for kind in ENTITY_TYPES:
        if choice.value == f"type:{kind}":
            return Add(words, kind, known_name(kind, plain_name(words)), at)
    number = findings.entities.find(choice.value)
    if number is None:
        return None
    entity = findings.entities[number]
    return Add(words, entity.type, entity.name, at)


# ---------------------------------------------------------------------- inside


def _entities(findings: Findings, numbers: Sequence[int], but: int = -1) -> list[Choice]:
    entities = findings.entities
    some = islice(dict.fromkeys(number for number in numbers if number != but), 2 * _OFFERED)
    choices: dict[str, Choice] = {}
    for each in map(entities.__getitem__, some):
        label = each.name if each.name not in choices else f"{each.name} ({each.type})"
        choices[label] = Choice(label, each.type, each.id)
    return list(choices.values())


def _called(findings: Findings, text: str, but: int = -1) -> list[Choice]:
    entities = findings.entities
    beginning, containing = entities.called(text, at_the_start=True), entities.called(text)
    return _entities(findings, [*beginning[:_OFFERED], *containing[:_OFFERED]], but)


def _only_here(subject: Subject) -> list[Choice]:
    return [Choice(subject.here, "only here", _HERE)] if subject.mention is not None else []


def _free_name(subject: Subject, name: str) -> str:
    entities, kind = subject.findings.entities, subject.entity.type
    number, free = 1, name
    while any(entities[other].type == kind for other in entities.sharing([free])):
        number += 1
        free = f"{name} ({number})"
    return free


def _mentions(count: int) -> str:
    return f"{count} mention{'' if count == 1 else 's'}"


def _mentioned(choices: Sequence[Choice]) -> str:
    return shortened(", ".join(choice.label for choice in choices), _QUOTED)
