"""The rows of the log, without a screen."""

from __future__ import annotations

from typing import Any
from unicodedata import category

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from annotations.history.deeds import Deed
from annotations.history.log import Entry, Log
from tui.panes.history import LogPage, Told

NOW = "2026-11-22T20:00:00Z"
FIRST = "Kiev — Moscow has handed over more soldiers' remains to Ukraine"


def page_of(
    desk: Any, changes: list[Any], *, width: int = 120, mine: str = "", whole: bool = True
) -> LogPage:
    log = Log(desk.tag_set.label)
    log.catch_up([], changes)
    page = LogPage(Told(width, mine, NOW, whole))
    while not log.complete:
        log.read_on(entries=2)
        page.add(log.entries)
    return page


def texts(page: LogPage) -> list[str]:
    return ["".join(piece.text for piece in row.pieces).rstrip() for row in page.rows]


def said(desk: Any) -> list[Any]:
    """What was done at the desk, the newest first."""
    return [operation.change for operation in reversed(desk.operations)]


def test_what_was_taken_back_and_made_again_is_not_called_taken_back(desk: Any) -> None:
    desk.mark(FIRST)
    desk.editor.set_report_fields(title="One")
    desk.editor.undo()
    assert sum("taken back since" in row for row in texts(page_of(desk, said(desk)))) == 1
    desk.editor.redo()
    assert sum("taken back since" in row for row in texts(page_of(desk, said(desk)))) == 0


def test_a_redo_that_was_undone_again_is_taken_back_as_well(desk: Any) -> None:
    desk.editor.set_report_fields(title="One")
    for turn in ("undo", "redo", "undo"):
        getattr(desk.editor, turn)()
    rows = [row for row in texts(page_of(desk, said(desk))) if "taken back since" in row]
    assert len(rows) == 2


def test_where_there_is_little_room_when_and_who_stand_above_what_was_done(desk: Any) -> None:
    desk.editor.set_report_fields(publisher="AP")
    assert texts(page_of(desk, said(desk), width=40)) == [
        " 09:12:01 · you",
        "   + publisher of the report: “AP”",
    ]


def test_a_change_that_changed_nothing_says_that_it_was_so_already(desk: Any) -> None:
    desk.mark(FIRST)
    (change,) = said(desk)
    (edit,) = change.edits
    again = msgspec.structs.replace(change, edits=(msgspec.structs.replace(edit, before=edit.after),))
    assert any("+ unverified (it was so already)" in row for row in texts(page_of(desk, [again])))


def test_an_entry_that_is_in_the_log_twice_is_drawn_twice_and_no_more(desk: Any) -> None:
    desk.editor.set_report_fields(publisher="AP")
    page = page_of(desk, said(desk) * 2 + said(desk))
    assert (page.count, len(page.rows)) == (3, 3)


strange = st.text(max_size=300)


@given(
    strange,
    strange,
    strange,
    st.lists(strange, max_size=3),
    st.integers(8, 130),
    st.sampled_from(["change", "undo", "redo"]),
    st.booleans(),
)
@pytest.mark.parametrize("whole", [True, False])
def test_no_row_is_wider_than_the_window_whatever_was_written(
    whole: bool, author: str, label: str, quote: str, steps: list[str], width: int, kind: Any, saved: bool
) -> None:
    deed = Deed("annotations", "a", "made", quote, "0–3", 0, tuple(steps))
    entry = Entry("id", "2026-11-20T09:12:04Z", author, kind, "id", label, 0, (deed,), saved)
    page = LogPage(Told(width, "", NOW, whole))
    page.add([entry])
    assert page.rows
    for row in texts(page):
        assert cell_len(row) <= width
        assert not any(category(character) == "Cc" for character in row)
