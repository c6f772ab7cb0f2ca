"""What other threads tell the screens."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from textual.message import Message

if TYPE_CHECKING:
    from collections.abc import Sequence

    from annotations.arrivals import Arrived
    from annotations.errors import Superseded
    from annotations.texts.keeper import TextNews
    from annotations.writer import SaveState
    from entities.correcting.corrections import Correction
    from entities.finding.finder import Update
    from entities.lookup.facts import Fact
    from entities.records import Findings
    from tui.panes.entities import Listing
    from tui.reading.told import Told
    from tui.session import Session
    from tui.state import Claimed


class Shown(NamedTuple):
    """Findings as they are listed, and what they were made of."""

    machine: Findings
    """What the machine found."""
    said: tuple[Correction, ...]
    """What was said of it."""
    listing: Listing


class ReportGrew(Message):
    """More of the report has been read."""


class SessionOpened(Message):
    """The store has been read."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session


class SaveNews(Message):
    """How saving stands."""

    def __init__(self, state: SaveState) -> None:
        super().__init__()
        self.state = state


class Refused(Message):
    """A change that another program's changes stand against."""

    def __init__(self, refusal: Superseded) -> None:
        super().__init__()
        self.refusal = refusal


class Arrivals(Message):
    """What other programs wrote into the store."""

    def __init__(self, arrived: Sequence[Arrived]) -> None:
        super().__init__()
        self.arrived = arrived


class KeptText(Message):
    """Something of the kept texts that must be known."""

    def __init__(self, news: TextNews) -> None:
        super().__init__()
        self.news = news


class EntityNews(Message):
    """Something from the model's process."""

    def __init__(self, update: Update, shown: Shown | None = None, claimed: Claimed | None = None) -> None:
        """`shown` are the findings of the update as they are listed; `claimed` who says what."""
        super().__init__()
        self.update = update
        self.shown = shown
        self.claimed = claimed


class FactFound(Message):
    """What is known of an entity beside the text has been looked up."""

    def __init__(self, entity: str, fact: Fact) -> None:
        """`entity` is its id."""
        super().__init__()
        self.entity = entity
        self.fact = fact


class EntitiesCorrected(Message):
    """What was said of entities has been applied to what the machine found."""

    def __init__(self, shown: Shown) -> None:
        super().__init__()
        self.shown = shown


class ToldFound(Message):
    """What the report tells of an entity with many mentions has been looked for."""

    def __init__(self, told: Told, look: int) -> None:
        """`look`: the how-many-th time anything was looked for; threads are not done in that order."""
        super().__init__()
        self.told = told
        self.look = look
