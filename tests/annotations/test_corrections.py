from __future__ import annotations

import json
from pathlib import Path
from typing import Any, cast

import pytest

from annotations.corrections import Corrections
from annotations.errors import EditError
from annotations.history.deeds import deeds_of
from annotations.records import Change, EntityCorrection
from annotations.store import AnnotationStore
from entities.correcting.corrections import Add, Correction, Named, Remove, Rename, Retype
from reports.document import Report, Span
from tests.annotations.conftest import Desk, make_report

KIEV = Named(("Kiev",))
TO_KYIV = Rename(KIEV, "Kyiv")
NOT_ONE = Remove(Named(("Bombing",)))


def stored(path: Path, report: str) -> list[Correction]:
    store = AnnotationStore.open(path, read_only=True)
    try:
        return list(Corrections(store.corrections(report)).said)
    finally:
        store.close()


def test_a_correction_is_one_change_with_one_undo(desk: Desk) -> None:
    change = desk.editor.correct(TO_KYIV, 7)
    assert (change.label, change.caret, len(change.edits)) == ("renamed Kiev → Kyiv", 7, 1)
    assert desk.editor.corrections.said == (TO_KYIV,)
    desk.editor.undo()
    assert desk.editor.corrections.said == ()
    desk.editor.redo()
    assert desk.editor.corrections.said == (TO_KYIV,)


def test_corrections_hold_in_the_order_in_which_they_were_said(desk: Desk) -> None:
    said = [Rename(KIEV, f"Kiev {number}") for number in range(12)]
    for each in said:
        desk.editor.correct(each, 0)
    assert list(desk.editor.corrections.said) == said


def test_what_is_said_while_they_are_put_into_order_in_a_thread_is_not_forgotten() -> None:
    class Read:
        """Something more is said at the moment when this is looked at."""

        turn, created, id = 1, "", "first"

        @property
        def says(self) -> Correction:
            if len(corrections) == 1:
                corrections.add(cast("EntityCorrection", Later()))
            return TO_KYIV

    class Later:
        turn, created, id, says = 2, "", "later", NOT_ONE

    corrections = Corrections([cast("EntityCorrection", Read())])
    assert corrections.said == (TO_KYIV,)
    assert corrections.said == (TO_KYIV, NOT_ONE)


def test_corrections_are_there_after_a_restart_and_after_a_fold(desk: Desk, path: Path) -> None:
    said = [TO_KYIV, Add("the Coalition", "organisation", "Coalition", Span(3, 16))]
    for each in said:
        desk.editor.correct(each, 0)
    store = AnnotationStore.open(path)
    desk.save(store)
    assert stored(path, desk.record.id) == said
    store.fold()
    store.close()
    assert stored(path, desk.record.id) == said
    rows = json.loads(path.read_bytes())["corrections"].values()
    assert [row["says"]["kind"] for row in rows] == ["rename", "add"]


def test_what_is_said_for_all_reports_holds_in_another_one_too(desk: Desk, desk_on: Any, path: Path) -> None:
    assert desk.editor.correct(TO_KYIV, 0, everywhere=True).label == "renamed Kiev → Kyiv in all reports"
    desk.editor.correct(NOT_ONE, 0)
    store = AnnotationStore.open(path)
    desk.save(store)
    other = desk_on(make_report("Another report."), name="other")
    assert stored(path, other.record.id) == [TO_KYIV]
    assert stored(path, desk.record.id) == [TO_KYIV, NOT_ONE]


def test_a_correction_for_all_reports_has_no_place_and_one_of_a_place_is_refused(desk: Desk) -> None:
    desk.editor.correct(Add("the Coalition", "organisation", "Coalition", Span(3, 16)), 0, everywhere=True)
    assert desk.editor.corrections.said == (Add("the Coalition", "organisation", "Coalition"),)
    with pytest.raises(EditError, match="this report only"):
        desk.editor.correct(Remove(KIEV, Span(0, 4)), 0, everywhere=True)
    assert len(desk.operations) == 1


def test_two_programs_that_correct_at_once_have_the_same_in_the_same_order(
    desk: Desk, desk_on: Any, report: Report, path: Path
) -> None:
    other = desk_on(report, name="other")
    desk.editor.correct(TO_KYIV, 0)
    desk.editor.correct(NOT_ONE, 0)
    other.editor.correct(Retype(KIEV, "organisation"), 0)
    store, stores = AnnotationStore.open(path), AnnotationStore.open(path)
    desk.save(store)
    other.save(stores)
    store.refresh()
    (arrived,) = store.take_arrived()
    assert arrived.corrections == {desk.record.id}
    mine, theirs = (Corrections(each.corrections(desk.record.id)).said for each in (store, stores))
    assert mine == theirs == tuple(stored(path, desk.record.id))
    assert set(mine) == {TO_KYIV, NOT_ONE, Retype(KIEV, "organisation")}
    assert mine.index(TO_KYIV) < mine.index(NOT_ONE)


def test_what_was_undone_here_and_what_was_said_elsewhere_both_stand(
    desk: Desk, desk_on: Any, report: Report, path: Path
) -> None:
    store, stores = AnnotationStore.open(path), AnnotationStore.open(path)
    desk.editor.correct(TO_KYIV, 0)
    desk.save(store)
    other = desk_on(report, stores, author="ann", name="other")
    other.editor.correct(NOT_ONE, 0)
    other.save(stores)
    desk.editor.undo()
    desk.save(store)
    assert stored(path, desk.record.id) == [NOT_ONE]


def test_the_history_says_what_was_corrected_and_that_it_was_taken_back(desk: Desk) -> None:
    change = desk.editor.correct(TO_KYIV, 0, everywhere=True)
    undone = desk.editor.undo()
    assert undone is not None
    assert [steps(each) for each in (change, undone)] == [
        ("renamed Kiev → Kyiv in all reports",),
        ("no longer: renamed Kiev → Kyiv in all reports",),
    ]


def steps(change: Change) -> tuple[str, ...]:
    (deed,) = deeds_of(change, str)
    return deed.steps


def test_a_correction_this_program_cannot_read_is_left_alone(desk: Desk, path: Path) -> None:
    store = AnnotationStore.open(path)
    desk.editor.correct(TO_KYIV, 0)
    desk.save(store)
    store.fold()
    store.close()
    tables = json.loads(path.read_bytes())
    (row,) = tables["corrections"].values()
    tables["corrections"]["77"] = {**row, "id": "later", "says": {"kind": "unheard of"}}
    path.write_text(json.dumps(tables))
    assert stored(path, desk.record.id) == [TO_KYIV]
    opened = AnnotationStore.open(path, read_only=True)
    opened.corrections(desk.record.id)
    assert [each.table for each in opened.unreadable()] == ["corrections"]


def test_the_order_is_that_of_the_turns_then_of_the_times() -> None:
    def said(identity: str, turn: int, created: str) -> EntityCorrection:
        return EntityCorrection(
            id=identity, report="r", says=Rename(KIEV, identity), turn=turn, created=created
        )

    three = [said("c", 1, "2026-11-22T09:00:01Z"), said("b", 2, ""), said("a", 1, "2026-11-22T09:00:02Z")]
    assert [each.id for each in Corrections(three)] == ["c", "a", "b"]
