"""The main job, as a newcomer does it: read, tag, be killed, come back, undo, hand on."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
from tinydb import TinyDB

from .conftest import ROOT, User
from .looking import article, current_sentence, first_cell, go_to_sentence, saved_change, stop_of
from .terminal import Terminal

OFFICIAL = "In addition, around 100 Russian soldiers were captured."
UNVERIFIED = "Zelensky's statements could not be independently verified."
CONTESTED = (
    "Ukrainian military observers, however, paint a less rosy picture of the situation."
)  # fmt: skip


def tag_three_statements(reader: Terminal) -> None:
    """All three tags, and who says each of them: other sources than a tag key takes over from the machine."""
    for number, tag, source in (
        (12, "o", "officials in Kiev"),
        (13, "u", "the news agency"),
        (14, "c", "observers at the front"),
    ):
        go_to_sentence(reader, number)
        saved_change(reader, tag)
        reader.press("@")
        reader.wait("who says it")
        reader.press(source)
        reader.wait(source)
        saved_change(reader, "enter")


def test_three_tags_survive_a_kill_and_are_exported_exactly(user: User, seed: Path) -> None:
    user.with_model()
    reader = user.read(seed)
    reader.wait("0 tagged", "saved", "by machine")
    tag_three_statements(reader)
    reader.kill()
    reader.wait_end()
    before = article(reader)

    reader = user.read(seed)
    reader.wait("3 tagged", "sentence 14/33", "who: observers at the front", "by machine")
    reader.wait_until(lambda: article(reader) == before, "the same rows in the same place")
    reader.wait_until(lambda: reader.cursor == first_cell(reader), "the caret where it was")

    saved_change(reader, "z")
    reader.wait("undone", "3 tagged")
    saved_change(reader, "z")
    reader.wait("2 tagged")
    reader.press("q")
    assert reader.wait_end() == 0

    with TinyDB(user.store, access_mode="r") as stock:
        assert len(stock.table("annotations")) == 2

    text = seed.read_text("utf-8")
    document = user.export()
    jsonschema.validate(document, json.loads((ROOT / "docs" / "export.schema.json").read_text("utf-8")))
    (exported,) = document["reports"]
    assert exported["source"] == seed.name
    assert exported["length"] == len(text)
    official, unverified = exported["annotations"]
    assert official["tags"] == ["official-claim"]
    assert unverified["tags"] == ["unverified"]
    assert [each["text"] for each in official["attribution"]] == ["officials in Kiev"]
    assert [each["text"] for each in unverified["attribution"]] == ["the news agency"]
    for annotation, words in ((official, OFFICIAL), (unverified, UNVERIFIED)):
        (span,) = annotation["spans"]
        assert (span["start"], span["end"]) == (text.index(words), text.index(words) + len(words))
        assert text[span["start"] : span["end"]] == span["exact"] == words
    assert user.command("check").code == 0


def test_quitting_says_where_the_work_lies_and_gives_the_terminal_back(user: User, seed: Path) -> None:
    reader = user.read(seed)
    reader.wait("0 tagged · saved")
    saved_change(reader, "u")
    reader.press("q")
    assert reader.wait_end() == 0
    raw = bytes(reader.raw)
    left = raw.rindex(b"\x1b[?1049l")
    assert left > raw.rindex(b"\x1b[?1049h")
    assert raw.rindex(b"\x1b[?25h") > raw.rindex(b"\x1b[?25l")
    last = raw[left:].decode().strip().splitlines()[-1]
    assert f"1 annotation of {seed.name} in {user.store}" in last


def test_every_sentence_that_speaks_of_zelensky_is_walked(user: User, seed: Path) -> None:
    user.with_model()
    reader = user.read(seed)
    reader.wait("Volodymyr Zelensky", "by machine")
    reader.press("f2")
    reader.wait("▐ENTITIES▌")
    reader.press("j", "enter")
    stops = seed.read_text("utf-8").count("Zelensky")
    reader.wait(f"of {stops} · sentence")
    seen = {}
    for _ in range(stops):
        at, sentence = stop_of(reader)
        seen[at] = sentence
        assert "Zelensky" in current_sentence(reader)
        reader.press("n")
        following = at % stops + 1
        # Going round at the end is said where the mention's number stands otherwise.
        said = "top" if following == 1 else f"mention {following} of {stops}"
        reader.wait(f"Zelensky {following}/{stops}", said)
        reader.wait_until(lambda: "Zelensky" in current_sentence(reader), "a sentence with the name")
    assert list(seen) == list(range(1, stops + 1))
    assert sorted(set(seen.values())) == [1, 9, 10, 11, 13, 15]


def test_undo_goes_on_after_a_restart_and_redo_brings_it_back(user: User, seed: Path) -> None:
    reader = user.read(seed)
    reader.wait("0 tagged · saved")
    saved_change(reader, "c")
    reader.press("q")
    reader.wait_end()
    reader = user.read(seed)
    reader.wait("1 tagged", "z undo")
    saved_change(reader, "z")
    reader.wait("0 tagged")
    saved_change(reader, "Z")
    reader.wait("1 tagged")
    reader.press("q")
    reader.wait_end()
    assert list(user.tagged().values()) == [["contested"]]


def test_two_programs_on_one_store_lose_nothing(user: User, seed: Path) -> None:
    first, second = user.read(seed), user.read(seed)
    for reader in (first, second):
        reader.wait("0 tagged · saved")
    turns = [(first, 4, "u"), (second, 5, "c"), (first, 6, "o"), (second, 10, "u")]
    words = []
    for reader, number, key in turns:
        go_to_sentence(reader, number)
        saved_change(reader, key)
        words.append(current_sentence(reader))
    for reader in (first, second):
        reader.press("q")
        assert reader.wait_end() == 0
    assert list(user.tagged().items()) == [
        (sentence, [tag])
        for sentence, tag in zip(
            words, ["unverified", "contested", "official-claim", "unverified"], strict=True
        )
    ]
    assert len(user.export()["reports"]) == 1
