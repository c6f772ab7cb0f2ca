"""A user with folders of her own, a command line, and a store with one annotated report."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from annotations.editor import ReportEditor
from annotations.operations import Operation
from annotations.records import new_report_record
from annotations.store import AnnotationStore
from annotations.texts.captures import Captures
from report_reader.__main__ import main
from reports.document import Span
from reports.loading import load

TEXT = "The bridge was hit, officials said.\nNobody could confirm it.\n"


@dataclass
class Answer:
    """What a command said."""

    code: int
    out: str
    err: str


Command = Callable[..., Answer]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No test sees, or touches, the files of whoever runs it."""
    folder = tmp_path / "home"
    folder.mkdir()
    monkeypatch.setenv("HOME", str(folder))
    for name in ("DATA", "CONFIG", "CACHE", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(folder / name.lower()))
    for name in ("REPORT_READER_DB", "REPORT_READER_CONFIG", "REPORT_READER_TRACEBACK"):
        monkeypatch.delenv(name, raising=False)
    return folder


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Path]:
    """Writes a config file and makes it the user's."""

    def write(text: str) -> Path:
        path = tmp_path / "config.toml"
        path.write_text(text, encoding="utf-8")
        monkeypatch.setenv("REPORT_READER_CONFIG", str(path))
        return path

    return write


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Command:
    """Runs a command line in this process."""

    def command(*arguments: str | Path) -> Answer:
        code = main([str(argument) for argument in arguments])
        out, err = capsys.readouterr()
        return Answer(code, out, err)

    return command


@pytest.fixture
def spawn() -> Command:
    """Runs a command line in a process of its own; `piped` is its standard input."""

    def command(
        *arguments: str | Path, piped: bytes = b"", environment: dict[str, str] | None = None
    ) -> Answer:
        done = subprocess.run(
            [sys.executable, "-m", "report_reader", *map(str, arguments)],
            input=piped,
            capture_output=True,
            env=os.environ | (environment or {}),
            check=False,
        )
        return Answer(done.returncode, done.stdout.decode(), done.stderr.decode())

    return command


@pytest.fixture
def report_file(tmp_path: Path) -> Path:
    path = tmp_path / "bridge.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


@pytest.fixture
def database(tmp_path: Path, report_file: Path) -> Path:
    """A store in which the first sentence is an official claim and the second unverified."""
    path = tmp_path / "work.json"
    annotate(path, report_file, [(Span(0, 35), "official-claim"), (Span(36, 60), "unverified")])
    return path


@pytest.fixture
def annotated() -> Callable[..., None]:
    """Records tags on a report in a store, as the reader would."""
    return annotate


def annotate(database: Path, file: Path, tagged: list[tuple[Span, str]], author: str = "Vera") -> None:
    """Record these tags on the report in that file, as the reader would."""
    report = load(file)
    operations: list[Operation] = []
    ids = (f"{file.stem}-{number}" for number in range(1000))
    editor = ReportEditor(
        report,
        new_report_record(report, str(file), "2026-11-22T09:00:00Z"),
        author=author,
        now=lambda: "2026-11-22T09:12:04Z",
        new_id=lambda: next(ids),
        submit=operations.append,
    )
    for span, tag in tagged:
        editor.toggle_tag(span, tag, span.start)
    store = AnnotationStore.open(database)
    Captures(store.captures_folder).keep(report, str(file), "2026-11-22T09:00:00Z")
    store.write(operations)
    store.close()
