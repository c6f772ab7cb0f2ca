"""Saying something of an entity: the edit of a change."""

from __future__ import annotations

from annotations.changes import edit_of
from annotations.corrections import EVERYWHERE
from annotations.drafting import Drafting
from annotations.errors import EditError
from annotations.records import Edit, EntityCorrection
from entities.corrections import Correction, placeless


class Correcting(Drafting):
    """What there is of one report, with the edits that correct its entities."""

    def _said(self, correction: Correction, *, everywhere: bool) -> tuple[Edit, EntityCorrection]:
        """The edit that records a correction; raises `EditError` for a place where there is none."""
        says = placeless(correction) if everywhere else correction
        if says is None:
            raise EditError("One mention is of this report only; what is said of a name can hold in all.")
        record = EntityCorrection(
            id=self._means.new_id(),
            report=EVERYWHERE if everywhere else self.record.id,
            says=says,
            turn=self.corrections.next_turn,
            author=self.author,
            created=self._means.now(),
        )
        return edit_of("corrections", record.id, None, record), record
