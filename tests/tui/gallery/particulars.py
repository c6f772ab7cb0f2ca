"""What else is worth a picture, in the size and the look that show it."""

from __future__ import annotations

from tests.tui.gallery.stage import INNER
from tests.tui.gallery.state import (
    BOTH,
    DARK,
    ONE_EACH,
    SMALL,
    USUAL,
    WIDE,
    State,
    found,
    history_read,
    not_saved,
    reader_of,
    shots,
    verified,
)
from tests.tui.gallery.states import OFFENSIVE
from tui.app import ReaderApp


def _lacks_a_bracket(app: ReaderApp) -> bool:
    return "missing )" in reader_of(app).state.alarm


def _says_it_is_none(app: ReaderApp) -> bool:
    return verified(app) and app.screen.query_one("#problem-published").display


def _not_saved_and_read(app: ReaderApp) -> bool:
    return not_saved(app) and history_read(app)


PARTICULARS = (
    State(
        "held",
        keys=("right_square_bracket",),
        at=INNER,
        shots=shots((WIDE,), ("night", "paper", "nord", "textual-light", "ansi-dark", "plain")),
    ),
    State("model-works", scene="model_works", shots=shots((WIDE,), DARK)),
    State("graded", keys=("r", "b", "2"), at=OFFENSIVE, shots=shots((WIDE, USUAL, SMALL), BOTH)),
    State("narrowed-to-a-tag", keys=("f3", "g", "j", "enter"), shots=shots((WIDE,), DARK)),
    State("answer", keys=("x",), scene="bare", shots=shots((USUAL,), DARK)),
    State(
        "six-tags",
        keys=(
            *("t", *"rumour", "enter", "t", *"satire", "enter"),
            *("j", "t", *"needs", "space", *"date", "enter", "k"),
        ),
        at=OFFENSIVE,
        shots=shots((WIDE,), DARK),
    ),
    State("document-link", scene="document", at="link and", shots=shots((WIDE, USUAL, SMALL), DARK)),
    State("document-table", scene="document", at="Numbers", shots=shots((WIDE, USUAL, SMALL), DARK)),
    State("document-end", scene="document", at="The end", shots=shots((WIDE, USUAL, SMALL), DARK)),
    State(
        "whole-words",
        keys=("slash", *"kiev", "ctrl+t"),
        ready=found("1/4"),
        shots=shots((USUAL,), DARK),
    ),
    State(
        "half-an-expression",
        keys=("slash", *"Kiev", "ctrl+r", "vertical_line", "left_parenthesis"),
        ready=_lacks_a_bracket,
        shots=shots((USUAL, SMALL), DARK),
    ),
    State(
        "history-of-the-report",
        keys=("H", "H"),
        scene="worked_on",
        at=INNER,
        ready=history_read,
        shots=shots((WIDE, USUAL)),
    ),
    State(
        "history-not-saved",
        keys=("u", "H"),
        scene="worked_on_full_disk",
        at=INNER,
        ready=_not_saved_and_read,
        shots=shots((USUAL,), DARK),
    ),
    State(
        "altered",
        keys=("i",),
        scene="altered",
        ready=verified,
        shots=shots((WIDE,), BOTH),
    ),
    State("wrong-date", keys=("i", "tab", *"22.11.2026", "enter"), ready=_says_it_is_none, shots=ONE_EACH),
)
