"""Who says what, on the command line."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from claims.records import CONTESTED, OFFICIAL_CLAIM, UNVERIFIED, Claim, Claims, Official, Why
from entities.finding.finder import EntitiesUnavailable, Found
from entities.finding.job import Job
from entities.records import Findings
from reports.document import Report, Span
from tests.entities.fabricated import Made, findings_of

TEXT = """Ivan Petrov spoke. He said the bridge
was\x1b[31m hit.

It could not be verified. Observers dispute it.
"""


def span(words: str, after: int = 0) -> Span:
    start = TEXT.index(words, after)
    return Span(start, start + len(words))


SAID = Claim(
    span("He said the bridge\nwas\x1b[31m hit."), span("He"), span("Ivan Petrov"), span("said"),
    span("the bridge\nwas\x1b[31m hit"), (OFFICIAL_CLAIM,), Why.SAID, Official.SPOKEN_FOR, None, None,
)  # fmt: skip
HEDGE = span("could not be verified")
HEDGED = Claim(
    span("It could not be verified."), None, None, HEDGE, None, (UNVERIFIED,), Why.NOT_VERIFIED,
    Official.NOT, None, None,
)  # fmt: skip
DERIVED = SAID._replace(
    source=None, named=None, cue=HEDGE, tags=(UNVERIFIED,), why=Why.NOT_VERIFIED, official=Official.NOT,
    content=None, origin=HEDGED.sentence,
)  # fmt: skip
DISPUTED = Claim(
    span("Observers dispute it."), span("Observers"), span("Observers"), span("dispute"), None, (CONTESTED,),
    Why.DISPUTED, Official.NOT, None, None,
)  # fmt: skip


@pytest.fixture
def jobs(monkeypatch: pytest.MonkeyPatch) -> list[Job]:
    """A worker that finds the same in every text; the jobs that were asked for."""
    asked: list[Job] = []

    def read_all(reports: list[Report], model: str, cache: object, job: Job) -> Iterator[Found]:
        asked.append(job)
        for report in reports:
            petrov = Made("person:ivan-petrov", "person", "Ivan Petrov", mentions=[(0, 11, "person")])
            findings = findings_of(report.text, [petrov])
            claims = Claims.of([SAID, HEDGED, DERIVED, DISPUTED])
            yield Found(findings, claims.to_bytes(), ("The first block was left out.",))

    monkeypatch.setattr("entities.finding.finder.read_all", read_all)
    return asked


@pytest.fixture
def told(tmp_path: Path) -> Path:
    path = tmp_path / "told.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def claims_of(answer: Any) -> list[dict[str, Any]]:
    ((report),) = json.loads(answer.out)["reports"]
    assert list(report) == ["source", "text_sha256", "claims"]
    return list(report["claims"])


def test_claims_as_json_keep_to_the_contract(run: Callable, told: Path, jobs: list[Job]) -> None:
    said = claims_of(run("claims", "--json", told))[0]
    assert list(said)[:5] == ["sentence", "source", "cue", "suggested", "derived"]
    assert said["sentence"] == {"start": 19, "end": 51, "text": "He said the bridge\nwas\x1b[31m hit."}
    assert said["source"] == {"start": 19, "end": 21, "text": "He"}
    assert said["cue"]["text"] == "said"
    assert said["suggested"] == ["official-claim"]
    assert said["derived"] is False
    assert said["content"]["text"] == "the bridge\nwas\x1b[31m hit"
    assert (said["named"]["text"], said["entity"]) == ("Ivan Petrov", "person:ivan-petrov")
    assert (said["official"], said["from"]) == ("spoken-for", None)


def test_what_nobody_is_named_for_or_follows_from_another_sentence_says_so_in_json(
    run: Callable, told: Path, jobs: list[Job]
) -> None:
    _, derived, hedged, disputed = claims_of(run("claims", "--json", told))
    assert (hedged["source"], hedged["entity"], hedged["official"]) == (None, None, None)
    assert (derived["derived"], derived["from"]["text"]) == (True, "It could not be verified.")
    assert (disputed["named"]["text"], disputed["entity"]) == ("Observers", None)


def test_each_sentence_is_printed_once_with_a_line_for_each_who_says_it(
    run: Callable, told: Path, jobs: list[Job]
) -> None:
    assert run("claims", told).out.splitlines() == [
        "   2  He said the bridge was␛[31m hit.",
        "      official claim · He (Ivan Petrov) · “said”",
        "      unverified · nobody named · “could not be verified” in 3",
        "   3  It could not be verified.",
        "      unverified · nobody named · “could not be verified”",
        "   4  Observers dispute it.",
        "      contested · Observers · “dispute”",
    ]


def test_a_quoted_mail_is_printed_without_its_marks_and_a_source_called_alike_only_once(
    run: Callable, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "> The mayor said the bridge\n> was hit.\n\nthe mayor left."
    first, again = Span(2, len("> The mayor said the bridge\n> was hit.")), text.index("the mayor left")
    said = SAID._replace(
        sentence=first, source=Span(2, 11), named=Span(again, again + 9), cue=Span(12, 16), content=None
    )
    found = Found(Findings(), Claims.of([said]).to_bytes())
    monkeypatch.setattr("entities.finding.finder.read_all", lambda *_: (each for each in [found]))
    mail = tmp_path / "mail.txt"
    mail.write_text(text, encoding="utf-8")
    assert run("claims", mail).out.splitlines() == [
        "   1  The mayor said the bridge was hit.",
        "      official claim · The mayor · “said”",
    ]


def test_several_reports_are_told_apart(run: Callable, told: Path, tmp_path: Path, jobs: list[Job]) -> None:
    other = tmp_path / "other.txt"
    other.write_text(TEXT, encoding="utf-8")
    lines = run("claims", told, other).out.splitlines()
    assert lines.index(str(told)) < lines.index("") < lines.index(str(other))


@pytest.mark.parametrize("command", ["claims", "entities"])
def test_what_was_left_out_is_said_beside_the_results(
    run: Callable, told: Path, jobs: list[Job], command: str
) -> None:
    answer = run(command, "--json", told)
    assert answer.err == "told.txt: The first block was left out.\n"
    assert json.loads(answer.out)["reports"]


def test_a_text_in_which_nobody_says_anything_says_so(
    run: Callable, told: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("entities.finding.finder.read_all", lambda *_: (each for each in [Found(Findings())]))
    answer = run("claims", told)
    assert (answer.code, answer.out) == (0, "")
    assert answer.err == "In told.txt no sentence says who says it.\n"
    assert claims_of(run("claims", "--json", told)) == []


@pytest.mark.parametrize("command", ["claims", "entities"])
def test_where_nothing_was_looked_for_only_the_reason_is_said(
    run: Callable, told: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    nothing = Found(Findings(), notices=("This report looks like Russian.",))
    monkeypatch.setattr("entities.finding.finder.read_all", lambda *_: (each for each in [nothing]))
    answer = run(command, told)
    assert (answer.code, answer.out) == (0, "")
    assert answer.err == "told.txt: This report looks like Russian.\n"


def test_without_a_model_it_is_one_sentence(
    run: Callable, told: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read_all(*_: object) -> Iterator[Found]:
        raise EntitiesUnavailable("No model is installed: pip install it.")
        yield

    monkeypatch.setattr("entities.finding.finder.read_all", read_all)
    answer = run("claims", told)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err == "report-reader: No model is installed: pip install it.\n"


def test_the_words_of_the_user_are_those_beside_her_config(
    run: Callable, told: Path, jobs: list[Job], config: Callable[[str], Path]
) -> None:
    folder = config("").parent / "lexicon"
    run("claims", told)
    folder.mkdir()
    (folder / "verbs.toml").write_text('[[verb]]\nwords = ["quip"]\nexample = "Kiev {said}: no."\n')
    run("claims", told)
    assert jobs[0].arguments == ()
    assert jobs[1].arguments == ("--lexicon", str(folder))


def test_a_broken_lexicon_is_named_and_nothing_is_printed_that_could_be_taken_for_an_answer(
    run: Callable, told: Path, jobs: list[Job], config: Callable[[str], Path]
) -> None:
    folder = config("").parent / "lexicon"
    folder.mkdir()
    (folder / "bad.toml").write_text("[[verb\n")
    answer = run("claims", "--json", told)
    assert (answer.code, answer.out, jobs) == (2, "", [])
    assert str(folder / "bad.toml") in answer.err


def test_names_claims_and_export_come_from_one_job(
    run: Callable, database: Path, report_file: Path, jobs: list[Job]
) -> None:
    for words in (["claims", report_file], ["entities", report_file], ["export", "--db", database]):
        run(*words)
    assert len(jobs) == 3
    assert len(set(jobs)) == 1
