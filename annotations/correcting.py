"""Saying something of an entity."""

from __future__ import annotations

from annotations.changes import edit_of
from annotations.committing import Committing
from annotations.corrections import EVERYWHERE, told
from annotations.errors import EditError
from annotations.records import Change, Edit, EntityCorrection, storable
from entities.correcting.corrections import Correction, placeless


class Correcting(Committing):
    """What there is of one report, with what is said of its entities."""

    def correct(self, correction: Correction, caret: int, *, everywhere: bool = False) -> Change:
        """Say something of an entity of this report, or of all reports; it holds for good.

        Raises `EditError` for something of a single place that is to hold in all reports.
        """
        edit, record = self._said(correction, everywhere=everywhere)
        return self._commit(storable(told(record)), caret, [edit])

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
