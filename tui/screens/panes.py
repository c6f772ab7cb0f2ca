"""The side panes: going there and back, choosing a row."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, cast

from reports.visible import visible
from tui.finding.listing import ANNOTATION, SUGGESTED, ListFilter
from tui.messages import ToldFound
from tui.reading.told import told_of_entity, told_of_unnamed
from tui.reading.trail import Trail
from tui.screens.facts import KnowingFacts

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual import events

    from annotations.records import Annotation
    from annotations.voices import UnnamedSource
    from claims.records import Claims
    from entities.records import Entity, Findings
    from reports.sentences import SentenceIndex
    from tui.looks.folding import Pane
    from tui.reading.told import Told
    from tui.widgets.line_pane import LinePane

    _Telling = Callable[[Findings, Claims | None, SentenceIndex], Told]

_FEW = 100
"""Mentions of which what is said is looked for at once: some milliseconds."""


class Panes(KnowingFacts):
    """The three panes."""

    _looks = _look_shown = 0
    """How many times what is told of something was looked for, and which of them is shown."""

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
        elif kind == "source":
            self.choose_unnamed(event.key)
        elif kind == "tag-any":
            await self.run_action("tag_any")
        elif kind in ("annotation", "here") and self.reading.index is not None:
            self._go_to(self.reading.index.get(value))
        elif kind in ("says", "about", "sentence"):
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
        elif state.pane == "annotations" and state.list_filter and not state.shows_card:
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
        self._set_out(entity_id, partial(self._follow, entity))

    def choose_unnamed(self, source_id: str) -> None:
        """Make the words of a source without a name the trail, as `choose_entity` does with mentions."""
        source = self.state.entities.unnamed(source_id)
        if source is None:
            return
        if self.state.entities.chosen == source_id:
            self.enter_pane("article")
            return
        self._set_out(source_id, partial(self._follow_unnamed, source))

    def _set_out(self, chosen: str, follow: Callable[[], None]) -> None:
        self.state.entities.chosen = chosen
        self.state.seeking.end()
        follow()
        if self.reading.trail_place is None:
            self.reading.walk(1)
        self.show()

    def now_chosen(self, chosen: str) -> None:
        """What is chosen has this id among other findings; the empty one: it is there no longer."""
        trail, entities = self.reading.trail, self.state.entities
        if trail is not None and trail.entity == entities.chosen != chosen:
            trail.entity = chosen
            if not chosen:
                self.reading.trail = None
        entities.chosen = chosen

    def put_card_away(self) -> None:
        """The list has the place of the card again: what is chosen is let go."""
        if self.state.shows_card:
            self.now_chosen("")

    def more_was_found(self) -> None:
        """What is chosen is as the newest findings have it, or it is there no longer."""
        trail, state = self.reading.trail, self.state
        if trail is None or not trail.entity or trail.entity != state.entities.chosen:
            return
        entity, source = state.chosen, state.chosen_source
        if entity is not None:
            self._follow(entity)
        elif source is not None:
            self._follow_unnamed(source)
        else:
            return
        self.views.draw(follow=False)
        self.look_up_fact()

    def _follow(self, entity: Entity) -> None:
        """Its mentions are the trail, and who says what of it is listed; nothing is copied here."""
        name = visible(entity.name)
        short = name.split(" ")[-1] if entity.type == "person" else name
        mentions = entity.mentions
        self.reading.trail = Trail(short, "mention", mentions.starts, mentions.ends, entity.id)
        self._look(len(mentions), partial(told_of_entity, entity))

    def _follow_unnamed(self, source: UnnamedSource) -> None:
        self.reading.trail = Trail(visible(source.name), "mention", source.starts, source.ends, source.id)
        self._look(len(source.claims), partial(told_of_unnamed, source))

    def _look(self, size: int, tell: _Telling) -> None:
        """Look for what the report tells, in a thread where that takes long."""
        findings, claims = self.state.entities.findings, self.state.claims
        if findings is None:
            return

        self._looks += 1
        number = self._looks

        def look() -> None:
            self.reader_app.give_way()
            self.post_message(ToldFound(tell(findings, claims, self.reading.sentences), number))

        if size <= _FEW:
            self._look_shown = number
            self.state.entities.told = tell(findings, claims, self.reading.sentences)
        else:
            self.run_worker(look, thread=True, exclusive=True, group="told")

    def on_told_found(self, event: ToldFound) -> None:
        """It stands on the card of the entity, unless that has something newer, or is of another one."""
        if event.look > self._look_shown and event.told.source == self.state.entities.chosen:
            self._look_shown = event.look
            self.state.entities.told = event.told
            self.views.draw(follow=False)
