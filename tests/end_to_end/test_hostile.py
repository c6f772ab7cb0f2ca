"""A report by somebody who would like to write to the analyst's terminal."""

from __future__ import annotations

import json
import shlex
from pathlib import Path

import jsonschema
import pytest

from .conftest import PROGRAM, ROOT, User
from .looking import go_to_sentence, saved_change
from .stream import assert_harmless

NAME = "a\x1b]0;pwned-name\x07\u202etxt.exe\u200b\x9b31m🔴\nb.txt"
SENTENCES = (
    "🔴 Volodymyr\u202e Zelen\u200bsky said \x1b]0;pwned-title\x07that \x1b]52;c;cHduZWQ=\x07it held.",
    "\x1bP+q70776e6564\x1b\\Officials \x9b31mdenied\x9b0m it, \u2066according\u2069 to the \x9d0;pwned-c1\x9c"
    "Kremlin.",
    "The \x1b]8;;http://evil.example/pwned-link\x1b\\Red Cross\x1b]8;;\x1b\\ saw \x1b[2J\x1b[31mpwned\x7f "
    "nothing 🔴\U000e0041.",
)
TEXT = "\n".join(SENTENCES) + "\n"


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    path = tmp_path / NAME
    path.write_bytes(TEXT.encode())
    return path


def test_nothing_of_a_hostile_report_reaches_the_terminal(user: User, hostile: Path) -> None:
    user.with_model()
    reader = user.read(hostile)
    reader.wait("0 tagged", "suggested · saved", "pwned", "by machine")
    for number, key in ((1, "u"), (2, "c"), (3, "o")):
        go_to_sentence(reader, number)
        saved_change(reader, key)
    # Everything that is made from the report's words: sources, quotes, hits, names, the list of reports.
    reader.press("@")
    reader.wait("who says it")
    reader.press("enter")
    reader.wait("who:")
    reader.press("/")
    reader.wait("search")
    reader.press("it", "enter")
    reader.wait("ends the search")
    reader.press("escape")
    reader.wait_gone("ends the search")
    reader.press("m")
    reader.wait("note on")
    reader.press("escape")
    reader.wait_gone("note on")
    reader.press("v", "w", "w")
    reader.wait("SELECT")
    reader.press("escape")
    reader.wait_gone("SELECT")
    reader.press("f2")
    reader.wait("▐ENTITIES▌")
    reader.press("j", "enter")
    reader.wait("lets the entity go", "1/1 n N")
    # Escape and a key right behind it are one key to a terminal: each waits for what the other does.
    reader.press("escape")
    reader.wait("▐ARTICLE▌")
    reader.press("escape")
    reader.wait_gone("n N")
    reader.press("i")
    reader.wait("publisher")
    reader.press("escape")
    reader.wait_gone("publisher")
    reader.press("\x0f")
    reader.wait("REPORTS")
    reader.press("escape")
    reader.wait("▐ARTICLE▌")
    reader.press("q")
    assert reader.wait_end() == 0
    assert_harmless(bytes(reader.raw))

    document = user.export()
    jsonschema.validate(document, json.loads((ROOT / "docs" / "export.schema.json").read_text("utf-8")))
    (exported,) = document["reports"]
    assert exported["source"] == NAME
    quotes = [each["spans"][0] for each in exported["annotations"]]
    assert [each["exact"] for each in quotes] == list(SENTENCES)
    assert [TEXT[each["start"] : each["end"]] for each in quotes] == list(SENTENCES)


@pytest.mark.parametrize("command", ["list", "export", "check", "entities", "claims", "missing"])
def test_commands_print_nothing_of_it_either(user: User, hostile: Path, command: str) -> None:
    reader = user.read(hostile)
    reader.wait("0 tagged · saved")
    saved_change(reader, "u")
    reader.press("q")
    reader.wait_end()
    words = {
        "entities": ["entities", str(hostile)],
        "claims": ["claims", str(hostile)],
        "missing": [str(hostile) + "\x1b[31mpwned"],
    }.get(command, [command])
    if command in ("entities", "claims"):
        user.with_model()
    line = shlex.join([str(PROGRAM), "--db", str(user.store), *words])
    answer = user.run_in_terminal(["/bin/sh", "-c", line])
    answer.wait_end()
    assert answer.raw.strip()
    assert_harmless(bytes(answer.raw))
