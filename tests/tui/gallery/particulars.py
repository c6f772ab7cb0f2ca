"""What else is worth a picture, in the size and the look that show it."""

from __future__ import annotations

from tests.tui.gallery.stage import INNER
from tests.tui.gallery.states import OFFENSIVE, State, found, history_read, not_saved, reader_of, verified
from tui.app import ReaderApp

_WIDE, _USUAL, _SMALL = (120, 40), (80, 24), (60, 20)
_DARK = ("night",)
_BOTH = ("night", "paper")


def _lacks_a_bracket(app: ReaderApp) -> bool:
    return "missing )" in reader_of(app).state.alarm


def _not_saved_and_read(app: ReaderApp) -> bool:
    return not_saved(app) and history_read(app)


PARTICULARS = (
    State(
        "held",
        keys=("right_square_bracket",),
        at=INNER,
        sizes=(_WIDE,),
        looks=("night", "paper", "nord", "textual-light", "ansi-dark", "plain"),
    ),
    State("model-works", scene="model_works", sizes=(_WIDE,), looks=_DARK),
    State("model-stopped", keys=("f2", "p"), scene="model_works", sizes=(_WIDE, _USUAL), looks=_DARK),
    State("foreign", scene="foreign", sizes=(_WIDE,), looks=_DARK),
    State("graded", keys=("r", "b", "2"), at=OFFENSIVE, sizes=(_WIDE, _USUAL, _SMALL), looks=_BOTH),
    State("narrowed-to-a-tag", keys=("f3", "g", "j", "enter"), sizes=(_WIDE,), looks=_DARK),
    State("answer", keys=("x",), scene="bare", sizes=(_USUAL,), looks=_DARK),
    State(
        "six-tags",
        keys=(
            *("t", *"rumour", "enter", "t", *"satire", "enter"),
            *("j", "t", *"needs", "space", *"date", "enter", "k"),
        ),
        at=OFFENSIVE,
        sizes=(_WIDE,),
        looks=_DARK,
    ),
    State("document-link", scene="document", at="link and", sizes=(_WIDE, _USUAL, _SMALL), looks=_DARK),
    State("document-table", scene="document", at="Numbers", sizes=(_WIDE, _USUAL, _SMALL), looks=_DARK),
    State("document-end", scene="document", at="The end", sizes=(_WIDE, _USUAL, _SMALL), looks=_DARK),
    State(
        "whole-words",
        keys=("slash", *"kiev", "ctrl+t"),
        ready=found("1/4"),
        sizes=(_USUAL,),
        looks=_DARK,
    ),
    State(
        "half-an-expression",
        keys=("slash", *"Kiev", "ctrl+r", "vertical_line", "left_parenthesis"),
        ready=_lacks_a_bracket,
        sizes=(_USUAL, _SMALL),
        looks=_DARK,
    ),
    State(
        "history-of-the-report",
        keys=("H", "H"),
        scene="worked_on",
        at=INNER,
        ready=history_read,
        sizes=(_WIDE, _USUAL),
    ),
    State(
        "history-not-saved",
        keys=("u", "H"),
        scene="worked_on_full_disk",
        at=INNER,
        ready=_not_saved_and_read,
        sizes=(_USUAL,),
        looks=_DARK,
    ),
    State(
        "altered",
        keys=("i",),
        scene="altered",
        ready=verified,
        sizes=(_WIDE,),
        looks=("night", "paper"),
    ),
)
