"""What stands in the rules over the panes and the drawer: each pane's name, and what is said of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.lines.wording import mode_words
from tui.looks.folding import KEY_LINE_COLUMNS
from tui.panes.annotation_list import list_right, list_title
from tui.panes.selection import selection_title
from tui.panes.suggested import TITLE, suggestions_left
from tui.widgets.chrome import Title

if TYPE_CHECKING:
    from tui.looks.folding import Fold
    from tui.panes.entities import EntityList
    from tui.state import ReaderState


def rule_titles(state: ReaderState, fold: Fold) -> tuple[Title, ...]:
    """The panes that stand side by side, from left to right; none where there is one pane only."""
    boxes, focus = fold.boxes, state.pane
    if "rule" not in boxes:
        return ()
    width = boxes["article"].width + boxes["overview"].width
    titles = [Title(boxes["article"].x, width, "ARTICLE", mode_words(state.reading), focus == "article")]
    if "entities" in boxes:
        right = _of_entities(state.entities)
        entities = Title(0, boxes["entities"].width - 1, "ENTITIES", right, focus == "entities")
        titles.insert(0 if fold.side is None else 1, entities)
    if fold.side != "entities":
        name = "ENTITY" if state.shows_card else "ANNOTATIONS"
        titles.append(Title(0, boxes["annotations"].width - 1, name, "f3", focus == "annotations"))
    return tuple(titles)


def drawer_titles(state: ReaderState, fold: Fold) -> tuple[Title, ...]:
    """What the drawer shows, and the key that closes it or opens more."""
    if "drawer_rule" not in fold.boxes:
        return ()
    width, focused = fold.boxes["drawer_rule"].width, state.pane == fold.drawer
    reading = state.reading
    if fold.drawer == "entities":
        right = _of_entities(state.entities)
        words = right if state.entities.filter else _progress(state.entities, f"{right} closes", width)
        return (Title(0, width, "ENTITIES", words, focused),)
    if fold.drawer_open and state.shows_card:
        return (Title(0, width, "ENTITY", "f3 closes", focused),)
    if fold.drawer_open:
        facts = state.list_facts
        right = list_right(state.tag_set, facts) if reading.editor is not None else ""
        return (Title(0, width, list_title(facts), right or "f3 closes", focused),)
    if reading.deciding.here:
        return (Title(0, width, TITLE, suggestions_left(reading)),)
    if selection_title(reading):
        return (Title(0, width, selection_title(reading), "f3 all · f2 entities"),)
    here = len(reading.here)
    return (Title(0, width, "HERE", f"{f'1 of {here} · ' if here > 1 else ''}f3 all · f2 entities"),)


def _progress(entities: EntityList, closes: str, width: int) -> str:
    """How far the model is, which has no line of its own in the drawer, and how to close it."""
    if entities.progress is None:
        return closes
    return f"{entities.status(0, '')} · {closes}" if width >= KEY_LINE_COLUMNS else entities.status(0, "")


def _of_entities(entities: EntityList) -> str:
    """Their key, or what they are narrowed to."""
    if not entities.filter:
        return "f2"
    matching = sum(map(len, entities.matching())) + len(entities.matching_unnamed())
    return f"/{entities.filter} {matching}/{entities.count}"
