"""The key line: at most eight keys, those of the state that reading is in."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len

from tui.keys import KEYS, first_shown
from tui.lines.wording import Line
from tui.looks.folding import DRAWER_COLUMNS, TWO_PANES
from tui.panes.selection import selection_size

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from tui.reading.reading import Reading

_SHORT = {"backspace": "bksp"}
_DEFAULT_KEYS = {entry.id: entry.keys for entry in KEYS}


class Hint(NamedTuple):
    """Keys by binding id, and the word that says what they do."""

    ids: tuple[str, ...]
    does: str


_READING = (
    Hint(("tag.1", "tag.2", "tag.3"), "tag"),
    Hint(("who",), "who"),
    Hint(("note",), "note"),
    Hint(("select",), "select"),
    Hint(("hold.next", "hold.back"), "tags"),
    Hint(("search",), "search"),
    Hint(("copy",), "copy"),
    Hint(("undo",), "undo"),
)
_TAKE, _DISMISS = Hint(("keep",), "take"), Hint(("dismiss",), "dismiss")
_TO_NEXT = Hint(("suggestion.next",), "suggestions")
_WITH_SUGGESTIONS = (*_READING[:5], _TO_NEXT, _READING[5], _READING[7])
"""Where there are some further on."""
_WITH_SUGGESTIONS_SHORT = (*_READING[:2], _TO_NEXT, _READING[3], _READING[5])
"""The same in small windows."""
_SUGGESTED = (
    _TAKE,
    _DISMISS,
    Hint(("suggestion.next",), "next"),
    *_READING[:4],
    Hint(("undo",), "undo"),
)
"""Where something is suggested at the target."""
_HELD = (
    Hint(("tag.1", "tag.2", "tag.3"), "tag"),
    Hint(("who",), "who"),
    Hint(("note",), "note"),
    Hint(("select",), "borders"),
    Hint(("fragment",), "fragment"),
    Hint(("remove",), "remove"),
    Hint(("hold.next", "hold.back"), "next, back"),
    Hint(("close",), "let go"),
)
_SELECTING = (
    Hint(("word.next", "word.back"), "word"),
    Hint(("clause.next", "clause.back"), "clause"),
    Hint(("sentence.next", "sentence.previous"), "sentence"),
    Hint(("select.other_end",), "other end"),
    Hint(("grow", "shrink"), "grow"),
    Hint(("tag.1", "tag.2", "tag.3"), "tag"),
    Hint(("entity.add",), "entity"),
)
_SELECTING_SHORT = (
    Hint(("clause.next",), "clause"),
    Hint(("select.other_end",), "end"),
    Hint(("tag.1", "tag.2", "tag.3"), ""),
    _TAKE,
)
"""In small windows, behind how much is selected, where something is suggested for it."""
_BORDERS = (Hint(("keep",), "keep"), Hint(("close",), "restore"), *_SELECTING[:5])
_OF_SEVERAL = (
    Hint(("keep",), "keep"),
    Hint(("select",), "next fragment"),
    Hint(("remove",), "take it off"),
    *_SELECTING[:4],
    Hint(("close",), "restore"),
)
_ADDING = (Hint(("keep",), "add"), Hint(("close",), "let go"), *_SELECTING[:5])
_TO_ADD = (
    Hint(("select",), "select"),
    Hint(("select.sentence",), "sentence"),
    Hint(("grow",), "word"),
    Hint(("search",), "search"),
    *_SELECTING[:3],
    Hint(("close",), "add none"),
)
_ON_AN_ENTITY = (
    Hint(("entity.rename",), "rename"),
    Hint(("entity.type",), "type"),
    Hint(("entity.same",), "same as"),
    Hint(("entity.split",), "split"),
    Hint(("entity.remove",), "not one"),
)
_ENTITIES = (
    Hint(("pane.cursor.down", "pane.cursor.up"), "up, down"),
    Hint(("pane.choose",), "choose"),
    *_ON_AN_ENTITY,
    Hint(("pane.filter",), "filter"),
)
_NO_ENTITIES = (
    Hint(("entity.add",), "in the article makes one of selected words"),
    Hint(("pane.next",), "next pane"),
    Hint(("close",), "back"),
)
_CHOSEN = (
    Hint(("trail.next", "trail.back"), "mention"),
    Hint(("pane.choose",), "to the article"),
    *_ON_AN_ENTITY,
    Hint(("pane.filter",), "filter"),
)
_CHOSEN_UNSURE = (*_CHOSEN[:-1], Hint(("entity.confirm",), "sure"))
_CHOSEN_SOURCE = (*_CHOSEN[:2], _CHOSEN[-1], Hint(("close",), "let it go"))
"""A source without a name is nobody who could be renamed."""
_ANNOTATIONS = (
    Hint(("pane.cursor.down", "pane.cursor.up"), "up, down"),
    Hint(("pane.choose",), "go there"),
    Hint(("pane.filter",), "filter"),
    Hint(("tag.1", "tag.2", "tag.3"), "tag"),
    Hint(("list.mark", "list.mark.all"), "mark"),
    Hint(("list.untagged",), "no tag"),
    Hint(("undo",), "undo"),
    Hint(("close",), "back"),
)
_ANNOTATIONS_TOO = (*_ANNOTATIONS[:6], Hint(("list.suggested",), "suggested"), _ANNOTATIONS[7])
"""Where there is something to list that is suggested."""
_SUGGESTIONS = (
    Hint(("pane.cursor.down", "pane.cursor.up"), "up, down"),
    Hint(("pane.choose",), "go there"),
    Hint(("list.mark", "list.mark.all"), "mark"),
    Hint(("list.alike",), "alike"),
    Hint(("pane.filter",), "filter"),
    Hint(("list.suggested",), "annotations"),
    Hint(("undo",), "undo"),
    Hint(("close",), "back"),
)
_MARKED_SUGGESTIONS = (
    Hint(("list.take",), "take"),
    Hint(("list.dismiss",), "dismiss"),
    Hint(("tag.1", "tag.2", "tag.3"), "one tag"),
    Hint(("list.mark", "list.mark.all"), "mark"),
    Hint(("pane.cursor.down", "pane.cursor.up"), "up, down"),
    Hint(("undo",), "undo"),
    Hint(("close",), "unmark"),
)


def key_line(
    reading: Reading,
    focused: str,
    keymap: Mapping[str, str],
    width: int,
    pausing: str = "",
    *,
    entities: bool = True,
    unsure: bool = False,
    named: bool = True,
) -> Line:
    """The keys of this state, as many as there is room for, and where all of them are.

    `pausing` is what the key does that stops the model, or lets it go on; empty when it does not read.
    `entities`: there are any; `unsure`: something of the chosen one is only inferred; `named`: it has a
    name.
    """
    if focused == "entities":
        hints = _of_entities(reading, unsure=unsure, named=named) if entities else _NO_ENTITIES
        if pausing:
            before = 2 if entities else 0
            hints = (*hints[:before], Hint(("entities.pause",), pausing), *hints[before:])
    else:
        hints = _hints(reading, focused, width)
    right = f"{shown_key('help', keymap)} {'all keys' if width >= TWO_PANES else 'keys'} "
    words = (
        f"{' '.join(shown_key(each, keymap) for each in hint.ids)} {hint.does}".rstrip() for hint in hints
    )
    lead = f" SELECT {selection_size(reading).partition(',')[0]}" if hints is _SELECTING_SHORT else ""
    return Line(whole_hints(words, width - cell_len(right) - 2, lead), right)


def whole_hints(hints: Iterable[str], room: int, shown: str = "") -> str:
    """As many hints, from the first, as there are cells for behind what is shown; none of them cut."""
    for hint in hints:
        longer = f"{shown}  {hint}" if shown else f" {hint}"
        if cell_len(longer) > room:
            break
        shown = longer
    return shown


def _of_entities(reading: Reading, *, unsure: bool, named: bool) -> Sequence[Hint]:
    if reading.trail is None or not reading.trail.entity:
        return _ENTITIES
    if not named:
        return _CHOSEN_SOURCE
    return _CHOSEN_UNSURE if unsure else _CHOSEN


def _hints(reading: Reading, focused: str, width: int) -> Sequence[Hint]:
    if focused == "marked suggestions":
        return _MARKED_SUGGESTIONS
    if focused == "suggestions":
        return _SUGGESTIONS
    if focused == "annotations":
        return _ANNOTATIONS_TOO if reading.deciding.any_left else _ANNOTATIONS
    if reading.borders:
        return _OF_SEVERAL if reading.fragment_place[1] > 1 else _BORDERS
    suggested = bool(reading.deciding.here)
    if reading.selection is not None:
        return _ADDING if reading.adding else _selecting(width) if suggested else _SELECTING
    if reading.adding:
        return _TO_ADD
    if reading.held is not None:
        return (_TAKE, *(hint for hint in _HELD if hint.ids != ("fragment",))) if suggested else _HELD
    if suggested:
        return _SUGGESTED
    if not reading.deciding.any_left:
        return _READING
    return _WITH_SUGGESTIONS if width >= DRAWER_COLUMNS else _WITH_SUGGESTIONS_SHORT


def _selecting(width: int) -> Sequence[Hint]:
    """The keys of selecting where something is suggested for the words."""
    if width < DRAWER_COLUMNS:
        return _SELECTING_SHORT
    if width < TWO_PANES:
        return (*(hint for hint in _SELECTING[:-1] if "sentence.next" not in hint.ids), _TAKE)
    return (*_SELECTING[:-1], _TAKE, _SELECTING[-1])


def shown_key(binding: str, keymap: Mapping[str, str]) -> str:
    """The first key of a binding as it stands on a keyboard, short."""
    key = first_shown(keymap.get(binding) or _DEFAULT_KEYS[binding])
    return _SHORT.get(key, key)
