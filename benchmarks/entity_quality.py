"""How right the entities are, beside the bare model in the same run; and what they cost.

    python -m benchmarks.entity_quality [FOLDER ...]

A folder holds pairs `name.txt` and `name.answers.json`. The default is `seeds` and `benchmarks/answers`:
`seen` was looked at while the rules were made, `unseen` was not. The bare model gets the text block by block,
and the article and the possessive are taken off what it finds, as the answers have neither.
"""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psutil

from benchmarks.scoring import (
    ALL,
    NAMED,
    Answer,
    Scores,
    Span,
    as_answered,
    errors_of,
    pairs,
    scores_of,
    total,
)
from entities.finding.finder import EntitiesUnavailable, EntityFinder, Found, Unavailable, Update, find_all
from entities.finding.model import find_model
from entities.finding.pieces import for_the_model
from entities.finding.worker import load as load_model
from entities.records import ENTITY_TYPES, Findings
from reports.document import Block, Blocks, Report

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ("seeds", "benchmarks/answers/seen", "benchmarks/answers/unseen")
_MANY_WORDS = 60_000
"""About so many are read to measure the speed."""
_NO_NAME = "ORDINAL"
"""The label of the model's that the answers have nothing for."""


def spans_of(findings: Findings) -> set[Span]:
    """What the program found."""
    return {Span(mention.start, mention.end, mention.type) for mention in findings.mentions}


def bare_spans(reports: list[Report]) -> list[set[Span]]:
    """What the model finds by itself in each report. Raises `EntitiesUnavailable`."""
    language = load_model(find_model())
    return [
        {
            as_answered(report.text, block.start + name.start_char, block.start + name.end_char, name.label_)
            for block in report.blocks
            for name in language(for_the_model(report.text[block.start : block.end])).ents
            if name.label_ != _NO_NAME
        }
        for report in reports
    ]


def measured(known: list[tuple[Report, list[Answer]]]) -> Iterator[tuple[set[Span], set[Span]]]:
    """For each report what the program and what the bare model finds."""
    reports = [report for report, _ in known]
    yield from zip(map(spans_of, find_all(reports)), bare_spans(reports), strict=True)


def table_of(ours: Scores, bare: Scores) -> Iterator[str]:
    """The lines of a table: by type the scores, strict and overlap, of the program and of the bare model."""
    yield f"  {'':13}{'':6}  {'strict':^47}  {'overlap':^47}"
    halves = "  ".join(f"{who:^23}" for who in ("program  P    R    F", "bare  P    R    F") * 2)
    yield f"  {'':13}{'asked':>6}  {halves}"
    for kind in (ALL, NAMED, *ENTITY_TYPES):
        if kind not in ours.strict and kind not in bare.strict:
            continue
        asked = max(scores.strict[kind].asked for scores in (ours, bare) if kind in scores.strict)
        cells = []
        for scores in (ours.strict, bare.strict, ours.overlap, bare.overlap):
            one = scores.get(kind)
            figures = (one.precision, one.recall, one.f) if one is not None else (0.0, 0.0, 0.0)
            cells.append("  " + "".join(f"{figure:7.1f}" for figure in figures))
        yield f"  {kind:13}{asked:6}  {'  '.join(cells)}"


def show(folder: Path) -> bool:
    """Print the table and the errors of a folder; false without answers. Raises `EntitiesUnavailable`."""
    known = list(pairs(folder))
    if not known:
        return False
    found = list(measured(known))
    print(f"{folder}: {len(known)} reports")
    ours = total(scores_of(mine, answers) for (_, answers), (mine, _) in zip(known, found, strict=True))
    bare = total(scores_of(its, answers) for (_, answers), (_, its) in zip(known, found, strict=True))
    print(*table_of(ours, bare), sep="\n")
    for (report, answers), (mine, _) in zip(known, found, strict=True):
        errors = errors_of(report.text, mine, answers)
        print(f"  {report.title}: {len(errors)} errors", *(f"    {error}" for error in errors), sep="\n")
    return True


def words_and_memory(report: Report) -> tuple[float, float]:
    """Words a second in this report repeated, the start not counted, and the worker's resident megabytes."""
    once = len(report.text.split())
    many = max(1, _MANY_WORDS // max(1, once))
    step = len(report.text) + 1
    blocks = Blocks(
        Block(block.start + at * step, block.end + at * step, block.kind)
        for at in range(many)
        for block in report.blocks
    )
    long = Report("-", "", "text/plain", "", "\n".join([report.text] * many), "", blocks)
    findings = find_all([report, long])
    next(findings)
    begun = time.perf_counter()
    next(findings)
    took = time.perf_counter() - begun
    resident = sum(child.memory_info().rss for child in psutil.Process().children())
    findings.close()  # type: ignore[attr-defined]
    return once * many / took, resident / 2**20


def seconds_to_first_names(report: Report) -> float:
    """From the start of a worker until its first names are told."""
    told = threading.Event()

    def tell(update: Update) -> None:
        if isinstance(update, Unavailable) or (isinstance(update, Found) and update.findings.mentions):
            told.set()

    finder = EntityFinder("", None, tell)
    begun = time.perf_counter()
    finder.start(report)
    told.wait()
    finder.stop()
    return time.perf_counter() - begun


def main() -> int:
    """Print the scores and errors of every folder, and the costs; 2 when nothing can be measured."""
    folders = [Path(each) for each in sys.argv[1:]] or [ROOT / each for each in FOLDERS]
    try:
        shown = [folder for folder in folders if show(folder)]
        if not shown:
            print("no pairs of NAME.txt and NAME.answers.json", file=sys.stderr)
            return 2
        report, _ = next(pairs(shown[0]))
        speed, resident = words_and_memory(report)
        print(f"{speed:.0f} words/s, {resident:.0f} MB resident in the worker")
        print(f"{seconds_to_first_names(report):.1f} s from its start to the first names")
    except EntitiesUnavailable as unavailable:
        print(unavailable, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
