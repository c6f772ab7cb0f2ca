"""The side panes: going there and back, choosing a row."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, cast

from reports.visible import visible
from tui.finding.listing import ANNOTATION, SUGGESTED, ListFilter
from tui.messages import SentencesFound
from tui.panes.entity_card import sentence_numbers
from tui.reading.trail import Trail
from tui.screens.facts import KnowingFacts

if TYPE_CHECKING:
    from textual import events

    from annotations.records import Annotation
    from entities.records import Entity
    from tui.looks.folding import Pane
    from tui.widgets.line_pane import LinePane

_FEW = 1_000
"""Mentions whose sentences are looked for at once: a millisecond or two."""


class Panes(KnowingFacts):
    """The three panes."""

    def action_pane(self, step: int) -> None:
        """The next or previous pane that is in sight."""
        shown: list[Pane] = [
            pane for pane in ("entities", "article", "annotations") if self.views.fold.shows(pane)
        ]
        self.enter_pane(shown[(shown.index(self.state.pane) + step) % len(shown)])

    def action_entities(self) -> None:
        """To the entities, or back to the article."""
        self.enter_pane("article" if self.state.pane == "entities" else "entities")

    def action_annotations(self) -> None:
        """To the annotations, on the current one in the list of all; or back to the article."""
        if self.state.pane == "annotations":
            self.enter_pane("article")
            return
        if not self.ready():
            return
        current = self.reading.current
        key = f"{ANNOTATION}{current.id}" if current is not None else ""
        if self.state.list_filter.suggested:
            key = f"{SUGGESTED}{self.reading.sentence.start}"
        place = self.state.listed.place(key) if key else None
        self.enter_pane("annotations")
        self.call_after_refresh(self.views.annotations.cursor_to_list, place or 0)

    def enter_pane(self, pane: Pane) -> None:
        """Give a pane the keys; where it has no place it gets a drawer."""
        self.state.pane = pane
        widgets = {
            "article": self.views.article,
            "entities": self.views.entities,
            "annotations": self.views.annotations,
        }
        self.refold()
        widgets[pane].focus()
        self.views.draw_entities(force=True)
        self.call_after_refresh(self.show)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """The mouse may have chosen another pane."""
        pane = event.widget.id
        if pane in ("article", "entities", "annotations") and pane != self.state.pane:
            self.state.pane = cast("Pane", pane)
            self.refold()
            self.call_after_refresh(self.show)

    async def on_line_pane_chosen(self, event: LinePane.Chosen) -> None:
        """Enter or a click on a row of a side pane."""
        kind, _, value = event.key.partition(":")
        if kind == "group":
            self.state.entities.toggle(value)
            self.views.draw_entities()
        elif kind == "entity":
            self.choose_entity(value)
        elif kind == "tag-any":
            await self.run_action("tag_any")
        elif kind in ("annotation", "here") and self.reading.index is not None:
            self._go_to(self.reading.index.get(value))
        elif kind == "sentence":
            self.reading.go(self.reading.sentences.span(int(value)).start)
            self.enter_pane("article")

    def _go_to(self, annotation: Annotation | None) -> None:
        if annotation is not None:
            self.reading.hold(annotation)
            self.enter_pane("article")

    def action_close(self) -> None:
        """Close the innermost thing only."""
        state, reading = self.state, self.reading
        if state.pane == "entities" and state.entities.filter:
            state.entities.filter = ""
        elif state.marks_act:
            state.listed_marks.clear()
        elif state.pane == "annotations" and state.list_filter:
            state.narrow(state.list_filter.wider)
        elif reading.anchor is None and reading.held is None and state.pane != "article":
            self.enter_pane("article")
        elif reading.close() == "trail":
            state.entities.chosen = ""
            state.seeking.end()
        elif reading.trail is None and (state.list_filter or state.marks):
            state.marks.clear()
            state.marked_suggestions.clear()
            state.narrow(ListFilter())
        self.show()

    def choose_entity(self, entity_id: str) -> None:
        """Make the mentions of an entity the trail; the caret goes to the next one, or stays on one."""
        entity = self.state.entities.entity(entity_id)
        if entity is None:
            return
        if self.state.entities.chosen == entity_id:
            self.enter_pane("article")
            return
        self.state.entities.chosen = entity_id
        self.state.seeking.end()
        self._follow(entity)
        if self.reading.trail_place is None:
            self.reading.walk(1)
        self.show()

    def more_was_found(self) -> None:
        """The mentions of the chosen entity are those of the newest findings, or it is there no longer."""
        entity, trail = self.state.chosen, self.reading.trail
        if entity is not None and trail is not None and trail.entity == entity.id:
            self._follow(entity)
            self.views.draw(follow=False)
            self.look_up_fact()

    def _follow(self, entity: Entity) -> None:
        """Its mentions are the trail, and its sentences are listed; nothing is copied here."""
        name = visible(entity.name)
        short = name.split(" ")[-1] if entity.type == "person" else name
        mentions = entity.mentions
        self.reading.trail = Trail(short, "mention", mentions.starts, mentions.ends, entity.id)
        if len(mentions) <= _FEW:
            self.state.sentences = (entity.id, sentence_numbers(mentions.starts, self.reading.sentences))
        else:
            look = partial(self._look_for_sentences, entity)
            self.run_worker(look, thread=True, exclusive=True, group="sentences")

    def _look_for_sentences(self, entity: Entity) -> None:
        numbers = sentence_numbers(entity.mentions.starts, self.reading.sentences)
        self.post_message(SentencesFound(entity.id, numbers))

    def on_sentences_found(self, event: SentencesFound) -> None:
        """They stand on the card of the entity."""
        self.state.sentences = (event.entity, event.numbers)
        self.views.draw(follow=False)
