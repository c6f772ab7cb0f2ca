"""What is known of the chosen entity beside the text: looked up in a thread, drawn when it is there."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from tui.messages import FactFound
from tui.screens.base import ReaderBase

if TYPE_CHECKING:
    from entities.lookup.facts import Facts
    from entities.records import Entity, Findings


class KnowingFacts(ReaderBase):
    """Looks up where a place lies, and what a date or a quantity is worth."""

    _facts: Facts | None = None
    _fact_asked: tuple[object, ...] = ()
    """What was asked last: the entity, the date of the report, the findings once they are complete."""

    def show(self, *, follow: bool = True) -> None:
        """Draw the state; what its card still lacks is looked up."""
        super().show(follow=follow)
        self.look_up_fact()

    def look_up_fact(self) -> None:
        """Look up what is known of the chosen entity, unless that was done; returns at once."""
        entity, findings, editor = self.state.chosen, self.state.entities.findings, self.reading.editor
        if entity is None or findings is None or editor is None:
            return
        published = editor.record.published
        # Of a report that is being read there are new findings twice a second, all with the same facts.
        asked = (entity.id, published, findings if findings.complete else None)
        if len(self._fact_asked) == len(asked) and all(map(_same, self._fact_asked, asked)):
            return
        self._fact_asked = asked
        # Not a worker of Textual's: quitting would wait for those.
        look = threading.Thread(
            target=self._look_up, args=(asked, findings, entity, published), name="facts", daemon=True
        )
        look.start()

    def _look_up(self, asked: tuple[object, ...], findings: Findings, entity: Entity, published: str) -> None:
        from entities.lookup.dates import report_date
        from entities.lookup.facts import Facts

        facts = self._facts = self._facts or Facts()
        fact = facts.about(
            findings,
            entity,
            report_date(published),
            self.reader_app.give_way,
            lambda: self._fact_asked is asked,
        )
        if fact is not None:
            self.post_message(FactFound(entity.id, fact))

    def on_fact_found(self, event: FactFound) -> None:
        """It stands on the card of the entity."""
        self.state.fact = (event.entity, event.fact)
        self.views.draw(follow=False)


def _same(one: object, other: object) -> bool:
    """Findings are compared by what they are, not by what is in them: that would take a while."""
    return one is other or (isinstance(one, str) and one == other)
