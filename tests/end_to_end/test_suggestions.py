"""The whole workflow of suggestions, with the real model: a report is tagged with its sources, key by key."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from .conftest import ROOT, User
from .looking import saved_at, saved_change

ANSWERS = ROOT / "seeds" / "soldiers-remains-handover.answers.json"
MOST_KEYS = 30
"""For the whole report with its sources; by hand the tags alone take 64."""
SOURCES = {
    1: ["officials", "Volodymyr Zelensky"],
    2: ["the staff responsible for prisoner of war affairs"],
    4: ["Russian military bloggers"],
    9: ["Volodymyr Zelensky"],
    10: ["Volodymyr Zelensky"],
    11: ["Volodymyr Zelensky"],
    14: ["Ukrainian military observers"],
    15: ["Ukrainian military observers"],
    18: ["Vadim Filashkin"],
    19: ["Vadim Filashkin"],
    24: ["Andrei Bocharov"],
    25: ["Andrei Bocharov"],
    26: ["The Ukrainian military"],
    27: ["The Ukrainian military"],
    32: ["Radiy Khabirov"],
}


def sentences_with_a_suggestion(user: User, report: Path) -> int:
    """How many there are, as the command tells it."""
    answer = user.command("claims", "--json", report)
    assert answer.code == 0, answer.err
    (told,) = json.loads(answer.out)["reports"]
    return len({each["sentence"]["start"] for each in told["claims"] if each["suggested"]})


def by_sentence(user: User, answers: dict[str, Any]) -> dict[int, dict[str, Any]]:
    """What was exported, by the number of the sentence, from 1."""
    numbers = {each["start"]: each["id"] + 1 for each in answers["sentences"]}
    (report,) = user.export()["reports"]
    return {numbers[each["spans"][0]["start"]]: each for each in report["annotations"]}


def test_the_seed_is_tagged_with_its_sources_in_at_most_thirty_keys(user: User, seed: Path) -> None:
    user.with_model()
    reader = user.read(seed)
    reader.wait("0 tagged", "by machine")
    count, keys = sentences_with_a_suggestion(user, seed), 0
    reader.wait(f"{count} suggested")
    if not reader.shows("SUGGESTED HERE"):
        reader.press("s")
        reader.wait("SUGGESTED HERE")
        keys += 1
    for left in reversed(range(count)):
        reader.press("enter")
        keys += 1
        reader.wait(
            f"{left} left" if left else "No suggestion is left", "SUGGESTED HERE" if left else "U goes there"
        )
    reader.wait_until(lambda: saved_at(reader) != "", "saved")
    reader.press("q")
    assert reader.wait_end() == 0
    answers = json.loads(ANSWERS.read_text("utf-8"))
    made = by_sentence(user, answers)
    for sentence in answers["sentences"]:
        tags = set(made.get(sentence["id"] + 1, {"tags": []})["tags"])
        assert set(sentence["tags"]) <= tags <= {*sentence["tags"], *sentence["context_tags"]}, sentence
    found = {number: [who["text"] for who in each["attribution"]] for number, each in made.items()}
    assert {number: found[number] for number in SOURCES} == SOURCES
    assert keys <= MOST_KEYS


def test_what_was_dismissed_is_not_suggested_after_a_restart_until_that_is_undone(
    user: User, seed: Path
) -> None:
    user.with_model()
    reader = user.read(seed)
    before = sentences_with_a_suggestion(user, seed)
    reader.wait("0 tagged", f"{before} suggested", "by machine")
    saved_change(reader, "backspace")
    reader.wait(f"{before - 1} suggested", "dismissed official claim")
    reader.kill()
    reader.wait_end()
    reader = user.read(seed)
    reader.wait("by machine", f"{before - 1} suggested")
    saved_change(reader, "z")
    reader.wait(f"{before} suggested", "undone: dismissed official claim")
