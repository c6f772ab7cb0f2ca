"""Annotations and mentions of names for a report, as if years of work were in it; a process of its own.

    python -m benchmarks.filling REPORT STORE ANNOTATIONS MENTIONS

Prints, as JSON, of how many code points the report's text is, and how many bytes Python needs for each.
The mentions are made up of its words, and kept where the reader looks before it asks a model.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from functools import cache
from itertools import count
from pathlib import Path
from typing import NamedTuple

from annotations.editor import ReportEditor
from annotations.operations import Operation
from annotations.records import Attribution, new_report_record
from annotations.store import AnnotationStore
from benchmarks.emulated import environment_in
from claims.job import claims_job
from entities.finding.cache import EntityCache
from entities.finding.model import model_label
from entities.gathering import Gathering
from entities.records import EntityType, Findings, Found
from report_reader import paths
from reports.document import Report, Span
from reports.loading import load
from reports.sentences import SentenceIndex

ANNOTATIONS = 5_000
MENTIONS = 50_000

_NOW = "2026-11-22T09:12:04Z"
_TAGS = ("unverified", "contested", "official-claim")
_KINDS: tuple[EntityType, ...] = ("person", "organisation", "place", "quantity", "date")
_BATCH = 500
_WORDS = re.compile(r"\b\w+(?: \w+)?")


class Filled(NamedTuple):
    """A report that much is known of, and how large it is in memory."""

    report: Path
    store: Path
    code_points: int
    bytes_each: int
    """Of a code point: Python keeps all of a string in as many as the largest one needs."""


@cache
def filled(report: Path, home: Path) -> Filled:
    """Fill it, once, in a process of its own; its findings are kept in that home."""
    store = home / f"{report.name}, filled.json"
    command = [sys.executable, "-m", "benchmarks.filling"]
    command += [str(report), str(store), str(ANNOTATIONS), str(MENTIONS)]
    root = Path(__file__).resolve().parent.parent
    done = subprocess.run(command, env=environment_in(home), cwd=root, stdout=subprocess.PIPE, check=True)
    code_points, bytes_each = json.loads(done.stdout)
    return Filled(report, store, code_points, bytes_each)


def main(path: Path, store: Path, annotations: int, mentions: int) -> tuple[int, int]:
    """What the command does."""
    report = load(path)
    _annotate(report, path, store, annotations)
    found = Found(_found_in(report, mentions))
    assert EntityCache(paths.entity_cache()).save(report, claims_job().label(model_label()), found)
    return len(report.text), _bytes_each(report.text)


def _annotate(report: Report, path: Path, store_path: Path, wanted: int) -> None:
    """Annotations all over the report, with tags, sources and notes; reading stopped in the middle."""
    sentences = SentenceIndex(report.text, report.blocks)
    operations: list[Operation] = []
    ids = count()
    editor = ReportEditor(
        report,
        new_report_record(report, str(path.absolute()), _NOW),
        now=lambda: _NOW,
        new_id=lambda: f"made-{next(ids)}",
        submit=operations.append,
    )
    for number in range(wanted):
        start, end = sentences.span(number * len(sentences) // wanted)
        editor.toggle_tag(Span(start, end), _TAGS[number % 3], start)
        if number % 4 == 0:
            source = Attribution(report.text[start : start + 12])
            editor.annotate(Span(start, end), caret=start, note="asked again", attribution=[source])
    middle = sentences.span(len(sentences) // 2).start
    editor.remember_place(middle, middle)
    store = AnnotationStore.open(store_path)
    for at in range(0, len(operations), _BATCH):
        store.write(operations[at : at + _BATCH])
    store.fold()
    store.close()


def _found_in(report: Report, wanted: int) -> Findings:
    """One or two words of the text again and again, of every kind in turn, evenly from start to end."""
    gathering = Gathering(report.text)
    step = len(report.text) / wanted
    for number in range(wanted):
        found = _WORDS.search(report.text, round(number * step), round((number + 1) * step))
        if found is not None:
            gathering.add(found.start(), found.end(), _KINDS[number % len(_KINDS)])
    return gathering.findings(len(report.blocks), len(report.blocks))


def _bytes_each(text: str) -> int:
    largest = ord(max(text, default="\0"))
    return 1 if largest < 1 << 8 else 2 if largest < 1 << 16 else 4


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))))
