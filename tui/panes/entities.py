"""The entity pane: who and what the report speaks of, by type and within a type by count."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len

from tui.panes.long_rows import LongRows
from tui.panes.rows import PaneRow, Piece, name_and_count, shortened, text_rows
from tui.panes.unnamed import UNNAMED, UnnamedSources, add_unnamed
from tui.panes.voice_rows import fitting_role
from tui.reading.told import role_words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from annotations.voices import UnnamedSource
    from entities.records import Entities, Entity, EntityType, Findings
    from tui.reading.told import Told


class Group(NamedTuple):
    """Types that are listed together."""

    title: str
    types: tuple[EntityType, ...]
    folded: bool = False


GROUPS: tuple[Group, ...] = (
    Group("PEOPLE", ("person",)),
    Group("ORGANISATIONS", ("organisation",)),
    Group("PLACES", ("place",)),
    Group("GROUPS", ("group",)),
    Group("FACILITIES", ("facility",)),
    Group("EVENTS", ("event",)),
    Group("PRODUCTS", ("product",)),
    Group("DATES, TIMES", ("date", "time"), folded=True),
    Group("QUANTITIES", ("quantity", "money", "percent"), folded=True),
    Group("OTHER", ("other",), folded=True),
)

_SHOWN_OF_A_GROUP = 9
"""Entities of one group that are listed before "n more"."""
ALIASES_LOOKED_AT = 20
"""More than any row has cells for."""


class Listing:
    """Findings in the order of the pane.

    Made once for each snapshot, outside the thread that draws: 20 000 entities take some 20 ms.
    """

    def __init__(self, findings: Findings, unnamed: Sequence[UnnamedSource] = ()) -> None:
        self.findings = findings
        self.unnamed = UnnamedSources(unnamed)
        """Who speaks without a name."""
        self.members: tuple[Sequence[int], ...] = tuple(self._members(group.types) for group in GROUPS)
        """For each of `GROUPS` the numbers of its entities: the most frequent first, then the first in the
        text."""

    def rank(self, number: int) -> tuple[int, int]:
        """What the members of a group are sorted by."""
        entities = self.findings.entities
        return -entities.count(number), entities.first(number)

    def narrowed(self, words: str) -> tuple[Sequence[int], ...]:
        """The members with a name that contains the words, whatever the case."""
        called = set(self.findings.entities.called(words))
        return tuple([each for each in some if each in called] for some in self.members)

    def place_in(self, members: Sequence[int], entity_id: str) -> int | None:
        """Where among the members of a group an entity is; O(log members)."""
        number = self.findings.entities.find(entity_id)
        if number is None:
            return None
        at = bisect_left(members, self.rank(number), key=self.rank)
        return at if at < len(members) and members[at] == number else None

    def _members(self, types: tuple[EntityType, ...]) -> Sequence[int]:
        ranges = [self.findings.entities.of_type(kind) for kind in types]
        return ranges[0] if len(ranges) == 1 else array("I", sorted(chain(*ranges), key=self.rank))


class EntityList:
    """What the pane knows: the findings, how far they are, and what of it is shown."""

    def __init__(
        self,
        findings: Findings | None = None,
        progress: tuple[int, int] | None = None,
        problem: str = "",
        filter: str = "",
        chosen: str = "",
    ) -> None:
        self.listing = Listing(findings) if findings is not None else None
        """The findings, once there are any."""
        self.progress = progress
        """Blocks read and blocks in all, while the model is at work."""
        self.held = False
        """Whether the model reads no further until it is told to."""
        self.problem = problem
        """One sentence, when there are no findings and will be none."""
        self.notices: tuple[str, ...] = ()
        """A sentence for each thing that was left out of the findings."""
        self.filter = filter
        self.chosen = chosen
        """The id of the chosen entity, or of the source without a name."""
        self.correcting = False
        """Whether what was said of entities is still being applied."""
        self.told: Told | None = None
        """What the report tells of the one that was chosen last, once it has been looked for."""
        self.toggled: set[str] = set()
        """Titles of groups that are not as folded as they begin, and `more:TITLE` of those shown whole."""
        self._matching: tuple[object, tuple[Sequence[int], ...]] = (None, ())

    @property
    def findings(self) -> Findings | None:
        """All that has been found so far."""
        return self.listing.findings if self.listing is not None else None

    @property
    def entities(self) -> Entities | tuple[()]:
        """Those of the findings."""
        return self.listing.findings.entities if self.listing is not None else ()

    @property
    def count(self) -> int:
        """How many there are to be chosen, the sources without a name among them."""
        return len(self.entities) + (len(self.listing.unnamed.sources) if self.listing is not None else 0)

    def entity(self, entity_id: str) -> Entity | None:
        """The entity with this id; O(log entities)."""
        if self.listing is None:
            return None
        entities = self.listing.findings.entities
        number = entities.find(entity_id)
        return entities[number] if number is not None else None

    def unnamed(self, source_id: str) -> UnnamedSource | None:
        """The source without a name that has this id."""
        return self.listing.unnamed.get(source_id) if self.listing is not None else None

    @property
    def told_of_chosen(self) -> Told | None:
        """What the report tells of what is chosen; `None` while it is being looked for."""
        return self.told if self.told is not None and self.told.source == self.chosen else None

    def matching_unnamed(self) -> Sequence[UnnamedSource]:
        """The sources without a name whose words contain the filter."""
        return self.listing.unnamed.narrowed(self.filter) if self.listing is not None else ()

    def matching(self) -> tuple[Sequence[int], ...]:
        """By group those whose name or alias contains the filter; looked for once, however often asked."""
        if self.listing is None:
            return ((),) * len(GROUPS)
        if not self.filter:
            return self.listing.members
        wanted = (self.listing, self.filter)
        if self._matching[0] != wanted:
            self._matching = (wanted, self.listing.narrowed(self.filter))
        return self._matching[1]

    def toggle(self, key: str) -> None:
        """Fold or unfold a group, or show all of it."""
        self.toggled ^= {key}

    def reveal(self, entity_id: str) -> None:
        """Unfold what hides an entity."""
        if self.listing is None:
            return
        for group, members in zip(GROUPS, self.listing.members, strict=True):
            place = self.listing.place_in(members, entity_id)
            if place is None:
                continue
            if self.is_folded(group):
                self.toggle(group.title)
            if place >= _SHOWN_OF_A_GROUP:
                self.toggled.add(f"more:{group.title}")

    def is_folded(self, group: Group) -> bool:
        """Whether only the heading of the group is shown; a filter unfolds everything."""
        return not self.filter and group.folded != (group.title in self.toggled)

    @property
    def pausing(self) -> str:
        """What the key for it does now: `stop` or `go on`; empty when the model does not read."""
        if self.progress is None:
            return ""
        return "go on" if self.held else "stop"

    def status(self, width: int, key: str) -> str:
        """Lines for the foot of the pane, as much as there are cells for; `key` stops reading."""
        if self.correcting:
            return "correcting …"
        if self.progress is not None:
            return self._progress_words(width, key)
        if self.findings is None:
            return ""
        if self.problem:
            return "" if self.findings.complete else self._how_far("stopped at", width)
        if self.findings.cut_short:
            return f"first {len(self.findings.mentions)} mentions"
        entities = self.findings.entities
        hers = len(entities.origins) - entities.origins.count(0) if entities.origins else 0
        return f"by machine {len(entities) - hers:>9}\nby you {hers:>13}"

    def _progress_words(self, width: int, key: str) -> str:
        """How far the model is; the numbers are never cut."""
        doing, does = ("stopped at", "goes on") if self.held else ("reading", "stops")
        return self._how_far(doing, width, f" · {key} {does}")

    def _how_far(self, doing: str, width: int, hint: str = "") -> str:
        findings = self.findings
        done, total = self.progress or ((findings.done, findings.total) if findings is not None else (0, 0))
        words = (f"{doing} {done} of {total} blocks{hint}", f"{doing} {done} of {total} blocks")
        fitting = (each for each in words if cell_len(each) <= width)
        return next(fitting, f"{doing} {done} of {total}")


def entity_rows(state: EntityList, width: int) -> LongRows:
    """The pane's rows for a width in cells."""
    rows = LongRows()
    listing = state.listing
    if state.problem:
        rows.add(text_rows(state.problem, width))
    for notice in state.notices:
        rows.add(text_rows(notice, width - 1))
    for group, members in zip(GROUPS, state.matching(), strict=True):
        if listing is not None and members:
            if rows:
                rows.add([PaneRow()])
            _add_group(rows, state, listing, group, members, width)
    _add_unnamed(rows, state, width)
    if not rows:
        rows.add(_why_empty(state, width))
    return rows


def _why_empty(state: EntityList, width: int) -> list[PaneRow]:
    if state.filter:
        return text_rows(f"Nothing here is called “{state.filter}”.", width)
    if state.findings is not None and state.findings.complete:
        return text_rows("No names, places or dates were found.", width)
    if state.findings is None and state.progress is None:
        return text_rows("Starting the model …", width)
    return []


def _add_group(
    rows: LongRows, state: EntityList, listing: Listing, group: Group, members: Sequence[int], width: int
) -> None:
    folded = state.is_folded(group)
    mark = "+ " if folded else ""
    rows.add(
        [
            name_and_count(
                f"{mark}{group.title}", str(len(members)), width, key=f"group:{group.title}", role="dim", at=0
            )
        ]
    )
    if folded:
        return
    whole = state.filter or f"more:{group.title}" in state.toggled
    shown = members if whole else members[:_SHOWN_OF_A_GROUP]
    make = partial(_entity_row, listing.findings.entities, state.chosen, width)
    chosen = listing.place_in(shown, state.chosen)
    if chosen is None:
        add_entities(rows, listing, shown, make)
    else:
        add_entities(rows, listing, shown[: chosen + 1], make)
        rows.add(_chosen_rows(state, listing.findings.entities[shown[chosen]], width))
        add_entities(rows, listing, shown[chosen + 1 :], make)
    if len(shown) < len(members):
        more = f"{len(members) - len(shown)} more"
        rows.add([PaneRow((Piece(f" {more}", "dim"),), key=f"group:more:{group.title}")])


def add_entities(
    rows: LongRows, listing: Listing, members: Sequence[int], make: Callable[[int], PaneRow]
) -> None:
    """Rows that stay those of this listing, whatever has been found when they are made."""
    rows.add_list(
        len(members),
        lambda at: make(members[at]),
        lambda key: listing.place_in(members, key[7:]) if key.startswith("entity:") else None,
    )


def _entity_row(entities: Entities, chosen: str, width: int, number: int) -> PaneRow:
    entity = entities[number]
    # Of a country also what its people are called, since that is how most texts speak of it.
    name = ", ".join((entity.name, *entity.demonyms[:ALIASES_LOOKED_AT]))
    return name_and_count(
        name,
        str(len(entity.mentions)),
        width,
        key=f"entity:{entity.id}",
        role=f"entity-{entity.type}",
        bar=entity.id == chosen,
    )


def _chosen_rows(state: EntityList, entity: Entity, width: int) -> list[PaneRow]:
    """Below the chosen entity its other names, and its offices."""
    told = state.told_of_chosen
    lines = [f"role {fitting_role(words, width - 8)}" for words in role_words(entity.roles, roles_told(told))]
    if entity.aliases:
        lines.insert(0, _cut(f"also {', '.join(alias_words(entity, ALIASES_LOOKED_AT))}", width - 3))
    return [PaneRow((Piece(f"  {line}", "dim"),), bar=True) for line in lines]


def alias_words(entity: Entity, most: int) -> list[str]:
    """Its other names, at most so many; those that only a rule gave it with a `?`."""
    inferred = set(entity.inferred)
    return [f"{alias} ?" if alias in inferred else alias for alias in entity.aliases[:most]]


def _cut(line: str, width: int) -> str:
    """A line in so many cells, with the `?` at its end left."""
    words = line.removesuffix(" ?")
    return f"{shortened(words, width - len(line) + len(words))}{line[len(words) :]}"


def roles_told(told: Told | None) -> tuple[str, ...]:
    """The offices that the report gives what is chosen; none while they are being looked for."""
    return told.roles if told is not None else ()


def _add_unnamed(rows: LongRows, state: EntityList, width: int) -> None:
    """The sources without a name, behind all entities."""
    matching, listing = state.matching_unnamed(), state.listing
    if listing is None or not matching:
        return
    if rows:
        rows.add([PaneRow()])
    whole = state.filter or f"more:{UNNAMED}" in state.toggled
    shown = len(matching) if whole else _SHOWN_OF_A_GROUP
    if UNNAMED in state.toggled and not state.filter:
        shown = 0
    add_unnamed(rows, listing.unnamed, matching, shown, state.chosen, width)
