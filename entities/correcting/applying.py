"""Applying what the analyst said of entities to whatever the machine found, now or with a later model."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from entities.correcting.assembling import assembled
from entities.correcting.corrections import (
    Add,
    Confirm,
    Correction,
    Merge,
    Named,
    Remove,
    Rename,
    Retype,
    Split,
)
from entities.correcting.drafts import Drafts
from entities.records import ENTITY_TYPES, EntityType, Findings, folded_name
from reports.blocks import Span
from reports.flow import in_one_line
from reports.search import Matcher, Query, Scan

Pause = Callable[[], object]


def corrected(findings: Findings, corrections: Iterable[Correction], pause: Pause = lambda: None) -> Findings:
    """The findings with all that was said of them, in this order.

    `findings` are the machine's; a correction of what is not found any more says nothing. Takes as long as
    making findings of mentions does, 0.3 s for 50 000, and calls `pause` every few milliseconds. Without
    corrections they come back as they are.
    """
    said = list(corrections)
    if not said:
        return findings
    correcting = _Correcting(Drafts(findings), pause)
    for correction in said:
        correcting.apply(correction)
        pause()
    return assembled(correcting.drafts, pause)


class _Correcting:
    """What each correction does to drafts."""

    def __init__(self, drafts: Drafts, pause: Pause) -> None:
        self.drafts = drafts
        self._pause = pause

    def apply(self, correction: Correction) -> None:
        """Do what was said."""
        match correction:
            case Rename(entity, to):
                for number in self.drafts.meant(entity):
                    self._be(number, to, self.drafts.type_of(number))
            case Retype(entity, to):
                for number in self.drafts.meant(entity):
                    self._be(number, self.drafts.draft(number).name, to)
            case Merge(entity, into):
                self._merge(entity, into)
            case Split(entity, words, to, at):
                self._split(entity, words, to, at)
            case Remove(entity, at):
                self._release(self._removed(entity, at))
            case Add():
                self._add(correction)
            case Confirm():
                self._confirm(correction)

    def _be(self, number: int, name: str, kind: EntityType) -> None:
        """Have this name and type; what has them already is the same."""
        drafts, draft = self.drafts, self.drafts.draft(number)
        if name.strip():
            drafts.rename(number, _in_one_line(name))
        drafts.retype(draft.mentions(), draft.type, kind)
        draft.type = kind
        self._touch(number)
        for other in drafts.called(draft.name, kind):
            if other != number:
                drafts.absorb(number, other)

    def _merge(self, entity: Named, into: Named) -> None:
        drafts = self.drafts
        goal = next(iter(drafts.meant(into)), None)
        for number in drafts.meant(entity):
            if goal is None:
                self._be(number, into.name, into.type or drafts.type_of(number))
            elif number != goal:
                draft = drafts.draft(number)
                if draft.type != "group":
                    # What the people of a country are called stays that when it is one with the country.
                    drafts.retype(draft.mentions(), draft.type, drafts.type_of(goal))
                drafts.absorb(goal, number)
        if goal is not None:
            drafts.draft(goal).inferred.difference_update(map(folded_name, entity.names))

    def _split(self, entity: Named, words: str, to: str, at: Span | None) -> None:
        if at is not None:
            self._be_another(self.drafts.touching(at), to)
            return
        for number in self.drafts.meant(entity):
            uses = self.drafts.draft(number).uses
            use = uses.get(folded_name(words))
            if use is not None and len(uses) > 1:
                self._be_another(use.mentions, to)

    def _be_another(self, mentions: Iterable[int], name: str) -> None:
        """Take mentions off what they are of; they are of something of this name now."""
        drafts, taken = self.drafts, list(mentions)
        if not taken or not name.strip():
            return
        kind = ENTITY_TYPES[drafts.types[taken[0]]]
        self._release(taken)
        there = drafts.called(name, kind)
        number = there[0] if there else drafts.new(kind, _in_one_line(name), "corrected")
        drafts.give(number, taken)
        self._touch(number)

    def _removed(self, entity: Named, at: Span | None) -> list[int]:
        if at is not None:
            return self.drafts.touching(at)
        # What else a later model takes for the same is left.
        names = set(map(folded_name, entity.names))
        drafts = [self.drafts.draft(number) for number in self.drafts.meant(entity)]
        uses = [use for draft in drafts for name, use in draft.uses.items() if name in names]
        return [mention for use in uses for mention in use.mentions]

    def _add(self, said: Add) -> None:
        drafts = self.drafts
        name = _in_one_line(said.to) or _in_one_line(said.words)
        there = drafts.called(name, said.type) or drafts.known(name, said.type)
        places: list[Span] = []
        gone: list[int] = []
        for span in self._standing(said):
            touched = drafts.touching(span)
            if self._gives_way(touched, span, there, chosen=span == said.at):
                places.append(span)
                gone += touched
        if not places:
            return
        number = there[0] if there else drafts.new(said.type, name, "analyst")
        if there:
            self._touch(number)
        self._release(gone)
        made = [drafts.add(span, said.type) for span in places]
        drafts.give(number, [mention for mention in made if mention is not None])

    def _standing(self, said: Add) -> list[Span]:
        """Where the words stand, the place that was chosen among them."""
        text, words = self.drafts.found.mentions.text, said.words.strip()
        if not words:
            return []
        at = said.at if said.at is not None and _says(text, said.at, words) else None
        spans = [at] if at is not None else []
        scan = Scan(Matcher(Query(words, whole_word=True, as_written=True)), text, 0, len(text))
        while not scan.over:
            for span in (Span(*place) for place in scan.step()):
                if at is None or span.end <= at.start or at.end <= span.start:
                    spans.append(span)
            self._pause()
        return sorted(spans)

    def _gives_way(self, touched: list[int], span: Span, to: list[int], *, chosen: bool) -> bool:
        """Whether the words there are to be added: a longer name stays, unless they were chosen there."""
        drafts = self.drafts
        spans = [Span(drafts.starts[mention], drafts.ends[mention]) for mention in touched]
        if spans == [span]:
            return drafts.owners[touched[0]] not in to[:1]
        return chosen or all(each.end - each.start <= span.end - span.start for each in spans)

    def _confirm(self, said: Confirm) -> None:
        drafts = self.drafts
        for number in drafts.meant(said.entity)[:1]:
            draft = drafts.draft(number)
            draft.inferred.difference_update(map(folded_name, said.aliases))
            draft.roles += [role for role in dict.fromkeys(said.roles) if role not in draft.roles]
            # A model that keeps the two apart is told that they are one.
            for other in {other for alias in said.aliases for other in drafts.called(alias, draft.type)} - {
                number
            }:
                drafts.absorb(number, other)

    def _release(self, mentions: list[int]) -> None:
        for number in {self.drafts.owners[mention] for mention in mentions}:
            self._touch(number)
        self.drafts.release(mentions)

    def _touch(self, number: int) -> None:
        draft = self.drafts.draft(number)
        if draft.origin == "machine":
            draft.origin = "corrected"


def _says(text: str, at: Span, words: str) -> bool:
    """Whether these words stand there, whatever white space is between them."""
    inside = 0 <= at.start < at.end <= len(text)
    return inside and folded_name(in_one_line(text[at.start : at.end])) == folded_name(words)


def _in_one_line(name: str) -> str:
    return " ".join(name.split())
