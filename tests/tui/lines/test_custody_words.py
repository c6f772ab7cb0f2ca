"""What the dialog of the source says of a text and its files."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from annotations.texts.custody import Custody, SourceNow
from annotations.texts.verification import Verification
from reports.document import Report
from tui.lines.custody_words import Fact, custody_facts

FOLDER = Path("/data/annotations.json.texts")


@pytest.fixture
def present(seed: Report) -> Custody:
    return Custody("wire.txt", "/wires/wire.txt", "a" * 64, 3571, "2026-11-22T09:12:04Z")


def said(report: Report, present: Custody, found: Verification | None) -> list[tuple[str, str]]:
    return [(fact.name, fact.value) for fact in custody_facts(report, present, found, FOLDER)]


def line(report: Report, present: Custody, found: Verification, name: str) -> Fact:
    return next(fact for fact in custody_facts(report, present, found, FOLDER) if fact.name == name)


def test_before_anybody_has_looked_the_facts_of_this_opening_stand_there(
    seed: Report, present: Custody
) -> None:
    assert said(seed, present, None) == [
        ("file", "/wires/wire.txt"),
        ("captured", "2026-11-22T09:12:04Z"),
        ("size", "3571 bytes"),
        ("sha256", "a" * 64),
        ("file now", "being read …"),
        ("kind", "text/plain, utf-8, 3569 characters"),
        ("of text", seed.text_sha256),
        ("kept text", "being verified …"),
    ]


def test_a_kept_text_with_one_source(seed: Report, present: Custody) -> None:
    found = Verification("kept", "", ((present, SourceNow("unchanged")),), 1)
    words = said(seed, present, found)
    assert ("file now", "unchanged since captured") in words
    assert ("kept text", "verified just now, is what was captured") in words


@pytest.mark.parametrize(
    ("now", "words", "alarm"),
    [
        (SourceNow("changed", "b" * 64), f"has changed since (sha256 {'b' * 64})", True),
        (
            SourceNow("changed", why="it is a named pipe now"),
            "has changed since (it is a named pipe now)",
            True,
        ),
        (SourceNow("gone"), "is not there any more", False),
        (SourceNow("unreadable", why="no permission"), "cannot be read: no permission", False),
    ],
)
def test_how_the_file_is_now(seed: Report, present: Custody, now: SourceNow, words: str, alarm: bool) -> None:
    found = Verification("kept", "", ((present, now),), 1)
    assert line(seed, present, found, "file now") == Fact("file now", words, alarm)


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (Verification("missing"), f"MISSING from {FOLDER} (f5 or a change keeps it again)"),
        (Verification("missing", "Disk full."), f"MISSING from {FOLDER} (Disk full.)"),
        (Verification("altered", "It was."), "ALTERED: It was. f5 or a change keeps it anew."),
        (Verification("unreadable", "No permission."), "NOT VERIFIED: No permission."),
    ],
)
def test_a_text_that_is_not_kept_is_an_alarm(
    seed: Report, present: Custody, found: Verification, words: str
) -> None:
    assert line(seed, present, found, "kept text") == Fact("kept text", words, alarm=True)


def test_several_sources_are_numbered_and_what_is_not_noted_says_so(seed: Report, present: Custody) -> None:
    first = Custody("wire.txt", "", "b" * 64, 0, "")
    found = Verification("kept", "", ((first, SourceNow("no file")), (present, SourceNow("unchanged"))), 1)
    assert said(seed, present, found)[:9] == [
        ("file 1", "wire.txt"),
        ("captured", "not noted"),
        ("size", "not noted"),
        ("sha256", "b" * 64),
        ("file 2", "/wires/wire.txt"),
        ("captured", "read now, not noted with the kept text"),
        ("size", "3571 bytes"),
        ("sha256", "a" * 64),
        ("file now", "unchanged since captured"),
    ]


def test_nothing_of_a_hostile_name_or_file_reaches_the_terminal(seed: Report) -> None:
    hostile = "\x1b[2J\u202e\n\x9b"
    custody = Custody(hostile, f"/{hostile}", hostile, 1, hostile)
    found = Verification("altered", hostile, ((custody, SourceNow("changed", why=hostile)),), 1)
    report = replace(seed, media_type=hostile, encoding=hostile)
    for fact in custody_facts(report, custody, found, Path(f"/{hostile}")):
        assert fact.value.isprintable(), fact
