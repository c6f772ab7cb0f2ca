"""Every key of the program, in one table: bindings, help, `report-reader keys` and remapping read it.

Keys are Textual's names, separated by commas. The id of an entry is what a user's config remaps.
Each entry belongs to one place, its scope: `reader` keys mean the same in every pane, `article` keys
belong to the article, `pane` keys to the lists beside it, `list` keys to that of the annotations, before
those of every list, `entities` keys to that of the entities, `search` keys to the line a search is typed
in, and `correction` keys to the line that asks what is so of an entity.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

Scope = Literal["reader", "article", "pane", "list", "entities", "search", "correction"]


class KeyHelp(NamedTuple):
    """One binding: `keys` as Textual names them, `action` as Textual runs it, `does` for the help."""

    id: str
    keys: str
    action: str
    scope: Scope
    group: str
    does: str


_MOVE = "Move"
_SELECT = "Select"
_TAG = "Tag"
_FIND = "Find"
_ENTITIES = "Entities"
_PANES = "Panes and program"

KEYS: tuple[KeyHelp, ...] = (
    KeyHelp("sentence.next", "j,down", "move('sentence_next')", "article", _MOVE, "next sentence"),
    KeyHelp("sentence.previous", "k,up", "move('sentence_previous')", "article", _MOVE, "previous sentence"),
    KeyHelp("character.left", "h,left", "move('left')", "article", _MOVE, "a character back"),
    KeyHelp("character.right", "l,right", "move('right')", "article", _MOVE, "a character on"),
    KeyHelp("word.next", "w,ctrl+right", "move('word_next')", "article", _MOVE, "next word"),
    KeyHelp("word.back", "b,ctrl+left", "move('word_back')", "article", _MOVE, "previous word"),
    KeyHelp("word.end", "e", "move('word_end')", "article", _MOVE, "end of the word"),
    KeyHelp("clause.next", "right_parenthesis", "move('clause_next')", "article", _MOVE, "next clause"),
    KeyHelp("clause.back", "left_parenthesis", "move('clause_back')", "article", _MOVE, "previous clause"),
    KeyHelp("sentence.start", "0", "move('sentence_start')", "article", _MOVE, "start of the sentence"),
    KeyHelp("sentence.end", "dollar_sign", "move('sentence_end')", "article", _MOVE, "end of the sentence"),
    KeyHelp("block.next", "right_curly_bracket,J", "move('block_next')", "article", _MOVE, "next block"),
    KeyHelp(
        "block.back", "left_curly_bracket,K", "move('block_previous')", "article", _MOVE, "previous block"
    ),
    KeyHelp("page.next", "space,ctrl+d,pagedown", "page(1)", "article", _MOVE, "a page on"),
    KeyHelp("page.back", "ctrl+u,pageup", "page(-1)", "article", _MOVE, "a page back"),
    KeyHelp("top", "g,home", "move('top')", "article", _MOVE, "the top"),
    KeyHelp("end", "G,end", "move('end')", "article", _MOVE, "the end"),
    KeyHelp(
        "select",
        "v",
        "select",
        "article",
        _SELECT,
        "select from here; held: its borders, those of the next fragment",
    ),
    KeyHelp("select.sentence", "V", "select_sentence", "article", _SELECT, "select the sentence"),
    KeyHelp("select.left", "shift+left", "extend('left')", "article", _SELECT, "select a character back"),
    KeyHelp("select.right", "shift+right", "extend('right')", "article", _SELECT, "select a character on"),
    KeyHelp(
        "select.word.back",
        "ctrl+shift+left",
        "extend('word_back')",
        "article",
        _SELECT,
        "select a word back",
    ),
    KeyHelp(
        "select.word.next", "ctrl+shift+right", "extend('word_next')", "article", _SELECT, "select a word on"
    ),
    KeyHelp(
        "select.up", "shift+up", "extend('sentence_previous')", "article", _SELECT, "select a sentence back"
    ),
    KeyHelp(
        "select.down", "shift+down", "extend('sentence_next')", "article", _SELECT, "select a sentence on"
    ),
    KeyHelp("select.other_end", "semicolon", "other_end", "article", _SELECT, "move the other end"),
    KeyHelp(
        "grow",
        "plus,equals_sign,add",
        "grow",
        "article",
        _SELECT,
        "grow: word, clause, sentence, block, section",
    ),
    KeyHelp("shrink", "minus,subtract", "shrink", "article", _SELECT, "shrink again"),
    KeyHelp(
        "keep",
        "enter",
        "keep",
        "article",
        _TAG,
        "take what is suggested, and go on; keep changed borders, add the fragment",
    ),
    KeyHelp("suggestion.next", "s", "suggestion(1)", "article", _TAG, "next sentence with a suggestion"),
    KeyHelp("suggestion.back", "S", "suggestion(-1)", "article", _TAG, "previous sentence with a suggestion"),
    KeyHelp("suggestion.alike", "A", "alike", "article", _TAG, "list the suggestions like the one here"),
    KeyHelp("dismiss", "backspace", "dismiss_suggestion", "article", _TAG, "dismiss what is suggested"),
    KeyHelp("tag.1", "u,1", "tag(1)", "reader", _TAG, "unverified, on or off"),
    KeyHelp("tag.2", "c,2", "tag(2)", "reader", _TAG, "contested, on or off"),
    KeyHelp("tag.3", "o,3", "tag(3)", "reader", _TAG, "official claim, on or off"),
    *(KeyHelp(f"tag.{n}", str(n), f"tag({n})", "reader", _TAG, f"tag number {n}") for n in range(4, 10)),
    KeyHelp("tag.any", "t", "tag_any", "article", _TAG, "any tag by name, or a new one"),
    KeyHelp("tag.again", "full_stop", "tag_again", "reader", _TAG, "the last tag again"),
    KeyHelp("who", "at,a", "who", "article", _TAG, "who says it; again inside: who disputes it"),
    KeyHelp("note", "m", "note", "article", _TAG, "note on the annotation"),
    KeyHelp("grade", "r", "grade", "article", _TAG, "grade: A to F the source, 1 to 6 the information"),
    KeyHelp("report.note", "M", "report_note", "article", _TAG, "note on the whole report"),
    KeyHelp("remove", "x,delete", "remove", "article", _TAG, "remove the annotation, or the fragment"),
    KeyHelp(
        "hold.next", "right_square_bracket,ctrl+down", "hold(1)", "article", _TAG, "hold the next annotation"
    ),
    KeyHelp(
        "hold.back",
        "left_square_bracket,ctrl+up",
        "hold(-1)",
        "article",
        _TAG,
        "hold the previous annotation",
    ),
    KeyHelp(
        "fragment",
        "f",
        "fragment",
        "article",
        _TAG,
        "one more fragment of the annotation",
    ),
    KeyHelp("untagged.next", "U", "next_untagged", "article", _TAG, "next sentence without a tag"),
    KeyHelp("history", "H", "history", "article", _TAG, "history: what was changed, when, by whom"),
    KeyHelp("undo", "z,ctrl+z", "undo", "reader", _TAG, "undo, across restarts too"),
    KeyHelp("redo", "Z,ctrl+y,ctrl+r", "redo", "reader", _TAG, "redo"),
    KeyHelp("search", "slash", "search", "article", _FIND, "search the report"),
    KeyHelp("search.word", "ctrl+t", "switch('whole_word')", "search", _FIND, "in a search: whole words"),
    KeyHelp(
        "search.case", "ctrl+l", "switch('as_written')", "search", _FIND, "in a search: capitals as typed"
    ),
    KeyHelp(
        "search.regex", "ctrl+r", "switch('expression')", "search", _FIND, "in a search: a regular expression"
    ),
    KeyHelp("search.next", "down", "step(1)", "search", _FIND, "in a search: next hit"),
    KeyHelp("search.back", "up", "step(-1)", "search", _FIND, "in a search: previous hit"),
    KeyHelp("trail.next", "n", "trail(1)", "reader", _FIND, "next hit, or mention of the chosen entity"),
    KeyHelp("trail.back", "N", "trail(-1)", "reader", _FIND, "previous hit or mention"),
    KeyHelp("copy", "y,ctrl+c", "copy", "reader", _FIND, "copy the quote with its source"),
    KeyHelp("copy.markdown", "Y", "copy_markdown", "article", _FIND, "copy the annotation as Markdown"),
    KeyHelp("source", "i", "source", "article", _FIND, "where the report comes from"),
    KeyHelp("export", "E", "export", "article", _FIND, "export this report"),
    KeyHelp(
        "entity.add", "ampersand", "add_entity", "article", _ENTITIES, "the selected words name an entity"
    ),
    KeyHelp("entity.rename", "r", "correct('name')", "entities", _ENTITIES, "on an entity: rename"),
    KeyHelp("entity.type", "t", "correct('type')", "entities", _ENTITIES, "on an entity: another type"),
    KeyHelp(
        "entity.same", "equals_sign", "correct('same')", "entities", _ENTITIES, "on an entity: same as …"
    ),
    KeyHelp("entity.split", "minus", "correct('split')", "entities", _ENTITIES, "on an entity: split off"),
    KeyHelp(
        "entity.remove", "x,delete", "correct('removal')", "entities", _ENTITIES, "on an entity: not one"
    ),
    KeyHelp(
        "entity.confirm",
        "exclamation_mark",
        "correct('confirmation')",
        "entities",
        _ENTITIES,
        "on an entity: what has a ? is so",
    ),
    KeyHelp(
        "entity.everywhere", "ctrl+r", "everywhere", "correction", _ENTITIES, "in such a line: in all reports"
    ),
    KeyHelp("pane.cursor.down", "j,down", "cursor(1)", "pane", _PANES, "in a list: down"),
    KeyHelp("pane.cursor.up", "k,up", "cursor(-1)", "pane", _PANES, "in a list: up"),
    KeyHelp(
        "pane.page.down", "space,pagedown,ctrl+d", "cursor_page(1)", "pane", _PANES, "in a list: a page on"
    ),
    KeyHelp("pane.page.up", "pageup,ctrl+u", "cursor_page(-1)", "pane", _PANES, "in a list: a page back"),
    KeyHelp("pane.top", "g,home", "cursor_to('top')", "pane", _PANES, "in a list: to the top"),
    KeyHelp("pane.end", "G,end", "cursor_to('end')", "pane", _PANES, "in a list: to the end"),
    KeyHelp("pane.choose", "enter", "choose", "pane", _PANES, "in a list: choose"),
    KeyHelp("pane.filter", "slash", "filter", "pane", _PANES, "in a list: filter"),
    KeyHelp("list.mark", "space", "mark", "list", _PANES, "among the annotations: mark this one"),
    KeyHelp(
        "list.mark.all", "asterisk", "mark_all", "list", _PANES, "among the annotations: mark all, or none"
    ),
    KeyHelp("list.tag.any", "t", "tag_marked", "list", _PANES, "any tag on all that are marked"),
    KeyHelp("list.who", "at,a", "who_marked", "list", _PANES, "who says all that are marked"),
    KeyHelp("list.grade", "r", "grade_marked", "list", _PANES, "grade all that are marked"),
    KeyHelp("list.remove", "x,delete", "remove_marked", "list", _PANES, "remove all that are marked"),
    KeyHelp(
        "list.untagged", "U", "list_untagged", "list", _PANES, "the sentences without a tag, or all again"
    ),
    KeyHelp("list.suggested", "s", "list_suggested", "list", _PANES, "what is suggested, or all again"),
    KeyHelp("list.take", "enter", "take_marked", "list", _PANES, "take the marked suggestions; else choose"),
    KeyHelp("list.dismiss", "backspace", "dismiss_marked", "list", _PANES, "dismiss the marked suggestions"),
    KeyHelp("list.alike", "A", "list_alike", "list", _PANES, "the suggestions like this one, or all again"),
    KeyHelp(
        "entities.pause",
        "p",
        "pause_reading",
        "entities",
        _PANES,
        "among the entities: read no further, go on",
    ),
    KeyHelp("pane.next", "tab", "pane(1)", "reader", _PANES, "next pane"),
    KeyHelp("pane.back", "shift+tab", "pane(-1)", "reader", _PANES, "previous pane"),
    KeyHelp("pane.entities", "f2", "entities", "reader", _PANES, "the entities"),
    KeyHelp("pane.annotations", "f3", "annotations", "reader", _PANES, "the annotations"),
    KeyHelp("library", "ctrl+o", "library", "reader", _PANES, "the list of reports"),
    KeyHelp("saved", "ctrl+s", "saved", "reader", _PANES, "says what is saved, and where"),
    KeyHelp("save.again", "f5", "save_again", "reader", _PANES, "try to save again, if saving failed"),
    KeyHelp("close", "escape", "close", "reader", _PANES, "close the innermost thing only"),
    KeyHelp("help", "question_mark,f1", "help", "reader", _PANES, "all keys"),
    KeyHelp("quit", "q,ctrl+q", "quit_reader", "reader", _PANES, "quit; nothing is ever unsaved"),
)

VIM_PRESET: dict[str, str] = {
    "undo": "u,ctrl+z",
    "redo": "ctrl+r,ctrl+y",
    "tag.1": "1",
    "tag.2": "2",
    "tag.3": "3",
}
"""`keys = "vim"`: `u` is undo again, and the tags are on the digits."""

PRESETS: dict[str, dict[str, str]] = {"": {}, "vim": VIM_PRESET}

_SHOWN = {
    "right_parenthesis": ")", "left_parenthesis": "(", "dollar_sign": "$", "right_curly_bracket": "}",
    "left_curly_bracket": "{", "right_square_bracket": "]", "left_square_bracket": "[", "semicolon": ";",
    "plus": "+", "equals_sign": "=", "minus": "-", "full_stop": ".", "at": "@", "slash": "/",
    "question_mark": "?", "exclamation_mark": "!", "ampersand": "&", "asterisk": "*", "add": "keypad +",
    "subtract": "keypad -", "escape": "esc",
}  # fmt: skip


def shown(keys: str) -> str:
    """Textual's comma-separated key names as they stand on a keyboard: `]  ctrl+down`."""
    return "  ".join(_SHOWN.get(key, key) for key in keys.split(",") if key)


def first_shown(keys: str) -> str:
    """The first of several keys as it stands on a keyboard."""
    return shown(keys.split(",")[0])
