"""A store written by a hostile hand: what stands in its fields is drawn, and never said to the terminal."""

from __future__ import annotations

import json
import shlex
from pathlib import Path

import pytest

from tests.hostility import CHARACTERS, PWNED, SEQUENCES, between_letters

from .conftest import PROGRAM, User
from .looking import saved_change
from .stream import assert_harmless
from .terminal import Terminal

# Few at a time: a row of a pane has thirty cells, and every one of them must be in sight somewhere.
EVIL = [
    *SEQUENCES.values(),
    *(between_letters(CHARACTERS[at : at + 4]) for at in range(0, len(CHARACTERS), 4)),
]
SENTENCES = [f"Official number {number} said that it held." for number in range(1, len(EVIL) + 1)]
KEYS = "\x1b\u202e\x9b\u200b\u034f\u3164\ufe0f\u0301\uffa0\x00文x"


def rewrite(store: Path) -> None:
    """Put something evil into every field of a store that takes a text."""
    document = json.loads(store.read_text("utf-8"))
    (report,) = document["reports"].values()
    for number, field in enumerate(("title", "publisher", "published", "url", "note", "source")):
        report[field] = " ".join(EVIL[number::6])
    (first,) = document["annotations"].values()
    document["annotations"] = annotations = {}
    at = 0
    for number, (sentence, evil) in enumerate(zip(SENTENCES, EVIL, strict=True), start=1):
        span = {"start": at, "end": at + len(sentence), "exact": sentence, "prefix": "", "suffix": ""}
        source = {"text": evil, "entity": None, "span": None}
        annotations[str(number)] = first | {
            "id": f"{number:08}-547c-49e3-8b4c-55f358067a77",
            "tags": ["unverified", f"evil-{number % len(KEYS)}"] if number % 5 else [evil],
            "note": evil,
            "author": evil,
            "spans": [span],
            "attribution": [source],
            "disputed_by": [source],
        }
        at += len(sentence) + 1
    document["tags"] = {
        str(number): {
            "id": f"evil-{number}",
            "label": f"{number} {' '.join(EVIL[number :: len(KEYS)])}",
            "key": key,
            "role": "",
            "glyph": key,
            "description": " ".join(EVIL[number :: len(KEYS)]),
        }
        for number, key in enumerate(KEYS)
    }
    store.write_text(json.dumps(document), "utf-8")


@pytest.fixture
def evil_store(user: User, tmp_path: Path) -> Path:
    report = tmp_path / "report.txt"
    report.write_text("\n".join(SENTENCES), "utf-8")
    reader = user.read(report)
    reader.wait("0 tagged · saved")
    saved_change(reader, "u")
    reader.press("q")
    reader.wait_end()
    rewrite(user.store)
    return report


def look_into(reader: Terminal, key: str, shows: str, *keys: str) -> None:
    """Open something, press keys in there, and close it."""
    reader.press(key)
    reader.wait(shows)
    reader.press(*keys)
    reader.press("escape")
    reader.wait_gone(shows)


def quit_from(reader: Terminal) -> None:
    """Quit, so that all is written: also the line that says where the work lies."""
    reader.press("q")
    assert reader.wait_end() == 0


@pytest.mark.parametrize(("columns", "rows"), [(120, 40), (80, 24), (60, 20)])
def test_nothing_of_it_is_said_beside_the_article(
    user: User, evil_store: Path, columns: int, rows: int
) -> None:
    reader = user.read(evil_store, columns=columns, rows=rows)
    reader.wait(f"{len(EVIL)} tagged")
    for number in range(1, len(EVIL) + 1):
        reader.press("g" if number == 1 else "j")
        reader.wait_until(lambda number=number: f"sentence {number} " in reader.text, f"sentence {number}")
        reader.press("y", "Y")
    reader.wait("annotation copied")
    quit_from(reader)
    spoken = assert_harmless(bytes(reader.raw), columns, rows)
    assert len(spoken.copied) == 2 * len(EVIL)
    assert sum("disputed by" in each for each in spoken.copied) == len(EVIL)
    assert PWNED in spoken.text


def test_nothing_of_it_is_said_by_what_opens_over_it(user: User, evil_store: Path) -> None:
    reader = user.read(evil_store)
    reader.wait(f"{len(EVIL)} tagged")
    look_into(reader, "@", "who says it", *["down", "tab"] * 60)
    look_into(reader, "t", "tag: ", *["down", "tab"] * 14)
    look_into(reader, "m", "note on")
    look_into(reader, "M", "note on the whole report")
    look_into(reader, "i", "publisher", "tab", "tab", "tab", "pagedown", "pagedown")
    look_into(reader, "?", "All keys", "space", "space", "space")
    look_into(reader, "H", "HISTORY", "G", "j", "j")
    look_into(reader, "\x0f", "REPORTS")
    quit_from(reader)
    assert_harmless(bytes(reader.raw))


def test_nothing_of_it_is_said_in_the_list_of_annotations(user: User, evil_store: Path) -> None:
    reader = user.read(evil_store)
    reader.wait(f"{len(EVIL)} tagged")
    reader.press("f3")
    reader.wait("▐ANNOTATIONS▌")
    reader.press(*["j"] * len(EVIL), "/")
    reader.wait("filter:")
    reader.press("pwnd", "enter")
    reader.wait_gone("filter:")
    quit_from(reader)
    assert_harmless(bytes(reader.raw))


@pytest.mark.parametrize("command", ["list", "list --json", "tags", "export", "check", "check --json"])
def test_nothing_of_it_is_said_by_a_command(user: User, evil_store: Path, command: str) -> None:
    if command.startswith("check"):
        store = user.store.read_text("utf-8")
        user.store.write_text(store.replace(json.dumps(SENTENCES[0]), json.dumps(" ".join(EVIL))), "utf-8")
    line = f"{shlex.join([str(PROGRAM), '--db', str(user.store)])} {command}"
    answer = user.run_in_terminal(["/bin/sh", "-c", line])
    answer.wait_end()
    assert PWNED in assert_harmless(bytes(answer.raw)).text
