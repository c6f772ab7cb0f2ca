"""The key line: at most eight keys, those of the state that reading is in."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len

from tui.keys import KEYS, first_shown
from tui.lines.wording import Line
from tui.looks.folding import TWO_PANES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from tui.reading.reading import Reading

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
)
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
_ENTITIES = (
    Hint(("pane.cursor.down", "pane.cursor.up"), "up, down"),
    Hint(("pane.choose",), "choose"),
    Hint(("trail.next", "trail.back"), "mention"),
    Hint(("pane.filter",), "filter"),
    Hint(("tag.1", "tag.2", "tag.3"), "tag"),
    Hint(("pane.next",), "next pane"),
    Hint(("close",), "back"),
)
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


def key_line(reading: Reading, focused: str, keymap: Mapping[str, str], width: int) -> Line:
    """The keys of this state, as many as there is room for, and where all of them are."""
    hints = _hints(reading, focused)
    right = f"{_key('help', keymap)} all keys " if width >= TWO_PANES else f"{_key('help', keymap)} keys "
    named = (f"{' '.join(_key(each, keymap) for each in hint.ids)} {hint.does}" for hint in hints)
    return Line(whole_hints(named, width - cell_len(right) - 2), right)


def whole_hints(hints: Iterable[str], room: int) -> str:
    """As many hints, from the first, as there are cells for; none of them cut."""
    shown = ""
    for hint in hints:
        longer = f"{shown}  {hint}" if shown else f" {hint}"
        if cell_len(longer) > room:
            break
        shown = longer
    return shown


def _hints(reading: Reading, focused: str) -> Sequence[Hint]:
    if focused == "entities":
        return _ENTITIES
    if focused == "annotations":
        return _ANNOTATIONS
    if reading.borders:
        return _OF_SEVERAL if reading.fragment_place[1] > 1 else _BORDERS
    if reading.selection is not None:
        return _ADDING if reading.adding else _SELECTING
    if reading.adding:
        return _TO_ADD
    return _HELD if reading.held is not None else _READING


def _key(binding: str, keymap: Mapping[str, str]) -> str:
    return first_shown(keymap.get(binding) or _DEFAULT_KEYS[binding])
