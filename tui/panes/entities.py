"""The entity pane: who and what the report speaks of, by type and within a type by count."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tui.panes.rows import PaneRow, Piece, fitted, shortened, text_rows

if TYPE_CHECKING:
    from collections.abc import Iterable

    from entities.records import Entity, EntityType, Findings


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
        self.findings = findings
        self.progress = progress
        """Blocks read and blocks in all, while the model is at work."""
        self.problem = problem
        """One sentence, when there are no findings and will be none."""
        self.filter = filter
        self.chosen = chosen
        """The id of the chosen entity."""
        self.toggled: set[str] = set()
        """Titles of groups that are not as folded as they begin, and `more:TITLE` of those shown whole."""

    def entity(self, entity_id: str) -> Entity | None:
        """The entity with this id."""
        return next((each for each in self.entities() if each.id == entity_id), None)

    def entities(self) -> tuple[Entity, ...]:
        """All that has been found so far."""
        return self.findings.entities if self.findings is not None else ()

    def matching(self) -> list[Entity]:
        """Those whose name or alias contains the filter, whatever the case."""
        wanted = self.filter.casefold()
        return [
            each
            for each in self.entities()
            if not wanted or any(wanted in name.casefold() for name in (each.name, *each.aliases))
        ]

    def toggle(self, key: str) -> None:
        """Fold or unfold a group, or show all of it."""
        self.toggled ^= {key}

    def is_folded(self, group: Group) -> bool:
        """Whether only the heading of the group is shown; a filter unfolds everything."""
        return not self.filter and group.folded != (group.title in self.toggled)

    def status(self) -> str:
        """One line for the foot of the pane."""
        if self.progress is not None:
            return f"reading {self.progress[0]} of {self.progress[1]} blocks"
        if self.problem or self.findings is None:
            return ""
        return f"by machine {len(self.findings.entities):>9}"


def entity_rows(state: EntityList, width: int) -> list[PaneRow]:
    """The pane's rows for a width in cells."""
    rows: list[PaneRow] = []
    matching = state.matching()
    for group in GROUPS:
        members = [each for each in matching if each.type in group.types]
        if members:
            if rows:
                rows.append(PaneRow())
            rows.extend(_group_rows(state, group, members, width))
    if state.problem:
        rows = [*text_rows(state.problem, width), *([PaneRow()] if rows else []), *rows]
    if not rows and state.filter:
        rows = text_rows(f"Nothing here is called “{state.filter}”.", width)
    elif not rows and state.findings is not None and state.findings.complete:
        rows = text_rows("No names, places or dates were found.", width)
    elif not rows and state.findings is None and state.progress is None:
        rows = text_rows("The model is starting …", width)
    return rows


def _group_rows(state: EntityList, group: Group, members: list[Entity], width: int) -> list[PaneRow]:
    folded = state.is_folded(group)
    mark = "+ " if folded else ""
    rows = [
        _line(f"{mark}{group.title}", str(len(members)), width, key=f"group:{group.title}", role="dim", at=0)
    ]
    if folded:
        return rows
    ordered = sorted(members, key=lambda each: (-len(each.mentions), each.mentions[0].start))
    whole = state.filter or f"more:{group.title}" in state.toggled
    shown = ordered if whole else ordered[:_SHOWN_OF_A_GROUP]
    for entity in shown:
        rows.extend(_entity_rows(state, entity, width))
    if len(shown) < len(ordered):
        more = f"{len(ordered) - len(shown)} more"
        rows.append(PaneRow((Piece(f" {more}", "dim"),), key=f"group:more:{group.title}"))
    return rows


def _entity_rows(state: EntityList, entity: Entity, width: int) -> list[PaneRow]:
    chosen = entity.id == state.chosen
    name = ", ".join((entity.name, *_other_words(entity)))
    role = f"entity-{entity.type}"
    rows = [_line(name, str(len(entity.mentions)), width, key=f"entity:{entity.id}", role=role, bar=chosen)]
    if chosen and entity.aliases:
        also = shortened(f"also {', '.join(entity.aliases)}", width - 3)
        rows.append(PaneRow((Piece(f"  {also}", "dim"),), bar=True))
    return rows


def _other_words(entity: Entity) -> Iterable[str]:
    """Of a country also what its people are called, since that is how most texts speak of it."""
    if entity.type != "place":
        return ()
    return dict.fromkeys(
        each.text for each in entity.mentions if each.type == "group" and each.text in entity.aliases
    )


def _line(
    text: str, right: str, width: int, *, key: str, role: str = "", bar: bool = False, at: int = 1
) -> PaneRow:
    name = fitted(text, max(1, width - at - 1 - len(right)))
    return PaneRow((Piece(" " * at), Piece(name, role), Piece(f"{right} ", "dim")), key=key, bar=bar)


def drawer_rows(state: EntityList, width: int) -> list[PaneRow]:
    """The drawer: an entity a row, with its type, count and other names, widest first."""
    if state.problem or not state.matching():
        return entity_rows(state, width)
    rows = []
    for group in GROUPS:
        for entity in (each for each in state.matching() if each.type in group.types):
            if group.folded and not state.filter:
                continue
            also = f"   also {', '.join(entity.aliases)}" if entity.aliases else ""
            text = f"{fitted(entity.name, 24)} {fitted(entity.type, 12)} {len(entity.mentions):>3}"
            rows.append(
                PaneRow(
                    (
                        Piece(" "),
                        Piece(text, f"entity-{entity.type}"),
                        Piece(shortened(also, width - 43), "dim"),
                    ),
                    key=f"entity:{entity.id}",
                    bar=entity.id == state.chosen,
                )
            )
    return rows
