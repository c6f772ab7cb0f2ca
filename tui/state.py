"""Everything the reader shows of one report, in one place; the screen changes it, the views draw it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.panes.annotations import ListFilter, listed_ids
from tui.panes.entities import EntityList
from tui.seeking import Seeking

if TYPE_CHECKING:
    from collections.abc import Sequence

    from annotations.tagset import TagSet
    from entities.records import Entity
    from tui.folding import Pane
    from tui.reading import Reading


class ReaderState:
    """The state of one reader screen."""

    def __init__(self, reading: Reading, *, place_in_sources: str = "") -> None:
        """`place_in_sources` is as ` (1 of 3)`, when several reports were opened."""
        self.reading = reading
        self.hidden = 0
        """Code points of the report that are drawn as a stand-in; counted after the first paint."""
        self.place_in_sources = place_in_sources
        self.entities = EntityList()
        self.seeking = Seeking(reading, self.entities)
        self.sentences: tuple[str, Sequence[int]] = ("", ())
        """The id of an entity, and the numbers of the sentences that speak of it."""
        self.list_filter = ListFilter()
        self.pane: Pane = "article"
        """The pane the user is in."""
        self.last = ""
        """The last change, for the target line: `+ unverified  09:12:04 · z undo`."""
        self.alarm = ""
        """An error or a question, shown in reverse until the next key."""
        self.saved = ""
        """As `saved 09:12:04`; empty before the store has been read."""
        self.problem = ""
        """Why changes are not saved; empty while they are."""
        self._listed: list[str] | None = None

    @property
    def tag_set(self) -> TagSet:
        """The tags, those of the store among them; there are none before it has been read."""
        if self.reading.editor is None:
            raise RuntimeError("the store has not been read")
        return self.reading.editor.tag_set

    @property
    def chosen(self) -> Entity | None:
        """The entity whose mentions are the trail."""
        return self.entities.entity(self.entities.chosen) if self.entities.chosen else None

    @property
    def sentences_of_chosen(self) -> Sequence[int] | None:
        """The numbers of the sentences that speak of the chosen entity; `None` while they are looked for."""
        entity, numbers = self.sentences
        return numbers if entity == self.entities.chosen else None

    @property
    def listed(self) -> list[str]:
        """The annotations of the list, kept until they or the filter change; none before there is a store."""
        if self.reading.editor is None:
            return []
        if self._listed is None:
            self._listed = listed_ids(self.reading, self.tag_set, self.list_filter)
        return self._listed

    def annotations_changed(self) -> None:
        """Forget what was derived from the annotations."""
        self._listed = None

    def narrow(self, list_filter: ListFilter) -> None:
        """Narrow the list of all annotations."""
        self.list_filter = list_filter
        self._listed = None
