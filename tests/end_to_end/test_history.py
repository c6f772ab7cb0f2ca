"""The history with the installed program: what was done yesterday is seen, undone and handed on today."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema

from .conftest import ROOT, User
from .looking import saved_change


def test_all_that_was_done_is_in_the_history_after_a_restart_and_in_the_export(
    user: User, seed: Path
) -> None:
    reader = user.read(seed)
    reader.wait("0 tagged · saved")
    saved_change(reader, "u")
    saved_change(reader, "c")
    reader.press("m")
    reader.wait("note on")
    reader.press("who says so?")
    reader.wait("who says so?")
    saved_change(reader, "enter")
    saved_change(reader, "z")
    reader.wait("undone: note")
    reader.press("q")
    assert reader.wait_end() == 0

    reader = user.read(seed)
    reader.wait("1 tagged", "z undo")
    reader.press("H")
    reader.wait("▐HISTORY▌", "this annotation: “Kiev — Moscow", "4 changes, the newest first")
    told = [row[33:].rstrip() for row in reader.rows if row[1:3].isdigit() or row.startswith(" " * 33)]
    assert told[:4] == [
        "undone: note",
        "− note: “who says so?”",
        "+ note: “who says so?” (taken back since)",
        "+ contested",
    ]
    assert told[4].startswith("new annotation: “Kiev — Moscow has handed over")
    assert "+ unverified" in told
    reader.press("escape")
    reader.wait("▸ sentence 1")
    saved_change(reader, "z")
    reader.wait("undone: + contested of ")
    reader.press("q")
    assert reader.wait_end() == 0

    answer = user.command("export", "--history")
    assert answer.code == 0, answer.err
    document = json.loads(answer.out)
    jsonschema.validate(document, json.loads((ROOT / "docs" / "export.schema.json").read_text("utf-8")))
    (report,) = document["reports"]
    assert [(change["kind"], change["label"]) for change in report["history"]] == [
        ("change", "+ unverified"),
        ("change", "+ contested"),
        ("change", "note"),
        ("undo", "note"),
        ("undo", "+ contested"),
    ]
    last = report["history"][-1]["edits"][0]["after"]
    (annotation,) = report["annotations"]
    assert (last["tags"], last["note"]) == (annotation["tags"], annotation["note"]) == (["unverified"], "")
    assert "history" not in user.export()["reports"][0]


def test_the_terminals_cursor_stays_with_the_article_and_out_of_the_history(user: User, seed: Path) -> None:
    reader = user.read(seed, columns=60, rows=20)
    reader.wait("0 tagged")
    reader.press("j", "j", "j", "u", "c", "o")
    reader.wait("+ official claim")
    reader.press("H")
    reader.wait("3 changes, the newest first")
    reader.press("j")
    reader.wait_until(lambda: reader.screen.cursor.hidden, "no cursor over the list")
    reader.press("enter")
    reader.wait("held")
    reader.wait_until(lambda: not reader.screen.cursor.hidden, "the cursor on the caret again")
